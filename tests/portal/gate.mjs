// Where requests wait until they are let through.

export class Gate {
  /** @type {Set<() => void>} */
  #waiting = new Set();

  get size() {
    return this.#waiting.size;
  }

  /**
   * Waits for the next release, or for the visitor to give up.
   * @param {import("node:http").ServerResponse} response
   */
  async wait(response) {
    await new Promise((resolve) => {
      const go = () => {
        this.#waiting.delete(go);
        response.off("close", go);
        resolve(undefined);
      };
      this.#waiting.add(go);
      response.once("close", go);
    });
  }

  release() {
    for (const go of [...this.#waiting]) go();
  }
}
