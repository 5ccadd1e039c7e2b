browser.runtime.onMessage.addListener((message) => {
  browser.notifications.create({
    type: "basic",
    iconUrl: browser.runtime.getURL("icon.png"),
    title: "The page has changed",
    message,
  });
});
