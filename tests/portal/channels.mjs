// The connections that open pages keep to hear news: server-sent events.

/** @typedef {import("./state.mjs").SiteName} SiteName */
/** @typedef {{site: SiteName, page: URL, language: import("./words.mjs").Language}} Listener */

export class Channels {
  /** @type {Map<import("node:http").ServerResponse, Listener>} */
  #open = new Map();

  /**
   * @param {import("node:http").ServerResponse} response
   * @param {Listener} listener
   */
  add(response, listener) {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("retry: 500\n\n");
    this.#open.set(response, listener);
    response.once("close", () => this.#open.delete(response));
  }

  /** @param {SiteName} site */
  count(site) {
    return [...this.#open.values()].filter((listener) => listener.site === site).length;
  }

  /**
   * Tells every open page of a site.
   * @param {SiteName} site
   * @param {string} event
   * @param {(listener: Listener) => string | null} data null for nothing to tell
   */
  tell(site, event, data) {
    for (const [response, listener] of this.#open) {
      if (listener.site === site) tell(response, event, data(listener));
    }
  }

  /** @param {SiteName} site */
  cut(site) {
    for (const [response, listener] of this.#open) {
      if (listener.site === site) response.destroy();
    }
  }
}

/**
 * @param {import("node:http").ServerResponse} response
 * @param {string} event
 * @param {string | null} data
 */
export function tell(response, event, data) {
  if (data === null) return;
  const lines = data.split("\n").map((line) => `data: ${line}\n`);
  response.write(`event: ${event}\n${lines.join("")}\n`);
}
