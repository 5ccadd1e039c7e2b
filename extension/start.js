// Starts the core in the background and in our pages.

import init from "./core/terminwacht.js";

/** Where the core's code lies in the extension. */
const CODE = "core/terminwacht_bg.wasm";

/** @type {ReturnType<typeof init> | undefined} */
let started;

/** In Firefox the background is a page beside ours: what it has compiled need not be compiled again. Where it sleeps or
 * cannot be reached, as from a private window, our page compiles for itself. Who asks again gets the same core, or another
 * try where there is none. */
export function start() {
  const background = /** @type {any} */ (browser.extension?.getBackgroundPage?.());
  started ??= init({ module_or_path: background?.compiledCore ?? CODE }).catch((error) => {
    started = undefined;
    throw error;
  });
  return started;
}
