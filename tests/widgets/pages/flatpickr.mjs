// A dermatologist: flatpickr stands open on the page; a day leads to its times.

import { html } from "../../portal/html.mjs";

export const shows = "days";
export const styles = ["flatpickr/dist/flatpickr.min.css"];

/** @param {import("../pages.mjs").Language} language */
export const scripts = (language) => [
  "flatpickr/dist/flatpickr.min.js",
  ...(language === "de" ? ["flatpickr/dist/l10n/de.js"] : []),
];

export const words = {
  de: {
    title: "Online-Terminbuchung – Hautarztpraxis Dr. Lindner",
    practice: "Hautarztpraxis Dr. Lindner",
    navigation: "Startseite",
    heading: "Termin online buchen",
    service: "Hautkrebsvorsorge (20 Minuten)",
    ask: "Bitte wählen Sie einen Tag im Kalender.",
    none: "Zurzeit sind leider keine Termine frei. Bitte versuchen Sie es später noch einmal.",
    telephone: "Notfälle: 0731 5550 112",
  },
  en: {
    title: "Online booking – Dr Lindner, Dermatology",
    practice: "Dr Lindner, Dermatology",
    navigation: "Home",
    heading: "Book an appointment online",
    service: "Skin cancer screening (20 minutes)",
    ask: "Please choose a day in the calendar.",
    none: "There are no appointments available at the moment. Please try again later.",
    telephone: "Emergencies: 0731 5550 112",
  },
};

/** @param {import("../pages.mjs").Words} words */
export const body = (words) => html`
  <header><a href="/">${words.practice}</a><nav><a href="/">${words.navigation}</a></nav></header>
  <main>
    <h1>${words.heading}</h1>
    <p>${words.service}</p>
    <p>${words.ask}</p>
    <input id="day" type="hidden">
    <p id="notice"></p>
    <div id="times"></div>
  </main>
  <footer><p>${words.telephone}</p></footer>`;
