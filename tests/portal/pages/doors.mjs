// The pages that stand in the place of the site while its door is not open.

import { document, redirect } from "../answer.mjs";
import { html } from "../html.mjs";
import { fill, wordsOf } from "../words.mjs";
import { frame, link, shell } from "./layout.mjs";

/**
 * @typedef {import("../answer.mjs").Visit} Visit
 * @typedef {import("../state.mjs").SiteName} SiteName
 * @typedef {Exclude<import("../state.mjs").Door, "open">} ClosedDoor
 */

/** @type {Record<ClosedDoor, {document: number, data: number}>} the status to a navigation and to a script */
const STATUS = {
  "waiting-room": { document: 200, data: 503 },
  "sign-in": { document: 200, data: 401 },
  captcha: { document: 200, data: 403 },
  expired: { document: 200, data: 401 },
  forbidden: { document: 403, data: 403 },
  "too-many": { document: 429, data: 429 },
  unavailable: { document: 503, data: 503 },
};

const PUZZLE = ["house", "bicycle", "tree", "tree", "house", "bicycle", "bicycle", "tree", "house"];

/**
 * Where the visitor wanted to go; a page that came by POST, or a script's request, leads to the start.
 * @param {SiteName} site
 * @param {Visit} visit
 */
function destination(site, visit) {
  if (visit.path === "/door") {
    const next = visit.form.get("next") ?? "";
    return next.startsWith(`/${site}/`) ? next : link(site, visit, "/");
  }
  if (visit.method === "POST" || visit.path.startsWith("/api/")) return link(site, visit, "/");
  const params = new URLSearchParams(visit.url.search);
  params.delete("admitted");
  return `/${site}${visit.path}${params.size > 0 ? `?${params}` : ""}`;
}

/**
 * @param {SiteName} site
 * @param {Visit} visit
 * @param {boolean} wrong whether an answer to the captcha was wrong
 * @returns {Record<ClosedDoor, import("../html.mjs").Html>}
 */
function contents(site, visit, wrong) {
  const words = wordsOf(site, visit.language);
  const next = destination(site, visit);
  const admitted = `${next}${next.includes("?") ? "&" : "?"}admitted=${visit.ticket}`;
  const form = html`action="${link(site, visit, "/door")}" method="post"`;
  const message = (/** @type {string} */ name) => html`
    <section class="card message" role="alert">
      <h1>${words[`${name}Title`]}</h1>
      <p>${fill(words[`${name}Text`], { ticket: visit.ticket })}</p>
    </section>`;
  return {
    "waiting-room": html`
    <section class="card message" id="waiting-room" data-next="${admitted}">
      <h1>${words.waitingTitle}</h1>
      <div class="spinner" aria-hidden="true"></div>
      <p>${words.waitingReason}</p>
      <p>${words.waitingPatience}</p>
      <p><strong>${words.waitingTime}</strong></p>
      <p class="quiet">${fill(words.waitingUpdated, { time: visit.clock })}</p>
    </section>`,
    "sign-in": html`
    <section class="card narrow">
      <h1>${words.signInTitle}</h1>
      <p>${words.signInHint}</p>
      <form ${form}>
        <input type="hidden" name="next" value="${next}">
        <p class="field"><label for="email">${words.email}</label>
          <input id="email" name="email" type="email" autocomplete="username" required></p>
        <p class="field"><label for="password">${words.password}</label>
          <input id="password" name="password" type="password" autocomplete="current-password" required></p>
        <p class="buttons"><button class="primary" type="submit">${words.signIn}</button></p>
        <p><a href="#forgotten">${words.forgotten}</a></p>
      </form>
    </section>`,
    captcha: html`
    <section class="card narrow">
      <h1>${words.captchaTitle}</h1>
      <p><strong>${words.captchaAsk}</strong></p>
      <p>${words.captchaTask}</p>
      ${wrong && html`<p class="alert" role="alert">${words.captchaWrong}</p>`}
      <form ${form}>
        <input type="hidden" name="next" value="${next}">
        <div class="puzzle">${PUZZLE.map(
          (picture, index) => html`
          <label><input type="checkbox" name="picture" value="${index}">
            <img src="/${site}/assets/puzzle/${picture}.svg" alt="${fill(words.captchaPicture, { number: index + 1 })}"
              width="96" height="96"></label>`,
        )}
        </div>
        <p class="buttons"><button class="primary" type="submit">${words.captchaSubmit}</button></p>
      </form>
    </section>`,
    expired: html`
    <section class="card message" role="alert">
      <h1>${words.expiredTitle}</h1>
      <p>${words.expiredText}</p>
      <form ${form}>
        <input type="hidden" name="next" value="${next}">
        <p class="buttons"><button class="primary" type="submit">${words.expiredSubmit}</button></p>
      </form>
    </section>`,
    forbidden: message("forbidden"),
    "too-many": message("too-many"),
    unavailable: message("unavailable"),
  };
}

/** @type {Record<ClosedDoor, string>} */
const TITLES = {
  "waiting-room": "waitingTitle",
  "sign-in": "signInTitle",
  captcha: "captchaTitle",
  expired: "expiredTitle",
  forbidden: "forbiddenTitle",
  "too-many": "too-manyTitle",
  unavailable: "unavailableTitle",
};

/**
 * @param {SiteName} site
 * @param {ClosedDoor} door
 * @param {Visit} visit
 * @param {boolean} [wrong]
 */
export function closedDoor(site, door, visit, wrong = false) {
  const answer = document(
    shell(site, visit, {
      title: wordsOf(site, visit.language)[TITLES[door]] ?? "",
      script: door === "waiting-room" ? "waiting-room.mjs" : "page.mjs",
      body: frame(site, visit, contents(site, visit, wrong)[door]),
    }),
    STATUS[door][visit.path.startsWith("/api/") ? "data" : "document"],
  );
  if (door === "too-many" || door === "unavailable") answer.headers["retry-after"] = "1800";
  return answer;
}

/**
 * A form of a closed door was sent: any sign-in passes, and the right pictures.
 * @param {SiteName} site
 * @param {import("../state.mjs").Door} door
 * @param {Visit} visit
 * @returns {import("../answer.mjs").Answer}
 */
export function knock(site, door, visit) {
  const { form } = visit;
  const solved = PUZZLE.flatMap((picture, index) => (picture === "bicycle" ? [String(index)] : []));
  const passes = {
    open: true,
    "sign-in": Boolean(form.get("email") && form.get("password")),
    captcha: form.getAll("picture").join() === solved.join(),
    expired: true,
    "waiting-room": false,
    forbidden: false,
    "too-many": false,
    unavailable: false,
  };
  if (door !== "open" && !passes[door]) return closedDoor(site, door, visit, door === "captcha");
  return { ...redirect(destination(site, visit)), change: { site, door: "open" } };
}
