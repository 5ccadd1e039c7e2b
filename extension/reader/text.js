// What a person reads in an element.

import { dataOf, firstIn, innerOf, isHtml, nameOf, parentOf, textIn, textsIn } from "./nodes.js";

/** A longer text is no label and no notice: its end is left out. In characters. */
export const MOST_TEXT = 20_000;
/** In a longer text nobody looks for elements that meet without a space. In characters. */
const MOST_PARTED = 300;
/** So many characters on each side tell where they meet. */
const MEETING = 8;
const DIGIT = /^\d$/;
/** What may end a word or a sentence, beside letters. */
const END = /^[\d.!?)]$/;
/** What belongs to the number before it. */
const ORDINAL = /^(?:st|nd|rd|th|er|re|e)\b/i;
const RAISED = /^su[bp]$/;
const NO_TEXT = /^(?:script|style)$/;

/** @param {string | null | undefined} text */
export const fold = (text) =>
  String(text ?? "")
    .replace(/\u00ad/g, "")
    .replace(/\s+/g, " ")
    .trim();

/** What a person reads in an element. The browser takes long to lay out a very long text for us; such a text is
 * taken as it stands in the source.
 * @param {Element} element */
export function innerTextOf(element) {
  const text = textIn(element);
  if (!text || !isHtml(element)) return text;
  if (text.length > MOST_TEXT) return beginningOf(element, MOST_TEXT + 1);
  return text.length <= MOST_PARTED && firstIn(element)
    ? parted(element, innerOf(element))
    : innerOf(element);
}

/** A text with spaces where elements meet that a person sees apart, by a margin or a colour: "10:30" and "3 free".
 * @param {Element} element @param {string} text what is read in it */
function parted(element, text) {
  const texts = textsIn(element);
  let before = "";
  let around = null;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const parent = parentOf(node);
    const own = parent && RAISED.test(nameOf(parent)) ? "" : (dataOf(node) ?? "");
    if (parent !== around && areApart(before, own)) {
      // What stands before a space here may be folded there.
      const end = before.slice(-MEETING).match(/\S+$/)?.[0] ?? "";
      const start = own.slice(0, MEETING).match(/^\S+/)?.[0] ?? "";
      text = text.replace(end + start, () => `${end} ${start}`);
    }
    [before, around] = [own, parent];
  }
  return text;
}

/** Whether texts of two elements, with nothing between them, are two words. Single digits in a row are those of one
 * number. @param {string} before @param {string} text */
export const areApart = (before, text) =>
  (before.length > 1 || text.length > 1) && meet(before.slice(-1), text.slice(0, 1)) && !ORDINAL.test(text);

/** Whether a character is one that nobody writes right behind another. A regular expression for all letters takes some
 * browsers a millisecond to compile, in every document anew.
 * @param {string} last @param {string} first */
function meet(last, first) {
  const begins = DIGIT.test(first) || isUpper(first);
  return begins ? END.test(last) || isUpper(last) || isLower(last) : DIGIT.test(last) && isLower(first);
}

/** @param {string} character */
const isUpper = (character) => character !== character.toLowerCase();

/** @param {string} character */
const isLower = (character) => character !== character.toUpperCase();

/** The beginning of the text in an element as it stands in the source, and perhaps some more.
 * @param {Element} element @param {number} length in characters */
export function beginningOf(element, length) {
  if (!firstIn(element)) return textIn(element);
  const texts = textsIn(element);
  let text = "";
  for (let node = texts.nextNode(); node && text.length < length; node = texts.nextNode()) {
    const parent = parentOf(node);
    if (!parent || !NO_TEXT.test(nameOf(parent))) text += dataOf(node);
  }
  return text;
}
