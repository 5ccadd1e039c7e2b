// What the person does with the page.

import { roots } from "./changes.js";
import { endOutline } from "./hands.js";
import { allIn, attributeOf, isA, listen, member } from "./nodes.js";

/** So many fields and choices are searched for something that was entered. */
const MOST_FIELDS = 2_000;
let lastInput = 0;
/** When the person last brought the page to the front. */
let lastFront = 0;

const noteInput = (/** @type {Event} */ event) => {
  if (!event.isTrusted) return;
  lastInput = Date.now();
  if (/^(keydown|pointerdown)$/.test(event.type)) endOutline();
};

/** Notes what the person does in a document. @param {Document} root */
export function noteInputIn(root) {
  for (const name of ["keydown", "pointerdown", "wheel", "touchstart", "input"])
    listen(root, name, noteInput, { capture: true, passive: true });
}

// The background is not woken for it: it learns of it with the next reading.
const noteFront = (/** @type {Event} */ event) => {
  if (event.isTrusted && document.visibilityState === "visible") lastFront = Date.now();
};

/** Begins to note what the person does. */
export function notePerson() {
  noteInputIn(document);
  listen(document, "visibilitychange", noteFront, { capture: true });
  listen(window, "focus", noteFront, { capture: true });
}

/** The first of many. @template T @param {ArrayLike<T>} elements @returns {T[]} */
const someOf = (elements) => Array.prototype.slice.call(elements, 0, MOST_FIELDS);

const create = member(Document, "createElement");
const kindIn = member(HTMLInputElement, "type");
const [entered, given] = [member(HTMLInputElement, "value"), member(HTMLInputElement, "defaultValue")];
const [chosen, offered] = [member(HTMLInputElement, "checked"), member(HTMLInputElement, "defaultChecked")];

/** What a field holds that nobody has touched: browsers give some of them more than the page says, such as the middle of a
 * slider. @param {HTMLInputElement} field */
function untouched(field) {
  const twin = /** @type {HTMLInputElement} */ (create(document, "input"));
  // The type comes last: what it makes of the others is made once.
  for (const name of ["min", "max", "step", "value", "type"]) {
    const value = attributeOf(field, name);
    if (value !== null) twin.setAttribute(name, value);
  }
  return entered(twin);
}

/** @param {Element} field */
function isChanged(field) {
  if (isA(field, "select"))
    return (
      field.selectedIndex > 0 &&
      someOf(field.options).some((option) => option.selected !== option.defaultSelected)
    );
  if (isA(field, "textarea")) return field.value !== field.defaultValue;
  if (!isA(field, "input") || kindIn(field) === "hidden") return false;
  if (chosen(field) !== offered(field)) return true;
  return entered(field) !== given(field) && entered(field) !== untouched(field);
}

/** Whether something was entered that was not sent. */
export const hasUnsent = () =>
  [...roots].some((root) => someOf(allIn(root, "input,select,textarea")).some(isChanged));

/** How long ago a moment was, in ms. @param {number} moment 0 for never */
const since = (moment) => (moment ? Math.min(Math.max(Date.now() - moment, 0), 0xffff_ffff) : null);

/** How long ago the person did something here, in ms. */
export const sinceInput = () => since(lastInput);

/** How long ago the person brought the page to the front, in ms. */
export const sinceFront = () => since(lastFront);
