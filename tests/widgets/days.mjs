// Which appointments the practice pages have, in each state. Pure.

/**
 * @typedef {"free" | "partly" | "none" | "silent"} State what is free: several days, one appointment alone, nothing,
 *   or nothing without a word about it
 *
 * @typedef {object} Day
 * @property {string} date ISO
 * @property {string[]} free the times that can be taken, "HH:MM"
 * @property {string[]} taken
 */

/** @type {readonly State[]} */
export const STATES = ["free", "partly", "none", "silent"];

/** The times of every day on which somebody works. */
const TIMES = ["08:15", "09:00", "10:30", "11:45", "14:00"];

/** Times that are free, by state and by the day of the week that {@link week} begins. @type {Record<State, Record<number, string[]>>} */
const FREE = {
  free: { 1: ["09:00", "10:30", "14:00"], 3: ["10:30"], 4: ["08:15", "11:45"] },
  partly: { 3: ["10:30"] },
  none: {},
  silent: {},
};

const DAY = 86_400_000;

/** @param {string} date ISO @param {number} days */
function later(date, days) {
  return new Date(Date.parse(date) + days * DAY).toISOString().slice(0, 10);
}

/**
 * The Monday of the next week that begins in seven days or more and whose working days are all in one month, so
 * that a page which shows one month or one week shows all that is free, on every day of the year.
 * @param {string} today ISO
 */
function week(today) {
  let monday = later(today, 7);
  while (new Date(monday).getUTCDay() !== 1 || later(monday, 4).slice(0, 7) !== monday.slice(0, 7))
    monday = later(monday, 1);
  return monday;
}

/**
 * The working days of one week.
 * @param {string} today ISO @param {State} state
 * @returns {Day[]}
 */
export function days(today, state) {
  const monday = week(today);
  return [0, 1, 2, 3, 4].map((index) => {
    const free = FREE[state][index] ?? [];
    return { date: later(monday, index), free, taken: TIMES.filter((time) => !free.includes(time)) };
  });
}
