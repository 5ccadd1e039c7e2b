// @ts-expect-error: this address is the server's.
import "/modules/cally/dist/cally.js";
import { element, first, isOpen, openDays, showTimes, words } from "./site.mjs";

const calendar = /** @type {any} */ (element("calendar-date"));
calendar.isDateDisallowed = (/** @type {Date} */ date) => !isOpen(date.toISOString().slice(0, 10));
calendar.focusedDate = first;
calendar.addEventListener("change", () => showTimes(calendar.value));
if (openDays.length === 0) element("#notice").textContent = words.none ?? "";
