// The office's month calendar as a table.

import { html } from "../html.mjs";
import {
  addDays,
  addMonths,
  daysOfMonth,
  longDate,
  monthName,
  weekday,
  weekdayName,
} from "../public/dates.mjs";
import { fill } from "../words.mjs";

/**
 * @typedef {object} Calendar
 * @property {string} today
 * @property {import("../words.mjs").Language} language
 * @property {import("../words.mjs").Words} words
 * @property {(date: string) => number} free how many appointments a day has
 * @property {(date: string) => string} dayLink
 */

/**
 * @param {string} date
 * @param {Calendar} calendar
 */
function dayCell(date, { today, language, words, free, dayLink }) {
  const number = Number(date.slice(8));
  const count = free(date);
  const name = longDate(date, language);
  if (date < today) return html`<td class="past">${number}</td>`;
  if (count > 0) {
    const label = fill(count === 1 ? words.oneFree : words.manyFree, { count });
    return html`<td class="free"><a href="${dayLink(date)}" aria-label="${fill(words.dayFree, { date: name, free: label })}"
              >${number}<small>${label}</small></a></td>`;
  }
  if (weekday(date) > 4) return html`<td class="closed">${number}</td>`;
  return html`<td class="full" title="${fill(words.dayFull, { date: name })}">${number}</td>`;
}

/**
 * @param {string} month any day of it
 * @param {Calendar} calendar
 */
export function monthTable(month, calendar) {
  const days = daysOfMonth(month);
  const before = weekday(days[0] ?? month);
  /** @type {(string | null)[]} */
  const cells = [...Array(before).fill(null), ...days];
  while (cells.length % 7 > 0) cells.push(null);
  const weeks = Array.from({ length: cells.length / 7 }, (_, week) => cells.slice(week * 7, week * 7 + 7));
  const monday = addDays(month, -weekday(month));
  return html`
      <table class="month">
        <caption>${monthName(month, calendar.language)}</caption>
        <thead>
          <tr>${[0, 1, 2, 3, 4, 5, 6].map((day) => {
            const date = addDays(monday, day);
            const long = weekdayName(date, calendar.language, "long");
            return html`<th scope="col" abbr="${long}">${weekdayName(date, calendar.language)}</th>`;
          })}</tr>
        </thead>
        <tbody>${weeks.map(
          (week) => html`
          <tr>${week.map((date) => (date === null ? html`<td></td>` : dayCell(date, calendar)))}</tr>`,
        )}
        </tbody>
      </table>`;
}

/** How many months stand side by side. */
export const MONTHS = 2;

/** How many months ahead one can look. */
const HORIZON = 6;

/**
 * The first month to show: the one asked for, as far as there is one.
 * @param {string | null} asked `YYYY-MM`
 * @param {string} today
 */
export function firstMonth(asked, today) {
  const first = addMonths(today, 0);
  const last = addMonths(today, HORIZON - MONTHS);
  if (asked === null || !/^\d{4}-(0[1-9]|1[0-2])$/.test(asked)) return first;
  const month = `${asked}-01`;
  if (month < first) return first;
  return month > last ? last : month;
}

/**
 * The months that the arrows lead to, null where there is none.
 * @param {string} month
 * @param {string} today
 */
export function neighbours(month, today) {
  const earlier = addMonths(month, -MONTHS);
  const later = addMonths(month, MONTHS);
  const before = firstMonth(earlier.slice(0, 7), today);
  const after = firstMonth(later.slice(0, 7), today);
  return { earlier: before < month ? before : null, later: after > month ? after : null };
}
