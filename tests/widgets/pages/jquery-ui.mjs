// A town office: jQuery UI's datepicker stands open with a day already chosen, its times below as choices.

import { html } from "../../portal/html.mjs";

export const shows = "times";
export const styles = ["jquery-ui/dist/themes/base/jquery-ui.min.css"];

/** @param {import("../pages.mjs").Language} language */
export const scripts = (language) => [
  "jquery/dist/jquery.min.js",
  "jquery-ui/dist/jquery-ui.min.js",
  ...(language === "de" ? ["jquery-ui/ui/i18n/datepicker-de.js"] : []),
];

export const words = {
  de: {
    title: "Terminvergabe – Gemeinde Unterbach",
    town: "Gemeinde Unterbach",
    heading: "Terminvergabe Einwohnermeldeamt",
    service: "Anliegen: Personalausweis beantragen",
    ask: "Tag und Uhrzeit auswählen",
    none: "Leider sind alle Termine ausgebucht.",
    format: "DD, d. MM yy",
    times: "Uhrzeit",
    on: "Weiter",
  },
  en: {
    title: "Appointments – Municipality of Unterbach",
    town: "Municipality of Unterbach",
    heading: "Appointments at the residents' registration office",
    service: "Your request: identity card",
    ask: "Choose a day and a time",
    none: "Unfortunately all appointments are fully booked.",
    format: "DD, d MM yy",
    times: "Time",
    on: "Continue",
  },
};

/** @param {import("../pages.mjs").Words} words */
export const body = (words) => html`
  <header><h2>${words.town}</h2></header>
  <main>
    <h1>${words.heading}</h1>
    <p>${words.service}</p>
    <h2>${words.ask}</h2>
    <p id="notice"></p>
    <div id="calendar"></div>
    <form>
      <h3 id="chosen"></h3>
      <fieldset id="times"></fieldset>
      <button type="submit" disabled>${words.on}</button>
    </form>
  </main>`;
