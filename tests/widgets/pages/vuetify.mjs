// A dentist: Vuetify's Material date picker and, for the day that is chosen, its times as chips.

import { html } from "../../portal/html.mjs";

export const shows = "days";
export const styles = ["vuetify/dist/vuetify.min.css"];
export const scripts = () => ["vue/dist/vue.global.prod.js", "vuetify/dist/vuetify.min.js"];

export const words = {
  de: {
    title: "Zahnarztpraxis Sommer: Terminbuchung",
    practice: "Zahnarztpraxis Sommer",
    heading: "Termin buchen: Professionelle Zahnreinigung",
    ask: "Datum auswählen",
    none: "In diesem Monat sind keine Termine mehr verfügbar.",
    times: "Freie Uhrzeiten",
  },
  en: {
    title: "Sommer Dental Practice: Booking",
    practice: "Sommer Dental Practice",
    heading: "Book an appointment: professional cleaning",
    ask: "Select a date",
    none: "There are no appointments left this month.",
    times: "Available times",
  },
};

/** @returns the element that its script fills */
export const body = () => html`<div id="app"></div>`;
