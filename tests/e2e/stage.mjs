// What every test of the whole extension stands on: a desktop, the practice portal, a real browser.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../desktop/browsers.mjs";
import { startDesktop } from "../desktop/desktop.mjs";
import { isAt } from "../desktop/state.mjs";
import { startPortal } from "../portal/portal.mjs";

/** The office's calendar: a page that is reloaded. */
export const CALENDAR = "/calendar?service=passport&location=all";
/** The search for vaccinations: a page whose own button is pressed. */
export const SEARCH = "/impftermine/suche/ABCD-EFGH-2345/00170/?lang=de";

/** What failed tests leave behind. */
const OUT = fileURLToPath(new URL("../../out/", import.meta.url));
/** For so long a test may take, in ms, unless it says otherwise. */
const LIMIT = 110_000;
/** So much later it is cut off, in ms, having said where it stood. */
const LAST_WORDS = 10_000;

/**
 * @typedef {object} Stage
 * @property {import("../desktop/desktop.mjs").Desktop} desktop
 * @property {Awaited<ReturnType<typeof startPortal>>} portal
 * @property {import("../desktop/browsers.mjs").Browser} browser
 * @property {(how?: {restores?: boolean, crashes?: boolean}) => Promise<import("../desktop/browsers.mjs").Browser>} restart
 *   ends the browser and starts it again
 * @property {(wanted: RegExp, within?: number) => Promise<import("../desktop/notifications.mjs").Notification>} called the
 *   first notification of this test whose title fits; `within` in ms
 * @property {() => import("../desktop/notifications.mjs").Notification[]} calls all of this test
 */

/** @type {import("../desktop/desktop.mjs").Desktop} */
let desktop;
before(async () => {
  desktop = await startDesktop({ own: true });
});
after(() => desktop.close());

/**
 * One behaviour, shown in Firefox and in Chromium, each with a profile and a portal of its own.
 * @param {string} name
 * @param {(stage: Stage) => Promise<void>} body
 * @param {{limit?: number, browsers?: readonly import("../desktop/browsers.mjs").BrowserName[]}} [options] `limit` in ms;
 *   `browsers` where only one has what is shown
 */
export function inBothBrowsers(name, body, { limit = LIMIT, browsers = ["chrome", "firefox"] } = {}) {
  for (const browserName of browsers) {
    test(`${name} (${browserName})`, { timeout: limit + LAST_WORDS }, async () => {
      const seen = desktop.notifications.all.length;
      const portal = await startPortal();
      let browser = await startBrowser(browserName, { desktop });
      const over = new AbortController();
      try {
        const done = body({
          desktop,
          portal,
          browser,
          async restart(how) {
            browser = await browser.restart(how);
            return browser;
          },
          called: (wanted, within) =>
            desktop.notifications.next(({ title }) => wanted.test(title), { after: seen, within }),
          calls: () => desktop.notifications.all.slice(seen),
        });
        const late = setTimeout(limit, undefined, { signal: over.signal }).then(() => {
          throw new Error(`not over within ${limit} ms`);
        });
        late.catch(() => {});
        await Promise.race([done, late]);
      } catch (error) {
        mkdirSync(OUT, { recursive: true });
        const file = `${OUT}${browserName}-${name.replace(/\W+/g, "-")}.png`;
        await desktop.screenshot(file);
        const message = error instanceof Error ? error.message : String(error);
        throw new Error(`${message} (screen: ${file})`, { cause: error });
      } finally {
        over.abort();
        await browser.close();
        await portal.close();
        await desktop.dismiss();
      }
    });
  }
}

/** Watches the office's calendar until it has looked once. @param {Stage} stage */
export async function watching({ portal, browser }) {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page);
  const state = await browser.until(
    (state) => rechecks(state).length >= 1 && isAt(only(state), "resting"),
    "a look",
  );
  return { page, tab: /** @type {number} */ (only(state).order.tab) };
}

/** The watch looks again, and calls an appointment, once. @param {Stage} stage @param {Stage["browser"]} [browser] */
export async function goesOn({ portal, browser: own, called, calls }, browser = own) {
  const before = await browser.state();
  const state = await browser.until((state) => rechecks(state).length > rechecks(before).length, "a look");
  assert.equal(state.lost.length, 0);
  await portal.control({ site: "office", free: {} });
  await called(/^Appointment free/);
  assert.equal(calls().filter(({ title }) => /^Appointment free/.test(title)).length, 1);
}

/** The one watch in the stored state. @param {any} state */
export function only(state) {
  return state.watches.length === 1 ? state.watches[0] : undefined;
}

/** Whether every alert was shown. @param {any} state */
export function paid(state) {
  return state.alerts.every((/** @type {any} */ alert) => alert.owed === null);
}

/** How often the stored state says a page was refreshed. @param {any} state @returns {number[]} ms since 1970 */
export function rechecks(state) {
  return Object.values(state.ledgers).flatMap((ledger) =>
    ledger.rechecks.map((/** @type {{at: number}} */ { at }) => at),
  );
}
