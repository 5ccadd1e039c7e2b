// Firefox with the extension, driven as a person drives it.

import { rmSync } from "node:fs";
import { mkdtemp } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
// @ts-expect-error It comes without types.
import webExt from "web-ext";

const ID = "terminwacht@terminwacht.example";
/** Firefox gives every installed extension an address by chance; a test has to know it. */
const HOST = "11111111-2222-4333-8444-555555555555";
const ADDRESS = `moz-extension://${HOST}/`;
/** What does not come within this time, in ms, does not come at all. */
const PATIENCE = 20_000;
/** After so many frames without a change the popup has its final size. */
const STILL = 15;

/** @type {Map<string, Promise<string>>} The archives of the extensions that were started, by their folders. */
const archives = new Map();

/** The extension as one file: from a folder Firefox takes it until it is closed only. @param {string} sourceDir */
async function packed(sourceDir) {
  const artifactsDir = await mkdtemp(join(tmpdir(), "terminwacht-archive-"));
  process.on("exit", () => rmSync(artifactsDir, { recursive: true }));
  const silent = { showReadyMessage: false };
  const { extensionPath } = await webExt.cmd.build({ sourceDir, artifactsDir }, silent);
  return /** @type {string} */ (extensionPath);
}

/**
 * Runs in the popup's page: chooses the shortest interval where wanted, enters the wish, and tells the middle of
 * the button once it stands still: the popup grows with what is in it.
 * @param {Window} window @param {boolean} shortest @param {string} wish @param {(place: {x: number, y: number}) => void} tell
 */
function placeOfButton(window, shortest, wish, tell) {
  const { document } = window;
  const field = (/** @type {string} */ name) =>
    /** @type {HTMLInputElement} */ (document.querySelector(name));
  if (shortest) field("#interval").value = "0";
  field("[name=wish]").value = wish;
  let before = "";
  let still = 0;
  window.requestAnimationFrame(function look() {
    const { x, y, width, height } = /** @type {Element} */ (
      document.querySelector("#watch")
    ).getBoundingClientRect();
    const place = { x: Math.round(x + width / 2), y: Math.round(y + height / 2) };
    const now = [
      window.innerWidth,
      window.innerHeight,
      window.screenX,
      window.screenY,
      place.x,
      place.y,
    ].join();
    still = now === before ? still + 1 : 0;
    before = now;
    if (still < STILL) window.requestAnimationFrame(look);
    else tell(place);
  });
}

/**
 * @param {import("./browsers.mjs").Options} options
 * @returns {Promise<import("./browsers.mjs").Driver>}
 */
export async function startFirefox({ desktop, dist, language, scheme, downloads, launch, isNew }) {
  const browser = await puppeteer.launch({
    ...launch,
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    env: desktop.env,
    // Our own pages and the browser's window are only open to such a session.
    args: ["--remote-allow-system-access", "--width=1000", "--height=800"],
    extraPrefsFirefox: {
      "extensions.webextensions.uuids": JSON.stringify({ [ID]: HOST }),
      "intl.locale.requested": language,
      "xpinstall.signatures.required": false,
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
      "ui.systemUsesDarkTheme": scheme === "dark" ? 1 : 0,
    },
  });
  const { connection } = /** @type {any} */ (browser);
  if (isNew) {
    const archive = archives.get(dist) ?? packed(dist);
    archives.set(dist, archive);
    const extensionData = { type: "archivePath", path: await archive };
    await connection.send("webExtension.install", { extensionData, "moz:permanent": true });
  }
  const { contexts } = (await connection.send("browsingContext.getTree", { "moz:scope": "chrome" })).result;
  const [{ context: window }] = contexts;

  /** Runs a script in the browser's own window. @param {string} expression @returns {Promise<any>} */
  async function inWindow(expression) {
    const { result } = await connection.send("script.evaluate", {
      expression,
      target: { context: window },
      awaitPromise: true,
    });
    if (result.type === "exception") throw new Error(result.exceptionDetails.text);
    return result.result.value;
  }
  /** Waits until something holds in the browser's window. @param {string} condition */
  async function untilInWindow(condition) {
    const held = await inWindow(`new Promise((resolve) => {
      const end = Date.now() + ${PATIENCE};
      const look = setInterval(() => {
        const held = Boolean(${condition});
        if (!held && Date.now() < end) return;
        clearInterval(look);
        resolve(held);
      }, 20);
    })`);
    if (!held) throw new Error(`it did not come to this in Firefox's window: ${condition}`);
  }
  const POPUP = 'document.querySelector("browser[webextension-view-type=popup]")';
  const PROMPT = 'document.getElementById("notification-popup")';

  /** Begins to wait for something in the browser's window, before what brings it about.
   * @param {string} promise @returns {Promise<() => Promise<any>>} resolves when it waits, to what resolves when it came */
  async function expecting(promise) {
    await inWindow(`void (globalThis.expected = ${promise})`);
    return () => inWindow("globalThis.expected");
  }
  await inWindow(`void (() => {
    globalThis.starts = 0;
    WebExtensionPolicy.getByID("${ID}").extension.on("background-script-started", () => globalThis.starts++);
  })()`);
  const event = (/** @type {string} */ target, /** @type {string} */ name) =>
    `new Promise((resolve) => ${target}.addEventListener("${name}", () => resolve(), { once: true }))`;

  async function pressAction() {
    // In the address bar a shortcut is heard at once; a page that is just coming may swallow it.
    await inWindow("void gURLBar.focus()");
    await untilInWindow("Services.focus.activeWindow === window && gURLBar.focused");
    await untilInWindow('document.querySelector("keyset[id^=ext-keyset] key")');
    const pressed = Date.now();
    await desktop.keys("alt+shift+w");
    return pressed;
  }

  /** @param {() => Promise<unknown>} act */
  async function asking(act) {
    const asked = await expecting(event(PROMPT, "popupshown"));
    await act();
    await asked();
    // Firefox takes no answer before this time has passed, lest somebody agree by accident.
    await inWindow("new Promise((resolve) => setTimeout(resolve, PopupNotifications.buttonDelay))");
  }

  return {
    browser,
    address: ADDRESS,
    async openPage(path) {
      const page = await browser.newPage();
      const url = ADDRESS + path;
      // The event that tells of the navigation does not come for such pages.
      page.goto(url).catch(() => {});
      for (const end = Date.now() + PATIENCE; ; ) {
        if (Date.now() > end) throw new Error(`${url} did not open`);
        const there = await page
          .evaluate(() => document.readyState === "complete" && location.href)
          .catch(() => "");
        if (there === url) return page;
      }
    },
    pressAction,
    async openPopup() {
      await pressAction();
      await untilInWindow(`${POPUP}?.contentTitle?.includes("–")`);
      return {
        title: await inWindow(`${POPUP}.contentTitle`),
        async watch({ interval, wish = "" }) {
          // The popup's page is told where its button is; the press on it is a real one.
          const [x, y] = await inWindow(`new Promise((resolve) => {
            const { messageManager, screenX, screenY } = ${POPUP};
            messageManager.addMessageListener("place", ({ data }) => resolve([screenX + data.x, screenY + data.y].join()));
            messageManager.loadFrameScript("data:;charset=utf-8,(" + encodeURIComponent(${JSON.stringify(String(placeOfButton).replace("STILL", String(STILL)))}) +
              ")(content,${interval === "practice"},${encodeURIComponent(JSON.stringify(wish))},(place)=>sendAsyncMessage('place',place))", false);
          })`).then((place) => place.split(",").map(Number));
          await asking(() => desktop.click(x, y));
        },
      };
    },
    asking,
    async answerPrompt(answer) {
      const hidden = await expecting(event(PROMPT, "popuphidden"));
      // Which key it is depends on the language.
      const key = answer === "allow" ? "buttonaccesskey" : "secondarybuttonaccesskey";
      const question = 'document.querySelector("#notification-popup popupnotification")';
      await desktop.keys(`alt+${(await inWindow(`${question}.getAttribute("${key}")`)).toLowerCase()}`);
      await hidden();
    },
    async killWorker() {
      await inWindow(`(async () => {
        const { extension } = WebExtensionPolicy.getByID("${ID}");
        await extension.terminateBackground({ ignoreDevToolsAttached: true });
      })()`);
    },
    starts: () => inWindow("globalThis.starts"),
    collect: () => inWindow('void Services.obs.notifyObservers(null, "child-mmu-request")'),
    isExtension: ({ name }) => name === "WebExtensions",
    async crash(page) {
      const pid = await inWindow(`gBrowser.browsers
        .find(({ currentURI }) => currentURI.spec === ${JSON.stringify(page.url())})
        .browsingContext.currentWindowGlobal.osPid`);
      process.kill(pid, "SIGKILL");
    },
    enable: (on) =>
      inWindow(`AddonManager.getAddonByID("${ID}").then((addon) => addon.${on ? "enable" : "disable"}())`),
    allowSite: (pattern) =>
      inWindow(
        `(async () => {
        const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
        const { extension } = WebExtensionPolicy.getByID("${ID}");
        await ExtensionPermissions.add("${ID}", { permissions: [], origins: ["${pattern}"] }, extension);
      })()`,
      ),
    async offerUpdate(folder) {
      const file = await packed(folder);
      await inWindow(`(async () => {
        const { FileUtils } = ChromeUtils.importESModule("resource://gre/modules/FileUtils.sys.mjs");
        const install = await AddonManager.getInstallForFile(new FileUtils.File(${JSON.stringify(file)}));
        const postponed = new Promise((resolve) => install.addListener({ onInstallPostponed: () => resolve() }));
        void install.install();
        await postponed;
      })()`);
    },
    updated: (version) =>
      untilInWindow(`WebExtensionPolicy.getByID("${ID}")?.extension.version === "${version}"`),
    allowPrivateWindows: () =>
      inWindow(`(async () => {
        const { ExtensionPermissions } = ChromeUtils.importESModule("resource://gre/modules/ExtensionPermissions.sys.mjs");
        await ExtensionPermissions.add("${ID}", { permissions: ["internal:privateBrowsingAllowed"], origins: [] });
        const addon = await AddonManager.getAddonByID("${ID}");
        await addon.reload();
      })()`),
    reload: () => inWindow(`AddonManager.getAddonByID("${ID}").then((addon) => addon.reload())`),
    close: () => browser.close(),
  };
}
