// The journal: kept, shown, handed out and deleted.

import assert from "node:assert/strict";
import { CALENDAR, inBothBrowsers, only } from "./stage.mjs";

/** @typedef {import("../desktop/browsers.mjs").Browser} Browser */

/** Everything in the journal. @param {Browser} browser @returns {Promise<Record<string, any[]>>} */
const journal = (browser) =>
  browser.inside.evaluate(async () => {
    const { records } = await import(new URL("journal.js", location.href).href);
    return records("");
  });

/** Whether everything that is owed to the journal is in it. @param {any} state */
const written = (state) => state.debt.records.length === 0;

inBothBrowsers(
  "what was seen and on offer is in the journal, can be saved, and can be deleted",
  async ({ portal, browser, called }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    await browser.until((state) => only(state)?.looks.length > 0, "nothing free");
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
    await browser.until(written, "all written");
    const { look, seen, offer } = await journal(browser);
    assert.deepEqual(
      seen?.map(({ meaning }) => meaning),
      ["NoneFree", "Free"],
    );
    assert.equal(look?.at(-1).outcome, "Free");
    assert.ok(offer?.length);
    for (const { at, unseen, gone } of offer) assert.ok(unseen < at && gone === null);

    const shown = await browser.openPage("journal.html");
    await shown.waitForSelector("#looks tr");
    const csv = await browser.downloaded("terminwacht-journal.csv", () => shown.click("#journal-csv"));
    const lines = csv.split("\r\n").slice(1, -1);
    assert.equal(lines.filter((line) => line.includes(",offer,")).length, offer.length);
    assert.equal(lines.length, offer.length + 2);
    const json = await browser.downloaded("terminwacht-journal.json", () => shown.click("#journal-json"));
    assert.deepEqual(JSON.parse(json), { look, seen, offer });

    await shown.click("#delete");
    await shown.waitForSelector("#deletion[open]");
    await shown.click("#keep");
    await shown.waitForSelector("#deletion:not([open])");
    assert.deepEqual(await journal(browser), { look, seen, offer });
    await shown.click("#delete");
    await shown.click("#delete-all");
    await shown.waitForSelector("#deleted:not([hidden])");
    await shown.waitForSelector("#no-looks:not([hidden])");
    assert.deepEqual(await journal(browser), { look: [], seen: [], offer: [] });
  },
);

inBothBrowsers("a worker that is killed loses and doubles no look", async ({ portal, browser }) => {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page);
  const looks = async (/** @type {number} */ count) =>
    (await browser.until((state) => entries(state).length >= count, `${count} looks`)) &&
    browser.killWorker();
  for (const count of [1, 2, 4]) await looks(count);
  const state = await browser.until(
    (state) => entries(state).length >= 6 && written(state) && entries(state).at(-1).outcome,
    "all written",
  );
  const { look } = await journal(browser);
  const made = entries(state).map(({ private: _, ...entry }) => ({ site: "127.0.0.1", ...entry }));
  assert.deepEqual(look?.slice(0, made.length), made);
});

/** The looks in the stored state. @param {any} state @returns {any[]} */
function entries(state) {
  return Object.values(state.ledgers).flatMap(({ rechecks }) => rechecks);
}

inBothBrowsers(
  "a journal that cannot be written stops no watch, and its page says so",
  async ({ portal, browser, called }) => {
    // As a newer version of the extension leaves it.
    await browser.inside.evaluate(
      () =>
        new Promise((resolve, reject) => {
          const opening = indexedDB.open("journal", 99);
          opening.onerror = reject;
          opening.onsuccess = () => {
            opening.result.close();
            resolve(undefined);
          };
        }),
    );
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
    const shown = await browser.openPage("journal.html");
    await shown.waitForSelector("#trouble:not([hidden])");
    assert.match(
      (await shown.$eval("#trouble", ({ textContent }) => textContent)) ?? "",
      /cannot be kept at the moment: VersionError/,
    );
    const state = await browser.state();
    assert.ok(!written(state));
  },
);

inBothBrowsers("the journal forgets what is too old", async ({ browser }) => {
  const kept = await browser.inside.evaluate(async () => {
    const { records, write } = await import(new URL("journal.js", location.href).href);
    const look = (/** @type {number} */ at) => ({
      look: { site: "a.example", at, way: "reload", reason: "planned", outcome: null },
    });
    await write([look(1), look(5), look(9)], 0);
    await write([look(9)], 5.5);
    return records("a.example");
  });
  assert.deepEqual(
    kept.look.map((/** @type {{at: number}} */ { at }) => at),
    [9],
  );
});
