// The version of Terminwacht, which stands in Cargo.toml alone.

import { execFileSync } from "node:child_process";

/** @returns {string} */
export function version() {
  const metadata = execFileSync("cargo", ["metadata", "--no-deps", "--locked", "--format-version", "1"], {
    maxBuffer: 2 ** 26,
  });
  const { packages } = JSON.parse(String(metadata));
  const { version } = packages.find((/** @type {{name: string}} */ { name }) => name === "terminwacht");
  // Browsers know no words in a version.
  if (!/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`Cargo.toml: ${version} is no version for a browser`);
  return version;
}
