// How the bench counts and writes its figures.

/** @param {number[]} numbers */
export const median = (numbers) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1] ?? 0;

/** @param {number} ratio */
export const times = (ratio) => `${ratio.toFixed(ratio < 0.1 ? 3 : ratio < 10 ? 1 : 0)} ×`;

/** @param {number} number in ms */
export const ms = (number) => `${number.toFixed(number < 10 ? 2 : number < 100 ? 1 : 0)} ms`;

/** @param {number} bytes */
export const kB = (bytes) => `${(bytes / 1000).toFixed(bytes < 10_000 ? 1 : 0)} kB`;

/** @param {string[][]} rows */
export function print(rows) {
  const widths = rows[0]?.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0))) ?? [];
  for (const row of rows)
    console.log(
      row
        .map((cell, column) => (column ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[0] ?? 0)))
        .join("  "),
    );
  console.log();
}
