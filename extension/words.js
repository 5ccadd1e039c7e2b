// Puts wordings of the core into the person's language. The words stand in _locales.

/** @typedef {{date?: string|null, time?: {start: string, end?: string|null}|null, place?: string|null, count?: number|null, words: string, second?: Slot|null}} Slot */
/** @typedef {{text: string} | {number: number} | {slot: Slot} | {told: {slot: Slot, whose: string[]}} | {moment: number} | {length: number} | {day: string} | {weekday: number} | {hour: number} | {clock: number} | {languages: string[]}} Argument */
/** @typedef {{key: string, arguments: Argument[]}} Words */

/** The language of our words, in the person's own variety where it has them: dates are written in it too. */
export function language() {
  const own = browser.i18n.getMessage("language");
  const wanted = browser.i18n.getUILanguage();
  return wanted.split("-")[0] === own ? wanted : own;
}

/** @param {Words} words */
export function say({ key, arguments: values }) {
  return browser.i18n.getMessage(key, values.map(write)) || key;
}

/** @param {Argument} value */
function write(value) {
  if ("text" in value) return value.text;
  if ("number" in value) return new Intl.NumberFormat(language()).format(value.number);
  if ("moment" in value) return writeMoment(new Date(value.moment));
  if ("told" in value) return writeTold(value.told);
  if ("length" in value) return writeLength(value.length / 1000);
  if ("languages" in value) return writeLanguages(value.languages);
  if ("day" in value)
    return inUtc(
      { weekday: "short", day: "numeric", month: "numeric" },
      Date.parse(`${value.day}T00:00:00Z`),
    );
  if ("weekday" in value) return inUtc({ weekday: "short" }, MONDAY + value.weekday * 24 * 60 * MINUTE);
  if ("hour" in value) return inUtc({ hour: "numeric" }, value.hour * 60 * MINUTE);
  if ("clock" in value) return inUtc({ timeStyle: "short" }, value.clock * MINUTE);
  return writeSlot(value.slot);
}

/** @param {{slot: Slot, whose: string[]}} told */
function writeTold({ slot, whose }) {
  if (whose.length === 0) return writeSlot(slot);
  const names = new Intl.ListFormat(language()).format(whose);
  return browser.i18n.getMessage("slot_for", [writeSlot(slot), names]);
}

/** In ms. */
const MINUTE = 60_000;
/** Some Monday. */
const MONDAY = Date.UTC(2024, 0, 1);

/** @type {[string, number, number][]} How many seconds each has, from how many of it on the next is used, and how many digits
 * stand after the point. */
const UNITS = [
  ["second", 1, 60],
  ["minute", 60, 60],
  ["hour", 3600, 48],
  ["day", 86_400, Number.POSITIVE_INFINITY],
];

/** In the largest unit that says enough. @param {number} seconds */
function writeLength(seconds) {
  const fits = (/** @type {[string, number, number]} */ [, size, most]) => Math.round(seconds / size) < most;
  const [unit, size] = UNITS.find(fits) ?? ["second", 1];
  const maximumFractionDigits = size < 3600 ? 0 : 1;
  const format = new Intl.NumberFormat(language(), {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits,
  });
  // A number is not parted from its unit.
  return format.format(seconds / size).replaceAll(" ", "\u00a0");
}

/** @param {string[]} tags */
function writeLanguages(tags) {
  const names = new Intl.DisplayNames(language(), { type: "language" });
  return new Intl.ListFormat(language()).format(tags.map((tag) => names.of(tag) ?? tag));
}

/** What has no time zone is written as if it were UTC.
 * @param {Intl.DateTimeFormatOptions} how @param {number} moment */
function inUtc(how, moment) {
  return new Intl.DateTimeFormat(language(), { ...how, timeZone: "UTC" }).format(moment);
}

/** The time alone where that is today's. @param {Date} moment */
function writeMoment(moment) {
  const isToday = moment.toDateString() === new Date().toDateString();
  const format = new Intl.DateTimeFormat(language(), {
    timeStyle: "short",
    ...(isToday ? {} : { dateStyle: "short" }),
  });
  return format.format(moment);
}

/** @param {Slot} slot @returns {string} */
function writeSlot(slot) {
  const date = slot.date && writeDate(slot.date);
  const time = slot.time && [slot.time.start, slot.time.end].filter(Boolean).map(writeTime).join("–");
  const when = [date, time].filter(Boolean).join(", ");
  const first = [when || slot.words, slot.place].filter(Boolean).join(" · ");
  return slot.second ? `${first} + ${writeSlot(slot.second)}` : first;
}

/** A civil date has no time zone: it is written as if it were UTC. @param {string} date */
function writeDate(date) {
  const format = new Intl.DateTimeFormat(language(), { dateStyle: "full", timeZone: "UTC" });
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** @param {string | null | undefined} time */
function writeTime(time) {
  const format = new Intl.DateTimeFormat(language(), { timeStyle: "short", timeZone: "UTC" });
  return format.format(new Date(`1970-01-01T${time}Z`));
}
