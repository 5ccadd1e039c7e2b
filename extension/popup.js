import { popup } from "./core/terminwacht.js";
import { readPage, stored } from "./pages.js";
import { start } from "./start.js";

/** The tab that the popup is about, where it is opened as a page in a tab of its own. */
const named = new URLSearchParams(location.search).get("tab");

/** The tab that the popup is about. */
async function shown() {
  if (named !== null) return browser.tabs.get(Number(named));
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab;
}

/** What the page says, where it is not watched: the background reads the others. */
async function firstLook() {
  const [tab, { watches }] = await Promise.all([asked, browser.storage.session.get("watches")]);
  return tab?.id === undefined || watches?.includes(tab.id) ? undefined : readPage(tab.id);
}

// The browser is asked, and the page is read, while the core is made ready.
const asked = shown().catch(() => undefined);
const reading = firstLook();
reading.catch(() => {});
const [tab, areas] = await Promise.all([asked, stored(), start()]);
await popup(named !== null, tab, areas, reading);
