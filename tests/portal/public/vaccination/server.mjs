// The application's requests.

/**
 * @typedef {Record<string, string>} Words
 * @typedef {{id: string, name: string, address: string}} Centre
 * @typedef {{date: string, time: string}} Moment
 * @typedef {Moment & {place: string, second: Moment | null}} Appointment
 * @typedef {{appointments: Appointment[], reservedSeconds: number}} Found
 */

/** The portal sent a page in the place of an answer: a refusal, a sign-in, a waiting room. */
export class DoorClosed extends Error {
  /** @param {string} page its HTML */
  constructor(page) {
    super("door closed");
    this.page = page;
  }
}

/**
 * @param {string} name
 * @param {RequestInit} [init]
 */
async function ask(name, init) {
  const language = new URLSearchParams({ lang: document.documentElement.lang });
  const response = await fetch(`/vaccination/api/${name}?${language}`, init);
  if (response.headers.get("content-type")?.startsWith("text/html")) {
    throw new DoorClosed(await response.text());
  }
  return response.json();
}

/** @returns {Promise<{words: Words, centres: Centre[]}>} */
export function start() {
  return ask("start");
}

/**
 * @param {string} centre
 * @param {string} code
 * @returns {Promise<Found>}
 */
export function search(centre, code) {
  return ask("search", { method: "POST", body: new URLSearchParams({ centre, code }) });
}

/**
 * @param {string} centre
 * @returns {Promise<{some: boolean}>}
 */
export function eligibility(centre) {
  return ask("eligibility", { method: "POST", body: new URLSearchParams({ centre }) });
}

/**
 * @param {Appointment} appointment
 * @returns {Promise<{reserved: Appointment | null}>}
 */
export function reserve({ place, date, time }) {
  const body = new URLSearchParams({ centre: place, appointment: `${date} ${time}` });
  return ask("reservation", { method: "POST", body });
}
