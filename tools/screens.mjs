// Pictures of every page of the extension in every state, in both languages, light and dark, wide and narrow.
// node tools/screens.mjs [chrome|firefox] [STATE]

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../tests/desktop/browsers.mjs";
import { startDesktop } from "../tests/desktop/desktop.mjs";
import { isAt } from "../tests/desktop/state.mjs";
import { startPortal } from "../tests/portal/portal.mjs";

const CALENDAR = "/calendar?service=passport&location=all";
const OUT = fileURLToPath(new URL("../out/screens/", import.meta.url));
const [wanted, only] = process.argv.slice(2);
const BROWSERS = /** @type {const} */ (["chrome", "firefox"]);
/** Wide enough for the popup as it is over the toolbar, and as narrow as a small phone. */
const WIDTHS = { popup: [360, 320], page: [1000, 360] };

/** @typedef {import("puppeteer-core").Page} Page */
/** @typedef {{watch: any, state: any, now: number}} Saved */

const MINUTE = 60_000;
const quote = (/** @type {string} */ words, reason = "heading") => ({ quote: words, reason });
/** @param {any} meaning @param {...string} quotes */
const verdict = (meaning, ...quotes) => ({
  meaning,
  evidence: quotes.map((words) => quote(words)),
  against: [],
  notes: [],
  session: null,
});
const slot = (/** @type {string} */ date, /** @type {string} */ start, place = "Ulm") => ({
  date,
  time: { start: `${start}:00`, end: null },
  place,
  count: null,
  words: start,
  second: null,
});

/** @param {Saved} saved @param {any} verdict @param {boolean} fits */
function saw({ watch, now }, verdict, fits = false) {
  watch.looks = [{ at: now - 2 * MINUTE, rechecked: true, verdict, fits }];
}

/** @param {string} need @param {string} mark @returns {(saved: Saved) => void} */
const needs =
  (need, mark = "attention") =>
  (saved) => {
    saved.watch.condition = { needs: { need, found: false } };
    saved.watch.mark = mark;
  };

/** What a watch is like in each state, beginning with one that rests after having seen nothing free.
 * @type {Record<string, (saved: Saved) => void>} */
const WATCHES = {
  resting() {},
  "looking-now": ({ watch, now }) => {
    watch.condition = { asking: { since: now } };
  },
  found: (saved) => {
    saved.watch.condition = "found";
    saved.watch.mark = "free";
    saw(
      saved,
      verdict({ Free: [slot("2026-12-04", "10:20"), slot("2026-12-07", "15:40", "Neu-Ulm")] }, "10:20"),
      true,
    );
  },
  gone: (saved) => {
    const told = { slot: slot("2026-12-04", "10:20"), whose: [] };
    saved.watch.condition = "found";
    saved.watch.find = {
      slots: [told],
      count: 1,
      came: saved.now - 6 * MINUTE,
      gone: saved.now - 2 * MINUTE,
      spot: null,
    };
    saw(saved, verdict("NoneFree", "Nothing is free at the moment."));
  },
  unfit: (saved) => saw(saved, verdict({ Free: [slot("2026-12-05", "09:00")] }, "09:00")),
  queue: (saved) => {
    needs("queue")(saved);
    saw(saved, verdict("Queue", "You are in line. Your number in the queue: 1482"));
  },
  challenge: needs("challenge"),
  "sign-in": needs("signIn"),
  refused: (saved) => {
    saved.watch.mark = "paused";
    saw(saved, verdict("Refused", "429 Too many requests"));
  },
  "refused-again": needs("refusedAgain"),
  trouble: (saved) => {
    saved.watch.mark = "paused";
    saw(saved, verdict("Trouble", "503 Service Unavailable"));
  },
  unclear: (saved) => {
    saved.watch.mark = "attention";
    saw(saved, verdict("Unclear", "Welcome"));
  },
  unreadable: needs("unreadable"),
  away: needs("away"),
  "not-allowed": needs("notAllowed"),
  "control-missing": needs("controlMissing"),
  discarded: needs("discarded"),
  "in-use": ({ watch }) => {
    watch.hold = "inUse";
  },
  "unsent-form": ({ watch }) => {
    watch.hold = "unsentForm";
  },
  break: ({ watch, now }) => {
    watch.breakEnd = now + 40 * MINUTE;
    watch.condition = { resting: { next: now + 40 * MINUTE } };
  },
  "several-people": ({ watch }) => {
    watch.order.wishes = [
      { name: "Anna", wish: "Mon–Fri from 15:00, in Ulm" },
      { name: "Ben", wish: "Sat, until 20 Dec 2026" },
    ];
  },
  several: ({ state, watch }) => {
    const titles = [
      "Bürgeramt Ulm: Termin",
      "Dr. Sommer, Haut- und Geschlechtskrankheiten, Terminvergabe",
      "Führerscheinstelle",
    ];
    const conditions = [{ needs: { need: "signIn", found: false } }, watch.condition, "found"];
    const marks = ["attention", "watching", "free"];
    titles.forEach((title, index) => {
      const order = { ...watch.order, tab: 9001 + index, title };
      state.watches.push({ ...watch, order, condition: conditions[index], mark: marks[index] });
    });
  },
};

/** What the person opens in the popup. @type {Record<string, (page: Page) => Promise<unknown>>} */
const FORMS = {
  start: async () => {},
  "start-open": async (page) => {
    await page.evaluate(() => {
      for (const part of document.querySelectorAll("details")) part.open = true;
    });
    await page.waitForSelector(".parts", { visible: true });
  },
  "start-wish-wrong": async (page) => {
    await page.click("#wishes > summary");
    await page.type("[name=wish]", "Mon soonish");
    await page.click("#watch");
  },
  "start-people": async (page) => {
    await page.click("#wishes > summary");
    await page.click("#add-person");
    const names = await page.$$("[name=name]");
    await names[0]?.type("Anna");
    await names[1]?.type("Ben");
    const wishes = await page.$$("[name=wish]");
    await wishes[0]?.type("Mon–Wed");
    await wishes[1]?.type("10:00–12:00");
  },
};

mkdirSync(OUT, { recursive: true });
const desktop = await startDesktop({ own: true });
for (const name of BROWSERS.filter((name) => !wanted || name === wanted))
  for (const language of ["de", "en"])
    for (const scheme of /** @type {const} */ (["light", "dark"])) {
      const portal = await startPortal();
      const driven = await startBrowser(name, { desktop, language, scheme });
      const prefix = `${OUT}${name}-${language}-${scheme}`;
      try {
        await portal.control({ site: "office", free: {} });
        await portal.control({ site: "office", withdraw: "all" });
        const page = await driven.open(portal.address("office", CALENDAR));
        const { watches } = await driven.watch(page, { interval: "usual" });
        const { tab } = watches[0].order;
        await driven.until(
          ({ watches }) => isAt(watches[0], "resting") && watches[0].looks.length > 0,
          "a look",
        );
        await shootWatches(driven, tab, prefix);
        await shootPages(driven, prefix);
        await driven.inside.evaluate((tab) => browser.runtime.sendMessage({ stopRequested: { tab } }), tab);
        await driven.until(({ watches }) => watches.length === 0, "the end");
        await portal.control({ site: "office", free: {} });
        await page.reload();
        await shootForms(driven, tab, prefix);
      } finally {
        await driven.close();
        await portal.close();
      }
      console.log(prefix);
    }
await desktop.close();
process.exit(0);

/** @param {import("../tests/desktop/browsers.mjs").Browser} driven @param {number} tab @param {string} prefix */
async function shootWatches(driven, tab, prefix) {
  const saved = await driven.inside.evaluate(async () => browser.storage.local.get("state"));
  for (const [state, change] of Object.entries(WATCHES)) {
    if (only && state !== only) continue;
    const copy = structuredClone(/** @type {any} */ (saved));
    const [watch] = copy.state.state.watches;
    const now = Date.now();
    watch.condition = { resting: { next: now + 3 * MINUTE } };
    change({ watch, state: copy.state.state, now });
    await driven.inside.evaluate((copy) => browser.storage.local.set(copy), copy);
    await shoot(driven, `popup.html?tab=${tab}`, WIDTHS.popup, `${prefix}-popup-${state}`);
  }
  await driven.inside.evaluate((saved) => browser.storage.local.set(saved), /** @type {any} */ (saved));
}

/** @param {import("../tests/desktop/browsers.mjs").Browser} driven @param {number} tab @param {string} prefix */
async function shootForms(driven, tab, prefix) {
  for (const [state, act] of Object.entries(FORMS))
    if (!only || state === only)
      await shoot(driven, `popup.html?tab=${tab}`, WIDTHS.popup, `${prefix}-popup-${state}`, act);
  if (!only || only === "no-page")
    await shoot(driven, "popup.html?tab=999999", WIDTHS.popup, `${prefix}-popup-no-page`);
}

/** @param {import("../tests/desktop/browsers.mjs").Browser} driven @param {string} prefix */
async function shootPages(driven, prefix) {
  for (const name of ["settings", "journal"])
    if (!only || only === name) await shoot(driven, `${name}.html`, WIDTHS.page, `${prefix}-${name}`);
}

/**
 * One page at each width, in its whole height.
 * @param {import("../tests/desktop/browsers.mjs").Browser} driven @param {string} path @param {number[]} widths
 * @param {string} file @param {(page: Page) => Promise<unknown>} [act]
 */
async function shoot(driven, path, widths, file, act = async () => {}) {
  const page = await driven.openPage(path);
  await page.waitForSelector(
    path.startsWith("popup") ? "#closed:not([hidden]), #state:not([hidden])" : "h1:not(:empty)",
  );
  await page.waitForFunction(() => [...document.images].every((image) => image.complete));
  await act(page);
  for (const width of widths) {
    await page.setViewport({ width, height: 600 });
    // As high as its content: a bar to scroll would be in the picture.
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    await page.setViewport({ width, height: Math.max(height, 200) });
    await page.screenshot({ path: `${file}-${width}.png`, fullPage: true });
  }
  await page.close();
}
