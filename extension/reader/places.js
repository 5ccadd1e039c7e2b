// Where documents stand among the windows of a page.

import { isTop } from "./nodes.js";

/** A window among more has no number. */
const MOST_WINDOWS = 200;
/** Nor has one that is nested deeper. */
const MOST_NESTED = 20;

/** Where a window stands in the page, as recogniser/src/page.rs describes it. @param {Window | null} view */
export function placeOf(view) {
  const numbers = [];
  for (let here = view; here !== window.top; here = here.parent) {
    if (!here || numbers.length === MOST_NESTED) return "-";
    const { parent } = here;
    const number = Array.from({ length: Math.min(parent.length, MOST_WINDOWS) }).findIndex(
      (_, index) => parent[index] === here,
    );
    if (number < 0) return "-";
    numbers.unshift(number);
  }
  return numbers.join(".");
}

/** Where this document stands if it is to be read apart: if its parent cannot see into it, and shows it.
 * @returns {string | null} */
export const apart = () =>
  isTop || window.frameElement || !innerWidth || !innerHeight ? null : placeOf(window);
