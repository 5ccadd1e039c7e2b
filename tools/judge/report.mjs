// The tables and texts that a person reads. Pure.

import { compareSlots, figures, grouped, isRight, share } from "./figures.mjs";

/** @typedef {import("./figures.mjs").Result} Result */
/** @typedef {import("./figures.mjs").Evidence} Evidence */

/** So many slots or pages are named in one line. */
const MOST_NAMED = 6;

/** @param {number} part */
const percent = (part) => `${(100 * part).toFixed(1)} %`;

/** Pages are hostile: nothing of theirs may speak to the terminal. @param {string} text */
export const plain = (text) => text.replace(/[\p{Cc}\p{Bidi_Control}\u2028\u2029]+/gu, " ");

/** The first column stands left, the others right. @param {(string | number)[][]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => String(row[column]).length)),
  );
  const line = (/** @type {(string | number)[]} */ row) =>
    row.map((cell, column) =>
      column ? String(cell).padStart(widths[column] ?? 0) : String(cell).padEnd(widths[0] ?? 0),
    );
  return rows.map((row) => line(row).join("  ").trimEnd()).join("\n");
}

/** @param {Result[]} results */
function confusion(results) {
  const verdicts = [...new Set(results.flatMap(({ entry, verdict }) => [entry.verdict, verdict]))].sort();
  return table([
    ["expected \\ got", ...verdicts],
    ...grouped(results, ({ entry }) => entry.verdict).map(([expected, group]) => [
      expected,
      ...verdicts.map((verdict) => group.filter((result) => result.verdict === verdict).length || "·"),
    ]),
  ]);
}

/** @param {Result[]} results @param {string} title @param {(result: Result) => string} keyOf */
const accuracyBy = (results, title, keyOf) =>
  table([
    [title, "pages", "right", ""],
    ...grouped(results, keyOf).map(([key, group]) => [
      key,
      group.length,
      group.filter(isRight).length,
      percent(share(group)),
    ]),
  ]);

/** @param {Evidence[]} evidence @param {string} sign */
const quotes = (evidence, sign) =>
  evidence.map(({ quote, reason }) => `    ${sign} ${plain(reason)}: ${plain(quote)}`);

/** @param {string[]} names */
const named = (names) =>
  names.slice(0, MOST_NAMED).join(", ") +
  (names.length > MOST_NAMED ? ` and ${names.length - MOST_NAMED} more` : "");

/** @param {Result} result */
function slotLines(result) {
  const { unclear, isComparable, missing, surplus } = compareSlots(result);
  const { entry } = result;
  if (unclear.length > 0) {
    const labels = unclear.map((label) => JSON.stringify(label));
    return [`  ${entry.id}: not compared, for these labels say no day: ${named(labels)}`];
  }
  if (!isComparable) return [`  ${entry.id}: not compared, for it has no labels`];
  return [
    ...(missing.length ? [`  ${entry.id}: missing ${named(missing)}`] : []),
    ...(surplus.length ? [`  ${entry.id}: not among the labels ${named(surplus)}`] : []),
  ];
}

/** Each remark once, with the pages it is about. @param {Result[]} results */
function remarkLines(results) {
  /** @type {Map<string, string[]>} */
  const pages = new Map();
  for (const { entry, remarks } of results)
    for (const remark of [...entry.remarks, ...remarks])
      pages.set(remark, [...(pages.get(remark) ?? []), entry.id]);
  return [...pages].map(([remark, ids]) => `  ${plain(remark)}: ${named(ids)}`);
}

/** @param {string} title @param {string[]} lines */
const section = (title, lines) => (lines.length ? [`${title}\n${lines.join("\n")}`] : []);

/** The last line of every report. @param {Result[]} results */
export function summary(results) {
  const passed = results.filter(isRight).length;
  return `${passed} passed, ${results.length - passed} failed`;
}

/** @param {Result[]} results */
export function report(results) {
  const { accuracy, siteAccuracy, freePrecision, freeRecall, slotsPrecision, slotsRecall, slotsF1, slots } =
    figures(results);
  const wrong = results
    .filter((result) => !isRight(result))
    .flatMap(({ entry, verdict, evidence, against }) => [
      `  ${entry.id}: expected ${entry.verdict}, got ${verdict}`,
      ...quotes(evidence, "+"),
      ...quotes(against, "-"),
    ]);
  return [
    confusion(results),
    accuracyBy(results, "language", ({ entry }) => entry.language),
    accuracyBy(results, "state", ({ entry }) => entry.state),
    accuracyBy(results, "origin", ({ entry }) => entry.origin),
    table([
      ["all verdicts", percent(accuracy)],
      [
        "mean of the sites (nothing is learned from pages, so each site is as if left out)",
        percent(siteAccuracy),
      ],
      ["Free: precision", percent(freePrecision)],
      ["Free: recall", percent(freeRecall)],
      ["slots, exact day and time: precision", percent(slotsPrecision)],
      ["slots, exact day and time: recall", percent(slotsRecall)],
      ["slots, exact day and time: F1", percent(slotsF1)],
      ["slots: right / found / expected", `${slots.right} / ${slots.found} / ${slots.expected}`],
    ]),
    ...section("Slots", results.flatMap(slotLines)),
    ...section("Remarks", remarkLines(results)),
    ...section("Wrong", wrong),
  ].join("\n\n");
}

/** @param {import("./figures.mjs").Slot & {place?: string | null, words?: string}} slot */
function slotLine({ date, time, place, words }) {
  const moment = [date ?? "no day", time ? [time.start, time.end].filter(Boolean).join("–") : "no time"];
  return plain(`  ${[...moment, place].filter(Boolean).join(" ")}: ${words ?? ""}`);
}

/**
 * Everything about one page: what was read, and what came of it.
 * @param {Result} result @param {import("./reader.mjs").Page | undefined} page
 */
export function explanation(result, page) {
  const { entry, verdict, evidence, against, notes, session, slots, remarks } = result;
  const outline = page?.outline.split("\n").map((line, number) => {
    const tabbed = line.split("\t").map(plain).join("\t");
    return `${String(number).padStart(6)}  ${tabbed}`;
  });
  return [
    [
      `${entry.id}: expected ${entry.verdict}, got ${verdict}`,
      `file      ${entry.path}`,
      `today     ${entry.today}`,
      `title     ${plain(page?.title ?? "")}`,
      `language  ${plain(page?.language ?? "")}`,
      `status    ${page?.status ?? "unknown"}`,
      ...(page?.cut ? ["cut       yes, what is below was left out"] : []),
    ].join("\n"),
    ...section("Outline", outline ?? []),
    ...section("Evidence", quotes(evidence, "+")),
    ...section("Against", quotes(against, "-")),
    ...section(
      "Notes",
      notes.map((note) => `  ${typeof note === "string" ? note : plain(JSON.stringify(note))}`),
    ),
    ...section("Session", session ? [`  ${session.left / 1000} s left: ${plain(session.quote)}`] : []),
    ...section("Slots found", slots.map(slotLine)),
    ...section("Slots compared", slotLines(result)),
    ...section(
      "Remarks",
      [...entry.remarks, ...remarks].map((remark) => `  ${plain(remark)}`),
    ),
  ].join("\n\n");
}
