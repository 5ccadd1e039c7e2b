import { popup } from "./core/terminwacht.js";
import { stored } from "./pages.js";
import { start } from "./start.js";

/** The tab that the popup is about, where it is opened as a page in a tab of its own. */
const named = new URLSearchParams(location.search).get("tab");

/** The tab that the popup is about. */
async function shown() {
  if (named !== null) return browser.tabs.get(Number(named));
  const [tab] = await browser.tabs.query({ active: true, currentWindow: true });
  return tab;
}

// The browser is asked while the core is made ready, which takes longer.
const [tab, areas] = await Promise.all([shown().catch(() => undefined), stored(), start()]);
await popup(named !== null, tab, areas);
