// Puts wordings of the core into the person's language. The words stand in _locales.

/** @typedef {{date?: string|null, time?: {start: string, end?: string|null}|null, place?: string|null, count?: number|null, words: string, second?: Slot|null}} Slot */
/** @typedef {{text: string} | {number: number} | {slot: Slot} | {moment: number} | {length: number}} Argument */
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
  if ("length" in value) return writeLength(value.length / 1000);
  return writeSlot(value.slot);
}

/** @type {[string, number][]} How many seconds each has, and from so many on the next is used. */
const UNITS = [
  ["second", 60],
  ["minute", 60],
  ["hour", 48],
  ["day", Number.POSITIVE_INFINITY],
];

/** In the largest unit that says enough. @param {number} length in s */
function writeLength(length) {
  let rest = length;
  for (const [unit, most] of UNITS) {
    if (Math.round(rest) < most) {
      const format = { style: "unit", unit, unitDisplay: "short", maximumFractionDigits: 0 };
      return new Intl.NumberFormat(language(), /** @type {any} */ (format)).format(rest);
    }
    rest /= unit === "hour" ? 24 : most;
  }
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
