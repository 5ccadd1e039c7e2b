// The journal's pictures, and the settings' parts on sites and data.

import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { need } from "../desktop/state.mjs";
import { inBothBrowsers, only, watching } from "./stage.mjs";

/** @typedef {import("../desktop/browsers.mjs").Browser} Browser */

const SITE = "termine.example.org";

/** What was looked at since noon of the day before yesterday: free from one to two, then nothing for an hour, then trouble. */
function records() {
  const noon = new Date();
  noon.setDate(noon.getDate() - 2);
  noon.setHours(12, 0, 0, 0);
  const start = noon.getTime();
  const at = (/** @type {number} */ minutes) => start + minutes * 60_000;
  const meaning = (/** @type {number} */ minute) =>
    minute < 60 || (minute >= 120 && minute < 180) ? "NoneFree" : minute < 120 ? "Free" : "Trouble";
  const minutes = Array.from({ length: 40 }, (_, index) => index * 5);
  const of = { site: SITE, watch: start, page: "Termine" };
  const slot = { date: "2027-01-12", time: null, place: null, count: null, words: "", second: null };
  return {
    look: minutes.map((minute) => ({
      site: SITE,
      at: at(minute),
      way: "reload",
      reason: "planned",
      outcome: meaning(minute),
    })),
    seen: [0, 60, 120, 180].map((minute) => ({ ...of, at: at(minute), meaning: meaning(minute) })),
    offer: [
      { ...of, id: "2027-01-12", slot, at: at(60), unseen: at(55), gone: { seen: at(115), at: at(120) } },
      { ...of, id: "2027-01-13", slot, at: at(0), unseen: null, gone: null },
    ],
    start,
  };
}

/** Everything in the journal. @param {Browser} browser @returns {Promise<Record<string, any[]>>} */
const journal = (browser) =>
  browser.inside.evaluate(async () => {
    const { records } = await import(new URL("journal.js", location.href).href);
    return records("");
  });

/** @param {Browser} browser @param {object} list */
const seed = (browser, list) =>
  browser.inside.evaluate(async (list) => {
    const { add } = await import(new URL("journal.js", location.href).href);
    return add(list);
  }, list);

inBothBrowsers(
  "the journal draws when appointments came, what pages said, and looks a day",
  async ({ browser }) => {
    const { start, ...list } = records();
    assert.equal(await seed(browser, list), 46);
    assert.equal(await seed(browser, list), 0);
    const page = await browser.openPage("journal.html");
    await page.waitForSelector("#looks tr");
    const table = (/** @type {string} */ id) =>
      page.$$eval(`#${id} tr`, (rows) =>
        rows.map((row) => [...row.children].map((cell) => cell.textContent)),
      );
    // One came about two and a half minutes before one, and stayed an hour; what was there at first came nobody knows when.
    const day = new Intl.DateTimeFormat("en", { weekday: "short" }).format(start);
    assert.deepEqual(
      (await table("week-table")).map((row) => row.slice(2)),
      [
        ["1", "1\u00a0hr", "12"],
        ["0", "", "12"],
        ["0", "", "12"],
        ["0", "", "4"],
      ],
    );
    assert.ok((await table("week-table")).every(([first]) => first === day));
    assert.deepEqual(
      (await table("course-table")).map((row) => row[2]),
      ["trouble", "nothing free", "free", "nothing free"],
    );
    assert.deepEqual(
      (await table("days-table")).map((row) => row[1]),
      ["0", "0", "40"],
    );
    const drawn = await page.evaluate(() => ({
      cells: document.querySelectorAll("#week .cell.came").length,
      bands: ["free", "none", "closed"].map(
        (band) => document.querySelectorAll(`#course .band.${band}`).length,
      ),
      bars: document.querySelectorAll("#days .bar").length,
      named: [...document.querySelectorAll("svg[role=img]")].every((svg) =>
        ["aria-labelledby", "aria-describedby"].every((name) =>
          svg
            .getAttribute(name)
            ?.split(" ")
            .every((id) => document.getElementById(id)?.textContent),
        ),
      ),
    }));
    assert.deepEqual(drawn, { cells: 1, bands: [1, 2, 1], bars: 3, named: true });
  },
);

inBothBrowsers("a permission is taken back from the list, and the watch says so", async (stage) => {
  const { browser, called } = stage;
  await watching(stage);
  const settings = await browser.openPage("settings.html");
  await settings.waitForSelector("#sites li");
  const row = await settings.$eval("#sites li", (row) => ({
    text: row.textContent,
    link: row.querySelector("a")?.getAttribute("href"),
  }));
  assert.match(row.text ?? "", /http:\/\/127\.0\.0\.1[\s\S]*Watched: /);
  assert.equal(row.link, "journal.html?site=127.0.0.1");
  await settings.click("#sites button");
  await called(/permission for this site was taken back/);
  await settings.waitForSelector("#no-sites:not([hidden])");
  await browser.until((state) => need(only(state)) === "notAllowed", "a need");
});

inBothBrowsers("what is saved, deleted and brought back is there again, but for the pace", async (stage) => {
  const { browser } = stage;
  const { page } = await watching(stage);
  const { start: _, ...list } = records();
  await seed(browser, list);
  const settings = await browser.openPage("settings.html");
  await settings.waitForSelector("#quiet:checked");
  await settings.click("#quiet");
  await browser.until(({ schedule }) => schedule.quiet === null, "no quiet hours");
  await page.close();
  await browser.until(
    ({ watches, debt }) => watches.length + debt.records.length === 0,
    "the end of the watch",
  );
  const before = await journal(browser);
  const { ledgers } = await browser.state();
  const file = await browser.downloaded("terminwacht.json", () => settings.click("#export"));
  assert.deepEqual(JSON.parse(file).journal, before);

  await settings.click("#delete-everything");
  await settings.waitForSelector("#everything[open]");
  await settings.click("#really-everything");
  await settings.waitForFunction(
    () => document.querySelector("#data-done")?.textContent === "Everything is deleted.",
  );
  await settings.waitForSelector("#quiet:checked");
  await settings.waitForSelector("#no-sites:not([hidden])");
  assert.deepEqual(await journal(browser), { look: [], seen: [], offer: [] });
  const left = await browser.until(({ schedule }) => schedule.quiet, "the usual schedule");
  assert.deepEqual(left.ledgers, ledgers);

  const input = /** @type {import("puppeteer-core").ElementHandle<HTMLInputElement>} */ (
    await settings.waitForSelector("#import")
  );
  const saved = join(tmpdir(), `terminwacht-${process.pid}.json`);
  await writeFile(saved, JSON.stringify({ ...JSON.parse(file), terminwacht: 99 }));
  await input.uploadFile(saved);
  await settings.waitForFunction(() =>
    /newer version/.test(document.querySelector("#data-failed")?.textContent ?? ""),
  );
  assert.deepEqual(await journal(browser), { look: [], seen: [], offer: [] });
  await writeFile(saved, file);
  await input.uploadFile(saved);
  await browser.until(({ schedule }) => schedule.quiet === null, "the settings of the file");
  await settings.waitForSelector("#quiet:not(:checked)");
  assert.deepEqual(await journal(browser), before);
  assert.deepEqual((await browser.state()).ledgers, ledgers);
});
