// The person's phone is told, by real server processes on loopback.

import assert from "node:assert/strict";
import { startNtfy, startWebhook } from "../phone/servers.mjs";
import { CALENDAR, inBothBrowsers } from "./stage.mjs";

/** @typedef {import("./stage.mjs").Stage} Stage */
/** @typedef {import("puppeteer-core").Page} Page */

/** What Firefox asks for where an appointment is sent, with a token. */
const SENT = ["authenticationInfo", "healthInfo", "personallyIdentifyingInfo", "websiteContent"];

/** Fills in a field as a person does. @param {Page} page @param {string} id @param {string} text */
async function enter(page, id, text) {
  await page.$eval(id, (field) => /** @type {HTMLInputElement} */ (field).select());
  await page.type(id, text);
}

/** The settings, with a way to tell the phone chosen. @param {Stage} stage @param {"ntfy" | "webhook"} way */
async function settings({ browser }, way) {
  const page = await browser.openPage("settings.html");
  await page.bringToFront();
  await page.waitForSelector("#phone-preview-title:not(:empty)");
  await page.click(`input[value=${way}]`);
  return page;
}

/** Resolves once the section says something that fits. @param {Page} page @param {RegExp} wanted */
const says = (page, wanted) =>
  page.evaluate((source) => {
    const status = /** @type {Element} */ (document.querySelector("#phone-status"));
    const fits = () => new RegExp(source).test(status.textContent ?? "");
    return new Promise((resolve) => {
      if (fits()) return resolve(undefined);
      const look = () => fits() && resolve(undefined);
      new MutationObserver(look).observe(status, { childList: true, characterData: true, subtree: true });
    });
  }, wanted.source);

/** The watched calendar has an appointment. @param {Stage} stage */
async function find({ portal, browser, called }) {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page);
  await portal.control({ site: "office", free: {} });
  return { page, call: await called(/^Appointment free/) };
}

/** Presses a button that has the browser ask for the server, and allows it. @param {Stage} stage @param {Page} page
 * @param {string} button */
async function allow({ browser }, page, button) {
  await page.bringToFront();
  await browser.asking(() => page.click(button));
  await browser.answerPrompt("allow");
}

/** Saves what needs no further permission. @param {Page} page */
async function save(page) {
  await page.waitForSelector("#phone-saved[hidden]");
  await page.click("#phone-save");
  await page.waitForSelector("#phone-saved:not([hidden])");
}

inBothBrowsers(
  "through ntfy the phone is told once, again after trouble, and a refusal is told",
  async (stage) => {
    const { browser, called, calls } = stage;
    const ntfy = await startNtfy("my-topic", "tk_secret");
    try {
      const page = await settings(stage, "ntfy");
      await enter(page, "#phone-server", ntfy.address);
      await enter(page, "#phone-topic", "my topic");
      await page.click("#phone-test");
      await page.waitForSelector("#phone-topic[aria-invalid=true]");
      await enter(page, "#phone-topic", "my-topic");
      await allow(stage, page, "#phone-test");
      await says(page, /refuses it \(403\)/);

      // Firefox asks again where more is sent.
      const allowMore = () =>
        browser.name === "firefox" ? allow(stage, page, "#phone-test") : page.click("#phone-test");
      await enter(page, "#phone-token", "tk_secret");
      ntfy.answerWith(307);
      await allowMore();
      await says(page, /points to another address/);
      await page.select("#phone-detail", "everything");
      await allowMore();
      await says(page, /has taken the test/);
      const [test] = await ntfy.inbox.until(1);
      assert.deepEqual(
        [test.title, test.message, test.priority],
        ["Terminwacht: a test", "It works: your phone is told.", 4],
      );

      ntfy.answerWith(503);
      const { page: watched, call } = await find(stage);
      await browser.until(({ phone }) => phone.messages[0]?.failures === 1, "a failure");
      const [, message] = await ntfy.inbox.until(2);
      assert.equal(message.title, call.title);
      assert.match(message.message, /City of Auwalde/);
      assert.match(message.click, /\/calendar\?/);
      assert.deepEqual(message.tags, ["calendar"]);
      await says(page, /Last message taken/);
      assert.equal(ntfy.inbox.all.length, 2);
      assert.ok(!calls().some(({ title }) => /phone/.test(title)));

      await page.bringToFront();
      await enter(page, "#phone-token", "tk_old");
      await page.click("#phone-save");
      await page.waitForSelector("#phone-saved:not([hidden])");
      await watched.goto("about:blank");
      await called(/phone could not be told/);
      assert.equal(ntfy.inbox.all.length, 2);
    } finally {
      await ntfy.close();
    }
  },
);

inBothBrowsers(
  "a webhook gets JSON with the token; what it needs no longer, it may no longer",
  async (stage) => {
    const { browser: own } = stage;
    const webhook = await startWebhook("hook-secret");
    try {
      const page = await settings(stage, "webhook");
      await enter(page, "#phone-address", webhook.address.replace("//", "//me:secret@"));
      await page.click("#phone-save");
      await page.waitForSelector("#phone-address[aria-invalid=true]");
      await enter(page, "#phone-address", webhook.address);
      await enter(page, "#phone-token", "hook-secret");
      await page.select("#phone-detail", "slot");
      // Firefox will speak of collecting, which has to be explained.
      const isExplained = await page.$eval("#phone-data", (hint) => !(/** @type {any} */ (hint).hidden));
      assert.equal(isExplained, own.name === "firefox");
      await allow(stage, page, "#phone-save");
      await page.waitForSelector("#phone-saved:not([hidden])");

      const granted = () => own.inside.evaluate(() => browser.permissions.getAll());
      const { origins, data_collection: data = [] } = /** @type {any} */ (await granted());
      assert.deepEqual(origins, ["http://localhost/*"]);
      assert.deepEqual(data.toSorted(), own.name === "chrome" ? [] : SENT);

      const { call } = await find(stage);
      const [message] = await webhook.inbox.until(1);
      assert.deepEqual(
        { ...message, id: "", slots: message.slots.length },
        {
          ...{ app: "terminwacht", version: 1, id: "", kind: "free", title: call.title, slots: 1 },
          ...{ message: `Page: ${message.page}`, page: message.page },
        },
      );
      await own.until(({ phone }) => phone.messages.length === 0, "the answer");
      assert.equal(webhook.inbox.all.length, 1);

      await page.bringToFront();
      await page.select("#phone-detail", "little");
      await save(page);
      const { data_collection: lessData = [] } = /** @type {any} */ (await granted());
      assert.deepEqual(lessData, own.name === "chrome" ? [] : ["authenticationInfo"]);

      await page.click("input[value=off]");
      await save(page);
      await own.until(({ phone }) => phone.push === null, "nothing is told any more");
      const { origins: left, data_collection: leftData = [] } = /** @type {any} */ (await granted());
      assert.deepEqual([left, leftData], [["http://127.0.0.1/*"], []]);
    } finally {
      await webhook.close();
    }
  },
);

inBothBrowsers(
  "who lets nothing of the page be sent any more is told that the phone is not",
  async (stage) => {
    const { browser: own, called } = stage;
    const webhook = await startWebhook("hook-secret");
    try {
      const page = await settings(stage, "webhook");
      await enter(page, "#phone-address", webhook.address);
      await enter(page, "#phone-token", "hook-secret");
      await page.select("#phone-detail", "slot");
      await allow(stage, page, "#phone-save");
      await page.waitForSelector("#phone-saved:not([hidden])");
      await page.evaluate(() =>
        browser.permissions.remove(/** @type {any} */ ({ data_collection: ["websiteContent"] })),
      );
      await find(stage);
      await called(/phone could not be told/);
      await own.until(({ phone }) => !phone.allowed, "it may not be told");
      assert.deepEqual(webhook.inbox.all, []);
    } finally {
      await webhook.close();
    }
  },
  // Chromium does not ask for kinds of data.
  { browsers: ["firefox"] },
);
