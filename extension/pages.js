// Talks with the readers in a tab, one in each document. Used by the background and by the popup, each with the access it has.

/** The browser's number for the page itself among the frames of a tab. */
const TOP = 0;
/** The most frames that are read with a page. */
const MOST_FRAMES = 16;
/** How long frames may take to be found, and to be read: a page that is there does not wait for them. In ms. */
const PATIENCE = { find: 2_000, read: 4_000 };

/** Reads the page in a tab and the frames in it that we may read, bringing readers there first if there are none yet.
 * @param {number} tabId
 * @param {boolean} [looks] whether the looks of days and times matter although no legend tells of them
 * @param {number} [nonce] what the readers shall name when they tell the background of changes from now on
 * @returns {Promise<{page: Page, situation: Situation}>} */
export async function readPage(tabId, looks = false, nonce) {
  const isPlain = !looks && nonce === undefined;
  const files = isPlain ? ["reader.js", "look.js"] : ["reader.js"];
  const [injected] = await browser.scripting.executeScript({ target: { tabId }, files });
  const { page, situation } = isPlain ? given(tabId, injected) : await look(tabId, TOP, looks, nonce);
  const apart = page.outline.includes("\tplace=") ? await framesOf(tabId) : [];
  const frames = await Promise.all(
    apart.map(({ id, place }) =>
      inTime(PATIENCE.read, look(tabId, id, looks, nonce)).then(
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
 * @param {number} tabId @param {number} frame @param {boolean} looks @param {number} [nonce]
 * @returns {Promise<{page: Page, situation: Situation}>} */
function look(tabId, frame, looks, nonce) {
  return run(
    tabId,
    frame,
    async (/** @type {boolean} */ looks, /** @type {number | null} */ nonce) => {
      const reader = globalThis.terminwachtReader;
      const page = await reader.read(looks);
      if (nonce !== null) reader.report(nonce);
      return { page, situation: reader.situation() };
    },
    [looks, nonce ?? null],
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

/** Lets the person point at something of the page. {@link takePicked} tells what it was, whoever asks then: the click
 * closes the popup. @param {number} tabId @param {string} purpose */
export async function pick(tabId, purpose) {
  const begin = (/** @type {string} */ purpose) => globalThis.terminwachtReader.pick(purpose);
  await browser.storage.session.set({ picking: tabId });
  await readPage(tabId);
  for (const id of await readersOf(tabId)) await run(tabId, id, begin, [purpose]);
}

/** What the person pointed at since this was asked last.
 * @param {number} tabId
 * @returns {Promise<{page: Page, line: {frame: number, number: number}, purpose: string} | null>} a reading, where it is
 *   in it, and what it was picked for */
export async function takePicked(tabId) {
  const { picking } = await browser.storage.session.get("picking");
  if (picking !== tabId) return null;
  const { page } = await readPage(tabId, true);
  const readers = await readersOf(tabId);
  const take = () => ({ picked: globalThis.terminwachtReader.takePicked() });
  const answers = await Promise.all(
    readers.map(async (frame) => ({ frame, ...(await run(tabId, frame, take, [])) })),
  );
  const found = answers.find(({ picked }) => picked);
  if (!found) return null;
  await browser.storage.session.remove("picking");
  for (const id of readers)
    run(tabId, id, () => globalThis.terminwachtReader.letGo() ?? true, []).catch(() => {});
  const { line, purpose } = found.picked;
  return { page, line: { frame: found.frame, number: line }, purpose };
}

/** The frames of a tab in which there is a reader, the page itself first. @param {number} tabId */
const readersOf = async (tabId) => [TOP, ...(await framesOf(tabId)).map(({ id }) => id)];

/** @param {number} tabId @param {number} frame @param {(...values: any[]) => unknown} func @param {unknown[]} args
 * @returns {Promise<any>} */
async function run(tabId, frame, func, args) {
  const target = { tabId, frameIds: [frame] };
  const [answer] = await browser.scripting.executeScript({ target, func, args });
  return given(tabId, answer);
}

/** What was answered in a tab. @param {number} tabId @param {browser.scripting.InjectionResult | undefined} answer
 * @returns {any} */
function given(tabId, answer) {
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

/** What the background saved last: in the browser's memory and on the disk, as far as something is there.
 * @returns {Promise<unknown[]>} */
export async function stored() {
  const areas = [browser.storage.session, browser.storage.local];
  const answers = await Promise.allSettled(areas.map((area) => area.get("state")));
  return answers.map((answer) => (answer.status === "fulfilled" ? answer.value.state : undefined));
}

/** Deletes what is stored on the disk but for one key. @param {string} key */
export async function forgetAllBut(key) {
  const stored = await browser.storage.local.get(null);
  await browser.storage.local.remove(Object.keys(stored).filter((other) => other !== key));
}
