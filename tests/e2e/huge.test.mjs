// A page of a hundred thousand elements and ten million characters.

import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { inBothBrowsers } from "./stage.mjs";

const READER = readFileSync(new URL("../../dist/chrome/reader.js", import.meta.url), "utf8");
const DAY = 86_400_000;

/** @param {number} count @param {(index: number) => string} make */
const many = (count, make) => Array.from({ length: count }, (_, index) => make(index)).join("");

/** What is worth reading stands between a huge navigation and a huge rest. */
function hugePage() {
  const day = new Date(Date.now() + 7 * DAY).toISOString().slice(0, 10);
  return `<!doctype html><html lang="en-x-${many(1_000, () => "a")}">
<title>Choose an appointment${many(10_000, () => ", or wait for one")}</title>
<nav>${many(30_000, (index) => `<a href="#${index}">Department ${index}</a> `)}</nav>
<main>
  <h1>Choose an appointment</h1>
  <p>Free appointments on <time datetime="${day}">${day}</time></p>
  <button>10:20</button>
  <ul ${many(5_000, (index) => `data-state-${index}="frei-frei-frei-frei-frei-frei" `)}><li>Room 1</li></ul>
  ${many(30_000, (index) => `<p><span>Remark ${index}</span></p>`)}
  <pre>${many(200_000, () => "This is said again and again, and nobody reads it. ")}</pre>
</main>
<footer>${many(10_000, (index) => `<a href="#${index}">Imprint ${index}</a> `)}</footer>`;
}

/** Runs in the page: one look, and how often the page was drawn meanwhile. */
async function look() {
  let frames = 0;
  let running = true;
  requestAnimationFrame(function draw() {
    if (!running) return;
    frames += 1;
    requestAnimationFrame(draw);
  });
  const page = await /** @type {any} */ (globalThis).terminwachtReader.read();
  running = false;
  return {
    frames,
    cut: page.cut,
    size: page.outline.length,
    hasSlot: page.outline.includes("button\t\t10:20"),
  };
}

inBothBrowsers(
  "a huge page is read in many small steps, and what matters of it",
  async ({ browser, called }) => {
    const html = hugePage();
    const server = createServer((_, response) => {
      response.setHeader("content-type", "text/html; charset=utf-8");
      response.end(html);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
      const page = await browser.open(`http://127.0.0.1:${port}/`);
      await browser.watch(page, { interval: "usual" });
      const call = await called(/^Appointment free/);
      assert.match(call.title, /10:20/);
      await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
      await page.bringToFront();
      const { frames, cut, size, hasSlot } = await page.evaluate(look);
      assert.ok(frames >= 3, `the page was drawn ${frames} times`);
      assert.ok(cut && hasSlot);
      assert.ok(size <= 2_100_000, `${size} characters were handed over`);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  },
);
