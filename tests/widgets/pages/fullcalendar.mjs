// A driving school: FullCalendar shows a week of lessons, free ones and taken ones.

import { html } from "../../portal/html.mjs";

export const shows = "all";
/** Its styles are in its script. @type {string[]} */
export const styles = [];

/** @param {import("../pages.mjs").Language} language */
export const scripts = (language) => [
  "fullcalendar/index.global.min.js",
  `@fullcalendar/core/locales/${language === "de" ? "de" : "en-gb"}.global.min.js`,
];

export const words = {
  de: {
    title: "Fahrstunden buchen – Fahrschule Kurz",
    school: "Fahrschule Kurz",
    heading: "Fahrstunde buchen",
    ask: "Wählen Sie einen freien Termin aus dem Kalender.",
    free: "Frei",
    taken: "Belegt",
  },
  en: {
    title: "Book a driving lesson – Short's School of Motoring",
    school: "Short's School of Motoring",
    heading: "Book a driving lesson",
    ask: "Choose an available appointment from the calendar.",
    free: "Available",
    taken: "Booked",
  },
};

/** @param {import("../pages.mjs").Words} words */
export const body = (words) => html`
  <nav><a href="/">${words.school}</a></nav>
  <main>
    <h1>${words.heading}</h1>
    <p>${words.ask}</p>
    <div id="calendar"></div>
    <div id="times"></div>
  </main>`;
