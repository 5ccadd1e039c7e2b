// Does what the core orders and the person wants: presses, outlines, lets them point.

import { isShown, labelsOf } from "./blocks.js";
import { roots } from "./changes.js";
import { isDocument, isVisible, listen, member } from "./nodes.js";

/** How a slot is outlined, in colours that are seen on light and on dark pages; and for how long, in ms. */
const OUTLINE = {
  outline: Array(2).fill("4px solid rgb(11, 92, 173)"),
  boxShadow: Array(2).fill("0 0 0 8px rgb(255, 255, 255)"),
  outlineOffset: Array(2).fill("2px"),
};
const OUTLINED = 10_000;

/** When a control was last pressed here, by the clock that starts when the page is asked for. */
let lastPress = 0;
/** @type {{element: Element, purpose: string} | undefined} What the person pointed at. */
let picked;
/** Takes the outline away. */
export let endOutline = () => {};
/** Ends the pointing. */
export let letGo = () => {};

/** Presses an element. @param {HTMLElement | undefined} element */
export function press(element) {
  if (!element || !isShown(element) || element.matches(":disabled,[aria-disabled=true]")) return false;
  lastPress = performance.now();
  element.click();
  return true;
}

/** Brings an element into view and outlines it for a while. An animation changes nothing in the document,
 * and leaves nothing behind. @param {HTMLElement | undefined} element */
export function outline(element) {
  endOutline();
  // A choice is seen where its label is, or the box that unfolds it.
  const boxes = element ? [element, ...labelsOf(element), element.closest("select")] : [];
  const box = boxes.find((box) => box && isVisible(box));
  if (!box) return false;
  member(Element, "scrollIntoView")(box, { block: "center", inline: "nearest", behavior: "instant" });
  const animation = member(Element, "animate")(box, OUTLINE, OUTLINED);
  endOutline = () => animation.cancel();
  return true;
}

/** Lets the person point at something of the page, for a purpose of the popup's, which is closed by the click.
 * @param {string} purpose */
export function pick(purpose) {
  letGo();
  const events = ["pointerdown", "pointerup", "mousedown", "mouseup", "click"];
  const documents = [...roots].filter(isDocument);
  const take = (/** @type {Event} */ event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.type !== "click" || !event.isTrusted) return;
    letGo();
    picked = { element: /** @type {Element} */ (event.composedPath()[0]), purpose };
    browser.runtime.sendMessage({ kind: "picked" }).catch(() => {});
  };
  letGo = () => {
    picked = undefined;
    for (const root of documents)
      for (const name of events) member(EventTarget, "removeEventListener")(root, name, take, true);
  };
  for (const root of documents) for (const name of events) listen(root, name, take, true);
  return true;
}

/** What the person pointed at, once, and for which purpose. */
export function takePicked() {
  const taken = picked;
  picked = undefined;
  return taken;
}

/** How long ago something was pressed here, in ms. */
export const sincePress = () => Math.min(Math.round(performance.now() - lastPress), 0xffff_ffff);
