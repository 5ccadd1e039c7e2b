// What is stored is damaged, gone or cannot be written: the person is told, what can be read goes on, and no look is made
// that could be made twice.

import assert from "node:assert/strict";
import { isAt } from "../desktop/state.mjs";
import { CALENDAR, goesOn, inBothBrowsers, only, rechecks, watching } from "./stage.mjs";

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

/** Something wakes the worker before its alarm. @param {Stage} stage */
const wakeWorker = (stage) => stage.browser.inside.evaluate(() => browser.runtime.sendMessage("woken"));

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

inBothBrowsers(
  "of storage that is emptied the person is told, and a watch can be started again",
  async (stage) => {
    const { portal, called } = stage;
    const { tab } = await watching(stage);
    await stage.browser.killWorker();
    await stage.browser.inside.evaluate(() => browser.storage.local.clear());
    await stage.browser.killWorker();
    await wakeWorker(stage);
    await called(/is damaged/);
    assert.deepEqual((await stage.browser.until((state) => state.wake === null, "no plan")).watches, []);
    await stage.browser.marked(tab, /^Terminwacht$/);
    await stage.browser.watchToo(await stage.browser.open(portal.address("office", CALENDAR)));
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
    assert.equal(stage.calls().filter(({ title }) => /is damaged/.test(title)).length, 1);
  },
);

/** Fills to the last byte what the browser lets the extension store, the record's own place included. @param {Stage} stage */
const fill = (stage) =>
  stage.browser.inside.evaluate(async () => {
    await browser.storage.local.remove("state");
    for (let size = 1_000_000, count = 0; size >= 1; count += 1)
      try {
        await browser.storage.local.set({ [`fill-${count}`]: "x".repeat(size) });
      } catch {
        size /= 10;
      }
  });

/** What the browser's memory keeps while nothing can be saved, once it fits. @param {Stage} stage
 * @param {(state: any) => unknown} fits */
async function untilKept(stage, fits) {
  for (const end = Date.now() + 90_000; ; ) {
    const { state } = await stage.browser.inside.evaluate(async () => {
      const changed = new Promise((resolve) => browser.storage.session.onChanged.addListener(resolve));
      const kept = await browser.storage.session.get("state");
      await Promise.race([changed, new Promise((resolve) => setTimeout(resolve, 1_000))]);
      return /** @type {any} */ (kept);
    });
    if (state && fits(state.state)) return state.state;
    if (Date.now() > end) throw new Error(`it did not come to this: ${JSON.stringify(state)}`);
  }
}

inBothBrowsers(
  "where nothing can be saved that is told once, pages are read and none refreshed, until there is room again",
  async (stage) => {
    const { portal, called, calls } = stage;
    const { page, tab } = await watching(stage);
    await fill(stage);
    await called(/cannot save/);
    await untilKept(stage, (state) => only(state).hold === "unsaved");
    const { length } = portal.log({ kind: "document", site: "office" });
    await stage.browser.killWorker();
    await portal.control({ site: "office", free: {}, push: true });
    await page.bringToFront();
    await wakeWorker(stage);
    await called(/^Appointment free/);
    await untilKept(stage, (state) => isAt(only(state), "found"));
    assert.equal(portal.log({ kind: "document", site: "office" }).length, length);
    await stage.browser.inside.evaluate(async (tab) => {
      const all = Object.keys(await browser.storage.local.get(null));
      await browser.storage.local.remove(all.filter((key) => key.startsWith("fill-")));
      await browser.runtime.sendMessage({ goOnRequested: { tab } });
    }, tab);
    await stage.browser.until(
      (state) => !state.unsaved && (rechecks(state).at(-1) ?? 0) > Date.now() - 5_000,
      "a look",
    );
    assert.deepEqual(
      calls().map(({ title }) => title.replace(/:.*/, "")),
      ["The browser cannot save any more", "Appointment free"],
    );
  },
  // Firefox lets small records in where larger ones no longer fit, and no test can make it refuse them.
  { browsers: ["chrome"], limit: 200_000 },
);
