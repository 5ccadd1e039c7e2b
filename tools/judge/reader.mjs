// Reads pages with the real reader in a real browser, in a world of its own that a page's policy does not reach.

import { accessSync, constants, readFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import puppeteer from "puppeteer-core";
import { InputError } from "./manifest.mjs";

/** How long one page may take to load and be read, in ms. */
const PATIENCE = 20_000;
/** A page that goes elsewhere after more seconds than this is read long before. */
const SOON = 60;

const READER = readFileSync(new URL("../../dist/chrome/reader.js", import.meta.url), "utf8");
// Outside of the extension there is nobody to tell of changes.
const READ = `globalThis.browser = { runtime: { sendMessage: async () => {} } };
${READER}
terminwachtReader.read().then((page) =>
  JSON.stringify({ page, refresh: document.querySelector("meta[http-equiv=refresh i]")?.content ?? "" }))`;

/**
 * @typedef {object} Page as the core takes it
 * @property {string} url
 * @property {string} title
 * @property {string} language
 * @property {number | null} status
 * @property {string} outline
 * @property {boolean} cut
 *
 * @typedef {{page: Page, remarks: string[]}} Look
 *
 * @typedef {object} Tab
 * @property {(address: string) => Promise<string>} read what {@link READ} gives
 * @property {() => Promise<unknown>} close
 *
 * @typedef {object} Browser
 * @property {() => Promise<Tab>} open
 * @property {() => Promise<void>} close
 *
 * @typedef {"chrome" | "firefox"} BrowserName
 */

/** @type {Record<BrowserName, (host: string) => Promise<Browser>>} */
const BROWSERS = { chrome: startChrome, firefox: startFirefox };

/** @param {string} name @returns {name is BrowserName} */
export const isBrowser = (name) => Object.hasOwn(BROWSERS, name);

/** @typedef {Awaited<ReturnType<typeof startReader>>} Reader */

/**
 * @param {BrowserName} name
 * @param {string} host the only one that the browser reaches, and its proxy for all others
 * @param {number} lanes how many pages are read side by side
 * @param {number} [patience] how long one page may take, in ms
 */
export async function startReader(name, host, lanes, patience = PATIENCE) {
  const browser = await BROWSERS[name](host);
  // Tabs that are opened and closed at the same time get in each other's way: they are kept.
  /** @type {Tab[]} */
  const idle = [];
  while (idle.length < lanes) idle.push(await browser.open());
  return {
    /** @param {string} address @returns {Promise<Look>} */
    async read(address) {
      const tab = idle.pop() ?? (await browser.open());
      try {
        const { page, refresh } = JSON.parse(await inTime(tab.read(address), patience));
        if (page.url !== address) throw new Error(`the browser shows ${page.url} instead`);
        idle.push(tab);
        const goesSoon = refresh && Number.parseFloat(refresh) < SOON;
        return { page, remarks: goesSoon ? [`stopped from going on by itself (${refresh})`] : [] };
      } catch (error) {
        // Whatever still goes on in this tab shall not reach the next page.
        tab.close().catch(() => {});
        throw error;
      }
    },
    close: () => browser.close(),
  };
}

/** @template T @param {Promise<T>} work @param {number} patience in ms @returns {Promise<T>} */
function inTime(work, patience) {
  /** @type {NodeJS.Timeout | undefined} */
  let timer;
  const end = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`not read within ${patience / 1000} s`)), patience);
  });
  return /** @type {Promise<T>} */ (Promise.race([work, end])).finally(() => clearTimeout(timer));
}

/** @param {string[]} names */
function programOf(...names) {
  const paths = (process.env.PATH ?? "").split(delimiter);
  const found = names
    .flatMap((name) => paths.map((path) => join(path, name)))
    .find((file) => {
      try {
        accessSync(file, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
  if (!found) throw new InputError(`there is no ${names[0]} on this machine; install it`);
  return found;
}

/** @param {string} host @returns {Promise<Browser>} */
async function startChrome(host) {
  const flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking";
  const browser = await puppeteer.launch({
    executablePath: programOf("chromium", "chromium-browser", "google-chrome"),
    headless: true,
    pipe: true,
    args: [
      ...flags.split(" "),
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
      `--proxy-server=http://${host}`,
      `--proxy-bypass-list=<-loopback>;${host}`,
    ],
  });
  return { open: async () => chromeTab(await browser.newPage()), close: () => browser.close() };
}

/** @param {import("puppeteer-core").Page} page @returns {Promise<Tab>} */
async function chromeTab(page) {
  const session = await page.createCDPSession();
  await session.send("Page.enable");
  await session.send("Page.setLifecycleEventsEnabled", { enabled: true });
  await session.send("Fetch.enable", { patterns: [{ urlPattern: "*", resourceType: "Document" }] });
  const { frameTree } = await session.send("Page.getFrameTree");
  const frameId = frameTree.frame.id;
  let wanted = "";
  session.on("Fetch.requestPaused", ({ requestId, frameId: frame, request }) => {
    const isAllowed = frame !== frameId || request.url === wanted;
    // Each page is asked for once: what the page itself asks for later is not followed, and it stays.
    if (request.url === wanted) wanted = "";
    const sent = isAllowed
      ? session.send("Fetch.continueRequest", { requestId })
      : session.send("Fetch.failRequest", { requestId, errorReason: "Aborted" });
    // The tab may be gone by then.
    sent.catch(() => {});
  });

  /** @param {string} address @returns {Promise<void>} when the page has loaded */
  const load = (address) =>
    new Promise((resolve, reject) => {
      /** @type {Set<string>} */
      const loaded = new Set();
      let loader = "";
      const settle = () => {
        if (!loaded.has(loader)) return;
        session.off("Page.lifecycleEvent", take);
        resolve();
      };
      const take = (/** @type {import("puppeteer-core").Protocol.Page.LifecycleEventEvent} */ event) => {
        if (event.frameId === frameId && event.name === "load") loaded.add(event.loaderId);
        settle();
      };
      session.on("Page.lifecycleEvent", take);
      wanted = address;
      session.send("Page.navigate", { url: address }).then(({ loaderId = "", errorText }) => {
        if (errorText) reject(new Error(errorText));
        loader = loaderId;
        settle();
      }, reject);
    });

  return {
    async read(address) {
      await load(address);
      const world = await session.send("Page.createIsolatedWorld", { frameId, worldName: "judge" });
      const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
        expression: READ,
        contextId: world.executionContextId,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value;
    },
    close: () => page.close(),
  };
}

/** @param {string} host @returns {Promise<Browser>} */
async function startFirefox(host) {
  const [address = "", port] = host.split(":");
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: programOf("firefox-esr", "firefox"),
    headless: true,
    extraPrefsFirefox: {
      "network.proxy.type": 1,
      "network.proxy.http": address,
      "network.proxy.http_port": Number(port),
      "network.proxy.ssl": address,
      "network.proxy.ssl_port": Number(port),
      "network.proxy.no_proxies_on": host,
      "network.proxy.allow_hijacking_localhost": true,
      // A page that goes elsewhere by itself stays.
      "accessibility.blockautorefresh": true,
      // The tabs behind the first are not slowed down.
      "dom.min_background_timeout_value": 4,
    },
  });
  const { connection } = /** @type {any} */ (browser);

  /**
   * Navigates. Only the page's own events count: the command answers with an error when a mere frame fails, even
   * one of the page before.
   * @param {string} context @param {string} url
   */
  function load(context, url) {
    const isOurs = (/** @type {any} */ event) => event.context === context && event.url === url;
    const ends = new AbortController();
    const loaded = new Promise((resolve, reject) => {
      /** @param {string} name @param {(event: any) => void} take */
      const on = (name, take) => {
        connection.on(name, take);
        ends.signal.addEventListener("abort", () => connection.off(name, take));
      };
      on("browsingContext.load", (event) => isOurs(event) && resolve(undefined));
      on(
        "browsingContext.navigationFailed",
        (event) => isOurs(event) && reject(new Error("it did not load")),
      );
    });
    connection.send("browsingContext.navigate", { context, url, wait: "none" }).catch(() => {});
    return loaded.finally(() => ends.abort());
  }

  return {
    async open() {
      const { context } = (await connection.send("browsingContext.create", { type: "tab" })).result;
      return {
        async read(address) {
          await load(context, address);
          const { result } = await connection.send("script.evaluate", {
            expression: READ,
            target: { context, sandbox: "judge" },
            awaitPromise: true,
          });
          if (result.type === "exception") throw new Error(result.exceptionDetails.text);
          return result.result.value;
        },
        close: () => connection.send("browsingContext.close", { context }),
      };
    },
    close: () => browser.close(),
  };
}
