// Appointments on offer, and how a change describes them.

import { readFileSync } from "node:fs";
import { addDays, isDate, weekday } from "./public/dates.mjs";

/**
 * @typedef {{date: string, time: string}} Moment a civil date and `HH:MM`
 * @typedef {Moment & {place: string, second: Moment | null}} Appointment
 *   `place` is the id of a place; `second` is the second date of a vaccination pair
 * @typedef {object} Wanted what to free; everything has a default
 * @property {string | number} [date] ISO date, or days after today
 * @property {string} [time] `HH:MM`
 * @property {string} [place] id of a place
 * @property {{date?: string | number, time?: string} | null} [second] the second date; null for a single one
 * @typedef {{date?: string | number, time?: string, place?: string}} Pattern which appointments to withdraw
 * @typedef {{id: string, name: Record<string, string>, address: string}} Place
 */

/** @type {Record<import("./state.mjs").SiteName, Place[]>} */
export const PLACES = JSON.parse(readFileSync(new URL("places.json", import.meta.url), "utf8"));

/** A change that cannot be applied, with the reason. */
export class ChangeError extends Error {}

const DAYS_UNTIL_SECOND = 42;

/**
 * @param {string | number | undefined} date
 * @param {string} start
 * @param {number} days
 */
function dateFrom(date, start, days) {
  if (date === undefined) return addDays(start, days);
  const result = typeof date === "number" ? addDays(start, date) : date;
  if (!isDate(result)) throw new ChangeError(`no date: ${JSON.stringify(date)}`);
  return result;
}

/** @param {string} time */
function checkedTime(time) {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new ChangeError(`no time: ${JSON.stringify(time)}`);
  return time;
}

/**
 * A working day a little more than a week ahead: early enough for every calendar to show it.
 * @param {string} today
 */
function usualDate(today) {
  const date = addDays(today, 9);
  return addDays(date, [0, 0, 0, 0, 0, 2, 1][weekday(date)] ?? 0);
}

/**
 * @param {import("./state.mjs").SiteName} site
 * @param {Wanted} wanted
 * @param {string} today
 * @returns {Appointment}
 */
export function appointment(site, wanted, today) {
  const date = dateFrom(wanted.date ?? usualDate(today), today, 0);
  const time = checkedTime(wanted.time ?? "10:20");
  const place = wanted.place ?? PLACES[site][0]?.id ?? "";
  if (!PLACES[site].some(({ id }) => id === place)) {
    throw new ChangeError(`no place of ${site}: ${JSON.stringify(place)}`);
  }
  const single = site === "office" || wanted.second === null;
  const second = single
    ? null
    : {
        date: dateFrom(
          wanted.second?.date,
          typeof wanted.second?.date === "number" ? today : date,
          DAYS_UNTIL_SECOND,
        ),
        time: checkedTime(wanted.second?.time ?? time),
      };
  return { date, time, place, second };
}

/**
 * @param {Appointment} one
 * @param {Pattern} pattern
 * @param {string} today
 */
export function matches(one, pattern, today) {
  return (
    (pattern.date === undefined || one.date === dateFrom(pattern.date, today, 0)) &&
    (pattern.time === undefined || one.time === pattern.time) &&
    (pattern.place === undefined || one.place === pattern.place)
  );
}

/**
 * In the order of time; what is there already is there once.
 * @param {Appointment[]} appointments
 */
export function sorted(appointments) {
  const byKey = new Map(appointments.map((one) => [`${one.date} ${one.time} ${one.place}`, one]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}
