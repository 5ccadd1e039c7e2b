// What others wrote and the packages contain: the crates in the WebAssembly, the standard library below them, the list of
// public suffixes in one of them, and idb, each with its licence. The same dependencies give the same text.

import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";

/**
 * @typedef {{name: string, version: string, licence: string, texts: string[]}} Part
 * @typedef {{id: string, name: string, version: string, license: string, source: string | null, manifest_path: string, targets: {kind: string[]}[]}} Package
 * @typedef {{id: string, deps: {pkg: string, dep_kinds: {kind: string | null}[]}[]}} Node
 */

/** Where a licence may be chosen, the first of these that there is; where all hold, each file. */
const CHOSEN = ["LICENSE-MIT", "LICENSE", "LICENSE-APACHE"];

/** @param {string} file */
const text = (file) => readFileSync(file, "utf8").replaceAll("\r\n", "\n").trim();

/** The text of our own licences with somebody else's name, for parts that come without one of their own. */
const apache = () => text("LICENSE-APACHE");
const standardLibrary = () => text("LICENSE-MIT").replace(/^Copyright .*$/m, LIBRARY.join("\n"));

/** Who holds the rights in the standard library, and in what of it a WebAssembly takes along, as the licences say there:
 * dlmalloc, hashbrown, and compiler_builtins with libm, which stand on compiler-rt and musl. */
const LIBRARY = [
  "Copyright (c) The Rust Project Contributors",
  "Copyright (c) 2014 Alex Crichton",
  "Copyright (c) 2016 Amanieu d'Antras",
  "Copyright (c) 2018 Jorge Aparicio",
  "Copyright (c) 2009-2016 by the contributors listed in CREDITS.TXT of compiler-rt",
  "Copyright (c) 2005-2020 Rich Felker, et al.",
];

/** @param {Package} package_ @returns {Part} */
function part({ name, version, license: licence, manifest_path }) {
  const folder = dirname(manifest_path);
  const there = readdirSync(folder)
    .filter((file) => /^(licen[cs]e|notice)/i.test(file))
    .sort();
  const chosen = CHOSEN.find((file) => there.includes(file));
  const further = there.filter(
    (file) => /^notice/i.test(file) || (licence.includes(" AND ") && /unicode/i.test(file)),
  );
  const texts = [...(chosen ? [chosen] : []), ...further].map((file) => text(join(folder, file)));
  if (texts.length === 0) {
    if (!licence.includes("Apache-2.0"))
      throw new Error(`${name} ${version} (${licence}) has no licence text`);
    texts.push(apache());
  }
  return { name, version, licence, texts };
}

/** The crates in the WebAssembly: what builds them and what only tests use is not in it. @returns {Part[]} */
function crates() {
  const options = ["--format-version", "1", "--locked", "--filter-platform", "wasm32-unknown-unknown"];
  const { packages, resolve } = JSON.parse(
    String(
      execFileSync("cargo", ["metadata", ...options], {
        maxBuffer: 2 ** 26,
        stdio: ["ignore", "pipe", "inherit"],
      }),
    ),
  );
  const byId = new Map(packages.map((/** @type {Package} */ package_) => [package_.id, package_]));
  const nodes = new Map(resolve.nodes.map((/** @type {Node} */ node) => [node.id, node]));
  const own = packages.find((/** @type {Package} */ { name }) => name === "terminwacht");
  const shipped = new Set();
  const waiting = [own.id];
  for (let id = waiting.pop(); id; id = waiting.pop()) {
    if (shipped.has(id)) continue;
    shipped.add(id);
    for (const { pkg, dep_kinds } of nodes.get(id).deps)
      if (
        dep_kinds.some((/** @type {{kind: string | null}} */ { kind }) => kind === null) &&
        !byId.get(pkg).targets.some((/** @type {{kind: string[]}} */ { kind }) => kind.includes("proc-macro"))
      )
        waiting.push(pkg);
  }
  // Of our own there is no source elsewhere.
  const shippedPackages = [...shipped].map((id) => byId.get(id)).filter(({ source }) => source !== null);
  return [...shippedPackages.map(part), ...shippedPackages.flatMap(suffixes)];
}

/** The list of public suffixes has a licence of its own, which its head tells, and where its source is.
 * @param {Package} package_ @returns {Part[]} */
function suffixes({ name, manifest_path }) {
  if (name !== "structured-public-domains") return [];
  const [head = ""] = text(join(dirname(manifest_path), "data/public_suffix_list.dat")).split("// ===BEGIN");
  const version = /^\/\/ VERSION: (\S+)/m.exec(head)?.[1];
  if (!version || !head.includes("mozilla.org/MPL/2.0"))
    throw new Error("the list of public suffixes does not tell its version and licence");
  return [
    {
      name: "Public Suffix List",
      version,
      licence: "MPL-2.0",
      texts: [head.replaceAll(/^\/\/ ?/gm, "").trim()],
    },
  ];
}

/** @returns {Part} */
function idb() {
  const {
    name,
    version,
    license: licence,
  } = JSON.parse(readFileSync("node_modules/idb/package.json", "utf8"));
  return { name, version, licence, texts: [text("node_modules/idb/LICENSE")] };
}

/** Everything that ships and is not ours, by name. */
export function parts() {
  const library = {
    name: "Rust standard library",
    version: "",
    licence: "MIT OR Apache-2.0",
    texts: [standardLibrary()],
  };
  return [...crates(), idb(), library].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The notice that the packages come with. */
export function licences() {
  const all = parts();
  /** @param {Part} part */
  const title = ({ name, version }) => `${name} ${version}`.trim();
  /** @type {Map<string, string[]>} the parts of each text */
  const byText = new Map();
  for (const part of all)
    for (const text of part.texts) byText.set(text, [...(byText.get(text) ?? []), title(part)]);
  const rule = "=".repeat(80);
  return [
    "Terminwacht is licensed under MIT OR Apache-2.0, as you like. It contains these works of others:\n",
    ...all.map((part) => `  ${title(part)} (${part.licence})`),
    ...[...byText].map(([text, names]) => `\n${rule}\n${names.join(", ")}\n${rule}\n\n${text}`),
    `\n${rule}\nTerminwacht\n${rule}\n\n${text("LICENSE-MIT")}\n\n${apache()}\n`,
  ].join("\n");
}
