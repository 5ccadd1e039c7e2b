// Pages that never stand still take no more of the browser than others.

import assert from "node:assert/strict";
import { withPages } from "./server.mjs";
import { inBothBrowsers, only } from "./stage.mjs";

const DAY = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const TITLE = "<!doctype html><html lang=en><title>Appointments</title>";
const MINUTE = 60_000;

/** Runs in the page: changes it ten thousand times a second. */
function hurry() {
  const texts = Array.from({ length: 100 }, () => document.createElement("p").appendChild(new Text()));
  document.body.append(...texts.map(({ parentNode }) => /** @type {Node} */ (parentNode)));
  let changes = 0;
  setInterval(() => {
    for (const text of texts) text.data = `Change ${changes}`;
    changes += texts.length;
  }, 10);
}

/** Runs in the page: lets it tell how often a second and with what longest pause, in ms, it was drawn since it was asked last. */
function noteDrawing() {
  let [begin, frames, last, longest] = [performance.now(), 0, performance.now(), 0];
  requestAnimationFrame(function draw(now) {
    longest = Math.max(longest, now - last);
    last = now;
    frames += 1;
    requestAnimationFrame(draw);
  });
  Object.assign(window, {
    frames: () => frames,
    drawn() {
      const drawn = { rate: frames / ((performance.now() - begin) / 1_000), longest };
      [begin, frames, longest] = [performance.now(), 0, 0];
      return drawn;
    },
  });
}

/** Runs in our page: notes when each watch's page was read. */
function noteReadings() {
  /** @type {Set<number>} */
  const readings = new Set();
  browser.storage.local.onChanged.addListener(({ state }) => {
    const read = /** @type {any} */ (state?.newValue)?.state.watches[0]?.lastRead;
    if (read) readings.add(read);
  });
  Object.assign(window, { readings: () => [...readings] });
}

inBothBrowsers(
  "a page that changes ten thousand times a second for a minute stays as quick as it was, and is read now and then",
  ({ browser, called }) =>
    withPages(
      { "/": `${TITLE}<h1>Free appointments</h1><p id=state>There are no free appointments.</p>` },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(hurry);
        await page.evaluate(noteDrawing);
        await page.waitForFunction("frames() >= 300");
        const alone = /** @type {any} */ (await page.evaluate("drawn()"));
        await browser.inside.evaluate(noteReadings);
        await browser.watch(page, { interval: "usual" });
        const { lastRead } = only(await browser.until((state) => only(state)?.lastRead, "a reading"));
        await page.evaluate("drawn()");
        const isOver = (/** @type {any} */ state) => only(state)?.lastRead - lastRead >= MINUTE;
        await browser.until(isOver, "a minute of readings", 2 * MINUTE);
        const watched = /** @type {any} */ (await page.evaluate("drawn()"));
        /** @type {number[]} */
        const readings = /** @type {any} */ (await browser.inside.evaluate("readings()"));
        assert.ok(watched.rate >= alone.rate / 2);
        const gaps = readings
          .slice(1)
          .map(
            (/** @type {number} */ at, /** @type {number} */ index) =>
              at - /** @type {number} */ (readings[index]),
          );
        assert.ok(Math.min(...gaps) >= 2_000);
        await page.evaluate((day) => {
          const state = /** @type {Element} */ (document.querySelector("#state"));
          state.outerHTML = `<p>Free appointments on <time datetime="${day}">${day}</time></p><button>10:20</button>`;
        }, DAY);
        await called(/^Appointment free: .*10:20/);
      },
    ),
  { limit: 170_000 },
);

/** Runs in the page: offers 50,000 appointments, others in each round, until that is drawn. @param {number} round */
async function offer(round) {
  const pad = (/** @type {number} */ number) => String(number).padStart(2, "0");
  const offers = Array.from({ length: 50_000 }, (_, index) => {
    const day = new Date(Date.now() + (7 + ((index + round) % 300)) * 86_400_000).toISOString().slice(0, 10);
    return `<p><time datetime="${day}">${day}</time> <button>${pad(index % 24)}:${pad((index * 7 + round) % 60)}</button>`;
  });
  /** @type {Element} */ (document.querySelector("main")).innerHTML = offers.join("");
  for (let frame = 0; frame < 2; frame += 1) await new Promise(requestAnimationFrame);
}

inBothBrowsers(
  "a page that offers 50,000 other appointments at each look fills no storage and is not held up",
  ({ browser, called }) =>
    withPages(
      { "/": `${TITLE}<h1>Free appointments</h1><main><p>There are no free appointments.</p></main>` },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await browser.watch(page, { interval: "usual" });
        await page.evaluate(offer, 0);
        await called(/^Appointment free/);
        const { looked } = only(await browser.state()).course;
        await page.evaluate(offer, 1);
        await page.evaluate(noteDrawing);
        await browser.until((state) => only(state)?.course.looked > looked, "another look");
        const { longest } = /** @type {any} */ (await page.evaluate("drawn()"));
        const written = await browser.until((state) => state.debt.records.length === 0, "all written");
        const bytes = new TextEncoder().encode(JSON.stringify(written)).length;
        const { offer: kept } = await browser.inside.evaluate(async () => {
          const { records } = await import(new URL("journal.js", location.href).href);
          return records("");
        });
        assert.ok(longest < 1_000, `the page stood still for ${longest} ms`);
        assert.ok(bytes < 200_000, `${bytes} bytes are stored`);
        assert.ok(kept.length <= 200, `${kept.length} appointments are in the journal`);
      },
    ),
);
