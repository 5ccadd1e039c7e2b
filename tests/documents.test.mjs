// What the documents name is there: the files that they link to and the commands that they tell to run.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

const markdown = (/** @type {string} */ folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .map((name) => join(folder, name));
const DOCUMENTS = [".", "docs", "docs/store"]
  .flatMap(markdown)
  .map((name) => ({ name, text: readFileSync(name, "utf8") }));

/** Folders that are only there when something was built, or that a reader makes. */
const MADE = /^(dist|out|target|node_modules)\b/;
/** Names in an example, or of several files. */
const PATTERN = /[*…]|\b(LANGUAGE|VERSION|FILE|DIR)\b/;
/** A document that shows how to make it tells of a file that is not there. */
const EXAMPLES = ["sites/auwalde.txt"];

/** @param {string} heading as its anchor */
const anchor = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

/** What does not hold in the documents, as `document: what`.
 * @param {(document: {name: string, text: string}) => string[]} wrong */
const wrongs = (wrong) =>
  DOCUMENTS.flatMap((document) => wrong(document).map((what) => `${document.name}: ${what}`));

test("every link leads to a file, and to a heading in it", () => {
  const isDead = (/** @type {string} */ name, /** @type {string} */ link) => {
    const [path = "", part] = link.split("#");
    const file = path ? join(dirname(name), path) : name;
    if (!existsSync(file)) return true;
    const headings = [...readFileSync(file, "utf8").matchAll(/^#+ (.*)$/gm)].map(([, heading = ""]) =>
      anchor(heading),
    );
    return part !== undefined && !headings.includes(part);
  };
  assert.deepEqual(
    wrongs(({ name, text }) =>
      [...text.matchAll(/\]\(([^)]+)\)/g)]
        .map(([, link = ""]) => link)
        .filter((link) => !/^https?:/.test(link) && isDead(name, link)),
    ),
    [],
  );
});

test("every file that is named is there", () => {
  const roots = readdirSync(".");
  const isThere = (/** @type {string} */ path) =>
    // RELIABILITY.md names tests by their folder or without the end of their name.
    ["", "tests/", "src/", "extension/"].some((folder) =>
      ["", ".test.mjs", ".rs"].some((end) => existsSync(folder + path.replace(/\/$/, "") + end)),
    );
  const isPath = (/** @type {string} */ word) =>
    /^[\w.-]+(\/[\w.-]*)+$/.test(word) &&
    (roots.includes(word.split("/")[0] ?? "") || /^(e2e|watch)\//.test(word));
  assert.deepEqual(
    wrongs(({ text }) =>
      [...text.matchAll(/`([^`\n]+)`/g)]
        .flatMap(([, code = ""]) => code.split(" "))
        .filter((word) => isPath(word) && !MADE.test(word) && !PATTERN.test(word) && !EXAMPLES.includes(word))
        .filter((word) => !isThere(word)),
    ),
    [],
  );
});

test("every command of build.sh that is named is in its help", () => {
  const help = execFileSync("./build.sh", ["--help"], { encoding: "utf8" });
  const known = [...help.matchAll(/^\.\/build\.sh (\w+)/gm)].map(([, command]) => command);
  assert.ok(known.includes("test"));
  assert.deepEqual(
    wrongs(({ text }) =>
      [...text.matchAll(/\.\/build\.sh ([a-z]\w*)/g)]
        .map(([, command = ""]) => command)
        .filter((command) => !known.includes(command)),
    ),
    [],
  );
});

test("the German README has what the English one has", () => {
  const shape = (/** @type {string} */ name) =>
    readFileSync(name, "utf8")
      .split("\n")
      .flatMap((line) => /^(#+ |```\w*|\| `\w+`|\*\*|\d\.|- )/.exec(line)?.[0] ?? []);
  assert.deepEqual(shape("README.de.md"), shape("README.md"));
});

test("the stores' forms answer for every permission, and every kind of data", () => {
  const rows = readFileSync("docs/store/review.md", "utf8").matchAll(/^\|( `.*?) \|/gm);
  const named = [...rows].flatMap(([, names = ""]) =>
    [...names.matchAll(/`(\w+)`/g)].map(([, name]) => name),
  );
  const { permissions, browser_specific_settings } = JSON.parse(readFileSync("manifest.json", "utf8"));
  const { optional } = browser_specific_settings.gecko.data_collection_permissions;
  assert.deepEqual(named.sort(), [...permissions, ...optional].sort());
});

test("the stores' summaries are short enough, and Chrome's is that of the manifest", () => {
  for (const language of ["en", "de"]) {
    const { description } = JSON.parse(readFileSync(`extension/_locales/${language}/messages.json`, "utf8"));
    const text = readFileSync(`docs/store/${language}.md`, "utf8");
    const [chrome, firefox = ""] = [...text.matchAll(/^> (.*)$/gm)].map(([, summary]) => summary);
    assert.equal(chrome, description.message);
    assert.ok(description.message.length <= 132 && firefox.length <= 250, language);
  }
});
