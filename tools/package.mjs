// Packs dist/ for the stores, and the commit for those who review it, into out/. The same commit gives the same bytes,
// wherever and whenever it is packed.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import { zipSync } from "fflate";
import { version } from "./version.mjs";

/** @typedef {{content: Uint8Array, executable?: boolean}} File */

/** The archives tell local time; this they tell in every time zone. */
const TIME = new Date(1980, 0, 1, 12);
/** The system whose permissions the archives carry. */
const UNIX = 3;
/** More than all files of a commit, in bytes. */
const MUCH = 2 ** 28;

/** @param {Map<string, File>} files by path */
function zip(files) {
  /** @type {import("fflate").Zippable} */
  const sorted = {};
  for (const path of [...files.keys()].sort()) {
    const { content, executable } = /** @type {File} */ (files.get(path));
    const attrs = (executable ? 0o100755 : 0o100644) << 16;
    sorted[path] = [content, { level: 9, mtime: TIME, os: UNIX, attrs }];
  }
  return zipSync(sorted);
}

/** A built extension. @param {string} folder */
export function extension(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return zip(new Map(files.map((file) => [relative(folder, file), { content: readFileSync(file) }])));
}

/** @param {string[]} options @param {string} [input] */
const git = (options, input) => execFileSync("git", options, { input, maxBuffer: MUCH });

/** The files of a git tree. @param {string} tree @returns {Map<string, File>} */
function files(tree) {
  const entries = String(git(["ls-tree", "-r", "-z", "--full-tree", tree]))
    .split("\0")
    .filter((entry) => entry)
    .map((entry) => /** @type {string[]} */ (/^(\d+) blob (\w+)\t(.*)$/s.exec(entry)).slice(1));
  // Answers `ID blob LENGTH`, a line break, the content and a line break for each.
  const contents = git(["cat-file", "--batch"], entries.map(([, id]) => `${id}\n`).join(""));
  const found = new Map();
  let at = 0;
  for (const [mode, , path] of entries) {
    const start = contents.indexOf("\n", at) + 1;
    const end = start + Number(String(contents.subarray(at, start)).split(" ")[2]);
    found.set(path, { content: contents.subarray(start, end), executable: mode === "100755" });
    at = end + 1;
  }
  return found;
}

/** What the packages were built with, for whoever wants to build the same. */
function tools() {
  const system = existsSync("/etc/os-release") ? readFileSync("/etc/os-release", "utf8") : "";
  return [
    readFileSync("target/wasm/compiler.txt", "utf8").trim(),
    `node ${process.versions.node}`,
    /^PRETTY_NAME="?(.*?)"?$/m.exec(system)?.[1] ?? process.platform,
    process.arch,
    "",
  ].join("\n");
}

/** The sources, and what they were built with. @param {string} [tree] in git */
export function source(tree = "HEAD") {
  return zip(files(tree).set("BUILT-WITH.txt", { content: Buffer.from(tools()) }));
}

function main() {
  const name = `terminwacht-${version()}`;
  const packages = {
    [`${name}-chrome.zip`]: extension("dist/chrome"),
    [`${name}-firefox.xpi`]: extension("dist/firefox"),
    ...(existsSync(".git") ? { [`${name}-source.zip`]: source() } : {}),
  };
  mkdirSync("out", { recursive: true });
  const sums = Object.entries(packages).map(([file, content]) => {
    writeFileSync(`out/${file}`, content);
    console.log(`${String(content.length).padStart(9)} bytes  out/${file}`);
    return `${createHash("sha256").update(content).digest("hex")}  ${file}\n`;
  });
  writeFileSync("out/SHA256SUMS", sums.join(""));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main();
