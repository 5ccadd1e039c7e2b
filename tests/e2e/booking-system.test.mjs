// A watch of a real booking system, which runs here as a small practice runs it.

import assert from "node:assert/strict";
import { startBookingSystem, zoneInTheMorning } from "../booking-system/booking-system.mjs";

const zone = zoneInTheMorning();
// The browsers are where the practice is. The desktop from which they have it starts with the stage.
process.env.TZ = zone;
const { inBothBrowsers, only } = await import("./stage.mjs");

/** Whether the last look saw that nothing is free. @param {any} state */
const seesNone = (state) => only(state)?.looks.at(-1)?.verdict?.meaning === "NoneFree";

for (const language of /** @type {const} */ (["en", "de"]))
  inBothBrowsers(
    `what others cancel in a real booking system is called, and what others book is gone, in ${language}`,
    async ({ browser, called }) => {
      const practice = await startBookingSystem({ zone });
      /** @param {string[]} times */
      const offers = (...times) =>
        browser.until(
          (state) =>
            String(only(state)?.offered) === String(times.map((time) => `${practice.today}T${time}:00`)),
          `${times} on offer`,
        );
      try {
        const page = await browser.open(practice.address(language));
        await browser.watch(page);
        await browser.until(seesNone, "a full day");
        await practice.cancel("16:30");
        await practice.cancel("17:00");
        const call = await called(/^Appointment free/);
        assert.match(`${call.title} ${call.text}`, /4:30/);
        await offers("16:30", "17:00");
        await practice.book("17:00");
        await page.reload();
        await offers("16:30");
        await practice.book("16:30");
        await page.reload();
        await browser.until(seesNone, "a full day again");
      } finally {
        await practice.close();
      }
    },
  );
