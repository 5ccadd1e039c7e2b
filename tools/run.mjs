// The demonstration: a watch on the practice portal, from the open tab to the desktop's notification.
// node tools/run.mjs chrome|firefox

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../tests/desktop/browsers.mjs";
import { startDesktop } from "../tests/desktop/desktop.mjs";
import { isAt } from "../tests/desktop/state.mjs";
import { startPortal } from "../tests/portal/portal.mjs";

const CALENDAR = "/calendar?service=passport&location=all";
/** After so many looks the portal frees an appointment. */
const LOOKS = 3;
const SCREENSHOT = fileURLToPath(new URL("../out/run.png", import.meta.url));

const name = process.argv[2] === "firefox" ? "firefox" : "chrome";
const began = Date.now();

/** @param {string} words */
function say(words) {
  console.log(`${((Date.now() - began) / 1000).toFixed(1).padStart(6)} s  ${words}`);
}

/** @param {any} look */
function tell({ at, rechecked, verdict }) {
  const meaning = typeof verdict?.meaning === "object" ? "Free" : (verdict?.meaning ?? "unreadable");
  const quote = verdict?.evidence[0]?.quote;
  const time = new Date(at).toLocaleTimeString("en-GB");
  say(
    `look at ${time}, ${rechecked ? "after a reload" : "nothing touched"}: ${meaning}${quote ? ` – “${quote}”` : ""}`,
  );
}

const desktop = await startDesktop();
const portal = await startPortal();
say(`practice portal on ${portal.origin}`);
const browser = await startBrowser(name, { desktop });
say(`${name === "chrome" ? "Chromium" : "Firefox"} with Terminwacht`);
const page = await browser.open(portal.address("office", CALENDAR));
say(`open: “${await page.title()}”`);

let told = 0;
/** @param {any} state */
function tellNew(state) {
  const looks = state.watches[0]?.looks ?? [];
  for (const look of looks.slice(told)) tell(look);
  told = Math.max(told, looks.length);
  return told;
}

await browser.watch(page);
say("pressed “Watch this page”, allowed this one site: looking every 2 s, as only a practice page may be");
await browser.until((state) => tellNew(state) >= LOOKS, "a few looks");
await portal.control({ site: "office", free: {} });
say("the portal frees an appointment");
const found = browser.until((state) => tellNew(state) && isAt(state.watches[0], "found"), "the find");
const { application, title, text } = await desktop.notifications.next(() => true);
await found;
say(
  `received over D-Bus from ${application}:\n\n          ${title}\n          ${text.replaceAll("\n", "\n          ")}\n`,
);
mkdirSync(new URL(".", `file://${SCREENSHOT}`), { recursive: true });
await desktop.drawn();
await desktop.screenshot(SCREENSHOT);
say(`screenshot: ${SCREENSHOT}`);
await browser.close();
await portal.close();
await desktop.close();
process.exit();
