// Reads pages with the real reader, in a world of its own that the page's policy does not reach.

import { readFileSync } from "node:fs";
import puppeteer from "puppeteer-core";

/** How long one page may take to load and be read, in ms. */
const PATIENCE = 20_000;
const READER = readFileSync(new URL("../../extension/reader.js", import.meta.url), "utf8");
// Outside of the extension there is nobody to tell of changes.
const READ = `globalThis.browser = { runtime: { sendMessage: async () => {} } };
${READER}
terminwachtReader.read().then(JSON.stringify)`;

/**
 * @typedef {object} Reader
 * @property {(address: string) => Promise<any>} read the page as the core takes it
 * @property {() => Promise<void>} close
 */

/** @returns {Promise<Reader>} */
async function startChrome() {
  const flags = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking";
  const browser = await puppeteer.launch({
    executablePath: "/usr/bin/chromium",
    pipe: true,
    args: [
      ...flags.split(" "),
      "--disable-component-update",
      "--disable-sync",
      "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    ],
  });
  return {
    async read(address) {
      const page = await browser.newPage();
      try {
        await page.goto(address, { waitUntil: "load", timeout: PATIENCE });
        const session = await page.createCDPSession();
        const { frameTree } = await session.send("Page.getFrameTree");
        const world = { frameId: frameTree.frame.id, worldName: "judge" };
        const { executionContextId } = await session.send("Page.createIsolatedWorld", world);
        const answer = await session.send("Runtime.evaluate", {
          expression: READ,
          contextId: executionContextId,
          awaitPromise: true,
          returnByValue: true,
        });
        if (answer.exceptionDetails) throw new Error(answer.exceptionDetails.exception?.description);
        return JSON.parse(answer.result.value);
      } finally {
        await page.close();
      }
    },
    close: () => browser.close(),
  };
}

/** @param {number} lanes how many pages are read at once @returns {Promise<Reader>} */
async function startFirefox(lanes) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    extraPrefsFirefox: {
      // All hosts but loopback end at a port where nobody listens.
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": 9,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": 9,
      "network.proxy.no_proxies_on": "127.0.0.1",
      "network.proxy.allow_hijacking_localhost": false,
    },
  });
  const { connection } = /** @type {any} */ (browser);
  // Tabs that are opened and closed at the same time get in each other's way: a few are kept.
  /** @type {string[]} */
  const idle = [];
  for (let tab = 0; tab < lanes; tab += 1)
    idle.push((await connection.send("browsingContext.create", { type: "tab" })).result.context);
  return {
    async read(address) {
      const context = idle.pop();
      try {
        await connection.send("browsingContext.navigate", { context, url: address, wait: "complete" });
        const { result } = await connection.send("script.evaluate", {
          expression: READ,
          target: { context, sandbox: "judge" },
          awaitPromise: true,
        });
        if (result.type === "exception") throw new Error(result.exceptionDetails.text);
        return JSON.parse(result.result.value);
      } finally {
        if (context) idle.push(context);
      }
    },
    close: () => browser.close(),
  };
}

/** @type {Record<string, (lanes: number) => Promise<Reader>>} */
export const READERS = { chrome: startChrome, firefox: startFirefox };
