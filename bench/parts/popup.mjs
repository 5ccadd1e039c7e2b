// How long the popup takes from its opening until it says what is so, beside an extension's empty page.

import { startDesktop } from "../../tests/desktop/desktop.mjs";
import { startPortal } from "../../tests/portal/portal.mjs";
import { extension, remove, start } from "../stage.mjs";
import { median, ms } from "../table.mjs";

const TIMES = 15;
/** How long it may take, in ms. */
const MOST = 100;
const PAGE = "/calendar?service=passport&location=all";

/** @param {() => Promise<import("puppeteer-core").Page>} open @param {string} time what it gives, in ms since it was opened */
async function medianOf(open, time) {
  const all = [];
  for (let count = 0; count < TIMES; count += 1) {
    const page = await open();
    await page.waitForFunction(time);
    all.push(Number(await page.evaluate(time)));
    await page.close();
  }
  return median(all);
}

/** @type {import("../main.mjs").Part} */
export async function popup({ browsers }) {
  const desktop = await startDesktop({ own: true });
  const rows = [];
  for (const name of browsers) {
    const portal = await startPortal();
    const folders = [await extension("terminwacht", name, { timed: true }), await extension("bare", name)];
    const [dist, bare] = folders;
    const empty = await start(name, desktop, { dist: bare });
    const peer = await medianOf(
      () => empty.openPage("popup.html"),
      "performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd",
    );
    await empty.close();
    const driven = await start(name, desktop, { dist, granted: true });
    const page = await driven.open(portal.address("office", PAGE));
    const tab = await driven.inside.evaluate(
      async (url) => (await browser.tabs.query({})).find((tab) => tab.url === url)?.id,
      page.url(),
    );
    const drawn = () => medianOf(() => driven.openPage(`popup.html?tab=${tab}`), "globalThis.drawn");
    /** @type {[string, number][]} */
    const states = [["a page that is not watched", await drawn()]];
    await driven.watchToo(page);
    states.push(["a watched page", await drawn()]);
    await driven.close();
    await portal.close();
    await remove(...folders);
    for (const [state, own] of states)
      rows.push({
        measure: `popup of ${state}, ${name}`,
        ours: ms(own),
        peer: `empty page ${ms(peer)}`,
        ratio: own / peer,
        target: `≤ ${MOST} ms`,
        holds: own <= MOST,
      });
  }
  await desktop.close();
  return rows;
}
