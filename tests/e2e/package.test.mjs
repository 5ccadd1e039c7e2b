// The package as Chromium takes it. What Firefox's store says of it, tests/package.test.mjs asks.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inBothBrowsers } from "./stage.mjs";

const BUILT = fileURLToPath(new URL("../../dist/chrome", import.meta.url));

inBothBrowsers(
  "Chromium warns of nothing in the package, and would",
  async ({ browser }) => {
    const folder = await mkdtemp(join(tmpdir(), "terminwacht-"));
    const odd = join(folder, "odd");
    const extensions = await browser.browser.newPage();
    /** Loads an extension from a folder and opens its settings. Gives its id. @param {string} folder */
    const load = async (folder) => {
      const id = await browser.browser.installExtension(folder);
      const page = await browser.browser.newPage();
      await page.goto(`chrome-extension://${id}/settings.html`);
      await page.waitForSelector("#version:not(:empty)");
      return id;
    };
    /** What the page where people manage their extensions shows of one, once it shows so many warnings.
     * @param {string} id @param {number} count */
    const warnings = (id, count) =>
      extensions.evaluate(
        async (id, count) => {
          const { developerPrivate } = /** @type {any} */ (globalThis).chrome;
          for (;;) {
            const changed = new Promise((resolve) => {
              developerPrivate.onItemStateChanged.addListener(function hear() {
                developerPrivate.onItemStateChanged.removeListener(hear);
                resolve(undefined);
              });
            });
            const { manifestErrors, runtimeErrors, installWarnings, runtimeWarnings } =
              await developerPrivate.getExtensionInfo(id);
            const all = [...manifestErrors, ...runtimeErrors, ...installWarnings, ...runtimeWarnings];
            if (all.length >= count) return all.map((warning) => warning.message ?? warning);
            await changed;
          }
        },
        id,
        count,
      );
    try {
      await extensions.goto("chrome://extensions");
      // Chromium gathers warnings for those who develop.
      await extensions.evaluate(() =>
        /** @type {any} */ (globalThis).chrome.developerPrivate.updateProfileConfiguration({
          inDeveloperMode: true,
        }),
      );
      const built = await load(BUILT);
      await cp(BUILT, odd, { recursive: true });
      const file = join(odd, "manifest.json");
      const manifest = JSON.parse(await readFile(file, "utf8"));
      await writeFile(file, JSON.stringify({ ...manifest, surprise: true }));
      await writeFile(
        join(odd, "settings.js"),
        `${await readFile(join(odd, "settings.js"))}console.error("Oh");`,
      );
      const [ofManifest = "", ofPage = "", ...more] = await warnings(await load(odd), 2);
      assert.match(ofManifest, /surprise/);
      assert.match(ofPage, /Oh/);
      assert.deepEqual(more, []);
      // Whatever it had to say came before what the odd one, loaded after it, has said.
      assert.deepEqual(await warnings(built, 0), []);
    } finally {
      await rm(folder, { recursive: true });
    }
  },
  { browsers: ["chrome"] },
);
