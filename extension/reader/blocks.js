// What the line of an outline says of its element.

import { isBearer, lookOf, MARK_LENGTH } from "./looks.js";
import {
  attributeOf,
  firstIn,
  isA,
  isVisible,
  named,
  nameOf,
  namesOf,
  propertyOf,
  queryIn,
  styleOf,
} from "./nodes.js";
import { placeOf } from "./places.js";
import { LEAVES, pictured } from "./roles.js";
import { beginningOf, fold, innerTextOf, MOST_TEXT } from "./text.js";

export const MOST_ATTRIBUTE = 300;
const LOOKS_LIKE_A_SLOT =
  /\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|avail|free|frei|full|book/i;

/** What was found out about the elements of the page before any is written down. */
export const known = {
  /** @type {Map<Element, HTMLLabelElement[]>} The labels of controls. To ask a control for them would search its whole page. */
  labels: new Map(),
  /** @type {Map<Element, string>} What elements state about themselves. */
  states: new Map(),
  /** Whether the looks of days and times matter: a legend explains them, or the person has shown us some. */
  tellsLooks: false,
};

/** A choice is often hidden behind a styled label: then the label's visibility counts.
 * @param {Element} element */
export function isShown(element) {
  if (isVisible(element)) return true;
  if (!isA(element, "input") || !/^(radio|checkbox)$/.test(element.type)) return false;
  return labelsOf(element).some(isVisible);
}

/** @param {Element} element */
export const labelsOf = (element) => known.labels.get(element) ?? [];

/** @param {Element} element */
function labelOf(element) {
  const named = attributeOf(element, "aria-labelledby");
  const label =
    attributeOf(element, "aria-label") ||
    (named && textsOf(element, named)) ||
    labelsOf(element).map(innerTextOf).join(" ");
  return label && fold(label.slice(0, MOST_TEXT));
}

/** @param {Element} element @param {string} ids */
const textsOf = (element, ids) =>
  ids
    .split(/\s+/)
    .map((id) => (id && named(element, id)?.textContent) || "")
    .join(" ")
    .trim();

/** @param {Element} element @param {string} role */
export function textOf(element, role) {
  if (isA(element, "input")) return role === "button" ? element.value : labelOf(element);
  if (isA(element, "select") || isA(element, "textarea")) return labelOf(element);
  if (role === "image") return pictured(element);
  if (role === "frame") return attributeOf(element, "alt") ?? "";
  return innerTextOf(element);
}

/** @param {Element} element */
const isChosen = (element) =>
  (isA(element, "input") && element.checked) || (isA(element, "option") && element.selected);

/** @param {Element} element @param {string} role @param {CSSStyleDeclaration} [style] */
export function flagsOf(element, role, style = styleOf(element)) {
  const stated = known.states.get(element) ?? "";
  const isCell = role === "cell" || role === "item" || role === "text";
  const cursor = isCell ? propertyOf(style, "cursor") : "";
  let flags = "";
  if (stated.includes("d") || cursor === "not-allowed" || propertyOf(style, "pointer-events") === "none")
    flags += "d";
  if (stated.includes("s") || propertyOf(style, "text-decoration-line").includes("line-through"))
    flags += "s";
  if (stated.includes("c") || isChosen(element)) flags += "c";
  // A day of a calendar may be a button that calls itself a cell.
  if (cursor === "pointer" || (isCell && nameOf(element) === "button")) flags += "p";
  if (stated.includes("b")) flags += "b";
  return flags;
}

/** @param {Element} element @param {string} role */
export function attributes(element, role) {
  let text = "";
  const note = (/** @type {string} */ name, /** @type {string | null | undefined} */ value) => {
    const folded = value && fold(value.slice(0, MOST_TEXT)).slice(0, MOST_ATTRIBUTE);
    if (folded) text += `\t${name}=${folded}`;
  };
  note("label", labelOf(element));
  const names = namesOf(element);
  const own = (/** @type {string} */ name) => (names.includes(name) ? attributeOf(element, name) : null);
  for (const name of ["title", "alt", "datetime"]) note(name, own(name));
  const kind = nameOf(element);
  if (role === "field") note("type", kind === "input" ? own("type") || "text" : kind);
  else if (role !== "item") note("value", own("value"));
  const [columns, rows] = role === "cell" ? [own("colspan"), own("rowspan")] : [];
  if (columns || rows) note("span", `${columns || 1}x${rows || 1}`);
  if (role === "frame") noteFrame(/** @type {HTMLIFrameElement} */ (element), note);
  for (const name of names) {
    const value = name.startsWith("data-") ? (own(name) ?? "") : "";
    if (value && value.length < 80 && LOOKS_LIKE_A_SLOT.test(value)) note("data", value);
  }
  if (LEAVES.has(role) && firstIn(element)) {
    const inner = role === "image" ? null : queryIn(element, "img[alt],svg title,[aria-label]:not(form)");
    if (inner)
      note("alt", inner.getAttribute("alt") || inner.getAttribute("aria-label") || inner.textContent);
    note("datetime", queryIn(element, "time[datetime]")?.getAttribute("datetime"));
  }
  if (known.tellsLooks && isBearer(beginningOf(element, MARK_LENGTH + 1))) note("look", lookOf(element));
  return text;
}

/** @param {HTMLIFrameElement} frame @param {(name: string, value: string) => void} note */
function noteFrame(frame, note) {
  const { width, height } = frame.getBoundingClientRect();
  note("source", frame.src);
  note("size", `${Math.round(width)}x${Math.round(height)}`);
  if (!frame.contentDocument) note("place", placeOf(frame.contentWindow));
}
