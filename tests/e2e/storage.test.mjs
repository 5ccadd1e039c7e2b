// What is stored is damaged, gone or cannot be written: the person is told, what can be read goes on, and no look is made
// that could be made twice.

import assert from "node:assert/strict";
import { CALENDAR, goesOn, inBothBrowsers, watching } from "./stage.mjs";

/** @typedef {import("./stage.mjs").Stage} Stage */

/** Puts something in the place of the stored record and ends the worker, which has read it before.
 * @param {Stage["browser"]} browser @param {(record: any) => any} change */
async function replaceRecord(browser, change) {
  await browser.killWorker();
  await browser.inside.evaluate(`(async () => {
    const { state } = await browser.storage.local.get("state");
    await browser.storage.local.set({ state: (${change})(state) });
  })()`);
  await browser.killWorker();
}

for (const [what, change] of /** @type {[string, (record: any) => any][]} */ ([
  ["of a newer version", (record) => ({ ...record, version: 99, more: true })],
  ["damaged in one place", (record) => ({ ...record, state: { ...record.state, schedule: "?" } })],
]))
  inBothBrowsers(
    `of a record ${what}, the watch that can be read goes on, and the person is told`,
    async (stage) => {
      await watching(stage);
      await replaceRecord(stage.browser, change);
      await stage.called(/is damaged/, 90_000);
      const aside = await stage.browser.inside.evaluate(() => browser.storage.local.get("state-set-aside"));
      assert.ok(aside["state-set-aside"]);
      await goesOn(stage);
    },
    { limit: 240_000 },
  );

inBothBrowsers(
  "a record that is no record at all is set aside, and told, and a watch can be started again",
  async (stage) => {
    const { portal, called } = stage;
    await watching(stage);
    await replaceRecord(stage.browser, () => "nothing of ours");
    await called(/is damaged/, 90_000);
    await stage.browser.until((state) => state.watches.length === 0, "nothing watched");
    await stage.browser.watchToo(await stage.browser.open(portal.address("office", CALENDAR)));
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
  },
  { limit: 240_000 },
);
