// What the extension can do at all, read from its files: no dynamic code, nothing from elsewhere, no more rights than
// the README names.

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";

const manifest = JSON.parse(readFileSync("manifest.json", "utf8"));

/** What makes code or markup of text, in JavaScript and in the bindings that Rust calls. */
const DYNAMIC =
  /\b(innerHTML|outerHTML|insertAdjacentHTML|set_inner_html|set_outer_html|insert_adjacent_html|createContextualFragment|setHTMLUnsafe|DOMParser|srcdoc|document\.write(ln)?|eval|importScripts)\b|\bFunction\((?!\$)|\b(set(Timeout|Interval))\(\s*["'`]|\bimport\(|\bjavascript:/;
/** What sends. */
const SENDING =
  /\b(fetch\(|fetch_with|XMLHttpRequest|WebSocket|WebTransport|EventSource|sendBeacon|RTCPeerConnection|sendNativeMessage|connectNative)/i;
/** An address outside the extension, but in a comment. */
const REMOTE = /^(?!\s*\/\/).*(\b(https?|wss?|ftp):\/\/|["'(]\/\/\w)/i;

/** @param {string} folder @param {RegExp} wanted */
const files = (folder, wanted) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile() && wanted.test(file.name))
    .map((file) => `${file.parentPath}/${file.name}`);

/** The lines that a pattern finds in files, as `file:line`. @param {string[]} names @param {RegExp} pattern */
const found = (names, pattern) =>
  names.flatMap((name) =>
    readFileSync(name, "utf8")
      .split("\n")
      .flatMap((line, index) => (pattern.test(line) ? [`${name}:${index + 1}`] : [])),
  );

/** The sources, and what is made of them. */
const CODE = [...files("extension", /\.(js|html|css)$/), ...files("src/ui", /\.rs$/)];
const BUILT = files("dist", /\.(js|html|css)$/);

test("no code is made of text", () => {
  assert.ok(BUILT.some((name) => name.endsWith("core/terminwacht.js")));
  assert.deepEqual(found([...CODE, ...BUILT], DYNAMIC), []);
});

test("nothing is brought from elsewhere", () => {
  assert.deepEqual(found([...CODE, ...BUILT], REMOTE), []);
});

test("dynamic code and remote addresses would be found", () => {
  for (const line of [
    "a.innerHTML = b",
    "new Function(a)",
    "element.set_inner_html(text)",
    'setTimeout("a()")',
  ])
    assert.match(line, DYNAMIC);
  for (const line of ['fetch("https://a.example")', "@import url(//a.example/x.css)"])
    assert.match(line, REMOTE);
});

test("pages carry no scripts, styles or handlers of their own", () => {
  const inline = /<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)/i;
  assert.deepEqual(found(files("extension", /\.html$/), inline), []);
});

test("no page, script or other extension gets at us", () => {
  for (const key of ["web_accessible_resources", "externally_connectable", "content_scripts", "sandbox"])
    assert.equal(manifest[key], undefined, key);
});

test("the rights are those that the README names", () => {
  const named = [...readFileSync("README.md", "utf8").matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  assert.deepEqual([...manifest.permissions].sort(), named.sort());
  assert.deepEqual(manifest.optional_host_permissions, ["http://*/*", "https://*/*"]);
  for (const key of ["host_permissions", "optional_permissions"]) assert.equal(manifest[key], undefined, key);
});

test("our pages send nothing, although the background may", () => {
  const closed =
    /<head>\s*<meta charset="utf-8">\s*<meta http-equiv="Content-Security-Policy" content="connect-src 'self'">/;
  for (const name of files("extension", /\.html$/)) assert.match(readFileSync(name, "utf8"), closed, name);
});

test("in one place alone something is sent, and without anything that tells who sends it", () => {
  const [place, ...more] = found([...CODE, ...files("src", /\.rs$/)], SENDING);
  assert.deepEqual([place?.split(":")[0], more], ["extension/send.js", []]);
  for (const browser of ["chrome", "firefox"]) {
    const sending = BUILT.filter((name) => name.startsWith(`dist/${browser}/`)).flatMap((name) => {
      const times = readFileSync(name, "utf8").match(new RegExp(SENDING, "gi"))?.length;
      return times ? [[name.slice(`dist/${browser}/`.length), times]] : [];
    });
    // What the bindings generator writes fetches the core's own file; in the background the sending comes to that.
    assert.deepEqual(Object.fromEntries(sending), {
      "core/terminwacht.js": 1,
      "popup.js": 1,
      "background.js": 2,
    });
  }
  const text = readFileSync("extension/send.js", "utf8");
  const [, address, how] = /\bfetch\((\w+), \{(.*?)\n {4}\}\)/s.exec(text) ?? [];
  const lines = how?.split("\n").map((line) => line.trim());
  assert.deepEqual(
    lines?.filter((line) => line && !line.startsWith("//")),
    [
      'method: "POST",',
      "headers,",
      "body: JSON.stringify(body),",
      'credentials: "omit",',
      'redirect: "manual",',
      'referrerPolicy: "no-referrer",',
      'cache: "no-store",',
      "signal: AbortSignal.timeout(PATIENCE),",
    ],
  );
  // All of it is the core's, and it goes where the browser lets it go.
  assert.equal(address, "url");
  assert.match(text, /const \{ permissions, url, headers, body \} = request\(letter, /);
  assert.match(text, /if \(!\(await browser\.permissions\.contains\(permissions\)\)\) return/);
});

test("our pages load our own files alone, and make no code of text", () => {
  const policy = manifest.content_security_policy.extension_pages.split("; ");
  assert.deepEqual(Object.keys(manifest.content_security_policy), ["extension_pages"]);
  assert.deepEqual(policy, [
    "default-src 'none'",
    "script-src 'self' 'wasm-unsafe-eval'",
    // The background sends to the server that the person chose for their phone, which nobody knows before.
    "connect-src 'self' http: https:",
    "img-src 'self'",
    "style-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});
