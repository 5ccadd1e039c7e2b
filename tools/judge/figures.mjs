// Figures and tables out of what was expected and what came out. Pure.

/** @typedef {{date: string | null, time: {start: string} | null}} Slot */
/** @typedef {{quote: string, reason: string}} Evidence */

/**
 * @typedef {object} Result
 * @property {import("./pages.mjs").Entry} entry
 * @property {string} verdict or "unread"
 * @property {Slot[]} slots
 * @property {Evidence[]} evidence
 * @property {Evidence[]} against
 */

/** @param {Result} result */
export const isRight = ({ entry, verdict }) => entry.verdict === verdict;

/** @param {number} part @param {number} whole */
const percent = (part, whole) => (whole === 0 ? "–" : `${((100 * part) / whole).toFixed(1)} %`);

/** "2026-03-13T10:20" or "2026-03-13"; where a label is in other words than these, it is not compared.
 * @param {string | {date?: string, time?: string}} label */
export function momentOf(label) {
  if (typeof label === "object")
    return label.date ? [label.date, label.time].filter(Boolean).join("T") : undefined;
  const iso = /(\d{4}-\d{2}-\d{2})(?:[T ](\d{2}:\d{2}))?/.exec(label);
  if (iso) return [iso[1], iso[2]].filter(Boolean).join("T");
  const german = /(\d{2})\.(\d{2})\.(\d{4})(?:,? (\d{2}:\d{2}))?/.exec(label);
  if (german) return [`${german[3]}-${german[2]}-${german[1]}`, german[4]].filter(Boolean).join("T");
  const american = /(\d{2})\/(\d{2})\/(\d{4}) (\d{1,2}):(\d{2})(am|pm)/i.exec(label);
  if (!american) return undefined;
  const [, month, day, year, hour, minute, half] = american;
  const hours = (Number(hour) % 12) + (half?.toLowerCase() === "pm" ? 12 : 0);
  return `${year}-${month}-${day}T${String(hours).padStart(2, "0")}:${minute}`;
}

/** @param {Slot} slot */
const written = ({ date, time }) => [date, time?.start.slice(0, 5)].filter(Boolean).join("T");

/** @param {Result[]} results */
export function figures(results) {
  const free = results.filter(({ entry }) => entry.verdict === "Free");
  const saidFree = results.filter(({ verdict }) => verdict === "Free");
  const rightFree = free.filter(isRight);
  const slots = { found: 0, right: 0, expected: 0, skipped: 0 };
  for (const { entry, slots: found } of free) {
    const labels = entry.slots ?? [];
    const expected = new Set(labels.flatMap((label) => momentOf(label) ?? []));
    // Where labels are in the page's own words, nobody can say which of our slots is wrong.
    if (labels.length === 0 || expected.size < labels.length) {
      slots.skipped += 1;
      continue;
    }
    const ours = new Set(found.map(written));
    slots.expected += expected.size;
    slots.found += ours.size;
    slots.right += [...ours].filter((moment) => expected.has(moment)).length;
  }
  const precision = slots.found ? slots.right / slots.found : 1;
  const recall = slots.expected ? slots.right / slots.expected : 1;
  return {
    accuracy: results.filter(isRight).length / results.length,
    freePrecision: saidFree.length ? rightFree.length / saidFree.length : 1,
    freeRecall: free.length ? rightFree.length / free.length : 1,
    slotsF1: precision + recall ? (2 * precision * recall) / (precision + recall) : 0,
    slots,
  };
}

/** @param {Result[]} results @param {(result: Result) => string} keyOf */
function grouped(results, keyOf) {
  /** @type {Map<string, Result[]>} */
  const groups = new Map();
  for (const result of results) {
    const key = keyOf(result);
    groups.set(key, [...(groups.get(key) ?? []), result]);
  }
  return [...groups].sort(([a], [b]) => a.localeCompare(b));
}

/** @param {string[][]} rows */
function table(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}

/** @param {Result[]} results */
export function report(results) {
  const verdicts = [...new Set(results.flatMap(({ entry, verdict }) => [entry.verdict, verdict]))].sort();
  const confusion = grouped(results, ({ entry }) => entry.verdict).map(([expected, group]) => [
    expected,
    ...verdicts.map((verdict) => String(group.filter((result) => result.verdict === verdict).length || "·")),
  ]);
  const by = (/** @type {string} */ title, /** @type {(result: Result) => string} */ keyOf) => [
    [title, "pages", "right", ""],
    ...grouped(results, keyOf).map(([key, group]) => {
      const right = group.filter(isRight).length;
      return [key, String(group.length), String(right), percent(right, group.length)];
    }),
  ];
  const sites = grouped(results, ({ entry }) => entry.group ?? "–");
  const mean =
    sites.reduce((sum, [, group]) => sum + group.filter(isRight).length / group.length, 0) / sites.length;
  const { accuracy, freePrecision, freeRecall, slotsF1, slots } = figures(results);
  const wrong = results
    .filter((result) => !isRight(result))
    .map(({ entry, verdict, evidence, against }) => {
      const quotes = [
        ...evidence.map(({ quote, reason }) => `    + ${reason}: ${quote}`),
        ...against.map(({ quote, reason }) => `    - ${reason}: ${quote}`),
      ];
      return [`${entry.id}: expected ${entry.verdict}, got ${verdict}`, ...quotes].join("\n");
    });
  return [
    table([["expected \\ got", ...verdicts], ...confusion]),
    table(by("state", ({ entry }) => entry.state ?? entry.verdict)),
    table(by("language", ({ entry }) => entry.language ?? "–")),
    table(by("origin", ({ entry }) => entry.origin ?? "–")),
    table([
      ["all verdicts", percent(accuracy, 1)],
      ["mean of the sites (nothing is learned from any, so each is as if left out)", percent(mean, 1)],
      ["Free: precision", percent(freePrecision, 1)],
      ["Free: recall", percent(freeRecall, 1)],
      ["slots: F1 of exact day and time", percent(slotsF1, 1)],
      ["slots: right / found / expected", `${slots.right} / ${slots.found} / ${slots.expected}`],
      ["free pages whose labels are no dates, not compared", String(slots.skipped)],
    ]),
    ...(wrong.length ? [`Wrong:\n${wrong.join("\n")}`] : []),
    `${results.filter(isRight).length} passed, ${results.length - results.filter(isRight).length} failed`,
  ].join("\n\n");
}
