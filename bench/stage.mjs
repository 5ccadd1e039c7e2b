// Real browsers for the bench, and pages for them.

import { once } from "node:events";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { startBrowser } from "../tests/desktop/browsers.mjs";

/** @typedef {import("../tests/desktop/browsers.mjs").Browser} Browser */
/** @typedef {import("../tests/desktop/browsers.mjs").BrowserName} BrowserName */

const PEERS = fileURLToPath(new URL("peers/", import.meta.url));
const DIST = fileURLToPath(new URL("../dist/", import.meta.url));
const PAGES = "http://127.0.0.1/*";

/** Serves pages on a loopback port. They are kept apart from all others, for which browsers give them an exact clock.
 * @param {(path: string) => string | undefined} page */
export async function serve(page) {
  const server = createServer(({ url = "" }, response) => {
    const html = page(url);
    response.writeHead(html === undefined ? 404 : 200, {
      "content-type": "text/html; charset=utf-8",
      "cross-origin-opener-policy": "same-origin",
      "cross-origin-embedder-policy": "require-corp",
    });
    response.end(html);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    address: `http://127.0.0.1:${port}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** A folder with an extension for the bench: Terminwacht itself, or one that it is compared with.
 * @param {"terminwacht" | "bare" | "observer"} which @param {BrowserName} name
 * @param {{probed?: boolean, timed?: boolean}} [how] whether it tells when its worker has started, and when its popup
 * is on the screen */
export async function extension(which, name, { probed = false, timed = false } = {}) {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  if (which === "terminwacht") await cp(join(DIST, name), folder, { recursive: true });
  else {
    await cp(join(PEERS, which), folder, { recursive: true });
    for (const file of ["popup.html", "drawn.js"]) await cp(join(PEERS, file), join(folder, file));
  }
  await cp(join(DIST, name, "icons/free-128.png"), join(folder, "icon.png"));
  await cp(join(PEERS, "probe.js"), join(folder, "probe.js"));
  if (probed && which === "terminwacht") {
    const file = join(folder, "background.js");
    await writeFile(file, `import "./probe.js";\n${await readFile(file, "utf8")}`);
  }
  if (timed) {
    // In its own file: browsers take milliseconds for every module.
    const file = join(folder, "popup.js");
    const texts = [join(PEERS, "drawn.js"), file].map((file) => readFile(file, "utf8"));
    await writeFile(file, (await Promise.all(texts)).join("\n"));
  }
  return folder;
}

/** @param {BrowserName} name @param {import("../tests/desktop/desktop.mjs").Desktop} desktop
 * @param {{dist?: string, granted?: boolean}} [how] `granted`: whether it may read our pages without asking the person
 * @returns {Promise<Browser>} */
export async function start(name, desktop, { dist, granted = false } = {}) {
  // Chromium grants by the manifest, Firefox once it runs.
  const before =
    name === "chrome" && granted
      ? { folder: await mkdtemp(join(tmpdir(), "bench-")), restores: false, origins: [PAGES] }
      : undefined;
  const driven = await startBrowser(name, { desktop, dist, before });
  if (name === "firefox" && granted) await driven.allowSite(PAGES);
  return driven;
}

/** Runs something in the extension's world beside a page, where its reader is, and resolves with what it gives.
 * @param {Browser} driven @param {import("puppeteer-core").Page} page
 * @param {(...values: any[]) => unknown} act @param {unknown[]} values @returns {Promise<any>} */
export const beside = (driven, page, act, ...values) =>
  driven.inside.evaluate(`(async () => {
    const tab = (await browser.tabs.query({})).find(({ url }) => url === ${JSON.stringify(page.url())});
    const target = { tabId: tab.id };
    await browser.scripting.executeScript({ target, files: ["reader.js"] });
    const answers = await browser.scripting.executeScript({ target, func: ${act}, args: ${JSON.stringify(values)} });
    if (answers[0].error) throw answers[0].error;
    return answers[0].result;
  })()`);

/** Removes the folders of extensions. @param {string[]} folders */
export const remove = (...folders) => Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
