// A session that runs out: its countdown goes on second by second, and then says that it is over.

const line = /** @type {HTMLElement} */ (document.getElementById("session"));
const left = /** @type {HTMLElement} */ (line.querySelector("strong"));
const [minutes = 0, seconds = 0] = (left.textContent ?? "").split(":").map(Number);
const end = Date.now() + (minutes * 60 + seconds) * 1000;

const clock = setInterval(() => {
  const rest = Math.ceil((end - Date.now()) / 1000);
  const two = (/** @type {number} */ number) => String(number).padStart(2, "0");
  if (rest > 0) {
    left.textContent = `${two(Math.floor(rest / 60))}:${two(rest % 60)}`;
  } else {
    clearInterval(clock);
    line.textContent = line.dataset.over ?? "";
  }
}, 1000);
