// Tells the background when the document changed.

/** @type {Set<Document | ShadowRoot>} Every root that the last reading met: the document, shadow roots, documents in frames. */
export const roots = new Set([document]);
/** @type {number | undefined} What the background knows us by, once it wants to be told of changes. */
let nonce;
let changed = false;
/** Whether the document is being read, so that nobody need be told. */
let isRead = false;

const observer = new MutationObserver(noteChange);

/** Tells the background, once after each reading, that the document has changed since. More need not be heard
 * before the next reading, however much a page moves. */
export function noteChange() {
  observer.disconnect();
  if (!changed && !isRead && nonce !== undefined)
    browser.runtime.sendMessage({ kind: "changed", nonce }).catch(() => {});
  changed = true;
}

/** Begins anew to wait for a change. */
export function observe() {
  changed = false;
  if (nonce === undefined) return;
  for (const root of roots)
    observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
}

/** Lets the background be told of changes since the last reading. @param {number} given what it knows us by */
export function report(given) {
  const before = nonce;
  nonce = given;
  if (before === undefined) observe();
}

/** Nobody is told of changes while the document is read. @param {boolean} quiet */
export const hush = (quiet) => {
  isRead = quiet;
};

/** Whether the document changed since it was observed last. */
export const hasChanged = () => changed;
