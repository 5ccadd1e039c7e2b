// What the server told this page, and the times of a day as plain buttons.

/** @typedef {import("../days.mjs").Day} Day */

const { textContent } = /** @type {HTMLElement} */ (document.querySelector("#site"));

/** @type {{language: "de" | "en", today: string, days: Day[], words: Record<string, string>}} */
export const { language, today, days, words } = JSON.parse(textContent ?? "");

/** The days on which something is free. */
export const openDays = days.filter(({ free }) => free.length > 0);
/** The day whose month a calendar opens with. */
export const first = /** @type {Day} */ (openDays[0] ?? days[0]).date;

/** @param {string} date ISO */
export const isOpen = (date) => openDays.some((day) => day.date === date);

/** The ISO date of a local midnight, in which most widgets think. @param {Date} date */
export function isoOf(date) {
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** @param {string} date ISO */
export const spelled = (date) =>
  new Date(`${date}T00:00`).toLocaleDateString(language, { weekday: "long", day: "numeric", month: "long" });

/** @param {string} selector */
export const element = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));

/** Shows a day's times. @param {string} date ISO */
export function showTimes(date) {
  const heading = document.createElement("h3");
  heading.textContent = spelled(date);
  const times = days.find((day) => day.date === date)?.free ?? [];
  const buttons = times.map((time) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = time;
    return button;
  });
  element("#times").replaceChildren(heading, ...buttons);
}
