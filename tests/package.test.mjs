// What is handed out: exactly the files that Terminwacht needs, and the same bytes from every clone.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  utimesSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { join, posix } from "node:path";
import { test } from "node:test";
import { unzipSync } from "fflate";
import { extension, source } from "../tools/package.mjs";
import { version } from "../tools/version.mjs";

const BROWSERS = /** @type {const} */ (["chrome", "firefox"]);
/** A release build of the WebAssembly takes so long on a busy machine, in ms. */
const PATIENCE = 30 * 60_000;
/** Somebody to commit what is not committed yet. */
const SOMEBODY = ["AUTHOR", "COMMITTER"].map((role) => ({
  [`GIT_${role}_NAME`]: "Test",
  [`GIT_${role}_EMAIL`]: "test@terminwacht.example",
  [`GIT_${role}_DATE`]: "2026-01-01T00:00:00Z",
}));

/** The colours and signs of the toolbar's icon, as the core names them. */
const MARKS = [
  ...(/\n {4}Mark \{(.*?)\n {4}\}/s.exec(readFileSync("src/watch/event.rs", "utf8"))?.[1] ?? "").matchAll(
    / = "(\w+)"/g,
  ),
].map(([, mark]) => String(mark));

const packages = { chrome: await extension("dist/chrome"), firefox: await extension("dist/firefox") };

/** The files of a package, as texts. @param {keyof typeof packages} browser */
const contents = (browser) =>
  Object.fromEntries(
    Object.entries(unzipSync(packages[browser])).map(([path, content]) => [
      path,
      Buffer.from(content).toString("latin1"),
    ]),
  );

/** The files that a file names, by their paths in the package. @param {string} path @param {string} text */
function named(path, text) {
  if (path === "manifest.json") {
    const manifest = JSON.parse(text);
    const languages = readdirSync("extension/_locales").map(
      (language) => `_locales/${language}/messages.json`,
    );
    return [...files(text), ...(manifest.default_locale ? languages : [])];
  }
  return /\.(html|js)$/.test(path) ? files(text).map((file) => posix.join(posix.dirname(path), file)) : [];
}

/** The files that a text names as values: the bindings name a module for the WebAssembly by a key. Where a name has gaps, the
 * first is an icon's mark and the second its size. @param {string} text */
function files(text) {
  const found = text.matchAll(
    /["'`](?:\.?\/)?([\w${}./-]+\.(?:js|html|css|png|wasm|txt))(?:\?[^"'`]*)?["'`](?!:)/g,
  );
  return [...found].flatMap(([, file = ""]) =>
    file.includes("$")
      ? MARKS.flatMap((mark) =>
          [16, 32].map((size) => file.replace(/\$\{\w+\}/, mark).replace(/\$\{\w+\}/, String(size))),
        )
      : [file],
  );
}

/** Everything that a package needs, from its manifest on; and of it, what is not there.
 * @param {Record<string, string>} there */
function needed(there) {
  const needed = new Set(["manifest.json"]);
  for (const path of needed) for (const file of named(path, there[path] ?? "")) needed.add(file);
  return [...needed].sort();
}

for (const browser of BROWSERS)
  test(`the package has every file that its manifest, pages and scripts name, and no other (${browser})`, () => {
    const there = contents(browser);
    assert.deepEqual(Object.keys(there), needed(there));
    assert.ok(MARKS.length > 3);
  });

test("a file that is missing, and one too many, would be found", () => {
  const there = contents("chrome");
  const { "player.js": _, ...fewer } = there;
  assert.notDeepEqual(Object.keys(fewer).sort(), needed(fewer));
  const more = { ...there, "unused.js": "" };
  assert.notDeepEqual(Object.keys(more).sort(), needed(more));
});

test("no place on this machine is in a package", () => {
  const home = homedir();
  const places = [process.cwd(), `${process.env.CARGO_HOME ?? join(home, ".cargo")}/`, "/registry/src/"];
  if (home !== "/") places.push(`${home}/`);
  for (const browser of BROWSERS)
    for (const [path, text] of Object.entries(contents(browser)))
      for (const place of places) assert.ok(!text.includes(place), `${path} contains ${place}`);
});

test("the version stands in Cargo.toml alone, and what changed in it in the change log", () => {
  for (const file of ["manifest.json", "package.json"])
    assert.equal(JSON.parse(readFileSync(file, "utf8")).version, undefined, file);
  for (const browser of BROWSERS)
    assert.equal(JSON.parse(readFileSync(`dist/${browser}/manifest.json`, "utf8")).version, version());
  const [, latest] = /^## (\d\S+)/m.exec(readFileSync("CHANGELOG.md", "utf8")) ?? [];
  assert.equal(latest, version());
});

test("Firefox's store finds no error, no warning and no notice", () => {
  const options = ["lint", "--source-dir", "dist/firefox", "--output", "json"];
  const report = JSON.parse(String(execFileSync("node_modules/.bin/web-ext", options)));
  assert.deepEqual([...report.errors, ...report.warnings, ...report.notices], []);
  assert.equal(report.summary.errors + report.summary.warnings + report.summary.notices, 0);
  assert.equal(report.metadata.version, version());
});

/** The source package is no clone: whoever has it compares checksums. */
const skip = !existsSync(".git");
test("another clone gives the same packages, byte for byte", { timeout: PATIENCE, skip }, async (t) => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "another clone ")));
  t.after(() => rmSync(folder, { recursive: true }));
  const clone = join(folder, "clone");
  const env = { ...process.env, ...Object.assign({}, ...SOMEBODY) };
  /** @param {string[]} options @param {NodeJS.ProcessEnv} [more] */
  const git = (options, more) => String(execFileSync("git", options, { env: { ...env, ...more } })).trim();
  // With what is not committed yet: it is what dist/ was built from.
  const index = { GIT_INDEX_FILE: join(folder, "index") };
  git(["add", "--all"], index);
  const commit = git(["commit-tree", git(["write-tree"], index), "-m", "Here"]);
  git(["init", "--quiet", clone]);
  git(["push", "--quiet", clone, `${commit}:refs/heads/here`]);
  git(["-C", clone, "checkout", "--quiet", "here"]);
  // Only tools are shared, not what they make. To git, a link is no folder that it ignores.
  appendFileSync(join(clone, ".git/info/exclude"), "/node_modules\n");
  symlinkSync(realpathSync("node_modules"), join(clone, "node_modules"));
  if (existsSync("target/debug")) {
    mkdirSync(join(clone, "target"));
    symlinkSync(realpathSync("target/debug"), join(clone, "target/debug"));
  }
  // Nothing is newer than they are, so that none are installed.
  utimesSync(join(clone, "package-lock.json"), 0, 0);
  const elsewhere = { TZ: "Pacific/Auckland", LC_ALL: "C" };
  execFileSync("sh", ["-c", "umask 077; exec ./build.sh package"], {
    cwd: clone,
    env: { ...env, ...elsewhere },
    stdio: ["ignore", "ignore", "inherit"],
  });
  const name = `terminwacht-${version()}`;
  /** @type {Record<string, Uint8Array>} */
  const here = {
    [`${name}-chrome.zip`]: packages.chrome,
    [`${name}-firefox.xpi`]: packages.firefox,
    [`${name}-source.zip`]: await source(commit),
  };
  assert.deepEqual(readdirSync(join(clone, "out")).sort(), ["SHA256SUMS", ...Object.keys(here)]);
  for (const [file, content] of Object.entries(here))
    assert.ok(readFileSync(join(clone, "out", file)).equals(content), file);
  execFileSync("sha256sum", ["--check", "--strict", "--quiet", "SHA256SUMS"], { cwd: join(clone, "out") });
});
