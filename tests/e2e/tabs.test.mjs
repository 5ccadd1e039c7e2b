// What happens to the tab of a watch: the watch goes on, or says why it cannot.

import assert from "node:assert/strict";
import { chooseShortest } from "../desktop/popup.mjs";
import { isAt } from "../desktop/state.mjs";
import { CALENDAR, goesOn, inBothBrowsers, only, rechecks, watching } from "./stage.mjs";

inBothBrowsers(
  "a tab that is pinned, muted, moved to another window and doubled is watched on, and its double is not",
  async (stage) => {
    const { tab } = await watching(stage);
    const double = await stage.browser.inside.evaluate(async (tab) => {
      await browser.tabs.update(tab, { pinned: true, muted: true });
      await browser.tabs.update(tab, { pinned: false });
      await browser.windows.create({ tabId: tab });
      return (await browser.tabs.duplicate(tab))?.id;
    }, tab);
    await goesOn(stage);
    assert.deepEqual(
      (await stage.browser.state()).watches.map((/** @type {any} */ watch) => watch.order.tab),
      [tab],
    );
    assert.doesNotMatch(await stage.browser.mark(Number(double)), /free/i);
  },
);

inBothBrowsers("a page whose address changes without being loaded is watched on", async (stage) => {
  const { page } = await watching(stage);
  await page.evaluate(() => history.pushState(null, "", `${location.pathname}?step=2#choice`));
  await stage.portal.control({ site: "office", free: {}, push: true });
  await stage.called(/^Appointment free/);
});

inBothBrowsers("a page that comes back with the browser's back button is watched on", async (stage) => {
  const { page } = await watching(stage);
  await page.goto(stage.portal.address("office", "/"));
  await page.goBack();
  await goesOn(stage);
});

inBothBrowsers("a tab whose process ends is told, and watched on once it is loaded again", async (stage) => {
  const { called, portal } = stage;
  const { page, tab } = await watching(stage);
  const crashes = await crashForGood(stage, page);
  // In Firefox a page that ends as it loads is told by what the browser shows in its place.
  await called(/no longer see the page|does not answer|put the page to sleep|shows another site/);
  const { length } = portal.log({ kind: "document", site: "office" });
  // A look that a crash cut off made no request.
  const cutOff = rechecks(await stage.browser.state()).length - (length - 1);
  assert.ok(cutOff >= 0 && cutOff <= crashes, `${cutOff} looks without a request, ${crashes} crashes`);
  const url = portal.address("office", CALENDAR);
  await stage.browser.inside.evaluate((tab, url) => browser.tabs.update(tab, { url }), tab, url);
  await goesOn(stage);
});

/**
 * Ends the process that shows a watched page. A reload that was on its way then brings the page back, with nothing to
 * tell: that page's process is ended too.
 * @param {import("./stage.mjs").Stage} stage @param {import("puppeteer-core").Page} page
 * @returns {Promise<number>} how often that had to be done
 */
async function crashForGood({ browser }, page) {
  let crashes = 0;
  let looks = 0;
  let state = await browser.state();
  do {
    looks = rechecks(state).length;
    crashes += 1;
    await browser.crash(page);
    state = await browser.until(
      (state) =>
        isAt(only(state), "needs") || (isAt(only(state), "resting") && rechecks(state).length > looks),
      "a need, or a look",
    );
  } while (!isAt(only(state), "needs"));
  return crashes;
}

inBothBrowsers(
  "a permission that is taken back ends all looks, with a word, until it is given back",
  async (stage) => {
    const { called, portal } = stage;
    await watching(stage);
    await stage.browser.inside.evaluate(() =>
      browser.permissions.remove({ origins: ["http://127.0.0.1/*"] }),
    );
    await called(/permission for this site was taken back/);
    const state = await stage.browser.until((state) => isAt(only(state), "needs"), "a need");
    assert.equal(portal.log({ kind: "document", site: "office" }).length, 1 + rechecks(state).length);
    await stage.browser.allowSite("http://127.0.0.1/*");
    await goesOn(stage);
  },
);

inBothBrowsers(
  "a tab that stands still is told as one that does not answer, and watched on when it goes on",
  async (stage) => {
    const { page } = await watching(stage);
    await stage.browser.freeze?.(page, true);
    await stage.called(/does not answer/);
    await stage.browser.killWorker();
    await stage.browser.freeze?.(page, false);
    await stage.browser.until((state) => isAt(only(state), "resting"), "a rest");
    await goesOn(stage);
  },
  { browsers: ["chrome"], limit: 200_000 },
);

inBothBrowsers("what happens in a private window is not stored, and called all the same", async (stage) => {
  const { called, portal } = stage;
  const { page } = await watching(stage);
  await page.close();
  await stage.browser.until((state) => state.watches.length === 0, "the end");
  await stage.browser.allowPrivateWindows();
  // In another language than before: a call about the page that was closed may still be stored, with its title.
  const address = portal.address("office", `${CALENDAR}&lang=de`);
  const tab = await stage.browser.inside.evaluate(async (url) => {
    const { tabs } = /** @type {any} */ (await browser.windows.create({ incognito: true, url }));
    return tabs[0].id;
  }, address);
  const before = await stage.browser.state();
  const popup = await stage.browser.openPage(`popup.html?tab=${tab}`);
  await popup.waitForSelector("#watch", { visible: true });
  await chooseShortest(popup);
  await popup.click("#watch");
  await popup.waitForSelector("#stop", { visible: true });
  await portal.control({ site: "office", free: {} });
  await called(/^Appointment free/);
  const [stored, remembered] = await stage.browser.inside.evaluate(async () => {
    /** @param {{get: (keys: null) => Promise<unknown>}} area */
    const text = async (area) => JSON.stringify(await area.get(null));
    return Promise.all([text(browser.storage.local), text(browser.storage.session)]);
  });
  for (const told of ["lang=de", "Tag auswählen"]) {
    assert.ok(remembered.includes(told), `of the session: ${remembered}`);
    assert.ok(!stored.includes(told), `on the disk: ${stored}`);
  }
  assert.deepEqual(rechecks(await stage.browser.state()), rechecks(before));
});
