// The office site: classic pages, made by the server, with forms.

import { readFileSync } from "node:fs";
import { document, redirect } from "../answer.mjs";
import { PLACES } from "../appointments.mjs";
import { html } from "../html.mjs";
import { frame, link, shell } from "../pages/layout.mjs";
import { addMonths, isDate, longDate, shortDate } from "../public/dates.mjs";
import { fill, wordsOf } from "../words.mjs";
import { firstMonth, MONTHS, monthTable, neighbours } from "./office-calendar.mjs";
import { frameOf, setting } from "./office-settings.mjs";

/**
 * @typedef {import("../answer.mjs").Visit} Visit
 * @typedef {import("../answer.mjs").Answer} Answer
 * @typedef {import("../appointments.mjs").Appointment} Appointment
 * @typedef {import("../html.mjs").Html} Html
 * @typedef {{id: string, minutes: number, name: Record<string, string>}} Service
 * @typedef {{title: string, content: Html}} Page
 */

/** @type {Service[]} */
const SERVICES = JSON.parse(readFileSync(new URL("../services.json", import.meta.url), "utf8"));

const ANYWHERE = "all";

/** @param {Visit} visit */
function wordsFor(visit) {
  return wordsOf("office", visit.language);
}

/**
 * @param {Visit} visit
 * @param {number} step
 * @param {string} title
 * @param {Html} content
 * @returns {Page}
 */
function page(visit, step, title, content) {
  const number = fill(wordsFor(visit).step, { number: step });
  return {
    title,
    content: html`
    <section class="card">
      <p class="step">${number}</p>
      <h1>${title}</h1>${content}
    </section>`,
  };
}

/**
 * What was chosen so far, by the address or the form; null where it does not exist.
 * @param {Visit} visit
 */
function choice(visit) {
  const value = (/** @type {string} */ name) => visit.form.get(name) ?? visit.url.searchParams.get(name);
  const service = SERVICES.find(({ id }) => id === value("service")) ?? null;
  const location =
    [ANYWHERE, ...PLACES.office.map(({ id }) => id)].find((id) => id === value("location")) ?? null;
  return { service, location };
}

/**
 * @param {Appointment[]} appointments
 * @param {string} location
 */
function at(appointments, location) {
  return appointments.filter(({ place }) => location === ANYWHERE || place === location);
}

/**
 * @param {string} location
 * @param {Visit} visit
 */
function locationName(location, visit) {
  const place = PLACES.office.find(({ id }) => id === location);
  return place?.name[visit.language] ?? wordsFor(visit).anyLocation ?? "";
}

/** @param {Visit} visit */
function servicePage(visit) {
  const words = wordsFor(visit);
  return page(
    visit,
    1,
    words.serviceTitle ?? "",
    html`
      <form action="${link("office", visit, "/location")}" method="post">
        <fieldset class="choices">
          <legend>${words.serviceText}</legend>${SERVICES.map(
            ({ id, minutes, name }, index) => html`
          <label><input type="radio" name="service" value="${id}" required${index === 0 ? html` checked` : ""}>
            <span>${name[visit.language]}<small>${fill(words.minutes, { minutes })}</small></span></label>`,
          )}
        </fieldset>
        <p class="buttons"><button class="primary" type="submit">${words.next}</button></p>
      </form>`,
  );
}

/**
 * @param {Visit} visit
 * @param {Service} service
 * @param {Appointment[]} appointments
 */
function locationPage(visit, service, appointments) {
  const words = wordsFor(visit);
  const places = [
    { id: ANYWHERE, address: words.anyLocationText },
    ...PLACES.office.map(({ id, address }) => ({ id, address })),
  ];
  return page(
    visit,
    2,
    words.locationTitle ?? "",
    html`
      <p>${words.locationText}</p>
      <ul class="places">${places.map(({ id, address }) => {
        const next = at(appointments, id)[0];
        const status = next
          ? html`<strong>${fill(words.nextFree, { date: shortDate(next.date, visit.language), time: next.time })}</strong>`
          : words.noneFree;
        return html`
        <li>
          <div><h2>${locationName(id, visit)}</h2><p>${address}</p><p>${status}</p></div>
          <form action="/office/calendar" method="get">
            <input type="hidden" name="service" value="${service.id}">
            <input type="hidden" name="location" value="${id}">
            ${visit.url.searchParams.has("lang") && html`<input type="hidden" name="lang" value="${visit.language}">`}
            <button type="submit">${words.locationSubmit}</button>
          </form>
        </li>`;
      })}
      </ul>
      <p><a href="${link("office", visit, "/")}">${words.back}</a></p>`,
  );
}

/**
 * @param {Visit} visit
 * @param {Service} service
 * @param {string} location
 * @param {Appointment[]} appointments
 */
function calendarPage(visit, service, location, appointments) {
  const words = wordsFor(visit);
  const { language, today } = visit;
  const chosen = { service: service.id, location };
  const month = firstMonth(visit.url.searchParams.get("month"), today);
  const months = Array.from({ length: MONTHS }, (_, index) => addMonths(month, index));
  const here = at(appointments, location).filter(({ date }) => date >= today);
  const some = here.some(({ date }) => months.some((shown) => date.startsWith(shown.slice(0, 7))));
  const { earlier, later } = neighbours(month, today);
  const arrow = (/** @type {string | null} */ to, /** @type {string | undefined} */ label) =>
    to === null
      ? html`<span></span>`
      : html`<a href="${link("office", visit, "/calendar", { ...chosen, month: to.slice(0, 7) })}">${label}</a>`;
  return page(
    visit,
    3,
    words.calendarTitle ?? "",
    html`
      <dl class="chosen">
        <div><dt>${words.chosenService}</dt><dd>${service.name[language]}</dd></div>
        <div><dt>${words.chosenLocation}</dt><dd>${locationName(location, visit)}</dd></div>
      </dl>
      ${some ? html`<p>${words.calendarHint}</p>` : html`<p class="alert" role="alert">${words.calendarNone}</p>`}
      <div class="months">${months.map((shown) =>
        monthTable(shown, {
          today,
          language,
          words,
          free: (date) => here.filter((one) => one.date === date).length,
          dayLink: (date) => link("office", visit, "/day", { ...chosen, date }),
        }),
      )}
      </div>
      <p class="arrows">${arrow(earlier, words.earlier)} ${arrow(later, words.later)}</p>
      <h2>${words.legend}</h2>
      <ul class="legend">
        <li><span class="swatch free"></span>${words.legendFree}</li>
        <li><span class="swatch full"></span>${words.legendFull}</li>
        <li><span class="swatch closed"></span>${words.legendClosed}</li>
      </ul>
      <p><a href="${link("office", visit, "/")}">${words.back}</a></p>`,
  );
}

/** @param {Visit} visit */
function framePage(visit) {
  const { calendarTitle = "" } = wordsFor(visit);
  return page(visit, 3, calendarTitle, frameOf(visit, calendarTitle));
}

/**
 * @param {Visit} visit
 * @param {Service} service
 * @param {string} location
 * @param {string} date
 * @param {Appointment[]} appointments
 */
function dayPage(visit, service, location, date, appointments) {
  const words = wordsFor(visit);
  const name = longDate(date, visit.language);
  const here = at(appointments, location).filter((one) => one.date === date);
  const places = PLACES.office.filter(({ id }) => here.some(({ place }) => place === id));
  const calendar = link("office", visit, "/calendar", {
    service: service.id,
    location,
    month: date.slice(0, 7),
  });
  return page(
    visit,
    4,
    words.dayTitle ?? "",
    html`
      ${
        here.length === 0
          ? html`<p class="alert" role="alert">${fill(words.dayNone, { date: name })}</p>`
          : html`<p>${fill(words.dayText, { date: name })}</p>`
      }
      ${places.map(
        ({ id, address }) => html`
      <section class="place">
        <h2>${locationName(id, visit)}</h2>
        <p>${address}</p>
        <form class="times" action="${link("office", visit, "/book")}" method="post">
          <input type="hidden" name="service" value="${service.id}">
          <input type="hidden" name="location" value="${id}">
          <input type="hidden" name="date" value="${date}">${here
            .filter(({ place }) => place === id)
            .map(
              ({ time }) => html`
          <button type="submit" name="time" value="${time}" aria-label="${fill(words.timeLabel, {
            time,
            place: locationName(id, visit),
          })}">${fill(words.time, { time })}</button>`,
            )}
        </form>
      </section>`,
      )}
      <p><a href="${calendar}">${words.toCalendar}</a></p>`,
  );
}

/**
 * @param {Visit} visit
 * @param {Appointment[]} appointments
 */
function detailsPage(visit, appointments) {
  const words = wordsFor(visit);
  const { form, language } = visit;
  const chosen = appointments.find(
    ({ date, time, place }) =>
      date === form.get("date") && time === form.get("time") && place === form.get("location"),
  );
  if (!chosen) {
    return page(visit, 4, words.detailsTitle ?? "", html`<p class="alert" role="alert">${words.taken}</p>`);
  }
  const values = {
    date: longDate(chosen.date, language),
    time: chosen.time,
    place: locationName(chosen.place, visit),
  };
  return page(
    visit,
    4,
    words.detailsTitle ?? "",
    html`
      <p>${fill(words.detailsText, values)}</p>
      <p class="field"><label for="name">${words.name}</label><input id="name" autocomplete="name"></p>
      <p class="field"><label for="email">${words.email}</label><input id="email" type="email" autocomplete="email"></p>`,
  );
}

/**
 * @param {Visit} visit
 * @param {Appointment[]} appointments
 * @returns {Page | null | "start"} null where there is no such page; "start" where a choice is missing
 */
function pageAt(visit, appointments) {
  const { service, location } = choice(visit);
  const date = visit.url.searchParams.get("date");
  switch (visit.path) {
    case "/":
      return servicePage(visit);
    case "/location":
      return visit.method === "POST" && service ? locationPage(visit, service, appointments) : "start";
    case "/embedded":
    case "/embedded-twice":
    case "/frame/embedded":
      return framePage(visit);
    case "/calendar":
    case "/frame/calendar":
    case "/shadow":
    case "/hostile":
      return service && location ? calendarPage(visit, service, location, appointments) : "start";
    case "/day":
      return service && location && isDate(date)
        ? dayPage(visit, service, location, date, appointments)
        : "start";
    case "/book":
      return visit.method === "POST" ? detailsPage(visit, appointments) : "start";
    default:
      return null;
  }
}

/**
 * @param {Visit} visit
 * @param {Appointment[]} appointments
 * @returns {Answer}
 */
export function answerOffice(visit, appointments) {
  const words = wordsFor(visit);
  const found = pageAt(visit, appointments);
  if (found === "start") return redirect(link("office", visit, "/"));
  const { title, content } = found ?? {
    title: words.notFoundTitle ?? "",
    content: html`<section class="card message"><h1>${words.notFoundTitle}</h1><p>${words.notFoundText}</p></section>`,
  };
  const { directives, script, inner } = setting(visit, content);
  const body = frame("office", visit, inner);
  return { ...document(shell("office", visit, { title, script, body }), found ? 200 : 404), directives };
}

/**
 * The content of the page that stands open, as it would be now; null where it cannot be renewed.
 * @param {Visit} visit
 * @param {Appointment[]} appointments
 */
export function officeNews(visit, appointments) {
  const found = pageAt(visit, appointments);
  return found === null || found === "start" ? null : found.content.text;
}
