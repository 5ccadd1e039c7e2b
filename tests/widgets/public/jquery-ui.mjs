import { days, element, first, isOpen, openDays, words } from "./site.mjs";

const { $ } = /** @type {any} */ (globalThis);

/** @param {string} date ISO */
function choose(date) {
  element("#chosen").textContent = $.datepicker.formatDate(words.format, new Date(`${date}T00:00`), {
    ...$.datepicker._defaults,
  });
  const times = days.find((day) => day.date === date)?.free ?? [];
  const choices = times.map((time) => {
    const label = document.createElement("label");
    const choice = Object.assign(document.createElement("input"), {
      type: "radio",
      name: "time",
      value: time,
    });
    label.append(choice, ` ${time}`);
    return label;
  });
  element("#times").replaceChildren(...choices);
}

$("#calendar").datepicker({
  dateFormat: "yy-mm-dd",
  minDate: new Date(`${days[0]?.date}T00:00`),
  defaultDate: first,
  beforeShowDay: (/** @type {Date} */ date) => [isOpen($.datepicker.formatDate("yy-mm-dd", date)), ""],
  onSelect: choose,
});
if (openDays.length > 0) choose(first);
else element("#notice").textContent = words.none ?? "";
