// Measures the recogniser on a folder of saved pages: the real reader in a real browser, the real core.
// node tools/judge.mjs DIR [--json FILE] [--browser chrome|firefox] [--explain ID] [--floor FILE] [--dist DIR]
// It ends with 0 when all was measured, however well; with 1 below a floor; with 2 where the input is wrong.

import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { loadCore } from "./judge/core.mjs";
import { FLOORS, figures, UNREAD } from "./judge/figures.mjs";
import { InputError, readManifest } from "./judge/manifest.mjs";
import { servePages } from "./judge/pages.mjs";
import { isBrowser, startReader } from "./judge/reader.mjs";
import { explanation, report, summary } from "./judge/report.mjs";

/** Pages read side by side. */
const LANES = 3;

/**
 * @typedef {import("./judge/manifest.mjs").Entry} Entry
 * @typedef {import("./judge/figures.mjs").Result} Result
 * @typedef {import("./judge/reader.mjs").Page} Page
 * @typedef {import("./judge/core.mjs").Recognise} Recognise
 * @typedef {{result: Result, page?: Page}} Judged
 */

function options() {
  try {
    const { values, positionals } = parseArgs({
      allowPositionals: true,
      options: {
        json: { type: "string" },
        browser: { type: "string", default: "chrome" },
        explain: { type: "string" },
        floor: { type: "string" },
        dist: { type: "string", default: fileURLToPath(new URL("../dist/chrome", import.meta.url)) },
      },
    });
    const [folder, ...more] = positionals;
    if (!folder || more.length) throw new InputError("it takes one folder of pages");
    const { browser } = values;
    if (!isBrowser(browser)) throw new InputError(`--browser is chrome or firefox, not ${browser}`);
    return { ...values, browser, folder };
  } catch (error) {
    // What parseArgs throws says what is wrong with the arguments.
    if (error instanceof TypeError) throw new InputError(error.message);
    throw error;
  }
}

/** @param {string} file @returns {[typeof FLOORS[number], number][]} */
function readFloors(file) {
  /** @type {unknown} */
  let floors;
  try {
    floors = JSON.parse(readFileSync(file, "utf8"));
  } catch (error) {
    throw new InputError(`${file}: ${/** @type {Error} */ (error).message}`);
  }
  const named = Object.entries(floors ?? {});
  for (const [name, floor] of named)
    if (!FLOORS.includes(/** @type {any} */ (name)) || typeof floor !== "number")
      throw new InputError(`${file}: "${name}" is not one of ${FLOORS.join(", ")} with a number`);
  if (named.length === 0) throw new InputError(`${file} names no floor`);
  return /** @type {[typeof FLOORS[number], number][]} */ (named);
}

/** @param {string} file @param {string} text */
function write(file, text) {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(`${file} cannot be written: ${/** @type {Error} */ (error).message}`);
  }
}

/**
 * @param {Entry} entry @param {string} address
 * @param {import("./judge/reader.mjs").Reader} reader @param {Recognise} recognise
 * @returns {Promise<Judged>}
 */
async function judge(entry, address, reader, recognise) {
  const start = performance.now();
  const milliseconds = () => Math.round(performance.now() - start);
  try {
    const { page, remarks } = await reader.read(address);
    const answer = recognise(page, entry.today);
    return { result: { entry, ...answer, milliseconds: milliseconds(), remarks }, page };
  } catch (error) {
    const quote = error instanceof Error ? error.message : String(error);
    const evidence = [{ quote, reason: "could not be read" }];
    const nothing = { verdict: UNREAD, slots: [], evidence, against: [], notes: [] };
    return { result: { entry, ...nothing, milliseconds: milliseconds(), remarks: [] } };
  }
}

/**
 * @param {Entry[]} entries @param {import("./judge/reader.mjs").BrowserName} browser @param {Recognise} recognise
 * @returns {Promise<Judged[]>} in the order of the entries
 */
async function judgeAll(entries, browser, recognise) {
  const pages = await servePages(entries);
  const lanes = Math.min(LANES, entries.length);
  try {
    const reader = await startReader(browser, pages.host, lanes);
    /** @type {Judged[]} */
    const judged = new Array(entries.length);
    const waiting = entries.entries();
    let done = 0;
    const lane = async () => {
      for (const [index, entry] of waiting) {
        judged[index] = await judge(entry, pages.address(entry), reader, recognise);
        done += 1;
        if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${entries.length} pages`);
      }
    };
    try {
      await Promise.all(Array.from({ length: lanes }, lane));
    } finally {
      await reader.close();
      if (process.stderr.isTTY) process.stderr.write("\r\x1b[K");
    }
    return judged;
  } finally {
    await pages.close();
  }
}

/** One line of the file that --json names. @param {Result} result */
const jsonOf = ({ entry, verdict, evidence, against, notes, session, slots, milliseconds, remarks }) =>
  JSON.stringify({
    id: entry.id,
    expected: entry.verdict,
    verdict,
    evidence,
    against,
    notes,
    session,
    slots,
    milliseconds,
    remarks: [...entry.remarks, ...remarks],
  });

async function main() {
  const { folder, browser, json, explain, floor, dist } = options();
  const floors = floor ? readFloors(floor) : [];
  const all = readManifest(folder, new Date().toISOString().slice(0, 10));
  const entries = explain ? all.filter(({ id }) => id === explain) : all;
  if (entries.length === 0) throw new InputError(`no page has the id ${explain}`);
  if (json) write(json, "");
  const judged = await judgeAll(entries, browser, await loadCore(dist));
  const results = judged.map(({ result }) => result);
  if (json) write(json, `${results.map(jsonOf).join("\n")}\n`);
  for (const { result, page } of judged) if (explain) console.log(`${explanation(result, page)}\n`);
  if (!explain) console.log(`${report(results)}\n`);
  const reached = figures(results);
  for (const [name, least] of floors) {
    if (reached[name] >= least) continue;
    process.exitCode = 1;
    console.log(`${name} fell to ${reached[name].toFixed(4)}, below the floor of ${least}\n`);
  }
  console.log(summary(results));
}

try {
  await main();
} catch (error) {
  if (!(error instanceof InputError)) throw error;
  console.error(`judge: ${error.message}`);
  process.exitCode = 2;
}
