// Measures the recogniser on a folder of saved pages: the real reader in a real browser, the real core.
// node tools/judge.mjs DIR [--json FILE] [--browser chrome|firefox] [--explain ID] [--floor FILE]

import { readFileSync, writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { figures, isRight, report } from "./judge/figures.mjs";
import { ManifestError, readManifest, servePages } from "./judge/pages.mjs";
import { READERS } from "./judge/reader.mjs";

/** Pages read side by side. */
const LANES = 3;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    json: { type: "string" },
    browser: { type: "string", default: "chrome" },
    explain: { type: "string" },
    floor: { type: "string" },
  },
});

/** @param {string} message @returns {never} */
function fail(message) {
  console.error(`judge: ${message}`);
  process.exit(2);
}

/** The last day that an incomplete date may mean. @param {string | undefined} date */
function dayOf(date) {
  const [, year, month, day] = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?/.exec(date ?? "") ?? [];
  if (!year) return new Date().toISOString().slice(0, 10);
  if (day) return `${year}-${month}-${day}`;
  return new Date(Date.UTC(Number(year), month ? Number(month) : 12, 0)).toISOString().slice(0, 10);
}

const [folder, ...more] = positionals;
if (!folder || more.length) fail("it takes one folder of pages");
const start = READERS[values.browser] ?? fail(`--browser is chrome or firefox, not ${values.browser}`);
/** @type {import("./judge/pages.mjs").Entry[]} */
let entries = [];
try {
  entries = readManifest(folder);
} catch (error) {
  if (!(error instanceof ManifestError)) throw error;
  fail(error.message);
}
if (values.explain) {
  entries = entries.filter(({ id }) => id === values.explain);
  if (!entries.length) fail(`no page has the id ${values.explain}`);
}

const core = new URL("../dist/chrome/core/", import.meta.url);
const { default: init, recognise } = await import(new URL("terminwacht.js", core).href);
await init({ module_or_path: readFileSync(new URL("terminwacht_bg.wasm", core)) });
const server = await servePages(folder, entries);
const reader = await start(LANES);
/** @type {import("./judge/figures.mjs").Result[]} */
const results = new Array(entries.length);
let next = 0;
let done = 0;

async function lane() {
  for (let index = next++; index < entries.length; index = next++) {
    const entry = /** @type {import("./judge/pages.mjs").Entry} */ (entries[index]);
    try {
      const page = await reader.read(server.address(entry));
      const answer = recognise(page, dayOf(entry.ref_date));
      results[index] = { entry, ...answer };
      if (values.explain) explain(page, answer);
    } catch (error) {
      const quote = String(/** @type {Error} */ (error).message);
      results[index] = {
        entry,
        verdict: "unread",
        slots: [],
        evidence: [{ quote, reason: "error" }],
        against: [],
      };
    }
    done += 1;
    if (process.stdout.isTTY) process.stdout.write(`\r${done} of ${entries.length} pages`);
  }
}

/** @param {{title: string, status: number | null, outline: string}} page @param {any} answer */
function explain(page, answer) {
  console.log(`title: ${page.title}\nstatus: ${page.status ?? "unknown"}\n`);
  for (const [number, line] of page.outline.split("\n").entries())
    console.log(`${String(number).padStart(5)}  ${line}`);
  console.log(`\n${JSON.stringify(answer, null, 2)}\n`);
}

await Promise.all(Array.from({ length: LANES }, lane));
await reader.close();
await server.close();
if (process.stdout.isTTY) process.stdout.write("\r\x1b[K");

if (values.json) {
  const lines = results.map(({ entry, verdict, ...rest }) =>
    JSON.stringify({ id: entry.id, expected: entry.verdict, verdict, ...rest }),
  );
  writeFileSync(values.json, `${lines.join("\n")}\n`);
}
let below = false;
if (values.floor) {
  const reached = /** @type {Record<string, any>} */ (figures(results));
  for (const [name, floor] of Object.entries(JSON.parse(readFileSync(values.floor, "utf8")))) {
    if (reached[name] >= floor) continue;
    below = true;
    console.log(`${name} fell to ${reached[name].toFixed(4)}, below the floor of ${floor}`);
  }
}
console.log(report(results));
process.exit(below || results.some((result) => values.explain && !isRight(result)) ? 1 : 0);
