// What a person does in the popup.

/** Chooses the shortest pause there is. @param {import("puppeteer-core").Page} popup */
export async function chooseShortest(popup) {
  await popup.focus("#interval");
  await popup.keyboard.press("Home");
}

/** Opens the form in which a watch is changed. @param {import("puppeteer-core").Page} popup */
export async function openForm(popup) {
  await popup.waitForSelector("#change", { visible: true });
  await popup.click("#change");
  await popup.waitForSelector("#cancel", { visible: true });
}
