// Compares the core with other programs, on the same texts in one run: which dates and times each finds, and how
// fast. node bench/main.mjs [--json FILE]

import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import * as recognizers from "@microsoft/recognizers-text-date-time";
import * as chrono from "chrono-node";
import { stockVerdict } from "./stock.mjs";
import { makeText } from "./texts.mjs";

const HERE = new URL("./", import.meta.url);
const BUILT = new URL("../target/bench/", HERE);
const NATIVE = new URL("../target/release/measure", HERE).pathname;
const TODAY = new Date(2026, 2, 4, 9);
const SIZES = [2_000, 20_000, 200_000, 2_000_000, 5_000_000];
/** How long each program may take for one size, in s. A single run may take longer. */
const SECONDS = 1.5;
/** A program slower than this on a size, in ms, is not tried on the next. */
const TOO_SLOW = 20_000;

/** @typedef {(text: string, language: string) => string[]} Finder answers like `2026-03-13`, `14:30`, `14:30-15:00` */

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/** chrono-node with the language's own parser; nothing where it has none. @param {string} language */
function chronoFor(language) {
  const { en, de, fr, it, es, nl, pt, ru, ja } = chrono;
  const parsers = {
    "en-US": en.casual,
    "en-GB": en.GB,
    de: de.casual,
    fr: fr.casual,
    it: it.casual,
    es: es.casual,
  };
  return { ...parsers, nl: nl.casual, pt: pt.casual, ru: ru.casual, ja: ja.casual }[language];
}

/** @type {Finder} */
function chronoDates(text, language) {
  const results = chronoFor(language)?.parse(text, TODAY, { forwardDate: true }) ?? [];
  return results.flatMap(({ start, end }) => {
    const day = (/** @type {any} */ part) =>
      `${part.get("year")}-${two(part.get("month"))}-${two(part.get("day"))}`;
    const time = (/** @type {any} */ part) => `${two(part.get("hour"))}:${two(part.get("minute") ?? 0)}`;
    const hasDay = start.isCertain("day") || start.isCertain("weekday");
    const days = hasDay ? [end && day(end) !== day(start) ? `${day(start)}/${day(end)}` : day(start)] : [];
    if (!start.isCertain("hour")) return days;
    return [...days, end?.isCertain("hour") && end ? `${time(start)}-${time(end)}` : time(start)];
  });
}

const CULTURES = {
  "en-US": "en-us",
  "en-GB": "en-gb",
  de: "de-de",
  fr: "fr-fr",
  es: "es-es",
  it: "it-it",
  nl: "nl-nl",
  pt: "pt-br",
  tr: "tr-tr",
  ja: "ja-jp",
  ko: "ko-kr",
};
/** @type {Map<string, any>} */
const models = new Map();

/** Recognizers-Text's model of a language; nothing where it has none. @param {string} language */
function modelFor(language) {
  const culture = CULTURES[/** @type {keyof typeof CULTURES} */ (language)];
  if (!models.has(language)) {
    try {
      const recognizer = new recognizers.DateTimeRecognizer(culture ?? "none");
      models.set(language, recognizer.getDateTimeModel(culture ?? "none", false));
    } catch {
      models.set(language, null);
    }
  }
  return models.get(language);
}

/** @type {Finder} */
function recognizersDates(text, language) {
  const results = modelFor(language)?.parse(text, TODAY) ?? [];
  return results.flatMap((/** @type {any} */ { resolution }) =>
    (resolution?.values ?? []).flatMap((/** @type {any} */ value) => {
      const clock = (/** @type {string | undefined} */ time) => (time ?? "").slice(0, 5);
      if (value.type === "date") return [value.value];
      if (value.type === "time") return [clock(value.value)];
      if (value.type === "datetime") return [value.value?.slice(0, 10), clock(value.value?.slice(11))];
      if (value.type === "timerange") return [`${clock(value.start)}-${clock(value.end)}`];
      if (value.type === "daterange") return [`${value.start}/${value.end}`];
      if (value.type !== "datetimerange") return [];
      return [value.start?.slice(0, 10), `${clock(value.start?.slice(11))}-${clock(value.end?.slice(11))}`];
    }),
  );
}

const { default: init, dates, count, verdict } = await import(new URL("core/bench.js", BUILT).href);
await init({ module_or_path: readFileSync(new URL("core/bench_bg.wasm", BUILT)) });
/** @type {Finder} */
const ourDates = (text, language) => dates(text, language).split(" ").filter(Boolean);

/** @type {[string, Finder, (language: string) => boolean][]} */
const FINDERS = [
  ["Terminwacht", ourDates, () => true],
  ["chrono-node", chronoDates, (language) => Boolean(chronoFor(language))],
  ["Recognizers-Text", recognizersDates, (language) => Boolean(modelFor(language))],
];

const lines = (/** @type {URL} */ file) => readFileSync(file, "utf8").split("\n").filter(Boolean);
const percent = (/** @type {number} */ part, /** @type {number} */ whole) =>
  `${((100 * part) / whole).toFixed(0)} %`;

/** How many lines of a table each program gets right. */
function correctness() {
  const rows = readdirSync(new URL("dates/", HERE))
    .sort()
    .map((file) => {
      const language = file.replace(".txt", "");
      const table = lines(new URL(`dates/${file}`, HERE)).map((line) => line.split(" => "));
      const cells = FINDERS.map(([, find, knows]) => {
        if (!knows(language)) return "–";
        const right = table.filter(([text = "", expected = ""]) => {
          const found = find(text, language);
          return expected.split(" ").every((token) => found.includes(token));
        });
        return percent(right.length, table.length);
      });
      return [language, ...cells];
    });
  const negatives = lines(new URL("negatives.txt", HERE));
  const alone = FINDERS.map(([, find, knows]) => {
    // Each program reads them in every language that it knows: a page may be in any.
    const languages = ["de", "en-US", "en-GB", "fr"].filter(knows);
    const left = languages.map(
      (language) => negatives.filter((text) => find(text, language).length === 0).length,
    );
    return percent(Math.min(...left), negatives.length);
  });
  return [...rows, ["negatives left alone", ...alone]];
}

/** The median time of runs within a time, in ms. @param {() => unknown} run */
function timed(run) {
  const times = [];
  for (const end = performance.now() + SECONDS * 1000; performance.now() < end || times.length === 0; ) {
    const start = performance.now();
    run();
    times.push(performance.now() - start);
  }
  return median(times);
}

const median = (/** @type {number[]} */ numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** @param {"dates" | "verdict"} what @param {string} file */
function native(what, file) {
  const { stdout, status, stderr } = spawnSync(NATIVE, [what, "de", file, String(SECONDS)], {
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(stderr);
  return Number(stdout);
}

/** MB/s of each program for each size, and how many times chrono-node's that is. */
function speed() {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    /** @type {Record<string, (text: string, file: string) => number>} */
    const programs = {
      "dates, native": (_, file) => native("dates", file),
      "dates, Wasm": (text) => timed(() => count(text, "de")),
      "verdict, native": (_, file) => native("verdict", file),
      "verdict, Wasm": (text) => timed(() => verdict(text, "de")),
      "stock phrases": (text) => timed(() => stockVerdict(text)),
      "chrono-node, de": (text) => timed(() => chronoDates(text, "de")),
      "chrono-node, en": (text) => timed(() => chronoDates(text, "en-US")),
      "Recognizers-Text, en": (text) => timed(() => recognizersDates(text, "en-US")),
    };
    /** @type {Record<string, (number | null)[]>} */
    const table = Object.fromEntries(Object.keys(programs).map((name) => [name, []]));
    for (const size of SIZES) {
      const text = makeText(size);
      const file = join(folder, `${size}.txt`);
      writeFileSync(file, text);
      for (const [name, run] of Object.entries(programs)) {
        const before = table[name] ?? [];
        const last = before.at(-1);
        const isTooSlow = last === null || (last !== undefined && size / 1000 / last > TOO_SLOW);
        before.push(isTooSlow ? null : Buffer.byteLength(text) / 1000 / run(text, file));
      }
    }
    return table;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string[][]} rows */
function print(rows) {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[0] ?? 0)))
        .join("  "),
    );
  console.log();
}

const { values } = parseArgs({ options: { json: { type: "string" } } });
const found = correctness();
print([["explicit dates and times right", ...FINDERS.map(([name]) => name)], ...found]);
const speeds = speed();
const chronoSpeeds = speeds["chrono-node, de"] ?? [];
const cell = (/** @type {number | null} */ speed, /** @type {number} */ index) => {
  const base = chronoSpeeds[index];
  if (speed === null) return "too slow";
  return `${speed.toFixed(speed < 10 ? 2 : 0)}${base ? ` (${(speed / base).toFixed(speed / base < 10 ? 1 : 0)}×)` : ""}`;
};
const sizes = SIZES.map((size) => (size < 1e6 ? `${size / 1000} kB` : `${size / 1e6} MB`));
print([
  ["MB/s (times chrono-node, de)", ...sizes],
  ...Object.entries(speeds).map(([name, row]) => [name, ...row.map(cell)]),
]);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ found, speeds }, null, 2)}\n`);
