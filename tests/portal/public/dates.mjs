// Civil dates as ISO text ("2026-03-04"), for the server and for the page alike.

const DAY = 86_400_000;

/** @param {string} date */
function instant(date) {
  return Date.parse(`${date}T00:00:00Z`);
}

/**
 * Whether the text is a date that exists, as `YYYY-MM-DD`.
 * @param {unknown} text
 * @returns {text is string}
 */
export function isDate(text) {
  return typeof text === "string" && /^\d{4}-\d\d-\d\d$/.test(text) && addDays(text, 0) === text;
}

/**
 * @param {string} date
 * @param {number} days
 */
export function addDays(date, days) {
  const result = new Date(instant(date) + days * DAY);
  return Number.isNaN(result.valueOf()) ? "" : result.toISOString().slice(0, 10);
}

/**
 * The first day of the month that lies `months` after the date's month.
 * @param {string} date
 * @param {number} months
 */
export function addMonths(date, months) {
  const month = new Date(instant(`${date.slice(0, 7)}-01`));
  month.setUTCMonth(month.getUTCMonth() + months);
  return month.toISOString().slice(0, 10);
}

/**
 * Monday is 0, Sunday is 6.
 * @param {string} date
 */
export function weekday(date) {
  return (new Date(instant(date)).getUTCDay() + 6) % 7;
}

/**
 * All days of the month that the date lies in.
 * @param {string} date
 */
export function daysOfMonth(date) {
  const first = addMonths(date, 0);
  const count = (instant(addMonths(date, 1)) - instant(first)) / DAY;
  return Array.from({ length: count }, (_, index) => addDays(first, index));
}

/**
 * @param {string} date
 * @param {string} language
 * @param {Intl.DateTimeFormatOptions} options
 */
function format(date, language, options) {
  const locale = language === "de" ? "de-DE" : "en-GB";
  return new Intl.DateTimeFormat(locale, { ...options, timeZone: "UTC" }).format(instant(date));
}

/**
 * "März 2026"
 * @param {string} date
 * @param {string} language
 */
export function monthName(date, language) {
  return format(date, language, { month: "long", year: "numeric" });
}

/**
 * "Mo" or "Mon"; the whole word with `style` long.
 * @param {string} date
 * @param {string} language
 * @param {"short" | "long"} [style]
 */
export function weekdayName(date, language, style = "short") {
  return format(date, language, { weekday: style });
}

/**
 * "Do., 17.06.2021" or "Thu, 17 Jun 2021"
 * @param {string} date
 * @param {string} language
 */
export function shortDate(date, language) {
  const [year, month, day] = date.split("-");
  const name = weekdayName(date, language);
  if (language === "de") return `${name}., ${day}.${month}.${year}`;
  return `${name}, ${format(date, language, { day: "numeric", month: "short", year: "numeric" })}`;
}

/**
 * "Donnerstag, 17. Juni 2021" or "Thursday 17 June 2021"
 * @param {string} date
 * @param {string} language
 */
export function longDate(date, language) {
  return format(date, language, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}
