// The pictures of the README and of the stores, in both languages: docs/store. They show Chromium with the extension on a
// desktop of its own, a watch on the practice portal, and the desktop's notification. Only what the journal tells of is made
// up, because nobody waits for three weeks. Look at them before you keep them: Chromium sometimes offers to translate.
// node tools/pictures.mjs

import { execFile } from "node:child_process";
import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startBrowser } from "../tests/desktop/browsers.mjs";
import { startDesktop } from "../tests/desktop/desktop.mjs";
import { isAt } from "../tests/desktop/state.mjs";
import { startPortal } from "../tests/portal/portal.mjs";

const run = promisify(execFile);

const OUT = fileURLToPath(new URL("../docs/store/", import.meta.url));
/** The size that the stores want. */
const [WIDTH, HEIGHT] = [1280, 800];
const CALENDAR = "/calendar?service=passport&location=all&lang=";
/** What the person in the pictures wishes. */
const WISHES = { en: "Mon–Fri from 9:00", de: "Mo–Fr ab 9:00" };
/** The site in the journal, and of how many days it tells. */
const [SITE, DAYS] = ["termine.auwalde.example", 21];
/** Minutes between two looks, and the hours from and to which there are any. */
const [PAUSE, MORNING, NIGHT] = [5, 7, 23];
const MINUTE = 60_000;
/** Where Chromium, in a window as large as the screen, closes the line that says it is driven by a program.
 * @type {[number, number]} */
const CLOSE = [1250, 115];
/** After so many views of it without a change the screen stands still. */
const STILL = 6;

for (const language of /** @type {const} */ (["en", "de"])) {
  mkdirSync(OUT + language, { recursive: true });
  const desktop = await startDesktop({ own: true, width: WIDTH, height: HEIGHT });
  const portal = await startPortal();
  const driven = await startBrowser("chrome", { desktop, language });
  try {
    await photograph({ language, desktop, portal, driven });
  } finally {
    await driven.close();
    await portal.close();
    await desktop.close();
  }
}
process.exit(0);

/** @param {{language: keyof typeof WISHES, desktop: import("../tests/desktop/desktop.mjs").Desktop,
 *   portal: Awaited<ReturnType<typeof startPortal>>, driven: import("../tests/desktop/browsers.mjs").Browser}} stage */
async function photograph({ language, desktop, portal, driven }) {
  const { env } = desktop;
  /** The screen as it is once nothing on it moves any more. @param {string} name */
  async function take(name) {
    let before = "";
    for (let same = 0; same < STILL; ) {
      const { stdout } = await run("import", ["-window", "root", "-format", "%#", "info:"], { env });
      same = stdout === before ? same + 1 : 0;
      before = stdout;
    }
    const file = `${OUT}${language}/${name}.png`;
    // Few colours make a small file, and a screen full of text has few.
    await run("import", ["-window", "root", "+dither", "-colors", "200", `png8:${file}`], { env });
    console.log(file);
  }

  const [blank] = await driven.browser.pages();
  await fillWindow(driven);
  await portal.control({ site: "office", withdraw: "all" });
  const listens = portal.arrived({ site: "office", kind: "channel", status: 200 });
  const page = await driven.open(portal.address("office", CALENDAR + language));
  await page.click(".cookies button");
  await listens;
  await blank?.close();
  await desktop.click(...CLOSE);
  await driven.watch(page, { interval: "usual", wish: WISHES[language] });
  const isDone = (/** @type {any} */ { watches: [watch] }) =>
    isAt(watch, "resting") && watch.looks.length > 0;
  await driven.until(isDone, "a look");
  await driven.openPopup(page);
  await take("watching");

  const called = desktop.notifications.next(() => true);
  await portal.control({ site: "office", free: {}, push: true });
  await called;
  await desktop.drawn();
  // The popup still stands open, and has heard of it.
  await take("alert");
  await desktop.dismiss();

  const own = await driven.openPage("settings.html");
  await own.bringToFront();
  await own.waitForSelector("#tune option");
  await own.click("[name=phone-by][value=ntfy]");
  await own.$eval("#alerts", (part) => part.scrollIntoView());
  await take("settings");
  await own.evaluate(
    async (records) => {
      const { add } = await import(new URL("journal.js", location.href).href);
      await add(records);
    },
    weeks(await page.title()),
  );
  await own.goto(`${driven.address}journal.html?site=${SITE}`);
  await own.waitForSelector("#looks tr");
  await take("journal");
}

/** Makes the browser's window as large as the screen. @param {import("../tests/desktop/browsers.mjs").Browser} driven */
async function fillWindow(driven) {
  const session = await driven.browser.target().createCDPSession();
  const { targetInfos } = await session.send("Target.getTargets");
  const page = targetInfos.find(({ type }) => type === "page");
  const { windowId } = await session.send("Browser.getWindowForTarget", { targetId: page?.targetId });
  await session.send("Browser.setWindowBounds", { windowId, bounds: { windowState: "maximized" } });
  await session.detach();
}

/** A number from 0 to 1 that looks like chance and is the same each time. @param {number} seed */
function chance(seed) {
  const wave = Math.sin(seed * 12.9898) * 43_758.5453;
  return wave - Math.floor(wave);
}

/** A watch of some weeks: appointments that come in the hours of the office, mostly in the morning, and soon go again.
 * @param {string} page its title */
function weeks(page) {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const start = midnight.getTime() - DAYS * 24 * 60 * MINUTE;
  const of = { site: SITE, watch: start, page };
  /** @type {any[]} */
  const look = [];
  /** @type {any[]} */
  const seen = [];
  /** @type {any[]} */
  const offer = [];
  let open = 0;
  let before;
  for (let day = 0; day < DAYS; day++) {
    const weekday = new Date(start + (day * 24 + 12) * 60 * MINUTE).getDay();
    for (let minute = MORNING * 60; minute < NIGHT * 60; minute += PAUSE) {
      const at = start + (day * 24 * 60 + minute) * MINUTE;
      const hour = minute / 60;
      const works = weekday > 0 && weekday < 6 && hour >= 8 && hour < 17;
      const comes = open === 0 && works && chance(day * 1_000 + minute) < (hour < 11 ? 0.06 : 0.015);
      if (comes) {
        const looks = 2 + Math.floor(chance(minute * 31 + day) * 9);
        const date = new Date(at + (9 + day) * 24 * 60 * MINUTE).toISOString().slice(0, 10);
        const slot = { date, time: null, place: null, count: null, words: "", second: null };
        const gone = { seen: at + (looks - 1) * PAUSE * MINUTE, at: at + looks * PAUSE * MINUTE };
        offer.push({ ...of, id: date, slot, at, unseen: at - PAUSE * MINUTE, gone });
        open = looks;
      }
      const trouble = day % 6 === 4 && hour >= 19 && hour < 20.5;
      const outcome = open > 0 ? "Free" : trouble ? "Trouble" : "NoneFree";
      if (outcome !== before) seen.push({ ...of, at, meaning: outcome });
      look.push({ site: SITE, at, way: "reload", reason: "planned", outcome });
      before = outcome;
      open = Math.max(0, open - 1);
    }
  }
  return { look, seen, offer };
}
