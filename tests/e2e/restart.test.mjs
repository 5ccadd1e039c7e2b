// The browser, or the extension in it, ends and starts again: the watch goes on, nothing is called twice, and what cannot
// go on is told.

import assert from "node:assert/strict";
import { isAt } from "../desktop/state.mjs";
import { CALENDAR, goesOn, inBothBrowsers, only, paid, watching } from "./stage.mjs";

for (const [what, how] of /** @type {const} */ ([
  ["is closed", {}],
  ["crashes", { crashes: true }],
]))
  inBothBrowsers(
    `where the browser ${what} and is started again, the watch goes on once its page is there`,
    async (stage) => {
      await watching(stage);
      const browser = await stage.restart(how);
      await browser.until((state) => state.lost.length === 1, "a watch without its page");
      await browser.open(stage.portal.address("office", CALENDAR));
      await goesOn(stage, browser);
    },
  );

inBothBrowsers(
  "a page that does not come back with the browser is told after a minute, once",
  async (stage) => {
    await watching(stage);
    const { length } = stage.portal.log({ kind: "document", site: "office" });
    const browser = await stage.restart();
    await stage.called(/no longer open/, 100_000);
    assert.equal(stage.portal.log({ kind: "document", site: "office" }).length, length);
    await browser.open(stage.portal.address("office", CALENDAR));
    await goesOn(stage, browser);
    assert.equal(stage.calls().filter(({ title }) => /no longer open/.test(title)).length, 1);
  },
  { limit: 200_000 },
);

inBothBrowsers(
  "an appointment that was called before the browser was closed is not called again",
  async (stage) => {
    const { portal, called, calls } = stage;
    await watching(stage);
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
    // What is on show before it is noted to be would be shown anew.
    await stage.browser.until(paid, "noted");
    const browser = await stage.restart();
    await browser.open(portal.address("office", CALENDAR));
    await browser.until(
      (state) => state.watches.length === 1 && only(state).lastRead > Date.now() - 5_000,
      "a reading",
    );
    assert.equal(calls().filter(({ title }) => /^Appointment free/.test(title)).length, 1);
  },
);

inBothBrowsers("an update of the extension interrupts no watch", async (stage) => {
  await watching(stage);
  await stage.browser.update();
  await goesOn(stage, stage.browser);
});

inBothBrowsers("an extension that is switched off and on again goes on by itself", async (stage) => {
  await watching(stage);
  await stage.browser.switchOffAndOn();
  await goesOn(stage, stage.browser);
});

inBothBrowsers(
  "a new version waits until no look is under way, and the watch goes on in it",
  async (stage) => {
    const { portal, browser } = stage;
    await watching(stage);
    await portal.control({ site: "office", quirk: "endless" });
    await browser.until((state) => isAt(only(state), "rechecking"), "a look");
    await browser.offerUpdate();
    const state = await browser.until((state) => state.updateWaits, "a version that waits");
    assert.ok(isAt(only(state), "rechecking"));
    await portal.control({ site: "office", quirk: "none" });
    await browser.updated();
    await goesOn(stage, browser);
  },
);

inBothBrowsers(
  "a page that the browser brings back is watched on in its tab",
  async (stage) => {
    await watching(stage);
    const browser = await stage.restart({ restores: true });
    await goesOn(stage, browser);
  },
  // Firefox writes no session down for whoever drives it so.
  { browsers: ["chrome"] },
);
