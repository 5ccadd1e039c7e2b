// The practice pages: each as a small booking site would use its widget.

import { Html, html } from "../portal/html.mjs";
import { days } from "./days.mjs";
import * as cally from "./pages/cally.mjs";
import * as flatpickr from "./pages/flatpickr.mjs";
import * as fullcalendar from "./pages/fullcalendar.mjs";
import * as jqueryUi from "./pages/jquery-ui.mjs";
import * as list from "./pages/list.mjs";
import * as vuetify from "./pages/vuetify.mjs";

/**
 * @typedef {import("../portal/words.mjs").Language} Language
 * @typedef {import("../portal/words.mjs").Words} Words
 *
 * @typedef {object} Page
 * @property {string[]} styles files of the widget, in `node_modules`
 * @property {(language: Language) => string[]} scripts likewise
 * @property {(words: Words) => Html} body
 * @property {Record<Language, Words>} words with `title` and those that its script shows
 * @property {"days" | "times" | "all"} shows the free days alone, the times of the first too, or all times
 *
 * @typedef {keyof typeof PAGES} Name
 */

export const PAGES = { cally, flatpickr, fullcalendar, "jquery-ui": jqueryUi, list, vuetify };
/** @type {readonly Name[]} */
export const NAMES = /** @type {Name[]} */ (Object.keys(PAGES));

/** @param {string} name @returns {name is Name} */
export const isName = (name) => Object.hasOwn(PAGES, name);

/**
 * @param {Name} name @param {Language} language @param {string} today ISO
 * @param {import("./days.mjs").State} state
 */
export function pageOf(name, language, today, state) {
  /** @type {Page} */
  const { styles, scripts, body, words } = PAGES[name];
  const { title, ...own } = words[language];
  if (state === "silent") delete own.none;
  const site = JSON.stringify({ language, today, days: days(today, state), words: own }).replaceAll(
    "<",
    "\\u003c",
  );
  return html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>${title}</title>
    ${styles.map((path) => html`<link rel="stylesheet" href="/modules/${path}">`)}
    <script type="application/json" id="site">${new Html(site)}</script>
    ${scripts(language).map((path) => html`<script defer src="/modules/${path}"></script>`)}
    <script type="module" src="/own/${name}.mjs"></script>
  </head>
  <body>${body(words[language])}</body>
</html>
`;
}
