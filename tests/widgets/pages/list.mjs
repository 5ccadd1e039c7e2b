// A registration of vehicles: no widget at all, each day with its times as a list, the taken ones switched off.

import { html } from "../../portal/html.mjs";

export const shows = "all";
/** @type {string[]} */
export const styles = [];
/** @returns {string[]} */
export const scripts = () => [];

export const words = {
  de: {
    title: "Kfz-Zulassung: Termin wählen",
    heading: "Kfz-Zulassungsstelle",
    ask: "Bitte wählen Sie eine Uhrzeit",
    hour: " Uhr",
  },
  en: {
    title: "Vehicle registration: choose your appointment",
    heading: "Vehicle registration office",
    ask: "Please choose a time",
    hour: "",
  },
};

/** @param {import("../pages.mjs").Words} words */
export const body = (words) => html`
  <main>
    <h1>${words.heading}</h1>
    <h2>${words.ask}</h2>
    <div id="list"></div>
  </main>`;
