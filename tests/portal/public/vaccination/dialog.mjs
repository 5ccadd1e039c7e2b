// The dialog with what a search found.

import { shortDate } from "../dates.mjs";
import { element, fill, loader } from "./dom.mjs";

/**
 * @typedef {import("./server.mjs").Appointment} Appointment
 * @typedef {import("./server.mjs").Words} Words
 */

export class SearchDialog {
  #words;
  #onSelect;
  #body = element("div", { class: "dialog-body" });
  #root;
  #ticking = 0;

  /**
   * @param {Words} words
   * @param {(appointment: Appointment) => void} onSelect
   */
  constructor(words, onSelect) {
    this.#words = words;
    this.#onSelect = onSelect;
    this.#root = element(
      "div",
      { class: "backdrop" },
      element(
        "div",
        { class: "dialog", role: "dialog", "aria-modal": "true", "aria-labelledby": "dialog-title" },
        element("h2", { id: "dialog-title" }, words.dialogTitle ?? ""),
        this.#body,
      ),
    );
  }

  close() {
    clearInterval(this.#ticking);
    this.#root.remove();
  }

  searching() {
    this.#show(loader(this.#words.searching), this.#buttons(null));
  }

  /** @param {string | undefined} message */
  message(message) {
    this.#show(element("p", { class: "alert", role: "alert" }, message ?? ""), this.#buttons(null));
  }

  /** @param {import("./server.mjs").Found} found */
  results({ appointments, reservedSeconds }) {
    if (appointments.length === 0) {
      const none = element("p", { class: "alert", role: "alert" }, this.#words.none ?? "");
      this.#show(
        this.#countdown(reservedSeconds),
        none,
        element("p", {}, this.#words.noneMore ?? ""),
        this.#buttons(null),
      );
      return;
    }
    const radios = appointments.map((_, index) =>
      element("input", { type: "radio", name: "appointment", value: String(index), checked: index === 0 }),
    );
    const offers = appointments.map((one, index) =>
      element("label", {}, radios[index] ?? "", this.#offer(one)),
    );
    const chosen = () => appointments[radios.findIndex((radio) => radio.checked)];
    this.#show(
      this.#countdown(reservedSeconds),
      element("fieldset", { class: "offers" }, element("legend", {}, this.#words.choose ?? ""), ...offers),
      this.#buttons(() => {
        const appointment = chosen();
        if (appointment) this.#onSelect(appointment);
      }),
    );
  }

  /** @param {...Node} children */
  #show(...children) {
    clearInterval(this.#ticking);
    this.#body.replaceChildren(...children);
    if (!this.#root.isConnected) document.querySelector("app-root")?.append(this.#root);
    const countdown = this.#body.querySelector(".countdown");
    if (countdown instanceof HTMLElement) this.#tick(countdown);
  }

  /** @param {Appointment} appointment */
  #offer({ date, time, second }) {
    const language = document.documentElement.lang;
    const line = (
      /** @type {string | undefined} */ name,
      /** @type {{date: string, time: string}} */ moment,
    ) =>
      element(
        "span",
        { class: "date" },
        element("strong", {}, name ?? ""),
        " ",
        element(
          "span",
          {},
          fill(this.#words.moment, { date: shortDate(moment.date, language), time: moment.time }),
        ),
      );
    if (second === null) return element("span", { class: "offer" }, line(this.#words.single, { date, time }));
    return element(
      "span",
      { class: "offer" },
      line(this.#words.first, { date, time }),
      element("span", { class: "dash" }, "–"),
      line(this.#words.second, second),
    );
  }

  /** @param {(() => void) | null} select null disables it */
  #buttons(select) {
    const choose = { class: "primary", type: "button", disabled: select === null, click: () => select?.() };
    return element(
      "p",
      { class: "buttons" },
      element("button", choose, this.#words.select ?? ""),
      element("button", { type: "button", click: () => this.close() }, this.#words.cancel ?? ""),
    );
  }

  /** @param {number} seconds */
  #countdown(seconds) {
    return element("p", { class: "countdown", "data-until": String(Date.now() + seconds * 1000) });
  }

  /** @param {HTMLElement} countdown */
  #tick(countdown) {
    const update = () => {
      const left = Math.ceil((Number(countdown.dataset.until) - Date.now()) / 1000);
      if (left < 0) {
        this.message(this.#words.reservationOver);
        return;
      }
      const pad = (/** @type {number} */ number) => String(number).padStart(2, "0");
      const values = { minutes: pad(Math.floor(left / 60)), seconds: pad(left % 60) };
      countdown.textContent = fill(this.#words.reserved, values);
    };
    this.#ticking = window.setInterval(update, 1000);
    update();
  }
}
