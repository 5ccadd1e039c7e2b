// A listening socket that can be closed with all its connections, and opened again at the same port.

import { once } from "node:events";
import { createServer } from "node:http";

/** @typedef {(request: import("node:http").IncomingMessage, response: import("node:http").ServerResponse) => void} Handler */

export class Listener {
  #server;
  #host;
  port;

  /**
   * @param {string} host
   * @param {number} port 0 for any that is free
   * @param {Handler} handler
   */
  constructor(host, port, handler) {
    this.#server = createServer(handler);
    this.#host = host;
    this.port = port;
  }

  get open() {
    return this.#server.listening;
  }

  async listen() {
    this.#server.listen(this.port, this.#host);
    await once(this.#server, "listening");
    const address = this.#server.address();
    if (address !== null && typeof address === "object") this.port = address.port;
  }

  async close() {
    const closed = once(this.#server, "close");
    this.#server.close();
    this.#server.closeAllConnections();
    await closed;
  }
}
