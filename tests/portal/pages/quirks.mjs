// Odd answers of a site whose door is open, in the place of its pages.

import { redirect } from "../answer.mjs";
import { html } from "../html.mjs";
import { wordsOf } from "../words.mjs";
import { frame, shell } from "./layout.mjs";

/**
 * @typedef {import("../answer.mjs").Answer} Answer
 * @typedef {import("../answer.mjs").Visit} Visit
 * @typedef {import("../state.mjs").SiteName} SiteName
 */

/**
 * The page's own address, and the fields of its query, in a form that is sent by POST.
 * @param {SiteName} site
 * @param {Visit} visit
 */
function question(site, visit) {
  const words = wordsOf(site, visit.language);
  const fields = [...visit.url.searchParams].map(
    ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
  );
  const body = html`
    <section class="card narrow">
      <h1>${words.confirmTitle}</h1>
      <form action="${visit.url.pathname}${visit.url.search}" method="post">${fields}
        <p class="buttons"><button class="primary" type="submit">${words.next}</button></p>
      </form>
    </section>`;
  return shell(site, visit, {
    title: words.confirmTitle ?? "",
    script: "page.mjs",
    body: frame(site, visit, body),
  });
}

/**
 * The answer in the place of a page, if the quirk has one.
 * @param {SiteName} site
 * @param {Visit} visit
 * @returns {Answer | null}
 */
export function quirkyAnswer(site, visit) {
  const headers = { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" };
  switch (visit.quirk) {
    case "post":
      return visit.method === "POST" ? null : { status: 200, headers, body: question(site, visit).text };
    case "redirects": {
      const next = new URLSearchParams(visit.url.search);
      next.set("again", String(Number(next.get("again")) + 1));
      return redirect(`${visit.url.pathname}?${next}`);
    }
    case "download":
      return {
        status: 200,
        headers: {
          "content-type": "application/octet-stream",
          "content-disposition": 'attachment; filename="appointments.bin"',
        },
        body: "nothing to look at\n",
      };
    case "no-content":
      return { status: 204, headers: {}, body: "" };
    case "credentials":
      return {
        status: 401,
        headers: { ...headers, "www-authenticate": 'Basic realm="Auwalde"' },
        body: html`<!doctype html><title>401</title><h1>401 Unauthorized</h1>`.text,
      };
    default:
      return null;
  }
}
