// Compares the core with other programs, on the same texts in one run: which dates and times each finds, and how fast.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as recognizers from "@microsoft/recognizers-text-date-time";
import * as chrono from "chrono-node";
import { measured } from "../native.mjs";
import { stockVerdict } from "../stock.mjs";
import { median, print, times } from "../table.mjs";
import { makeText } from "../texts.mjs";

const HERE = new URL("../", import.meta.url);
const BUILT = new URL("../target/bench/", HERE);
const TODAY = new Date(2026, 2, 4, 9);
const SIZES = [2_000, 20_000, 200_000, 2_000_000, 5_000_000];
/** How often the programs take turns at one size. */
const ROUNDS = 3;
/** How long each program may take in a round, in s. A single run may take longer. */
const SECONDS = 0.5;
/** A program that takes longer for one run, in ms, has one turn. */
const LONG = 3_000;
/** A program slower than this on a size, in ms, is not tried on the next. */
const TOO_SLOW = 20_000;

/** @typedef {(text: string, language: string) => string[]} Finder answers like `2026-03-13`, `14:30`, `14:30-15:00` */

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/** chrono-node with the language's own parser; nothing where it has none. @param {string} language */
function chronoFor(language) {
  const { en, de, fr, it, es, nl, pt, ru, uk, sv, ja, zh } = chrono;
  const parsers = {
    "en-US": en.casual,
    "en-GB": en.GB,
    de: de.casual,
    fr: fr.casual,
    it: it.casual,
    es: es.casual,
  };
  const others = { nl: nl.casual, pt: pt.casual, ru: ru.casual, uk: uk.casual, sv: sv.casual };
  const eastAsian = { ja: ja.casual, zh: zh.casual };
  return { ...parsers, ...others, ...eastAsian }[language];
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
  zh: "zh-cn",
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

/** @param {"dates" | "verdict" | "pass"} what @param {string} file */
const native = (what, file) => measured(what, "de", file, SECONDS)[0] ?? 0;

/** MB/s of each program for each size, and how many times chrono-node's that is. */
function speed() {
  const folder = mkdtempSync(join(tmpdir(), "bench-"));
  try {
    /** @type {Record<string, (text: string, file: string) => number>} */
    const programs = {
      "dates, native": (_, file) => native("dates", file),
      "dates, Wasm": (text) => timed(() => count(text, "de")),
      "verdict, native": (_, file) => native("verdict", file),
      "one pass, native": (_, file) => native("pass", file),
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
      const taking = Object.entries(programs).filter(([name]) => {
        const last = table[name]?.at(-1);
        return last === undefined || (last !== null && size / 1000 / last <= TOO_SLOW);
      });
      /** @type {Record<string, number[]>} */
      const rounds = Object.fromEntries(taking.map(([name]) => [name, []]));
      for (let round = 0; round < ROUNDS; round += 1)
        for (const [name, run] of taking)
          if ((rounds[name]?.[0] ?? 0) < LONG) rounds[name]?.push(run(text, file));
      for (const name of Object.keys(programs)) {
        const times = rounds[name];
        table[name]?.push(times ? Buffer.byteLength(text) / 1000 / median(times) : null);
      }
    }
    return table;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @type {import("../main.mjs").Part} */
export async function text() {
  await init({ module_or_path: readFileSync(new URL("core/bench_bg.wasm", BUILT)) });
  const found = correctness();
  print([["explicit dates and times right", ...FINDERS.map(([name]) => name)], ...found]);
  const speeds = speed();
  const chronoSpeeds = speeds["chrono-node, de"] ?? [];
  const cell = (/** @type {number | null} */ speed, /** @type {number} */ index) => {
    const base = chronoSpeeds[index];
    if (speed === null) return "too slow";
    return `${speed.toFixed(speed < 10 ? 2 : 0)}${base ? ` (${times(speed / base)})` : ""}`;
  };
  const sizes = SIZES.map((size) => (size < 1e6 ? `${size / 1000} kB` : `${size / 1e6} MB`));
  print([
    ["MB/s (times chrono-node, de)", ...sizes],
    ...Object.entries(speeds).map(([name, row]) => [name, ...row.map(cell)]),
  ]);
  const speedsOf = (/** @type {string} */ name) => /** @type {number[]} */ (speeds[name]);
  const mega = (/** @type {number} */ speed) => `${speed.toFixed(speed < 10 ? 1 : 0)} MB/s`;
  /** The size at which the ratio is worst. @param {string} what @param {string} name @param {number} least */
  const against = (what, name, least) => {
    const ratios = chronoSpeeds.flatMap((base, index) =>
      base ? [{ index, base, ratio: (speedsOf(name)[index] ?? 0) / base }] : [],
    );
    const { index, base, ratio } = ratios.reduce((worst, one) => (one.ratio < worst.ratio ? one : worst));
    return {
      measure: `${what} in Wasm, ${sizes[index]} (the worst size)`,
      ours: mega(speedsOf(name)[index] ?? 0),
      peer: `chrono-node ${mega(base)}`,
      ratio,
      target: `≥ ${least} ×`,
      holds: ratio >= least,
    };
  };
  const wasm = speedsOf("verdict, Wasm");
  const linear = (wasm.at(-1) ?? 0) / (wasm[1] ?? 1);
  const [native, pass] = ["verdict, native", "one pass, native"].map((name) => speedsOf(name).at(-1) ?? 0);
  return [
    against("text to verdict", "verdict, Wasm", 25),
    against("text to dates", "dates, Wasm", 40),
    {
      measure: "text to verdict, speed at 5 MB by that at 20 kB",
      ours: mega(wasm.at(-1) ?? 0),
      peer: mega(wasm[1] ?? 0),
      ratio: linear,
      target: "linear: ≥ 0.5 ×",
      holds: linear >= 0.5,
    },
    {
      measure: "native core, 5 MB",
      ours: mega(native ?? 0),
      peer: `memchr's pass ${mega(pass ?? 0)}`,
      ratio: (native ?? 0) / (pass ?? 1),
      target: "the limit",
    },
  ];
}
