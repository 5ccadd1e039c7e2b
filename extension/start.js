// Starts the core in a page of ours.

import init from "./core/terminwacht.js";

/** In Firefox the background is a page beside ours: what it has compiled need not be compiled again. Where it sleeps or
 * cannot be reached, as from a private window, our page compiles for itself. */
export function start() {
  const background = browser.extension.getBackgroundPage?.();
  return init({ module_or_path: /** @type {any} */ (background)?.compiledCore });
}
