// What a quirk and a session that runs out put into a page.

import { html } from "../html.mjs";
import { wordsOf } from "../words.mjs";

/** The address of a picture that never comes, unless the portal is told to release what waits. */
export const ENDLESS = "/assets/endless.svg";

/**
 * @param {import("../state.mjs").SiteName} site
 * @param {import("../answer.mjs").Visit} visit
 */
export function additions(site, { quirk, session, language }) {
  const words = wordsOf(site, language);
  const script = (/** @type {string} */ name) =>
    html`
    <script type="module" src="/${site}/assets/quirks/${name}.mjs"></script>`;
  const runs = ["alert", "alert-on-news", "leave-question"].includes(quirk);
  return html`${runs && script(quirk)}${
    quirk === "endless" &&
    html`
    <img src="/${site}${ENDLESS}" alt="" width="1" height="1">`
  }${
    session > 0 &&
    html`
    <p id="session" data-over="${words.sessionOver}">${words.sessionBefore} <strong>${String(session).padStart(2, "0")}:00</strong> ${words.sessionAfter}</p>${script("session")}`
  }`;
}
