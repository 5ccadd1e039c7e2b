// Tells the page beside it when the real popup was on the screen, and closes it: once its title says what is so, and at
// once where the title says all from the beginning.

const title = /** @type {Element} */ (document.querySelector("title"));

async function tell() {
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  browser.runtime.connect().postMessage({ opened: performance.timeOrigin, drawn: performance.now() });
  window.close();
}

// The page beside it is the same page, in a tab.
if (location.search === "")
  if (title.textContent === "Terminwacht")
    new MutationObserver((_, observer) => {
      observer.disconnect();
      tell();
    }).observe(title, { childList: true });
  else tell();
