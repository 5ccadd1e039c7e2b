// Chromium with the extension, driven as a person drives it.

import { cp, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { chooseShortest } from "./popup.mjs";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--window-size=1000,800",
  "--window-position=0,0",
];

/** For so long Chromium's questions take no input, lest somebody agree by accident. In ms; nothing tells its end. */
const DEAF = 800;
/** For so long a new version may wait until no look is under way, in ms. */
const PATIENCE = 60_000;
/** A place on the screen where the window shows nothing but its own colour.
 * @type {[number, number]} */
const CORNER = [700, 20];

/** @typedef {import("puppeteer-core").Target} Target */

/** @param {string} extension @param {string[]} origins */
async function grant(extension, origins) {
  const file = join(extension, "manifest.json");
  const manifest = JSON.parse(await readFile(file, "utf8"));
  await writeFile(file, JSON.stringify({ ...manifest, host_permissions: origins }));
}

/**
 * @param {import("./browsers.mjs").Options} options
 * @returns {Promise<import("./browsers.mjs").Driver>}
 */
export async function startChrome({
  desktop,
  extension,
  language,
  scheme,
  downloads,
  launch,
  restores,
  origins,
}) {
  // Chromium forgets what was granted to an extension that a driver has loaded.
  if (origins.length > 0) await grant(extension, origins);
  const browser = await puppeteer.launch({
    ...launch,
    executablePath: "/usr/bin/chromium",
    pipe: true,
    enableExtensions: [extension],
    // A browser that people use asks before it sends a form again.
    ignoreDefaultArgs: ["--disable-prompt-on-repost"],
    env: { ...desktop.env, LANGUAGE: language },
    args: [
      ...FLAGS,
      `--lang=${language}`,
      ...(scheme === "dark" ? ["--force-dark-mode"] : []),
      ...(restores ? ["--restore-last-session"] : []),
    ],
  });
  const isWorker = (/** @type {Target} */ target) =>
    target.type() === "service_worker" && target.url().startsWith("chrome-extension:");
  const worker = await browser.waitForTarget(isWorker);
  let starts = 0;
  browser.on("targetcreated", (target) => {
    if (isWorker(target)) starts += 1;
  });
  const id = new URL(worker.url()).host;
  const address = `chrome-extension://${id}/`;
  const session = await browser.target().createCDPSession();
  await session.send("Target.setDiscoverTargets", { discover: true });
  await session.send("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads });

  /** Runs in the page where people manage their extensions.
   * @param {(chrome: any, ...values: any[]) => unknown} act @param {unknown[]} values */
  async function inExtensions(act, ...values) {
    const page = await browser.newPage();
    await page.goto("chrome://extensions");
    await page.evaluate(`(${act})(chrome, ...${JSON.stringify(values)})`);
    await page.close();
  }

  /** @param {import("puppeteer-core").Page} page */
  async function pressAction(page) {
    const { targetInfos } = await session.send("Target.getTargets", { filter: [{ type: "tab" }] });
    const tab = targetInfos.find(({ url }) => url === page.url());
    if (!tab) throw new Error(`no tab shows ${page.url()}`);
    const pressed = Date.now();
    await session.send("Extensions.triggerAction", { id, targetId: tab.targetId });
    return pressed;
  }

  /** @param {() => Promise<unknown>} act */
  async function asking(act) {
    // The browser's question dims the window, which is the only sign of it outside.
    const bright = await desktop.colour(...CORNER);
    await act();
    for (const end = Date.now() + 20_000; (await desktop.colour(...CORNER)) === bright; )
      if (Date.now() > end) throw new Error("the browser does not ask");
    await setTimeout(DEAF);
  }

  return {
    browser,
    address,
    async openPage(path) {
      const page = await browser.newPage();
      await page.goto(address + path);
      return page;
    },
    pressAction,
    async openPopup(page) {
      const popups = (/** @type {Target} */ target) => target.url() === `${address}popup.html`;
      const opened = browser.waitForTarget(popups);
      await pressAction(page);
      const popup = await (await opened).asPage();
      await popup.waitForFunction(() => document.title !== "Terminwacht");
      return {
        title: await popup.title(),
        async watch({ interval, wish = "" }) {
          await popup.click("#wishes > summary");
          await popup.type("[name=wish]", wish);
          if (interval === "practice") await chooseShortest(popup);
          // The popup goes with the press, sometimes before it is over.
          const press = () =>
            popup.click("#watch").catch((error) => {
              if (!popup.isClosed()) throw error;
            });
          await asking(press);
        },
      };
    },
    asking,
    async answerPrompt(answer) {
      // The button that refuses has the focus.
      if (answer === "allow") await desktop.keys("Tab", "Return");
      else await desktop.keys("Return");
    },
    async killWorker() {
      // Not through a session with the worker: one that is attached changes its life.
      const { targetInfos } = await session.send("Target.getTargets");
      const alive = targetInfos.find(({ type, url }) => type === "service_worker" && url.startsWith(address));
      if (!alive) return;
      const { targetId } = alive;
      await new Promise((resolve) => {
        // It may end by itself at this moment, and then cannot be ended.
        const end = () => session.send("Target.closeTarget", { targetId }).catch(() => {});
        /** @param {{targetInfo: {targetId: string, attached: boolean}}} change */
        const changed = ({ targetInfo }) => {
          // The driver looks into every new worker for a moment, and one that is looked into is not ended.
          if (targetInfo.targetId === targetId && !targetInfo.attached) end();
        };
        /** @param {{targetId: string}} ended */
        const destroyed = (ended) => {
          if (ended.targetId !== targetId) return;
          session.off("Target.targetInfoChanged", changed);
          session.off("Target.targetDestroyed", destroyed);
          resolve(undefined);
        };
        session.on("Target.targetInfoChanged", changed);
        session.on("Target.targetDestroyed", destroyed);
        end();
      });
    },
    starts: async () => starts,
    collect: async () => {},
    isExtension: ({ command }) => command.includes("--extension-process"),
    async crash(page) {
      const inPage = await page.createCDPSession();
      await new Promise((resolve) => {
        page.once("error", resolve);
        // There is nobody left to answer.
        inPage.send("Page.crash").catch(() => {});
      });
      await inPage.detach().catch(() => {});
    },
    enable: (on) => inExtensions((chrome, id, on) => chrome.management.setEnabled(id, on), id, on),
    async allowSite(pattern) {
      // What was granted once Chromium grants again without a question.
      const page = await browser.newPage();
      await page.goto(`${address}popup.html?tab=-1`);
      await page.evaluate(`browser.permissions.request(${JSON.stringify({ origins: [pattern] })})`);
      await page.close();
    },
    async freeze(page, still) {
      const inPage = await page.createCDPSession();
      await inPage.send("Page.setWebLifecycleState", { state: still ? "frozen" : "active" });
      await inPage.detach();
    },
    async allowPrivateWindows() {
      const allow = { extensionId: id, incognitoAccess: true };
      await inExtensions(
        (chrome, allow) => chrome.developerPrivate.updateExtensionConfiguration(allow),
        allow,
      );
      // It is loaded anew for that, which leaves one that a driver has loaded switched off; no event tells when.
      const page = await browser.newPage();
      for (const end = Date.now() + 20_000; ; )
        try {
          await inExtensions((chrome, id) => chrome.management.setEnabled(id, true), id);
          await page.goto(`${address}popup.html?tab=-1`);
          return;
        } catch (error) {
          if (Date.now() > end) throw error;
        }
    },
    async offerUpdate(folder) {
      // Chromium takes no packed version from a test: the new one comes in the place of the old, and with the event alone.
      await cp(folder, extension, { recursive: true });
      const worker = await (await browser.waitForTarget(isWorker)).worker();
      await worker?.evaluate("browser.runtime.onUpdateAvailable.dispatch({ version: '' })");
    },
    async updated() {
      // Restarting itself leaves one that a driver has loaded switched off.
      const page = await browser.newPage();
      const isOn = () =>
        page.goto(`${address}popup.html?tab=-1`).then(
          () => true,
          () => false,
        );
      for (const end = Date.now() + PATIENCE; await isOn(); )
        if (Date.now() > end) throw new Error("the extension does not restart");
      // It may have gone with the extension.
      await page.close().catch(() => {});
      await browser.installExtension(extension);
      await inExtensions((chrome, id) => chrome.management.setEnabled(id, true), id);
    },
    async reload() {
      await browser.installExtension(extension);
    },
    close: () => browser.close(),
  };
}
