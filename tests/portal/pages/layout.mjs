// What stands around every page: header, navigation, footer, cookie note.

import { html } from "../html.mjs";
import { wordsOf } from "../words.mjs";
import { additions } from "./additions.mjs";

/** @typedef {import("../answer.mjs").Visit} Visit */
/** @typedef {import("../state.mjs").SiteName} SiteName */

/**
 * A path inside the site that keeps the language the address asked for.
 * @param {SiteName} site
 * @param {Visit} visit
 * @param {string} path
 * @param {Record<string, string>} [query]
 */
export function link(site, visit, path, query = {}) {
  const params = new URLSearchParams(query);
  if (visit.url.searchParams.has("lang")) params.set("lang", visit.language);
  return `/${site}${path}${params.size > 0 ? `?${params}` : ""}`;
}

/**
 * The address of this page in the other language; a page that came by POST has only the site's start.
 * @param {SiteName} site
 * @param {Visit} visit
 */
function otherLanguage(site, visit) {
  const params = new URLSearchParams(visit.method === "GET" ? visit.url.search : "");
  params.set("lang", visit.language === "de" ? "en" : "de");
  return `/${site}${visit.method === "GET" ? visit.path : "/"}?${params}`;
}

/**
 * @param {SiteName} site
 * @param {Visit} visit
 * @param {import("../html.mjs").Html} content
 */
export function frame(site, visit, content) {
  const words = wordsOf(site, visit.language);
  const start = link(site, visit, "/");
  return html`
    <a class="skip" href="#content">${words.skip}</a>
    <header class="site-header">
      <a class="brand" href="${start}">
        <img src="/${site}/assets/${site}/icon.svg" alt="" width="40" height="40">
        <span><strong>${words.brand}</strong><small>${words.claim}</small></span>
      </a>
      <nav aria-label="${words.navigation}">
        <a href="#manage">${words.manage}</a>
        <a href="#help">${words.help}</a>
        <a class="language" lang="${visit.language === "de" ? "en" : "de"}" href="${otherLanguage(site, visit)}"
          >${words.otherLanguage}</a>
      </nav>
    </header>
    <main id="content">${content}</main>
    <footer class="site-footer">
      <p>${words.footer}</p>
      <p class="practice">${words.practice}</p>
      <ul>
        <li><a href="#contact">${words.contact}</a></li>
        <li><a href="#imprint">${words.imprint}</a></li>
        <li><a href="#privacy">${words.privacy}</a></li>
        <li><a href="#accessibility">${words.accessibility}</a></li>
      </ul>
    </footer>
    <aside class="cookies" hidden>
      <p>${words.cookies}</p>
      <button type="button">${words.cookiesClose}</button>
    </aside>`;
}

/**
 * @param {SiteName} site
 * @param {Visit} visit
 * @param {object} page
 * @param {string} page.title
 * @param {string} page.script the module that the page runs
 * @param {import("../html.mjs").Html} page.body
 */
export function shell(site, visit, { title, script, body }) {
  const words = wordsOf(site, visit.language);
  return html`<!doctype html>
<html lang="${visit.language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    ${visit.operator && html`<meta name="terminwacht" content="${visit.operator}">`}
    <title>${title} – ${words.brand}</title>
    <link rel="icon" href="/${site}/assets/${site}/icon.svg">
    <link rel="stylesheet" href="/${site}/assets/site.css">
    <script type="module" src="/${site}/assets/${script}"></script>
  </head>
  <body class="${site}">${body}${additions(site, visit)}
  </body>
</html>
`;
}
