// Writes dist/chrome and dist/firefox: the extension's files, the core, the icons, the one library, the licences of what
// others wrote, and of the one manifest what that browser understands, with the version.

import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { build } from "esbuild";
import { icons } from "./icons.mjs";
import { licences } from "./licences.mjs";
import { version } from "./version.mjs";

/** @typedef {Record<string, any>} Manifest */

/** @type {Record<string, (manifest: Manifest) => Manifest>} */
const BROWSERS = {
  chrome: ({ browser_specific_settings, background: { scripts, ...background }, ...rest }) => ({
    ...rest,
    background,
  }),
  firefox: ({
    minimum_chrome_version,
    background: { service_worker, ...background },
    permissions,
    ...rest
  }) => ({
    ...rest,
    background,
    permissions: permissions.filter((/** @type {string} */ permission) => permission !== "offscreen"),
  }),
};

/** What people wait for: as one file each, for a browser takes milliseconds for every module. */
const QUICK = ["background.js", "popup.js"];
/** The modules that nothing else needs. */
const WITHIN = ["send.js"];
/** How these files are made of their modules. @type {import("esbuild").BuildOptions} */
const BUNDLE = { bundle: true, format: "esm", target: "es2024", minify: true, logLevel: "warning" };
/** What runs in people's pages is no module there. It begins once in each document, and its injection answers where that
 * stands. */
const READER = {
  banner: { js: 'if (!Object.hasOwn(globalThis, "terminwachtReader")) (() => {\n"use strict";' },
  footer: { js: "})();\nglobalThis.terminwachtReader.apart();" },
};

const manifest = { ...JSON.parse(readFileSync("manifest.json", "utf8")), version: version() };
const pictures = icons();
const notice = licences();

for (const [browser, own] of Object.entries(BROWSERS)) {
  const folder = `dist/${browser}`;
  rmSync(folder, { recursive: true, force: true });
  const isOwnFile = (/** @type {string} */ file) => !/\.d\.ts$|^extension\Wreader$/.test(file);
  cpSync("extension", folder, { recursive: true, filter: isOwnFile });
  cpSync("target/core", `${folder}/core`, { recursive: true, filter: (file) => !file.endsWith(".d.ts") });
  cpSync("node_modules/idb/build/index.js", `${folder}/idb/index.js`);
  const quick = QUICK.map((script) => `${folder}/${script}`);
  await build({ ...BUNDLE, entryPoints: quick, outdir: folder, allowOverwrite: true });
  const reader = ["extension/reader/reader.js"];
  await build({ ...BUNDLE, ...READER, entryPoints: reader, outdir: folder });
  for (const module of WITHIN) rmSync(`${folder}/${module}`);
  writeFileSync(`${folder}/manifest.json`, `${JSON.stringify(own(manifest), null, 2)}\n`);
  writeFileSync(`${folder}/licences.txt`, notice);
  mkdirSync(`${folder}/icons`);
  for (const [name, picture] of pictures) writeFileSync(`${folder}/icons/${name}`, picture);
}
