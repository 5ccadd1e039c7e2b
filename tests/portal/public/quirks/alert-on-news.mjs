// A page that opens a dialog when the portal has told it news.

const content = /** @type {HTMLElement} */ (document.querySelector("main"));
new MutationObserver(() => alert("Die Termine wurden aktualisiert.")).observe(content, { childList: true });
