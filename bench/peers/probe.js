// Tells the page that woke the worker as soon as the worker has taken up what was saved, which is the first event it
// handles: it notes that in the browser's memory.

const { session } = browser.storage;
const set = session.set.bind(session);
session.set = async (values) => {
  await set(values);
  browser.runtime.sendMessage({ kind: "probed" }).catch(() => {});
};
