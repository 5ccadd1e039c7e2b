// What the popup lets a person do beside starting a watch.

import assert from "node:assert/strict";
import { openForm } from "../desktop/popup.mjs";
import { isAt } from "../desktop/state.mjs";
import { withPages } from "./server.mjs";
import { CALENDAR, inBothBrowsers, only, rechecks, watching } from "./stage.mjs";

/** @typedef {import("puppeteer-core").Page} Page */

/** Resolves with the slots that the popup shows once they fit. @param {Page} popup @param {RegExp} wanted */
async function slots(popup, wanted) {
  const shown = await popup.waitForFunction(
    (source) => {
      const text = document.querySelector("#slots")?.textContent ?? "";
      return new RegExp(source).test(text) && text;
    },
    {},
    wanted.source,
  );
  return shown.jsonValue();
}

inBothBrowsers(
  "while a wish is entered, in words or in fields, the popup shows which appointments of the page fit",
  async (stage) => {
    const { portal, browser } = stage;
    const { page, tab } = await watching(stage);
    await portal.control({ site: "office", free: {} });
    await browser.until((state) => isAt(only(state), "found"), "the find");
    const popup = await browser.openPage(`popup.html?tab=${tab}`);
    await openForm(popup);
    await slots(popup, /✓/);
    await popup.click("#wishes > summary");
    await popup.type("[name=wish]", "before 1 Jan 2020");
    await slots(popup, /✗/);
    await popup.click(".person summary");
    await popup.waitForSelector("[name=until]", { visible: true });
    assert.equal(
      await popup.$eval("[name=until]", (field) => /** @type {any} */ (field).value),
      "2019-12-31",
    );

    await popup.$eval("[name=until]", (field) => {
      /** @type {HTMLInputElement} */ (field).value = "2099-12-31";
      field.dispatchEvent(new Event("change", { bubbles: true }));
    });
    await slots(popup, /✓/);
    assert.equal(
      await popup.$eval("[name=wish]", (field) => /** @type {any} */ (field).value),
      "until 31 Dec 2099",
    );
    assert.ok(!page.isClosed());
  },
);

inBothBrowsers(
  "a wish for two is added while the page is watched, and the call says whose appointment it is",
  async (stage) => {
    const { portal, browser, called } = stage;
    const { tab } = await watching(stage);
    const popup = await browser.openPage(`popup.html?tab=${tab}`);
    await openForm(popup);
    await popup.click("#wishes > summary");
    await popup.click("#add-person");
    await popup.type(".person:nth-child(1) [name=name]", "Anna");
    await popup.type(".person:nth-child(2) [name=name]", "Ben");
    await popup.type(".person:nth-child(2) [name=wish]", "before 1 Jan 2020");
    await popup.click("#watch");
    const state = await browser.until((state) => only(state).order.wishes.length === 2, "two wishes");
    assert.deepEqual(only(state).order.wishes, [
      { name: "Anna", wish: "" },
      { name: "Ben", wish: "until 31 Dec 2019" },
    ]);
    assert.equal(only(state).order.interval, 2000);
    await portal.control({ site: "office", free: {} });
    const { title } = await called(/^Appointment free/);
    assert.match(title, / – for Anna$/);
  },
);

inBothBrowsers("a look moves nothing of what a person is about to press", async (stage) => {
  const { browser } = stage;
  const { tab } = await watching(stage);
  const popup = await browser.openPage(`popup.html?tab=${tab}`);
  await popup.waitForSelector("#stop", { visible: true });
  await popup.evaluate(() => {
    const places = new Set();
    const looks = new Set();
    const note = () => {
      places.add(document.querySelector("#stop")?.getBoundingClientRect().top);
      looks.add(document.querySelector("#next")?.textContent);
    };
    note();
    new MutationObserver(note).observe(document.body, { subtree: true, childList: true, attributes: true });
    Object.assign(globalThis, { places, looks });
  });
  const { length } = rechecks(await browser.state());
  await browser.until((state) => rechecks(state).length >= length + 2, "two looks");
  await popup.waitForFunction("[...looks].some((look) => /^Looking now/.test(look))");
  const places = /** @type {number[]} */ (await popup.evaluate("[...places]"));
  assert.equal(places.length, 1, `${places}`);
});

inBothBrowsers("what cannot be understood of a wish is said, and nothing is lost", async (stage) => {
  const { browser } = stage;
  const { tab } = await watching(stage);
  const popup = await browser.openPage(`popup.html?tab=${tab}`);
  await openForm(popup);
  await popup.click("#wishes > summary");
  await popup.type("[name=wish]", "Mon soonish");
  await popup.click("#watch");
  const error = await popup.waitForSelector(".wish-error", { visible: true });
  assert.match(String(await error?.evaluate((element) => element.textContent)), /“soonish”/);
  assert.equal(await popup.$eval("[name=wish]", (field) => /** @type {any} */ (field).value), "Mon soonish");
  assert.deepEqual(only(await browser.state()).order.wishes, [{ name: "", wish: "" }]);
});

inBothBrowsers("the popup lists the other watches, and leads to their tabs", async (stage) => {
  const { portal, browser } = stage;
  const { page } = await watching(stage);
  const second = await browser.open(portal.address("office", `${CALENDAR}&second`));
  const popup = await browser.openPopupPage(second);
  await popup.bringToFront();
  const entry = await popup.waitForSelector("#watches button", { visible: true });
  assert.match(String(await entry?.evaluate((button) => button.textContent)), /Choose a day.*Nothing free/s);
  const shown = page.evaluate(
    () =>
      new Promise((resolve) => {
        const look = () => document.visibilityState === "visible" && resolve(true);
        look();
        document.addEventListener("visibilitychange", look);
      }),
  );
  await entry?.click();
  assert.equal(await shown, true);
});

inBothBrowsers("a page that is not watched is read once for the popup", async (stage) => {
  const { portal, browser: own } = stage;
  await watching(stage);
  const page = await own.open(portal.address("office", `${CALENDAR}&second`));
  const readings = () =>
    own.inside.evaluate(async (url) => {
      const tabId = (await browser.tabs.query({})).find((tab) => tab.url === url)?.id ?? -1;
      await browser.scripting.executeScript({ target: { tabId }, files: ["reader.js"] });
      const func = () => globalThis.terminwachtReader.situation().serial;
      const [answer] = await browser.scripting.executeScript({ target: { tabId }, func });
      return Number(answer?.result);
    }, page.url());
  const before = await readings();
  const popup = await own.openPopupPage(page);
  await popup.waitForSelector("#state", { visible: true });
  assert.equal(((await readings()) - before) >>> 0, 1);
});

inBothBrowsers("while a page takes long to read, the popup says that it is read", ({ browser: own }) =>
  withPages(
    {
      "/": "<h1>Appointments</h1>",
      "/long": `<title>Long</title>${"<p><b>Line</b> by line</p>".repeat(100_000)}`,
    },
    async (address) => {
      await own.watch(await own.open(address("127.0.0.1", "/")), { interval: "usual" });
      const page = await own.open(address("127.0.0.1", "/long"));
      const tab = await own.inside.evaluate(
        async (url) => (await browser.tabs.query({})).find((tab) => tab.url === url)?.id,
        page.url(),
      );
      const popup = await own.openPage(`popup.html?tab=${tab}`);
      await popup.waitForSelector("#reading", { visible: true });
      assert.equal(await popup.$eval("#page", ({ textContent }) => textContent), "Long");
      await popup.waitForSelector("#watch", { visible: true });
      await popup.waitForSelector("#reading", { hidden: true });
    },
  ),
);

inBothBrowsers("a popup for a tab that there is not says so", async ({ browser: own }) => {
  for (const tab of ["2147483647", "none"]) {
    const popup = await own.openPage(`popup.html?tab=${tab}`);
    await popup.waitForSelector("#closed", { visible: true });
    assert.match(await popup.$eval("#closed", ({ textContent }) => textContent ?? ""), /\p{L}/u);
    await popup.close();
  }
});
