// Where the office's calendar can stand besides a page of its own: in a frame of another origin, in a frame in such a
// frame, in a shadow root, on a page that is hard to read or that wants to know who reads it.
//
//   /embedded?service=passport&location=all         in a frame from localhost
//   /embedded-twice?service=passport&location=all   in a frame from frame.localhost, in one from localhost
//   /shadow?mode=closed&service=passport&location=all
//   /hostile?what=nodes&service=passport&location=all

import { html } from "../html.mjs";

/** @typedef {import("../answer.mjs").Visit} Visit */

/**
 * Which page a page holds in a frame, and under which name of this machine: browsers know both without asking anybody.
 * @type {Record<string, {host: string, path: string}>}
 */
const FRAMES = {
  "/embedded": { host: "localhost", path: "/frame/calendar" },
  "/embedded-twice": { host: "localhost", path: "/frame/embedded" },
  "/frame/embedded": { host: "frame.localhost", path: "/frame/calendar" },
};

/** @param {Visit} visit */
function framed(visit) {
  const frame = FRAMES[visit.path];
  return frame && { origin: `http://${frame.host}:${visit.port}`, path: frame.path };
}

/**
 * The frame of a page that has one.
 * @param {Visit} visit
 * @param {string} title
 */
export function frameOf(visit, title) {
  const frame = framed(visit);
  return html`
      <iframe src="${frame?.origin}/office${frame?.path}${visit.url.search}" title="${title}"></iframe>`;
}

/** What the hostile page may ask, in vain, without being held back by its own policy. */
const ANYTHING = "'self' chrome-extension: moz-extension:";

/**
 * How a page's content is put into it, and what the page runs and may do.
 * @param {Visit} visit
 * @param {import("../html.mjs").Html} content
 * @returns {{inner: import("../html.mjs").Html, script: string, directives: import("../answer.mjs").Answer["directives"]}}
 */
export function setting(visit, content) {
  const ancestors = visit.path.startsWith("/frame/") ? { "frame-ancestors": "*" } : {};
  const frame = framed(visit);
  if (frame) {
    return {
      inner: content,
      script: "page.mjs",
      directives: { ...ancestors, "frame-src": frame.origin },
    };
  }
  if (visit.path === "/shadow") {
    const mode = visit.url.searchParams.get("mode") === "closed" ? "closed" : "open";
    const inner = html`
      <div id="shadow" data-mode="${mode}"></div>
      <template><link rel="stylesheet" href="/office/assets/site.css"><div>${content}</div></template>`;
    return { inner, script: "shadow.mjs", directives: {} };
  }
  if (visit.path === "/hostile") {
    const script = visit.url.searchParams.get("what") === "spy" ? "spy.mjs" : "hostile.mjs";
    const directives = { "connect-src": ANYTHING, "img-src": ANYTHING, "script-src": ANYTHING };
    return { inner: content, script, directives };
  }
  return { inner: content, script: "office.mjs", directives: ancestors };
}
