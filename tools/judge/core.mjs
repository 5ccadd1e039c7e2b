// The real core, out of a built extension.

import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { InputError } from "./manifest.mjs";

/** @typedef {(page: import("./reader.mjs").Page, today: string) => import("./figures.mjs").Answer} Recognise */

/** @param {string} dist the built extension @returns {Promise<Recognise>} */
export async function loadCore(dist) {
  const core = resolve(dist, "core");
  try {
    const { default: init, recognise } = await import(pathToFileURL(resolve(core, "terminwacht.js")).href);
    await init({ module_or_path: readFileSync(resolve(core, "terminwacht_bg.wasm")) });
    return recognise;
  } catch (error) {
    throw new InputError(`there is no core in ${core}: ${/** @type {Error} */ (error).message}`);
  }
}
