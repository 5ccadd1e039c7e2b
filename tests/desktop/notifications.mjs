// What the desktop's notification server is asked to show, as seen on its bus.

import { EventEmitter, once } from "node:events";
import { start } from "./processes.mjs";

const NAME = "org.freedesktop.Notifications";

/**
 * @typedef {object} Notification
 * @property {string} application
 * @property {string} title
 * @property {string} text
 * @property {string[]} actions keys and labels by turns
 * @property {number} at ms since 1970
 */

/** Listens on a session bus. @param {string} address */
export async function listen(address) {
  const wanted = [`interface='${NAME}'`, "member='NameOwnerChanged'"].map((match) => `--match=${match}`);
  const monitor = start("busctl", [`--address=${address}`, "--json=short", ...wanted, "monitor"], {
    from: "systemd",
    ready: "stderr",
  });
  const events = new EventEmitter();
  /** @type {Notification[]} */
  const all = [];
  monitor.lines.on("line", (line) => {
    if (!line.startsWith("{")) return;
    const { type, member, payload } = JSON.parse(line);
    if (member === "NameOwnerChanged" && payload.data[0] === NAME && payload.data[2]) events.emit("server");
    if (type !== "method_call" || member !== "Notify") return;
    const [application, , , title, text, actions] = payload.data;
    const notification = { application, title, text, actions, at: Date.now() };
    all.push(notification);
    events.emit("notification", notification);
  });
  await monitor.up();
  return {
    all,
    /**
     * The first notification that is wanted, among those seen since `after` notifications and those to come.
     * @param {(notification: Notification) => boolean} wanted
     * @param {{after?: number, within?: number}} [options] `within` in ms
     * @returns {Promise<Notification>}
     */
    next(wanted, { after = 0, within = 60_000 } = {}) {
      const seen = all.slice(after).find(wanted);
      if (seen) return Promise.resolve(seen);
      return new Promise((resolve, reject) => {
        const limit = setTimeout(() => {
          events.off("notification", look);
          const titles = all.slice(after).map(({ title, text }) => `${title}: ${text}`);
          reject(new Error(`no such notification within ${within} ms; seen: ${JSON.stringify(titles)}`));
        }, within);
        const look = (/** @type {Notification} */ notification) => {
          if (!wanted(notification)) return;
          clearTimeout(limit);
          events.off("notification", look);
          resolve(notification);
        };
        events.on("notification", look);
      });
    },
    /** Resolves when a notification server takes up its work. */
    server: () => once(events, "server"),
    stop: () => monitor.stop(),
  };
}
