// The vaccination site: a single page whose script asks for everything it shows.

import { document, json } from "../answer.mjs";
import { PLACES } from "../appointments.mjs";
import { html } from "../html.mjs";
import { frame, shell } from "../pages/layout.mjs";
import { wordsOf } from "../words.mjs";

/** @typedef {import("../appointments.mjs").Appointment} Appointment */

const RESERVED_SECONDS = 600;

/**
 * @param {import("../answer.mjs").Visit} visit
 * @param {Appointment[]} appointments
 * @returns {import("../answer.mjs").Answer}
 */
export function answerVaccination(visit, appointments) {
  const words = wordsOf("vaccination", visit.language);
  const here = appointments.filter(({ place }) => place === visit.form.get("centre"));
  switch (visit.path) {
    case "/api/start":
      return json({
        words,
        centres: PLACES.vaccination.map(({ id, name, address }) => ({
          id,
          name: name[visit.language],
          address,
        })),
      });
    case "/api/search":
      return json({ appointments: here, reservedSeconds: RESERVED_SECONDS });
    case "/api/eligibility":
      return json({ some: here.length > 0 });
    case "/api/reservation": {
      const wanted = visit.form.get("appointment");
      const chosen = here.find(({ date, time }) => `${date} ${time}` === wanted);
      return chosen ? json({ reserved: chosen }) : json({ reserved: null }, 409);
    }
    default:
      if (visit.path.startsWith("/api/")) return json({ error: words.notFoundTitle }, 404);
      return document(
        shell("vaccination", visit, {
          title: words.claim ?? "",
          script: "vaccination/app.mjs",
          body: html`
    <app-root>
      <div class="loader" role="status" aria-busy="true"><div class="spinner"></div><p>${words.loading}</p></div>
    </app-root>
    <template id="frame">${frame("vaccination", visit, html``)}</template>`,
        }),
      );
  }
}

/**
 * What an open page is told when appointments are pushed.
 * @param {Appointment[]} appointments
 */
export function vaccinationNews(appointments) {
  return JSON.stringify({ appointments, reservedSeconds: RESERVED_SECONDS });
}
