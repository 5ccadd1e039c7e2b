import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { readdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { startDesktop } from "./desktop.mjs";
import { start } from "./processes.mjs";

const DEMONSTRATION = new URL("../../tools/run.mjs", import.meta.url).pathname;

/** The processes that were started, by whomever, with a mark in their environment. @param {string} mark */
function marked(mark) {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((id) => {
      try {
        if (!readFileSync(`/proc/${id}/environ`, "latin1").includes(mark)) return [];
        // A zombie has ended; it waits for its parent to take note.
        const [, state] = /\) (\w)/.exec(readFileSync(`/proc/${id}/stat`, "latin1")) ?? [];
        return state === "Z" ? [] : [readFileSync(`/proc/${id}/cmdline`, "latin1").replaceAll("\0", " ")];
      } catch {
        return [];
      }
    });
}

for (const browser of ["chrome", "firefox"]) {
  test(`Ctrl-C in the middle of a watch leaves no process behind (${browser})`, async () => {
    const mark = randomUUID();
    const { DISPLAY, ...env } = process.env;
    const run = spawn(process.execPath, [DEMONSTRATION, browser], {
      env: { ...env, TERMINWACHT_MARK: mark },
      stdio: ["ignore", "pipe", "inherit"],
    });
    for await (const line of createInterface({ input: run.stdout })) if (/ look at /.test(line)) break;
    assert.ok(marked(mark).length > 5, "a desktop and a browser are running");
    const ended = once(run, "exit");
    run.kill("SIGINT");
    await ended;
    const end = Date.now() + 10_000;
    while (marked(mark).length > 0 && Date.now() < end);
    assert.deepEqual(marked(mark), []);
  });
}

test("a notification is seen as it was sent", async () => {
  const desktop = await startDesktop({ own: true });
  try {
    const text = 'two lines,\nand "quotes"';
    const sender = start("dunstify", ["--appname=Sender", "A title", text], {
      env: desktop.env,
      from: "dunst",
    });
    const seen = await desktop.notifications.next(({ title }) => title === "A title");
    assert.deepEqual([seen.application, seen.text], ["Sender", text]);
    await sender.stop();
  } finally {
    await desktop.close();
  }
});

test("a missing program is told with the package that brings it", async () => {
  const missing = start("no-such-program", [], { from: "some-package" });
  await assert.rejects(missing.up(), /no-such-program is missing.*apt-get install some-package/);
});
