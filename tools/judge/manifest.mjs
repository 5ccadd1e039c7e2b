// The manifest of a folder of saved pages: one JSON object a line, checked before any page is opened.

import { readFileSync, realpathSync, statSync } from "node:fs";
import { resolve, sep } from "node:path";
import { isDay } from "./labels.mjs";

export const MEANINGS = ["Free", "NoneFree", "Queue", "Challenge", "SignIn", "Refused", "Trouble", "Unclear"];

/** The keys whose values are words, where they are there. */
const WORDS = /** @type {const} */ (["language", "state", "group", "origin"]);

/** Statuses that browsers keep for themselves instead of showing the page: no body, or a proxy's question. */
const NEVER_SHOWN = [204, 205, 304, 407];

/**
 * @typedef {string | {date?: string, time?: string}} Label a slot, in the page's own words or as ISO
 *
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} path of the file, which is inside the folder
 * @property {string} verdict what is expected
 * @property {string} language "–" where the manifest has none, as in the next three
 * @property {string} state the verdict where the manifest has none
 * @property {string} group the site or product
 * @property {string} origin
 * @property {Label[]} slots
 * @property {string} today the day of the reading, as ISO
 * @property {number} status with which the page is served
 * @property {string[]} remarks what was assumed
 */

/** What is wrong with the input, and where. */
export class InputError extends Error {}

/**
 * @param {string} folder
 * @param {string} today for pages of which nobody noted the day, as ISO
 * @returns {Entry[]}
 */
export function readManifest(folder, today) {
  const manifest = resolve(folder, "manifest.jsonl");
  /** @type {string} */
  let text;
  try {
    text = readFileSync(manifest, "utf8").replace(/^\ufeff/, "");
  } catch (error) {
    throw new InputError(
      `${manifest} cannot be read (${codeOf(error)}): judge takes a folder with a manifest.jsonl`,
    );
  }
  const root = realpathSync(folder);
  /** @type {Map<string, number>} */
  const lines = new Map();
  const entries = text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    try {
      const entry = readEntry(line, root, today);
      const earlier = lines.get(entry.id);
      if (earlier)
        throw new InputError(`the id ${JSON.stringify(entry.id)} stands in line ${earlier} already`);
      lines.set(entry.id, index + 1);
      return [entry];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      throw new InputError(`${manifest}:${index + 1}: ${error.message}`);
    }
  });
  if (entries.length === 0) throw new InputError(`${manifest} names no page`);
  return entries;
}

/** @param {unknown} error */
const codeOf = (error) => /** @type {NodeJS.ErrnoException} */ (error).code ?? String(error);

/** @param {string} line @param {string} root @param {string} today @returns {Entry} */
function readEntry(line, root, today) {
  /** @type {any} */
  let record;
  try {
    record = JSON.parse(line);
  } catch (error) {
    throw new InputError(`no JSON: ${/** @type {Error} */ (error).message}`);
  }
  if (typeof record !== "object" || record === null || Array.isArray(record))
    throw new InputError("no JSON object");
  for (const key of ["id", "file", "verdict"])
    if (typeof record[key] !== "string" || record[key] === "")
      throw new InputError(`"${key}" is missing or no text`);
  const { id, verdict } = record;
  if (!MEANINGS.includes(verdict))
    throw new InputError(`"verdict" is ${JSON.stringify(verdict)}, none of ${MEANINGS.join(", ")}`);
  for (const key of WORDS)
    if (!["string", "undefined"].includes(typeof (record[key] ?? undefined)))
      throw new InputError(`"${key}" is no text`);
  const slots = record.slots ?? [];
  if (!Array.isArray(slots) || !slots.every(isLabel))
    throw new InputError('"slots" is no list of texts or of {date, time}');
  /** @type {string[]} */
  const remarks = [];
  return {
    id,
    path: pathOf(record.file, root),
    verdict,
    language: record.language ?? "–",
    state: record.state ?? verdict,
    group: record.group ?? "–",
    origin: record.origin ?? "–",
    slots,
    today: dayOf(record.ref_date, today, remarks),
    status: statusOf(record.http_status, remarks),
    remarks,
  };
}

/** @param {any} label */
const isLabel = (label) =>
  typeof label === "string" ||
  (typeof label === "object" &&
    label !== null &&
    [label.date, label.time].every(
      (part) => part === undefined || part === null || typeof part === "string",
    ));

/** @param {string} file @param {string} root */
function pathOf(file, root) {
  /** @type {string} */
  let path;
  try {
    path = realpathSync(resolve(root, file));
  } catch (error) {
    throw new InputError(`the file ${JSON.stringify(file)} cannot be read (${codeOf(error)})`);
  }
  if (!path.startsWith(root + sep))
    throw new InputError(`the file ${JSON.stringify(file)} is outside of the folder`);
  if (!statSync(path).isFile()) throw new InputError(`${JSON.stringify(file)} is no file`);
  return path;
}

/** The last day that a date may mean, for a year or a month alone is an upper bound.
 * @param {unknown} date @param {string} today @param {string[]} remarks */
function dayOf(date, today, remarks) {
  const [, year, month = "12", day] =
    /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?(?!\d)/.exec(String(date ?? "")) ?? [];
  // Months count from 0 here, and day 0 is the last one of the month before.
  const last = day ?? new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  const iso = `${year}-${month}-${last}`;
  if (isDay(iso)) return iso;
  remarks.push(
    date === undefined || date === null || date === ""
      ? `no "ref_date": read as of today, ${today}`
      : `"ref_date" is ${JSON.stringify(date)}, no day: read as of today, ${today}`,
  );
  return today;
}

/** @param {unknown} noted @param {string[]} remarks */
function statusOf(noted, remarks) {
  if ([undefined, null, 0, "", "0", "unknown"].includes(/** @type {any} */ (noted))) return 200;
  const status = Number(noted);
  const isPage = Number.isInteger(status) && status >= 200 && status < 600 && (status < 300 || status >= 400);
  if (isPage && !NEVER_SHOWN.includes(status)) return status;
  remarks.push(
    `"http_status" is ${JSON.stringify(noted)}, with which no browser shows a page: served with 200`,
  );
  return 200;
}
