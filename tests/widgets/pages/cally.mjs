// Physiotherapy: cally, a calendar of web components, whose days are in shadow roots. A day leads to its times.

import { html } from "../../portal/html.mjs";

export const shows = "days";
/** @type {string[]} */
export const styles = [];
/** @returns {string[]} */
export const scripts = () => [];

export const words = {
  de: {
    title: "Termin vereinbaren | Physiotherapie am Markt",
    practice: "Physiotherapie am Markt",
    heading: "Termin vereinbaren",
    service: "Krankengymnastik, 30 Minuten",
    ask: "Wählen Sie Ihren Wunschtag:",
    locale: "de-DE",
    none: "Für diesen Zeitraum sind keine freien Termine verfügbar.",
    back: "Vorheriger Monat",
    on: "Nächster Monat",
  },
  en: {
    title: "Make an appointment | Market Square Physiotherapy",
    practice: "Market Square Physiotherapy",
    heading: "Make an appointment",
    service: "Physiotherapy, 30 minutes",
    ask: "Select a date:",
    locale: "en-GB",
    none: "No free appointments in this period.",
    back: "Previous month",
    on: "Next month",
  },
};

/** @param {import("../pages.mjs").Words} words */
export const body = (words) => html`
  <h2>${words.practice}</h2>
  <h1>${words.heading}</h1>
  <p>${words.service}</p>
  <p>${words.ask}</p>
  <calendar-date locale="${words.locale}">
    <span slot="previous">${words.back}</span>
    <span slot="next">${words.on}</span>
    <calendar-month></calendar-month>
  </calendar-date>
  <p id="notice"></p>
  <div id="times"></div>`;
