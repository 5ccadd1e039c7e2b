import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { cpSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { startDesktop } from "./desktop.mjs";
import { start } from "./processes.mjs";

const HERE = fileURLToPath(new URL("../../", import.meta.url));

/**
 * Starts the demonstration of a copy of the project.
 * @param {string} folder @param {string} browser @param {NodeJS.ProcessEnv} [marks]
 * @returns {{looked: Promise<boolean>, interrupt: () => Promise<void>}} whether it told of a look before it ended
 */
function demonstration(folder, browser, marks) {
  const { DISPLAY, ...env } = process.env;
  const run = spawn(process.execPath, [join(folder, "tools/run.mjs"), browser], {
    env: { ...env, ...marks },
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(run, "exit");
  const looked = (async () => {
    for await (const line of createInterface({ input: run.stdout })) if (/ look at /.test(line)) return true;
    return false;
  })();
  return {
    looked,
    async interrupt() {
      run.kill("SIGINT");
      await ended;
    },
  };
}

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
    const { looked, interrupt } = demonstration(HERE, browser, { TERMINWACHT_MARK: mark });
    assert.ok(await looked, "it looks");
    assert.ok(marked(mark).length > 5, "a desktop and a browser are running");
    await interrupt();
    const end = Date.now() + 10_000;
    while (marked(mark).length > 0 && Date.now() < end);
    assert.deepEqual(marked(mark), []);
  });

  test(`the demonstration runs wherever the project lies (${browser})`, async (t) => {
    const folder = mkdtempSync(join(tmpdir(), "späte Termine 100%20 "));
    t.after(() => rmSync(folder, { recursive: true }));
    for (const part of ["dist", "package.json", "tests", "tools"])
      cpSync(join(HERE, part), join(folder, part), { recursive: true });
    symlinkSync(realpathSync(join(HERE, "node_modules")), join(folder, "node_modules"));
    const { looked, interrupt } = demonstration(folder, browser);
    assert.ok(await looked, "it looks");
    await interrupt();
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
