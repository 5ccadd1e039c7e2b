// The core as a program of its own, built by `./build.sh bench` (bench/src/main.rs).

import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const PROGRAM = fileURLToPath(new URL("../target/release/measure", import.meta.url));

/** What it measured. @param {(string | number)[]} what @returns {number[]} */
export const measured = (...what) =>
  execFileSync(PROGRAM, what.map(String), { encoding: "utf8" }).split(" ").map(Number);
