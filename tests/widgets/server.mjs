// Practice pages with the calendar widgets that booking sites use, on a loopback port. What is free on them, and
// which day it is, is told by `POST /control {"state": "free", "today": "2026-03-04"}`.
//
//   const widgets = await startWidgets();
//   widgets.control({ state: "partly", today: "2026-03-04" });
//   await page.goto(widgets.address("flatpickr", "de"));

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { isDay } from "../../tools/judge/labels.mjs";
import { document } from "../portal/answer.mjs";
import { ChangeError } from "../portal/appointments.mjs";
import { answerControl } from "../portal/control.mjs";
import { Listener } from "../portal/listener.mjs";
import { days, STATES } from "./days.mjs";
import { isName, pageOf } from "./pages.mjs";

/**
 * @typedef {import("./days.mjs").State} State
 * @typedef {import("./pages.mjs").Name} Name
 * @typedef {import("./pages.mjs").Language} Language
 */

/** @type {Record<string, string>} */
const TYPES = {
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  png: "image/png",
};
const NOT_FOUND = { status: 404, headers: { "content-type": "text/plain" }, body: "not found\n" };

const MODULES = new URL("../../node_modules/", import.meta.url);
const OWN = new URL("public/", import.meta.url);

/** @param {string} path of a file that a page loads */
async function file(path) {
  const [, room, name = "", extension = ""] =
    /^\/(modules|own)\/((?:@?[\w-][\w.-]*\/)*[\w-][\w.-]*\.(\w+))$/.exec(path) ?? [];
  const type = TYPES[extension];
  if (!type) return NOT_FOUND;
  try {
    const body = await readFile(new URL(name, room === "own" ? OWN : MODULES));
    return { status: 200, headers: { "content-type": type }, body };
  } catch {
    return NOT_FOUND;
  }
}

/** @typedef {Awaited<ReturnType<typeof startWidgets>>} Widgets */

/**
 * @typedef {object} Change
 * @property {State} [state]
 * @property {string} [today] the day that the pages take for today, as ISO date
 */

export async function startWidgets() {
  /** @type {State} */
  let state = "none";
  let today = new Date().toISOString().slice(0, 10);
  /** @type {{path: string}[]} */
  const log = [];

  const controlled = {
    state: () => ({ state, today, days: days(today, state) }),
    /** @param {any} change */
    async control(change) {
      if (change?.state !== undefined && !STATES.includes(change.state))
        throw new ChangeError(`state is one of ${STATES.join(", ")}`);
      if (change?.today !== undefined && !isDay(change.today)) throw new ChangeError("today is no ISO date");
      state = change?.state ?? state;
      today = change?.today ?? today;
      return controlled.state();
    },
    log: () => log,
  };

  /** @param {import("node:http").IncomingMessage} request */
  async function answer(request) {
    const { pathname, searchParams } = new URL(request.url ?? "/", "http://widgets");
    if (pathname.startsWith("/control")) return answerControl(request, await text(request), controlled);
    log.push({ path: pathname });
    const name = pathname.slice(1);
    if (!isName(name)) return file(pathname);
    return document(pageOf(name, searchParams.get("lang") === "en" ? "en" : "de", today, state));
  }

  const listener = new Listener("127.0.0.1", 0, async (request, response) => {
    const { status, headers, body } = await answer(request);
    response.writeHead(status, headers).end(body);
  });
  await listener.listen();
  const host = `127.0.0.1:${listener.port}`;
  return {
    host,
    /** @param {Name} name @param {Language} language */
    address: (name, language) => `http://${host}/${name}?lang=${language}`,
    /** The same as at the control address; answers with what is free. @param {Change} change */
    control: (change) => controlled.control(change),
    close: () => listener.close(),
  };
}
