// How many requests a watch causes in an hour, beside a tab reloader and beside pressing F5.

import { setInterval, setTimeout } from "node:timers/promises";
import { startDesktop } from "../../tests/desktop/desktop.mjs";
import { startPortal } from "../../tests/portal/portal.mjs";
import { measured } from "../native.mjs";
import { start } from "../stage.mjs";

const HOUR = 3_600_000;
const WATCHERS = 10_000;
const CALENDAR = "/calendar?service=passport&location=all";
/** What else people let reload a page, and after how many ms: the default of Tab Reloader (james-fray/tab-reloader,
 * v3/defaults.js), and a person in a hurry. */
const PEERS = { "a tab reloader": 300_000, "F5 every 30 s": 30_000 };

/** What one reload of a page asks the portal for. @param {import("../main.mjs").BrowserName} name */
async function oneReload(name) {
  const desktop = await startDesktop({ own: true });
  const portal = await startPortal();
  const driven = await start(name, desktop);
  const page = await driven.open(portal.address("office", CALENDAR));
  const before = portal.log({}).length;
  await page.reload({ waitUntil: "load" });
  const count = portal.log({}).length - before;
  await driven.close();
  await portal.close();
  await desktop.close();
  return count;
}

/** Counts for an hour in the portal's log. @param {import("../main.mjs").BrowserName} name
 * @param {number | undefined} every how often the page is reloaded; where it is not said, Terminwacht watches */
async function realHour(name, every) {
  const desktop = await startDesktop({ own: true });
  const portal = await startPortal();
  const driven = await start(name, desktop);
  const page = await driven.open(portal.address("office", CALENDAR));
  if (!every) await driven.watch(page, { interval: "usual" });
  const before = portal.log({}).length;
  const end = Date.now() + HOUR;
  if (every)
    for await (const _ of setInterval(every)) {
      if (Date.now() >= end) break;
      await page.reload({ waitUntil: "load" });
    }
  else await setTimeout(HOUR);
  const count = portal.log({}).length - before;
  await driven.close();
  await portal.close();
  await desktop.close();
  return count;
}

/** @type {import("../main.mjs").Part} */
export async function requests({ browsers, hour }) {
  const [name = "chrome"] = browsers;
  /** @type {import("../main.mjs").Row[]} */
  const rows = [];
  if (hour) {
    const [ours = 0, ...theirs] = await Promise.all(
      [undefined, ...Object.values(PEERS)].map((every) => realHour(name, every)),
    );
    for (const [index, peer] of Object.keys(PEERS).entries())
      rows.push({
        measure: `requests in the portal's log after an hour, ${name}`,
        ours: String(ours),
        peer: `${peer} ${theirs[index]}`,
        ratio: ours / (theirs[index] ?? 1),
      });
    return rows;
  }
  console.log("No hour passes here: the core's own pace says when it looks (--hour watches for a real one).");
  const [mean = 0, least, most] = measured("requests", WATCHERS);
  const each = await oneReload(name);
  for (const [peer, every] of Object.entries(PEERS)) {
    const theirs = (HOUR / every) * each;
    rows.push({
      measure: `requests in an hour by the core's pace, ${each} a look in the portal's log`,
      ours: `${(mean * each).toFixed(1)} (looks ${mean.toFixed(1)}, ${least} to ${most})`,
      peer: `${peer} ${theirs}`,
      ratio: (mean * each) / theirs,
    });
  }
  return rows;
}
