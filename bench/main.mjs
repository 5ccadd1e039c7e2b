// Measures what Terminwacht costs beside other programs, in one run, and says whether its targets hold.
// node bench/main.mjs [PART...] [--browser chrome|firefox] [--minutes N] [--hour] [--json FILE]

import { writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { parseArgs } from "node:util";
import { print, times } from "./table.mjs";

/**
 * @typedef {import("../tests/desktop/browsers.mjs").BrowserName} BrowserName
 *
 * @typedef {object} Row
 * @property {string} measure
 * @property {string} ours
 * @property {string} peer what it stands beside
 * @property {number} [ratio] ours by the peer's
 * @property {string} [target]
 * @property {boolean} [holds] whether the target is reached
 *
 * @typedef {object} Choice
 * @property {BrowserName[]} browsers
 * @property {number} minutes for how long memory is watched
 * @property {boolean} hour whether requests are counted for a real hour
 *
 * @typedef {(choice: Choice) => Promise<Row[]>} Part
 */

const PARTS = ["look", "text", "start", "popup", "alert", "size", "memory", "requests"];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    browser: { type: "string" },
    minutes: { type: "string", default: "1" },
    hour: { type: "boolean", default: false },
    json: { type: "string" },
  },
});
const unknown = positionals.find((name) => !PARTS.includes(name));
if (unknown) throw new Error(`there is no part "${unknown}"; there are ${PARTS.join(", ")}`);
/** @type {Choice} */
const choice = {
  browsers: values.browser ? [/** @type {BrowserName} */ (values.browser)] : ["chrome", "firefox"],
  minutes: Number(values.minutes),
  hour: values.hour,
};

/** @type {({part: string} & Row)[]} */
const rows = [];
for (const name of positionals.length > 0 ? positionals : PARTS) {
  console.log(`» ${name}`);
  const { [name]: part } = await import(`./parts/${name}.mjs`);
  for (const row of await part(choice)) rows.push({ part: name, ...row });
}
console.log();
print([
  ["part", "measure", "Terminwacht", "beside", "ratio", "target", "holds"],
  ...rows.map(({ part, measure, ours, peer, ratio, target = "reported", holds }) => [
    ...[part, measure, ours, peer, ratio === undefined ? "" : times(ratio), target],
    holds === undefined ? "" : holds ? "yes" : "NO",
  ]),
]);
const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores`;
console.log(`${new Date().toISOString().slice(0, 10)}, ${machine}, Node ${process.versions.node}`);
if (values.json) writeFileSync(values.json, `${JSON.stringify({ machine, rows }, null, 2)}\n`);
process.exit(0);
