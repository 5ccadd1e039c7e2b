// What a person does in the popup.

/** Chooses the shortest pause there is. @param {import("puppeteer-core").Page} popup */
export async function chooseShortest(popup) {
  await popup.focus("#interval");
  await popup.keyboard.press("Home");
}
