// A watch for hours in which things happen. It measures what grows, and fails where a look, a notification or a request is
// missing, or one too many. node tools/soak.mjs chrome|firefox [MINUTES]

import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../tests/desktop/browsers.mjs";
import { startDesktop } from "../tests/desktop/desktop.mjs";
import { family, memory } from "../tests/desktop/memory.mjs";
import { isAt, need } from "../tests/desktop/state.mjs";
import { tally } from "../tests/e2e/tally.mjs";
import { startPortal } from "../tests/portal/portal.mjs";

const CALENDAR = "/calendar?service=passport&location=all";
const OUT = fileURLToPath(new URL("../out/", import.meta.url));
const MINUTE = 60_000;
/** Between two changes, in ms: fewer looks than raise the suspicion that the site gives less than it has. */
const PAUSE = 2.5 * MINUTE;

/** For so long a browser may collect its garbage, in ms; nothing tells its end. */
const COLLECTING = 5_000;

/**
 * @typedef {object} Sample
 * @property {number} minute
 * @property {number} extension MB of the process that runs the extension
 * @property {number | undefined} held MB of it that were left when the browser had collected its garbage, now and then
 * @property {number} browser MB of all processes of the browser
 * @property {number} stored kB that the extension has stored
 * @property {number} looks in the ledger, from the beginning
 * @property {number} requests in the portal's log
 * @property {number} starts of the worker
 * @property {number} notifications
 * @property {number} owed alerts
 */

const name = process.argv[2] === "firefox" ? "firefox" : "chrome";
const minutes = Number(process.argv[3] ?? 120);
const began = Date.now();
const end = began + minutes * MINUTE;
const report = `${OUT}soak-${name}.json`;

const passed = () => Number(((Date.now() - began) / MINUTE).toFixed(1));

/** @param {string} words */
function say(words) {
  console.log(`${passed().toFixed(1).padStart(6)} min  ${words}`);
}

mkdirSync(OUT, { recursive: true });
const desktop = await startDesktop({ own: true });
const portal = await startPortal();
const driven = await startBrowser(name, { desktop });
const { notifications } = desktop;
const { inside } = driven;
const page = await driven.open(portal.address("office", CALENDAR));

/** When the portal was asked for the page by the extension. @type {number[]} */
const requests = [];
portal.events.on("request", ({ kind, own, time }) => {
  if (kind === "document" && !own) requests.push(time);
});
const { watches } = await driven.watch(page);
const [{ order }] = watches;

/** When a look was entered in the ledger, which itself forgets. @type {number[]} */
const looks = [];
/** When the worker had been killed. @type {number[]} */
const kills = [];
/** What every notification had to say. @type {RegExp[]} */
const expected = [];
/** How long after the page could show it an appointment was called, in ms. @type {number[]} */
const delays = [];
/** @type {Sample[]} */
const samples = [];
let seen = { cutOff: 0, latest: 0 };

const processes = () => family(/** @type {number} */ (driven.browser.process()?.pid));
const extension = () => Math.round(memory(processes().filter(driven.isExtension)));

async function held() {
  await driven.collect();
  await setTimeout(COLLECTING);
  return extension();
}

/** Measures, and compares the ledger with the portal's log. @param {boolean} thoroughly */
async function sample(thoroughly) {
  // Taken before the ledger is read, which then knows each of them.
  const asked = requests.slice();
  const { state, stored } = await inside.evaluate(async () => {
    const all = /** @type {any} */ (await browser.storage.local.get(null));
    return { state: all.state.state, stored: JSON.stringify(all).length };
  });
  const known = looks.at(-1) ?? 0;
  const entries = /** @type {{at: number}[]} */ (state.ledgers[order.site].rechecks);
  looks.push(...entries.map(({ at }) => at).filter((at) => at > known));
  seen = tally(looks, asked, kills);
  samples.push({
    minute: passed(),
    extension: extension(),
    browser: Math.round(memory(processes())),
    held: thoroughly ? await held() : undefined,
    stored: Math.round(stored / 1000),
    looks: looks.length,
    requests: asked.length,
    starts: await driven.starts(),
    notifications: notifications.all.length,
    owed: state.alerts.filter((/** @type {any} */ alert) => alert.owed !== null).length,
  });
  say(
    Object.entries(samples.at(-1) ?? {})
      .slice(1)
      .map(([key, value]) => `${key} ${value}`)
      .join(", "),
  );
}

async function sampleEveryMinute() {
  for (let count = 0; ; count += 1) {
    await sample(count % 10 === 0);
    await setTimeout(MINUTE);
  }
}

/** Waits while nothing is changed. Looks have to come, and nothing has to be called. @param {number} ms */
async function quiet(ms) {
  for (const until = Date.now() + ms; Date.now() < until; await setTimeout(5_000)) {
    const since = Date.now() - (requests.at(-1) ?? began);
    assert.ok(since < MINUTE, `no look for ${since} ms`);
    assertCalls();
  }
}

/** Every notification that had to come has come, once, and no other. */
function assertCalls() {
  const titles = notifications.all.map(({ title }) => title);
  const fit =
    titles.length === expected.length && expected.every((one, index) => one.test(titles[index] ?? ""));
  assert.ok(
    fit,
    `${expected.length} notifications were due; these came: ${JSON.stringify(titles.slice(-10))}`,
  );
}

/** Makes something happen that has to be called. @param {RegExp} says @param {() => Promise<unknown>} cause */
async function calls(says, cause) {
  assertCalls();
  const after = notifications.all.length;
  expected.push(says);
  await cause();
  const call = await notifications.next(({ title }) => says.test(title), { after });
  await until(
    ({ alerts }) => alerts.every((/** @type {any} */ alert) => alert.owed === null),
    "the alert is paid",
  );
  return call;
}

/** Only an alarm brings a killed worker back, and one that comes in the moment of the kill comes again a minute later.
 * @param {(state: any) => unknown} fits @param {string} what */
const until = (fits, what) => driven.until(fits, what, 2 * MINUTE);

/** @param {string} condition @param {string} [wanted] */
const stands = (condition, wanted) =>
  until(({ watches: [watch] }) => isAt(watch, condition) && need(watch) === wanted, condition);

async function goesOn() {
  const { length } = requests;
  await until(() => requests.length >= length + 2, "two looks more");
}

async function kill() {
  await driven.killWorker();
  kills.push(Date.now());
}

/** Somebody gives an appointment back; the person is called, does not take it, and goes on when it is gone.
 * @param {{push?: boolean, thenKill?: boolean}} how */
async function appointment({ push = false, thenKill = false }) {
  const { length } = requests;
  const call = await calls(/^Appointment free/, async () => {
    await portal.control({ site: "office", free: {}, push });
    if (thenKill) {
      await until(({ alerts }) => alerts.length > 0, "an alert");
      await kill();
    }
  });
  const shown = push ? undefined : requests[length];
  if (shown !== undefined) delays.push(call.at - shown);
  await stands("found");
  await portal.control({ site: "office", withdraw: "all" });
  const popup = await driven.openPage(`popup.html?tab=${order.tab}`);
  await popup.waitForSelector("#go-on", { visible: true });
  await popup.click("#go-on");
  await stands("resting");
  await popup.close();
  await goesOn();
}

/** What happens, by turns. @type {Record<string, () => Promise<void>>} */
const CHANGES = {
  "an appointment": () => appointment({}),
  "a kill, and an appointment": async () => {
    // While nothing is going on, as the browser ends an idle worker.
    await stands("resting");
    await kill();
    await goesOn();
    await appointment({});
  },
  "a waiting room, and an appointment that the page hears of": async () => {
    await calls(/waiting room/, () => portal.control({ site: "office", door: "waiting-room" }));
    await stands("needs", "queue");
    await calls(/through the waiting room/, () => portal.control({ site: "office", door: "open" }));
    await stands("resting");
    await goesOn();
    await appointment({ push: true });
  },
  "trouble, and an appointment": async () => {
    await calls(/has trouble/, () => portal.control({ site: "office", door: "unavailable" }));
    await portal.control({ site: "office", door: "open" });
    await goesOn();
    await appointment({});
  },
  "an appointment, and a kill before it is called": () => appointment({ thenKill: true }),
};

async function change() {
  const changes = Object.entries(CHANGES);
  const pause = Math.min(PAUSE, (minutes * MINUTE) / (2 * changes.length));
  while (Date.now() < end)
    for (const [what, happens] of changes) {
      await quiet(Math.min(pause, end - Date.now()));
      if (Date.now() >= end) return;
      say(what);
      await happens();
    }
}

/** @param {string | null} failure */
function write(failure) {
  writeFileSync(
    report,
    `${JSON.stringify({ name, minutes, failure, kills, delays, ...seen, samples }, null, 1)}\n`,
  );
}

function table() {
  const [first] = samples;
  const tenth = samples.find(({ minute, held }) => minute >= 9 && held !== undefined);
  const last = samples.at(-1);
  if (!first || !last) return;
  const columns = { begin: first, "10 min": tenth, end: last };
  const rows = /** @type {(keyof Sample)[]} */ (Object.keys(first)).map((key) => {
    const values = Object.entries(columns).map(([column, sample]) => [column, sample?.[key] ?? ""]);
    return [
      key,
      {
        ...Object.fromEntries(values),
        growth: Number(((last[key] ?? 0) - ((tenth ?? first)[key] ?? 0)).toFixed(1)),
      },
    ];
  });
  console.table(Object.fromEntries(rows));
  console.log(
    `called ${delays.length} appointments within ${Math.max(0, ...delays)} ms of the request that showed them`,
  );
  console.log(`killed the worker ${kills.length} times, which cut off ${seen.cutOff} looks`);
}

/** @type {string | null} */
let failure = null;
try {
  await Promise.race([change(), sampleEveryMinute()]);
  await sample(true);
  assertCalls();
} catch (error) {
  failure = error instanceof Error ? (error.stack ?? error.message) : String(error);
  await desktop.screenshot(`${OUT}soak-${name}.png`);
}
write(failure);
table();
console.log(failure ?? "nothing missing, nothing too much");
console.log(report);
await driven.close();
await portal.close();
await desktop.close();
process.exit(failure === null ? 0 : 1);
