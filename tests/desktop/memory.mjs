// How much memory programs take, as the system counts it.

import { readdirSync, readFileSync } from "node:fs";

/** @typedef {{id: number, parent: number, name: string, command: string}} Process */

/** Every process that runs. @returns {Process[]} */
function processes() {
  return readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .flatMap((entry) => {
      try {
        const [, name = "", parent] =
          /^\d+ \((.*)\) \S (\d+)/s.exec(readFileSync(`/proc/${entry}/stat`, "latin1")) ?? [];
        const command = readFileSync(`/proc/${entry}/cmdline`, "latin1").replaceAll("\0", " ");
        return [{ id: Number(entry), parent: Number(parent), name, command }];
      } catch {
        // It has ended meanwhile.
        return [];
      }
    });
}

/** A process and all that it started. @param {number} root @returns {Process[]} */
export function family(root) {
  const all = processes();
  const children = (/** @type {number} */ id) => all.filter(({ parent }) => parent === id);
  /** @type {(process: Process) => Process[]} */
  const below = (process) => [process, ...children(process.id).flatMap(below)];
  return all.filter(({ id }) => id === root).flatMap(below);
}

/**
 * What processes take in MB, where pages that several share count for each with its share.
 * @param {Process[]} processes
 */
export function memory(processes) {
  const shares = processes.map(({ id }) => {
    try {
      return Number(/^Pss:\s+(\d+) kB/m.exec(readFileSync(`/proc/${id}/smaps_rollup`, "latin1"))?.[1]);
    } catch {
      return 0;
    }
  });
  return shares.reduce((sum, share) => sum + share, 0) / 1024;
}
