// The person points at something of the page: what is free there, or what shall be pressed.

import assert from "node:assert/strict";
import { openForm } from "../desktop/popup.mjs";
import { withPages } from "./server.mjs";
import { inBothBrowsers, only } from "./stage.mjs";

const nextMonth = new Date();
nextMonth.setDate(1);
nextMonth.setMonth(nextMonth.getMonth() + 1);
const MONTH = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" }).format(nextMonth);

/** A calendar that tells free days by their colour alone. */
const CALENDAR = `<title>Choose a day</title>
<style>td { padding: 12px } .open { background: #bfe8d0 }</style>
<h1>Choose a day</h1><h2>${MONTH}</h2>
<table>${[9, 16]
  .map((first) => {
    const days = [0, 1, 2, 3, 4].map((day) => first + day);
    return `<tr>${days.map((day) => `<td class="day${day === 17 ? " open" : ""}">${day}</td>`).join("")}</tr>`;
  })
  .join("")}</table>
<button type="button">Refresh the list</button><button type="button">Print</button>`;

/** @typedef {import("./stage.mjs").Stage} Stage */

/** @typedef {import("puppeteer-core").Page} Page */

/**
 * Watches the calendar, and opens the form in which the watch is changed.
 * @param {Stage} stage @param {(pages: {page: Page, popup: Page}) => Promise<void>} body
 */
const changing = ({ browser }, body) =>
  withPages({ "/": CALENDAR }, async (address) => {
    const page = await browser.open(address("127.0.0.1", "/"));
    await browser.watch(page, { interval: "usual" });
    const { order } = only(await browser.until((state) => only(state)?.looks.length > 0, "a look"));
    const popup = await browser.openPage(`popup.html?tab=${order.tab}`);
    await openForm(popup);
    await body({ page, popup });
  });

/** @param {Page} page @param {Page} popup @param {string} wanted */
async function pointAt(page, popup, wanted) {
  await popup.waitForSelector("#picking", { visible: true });
  await page.bringToFront();
  await page.click(wanted);
  await popup.bringToFront();
}

inBothBrowsers("what the person shows to be free is called, and remembered for the site", async (stage) => {
  const { browser, called, calls } = stage;
  await changing(stage, async ({ page, popup }) => {
    assert.ok(!calls().some(({ title }) => /^Appointment free/.test(title)));
    await popup.click("#hint");
    await pointAt(page, popup, ".open");
    const { title } = await called(/^Appointment free/);
    assert.match(title, new RegExp(MONTH.replace(" ", " 17, ")));
    const state = await browser.state();
    assert.deepEqual(Object.keys(state.hints), [only(state).order.site]);
    await popup.waitForSelector("#forget", { visible: true });
    await popup.click("#forget");
    await browser.until(({ hints }) => Object.keys(hints).length === 0, "the hint is forgotten");
  });
});

inBothBrowsers("what cannot be told from others is no hint, and the person learns why", async (stage) => {
  await changing(stage, async ({ page, popup }) => {
    await popup.click("#hint");
    await pointAt(page, popup, "td:not(.open)");
    const error = await popup.waitForSelector("#hint-error", { visible: true });
    assert.match(String(await error?.evaluate((element) => element.textContent)), /cannot tell that from/);
  });
});

inBothBrowsers("a button that the person points at is the way to look again", async (stage) => {
  const { browser } = stage;
  await changing(stage, async ({ page, popup }) => {
    await popup.click("#manner > summary");
    await popup.click("#pick");
    await pointAt(page, popup, "button:last-of-type");
    await popup.waitForSelector("#picking", { hidden: true });
    await popup.click("#watch");
    const state = await browser.until((state) => only(state).order.recheck.press, "another way");
    assert.equal(only(state).order.recheck.press.label, "Print");
  });
});
