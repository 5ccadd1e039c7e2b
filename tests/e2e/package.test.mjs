// The package as Chromium takes it. What Firefox's store says of it, tests/package.test.mjs asks.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inBothBrowsers } from "./stage.mjs";

const BUILT = new URL("../../dist/chrome", import.meta.url).pathname;

inBothBrowsers(
  "Chromium warns of nothing in the package, and would",
  async ({ browser }) => {
    const folder = await mkdtemp(join(tmpdir(), "terminwacht-"));
    const odd = join(folder, "odd");
    const extensions = await browser.browser.newPage();
    /** What the page where people manage their extensions shows of one that is loaded from a folder.
     * @param {string} folder */
    const warnings = async (folder) => {
      const id = await browser.browser.installExtension(folder);
      const page = await browser.browser.newPage();
      await page.goto(`chrome-extension://${id}/settings.html`);
      await page.waitForSelector("#version:not(:empty)");
      const { manifestErrors, runtimeErrors, installWarnings, runtimeWarnings } = await extensions.evaluate(
        (id) => /** @type {any} */ (globalThis).chrome.developerPrivate.getExtensionInfo(id),
        id,
      );
      return [...manifestErrors, ...runtimeErrors, ...installWarnings, ...runtimeWarnings].map(
        (warning) => warning.message ?? warning,
      );
    };
    try {
      await extensions.goto("chrome://extensions");
      // Chromium gathers warnings for those who develop.
      await extensions.evaluate(() =>
        /** @type {any} */ (globalThis).chrome.developerPrivate.updateProfileConfiguration({
          inDeveloperMode: true,
        }),
      );
      assert.deepEqual(await warnings(BUILT), []);
      await cp(BUILT, odd, { recursive: true });
      const file = join(odd, "manifest.json");
      const manifest = JSON.parse(await readFile(file, "utf8"));
      await writeFile(file, JSON.stringify({ ...manifest, surprise: true }));
      await writeFile(
        join(odd, "settings.js"),
        `${await readFile(join(odd, "settings.js"))}console.error("Oh");`,
      );
      const [ofManifest = "", ofPage = "", ...more] = await warnings(odd);
      assert.match(ofManifest, /surprise/);
      assert.match(ofPage, /Oh/);
      assert.deepEqual(more, []);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  { browsers: ["chrome"] },
);
