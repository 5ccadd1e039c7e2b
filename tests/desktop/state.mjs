// Reads what the extension has stored.

/**
 * Whether a watch is doing that, or waits for that.
 * @param {any} watch
 * @param {string} condition
 */
export function isAt(watch, condition) {
  const own = watch?.condition;
  return own === condition || (typeof own === "object" && condition in own);
}

/** What a watch needs the person for. @param {any} watch @returns {string | undefined} */
export function need(watch) {
  return watch?.condition.needs?.need;
}
