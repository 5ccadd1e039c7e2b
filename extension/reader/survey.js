// Finds what deserves a line of its own in a document, before any line is written.

import { known, labelsOf } from "./blocks.js";
import { hasLook, isBearer, meaningOf } from "./looks.js";
import {
  allIn,
  dataOf,
  firstIn,
  isA,
  isHtml,
  isVisible,
  matches,
  nameOf,
  nearest,
  parentOf,
  propertyOf,
  shadowOf,
  styleOf,
  textIn,
  textsIn,
} from "./nodes.js";
import { ATTRIBUTED, LEAVES, OWN, roleOf } from "./roles.js";

const MOST_POINTER_CHECKS = 4_000;
const MOST_MARKS = 40;
const MARKS = new Set(["span", "div", "i", "b", "em", "td", "th", "p", "li", "dt"]);
/** So many elements are passed over between two looks at the clock. */
const STRIDE = 500;
/** The elements to which browsers let a page attach a shadow tree. */
const MAY_HOST = /-|^(article|aside|blockquote|body|div|footer|h[1-6]|header|main|nav|p|section|span)$/;
/** What an element states about itself, as the letters of an outline. @type {[string, string][]} */
const STATES = [
  ["d", ":disabled,[aria-disabled=true],[inert] *,[aria-disabled=true] *"],
  ["s", "del,s,strike"],
  ["c", "[aria-selected=true],[aria-checked=true],[aria-current]:not([aria-current=false])"],
  ["b", "[aria-busy=true],progress,[role=progressbar]"],
];
const STATED = STATES.map(([, selector]) => selector).join(",");
/** What unfolds a part of the page that is folded away. */
export const CLOSED = "[aria-expanded=false][aria-controls]:not(form)";

/** @type {Map<string, {isOwn: boolean, mayHost: boolean, mayMark: boolean}>} What elements of a name may be. */
const kinds = new Map();
/** @param {string} name */
function kindOf(name) {
  let kind = kinds.get(name);
  if (!kind) {
    kind = { isOwn: OWN.has(name), mayHost: MAY_HOST.test(name), mayMark: MARKS.has(name) };
    kinds.set(name, kind);
  }
  return kind;
}

/** @typedef {{own: Set<Element>, around: Set<Element>, marks: Map<Element, string>, shadows: Map<Element, ShadowRoot>, unfolds: boolean}} Found */

/** Finds every element worth a block of its own, all that contain one, the marks of legends, and shadow trees.
 * @param {Document | ShadowRoot} root @returns {Generator<void, Found>} */
export function* survey(root) {
  /** @type {Set<Element>} */ const own = new Set();
  /** @type {Set<Element>} */ const around = new Set();
  /** @type {Map<Element, string>} */ const marks = new Map();
  /** @type {Map<Element, ShadowRoot>} */ const shadows = new Map();
  const mark = (/** @type {Element} */ element) => {
    own.add(element);
    for (let parent = parentOf(element); parent && !around.has(parent); parent = parentOf(parent))
      around.add(parent);
  };
  for (const element of allIn(root, ATTRIBUTED)) mark(element);
  yield;
  for (const element of allIn(root, STATED)) {
    const stated = STATES.filter(([, selector]) => matches(element, selector));
    known.states.set(element, stated.map(([flag]) => flag).join(""));
  }
  for (const label of allIn(root, "label")) {
    const control = isA(label, "label") ? label.control : null;
    if (!control) continue;
    known.labels.set(control, labelsOf(control));
    labelsOf(control).push(/** @type {HTMLLabelElement} */ (label));
  }
  let passed = 0;
  for (const element of allIn(root, "*")) {
    if (++passed % STRIDE === 0) yield;
    const { isOwn, mayHost, mayMark } = kindOf(nameOf(element));
    if (isOwn) mark(element);
    const shadow = mayHost && isHtml(element) ? shadowOf(element) : null;
    if (shadow) {
      shadows.set(element, shadow);
      mark(element);
    } else if (mayMark && marks.size < MOST_MARKS && !firstIn(element) && !textIn(element).trim()) {
      // What a person uses is no mark, whatever face it has; an icon may be one.
      const role = roleOf(element);
      const isUsed = matches(element, "[onclick],[tabindex]") || (LEAVES.has(role) && role !== "image");
      const meaning = !isUsed && isVisible(element) && hasLook(element) ? meaningOf(element) : "";
      if (!meaning) continue;
      marks.set(element, meaning);
      mark(element);
    }
  }
  known.tellsLooks ||= marks.size > 0;
  yield;
  // A slot may be a plain element that only its pointer gives away.
  const texts = textsIn(root);
  let checks = 0;
  for (let text = texts.nextNode(); text && checks < MOST_POINTER_CHECKS; text = texts.nextNode()) {
    if (++passed % STRIDE === 0) yield;
    const value = dataOf(text) ?? "";
    if (value.length > 60 || !/\d/.test(value)) continue;
    const parent = parentOf(text);
    if (!parent || own.has(parent) || nearest(parent, "a,button,script,style")) continue;
    checks += 1;
    if (propertyOf(styleOf(parent), "cursor") === "pointer" || (marks.size > 0 && isBearer(value)))
      mark(parent);
    if (checks % 200 === 0) yield;
  }
  const unfolds = allIn(root, CLOSED).length > 0;
  return { own, around, marks, shadows, unfolds };
}
