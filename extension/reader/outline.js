// Collects the lines of an outline, in the form that recogniser/src/page.rs describes.

import { attributes, flagsOf, textOf } from "./blocks.js";
import { isTop } from "./nodes.js";
import { areApart, fold, MOST_TEXT } from "./text.js";

/** What one look hands over at the most. */
const WHOLE = isTop ? { blocks: 50_000, characters: 2_000_000 } : { blocks: 10_000, characters: 400_000 };
/** No line of an outline is longer, whatever its attributes say. In characters. */
const MOST_LINE = 60_000;

/** Collects the lines of an outline, with the element of each. */
export class Outline {
  /** @type {string[]} */ lines = [];
  /** @type {Element[]} */ elements = [];
  characters = 0;
  /** How much of it a person can read. */
  letters = 0;
  cut = false;
  /** The blocks and characters at which it is full. */
  #most = { ...WHOLE };
  #run = "";
  #runDepth = 0;
  #continues = false;
  /** @type {Element | null} */ #runElement = null;
  /** @type {Element | null} The element of its last piece. */ #runEnd = null;

  /** @param {number} depth @param {string} role @param {string} flags @param {string} text @param {Element} element @param {string} [attributes] */
  add(depth, role, flags, text, element, attributes = "") {
    if (this.isFull()) return;
    const line = `${depth}\t${role}\t${flags}\t${text}${attributes}`.slice(0, MOST_LINE);
    this.characters += line.length;
    this.letters += text.length;
    this.lines.push(line);
    this.elements.push(element);
  }

  /** Whether no more fits. Who asks leaves something out. */
  isFull() {
    const { blocks, characters } = this.#most;
    const isFull = this.lines.length >= blocks || this.characters >= characters;
    this.cut ||= isFull;
    return isFull;
  }

  /** Lets less in until the function that is returned is called. @param {{blocks: number, characters: number}} most */
  narrow(most) {
    const before = this.#most;
    this.#most = {
      blocks: Math.min(before.blocks, this.lines.length + most.blocks),
      characters: Math.min(before.characters, this.characters + most.characters),
    };
    return () => {
      this.#most = before;
    };
  }

  /** The beginning of a text that is too long. @param {string} text */
  shorten(text) {
    if (text.length <= MOST_TEXT) return text;
    this.cut = true;
    return text.slice(0, MOST_TEXT);
  }

  /** Text that may go on in the same line. @param {number} depth @param {string} text @param {Element} element */
  say(depth, text, element) {
    const gap = this.#run && element !== this.#runEnd && areApart(this.#run, text) ? " " : "";
    if (this.#run.length < MOST_TEXT) this.#run += gap + this.shorten(text);
    this.#runEnd = element;
    this.#runDepth = depth;
    this.#runElement ??= element;
  }

  /** Writes the text gathered so far, and whether what follows is in the same line. @param {boolean} continues */
  flush(continues) {
    const text = this.#run && fold(this.#run);
    const joined = this.#continues ? "j" : "";
    if (text && this.#runElement) this.add(this.#runDepth, "text", joined, text, this.#runElement);
    this.#continues = continues && (Boolean(text) || this.#continues);
    this.#run = "";
    this.#runElement = null;
  }

  /** @param {number} depth @param {string} role @param {Element} element @param {boolean} inline
   * @param {CSSStyleDeclaration} [style] */
  control(depth, role, element, inline, style) {
    this.flush(inline);
    const joined = inline && this.#continues ? "j" : "";
    this.add(
      depth,
      role,
      flagsOf(element, role, style) + joined,
      fold(this.shorten(textOf(element, role))),
      element,
      attributes(element, role),
    );
    this.#continues = inline;
  }
}
