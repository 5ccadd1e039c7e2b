// Every request with its time: the evidence for how often the portal was asked.

import { EventEmitter } from "node:events";

/**
 * @typedef {"document" | "frame" | "search" | "booking" | "asset" | "channel" | "control"} Kind
 *   `document` a navigation, `frame` a page inside another, `search` a query for appointments by the page's script, `booking` an attempt to take
 *   one, `asset` everything else that a page loads, `channel` the connection a page keeps to hear news
 *
 * @typedef {object} Entry
 * @property {number} number counts from 1
 * @property {number} time when it came, in milliseconds since 1970
 * @property {import("./state.mjs").SiteName | null} site
 * @property {Kind} kind
 * @property {boolean} own whether the page made it by itself: its channel, or going on out of the waiting room
 * @property {string} method
 * @property {string} path with the query
 * @property {Record<string, string>} headers those of interest
 * @property {number | null} status null as long as there is no answer
 * @property {number | null} ended when the answer was sent or the connection was cut
 *
 * @typedef {{[Key in keyof Entry]?: Entry[Key]} | ((entry: Entry) => boolean)} Match
 */

const HEADERS = [
  "sec-fetch-mode",
  "sec-fetch-dest",
  "sec-fetch-site",
  "sec-fetch-user",
  "cache-control",
  "user-agent",
  "accept-language",
];

const EVENTS = ["request", "held", "answered", "ended"];

/**
 * @param {Entry} entry
 * @param {Match} match
 */
function fits(entry, match) {
  if (typeof match === "function") return match(entry);
  return Object.entries(match).every(([key, value]) => entry[/** @type {keyof Entry} */ (key)] === value);
}

export class Log {
  /**
   * Emits, each with its entry, `request` when one comes, `held` when it has to wait, `answered` when its status
   * is sent, `ended` when it is over.
   */
  events = new EventEmitter();

  /** @type {Entry[]} */
  #entries = [];

  /**
   * @param {import("node:http").IncomingMessage} request
   * @param {Pick<Entry, "site" | "kind" | "own">} what
   */
  begin(request, what) {
    const headers = HEADERS.flatMap((name) => {
      const value = request.headers[name];
      return typeof value === "string" ? [[name, value]] : [];
    });
    /** @type {Entry} */
    const entry = {
      number: this.#entries.length + 1,
      time: Date.now(),
      ...what,
      method: request.method ?? "",
      path: request.url ?? "",
      headers: Object.fromEntries(headers),
      status: null,
      ended: null,
    };
    this.#entries.push(entry);
    this.events.emit("request", entry);
    return entry;
  }

  /** @param {Entry} entry */
  held(entry) {
    this.events.emit("held", entry);
  }

  /**
   * @param {Entry} entry
   * @param {number} status
   */
  answer(entry, status) {
    entry.status = status;
    this.events.emit("answered", entry);
  }

  /** @param {Entry} entry */
  end(entry) {
    entry.ended = Date.now();
    this.events.emit("ended", entry);
  }

  /**
   * @param {Match} [match]
   * @returns {Entry[]} copies, in the order of their coming
   */
  entries(match = {}) {
    return this.#entries.filter((entry) => fits(entry, match)).map((entry) => structuredClone(entry));
  }

  /**
   * Waits until the log holds so many entries that fit, counting those that are there already.
   * @param {Match} match
   * @param {number} count
   */
  async until(match, count) {
    const enough = () => this.entries(match).length >= count;
    if (!enough()) {
      await new Promise((resolve) => {
        const check = () => {
          if (!enough()) return;
          for (const name of EVENTS) this.events.off(name, check);
          resolve(undefined);
        };
        for (const name of EVENTS) this.events.on(name, check);
      });
    }
    return this.entries(match);
  }
}
