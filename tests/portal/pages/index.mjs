// The way to both sites.

import { document } from "../answer.mjs";
import { html } from "../html.mjs";
import { SITES } from "../state.mjs";
import { wordsOf } from "../words.mjs";

/**
 * @param {import("../words.mjs").Language} language
 * @param {boolean} found whether this is the address asked for
 */
export function indexPage(language, found) {
  return document(
    html`<!doctype html>
<html lang="${language}">
  <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Auwalde</title>
    <link rel="stylesheet" href="/assets/site.css">
  </head>
  <body class="office">
    <main>
      <section class="card">
        <h1>Auwalde</h1>
        <ul>${SITES.map(
          (site) => html`
          <li><a href="/${site}/">${wordsOf(site, language).claim}</a></li>`,
        )}
        </ul>
      </section>
    </main>
  </body>
</html>
`,
    found ? 200 : 404,
  );
}
