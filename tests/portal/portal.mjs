// The practice portal: two booking sites on a loopback port that behave as they are told, and log every request.
//
//   const portal = await startPortal({ today: "2026-03-04" });
//   await page.goto(portal.address("office", "/calendar?service=passport&location=all"));
//   await portal.arrived({ site: "office", kind: "channel", status: 200 }); // the page hears news from now on
//   await portal.control({ site: "office", free: { date: 6, time: "08:40", place: "nord" }, push: true });
//   portal.log((entry) => !entry.own && ["document", "search"].includes(entry.kind)); // what the visitor caused
//   await portal.close();

import { randomBytes } from "node:crypto";
import { policyHeaders, redirect } from "./answer.mjs";
import { asset } from "./assets.mjs";
import { Channels, tell } from "./channels.mjs";
import { answerControl } from "./control.mjs";
import { Gate } from "./gate.mjs";
import { Listener } from "./listener.mjs";
import { Log } from "./log.mjs";
import { ENDLESS } from "./pages/additions.mjs";
import { closedDoor, knock } from "./pages/doors.mjs";
import { indexPage } from "./pages/index.mjs";
import { quirkyAnswer } from "./pages/quirks.mjs";
import { route } from "./routes.mjs";
import { answerOffice, officeNews } from "./sites/office.mjs";
import { answerVaccination, vaccinationNews } from "./sites/vaccination.mjs";
import { changed, checked, initialState, SITES, sitesOf } from "./state.mjs";
import { languageOf } from "./words.mjs";

/**
 * @typedef {import("node:http").IncomingMessage} IncomingMessage
 * @typedef {import("node:http").ServerResponse} ServerResponse
 * @typedef {import("./answer.mjs").Answer} Answer
 * @typedef {import("./answer.mjs").Visit} Visit
 * @typedef {import("./log.mjs").Entry} Entry
 * @typedef {import("./log.mjs").Match} Match
 * @typedef {import("./routes.mjs").Route} Route
 * @typedef {import("./state.mjs").Change} Change
 * @typedef {import("./state.mjs").SiteName} SiteName
 *
 * @typedef {{route: Route, url: URL, entry: Entry, request: IncomingMessage, response: ServerResponse}} Exchange
 *
 * @typedef {object} Options
 * @property {number} [port] 0 for any that is free
 * @property {string} [host] the address to listen at
 * @property {Partial<Record<SiteName, string>>} [hostNames] names under which the sites are addressed, such as
 *   `office.localhost`
 * @property {string} [today] the day that the sites take for today, as ISO date; the real one by default
 */

/** @type {Route} */
const CONTROL = { site: null, kind: "control", hold: null, path: "" };

/** @param {IncomingMessage} request */
async function bodyOf(request) {
  let body = "";
  for await (const chunk of request.setEncoding("utf8")) body += chunk;
  return body;
}

/** @param {string} text */
function parsedUrl(text) {
  return URL.canParse(text, "http://portal") ? new URL(text, "http://portal") : new URL("http://portal/");
}

/** @param {Date} now */
function localDate(now) {
  const pad = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${pad(now.getMonth() + 1)}-${pad(now.getDate())}`;
}

class Portal {
  #log = new Log();
  #state = initialState();
  #gates = { vaccination: new Gate(), office: new Gate() };
  #channels = new Channels();
  /** @type {Set<string>} what lets a visitor out of the waiting room, once each */
  #tickets = new Set();
  /** @type {Map<ServerResponse, SiteName | null>} */
  #answering = new Map();
  /** @type {Promise<unknown>} */
  #lastChange = Promise.resolve();
  #sites;
  #controls;
  #options;

  /** @param {Options} options */
  constructor(options) {
    this.#options = { host: "127.0.0.1", hostNames: /** @type {Options["hostNames"]} */ ({}), ...options };
    this.#sites = new Listener(this.#options.host, options.port ?? 0, (request, response) =>
      this.#take(request, response, null, (exchange) => this.#serve(exchange)),
    );
    this.#controls = new Listener(this.#options.host, 0, (request, response) =>
      this.#take(request, response, CONTROL, async ({ entry }) => {
        this.#send(response, entry, await answerControl(request, await bodyOf(request), this));
      }),
    );
  }

  async listen() {
    await this.#sites.listen();
    await this.#controls.listen();
    return this;
  }

  /** Where the sites are, whether they are online or not. */
  get origin() {
    return `http://${this.#options.host}:${this.#sites.port}`;
  }

  /** Where `/control` and `/control/log` are; never offline. */
  get controlOrigin() {
    return `http://${this.#options.host}:${this.#controls.port}`;
  }

  get today() {
    return this.#options.today ?? localDate(new Date());
  }

  /**
   * The address of a page.
   * @param {SiteName} site
   * @param {string} [path] inside the site
   */
  address(site, path = "/") {
    const name = this.#options.hostNames?.[site] ?? this.#options.host;
    return `http://${name}:${this.#sites.port}/${site}${path}`;
  }

  state() {
    const stateOf = (/** @type {SiteName} */ site) => ({
      ...structuredClone(this.#state[site]),
      waiting: this.#gates[site].size,
      channels: this.#channels.count(site),
    });
    return {
      today: this.today,
      listening: this.#sites.open,
      vaccination: stateOf("vaccination"),
      office: stateOf("office"),
    };
  }

  /**
   * Alters how the portal behaves. Changes take place one after the other.
   * @param {Change} change
   * @returns {Promise<ReturnType<Portal["state"]>>} the state afterwards
   * @throws {import("./appointments.mjs").ChangeError} when the change makes no sense; then nothing is altered
   */
  control(change) {
    const done = this.#lastChange.then(() => this.#apply(checked(change)));
    this.#lastChange = done.catch(() => undefined);
    return done.then(() => this.state());
  }

  /** @param {Match} [match] */
  log(match) {
    return this.#log.entries(match);
  }

  /** `request`, `held`, `answered`, `ended`; each with the entry of the log. */
  get events() {
    return this.#log.events;
  }

  /**
   * Waits until so many requests that fit have come, those in the log included.
   * @param {Match} match
   * @param {number} [count]
   */
  arrived(match, count = 1) {
    return this.#log.until(match, count);
  }

  async close() {
    await this.#lastChange;
    for (const site of SITES) this.#gates[site].release();
    if (this.#sites.open) await this.#sites.close();
    await this.#controls.close();
  }

  /** @param {Change} change */
  async #apply(change) {
    const before = this.#state;
    const after = changed(before, change, this.today);
    this.#state = after;
    for (const site of sitesOf(change)) {
      if (after[site].offline) this.#cut(site);
      if (change.release || after[site].hold !== before[site].hold) this.#gates[site].release();
      if (after[site].door !== before[site].door) this.#channels.tell(site, "door", () => after[site].door);
      if (change.push) this.#push(site);
    }
    const online = SITES.some((site) => !after[site].offline);
    if (online && !this.#sites.open) await this.#sites.listen();
    if (!online && this.#sites.open) await this.#sites.close();
  }

  /** @param {SiteName} site */
  #push(site) {
    const { appointments } = this.#state[site];
    this.#channels.tell(site, "appointments", ({ page, language }) => {
      if (site === "vaccination") return vaccinationNews(appointments);
      const path = route("GET", page.pathname).path;
      return officeNews(this.#visit("GET", page, path, language, ""), appointments);
    });
  }

  /** @param {SiteName} site */
  #cut(site) {
    for (const [response, its] of this.#answering) if (its === site) response.destroy();
  }

  /**
   * @param {string} method
   * @param {URL} url
   * @param {string} path
   * @param {import("./words.mjs").Language} language
   * @param {string} body
   * @returns {Visit}
   */
  #visit(method, url, path, language, body) {
    const ticket = randomBytes(6).toString("hex");
    const clock = new Date().toTimeString().slice(0, 8);
    return {
      method,
      url,
      port: this.#sites.port,
      path,
      language,
      form: new URLSearchParams(body),
      ticket,
      clock,
      today: this.today,
      operator: "",
      quirk: "none",
      session: 0,
    };
  }

  /**
   * Logs a request and has it answered.
   * @param {IncomingMessage} request
   * @param {ServerResponse} response
   * @param {Route | null} known what it is for, where the address does not decide it
   * @param {(exchange: Exchange) => Promise<void>} answer
   */
  #take(request, response, known, answer) {
    const url = parsedUrl(request.url ?? "/");
    const found = known ?? route(request.method ?? "GET", url.pathname);
    const own = found.kind === "channel" || this.#tickets.delete(url.searchParams.get("admitted") ?? "");
    const entry = this.#log.begin(request, { site: found.site, kind: found.kind, own });
    this.#answering.set(response, found.site);
    response.once("close", () => {
      this.#answering.delete(response);
      this.#log.end(entry);
    });
    answer({ route: found, url, entry, request, response }).catch((error) => {
      response.destroy();
      if (error.code !== "ECONNRESET") throw error;
    });
  }

  /** @param {Exchange} exchange */
  async #serve({ route: { site, kind, hold, path }, url, entry, request, response }) {
    const language = languageOf(url, request.headers["accept-language"]);
    if (site !== null && this.#state[site].offline) {
      response.destroy();
    } else if (site !== null && kind === "channel") {
      this.#channels.add(response, { site, page: parsedUrl(url.searchParams.get("page") ?? "/"), language });
      tell(response, "door", this.#state[site].door);
      this.#log.answer(entry, 200);
    } else if (site !== null && path === ENDLESS) {
      await this.#gates[site].wait(response);
      response.destroy();
    } else if (kind === "asset" && hold === null) {
      this.#send(response, entry, await asset(path));
    } else if (site === null) {
      this.#send(response, entry, this.#front(request, url, language));
    } else {
      const visit = this.#visit(request.method ?? "GET", url, path, language, await bodyOf(request));
      if (hold !== null && [hold, "everything"].includes(this.#state[site].hold)) {
        const released = this.#gates[site].wait(response);
        this.#log.held(entry);
        await released;
        if (response.destroyed) return;
      }
      const answer = this.#answer(site, visit);
      if (answer.change) await this.control(answer.change);
      this.#send(response, entry, answer);
    }
  }

  /**
   * @param {IncomingMessage} request
   * @param {URL} url
   * @param {import("./words.mjs").Language} language
   */
  #front(request, url, language) {
    const name = request.headers.host?.replace(/:\d+$/, "");
    const named = SITES.find((site) => this.#options.hostNames?.[site] === name);
    if (named !== undefined && url.pathname === "/") return redirect(`/${named}/${url.search}`);
    return indexPage(language, url.pathname === "/");
  }

  /**
   * @param {SiteName} site
   * @param {Visit} visit
   * @returns {Answer}
   */
  #answer(site, visit) {
    const { door, appointments, operator, quirk, session } = this.#state[site];
    visit.operator = operator;
    if (visit.path === "/door" && visit.method === "POST") return knock(site, door, visit);
    if (door === "waiting-room") this.#tickets.add(visit.ticket);
    if (door !== "open") return closedDoor(site, door, visit);
    Object.assign(visit, { quirk, session });
    const odd = visit.path.startsWith("/api/") ? null : quirkyAnswer(site, visit);
    if (odd !== null) return odd;
    return site === "vaccination"
      ? answerVaccination(visit, appointments)
      : answerOffice(visit, appointments);
  }

  /**
   * @param {ServerResponse} response
   * @param {Entry} entry
   * @param {Answer} answer
   */
  #send(response, entry, { status, headers, body, directives }) {
    const kept = entry.site === null ? "strict" : this.#state[entry.site].policy;
    const policy = policyHeaders(kept, directives);
    response.writeHead(status, { "x-content-type-options": "nosniff", ...policy, ...headers });
    this.#log.answer(entry, status);
    response.end(body);
  }
}

/**
 * Starts the portal; see `main.mjs` for the command.
 * @param {Options} [options]
 */
export function startPortal(options = {}) {
  return new Portal(options).listen();
}
