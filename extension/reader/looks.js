// What elements look like, and what a legend says of that.

import { attributeOf, isElement, nameOf, propertyOf, styleOf } from "./nodes.js";
import { fold } from "./text.js";

/** Begins like a day or a time. */
const NUMBERED = /^\D{0,3}\d{1,2}(?!\d)/;
/** A word, so that it may explain a mark. */
const WORDED = /\p{L}{3}/u;
/** The most characters of what a mark stands for, and of what may bear a mark. */
export const MARK_LENGTH = 40;

const CLASS = /[^\t\n\f\r ]+/g;
const MOST_CLASSES = 12;
/** The colours of what nobody painted. */
const PLAIN = /^rgba\(.* 0\)$|^rgb\(255, 255, 255\)$/;

/** Whether a text may bear a mark that a legend explains. @param {string} text */
export const isBearer = (text) => text.length <= MARK_LENGTH && NUMBERED.test(text.trim());

/** What tells elements of one kind from others at sight: words to compare, not to understand.
 * @param {Element} element */
export function lookOf(element) {
  const classes = new Set(attributeOf(element, "class")?.match(CLASS));
  return [...[...classes].slice(0, MOST_CLASSES), ...paintOf(element)].join(" ");
}

/** Whether an element has a look. @param {Element} element */
export const hasLook = (element) =>
  Boolean(attributeOf(element, "class")?.trim()) || paintOf(element).length > 0;

/** The colour an element is painted in, where it is. @param {Element} element */
function paintOf(element) {
  const colour = propertyOf(styleOf(element), "background-color");
  return PLAIN.test(colour) ? [] : [colour.replace(/ /g, "")];
}

/** What a mark in a legend stands for: a blank element beside a few words.
 * @param {Element} element */
export function meaningOf(element) {
  let beside = element.nextSibling;
  while (beside && (beside.nodeType === Node.COMMENT_NODE || !fold(beside.textContent)))
    beside = beside.nextSibling;
  const parent = element.parentElement;
  // The corner before the heads of columns explains nothing: a legend goes on with the next mark.
  const isCell = parent && nameOf(parent) === "tr";
  if (isCell && beside && isElement(beside) && isHead(beside)) return "";
  // Behind the last cell of a row comes another row, which explains nothing.
  const next = isCell ? null : parent?.nextElementSibling;
  const words = fold((beside ?? next)?.textContent);
  return words.length <= MARK_LENGTH && WORDED.test(words) ? words : "";
}

/** Whether a cell is the head of a column, by its name or because two more cells with words follow it.
 * @param {Element} cell */
function isHead(cell) {
  const second = cell.nextElementSibling;
  const third = second?.nextElementSibling;
  return nameOf(cell) === "th" || Boolean(fold(second?.textContent) && fold(third?.textContent));
}
