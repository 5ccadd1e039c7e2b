// Notes when the popup gets its title, which is when it is drawn: `drawn`, in ms since it was opened.

new MutationObserver((_, observer) => {
  observer.disconnect();
  Object.assign(globalThis, { drawn: performance.now() });
}).observe(/** @type {Element} */ (document.querySelector("title")), { childList: true });
