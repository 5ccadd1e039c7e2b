// How the portal behaves at the moment, and how a change alters it. Pure.

import { appointment, ChangeError, matches, PLACES, sorted } from "./appointments.mjs";

/**
 * @typedef {"vaccination" | "office"} SiteName
 *
 * @typedef {"open" | "waiting-room" | "sign-in" | "captcha" | "expired" | "forbidden" | "too-many"
 *   | "unavailable"} Door what a visitor meets: the site, or a page in its place
 *
 * @typedef {"nothing" | "documents" | "data" | "everything"} Hold which requests get no answer until released;
 *   `data` leaves the loading shell standing, `documents` leaves the tab waiting
 *
 * @typedef {"none" | "post" | "redirects" | "download" | "no-content" | "credentials" | "endless" | "leave-question"
 *   | "alert" | "alert-on-news"} Quirk what is odd about the pages behind an open door: each is the answer to a POST; leads to
 *   itself without end; comes as a file; is no page at all (204); asks for Basic credentials; holds a picture that never
 *   comes, so that it never finishes loading; asks before it is left; opens a dialog when it comes, or when it is told news
 *
 * @typedef {"strict" | "absent"} Policy the Content-Security-Policy that is sent
 *
 * @typedef {object} SiteState
 * @property {Door} door
 * @property {Hold} hold
 * @property {boolean} offline
 * @property {Policy} policy
 * @property {Quirk} quirk
 * @property {number} session minutes after which the page says that its session is over, with a countdown; 0 for none
 * @property {string} operator what the pages say to Terminwacht in their meta element; empty for none
 * @property {import("./appointments.mjs").Appointment[]} appointments
 *
 * @typedef {Record<SiteName, SiteState>} State
 *
 * @typedef {import("./appointments.mjs").Wanted} Wanted
 * @typedef {import("./appointments.mjs").Pattern} Pattern
 *
 * @typedef {object} Change one or several alterations; without `site` they apply to both sites
 * @property {SiteName} [site]
 * @property {Wanted | Wanted[]} [free] appointments to put on offer; a place implies its site
 * @property {Pattern | "all"} [withdraw] appointments to take back
 * @property {boolean} [push] tell the pages that stand open, through their own channel
 * @property {Door} [door]
 * @property {Hold} [hold]
 * @property {boolean} [release] answer the requests that wait now; `hold` stays
 * @property {boolean} [offline]
 * @property {Policy} [policy]
 * @property {Quirk} [quirk]
 * @property {number} [session]
 * @property {string} [operator]
 */

/** @type {readonly SiteName[]} */
export const SITES = ["vaccination", "office"];

/** @type {Record<string, readonly unknown[] | null>} */
const VALUES = {
  site: SITES,
  free: null,
  withdraw: null,
  push: [true, false],
  door: ["open", "waiting-room", "sign-in", "captcha", "expired", "forbidden", "too-many", "unavailable"],
  hold: ["nothing", "documents", "data", "everything"],
  release: [true, false],
  offline: [true, false],
  policy: ["strict", "absent"],
  quirk: [
    "none",
    "post",
    "redirects",
    "download",
    "no-content",
    "credentials",
    "endless",
    "leave-question",
    "alert",
    "alert-on-news",
  ],
  session: null,
  operator: null,
};

/** @returns {State} */
export function initialState() {
  const site = () => ({
    door: /** @type {Door} */ ("open"),
    hold: /** @type {Hold} */ ("nothing"),
    offline: false,
    policy: /** @type {Policy} */ ("strict"),
    quirk: /** @type {Quirk} */ ("none"),
    session: 0,
    operator: "",
    appointments: [],
  });
  return { vaccination: site(), office: site() };
}

/**
 * The sites that a change is about.
 * @param {Change} change
 */
export function sitesOf(change) {
  return change.site === undefined ? SITES : [change.site];
}

/**
 * Says what is wrong with a change that came from outside.
 * @param {unknown} change
 * @returns {Change}
 */
export function checked(change) {
  if (typeof change !== "object" || change === null || Array.isArray(change)) {
    throw new ChangeError("a change is an object");
  }
  for (const [key, value] of Object.entries(change)) {
    const values = VALUES[key];
    if (values === undefined) throw new ChangeError(`unknown: ${key}`);
    if (values !== null && value !== undefined && !values.includes(value)) {
      throw new ChangeError(`${key} is none of ${values.join(", ")}: ${JSON.stringify(value)}`);
    }
  }
  return change;
}

/**
 * The site that has the place, if any.
 * @param {string | undefined} place
 */
function siteOf(place) {
  return SITES.find((site) => PLACES[site].some(({ id }) => id === place));
}

/**
 * @param {State} state
 * @param {Change} change
 * @param {string} today
 * @returns {State}
 */
export function changed(state, change, today) {
  const next = { ...state };
  let withdrawn = 0;
  for (const name of sitesOf(change)) {
    const before = state[name];
    const { withdraw, free = [] } = change;
    const kept = before.appointments.filter(
      (one) => withdraw === undefined || (withdraw !== "all" && !matches(one, withdraw, today)),
    );
    withdrawn += before.appointments.length - kept.length;
    const freed = [free]
      .flat()
      .filter(({ place }) => change.site !== undefined || (siteOf(place) ?? name) === name)
      .map((wanted) => appointment(name, wanted, today));
    next[name] = {
      door: change.door ?? before.door,
      hold: change.hold ?? before.hold,
      offline: change.offline ?? before.offline,
      policy: change.policy ?? before.policy,
      quirk: change.quirk ?? before.quirk,
      session: change.session ?? before.session,
      operator: change.operator ?? before.operator,
      appointments: sorted([...kept, ...freed]),
    };
  }
  if (change.withdraw !== undefined && change.withdraw !== "all" && withdrawn === 0) {
    throw new ChangeError(`no such appointment: ${JSON.stringify(change.withdraw)}`);
  }
  return next;
}
