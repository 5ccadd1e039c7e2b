// Firefox with the extension, driven as a person drives it.

import puppeteer from "puppeteer-core";

const ID = "terminwacht@terminwacht.example";
/** Firefox gives every installed extension an address by chance; a test has to know it. */
const HOST = "11111111-2222-4333-8444-555555555555";
const ADDRESS = `moz-extension://${HOST}/`;

/**
 * @param {import("./browsers.mjs").Options} options
 * @returns {Promise<import("./browsers.mjs").Driver>}
 */
export async function startFirefox({ desktop, dist, language, scheme }) {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: "/usr/bin/firefox-esr",
    headless: false,
    defaultViewport: null,
    env: desktop.env,
    // Our own pages and the browser's window are only open to such a session.
    args: ["--remote-allow-system-access", "--width=1000", "--height=800"],
    extraPrefsFirefox: {
      "extensions.webextensions.uuids": JSON.stringify({ [ID]: HOST }),
      "intl.locale.requested": language,
      "layout.css.prefers-color-scheme.content-override": scheme === "dark" ? 0 : 1,
      "ui.systemUsesDarkTheme": scheme === "dark" ? 1 : 0,
    },
  });
  await browser.installExtension(dist);
  const { connection } = /** @type {any} */ (browser);
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
  const POPUP = 'document.querySelector("browser[webextension-view-type=popup]")';

  return {
    browser,
    address: ADDRESS,
    async openPage(path) {
      const page = await browser.newPage();
      const url = ADDRESS + path;
      // The event that tells of the navigation does not come for such pages.
      page.goto(url).catch(() => {});
      for (const end = Date.now() + 20_000; ; ) {
        if (Date.now() > end) throw new Error(`${url} did not open`);
        const there = await page
          .evaluate(() => document.readyState === "complete" && location.href)
          .catch(() => "");
        if (there === url) return page;
      }
    },
    async openPopup() {
      const drawn = inWindow(`new Promise((resolve) => {
        const look = () => {
          const popup = ${POPUP};
          if (popup?.contentTitle && popup.contentTitle !== "Terminwacht") resolve(popup.contentTitle);
          else if (popup) popup.addEventListener("pagetitlechanged", look, { once: true });
        };
        addEventListener("popupshown", look, { once: true });
      })`);
      await desktop.keys("alt+shift+w");
      const title = await drawn;
      return {
        title,
        async watch({ interval }) {
          const shown = inWindow(`new Promise((resolve) =>
            document.getElementById("notification-popup").addEventListener("popupshown", () => resolve(), { once: true }))`);
          // Into the page of the popup, then: the way to look again, "point at a button", the interval.
          await desktop.keys("Tab", "Tab", "Tab", "Tab");
          if (interval === "practice") await desktop.keys("Home");
          await desktop.keys("Tab", "Return");
          await shown;
        },
        async close() {
          const hidden = inWindow(
            `new Promise((resolve) => addEventListener("popuphidden", () => resolve(), { once: true }))`,
          );
          await desktop.keys("Escape");
          await hidden;
        },
      };
    },
    async answerPrompt(answer) {
      const hidden = inWindow(`new Promise((resolve) =>
        document.getElementById("notification-popup").addEventListener("popuphidden", () => resolve(), { once: true }))`);
      await desktop.keys(answer === "allow" ? "alt+a" : "alt+d");
      await hidden;
    },
    async killWorker() {
      await inWindow(`(async () => {
        const { extension } = WebExtensionPolicy.getByID("${ID}");
        await extension.terminateBackground({ ignoreDevToolsAttached: true });
      })()`);
    },
    close: () => browser.close(),
  };
}
