// Talks with the reader in a tab. Used by the background and by the popup, each with the access it has.

/** Reads the page in a tab, bringing the reader there first if it is not yet.
 * @param {number} tabId
 * @param {boolean} observe whether the reader shall tell the background of changes from now on
 * @returns {Promise<{page: object, situation: object}>} */
export async function readPage(tabId, observe) {
  const target = { tabId };
  await browser.scripting.executeScript({ target, files: ["reader.js"] });
  return run(
    target,
    async (/** @type {boolean} */ observe) => {
      const reader = globalThis.terminwachtReader;
      const page = await reader.read();
      if (observe) reader.observe();
      return { page, situation: reader.situation() };
    },
    [observe],
  );
}

/** Presses the control at one line of a reading.
 * @param {number} tabId @param {number} serial @param {number} line
 * @returns {Promise<boolean>} whether it was pressed */
export function press(tabId, serial, line) {
  return run(
    { tabId },
    (/** @type {number} */ serial, /** @type {number} */ line) =>
      globalThis.terminwachtReader?.press(serial, line) ?? false,
    [serial, line],
  );
}

/** Lets the person point at a control of the page.
 * @param {number} tabId
 * @returns {Promise<{page: object, line: number}>} a reading, and the line of the control in it */
export async function pick(tabId) {
  const target = { tabId };
  await browser.scripting.executeScript({ target, files: ["reader.js"] });
  return run(target, () => globalThis.terminwachtReader.pick(), []);
}

/** @param {{tabId: number}} target @param {(...values: any[]) => unknown} func @param {unknown[]} args
 * @returns {Promise<any>} */
async function run(target, func, args) {
  const [answer] = await browser.scripting.executeScript({ target, func, args });
  if (answer?.error || answer?.result === undefined || answer.result === null)
    throw new Error(`the reader in tab ${target.tabId} gave no answer`, { cause: answer?.error });
  return answer.result;
}

/** Hands a text to the person as a file. @param {string} name @param {string} type @param {string} text */
export function download(name, type, text) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type }));
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
