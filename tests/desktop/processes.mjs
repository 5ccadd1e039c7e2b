// Programs that tests start, and that end with them whatever happens.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

/** @typedef {import("node:child_process").ChildProcess} ChildProcess */

/** @type {Set<ChildProcess>} */
const running = new Set();

process.once("exit", () => {
  for (const child of running) child.kill("SIGKILL");
});
for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]))
  process.once(signal, () => process.exit(signal === "SIGINT" ? 130 : 143));

const CHANNELS = /** @type {const} */ ({ stdout: 1, stderr: 2, 3: 3 });

/**
 * Starts a program. What it writes can be read line by line; where it is missing, the error names the package.
 * @param {string} command
 * @param {string[]} args
 * @param {{env?: NodeJS.ProcessEnv, from?: string, ready?: keyof typeof CHANNELS}} [options] `from` is the Debian package that
 *   brings it, `ready` where its first line tells that it is up
 */
export function start(command, args, { env = process.env, from = command, ready = "stdout" } = {}) {
  const child = spawn(command, args, { env, stdio: ["ignore", "pipe", "pipe", "pipe"] });
  running.add(child);
  child.once("exit", () => running.delete(child));
  /** @type {Promise<never>} */
  const failed = new Promise((_, reject) => {
    child.once("error", (error) => {
      running.delete(child);
      const missing = /** @type {NodeJS.ErrnoException} */ (error).code === "ENOENT";
      reject(missing ? new Error(`${command} is missing. Install it: sudo apt-get install ${from}`) : error);
    });
    child.once("exit", (code) => reject(new Error(`${command} ended at once, with ${code}`)));
  });
  failed.catch(() => {});
  const [, ...streams] = /** @type {import("node:stream").Readable[]} */ (child.stdio).map((input) =>
    input ? createInterface({ input }) : undefined,
  );
  const up = once(/** @type {import("node:events").EventEmitter} */ (streams[CHANNELS[ready] - 1]), "line");
  return {
    lines: /** @type {import("node:readline").Interface} */ (streams[0]),
    /** Resolves once it logs a line that fits. @param {RegExp} wanted */
    logs: (wanted) =>
      Promise.race([
        new Promise((resolve) => streams[1]?.on("line", (line) => wanted.test(line) && resolve(line))),
        failed,
      ]),
    /** The first line it writes where it says that it is up. @returns {Promise<string>} */
    up: () => Promise.race([up.then(([line]) => String(line)), failed]),
    async stop() {
      if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
    },
  };
}
