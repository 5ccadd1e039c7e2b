// What a page does to be taken for somebody else counts for nothing, and its words are only ever words.

import assert from "node:assert/strict";
import { isAt } from "../desktop/state.mjs";
import { withPages } from "./server.mjs";
import { inBothBrowsers, only, rechecks } from "./stage.mjs";

const DAY = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const TITLE = "<!doctype html><html lang=en><title>Appointments</title>";
const NONE = `${TITLE}<h1>Free appointments</h1><p id=state>There are no free appointments at the moment.</p>`;
const FREE = `<h1>Choose an appointment</h1><p>Free appointments on <time datetime="${DAY}">${DAY}</time></p>`;

/** Runs in a page: tries to be heard by the extension, and to bring its pages and files into reach.
 * @param {string} address where they are @param {number[]} tabs */
async function forge(address, tabs) {
  const { browser, chrome } = /** @type {any} */ (globalThis);
  const kinds = [
    "startRequested",
    "permissionGranted",
    "goOnRequested",
    "stopRequested",
    "journalDeleted",
    "allDeleted",
  ];
  const messages = tabs.flatMap((tab) => [
    ...kinds.map((kind) => ({ kind, tab, url: location.href, origins: [`${location.origin}/*`] })),
    { kind: "changed", nonce: 0 },
  ]);
  for (const message of messages) {
    postMessage(message, "*");
    for (const target of [window, document]) {
      target.dispatchEvent(new CustomEvent("terminwacht", { detail: message, bubbles: true }));
      target.dispatchEvent(new MessageEvent("message", { data: message }));
    }
    chrome?.runtime?.sendMessage?.(new URL(address).host, message);
    browser?.runtime?.sendMessage?.(message);
  }
  /** @param {string} tag @param {string} url */
  const load = (tag, url) =>
    new Promise((resolve) => {
      const element = document.createElement(tag);
      element.onload = element.onerror = (event) =>
        resolve(
          `${/** @type {Event} */ (event).type} ${element instanceof HTMLIFrameElement && element.contentDocument}`,
        );
      Object.assign(element, { src: url, rel: "stylesheet", href: url });
      document.body.append(element);
    });
  const files = [
    "popup.html?tab=1",
    "settings.html",
    "journal.html",
    "reader.js",
    "popup.css",
    "icons/free-32.png",
    "manifest.json",
  ];
  /** What the page learns of some files. @param {string} base */
  const learn = (base) =>
    Promise.all(
      files.flatMap((file) => [
        ...["iframe", "img", "script", "link"].map((tag) => load(tag, base + file)),
        fetch(base + file).then(
          () => "fetched",
          ({ name }) => name,
        ),
      ]),
    );
  for (const tab of tabs)
    try {
      window.open(`${address}popup.html?tab=${tab}`);
    } catch {
      // Firefox says no.
    }
  const link = Object.assign(document.createElement("a"), {
    href: `${address}settings.html`,
    target: "_blank",
  });
  document.body.append(link);
  link.click();
  const nobody = address.replace(/\/\/.*/, "//aaaaaaaabbbbbbbbccccccccdddddddd/");
  return {
    learned: await learn(address),
    nobodys: await learn(nobody),
    runtime: typeof (browser ?? chrome?.runtime),
  };
}

/** Runs in our page: which of our pages run. */
const running = () => browser.extension.getViews({ type: "tab" }).map(({ location }) => location.href);

inBothBrowsers("a page that is not watched starts, changes and learns nothing", ({ browser, calls }) =>
  withPages({ "/": NONE, "/forger": NONE }, async (address) => {
    const watched = await browser.watch(await browser.open(address("127.0.0.1", "/")), { interval: "usual" });
    const { tab } = watched.watches[0].order;
    const isStill = (/** @type {any} */ state) => only(state)?.looks.length > 0 && !state.debt.records.length;
    const before = await browser.until(isStill, "a look");
    const forger = await browser.open(address("localhost", "/forger"));
    const { learned, nobodys, runtime } = await forger.evaluate(forge, browser.address, [
      tab,
      tab + 1,
      tab + 2,
    ]);
    assert.deepEqual(learned, nobodys);
    assert.equal(runtime, "undefined");
    assert.deepEqual(await browser.inside.evaluate(running), [`${browser.address}popup.html?tab=-1`]);
    assert.deepEqual(await browser.state(), before);
    assert.deepEqual(calls(), []);
  }),
);

inBothBrowsers("a page changes nothing that is stored of another site's", ({ browser, called }) =>
  withPages(
    {
      "/": NONE,
      "/both": `${NONE}<iframe src="//localhost/" width=640 height=300></iframe>`,
      "/hostile": `${TITLE}${FREE}<button>10:20</button>`,
    },
    async (address) => {
      // Brings the permission for both sites.
      const first = await browser.open(address("127.0.0.1", "/both"));
      await browser.watch(first);
      await first.close();
      await browser.until(({ watches }) => watches.length === 0, "the end");
      const start = async (/** @type {import("puppeteer-core").Page} */ page) =>
        (await browser.openPopupPage(page)).click("#watch");
      await start(await browser.open(address("127.0.0.1", "/")));
      const isStill = (/** @type {any} */ state) => only(state)?.looks.length > 0;
      const { watches, ledgers } = await browser.until(isStill, "a look");
      const hostile = await browser.open(address("localhost", "/hostile"));
      await start(hostile);
      await called(/^Appointment free: .*10:20/);
      await hostile.evaluate(() => {
        document.title = "Just a moment...";
        document.body.innerHTML = "<h1>Verify that you are human</h1>";
      });
      const isHalted = (/** @type {any} */ state) => isAt(state.watches[1], "needs");
      const after = await browser.until(isHalted, "something in the way");
      assert.deepEqual(after.watches[0], watches[0]);
      assert.deepEqual(after.ledgers["127.0.0.1"], ledgers["127.0.0.1"]);
    },
  ),
);

inBothBrowsers("input that a page makes up holds no look off", ({ browser }) =>
  withPages(
    {
      "/": `${NONE}<script>
        const names = ["keydown", "pointerdown", "wheel", "touchstart", "input", "click"];
        setInterval(() => names.forEach((name) => document.body.dispatchEvent(new Event(name, { bubbles: true }))), 50);
      </script>`,
    },
    async (address) => {
      await browser.watch(await browser.open(address("127.0.0.1", "/")));
      await browser.until((state) => rechecks(state).length >= 2, "two looks");
    },
  ),
);

/** What nothing of a page may bring along: control and bidirectional characters, and no end. */
const CONTROL = Array.from({ length: 0x20 }, (_, code) => String.fromCharCode(code)).join("");
const ODD = `<b onclick=alert(1)>Bold</b><img src=x onerror=alert(1)> &lt; $1 ${CONTROL}\u007f\u009f\u202e\u2066`;
const PLACES = `${TITLE}${FREE}<section></section>`;

/** Whether a text has no more of it. @param {string} text */
const isClean = (text) => !/[\p{Cc}\p{Cf}]|(long |far ){60}/u.test(text.replaceAll("\n", ""));

inBothBrowsers(
  "a page's words are only words in the notification, the popup, the journal and the tables",
  ({ browser, called }) =>
    withPages({ "/": PLACES, "/other": PLACES }, async (address) => {
      const page = await browser.open(address("127.0.0.1", "/"));
      const formula = `=HYPERLINK("${address("localhost", "/")}")`;
      const show = (/** @type {string} */ title, /** @type {string} */ place) => {
        document.title = title;
        const time = Object.assign(document.createElement("button"), { textContent: "10:20" });
        const heading = Object.assign(document.createElement("h2"), { textContent: place });
        document.querySelector("section")?.replaceChildren(heading, time);
      };
      const title = `${formula} ${ODD}${"long ".repeat(20_000)}`;
      await page.evaluate(show, title, `${ODD}${"far ".repeat(20_000)}`);
      await browser.watch(page, { interval: "usual" });
      const call = await called(/^Appointment free: .*10:20/);
      const state = await browser.until((state) => isAt(only(state), "found"), "a find");
      assert.ok(isClean(call.title) && isClean(call.text));
      assert.doesNotMatch(call.text, /<(b|img)/);

      const other = await browser.open(address("127.0.0.1", "/other"));
      await other.evaluate(show, title, "Room 1");
      const popups = [await browser.openPopupPage(other)];
      popups.push(await browser.openPage(`popup.html?tab=${only(state).order.tab}`));
      for (const popup of popups) {
        await popup.waitForFunction(() =>
          document.querySelector("#page")?.textContent?.includes("HYPERLINK"),
        );
        const { text, marks, all } = await popup.$eval("body", (body) => ({
          text: body.querySelector("#page")?.textContent ?? "",
          all: body.textContent ?? "",
          marks: body.querySelectorAll("b,img[src=x],[onclick]").length,
        }));
        assert.ok(isClean(text) && isClean(all));
        assert.equal(marks, 0);
      }

      const journal = await browser.openPage("journal.html");
      await journal.waitForSelector("#journal-csv");
      const csv = await browser.downloaded("terminwacht-journal.csv", () => journal.click("#journal-csv"));
      const lines = csv.split("\r\n").slice(1, -1);
      assert.ok(lines.length > 0);
      for (const line of lines) {
        assert.match(line, /^[^"]*,"'=HYPERLINK\(""/);
        assert.ok(isClean(line));
      }
    }),
);
