// The vaccination application: loads its words, shows the step that the address names, and keeps its channel.

import { listen } from "../channel.mjs";
import { cookieNote } from "../page.mjs";
import { SearchDialog } from "./dialog.mjs";
import { element } from "./dom.mjs";
import * as server from "./server.mjs";
import { centreChoice, codeEntry, personStep, searchStep } from "./views.mjs";

const root = document.querySelector("app-root") ?? document.body;

class App {
  #words;
  #centres;
  #dialog;
  #waiting = false;

  /** @param {Awaited<ReturnType<typeof server.start>>} start */
  constructor({ words, centres }) {
    this.#words = words;
    this.#centres = centres;
    this.#dialog = new SearchDialog(words, (appointment) => this.#select(appointment));
  }

  /** Shows the step that the address names. */
  route() {
    const { centre, code } = this.#place();
    this.#dialog.close();
    if (centre && code) {
      show(searchStep(this.#words, centre, () => this.#search()));
    } else if (centre) {
      const onCode = (/** @type {string} */ typed) => this.#go(`impftermine/suche/${typed}/${centre.id}/`);
      show(
        codeEntry(this.#words, centre, {
          onCode,
          askEligibility: () => this.#guarded(server.eligibility(centre.id)),
        }),
      );
    } else {
      show(centreChoice(this.#words, this.#centres, ({ id }) => this.#go(`impftermine/service/${id}/`)));
    }
  }

  /** @param {string} door */
  doorChanged(door) {
    if (!this.#waiting || door === "waiting-room") return;
    this.#waiting = false;
    this.route();
  }

  /** @param {server.Found} found */
  news(found) {
    const { centre, code } = this.#place();
    if (!centre || !code || this.#waiting) return;
    this.#dialog.results({
      ...found,
      appointments: found.appointments.filter(({ place }) => place === centre.id),
    });
  }

  #place() {
    const path = location.pathname;
    const [, code, searched] =
      /\/impftermine\/suche\/([A-Z0-9]{4}(?:-[A-Z0-9]{4}){2})\/(\d+)\/?$/.exec(path) ?? [];
    const [, entered] = /\/impftermine\/service\/(\d+)\/?$/.exec(path) ?? [];
    return { centre: this.#centres.find(({ id }) => id === (searched ?? entered)), code };
  }

  /** @param {string} path */
  #go(path) {
    history.pushState(null, "", `/vaccination/${path}${location.search}`);
    this.route();
  }

  async #search() {
    const { centre, code } = this.#place();
    if (!centre || !code) return;
    this.#dialog.searching();
    this.#dialog.results(await this.#guarded(server.search(centre.id, code)));
  }

  /** @param {server.Appointment} appointment */
  async #select(appointment) {
    const { reserved } = await this.#guarded(server.reserve(appointment));
    if (reserved === null) {
      this.#dialog.message(this.#words.reservationOver);
      return;
    }
    this.#dialog.close();
    show(personStep(this.#words));
  }

  /**
   * Passes an answer on; where there is none, shows why, and nothing follows.
   * @template Answer
   * @param {Promise<Answer>} asked
   * @returns {Promise<Answer>}
   */
  async #guarded(asked) {
    try {
      return await asked;
    } catch (error) {
      if (error instanceof server.DoorClosed) {
        this.#dialog.close();
        this.#waiting = showDoor(error.page);
      } else {
        this.#dialog.message(this.#words.failed);
      }
      return new Promise(() => undefined);
    }
  }
}

/** @param {Node} view */
function show(view) {
  document.querySelector("main")?.replaceChildren(view);
}

/**
 * Shows the content of the page that was sent in the place of an answer.
 * @param {string} page
 * @returns {boolean} whether it is the waiting room
 */
function showDoor(page) {
  const sent = new DOMParser().parseFromString(page, "text/html");
  const content = sent.querySelector("main");
  if (content) show(element("div", {}, ...content.childNodes));
  return document.getElementById("waiting-room") !== null;
}

/** Puts header and footer around the application, as soon as there is something to show. */
function showFrame() {
  const frame = document.querySelector("template#frame");
  if (frame instanceof HTMLTemplateElement) root.replaceChildren(frame.content.cloneNode(true));
  cookieNote(root);
}

async function begin() {
  try {
    const app = new App(await server.start());
    showFrame();
    app.route();
    addEventListener("popstate", () => app.route());
    return app;
  } catch (error) {
    if (!(error instanceof server.DoorClosed)) throw error;
    showFrame();
    return showDoor(error.page) ? null : undefined;
  }
}

/** The application, or null while it cannot begin because of the waiting room. */
let app = begin();

listen({
  async door(door) {
    if ((await app) === null && door !== "waiting-room") app = begin();
    (await app)?.doorChanged(door);
  },
  async appointments(data) {
    (await app)?.news(JSON.parse(data));
  },
});
