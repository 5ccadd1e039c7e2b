import { element, first, isOpen, isoOf, language, openDays, showTimes, today, words } from "./site.mjs";

const { flatpickr } = /** @type {any} */ (globalThis);
const calendar = flatpickr("#day", {
  inline: true,
  locale: language === "de" ? "de" : "default",
  minDate: today,
  enable: [(/** @type {Date} */ date) => isOpen(isoOf(date))],
  onChange: (/** @type {Date[]} */ [date]) => date && showTimes(isoOf(date)),
});
calendar.jumpToDate(first);
if (openDays.length === 0) element("#notice").textContent = words.none ?? "";
