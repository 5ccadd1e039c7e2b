// What the reader alone answers for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { withPages } from "./server.mjs";
import { inBothBrowsers } from "./stage.mjs";

const READER = readFileSync(new URL("../../extension/reader.js", import.meta.url), "utf8");

/** Runs in the page: reads, lets some more readings come, and presses the button by its line in the first.
 * @param {number} more */
async function pressAfter(more) {
  const reader = /** @type {any} */ (globalThis).terminwachtReader;
  const page = await reader.read();
  const { serial } = reader.situation();
  for (let reading = 0; reading < more; reading += 1) await reader.read();
  return reader.press(
    serial,
    page.outline.split("\n").findIndex((/** @type {string} */ line) => line.includes("\tbutton\t")),
  );
}

inBothBrowsers(
  "a reading that comes between a decision and its press does not undo it, two do",
  ({ browser }) =>
    withPages(
      { "/": "<!doctype html><button onclick='this.title += 1'>Search</button>" },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        const pressed = [];
        for (const more of [0, 1, 2]) pressed.push(await page.evaluate(pressAfter, more));
        assert.deepEqual(pressed, [true, true, false]);
        assert.equal(await page.$eval("button", ({ title }) => title), "11");
      },
    ),
);
