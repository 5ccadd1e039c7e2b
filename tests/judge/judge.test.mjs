import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFileSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { makeFolder } from "./make.mjs";

const JUDGE = new URL("../../tools/judge.mjs", import.meta.url).pathname;
/** @type {string[]} */
const folders = [];
after(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

function folder() {
  const made = makeFolder();
  folders.push(made);
  return made;
}

/** @param {string[]} args @returns {Promise<{code: number, output: string, error: string}>} */
function judge(...args) {
  return new Promise((resolve) => {
    execFile(process.execPath, [JUDGE, ...args], (error, output, errorOutput) => {
      resolve({ code: error ? Number(error.code) : 0, output, error: errorOutput });
    });
  });
}

for (const browser of ["chrome", "firefox"]) {
  test(`each page is read with its status, encoding and day, without its scripts (${browser})`, async () => {
    const made = folder();
    const json = join(made, "out.jsonl");
    const { code, output } = await judge(made, "--json", json, "--browser", browser);
    assert.equal(code, 0);
    const lines = readFileSync(json, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      lines.map(({ id, expected, verdict }) => [id, expected, verdict]),
      [
        ["free", "Free", "Free"],
        ["none", "NoneFree", "NoneFree"],
        ["refused", "Refused", "Refused"],
        ["article", "Unclear", "Unclear"],
        ["mislabelled", "Free", "NoneFree"],
      ],
    );
    assert.equal(lines[0].slots[0].date, "2026-03-13");
    assert.equal(lines[0].slots[0].time.start, "10:20:00");
    assert.equal(lines[1].evidence[0].quote, "Für Sie sind keine freien Termine verfügbar.");
    assert.match(output, /mislabelled: expected Free, got NoneFree/);
    assert.equal(output.trimEnd().split("\n").at(-1), "4 passed, 1 failed");
  });
}

test("a page is explained with its outline and every piece of evidence", async () => {
  const { output } = await judge(folder(), "--explain", "free");
  assert.match(output, /button\t\t10:20 Uhr/);
  assert.match(output, /\+ control: 10:20 Uhr/);
});

test("figures below the floor fail", async () => {
  const made = folder();
  const floor = join(made, "floor.json");
  writeFileSync(floor, JSON.stringify({ accuracy: 0.9, freePrecision: 1 }));
  const { code, output } = await judge(made, "--floor", floor);
  assert.equal(code, 1);
  assert.match(output, /accuracy fell to 0\.8000, below the floor of 0\.9/);
  assert.doesNotMatch(output, /freePrecision fell/);
});

test("a manifest without its form is told with file and line", async () => {
  const made = folder();
  appendFileSync(join(made, "manifest.jsonl"), '{"id": "x", "file": "x.html", "verdict": "Perhaps"}\n');
  const { code, error } = await judge(made);
  assert.equal(code, 2);
  assert.match(error, /manifest\.jsonl:6: "verdict" is "Perhaps"/);
});

test("a folder without a manifest is told what judge takes", async () => {
  const { code, error } = await judge("/nowhere");
  assert.equal(code, 2);
  assert.match(error, /judge takes a folder with a manifest\.jsonl/);
});
