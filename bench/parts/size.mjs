// How large the packages and the compressed core are, beside others as npm has them.

import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, constants } from "node:zlib";
import { extension } from "../../tools/package.mjs";
import { kB } from "../table.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
/** Where packages of others are kept between two runs. */
const PACKAGES = join(ROOT, "target/bench/packages");
const PACKAGE = 500_000;
const WASM = 200_000;

/** What others ship to browsers. @type {{name: string, version: string, file: string}[]} */
const PEERS = [
  { name: "harper.js", version: "2.10.0", file: "dist/harper_wasm_slim_bg.wasm" },
  { name: "@bitwarden/sdk-internal", version: "0.1.6", file: "bitwarden_wasm_internal_bg.wasm" },
  { name: "@ghostery/adblocker", version: "2.18.2", file: "dist/adblocker.umd.min.js" },
];

/** @param {Buffer} bytes as small as brotli makes them */
const compressed = (bytes) =>
  brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  }).length;

/** How large a file of a package is when compressed; nothing where the registry does not answer. A package never changes:
 * it is asked for once, and compressed once, which takes minutes for a large one.
 * @param {{name: string, version: string, file: string}} peer */
function sizeOf({ name, version, file }) {
  const folder = join(PACKAGES, `${name.replace("/", "-")}-${version}`);
  const known = join(folder, "brotli");
  if (existsSync(known)) return Number(readFileSync(known, "utf8"));
  try {
    if (!existsSync(join(folder, "package", file))) {
      mkdirSync(folder, { recursive: true });
      execFileSync("npm", ["pack", `${name}@${version}`, "--silent", "--pack-destination", folder], {
        timeout: 120_000,
      });
      const [archive = ""] = readdirSync(folder).filter((name) => name.endsWith(".tgz"));
      execFileSync("tar", ["-xzf", join(folder, archive), "-C", folder, `package/${file}`]);
    }
    const size = compressed(readFileSync(join(folder, "package", file)));
    writeFileSync(known, String(size));
    return size;
  } catch {
    return undefined;
  }
}

/** @type {import("../main.mjs").Part} */
export async function size({ browsers }) {
  /** @type {import("../main.mjs").Row[]} */
  const rows = [];
  for (const name of browsers) {
    const { length: bytes } = await extension(join(ROOT, "dist", name));
    const target = { target: `≤ ${kB(PACKAGE)}`, holds: bytes <= PACKAGE };
    rows.push({ measure: `package, ${name}`, ours: kB(bytes), peer: "", ...target });
  }
  const wasm = readFileSync(join(ROOT, "target/core/terminwacht_bg.wasm"));
  const ours = compressed(wasm);
  rows.push({
    measure: "the core's Wasm by brotli 11",
    ours: kB(ours),
    peer: `uncompressed ${kB(wasm.length)}`,
    target: `≤ ${kB(WASM)}`,
    holds: ours <= WASM,
  });
  for (const peer of PEERS) {
    const theirs = sizeOf(peer);
    if (!theirs) {
      console.log(`Left out: npm does not give ${peer.name} ${peer.version}`);
      continue;
    }
    rows.push({
      measure: "the core's Wasm by brotli 11",
      ours: kB(ours),
      peer: `${peer.name} ${peer.version} ${kB(theirs)}`,
      ratio: ours / theirs,
    });
  }
  return rows;
}
