// How long it takes from a change of a page to the notification on the desktop's bus, beside a bare observer.

import { setTimeout } from "node:timers/promises";
import { startDesktop } from "../../tests/desktop/desktop.mjs";
import { extension, remove, serve, start } from "../stage.mjs";
import { median, ms } from "../table.mjs";

const TIMES = 5;
/** By how much longer ours may take, in ms. */
const MOST = 100;
/** Quiet looks are two seconds apart; a page that has been still for longer is read at once. In ms. */
const STILL = 3_000;
const DAY = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const PAGE = `<!doctype html>
<html lang="en">
<title>Appointments</title>
<h1>Choose an appointment</h1>
<main><p>There are no free appointments.</p></main>`;

/** Runs in the page: offers an appointment. When that was, in ms since 1970. @param {string} day */
function offer(day) {
  const [date, button] = [document.createElement("p"), document.createElement("button")];
  date.textContent = `Free appointments on ${day}`;
  button.textContent = "10:20";
  document.querySelector("main")?.replaceChildren(date, button);
  return Date.now();
}

/** @typedef {"visible" | "hidden"} How */

/** @param {import("../../tests/desktop/desktop.mjs").Desktop} desktop @param {import("../stage.mjs").Browser} driven
 * @param {string} address @param {(page: import("puppeteer-core").Page) => Promise<void>} watch
 * @param {(page: import("puppeteer-core").Page) => Promise<number>} read when the page was read last, in ms since 1970
 * @param {RegExp} title of the notification
 * @returns {Promise<Record<How, number>>} medians in ms */
async function measure(desktop, driven, address, watch, read, title) {
  /** @type {Record<How, number[]>} */
  const delays = { visible: [], hidden: [] };
  for (let time = 0; time < TIMES; time += 1)
    for (const how of /** @type {How[]} */ (["visible", "hidden"])) {
      const page = await driven.open(`${address}/${how}/${time}`);
      await watch(page);
      await (how === "visible" ? page : driven.inside).bringToFront();
      for (let left = STILL; left > 0; left = (await read(page)) + STILL - Date.now()) await setTimeout(left);
      const seen = desktop.notifications.all.length;
      const state = await page.evaluate(() => document.visibilityState);
      if (state !== how) throw new Error(`the page is ${state}`);
      const begin = await page.evaluate(offer, DAY);
      const call = await desktop.notifications.next((one) => title.test(one.title), { after: seen });
      delays[how].push(call.at - begin);
    }
  await desktop.dismiss();
  return { visible: median(delays.visible), hidden: median(delays.hidden) };
}

/** @type {import("../main.mjs").Part} */
export async function alert({ browsers }) {
  const desktop = await startDesktop({ own: true });
  const site = await serve(() => PAGE);
  /** @type {import("../main.mjs").Row[]} */
  const rows = [];
  for (const name of browsers) {
    const own = await start(name, desktop);
    let isFirst = true;
    const watch = async (/** @type {import("puppeteer-core").Page} */ page) => {
      if (isFirst) await own.watch(page, { interval: "usual" });
      else await own.watchToo(page, "usual");
      isFirst = false;
      await own.until((state) => lastRead(state, page), "a reading");
    };
    const lastRead = (/** @type {any} */ { watches }, /** @type {import("puppeteer-core").Page} */ page) =>
      watches.find((/** @type {any} */ { url }) => url === page.url())?.lastRead;
    const read = async (/** @type {import("puppeteer-core").Page} */ page) =>
      lastRead(await own.state(), page);
    const ours = await measure(desktop, own, site.address, watch, read, /^Appointment free/);
    await own.close();
    const folder = await extension("observer", name);
    const observer = await start(name, desktop, { dist: folder, granted: true });
    const theirs = await measure(
      desktop,
      observer,
      site.address,
      async () => {},
      async () => 0,
      /^The page has changed/,
    );
    await observer.close();
    await remove(folder);
    for (const how of /** @type {How[]} */ (["visible", "hidden"]))
      rows.push({
        measure: `change to notification, tab ${how}, ${name}`,
        ours: ms(ours[how]),
        peer: `bare observer ${ms(theirs[how])}`,
        ratio: ours[how] / theirs[how],
        target: `≤ + ${MOST} ms: + ${(ours[how] - theirs[how]).toFixed(0)}`,
        holds: ours[how] - theirs[how] <= MOST,
      });
  }
  site.close();
  await desktop.close();
  return rows;
}
