import { days, element, first, language, words } from "./site.mjs";

const { FullCalendar } = /** @type {any} */ (globalThis);

/** @param {string} date @param {string} time @param {boolean} isFree */
const lesson = (date, time, isFree) => ({
  title: isFree ? words.free : words.taken,
  start: `${date}T${time}`,
  color: isFree ? "#2e7d32" : "#9e9e9e",
});

new FullCalendar.Calendar(element("#calendar"), {
  initialView: "timeGridWeek",
  initialDate: first,
  locale: language === "de" ? "de" : "en-gb",
  allDaySlot: false,
  slotMinTime: "08:00",
  slotMaxTime: "16:00",
  defaultTimedEventDuration: "00:45",
  height: "auto",
  events: days.flatMap(({ date, free, taken }) => [
    ...free.map((time) => lesson(date, time, true)),
    ...taken.map((time) => lesson(date, time, false)),
  ]),
  eventClick: (/** @type {any} */ { event }) => {
    element("#times").textContent = event.start.toLocaleString(language);
  },
}).render();
