// Everybody can use the extension's pages: with a screen reader, with the keyboard alone, with large letters.

import assert from "node:assert/strict";
import axe from "axe-core";
import { openForm } from "../desktop/popup.mjs";
import { CALENDAR, inBothBrowsers, only, watching } from "./stage.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** What axe-core finds wrong with a page as it stands. @param {Page} page */
async function faults(page) {
  await page.evaluate(axe.source);
  return page.evaluate(async () => {
    const { violations } = await /** @type {any} */ (globalThis).axe.run(document);
    return violations.flatMap((/** @type {any} */ { id, nodes }) =>
      nodes.map((/** @type {any} */ { target, failureSummary }) => `${id} ${target}: ${failureSummary}`),
    );
  });
}

/** The ids and names of what gets the focus, from the first to the last: behind it the browser's own buttons come.
 * @param {Page} page */
async function walk(page) {
  /** @type {string[]} */
  const way = [];
  const last = await page.evaluateHandle(() => {
    const wanted = "button,summary,input,select,a[href]";
    const all = [.../** @type {NodeListOf<HTMLElement>} */ (document.querySelectorAll(wanted))];
    const shown = all.filter((element) => element.checkVisibility());
    shown[0]?.focus();
    return shown.at(-1);
  });
  for (;;) {
    const { here, isLast } = await page.evaluate((last) => {
      const { activeElement } = document;
      const { id, name, value, tagName } = /** @type {any} */ (activeElement);
      const here = id || [name, value].filter(Boolean).join(" ") || tagName;
      return { here, isLast: activeElement === last };
    }, last);
    way.push(here);
    if (isLast || way.length > 100) return way;
    await page.keyboard.press("Tab");
  }
}

inBothBrowsers("axe-core finds nothing wrong with the popup, the settings and the journal", async (stage) => {
  const { browser } = stage;
  const { tab } = await watching(stage);
  const popup = await browser.openPage(`popup.html?tab=${tab}`);
  await popup.waitForSelector("#stop", { visible: true });
  assert.deepEqual(await faults(popup), []);
  await openForm(popup);
  for (const part of ["#wishes", ".person details"]) await popup.click(`${part} > summary`);
  // They are made only now, and push what is below them away.
  await popup.waitForSelector(".parts", { visible: true });
  await popup.click("#manner > summary");
  assert.deepEqual(await faults(popup), []);
  const settings = await browser.openPage("settings.html");
  // What is drawn last.
  await settings.waitForSelector("#tune option");
  for (const by of ["ntfy", "webhook"]) {
    await settings.click(`[name=phone-by][value=${by}]`);
    assert.deepEqual(await faults(settings), []);
  }
  const journal = await browser.openPage("journal.html");
  await journal.waitForSelector("#looks tr");
  assert.deepEqual(await faults(journal), []);
});

inBothBrowsers("everything in the popup is reached by the keyboard alone", async ({ portal, browser }) => {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page, { interval: "usual" });
  const { tab } = only(await browser.until((state) => only(state)?.looks.length > 0, "a look")).order;
  const popup = await browser.openPage(`popup.html?tab=${tab}`);
  await popup.bringToFront();
  await popup.waitForSelector("#stop", { visible: true });
  const watched = await walk(popup);
  for (const control of ["look", "break", "change", "stop", "settings"])
    assert.ok(watched.includes(control), `${control}: ${watched}`);
  await popup.focus("#change");
  await popup.keyboard.press("Enter");
  await popup.waitForSelector("#cancel", { visible: true });
  await popup.focus("#wishes > summary");
  await popup.keyboard.press("Enter");
  const changing = await walk(popup);
  for (const control of ["wish", "add-person", "interval", "watch", "cancel"])
    assert.ok(changing.includes(control), `${control}: ${changing}`);
});

inBothBrowsers("letters of twice the size fit into the width of the popup", async (stage) => {
  const { browser } = stage;
  const { tab } = await watching(stage);
  const popup = await browser.openPage(`popup.html?tab=${tab}`);
  await popup.waitForSelector("#stop", { visible: true });
  await popup.setViewport({ width: 360, height: 600 });
  await popup.evaluate(() => {
    document.documentElement.style.fontSize = "28px";
  });
  const wide = await popup.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(wide <= 360, `${wide} px`);
});
