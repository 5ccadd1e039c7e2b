// Talks with the readers in a tab, one in each document. Used by the background and by the popup, each with the access it has.

/** The browser's number for the page itself among the frames of a tab. */
const TOP = 0;
/** The most frames that are read with a page. */
const MOST_FRAMES = 16;
/** How long frames may take to be found, and to be read: a page that is there does not wait for them. In ms. */
const PATIENCE = { find: 2_000, read: 4_000 };

/** Reads the page in a tab and the frames in it that we may read, bringing readers there first if there are none yet.
 * @param {number} tabId
 * @param {number} [nonce] what the readers shall name when they tell the background of changes from now on
 * @returns {Promise<{page: Page, situation: Situation}>} */
export async function readPage(tabId, nonce) {
  await browser.scripting.executeScript({ target: { tabId }, files: ["reader.js"] });
  const { page, situation } = await look(tabId, TOP, nonce);
  const apart = page.outline.includes("\tplace=") ? await framesOf(tabId) : [];
  const frames = await Promise.all(
    apart.map(({ id, place }) =>
      inTime(PATIENCE.read, look(tabId, id, nonce)).then(
        ({ page: { url, outline, cut, operator }, situation }) => [
          { id, place, url, outline, cut, operator, situation },
        ],
        () => [],
      ),
    ),
  );
  return { page: { ...page, frames: frames.flat() }, situation };
}

/** One look of one reader.
 * @param {number} tabId @param {number} frame @param {number} [nonce]
 * @returns {Promise<{page: Page, situation: Situation}>} */
function look(tabId, frame, nonce) {
  return run(
    tabId,
    frame,
    async (/** @type {number | null} */ nonce) => {
      const reader = globalThis.terminwachtReader;
      const page = await reader.read();
      if (nonce !== null) reader.report(nonce);
      return { page, situation: reader.situation() };
    },
    [nonce ?? null],
  );
}

/** The frames of a page that are to be read apart, as far as we may read them and they answer.
 * @param {number} tabId @returns {Promise<{id: number, place: string}[]>} */
async function framesOf(tabId) {
  const target = { tabId, allFrames: true };
  // A frame that is still loading is read as far as it came: its end is told as a change.
  const injection = { target, files: ["reader.js"], injectImmediately: true };
  const answers = await inTime(PATIENCE.find, browser.scripting.executeScript(injection)).catch(() => []);
  return answers
    .flatMap(({ frameId, result }) => (typeof result === "string" ? [{ id: frameId, place: result }] : []))
    .slice(0, MOST_FRAMES);
}

/** @template T @param {number} patience in ms @param {Promise<T>} work @returns {Promise<T>} */
function inTime(patience, work) {
  const end = new Promise((_, reject) => setTimeout(() => reject(new Error("too late")), patience));
  return /** @type {Promise<T>} */ (Promise.race([work, end]));
}

/** Presses or outlines what stands at one line of a reading.
 * @param {number} tabId @param {"press" | "outline"} deed @param {number} serial
 * @param {{frame: number, number: number}} line
 * @returns {Promise<boolean>} whether it was done */
export function act(tabId, deed, serial, { frame, number }) {
  return run(
    tabId,
    frame,
    (/** @type {"press" | "outline"} */ deed, /** @type {number} */ serial, /** @type {number} */ number) =>
      globalThis.terminwachtReader?.[deed](serial, number) ?? false,
    [deed, serial, number],
  );
}

/** Lets the person point at a control of the page.
 * @param {number} tabId
 * @returns {Promise<{page: Page, line: {frame: number, number: number}}>} a reading, and where the control is in it */
export async function pick(tabId) {
  await browser.scripting.executeScript({ target: { tabId }, files: ["reader.js"] });
  const frames = [TOP, ...(await framesOf(tabId)).map(({ id }) => id)];
  const frame = await Promise.any(
    frames.map((id) => run(tabId, id, () => globalThis.terminwachtReader.pick(), []).then(() => id)),
  );
  for (const id of frames)
    run(tabId, id, () => globalThis.terminwachtReader.letGo() ?? true, []).catch(() => {});
  const { page } = await readPage(tabId);
  const number = await run(tabId, frame, () => globalThis.terminwachtReader.pickedLine(), []);
  return { page, line: { frame, number } };
}

/** @param {number} tabId @param {number} frame @param {(...values: any[]) => unknown} func @param {unknown[]} args
 * @returns {Promise<any>} */
async function run(tabId, frame, func, args) {
  const target = { tabId, frameIds: [frame] };
  const [answer] = await browser.scripting.executeScript({ target, func, args });
  if (answer?.error || answer?.result === undefined || answer.result === null)
    throw new Error(`the reader in tab ${tabId} gave no answer`, { cause: answer?.error });
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
