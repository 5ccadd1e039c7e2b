// What a label of a slot in the manifest says, in ISO, where that can be told for certain.

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH_NAMES =
  "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?";
const NAMED = new RegExp(`\\b(${MONTH_NAMES})\\.? (\\d{1,2}),? (\\d{4})\\b`, "i");
/** The begin; what a range ends with follows it. */
const TIME = /(?<![\d:.-])(\d{1,2}):(\d{2})(?::\d{2})?\s*([ap]\.?m\b)?/i;

/** Whether the calendar has this day. @param {string} iso as "2026-03-13" */
export function isDay(iso) {
  const day = new Date(iso);
  return !Number.isNaN(day.getTime()) && day.toISOString().slice(0, 10) === iso;
}

/** @param {string} text */
const two = (text) => text.padStart(2, "0");

/** @param {string} text @returns {[string, string] | undefined} the day, and the text without it */
function dayIn(text) {
  const iso = /\b(\d{4})-(\d{2})-(\d{2})/.exec(text);
  const dotted = /\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b/.exec(text);
  const slashed = /\b(\d{1,2})\/(\d{1,2})\/(\d{4})\b/.exec(text);
  const named = NAMED.exec(text);
  const [match, ...parts] = iso ?? dotted ?? slashed ?? named ?? [];
  if (!match) return undefined;
  const [a = "", b = "", c = ""] = parts;
  const rest = text.replace(match, " ");
  if (iso) return [`${a}-${b}-${c}`, rest];
  if (dotted) return [`${c}-${two(b)}-${two(a)}`, rest];
  if (named) return [`${c}-${two(String(1 + MONTHS.indexOf(a.slice(0, 3).toLowerCase())))}-${two(b)}`, rest];
  // Which comes first, only the number of a day above 12 tells, or a clock of twelve hours.
  const isMonthFirst = Number(b) > 12 || /\d\s*[ap]\.?m\b/i.test(rest);
  if (isMonthFirst) return [`${c}-${two(a)}-${two(b)}`, rest];
  return Number(a) > 12 || a === b ? [`${c}-${two(b)}-${two(a)}`, rest] : undefined;
}

/**
 * "2026-03-13T10:20" or, where it has no time, "2026-03-13".
 * @param {import("./manifest.mjs").Label} label
 */
export function momentOf(label) {
  const text = typeof label === "string" ? label : [label.date, label.time].filter(Boolean).join(" ");
  const [day, rest = ""] = dayIn(text) ?? [];
  if (!day || !isDay(day)) return undefined;
  const [match, hour = "", minute, half] = TIME.exec(rest.replace(/^(\s*)T/, "$1")) ?? [];
  if (!match) return day;
  const isAfternoon = half?.toLowerCase().startsWith("p");
  const hours = half ? (Number(hour) % 12) + (isAfternoon ? 12 : 0) : Number(hour);
  return `${day}T${two(String(hours))}:${minute}`;
}
