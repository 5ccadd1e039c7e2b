// The real browsers with the built extension, the same to every test.

import { once } from "node:events";
import { watch } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startChrome } from "./chrome.mjs";
import { startFirefox } from "./firefox.mjs";
import { chooseShortest } from "./popup.mjs";

/**
 * @typedef {"chrome" | "firefox"} BrowserName
 *
 * @typedef {object} Options
 * @property {import("./desktop.mjs").Desktop} desktop
 * @property {string} dist the folder of the built extension
 * @property {string} extension the folder of its copy for this browser
 * @property {string} language of the browser
 * @property {"light" | "dark"} scheme
 * @property {string} downloads the folder for what is downloaded
 * @property {import("puppeteer-core").LaunchOptions} launch what both browsers are started with
 * @property {boolean} isNew whether it has not run with this profile before
 * @property {string[]} origins the patterns of the sites that were granted before
 * @property {boolean} restores whether the browser opens the pages it had open when it was closed
 *
 * @typedef {import("puppeteer-core").Page} Page
 *
 * @typedef {object} Choice
 * @property {"practice" | "usual"} interval `practice` is the shortest there is on loopback
 * @property {string} [wish]
 *
 * @typedef {object} Popup the real popup over the page
 * @property {string} title
 * @property {(choice: Choice) => Promise<void>} watch presses *Watch this page*; the browser's question
 *   stands open then
 *
 * @typedef {object} Driver what differs between the browsers
 * @property {import("puppeteer-core").Browser} browser
 * @property {string} address where the extension's pages are
 * @property {(path: string) => Promise<Page>} openPage one of the extension's pages in a tab
 * @property {(page: Page) => Promise<number>} pressAction presses the extension's button in the browser's bar; when that
 *   was, in ms since 1970
 * @property {(page: Page) => Promise<Popup>} openPopup
 * @property {(act: () => Promise<unknown>) => Promise<void>} asking has the browser ask by an act; its question takes an
 *   answer then
 * @property {(answer: "allow" | "deny") => Promise<void>} answerPrompt
 * @property {() => Promise<void>} killWorker ends the background as the browser does when it is idle
 * @property {() => Promise<number>} starts how often the background was started again
 * @property {() => Promise<void>} collect has the browser give back what memory it can, where it can be asked to
 * @property {(process: {name: string, command: string}) => boolean} isExtension whether that process of the browser
 *   runs the extension
 * @property {(page: Page) => Promise<void>} crash ends the process that shows a page, as a fault in it does
 * @property {(on: boolean) => Promise<void>} enable switches the extension off and on, as a person does
 * @property {(pattern: string) => Promise<void>} allowSite gives a permission back that was taken back
 * @property {(page: Page, still: boolean) => Promise<void>} [freeze] has a tab stand still, as the browser does to save
 *   power, or lets it go on; where the browser does so at all
 * @property {(folder: string) => Promise<void>} offerUpdate has the browser find a new version there
 * @property {(version: string) => Promise<void>} updated resolves when that version runs
 * @property {() => Promise<void>} allowPrivateWindows lets the extension run there, as a person does
 * @property {() => Promise<void>} reload loads the extension anew
 * @property {() => Promise<void>} close
 */

/** @type {Record<BrowserName, (options: Options) => Promise<Driver>>} */
const BROWSERS = { chrome: startChrome, firefox: startFirefox };

/** A version after all others. */
const NEWER = "99.0";

/** One call to a page may take so long, in ms: less than the drivers allow. */
const SINGLE_CALL = 20_000;

/** What is stored comes to this within so many ms, although only an alarm brings a killed worker back, and browsers
 * let alarms wait for a minute. */
const PATIENCE = 90_000;

/** @typedef {Awaited<ReturnType<typeof startBrowser>>} Browser */

/**
 * @param {BrowserName} name
 * @param {{desktop: import("./desktop.mjs").Desktop, language?: string, scheme?: "light" | "dark", dist?: string,
 *   before?: {folder: string, restores: boolean, origins: string[]}}} options `dist`: the folder of another extension;
 *   `before`: what a browser that ran before has left
 */
export async function startBrowser(name, { desktop, language = "en", scheme = "light", dist, before }) {
  dist ??= fileURLToPath(new URL(`../../dist/${name}`, import.meta.url));
  const { folder, restores = false, origins = [] } = before ?? {};
  const home = folder ?? (await mkdtemp(join(tmpdir(), "terminwacht-")));
  const downloads = join(home, "downloads");
  const extension = join(home, "extension");
  await mkdir(downloads, { recursive: true });
  const isNew = folder === undefined;
  await cp(dist, extension, { recursive: true });
  const driver = await BROWSERS[name]({
    ...{ desktop, dist, extension, language, scheme, downloads, isNew, restores, origins },
    launch: {
      userDataDir: join(home, "profile"),
      headless: false,
      defaultViewport: null,
      protocolTimeout: 30_000,
    },
  });
  // A page of the extension beside the watched one: what is stored can be seen there.
  const openInside = () => driver.openPage("popup.html?tab=-1");
  let inside = await openInside();

  const state = () =>
    inside.evaluate(async () => /** @type {any} */ ((await browser.storage.local.get("state")).state)?.state);

  /** @param {Page} page */
  const tabOf = (page) =>
    inside.evaluate(
      async (url) => (await browser.tabs.query({})).find((tab) => tab.url === url)?.id,
      page.url(),
    );

  return {
    ...driver,
    name,
    get inside() {
      return inside;
    },
    /** Switches the extension off and on again. */
    async switchOffAndOn() {
      await driver.enable(false);
      await driver.enable(true);
      inside = await openInside();
    },
    /** Starts the extension anew, as an update does. */
    async update() {
      await driver.reload();
      inside = await openInside();
    },
    /** Has the browser find a new version of the extension. */
    async offerUpdate() {
      const folder = join(home, "newer");
      await cp(dist, folder, { recursive: true });
      const file = join(folder, "manifest.json");
      const manifest = JSON.parse(await readFile(file, "utf8"));
      await writeFile(file, JSON.stringify({ ...manifest, version: NEWER }));
      await driver.offerUpdate(folder);
    },
    /** Resolves when the new version runs. */
    async updated() {
      await driver.updated(NEWER);
      inside = await openInside();
    },
    /** Lets the extension run in private windows too, which starts it anew. */
    async allowPrivateWindows() {
      await driver.allowPrivateWindows();
      inside = await openInside();
    },
    /** Opens an address in a tab in front. @param {string} url */
    async open(url) {
      const page = await driver.browser.newPage();
      await page.goto(url);
      await page.bringToFront();
      return page;
    },
    /**
     * The text of a file that is downloaded by an act.
     * @param {string} file
     * @param {() => Promise<unknown>} act
     * @returns {Promise<string>}
     */
    downloaded: (file, act) =>
      new Promise((resolve, reject) => {
        const folder = watch(downloads, async () => {
          const text = await readFile(join(downloads, file), "utf8").catch(() => "");
          if (text === "") return;
          folder.close();
          resolve(text);
        });
        act().catch(reject);
      }),
    async close() {
      await driver.close();
      await rm(home, { recursive: true });
    },
    /**
     * Ends the browser and starts it again with all that it remembers.
     * @param {{restores?: boolean, crashes?: boolean}} [how] whether it opens its pages again, and whether it is killed
     */
    async restart({ restores = false, crashes = false } = {}) {
      const { origins = [] } = await inside.evaluate(() => browser.permissions.getAll());
      if (crashes) await kill(driver.browser.process());
      else await driver.close();
      return startBrowser(name, {
        desktop,
        language,
        scheme,
        dist,
        before: { folder: home, restores, origins },
      });
    },
    /** What the toolbar's icon says for a tab. @param {number} tabId */
    mark: (tabId) => inside.evaluate((tabId) => browser.action.getTitle({ tabId }), tabId),
    /**
     * Waits until the mark says that: it is set after the state that it tells of was saved, and no event tells of it.
     * @param {number} tabId @param {RegExp} says
     */
    marked: (tabId, says) =>
      inside.waitForFunction(
        async (tabId, source, flags) =>
          new RegExp(source, flags).test(await browser.action.getTitle({ tabId })),
        { polling: 50, timeout: PATIENCE },
        tabId,
        says.source,
        says.flags,
      ),
    /** Puts a tab in the back to sleep, as the browser does to save memory. @param {number} tabId */
    async putToSleep(tabId) {
      // The browser refuses it for the tab in front, and the other may come there a little later.
      const isBehind = inside.evaluate(
        (tabId) =>
          new Promise((resolve, reject) => {
            const look = () =>
              browser.tabs.get(tabId).then(({ active }) => active || resolve(undefined), reject);
            browser.tabs.onActivated.addListener(look);
            look();
          }),
        tabId,
      );
      await inside.bringToFront();
      await isBehind;
      await inside.evaluate(async (tabId) => void (await browser.tabs.discard(tabId)), tabId);
    },
    /** Brings a tab to the front, which wakes it. @param {number} tabId */
    wake: (tabId) => inside.evaluate((tabId) => void browser.tabs.update(tabId, { active: true }), tabId),
    /** What the extension has stored. @returns {Promise<any>} */
    state,
    /**
     * Resolves with the stored state as soon as it fits.
     * @param {(state: any) => unknown} fits
     * @param {string} what it is waited for, for the error
     * @param {number} [within] ms
     */
    async until(fits, what, within = PATIENCE) {
      const end = Date.now() + within;
      let current = await state();
      while (!(current && fits(current))) {
        const left = end - Date.now();
        if (left <= 0) throw new Error(`not within ${within} ms: ${what}; state: ${JSON.stringify(current)}`);
        current = await inside.evaluate(nextState, JSON.stringify(current), Math.min(left, SINGLE_CALL));
      }
      return current;
    },
    /**
     * Watches a page as a person does: opens the popup, presses the button, answers the browser.
     * @param {Page} page
     * @param {Choice} [choice]
     */
    async watch(page, choice = { interval: "practice" }) {
      const popup = await driver.openPopup(page);
      await popup.watch(choice);
      await driver.answerPrompt("allow");
      return this.until((state) => state.watches.length > 0, "a watch");
    },
    /**
     * The popup for a page of a site that was granted before, in a tab of its own.
     * @param {Page} page
     */
    async openPopupPage(page) {
      const tabId = await tabOf(page);
      const popup = await driver.openPage(`popup.html?tab=${tabId}`);
      await popup.waitForSelector("#watch", { visible: true });
      return popup;
    },
    /**
     * Watches a further page of a site that was granted before, so that the browser asks nothing.
     * @param {Page} page
     * @param {Choice["interval"]} [interval]
     */
    async watchToo(page, interval = "practice") {
      const tabId = await tabOf(page);
      const popup = await this.openPopupPage(page);
      if (interval === "practice") await chooseShortest(popup);
      await popup.click("#watch");
      const isWatched = (/** @type {any} */ watch) => watch.order.tab === tabId;
      await this.until(({ watches }) => watches.some(isWatched), "a further watch");
      await popup.close();
    },
  };
}

/** @param {import("node:child_process").ChildProcess | null} process */
async function kill(process) {
  if (!process) return;
  const ended = once(process, "exit");
  process.kill("SIGKILL");
  await ended;
}

/**
 * In the page: the stored state once it differs from the one known, or after the time that is left.
 * @param {string | undefined} known @param {number} left ms
 */
async function nextState(known, left) {
  const current = async () => /** @type {any} */ ((await browser.storage.local.get("state")).state)?.state;
  /** @type {PromiseWithResolvers<void>} */
  const { promise: changed, resolve } = Promise.withResolvers();
  const note = () => resolve();
  browser.storage.local.onChanged.addListener(note);
  const limit = setTimeout(note, left);
  try {
    const state = await current();
    if (JSON.stringify(state) !== known) return state;
    await changed;
    return await current();
  } finally {
    clearTimeout(limit);
    browser.storage.local.onChanged.removeListener(note);
  }
}
