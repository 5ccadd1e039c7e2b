// Practice pages with the calendar widgets that booking sites use, read by the real reader and the real core.

import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { fileURLToPath } from "node:url";
import { loadCore } from "../../tools/judge/core.mjs";
import { compareSlots, isRight } from "../../tools/judge/figures.mjs";
import { startReader } from "../../tools/judge/reader.mjs";
import { explanation } from "../../tools/judge/report.mjs";
import { STATES } from "../widgets/days.mjs";
import { NAMES, PAGES } from "../widgets/pages.mjs";
import { startWidgets } from "../widgets/server.mjs";

const DIST = fileURLToPath(new URL("../../dist/chrome", import.meta.url));
const LANGUAGES = /** @type {const} */ (["de", "en"]);
const TODAY = new Date().toISOString().slice(0, 10);
/** Days on which the pages show the month after, the year after, and the end of a long February. */
const OTHER_DAYS = ["2027-04-27", "2027-12-20", "2028-02-14"];

/** What is looked at: everything as of today, and the free days as of other days as well. */
const LOOKS = NAMES.flatMap((name) =>
  [
    ...STATES.map((state) => ({ name, state, today: TODAY })),
    ...OTHER_DAYS.map((today) => ({ name, today, state: /** @type {const} */ ("free") })),
  ].flatMap((look) => LANGUAGES.map((language) => ({ ...look, language }))),
);

/**
 * What a person would find free on a page.
 * @param {import("../widgets/pages.mjs").Page["shows"]} shows @param {import("../widgets/days.mjs").Day[]} days
 */
function offers(shows, days) {
  const open = days.filter(({ free }) => free.length > 0);
  return open.flatMap(({ date, free }, index) =>
    shows === "all" || (shows === "times" && index === 0) ? free.map((time) => `${date} ${time}`) : date,
  );
}

const recognise = await loadCore(DIST);

for (const browser of /** @type {const} */ (["chrome", "firefox"]))
  suite(`the calendar widgets in ${browser}`, () => {
    /** @type {import("../widgets/server.mjs").Widgets} */
    let widgets;
    /** @type {import("../../tools/judge/reader.mjs").Reader} */
    let reader;
    before(async () => {
      widgets = await startWidgets();
      reader = await startReader(browser, widgets.host, 1);
    });
    after(async () => {
      await reader.close();
      await widgets.close();
    });
    for (const { name, state, today, language } of LOOKS)
      test(`${name}, ${state}, in ${language}${today === TODAY ? "" : `, on ${today}`}`, async () => {
        const { days } = await widgets.control({ state, today });
        const address = widgets.address(name, language);
        const { page, remarks } = await reader.read(address);
        const slots = offers(PAGES[name].shows, days);
        const entry = {
          ...{ id: name, path: address, verdict: slots.length > 0 ? "Free" : "NoneFree", slots },
          ...{ language, state, group: name, origin: "–", today, status: 200, remarks },
        };
        const result = { entry, ...recognise(page, today), milliseconds: 0, remarks };
        const { missing, surplus } = compareSlots(result);
        assert.ok(isRight(result) && !missing.length && !surplus.length, explanation(result, page));
      });
  });
