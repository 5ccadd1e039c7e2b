// A desktop for real browsers: a screen, a window manager, a session bus, a notification server, a loudspeaker. On a
// machine with a screen, what it has itself is used.

import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { startLoudspeaker } from "./loudspeaker.mjs";
import { listen } from "./notifications.mjs";
import { start } from "./processes.mjs";

const run = promisify(execFile);
const CONFIGURATION = fileURLToPath(new URL("dunstrc", import.meta.url));

/** @typedef {Awaited<ReturnType<typeof startDesktop>>} Desktop */

/** @param {{width?: number, height?: number, own?: boolean}} [options] `own`: a screen of its own in any case */
export async function startDesktop({ width = 1280, height = 900, own = !process.env.DISPLAY } = {}) {
  /** @type {{stop(): Promise<void>}[]} */
  const parts = [];
  const close = async () => {
    for (const part of parts.reverse()) await part.stop();
    parts.length = 0;
  };
  try {
    const env = { ...process.env };
    if (own) {
      const screen = ["-displayfd", "3", "-screen", "0", `${width}x${height}x24`, "-nolisten", "tcp"];
      const server = start("Xvfb", screen, { from: "xvfb", ready: 3 });
      parts.push(server);
      env.DISPLAY = `:${await server.up()}`;
      delete env.WAYLAND_DISPLAY;
      env.XDG_SESSION_TYPE = "x11";
    }
    if (own || !env.DBUS_SESSION_BUS_ADDRESS) {
      const bus = start("dbus-daemon", ["--session", "--nofork", "--print-address"], { from: "dbus" });
      parts.push(bus);
      env.DBUS_SESSION_BUS_ADDRESS = await bus.up();
    }
    const notifications = await listen(env.DBUS_SESSION_BUS_ADDRESS);
    parts.push(notifications);
    const loudspeaker = own ? await startLoudspeaker() : undefined;
    if (loudspeaker) {
      parts.push(loudspeaker);
      env.PULSE_SERVER = loudspeaker.address;
    }
    if (own) {
      // Without a window manager no window gets the keyboard's focus.
      const manager = start("openbox", ["--sm-disable", "--startup", "echo started"], { env });
      parts.push(manager);
      await manager.up();
      const serving = notifications.server();
      parts.push(start("dunst", ["-conf", CONFIGURATION], { env }));
      await serving;
    }

    return {
      env,
      notifications,
      /** Resolves when notes have sounded from now on, in their order. @param {number[]} notes in Hz */
      heard(notes) {
        if (!loudspeaker) throw new Error("only a desktop of its own can be listened to");
        return loudspeaker.heard(notes);
      },
      /** Presses keys, as `xdotool key` names them. @param {...string} keys */
      keys: (...keys) => run("xdotool", ["key", "--clearmodifiers", ...keys], { env }),
      /** The colour of a place on the screen. @param {number} x @param {number} y */
      async colour(x, y) {
        const place = ["-window", "root", "-crop", `1x1+${x}+${y}`, "-depth", "8", "rgb:-"];
        const { stdout } = await run("import", place, { env, encoding: "buffer" });
        return stdout.toString("hex");
      },
      /** Clicks at a place on the screen. @param {number} x @param {number} y */
      click: (x, y) => run("xdotool", ["mousemove", String(x), String(y), "click", "1"], { env }),
      /** Clicks on the notification shown last. */
      act: () => run("dunstctl", ["action"], { env }),
      /** Resolves when a notification can be seen, which is a moment after the bus has told of it. */
      drawn: () =>
        own ? run("xdotool", ["search", "--sync", "--onlyvisible", "--class", "Dunst"], { env }) : undefined,
      dismiss: () => run("dunstctl", ["close-all"], { env }),
      /** @param {string} file */
      screenshot: (file) => run("import", ["-window", "root", file], { env }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
