// The core as a program of its own, built by `./build.sh bench` (bench/src/main.rs).

import { execFileSync } from "node:child_process";

const PROGRAM = new URL("../target/release/measure", import.meta.url).pathname;

/** What it measured. @param {(string | number)[]} what @returns {number[]} */
export const measured = (...what) =>
  execFileSync(PROGRAM, what.map(String), { encoding: "utf8" }).split(" ").map(Number);
