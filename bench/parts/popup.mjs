// How long the popup takes from its opening until it says what is so on the screen, beside an extension's empty one.

import { setTimeout } from "node:timers/promises";
import { startDesktop } from "../../tests/desktop/desktop.mjs";
import { startPortal } from "../../tests/portal/portal.mjs";
import { extension, remove, start } from "../stage.mjs";
import { median, ms } from "../table.mjs";

const TIMES = 15;
/** How long it may take, in ms. */
const MOST = 100;
/** Nobody opens it twice within this time, and the browser is at work for a while after it was closed. In ms. */
const REST = 1_000;
const PAGE = "/calendar?service=passport&location=all";

/** Runs in a page of the extension: resolves once the next popup has gone, with what it told of itself. */
const hear = () =>
  new Promise((resolve) => {
    const meet = (/** @type {browser.runtime.Port} */ popup) => {
      browser.runtime.onConnect.removeListener(meet);
      popup.onMessage.addListener((told) => popup.onDisconnect.addListener(() => resolve(told)));
    };
    browser.runtime.onConnect.addListener(meet);
  });

/** Opens the popup over a page, as a person does.
 * @param {import("../stage.mjs").Browser} driven @param {import("puppeteer-core").Page} page
 * @param {boolean} isNew whether the page is loaded anew each time, so that there is no reader in it yet
 * @returns {Promise<{own: number, whole: number, first: number}>} in ms: the medians from the beginning of its document and
 *   from the press on the button, and the first time from the beginning */
async function measure(driven, page, isNew) {
  const [own, whole] = [[0].slice(1), [0].slice(1)];
  await page.bringToFront();
  for (let time = 0; time < TIMES; time += 1) {
    if (isNew) await page.reload();
    await setTimeout(REST);
    const telling = driven.inside.evaluate(hear);
    const pressed = await driven.pressAction(page);
    const { opened, drawn } = /** @type {{opened: number, drawn: number}} */ (await telling);
    own.push(drawn);
    whole.push(opened + drawn - pressed);
  }
  return { own: median(own), whole: median(whole), first: own[0] ?? 0 };
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
    const peer = await measure(empty, await empty.open(portal.address("office", PAGE)), false);
    await empty.close();
    const driven = await start(name, desktop, { dist, granted: true });
    const page = await driven.open(portal.address("office", PAGE));
    const unwatched = await measure(driven, page, true);
    // At the usual pace: no look falls into the measuring.
    await driven.watchToo(page, "usual");
    const watched = await measure(driven, page, false);
    await driven.close();
    await portal.close();
    await remove(...folders);
    for (const [state, ours] of Object.entries({
      "a page that is not watched": unwatched,
      "a watched page": watched,
    }))
      rows.push(
        {
          measure: `popup of ${state}, ${name}`,
          ours: ms(ours.own),
          peer: `empty popup ${ms(peer.own)}`,
          ratio: ours.own / peer.own,
          target: `≤ ${MOST} ms`,
          holds: ours.own <= MOST,
        },
        {
          measure: "the same from the press, with the browser's own part",
          ours: ms(ours.whole),
          peer: `empty popup ${ms(peer.whole)}`,
          ratio: ours.whole / peer.whole,
        },
      );
    rows.push({
      measure: `the first popup over a page, ${name}`,
      ours: ms(unwatched.first),
      peer: `empty popup ${ms(peer.first)}`,
      ratio: unwatched.first / peer.first,
    });
  }
  await desktop.close();
  return rows;
}
