// Reads the visible document as an outline of blocks, slice by slice, and knows which element each of them is.

import { known, MOST_ATTRIBUTE } from "./blocks.js";
import { hasChanged, hush, observe, roots } from "./changes.js";
import { allIn, isHtml, isTop, member } from "./nodes.js";
import { Outline } from "./outline.js";
import { fold } from "./text.js";
import { walk } from "./walk.js";

/** How long one look may take, in ms. */
const PATIENCE = isTop ? 10_000 : 3_000;
/** How much of a title, and of the name of a language, is handed over; src/bounds.rs takes no more. */
const MOST_TITLE = 1_000;
const MOST_LANGUAGE = 100;
/** A page that shows fewer characters is told apart by what it loads. */
const BLANK = 100;
const MOST_SCRIPTS = 20;
/** How long one slice of a look may hold the page, in ms: a quarter of a frame at 30 per second. */
const SLICE = 8;

/** @type {Element[]} The elements of the last reading, by block. */
let elements = [];
/** @type {Element[]} Those of the reading before. */
let elementsBefore = [];
/** Begins anywhere, so that no line of a document is taken for one of the document before. */
let [serial = 0] = crypto.getRandomValues(new Uint32Array(1));
/** @type {Promise<Page> | undefined} The reading under way. */
let reading;
/** Whether the document changed while it was read. */
let stale = false;

const { port1: near, port2: far } = new MessageChannel();
/** Lets the page have its turn. A timer would do it once a second only where the tab is in the background. */
const pause = () =>
  globalThis.scheduler?.yield?.() ??
  new Promise((resolve) => {
    near.onmessage = () => resolve(undefined);
    far.postMessage(null);
  });

/** Reads the document, giving way to it between slices. Who asks meanwhile gets the same reading.
 * @param {boolean} wantsLooks whether the looks of days and times matter although no legend tells of them */
export function read(wantsLooks = false) {
  hush(true);
  reading ??= look(wantsLooks).finally(() => {
    reading = undefined;
    hush(false);
  });
  return reading;
}

/** @param {boolean} wantsLooks @returns {Promise<Page>} */
async function look(wantsLooks) {
  observe();
  roots.clear();
  known.tellsLooks = wantsLooks;
  known.labels.clear();
  known.states.clear();
  const outline = new Outline();
  const end = performance.now() + PATIENCE;
  let sliceEnd = performance.now() + SLICE;
  for (const _ of walk(outline)) {
    if (performance.now() < sliceEnd) continue;
    await pause();
    outline.cut ||= performance.now() > end;
    if (performance.now() > end) break;
    sliceEnd = performance.now() + SLICE;
  }
  outline.flush(false);
  await pause();
  if (outline.letters < BLANK)
    for (const script of [...member(Document, "scripts")(document)]
      .filter(({ src }) => src)
      .slice(0, MOST_SCRIPTS))
      outline.add(0, "script", "", "", script, `\tsource=${fold(script.src).slice(0, MOST_ATTRIBUTE)}`);
  elementsBefore = elements;
  elements = outline.elements;
  serial = (serial + 1) >>> 0;
  stale = hasChanged();
  observe();
  const [navigation] = performance.getEntriesByType("navigation");
  return {
    url: location.href,
    title: member(Document, "title")(document).slice(0, MOST_TITLE),
    language: (member(Document, "documentElement")(document)?.lang ?? "").slice(0, MOST_LANGUAGE),
    status: /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.responseStatus || null,
    operator: [...allIn(document, "meta[name=terminwacht i]")]
      .map((meta) => meta.getAttribute("content") ?? "")
      .join(" ")
      .slice(0, 300),
    outline: outline.lines.join("\n"),
    cut: outline.cut,
  };
}

/** The element of one line of the last reading, or of the one before: another may have come between the decision and
 * this. Nothing where it is no longer there.
 * @param {number} wanted @param {number} line */
export function at(wanted, line) {
  const element = [elements, elementsBefore][(serial - wanted) >>> 0]?.[line];
  return element && isHtml(element) && element.isConnected ? element : undefined;
}

/** The line of the last reading at which an element stands, or what is around it. @param {Element} wanted */
export const lineOf = (wanted) =>
  elements.findLastIndex((element) => member(Node, "contains")(element, wanted));

/** Which reading was the last, and whether the document changed while it was made. */
export const lastReading = () => ({ serial, stale });
