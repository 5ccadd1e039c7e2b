// Packs dist/ for the stores, and the commit for those who review it, into out/. The same commit gives the same bytes,
// wherever and whenever it is packed.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { pathToFileURL } from "node:url";
import zopfli from "@gfx/zopfli";
import { deflateSync } from "fflate";
import { version } from "./version.mjs";
import { zip } from "./zip.mjs";

/** @typedef {import("./zip.mjs").File} File */

/** @param {Uint8Array} content */
const checksum = (content) => createHash("sha256").update(content).digest("hex");

/** More than all files of a commit, in bytes. */
const MUCH = 2 ** 28;

/** @type {Map<string, Promise<Uint8Array>>} by checksum: the packages have most files in common */
const deflated = new Map();

/** About the smallest that deflate can make of it, in its time. @param {Uint8Array} content */
async function smallest(content) {
  const sum = checksum(content);
  const made = deflated.get(sum) ?? zopfli.deflateAsync(content, { numiterations: 5 });
  deflated.set(sum, made);
  return made;
}

/** For what nobody waits for. @param {Uint8Array} content */
const small = async (content) => deflateSync(content, { level: 9 });

/** A built extension. @param {string} folder */
export function extension(folder) {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return zip(
    new Map(files.map((file) => [relative(folder, file), { content: readFileSync(file) }])),
    smallest,
  );
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
  return zip(files(tree).set("BUILT-WITH.txt", { content: Buffer.from(tools()) }), small);
}

async function main() {
  const name = `terminwacht-${version()}`;
  const packages = {
    [`${name}-chrome.zip`]: await extension("dist/chrome"),
    [`${name}-firefox.xpi`]: await extension("dist/firefox"),
    ...(existsSync(".git") ? { [`${name}-source.zip`]: await source() } : {}),
  };
  mkdirSync("out", { recursive: true });
  const sums = Object.entries(packages).map(([file, content]) => {
    writeFileSync(`out/${file}`, content);
    console.log(`${String(content.length).padStart(9)} bytes  out/${file}`);
    return `${checksum(content)}  ${file}\n`;
  });
  writeFileSync("out/SHA256SUMS", sums.join(""));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) await main();
