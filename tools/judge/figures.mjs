// Figures out of what was expected and what came out. Pure.

import { momentOf } from "./labels.mjs";

/** @typedef {{date: string | null, time: {start: string, end: string | null} | null}} Slot */
/** @typedef {{quote: string, reason: string}} Evidence */

/**
 * @typedef {object} Answer what the core says of a page
 * @property {string} verdict
 * @property {Slot[]} slots
 * @property {Evidence[]} evidence
 * @property {Evidence[]} against
 * @property {unknown[]} notes
 * @property {{left: number, quote: string} | null} [session] when the session ends, left in ms
 *
 * @typedef {object} Reading
 * @property {import("./manifest.mjs").Entry} entry
 * @property {number} milliseconds
 * @property {string[]} remarks what is to be known of this reading
 *
 * @typedef {Answer & Reading} Result with the verdict {@link UNREAD} where the page could not be read
 */

/** Stands where a page has no verdict, for it could not be read. */
export const UNREAD = "unread";

/** The figures that a floor may name. */
export const FLOORS = /** @type {const} */ (["accuracy", "freePrecision", "freeRecall", "slotsF1"]);

/** @param {Result} result */
export const isRight = ({ entry, verdict }) => entry.verdict === verdict;

/** @param {Result[]} results */
export const share = (results) => results.filter(isRight).length / results.length;

/** @param {Result[]} results @param {(result: Result) => string} keyOf */
export function grouped(results, keyOf) {
  /** @type {Map<string, Result[]>} */
  const groups = new Map();
  for (const result of results) {
    const key = keyOf(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

/** @param {Slot} slot */
const written = ({ date, time }) => `${date ?? "no day"}${time ? `T${time.start.slice(0, 5)}` : ""}`;

/**
 * What of a page's slots was found: exact day and time, or the day alone where the label has no more.
 * @param {Result} result
 */
export function compareSlots({ entry, slots }) {
  const labels = entry.verdict === "Free" ? entry.slots : [];
  const unclear = labels.filter((label) => momentOf(label) === undefined);
  const expected = new Set(labels.flatMap((label) => momentOf(label) ?? []));
  const found = new Set(
    slots.map(written).map((moment) => (expected.has(moment.slice(0, 10)) ? moment.slice(0, 10) : moment)),
  );
  return {
    /** Labels that say no day that could be compared. */
    unclear,
    /** Whether every slot of the page is known. Where it is not, nobody can say which of ours is wrong. */
    isComparable: entry.verdict !== "Free" || (labels.length > 0 && unclear.length === 0),
    right: [...found].filter((moment) => expected.has(moment)).length,
    missing: [...expected].filter((moment) => !found.has(moment)),
    surplus: [...found].filter((moment) => !expected.has(moment)),
  };
}

/** @param {number} part @param {number} whole what of nothing is all of it */
const ratio = (part, whole) => (whole === 0 ? 1 : part / whole);

/** @param {Result[]} results */
export function figures(results) {
  const free = results.filter(({ entry }) => entry.verdict === "Free");
  const saidFree = results.filter(({ verdict }) => verdict === "Free");
  const rightFree = free.filter(isRight).length;
  const slots = { right: 0, found: 0, expected: 0 };
  for (const { isComparable, right, missing, surplus } of results.map(compareSlots)) {
    if (!isComparable) continue;
    slots.right += right;
    slots.found += right + surplus.length;
    slots.expected += right + missing.length;
  }
  const slotsPrecision = ratio(slots.right, slots.found);
  const slotsRecall = ratio(slots.right, slots.expected);
  const sites = grouped(results, ({ entry }) => entry.group).map(([, pages]) => share(pages));
  return {
    accuracy: share(results),
    siteAccuracy: sites.reduce((sum, site) => sum + site, 0) / sites.length,
    freePrecision: ratio(rightFree, saidFree.length),
    freeRecall: ratio(rightFree, free.length),
    slotsPrecision,
    slotsRecall,
    slotsF1: ratio(2 * slots.right, slots.found + slots.expected),
    slots,
  };
}
