// Takes up what was saved, as Terminwacht's worker does, and nothing else.

import "./probe.js";

browser.runtime.onMessage.addListener(() => {});

const { local, session } = browser.storage;
session
  .get("watches")
  .then(() => local.get("state"))
  .then(() => session.set({ watches: [] }));
