// Starts the core in the background and in our pages.

import init from "./core/terminwacht.js";

/** Where the core's code lies in the extension. */
const CODE = "core/terminwacht_bg.wasm";

/** In Firefox the background is a page beside ours: what it has compiled need not be compiled again. Where it sleeps or
 * cannot be reached, as from a private window, our page compiles for itself. */
export function start() {
  const background = /** @type {any} */ (browser.extension?.getBackgroundPage?.());
  return init({ module_or_path: background?.compiledCore ?? CODE });
}
