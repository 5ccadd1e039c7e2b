// A watch whose worker is killed all the time.

import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { isAt } from "../desktop/state.mjs";
import { CALENDAR, inBothBrowsers, only, paid, rechecks } from "./stage.mjs";
import { killer, tally } from "./tally.mjs";

const KILLS = 100;
/** So many looks have to be made between the kills. How many a hundred kills let through, chance decides. */
const LOOKS = 10;
/** Between two kills, in ms: as long as a look and the rest after it take, so that a kill can meet each part of both. */
const LONGEST = 3_000;
/** So long after a kill at the worst of moments a look has been made, in ms. */
const PATIENCE = 100_000;
/** Set to repeat a run that failed. */
const SEED = Number(process.env.KILLS_SEED ?? Math.floor(Math.random() * 2 ** 32));

/** Draws numbers from 0 to 1, the same for the same seed. @param {number} seed */
function chances(seed) {
  let state = seed;
  return () => {
    // The linear congruential generator of Numerical Recipes.
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

inBothBrowsers(
  `a worker killed a hundred times by chance looks as its ledger says, and calls once (seed ${SEED})`,
  async ({ portal, browser, called, calls }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    const chance = chances(SEED);
    const { kill, kills } = killer(browser);
    const requests = () => portal.log({ kind: "document", site: "office" }).map(({ time }) => time);
    while (kills.length < KILLS || requests().length <= LOOKS) {
      await setTimeout(chance() * LONGEST);
      await kill();
    }
    const { length } = rechecks(await browser.state());
    await browser.until((state) => rechecks(state).length > length, "a look after the last kill", PATIENCE);
    const free = () => calls().filter(({ title }) => /^Appointment free/.test(title));
    assert.deepEqual(free(), []);
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
    const state = await browser.until((state) => paid(state) && isAt(only(state), "found"), "paid");
    tally(rechecks(state), requests().slice(1), kills);
    assert.equal(free().length, 1);
  },
  { limit: 600_000 },
);
