// Draws the toolbar's icons: a calendar sheet whose colour and sign tell the state.

import { Resvg } from "@resvg/resvg-js";

/** The toolbar shows every mark in these sizes, in pixels. */
const TOOLBAR = [16, 32];
/** Where browsers list the extension, and in notifications, some stand larger.
 * @type {Record<string, number[]>} */
const LARGER = { idle: [48, 128], free: [128] };

/** The mark of each state (src/watch/mod.rs) as colour and sign. The sign tells it without the colour.
 * @type {Record<string, {colour: string, sign: string}>} */
const MARKS = {
  idle: { colour: "#5f6b7a", sign: '<circle cx="16" cy="20" r="3.5"/>' },
  watching: {
    colour: "#1f6feb",
    sign: '<path d="M7 20 Q16 11.5 25 20 Q16 28.5 7 20 Z M16 16.5 a3.5 3.5 0 1 0 .01 0 Z" fill-rule="evenodd"/>',
  },
  free: {
    colour: "#15803d",
    sign: '<path d="M9.5 20 l4.5 4.5 l8.5 -8.5" fill="none" stroke="#fff" stroke-width="3.6"/>',
  },
  attention: {
    colour: "#c2410c",
    sign: '<path d="M14.2 13 h3.6 v7.5 h-3.6 Z"/><circle cx="16" cy="24.3" r="2.2"/>',
  },
  paused: {
    colour: "#7a5c9e",
    sign: '<path d="M11 14 h3.6 v11.5 h-3.6 Z M17.4 14 h3.6 v11.5 h-3.6 Z"/>',
  },
};

/** @param {string} mark */
function draw(mark) {
  const { colour, sign } = /** @type {{colour: string, sign: string}} */ (MARKS[mark]);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
    <path d="M9 1.5 v5 M23 1.5 v5" stroke="${colour}" stroke-width="4" stroke-linecap="round"/>
    <rect x="2" y="4" width="28" height="27" rx="5" fill="${colour}"/>
    <rect x="2" y="9" width="28" height="1.6" fill="#fff" opacity=".75"/>
    <g fill="#fff" stroke-linejoin="round" stroke-linecap="round">${sign}</g>
  </svg>`;
}

/** Every icon, by file name.
 * @returns {Map<string, Uint8Array>} */
export function icons() {
  const files = new Map();
  for (const mark of Object.keys(MARKS)) {
    const picture = draw(mark);
    for (const size of [...TOOLBAR, ...(LARGER[mark] ?? [])]) {
      const image = new Resvg(picture, { fitTo: { mode: "width", value: size } }).render();
      files.set(`${mark}-${size}.png`, image.asPng());
    }
  }
  return files;
}
