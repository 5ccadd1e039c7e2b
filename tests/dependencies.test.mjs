// What others wrote and we build with: its licences (tests/dependencies.json) and where it comes from. cargo-deny tells
// the same of crates, but takes four minutes of processor time to build and knows nothing of npm.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { licences, parts } from "../tools/licences.mjs";

const { shipped, development } = JSON.parse(readFileSync("tests/dependencies.json", "utf8"));
const CARGO = ["Cargo", "fuzz/Cargo"];
const OURS = ["bench", "bindgen", "fuzz", "recogniser", "terminwacht"];

/** Whether a licence expression (SPDX) lets one choose among the allowed. Brackets only ever hold alternatives.
 * @param {string} expression @param {string[]} allowed */
const allows = (expression, allowed) =>
  expression
    .split(" AND ")
    .every((part) => part.split(/ OR | ?\/ ?/).some((name) => allowed.includes(name.replace(/[()]/g, ""))));

/** The crates of a tree as `name vVersion` and their licences. @param {string[]} options */
const crates = (...options) => {
  const lines = execFileSync("cargo", [
    "tree",
    "--locked",
    "--prefix",
    "none",
    "--format",
    "{p}\t{l}",
    ...options,
  ]);
  return String(lines)
    .trim()
    .split("\n")
    .filter((line) => line && !line.endsWith("(*)"))
    .map((line) => /** @type {[string, string]} */ (line.split("\t")));
};

/** @type {[string, {version?: string, license?: string, integrity?: string, resolved?: string, link?: boolean}][]} */
const packages = Object.entries(JSON.parse(readFileSync("package-lock.json", "utf8")).packages).filter(
  ([path]) => path,
);

/** @param {[string, string | undefined][]} licences @param {string[]} allowed */
const refused = (licences, allowed) => licences.filter(([, licence]) => !allows(licence ?? "", allowed));

test("what ships may be given on by anybody who gives on Terminwacht", () => {
  const core = crates("--package", "terminwacht", "--edges", "normal", "--target", "wasm32-unknown-unknown");
  assert.ok(core.length > 10);
  assert.deepEqual(refused(core, shipped), []);
});

test("every part that ships is in the notice, with the text of its licence", () => {
  const edges = ["--edges", "normal,no-proc-macro", "--target", "wasm32-unknown-unknown"];
  const wanted = crates("--package", "terminwacht", ...edges)
    .map(([name]) => name.replace(/ v(\S+).*/, " $1"))
    .filter((name) => !OURS.includes(name.split(" ")[0] ?? ""));
  const there = parts().map(({ name, version }) => `${name} ${version}`);
  for (const name of [
    ...wanted,
    there.find((name) => /^Public Suffix List \d/.test(name)) ?? "the list of public suffixes",
    `idb ${packages.find(([path]) => path === "node_modules/idb")?.[1].version}`,
  ])
    assert.ok(there.includes(name), name);
  const notice = licences();
  for (const { name, version, licence, texts } of parts()) {
    assert.ok(notice.includes(`${name} ${version}`.trim()), name);
    assert.ok(
      licence && texts.length > 0 && texts.every((text) => text.length > 300 && notice.includes(text)),
      name,
    );
  }
  assert.equal(notice, licences());
});

test("what only builds and tests is free too", () => {
  const allowed = [...shipped, ...development];
  for (const manifest of CARGO)
    assert.deepEqual(
      refused(crates("--manifest-path", `${manifest}.toml`, "--workspace", "--target", "all"), allowed),
      [],
    );
  assert.deepEqual(
    refused(
      packages.map(([path, { license }]) => [path, license]),
      allowed,
    ),
    [],
  );
});

test("every choice that a licence asks for has to be allowed", () => {
  assert.ok(allows("GPL-3.0 OR MIT", ["MIT"]));
  assert.ok(allows("MIT/Apache-2.0", ["MIT"]));
  assert.ok(!allows("(MIT OR Apache-2.0) AND GPL-3.0", ["MIT"]));
  assert.ok(!allows("", ["MIT"]));
});

test("every crate comes from crates.io, as it was when it was chosen", () => {
  for (const manifest of CARGO) {
    const locked = readFileSync(`${manifest}.lock`, "utf8").split("[[package]]").slice(1);
    const others = locked.filter((entry) => !OURS.includes(/name = "(.*)"/.exec(entry)?.[1] ?? ""));
    assert.ok(others.length > 10);
    for (const entry of others) {
      assert.match(entry, /^source = "registry\+https:\/\/github\.com\/rust-lang\/crates\.io-index"$/m);
      assert.match(entry, /^checksum = "[0-9a-f]{64}"$/m);
    }
  }
});

test("every npm package comes from the registry, as it was when it was chosen", () => {
  for (const [path, { integrity, resolved, link }] of packages) {
    assert.match(integrity ?? "", /^sha512-/, path);
    assert.equal(resolved, undefined, path);
    assert.equal(link, undefined, path);
  }
});
