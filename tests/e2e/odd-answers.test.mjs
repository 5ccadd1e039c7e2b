// What can come in the place of a page that was reloaded: it is told, nothing is sent twice, and the watch goes on as far
// as it can.

import assert from "node:assert/strict";
import { isAt } from "../desktop/state.mjs";
import { CALENDAR, inBothBrowsers, only, rechecks, watching } from "./stage.mjs";

/** So long a reload may take on loopback, in ms, before the page is asked whether it came. */
const PATIENCE = 15_000;
/** For tests in which that passes, in ms. */
const LONG = { limit: 180_000 };
/** The watch has been told of it, in ms. */
const TOLD = PATIENCE + 30_000;

/** @typedef {import("./stage.mjs").Stage} Stage */

/** What was asked of the office's pages, by the method. @param {Stage["portal"]} portal */
const methods = (portal) => portal.log({ kind: "document", site: "office" }).map(({ method }) => method);

inBothBrowsers(
  "a page that answers a form is not sent again: the person is told, and reminded from then on",
  async ({ portal, browser, called }) => {
    await portal.control({ site: "office", quirk: "post" });
    const page = await browser.open(portal.address("office", CALENDAR));
    await Promise.all([page.waitForNavigation(), page.click("button[type=submit]")]);
    await browser.watch(page);
    await called(/was not reloaded/, TOLD);
    assert.deepEqual(methods(portal), ["GET", "POST"]);
    const state = await browser.until((state) => isAt(only(state), "resting"), "a rest");
    assert.equal(only(state).order.recheck, "remind");
    await called(/Time for a look/);
    assert.deepEqual(methods(portal), ["GET", "POST"]);
  },
  LONG,
);

for (const [quirk, what] of /** @type {const} */ ([
  ["download", "a file"],
  ["no-content", "nothing"],
]))
  inBothBrowsers(
    `where ${what} comes instead of the page, that is told once and not asked for again`,
    async (stage) => {
      const { portal, browser, called, calls } = stage;
      await watching(stage);
      await portal.control({ site: "office", quirk });
      // While nothing comes the browser may end the worker.
      await browser.until(
        (state) => only(state)?.condition.rechecking?.arrival === "awaited",
        "a reload under way",
      );
      await browser.killWorker();
      await called(/was not reloaded/, TOLD);
      const { length } = methods(portal);
      await called(/Time for a look/);
      assert.equal(methods(portal).length, length);
      assert.equal(length, 1 + rechecks(await browser.state()).length);
      assert.equal(calls().filter(({ title }) => /was not reloaded/.test(title)).length, 1);
    },
    LONG,
  );

inBothBrowsers(
  "a page that asks before it is left keeps what is in it",
  async ({ portal, browser, called }) => {
    await portal.control({ site: "office", quirk: "leave-question" });
    const page = await browser.open(portal.address("office", CALENDAR));
    // Browsers ask only where the person has used the page.
    await page.click("h1");
    const dialog = new Promise((resolve) => page.once("dialog", resolve));
    await browser.watch(page);
    const question = /** @type {import("puppeteer-core").Dialog} */ (await dialog);
    // While Chromium asks, the page cannot answer; in Firefox it can.
    await called(/was not reloaded|does not answer/, TOLD);
    await question.dismiss();
    await called(/was not reloaded/);
    assert.equal(only(await browser.state()).order.recheck, "remind");
  },
  LONG,
);

inBothBrowsers(
  "a page that never stops loading is read all the same",
  async (stage) => {
    const { portal, browser, called } = stage;
    await watching(stage);
    await portal.control({ site: "office", quirk: "endless", free: {} });
    await called(/^Appointment free/, TOLD);
    assert.ok(isAt(only(await browser.state()), "found"));
  },
  LONG,
);

inBothBrowsers("a page that leads to itself without end is trouble", async (stage) => {
  const { portal, browser, called } = stage;
  await watching(stage);
  await portal.control({ site: "office", quirk: "redirects" });
  await called(/has trouble/);
  await portal.control({ site: "office", quirk: "none", free: {} });
  await called(/^Appointment free/);
  assert.ok(isAt(only(await browser.state()), "found"));
});

inBothBrowsers(
  "a page with an open dialog is told to stand still, and goes on when it is closed",
  async (stage) => {
    const { portal, browser, called } = stage;
    const { page } = await watching(stage);
    const dialog = new Promise((resolve) => page.once("dialog", resolve));
    await portal.control({ site: "office", quirk: "alert" });
    const shown = /** @type {import("puppeteer-core").Dialog} */ (await dialog);
    await called(/does not answer/, TOLD);
    await portal.control({ site: "office", quirk: "none", free: {} });
    await shown.accept();
    await called(/^Appointment free/);
    assert.ok(isAt(only(await browser.state()), "found"));
  },
  LONG,
);

inBothBrowsers(
  "a page that asks for a password in the browser's own window is told",
  async (stage) => {
    const { portal, called } = stage;
    await watching(stage);
    await portal.control({ site: "office", quirk: "credentials" });
    // Chromium shows a page of the browser behind its question, Firefox the page that was there.
    await called(/has trouble|was not reloaded/, TOLD);
  },
  LONG,
);
