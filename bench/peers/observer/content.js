// Tells of every change, and decides nothing.

new MutationObserver(() => browser.runtime.sendMessage(document.body.innerText.slice(0, 200))).observe(
  document,
  {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  },
);
