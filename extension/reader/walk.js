// Walks through a document, its frames and its shadow trees, and writes down what a person sees there.

import { attributes, flagsOf, isShown, textOf } from "./blocks.js";
import { noteChange, roots } from "./changes.js";
import { lookOf, MARK_LENGTH } from "./looks.js";
import {
  afterOf,
  attributeOf,
  bodyOf,
  dataOf,
  firstOf,
  isA,
  isDocument,
  isElement,
  isMasked,
  isVisible,
  matches,
  member,
  named,
  nameOf,
  nodesIn,
  ownerOf,
  parentOf,
  propertyOf,
  queryIn,
  styleOf,
  typeOf,
} from "./nodes.js";
import { noteInputIn } from "./person.js";
import { FRAMING, LEAVES, LINED, roleOf } from "./roles.js";
import { CLOSED, survey } from "./survey.js";
import { fold, innerTextOf } from "./text.js";

/** @import { Outline } from "./outline.js" */
/** @import { Found } from "./survey.js" */

/** What navigation, headers, footers and asides may take of an outline each. */
const FRAME = { blocks: 1_000, characters: 50_000 };
const NOT_READ = new Set(["script", "style", "noscript", "template", "head"]);
/** So many nodes are read between two looks at the clock. */
const STEP = 10;
/** What may take a slot in a part that is folded away. */
const FOLDED =
  "button,a[href],input[type=radio],input[type=submit],input[type=button],[role=button],[role=radio]";
const MOST_FOLDED = 200;
const TIMED = /\d{1,2}[:.h時]\s?\d{0,2}/;

/**
 * @typedef {object} Level nodes beside each other that are being read
 * @property {Node | null | undefined} parent of all
 * @property {Node | null | undefined} next the one to come
 * @property {number} passed how many were read
 * @property {number} depth
 * @property {Found} found
 * @property {() => void} leave what is done after the last
 */

/** @param {Outline} outline @param {Document | ShadowRoot} root @param {number} depth
 * @returns {Generator<void, Level>} */
function* enter(outline, root, depth) {
  roots.add(root);
  if (isDocument(root)) noteInputIn(root);
  const found = yield* survey(root);
  const top = isDocument(root) ? bodyOf(root) : root;
  return { ...nodesOf(top), depth, found, leave: () => outline.flush(false) };
}

/** @param {Node | null} parent */
const nodesOf = (parent) => ({ parent, next: parent && firstOf(parent), passed: 0 });

/** The next node of a level. Where the page has taken it away, the one that stands in its place now.
 * @param {Level} level */
function nextIn(level) {
  const { parent, next, passed } = level;
  const isThere = !next || ownerOf(next) === parent;
  const node = isThere ? next : parent && nodesIn(parent)[passed];
  level.next = node && afterOf(node);
  level.passed += 1;
  return node;
}

/** Reads a document, however deep its elements are nested. @param {Outline} outline @returns {Generator<void>} */
export function* walk(outline) {
  const levels = [yield* enter(outline, document, 0)];
  let passed = 0;
  for (let level = levels.at(-1); level; level = levels.at(-1)) {
    const node = nextIn(level);
    if (!node || outline.isFull()) {
      level.leave();
      levels.pop();
    } else {
      if (++passed % STEP === 0) yield;
      for (const inner of visit(outline, node, level)) {
        const next = "parent" in inner ? inner : yield* inner;
        if (next) levels.push(next);
      }
    }
  }
}

/**
 * @typedef {(Level | Generator<void, Level | void>)[]} Inner what is in a node and is still to be read, the first last
 * @typedef {object} Face how an element looks
 * @property {CSSStyleDeclaration} style
 * @property {boolean} inline whether what stands beside it is in the same line: a box with lines of its own has its own
 */

/** @param {Outline} outline @param {Node} node @param {Level} level @returns {Inner} */
function visit(outline, node, level) {
  if (typeOf(node) === 3) {
    const host = parentOf(node) ?? /** @type {ShadowRoot | null} */ (ownerOf(node))?.host;
    if (host) outline.say(level.depth, dataOf(node) ?? "", host);
    return [];
  }
  if (!isElement(node)) return [];
  const name = nameOf(node);
  if (NOT_READ.has(name)) return [];
  if (name === "br") {
    outline.flush(false);
    return [];
  }
  const style = styleOf(node);
  const display = propertyOf(style, "display");
  if (display === "none" && !isA(node, "input")) return [];
  if (display !== "contents" && !isShown(node)) return [];
  const inline = display === "inline" || (display.startsWith("inline") && !queryIn(node, "br"));
  return see(outline, node, level, { style, inline });
}

/** @param {Outline} outline @param {Element} element that a person sees @param {Level} level @param {Face} face
 * @returns {Inner} */
function see(outline, element, level, face) {
  const { depth, found } = level;
  if (isMasked(element)) {
    outline.flush(false);
    outline.add(depth, "form", "", "", element);
    return [{ ...nodesOf(element), depth: depth + 1, found, leave: () => outline.flush(false) }];
  }
  if (isSpoken(element)) {
    const choice = element.querySelector("input");
    if (choice) outline.control(depth, roleOf(choice), choice, true);
    return [];
  }
  const meaning = found.marks.get(element);
  if (meaning) {
    outline.flush(true);
    outline.add(depth, "mark", "", "", element, `\tlabel=${meaning}\tlook=${fold(lookOf(element))}`);
    return [];
  }
  const role = found.own.has(element) ? roleOf(element) : "";
  if (LEAVES.has(role)) return control(outline, element, level, role, face);
  if (role === "frame") return frame(outline, /** @type {HTMLIFrameElement} */ (element), depth, face);
  const shadow = found.shadows.get(element);
  if (shadow || found.around.has(element)) return container(outline, element, level, role, face, shadow);
  part(outline, element, level, role, face);
  return [];
}

/** @param {Outline} outline @param {Element} element @param {Level} level @param {string} role @param {Face} face
 * @returns {Inner} */
function control(outline, element, { depth, found }, role, { style, inline }) {
  outline.control(depth, role, element, inline, style);
  const hidden = found.unfolds ? unfoldedBy(element) : null;
  if (hidden && !isVisible(hidden)) folded(outline, hidden, depth + 1);
  return isA(element, "select") ? [options(outline, element, depth + 1)] : [];
}

/** @param {Outline} outline @param {HTMLIFrameElement} element @param {number} depth @param {Face} face
 * @returns {Inner} */
function frame(outline, element, depth, { style }) {
  outline.control(depth, "frame", element, false, style);
  // What another document brings tells nobody else.
  element.addEventListener("load", noteChange);
  const inner = element.contentDocument;
  return inner ? [enter(outline, inner, depth + 1)] : [];
}

/** What contains something that needs a block of its own.
 * @param {Outline} outline @param {Element} element @param {Level} level @param {string} role @param {Face} face
 * @param {ShadowRoot | undefined} shadow @returns {Inner} */
function container(outline, element, { depth, found }, role, { style, inline }, shadow) {
  if (role) open(outline, element, depth, role, style);
  const inside = depth + (role ? 1 : 0);
  if (!inline) outline.flush(false);
  const widen = FRAMING.has(role) ? outline.narrow(FRAME) : null;
  const leave = () => {
    if (isA(element, "details") && !element.open) folded(outline, element, depth + 1);
    if (!inline) outline.flush(false);
    widen?.();
  };
  const level = { ...nodesOf(element), depth: inside, found, leave };
  return shadow ? [level, enter(outline, shadow, inside)] : [level];
}

/** The line of what others stand in.
 * @param {Outline} outline @param {Element} element @param {number} depth @param {string} role
 * @param {CSSStyleDeclaration} style */
function open(outline, element, depth, role, style) {
  outline.flush(false);
  outline.add(depth, role, flagsOf(element, role, style), "", element, attributes(element, role));
}

/** What contains nothing but text: a block of its own, lines, or a part of one.
 * @param {Outline} outline @param {Element} element @param {Level} level @param {string} role @param {Face} face */
function part(outline, element, { depth, found }, role, { style, inline }) {
  if (role && LINED.has(role) && innerTextOf(element).trim().includes("\n")) {
    open(outline, element, depth, role, style);
    text(outline, element, depth + 1, inline);
  } else if (role) {
    outline.flush(false);
    outline.control(depth, role, element, false, style);
  } else if (found.own.has(element)) {
    outline.control(depth, "text", element, inline, style);
  } else {
    text(outline, element, depth, inline);
  }
}

/** @param {Outline} outline @param {HTMLSelectElement} box @param {number} depth @returns {Generator<void>} */
function* options(outline, box, depth) {
  for (const option of box.options) {
    if (outline.isFull()) return;
    outline.control(depth, "option", option, false);
    yield;
  }
}

/** The times in a part that a press unfolds: days are often folded away, one by one. Its words are not taken, for
 * nobody reads them now. @param {Outline} outline @param {Element} part @param {number} depth */
function folded(outline, part, depth) {
  outline.flush(false);
  const controls = [...member(Element, "querySelectorAll")(part, FOLDED)].slice(0, MOST_FOLDED);
  for (const control of controls.filter((control) => !control.closest("summary"))) {
    const role = roleOf(control);
    const input = isA(control, "input");
    const text = fold(input ? textOf(control, role) : control.textContent).slice(0, MARK_LENGTH);
    if (!TIMED.test(text)) continue;
    outline.add(depth, role, flagsOf(control, role), text, control, attributes(control, role));
  }
}

/** What a control, or the control in a heading, says that it unfolds. @param {Element} element */
function unfoldedBy(element) {
  const control = matches(element, CLOSED) ? element : queryIn(element, CLOSED);
  return control && named(control, attributeOf(control, "aria-controls") ?? "");
}

/** @param {Outline} outline @param {Element} element @param {number} depth @param {boolean} inline */
function text(outline, element, depth, inline) {
  const words = outline.shorten(innerTextOf(element));
  if (inline) {
    outline.say(depth, words, element);
  } else {
    outline.flush(false);
    for (const line of words.split("\n")) {
      outline.say(depth, line, element);
      outline.flush(false);
    }
  }
}

/** Whether an element is the label of a choice, whose line has its words already. @param {Element} element */
function isSpoken(element) {
  if (!isA(element, "label")) return false;
  const choice = element.control;
  return (
    choice !== null &&
    isA(choice, "input") &&
    /^(radio|checkbox)$/.test(choice.type) &&
    !element.querySelector("a,button,select")
  );
}
