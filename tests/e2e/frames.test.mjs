// What is inside of frames and shadow trees is read too, and what cannot be read is told.

import assert from "node:assert/strict";
import { withPages } from "./server.mjs";
import { inBothBrowsers, only } from "./stage.mjs";

const DAY = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const TITLE =
  "<!doctype html><html lang=en><title>Appointments</title><style>iframe{width:640px;height:300px}</style>";
const NONE = "<h1>Free appointments</h1><p id=state>There are no free appointments at the moment.</p>";
/** What brings an appointment into a page that had none. */
const FREE = `document.querySelector("#state").outerHTML =
  '<p>Free appointments on <time datetime="${DAY}">${DAY}</time></p><button>10:20</button>'`;

const PAGES = {
  "/bare": `${TITLE}${NONE}`,
  "/page": `${TITLE}<h1>Town office</h1><iframe src="//localhost/calendar"></iframe>`,
  "/own": `${TITLE}<h1>Town office</h1><iframe src="/calendar"></iframe>`,
  "/nested": `${TITLE}<h1>Town office</h1><iframe src="//localhost/between"></iframe>`,
  "/between": `${TITLE}<p>Your appointment:</p><iframe src="//127.0.0.1/calendar"></iframe>`,
  "/entry": `${TITLE}<h1>Town office</h1><iframe src="/field"></iframe>`,
  "/field": `${TITLE}${NONE}<label>Name <input></label>`,
  "/form": `${TITLE}<h1>Town office</h1><iframe src="/fields"></iframe>`,
  "/foreign-form": `${TITLE}<h1>Town office</h1><iframe src="//localhost/fields"></iframe>`,
  "/fields": `${TITLE}${NONE}<label>Name <input></label>
    <button onclick="document.querySelector('#state').textContent += ' Searched.'">Search appointments</button>`,
  "/calendar": `${TITLE}${NONE}`,
  "/shadow": `${TITLE}<h1>Town office</h1><div id="host"></div><script>
    const root = document.querySelector("#host").attachShadow({ mode: "closed" });
    root.innerHTML = "${NONE}";
    globalThis.show = () => { const document = root; ${FREE} };
  </script>`,
};

/** The document of a frame. @param {import("puppeteer-core").Page} page @param {string} url */
function frameAt(page, url) {
  const frame = page.frames().find((frame) => frame.url() === url);
  assert.ok(frame, `no frame shows ${url}`);
  return frame;
}

for (const [path, host, where] of /** @type {const} */ ([
  ["/own", "127.0.0.1", "a frame of the page's own"],
  ["/page", "localhost", "a frame from elsewhere"],
  ["/nested", "127.0.0.1", "a frame in a frame from elsewhere"],
]))
  inBothBrowsers(`an appointment that turns up in ${where} is called`, ({ browser, called }) =>
    withPages(PAGES, async (address) => {
      const page = await browser.open(address("127.0.0.1", path));
      await browser.watch(page, { interval: "usual" });
      const state = await browser.until((state) => only(state)?.looks.length > 0, "a look");
      assert.equal(only(state).looks.at(-1).verdict.meaning, "NoneFree");
      assert.deepEqual(only(state).unread, []);
      await frameAt(page, address(host, "/calendar")).evaluate(FREE);
      assert.match((await called(/^Appointment free/)).title, /10:20/);
    }),
  );

inBothBrowsers("what the person enters in a frame of the page's own is not lost by a reload", ({ browser }) =>
  withPages(PAGES, async (address) => {
    const page = await browser.open(address("127.0.0.1", "/entry"));
    await frameAt(page, address("127.0.0.1", "/field")).type("input", "Erika");
    await browser.watch(page);
    await browser.until((state) => ["inUse", "unsentForm"].includes(only(state)?.hold), "hands off");
    const frame = frameAt(page, address("127.0.0.1", "/field"));
    assert.equal(await frame.$eval("input", ({ value }) => value), "Erika");
  }),
);

for (const [path, host, where] of /** @type {const} */ ([
  ["/form", "127.0.0.1", "the page itself"],
  ["/foreign-form", "localhost", "elsewhere"],
]))
  inBothBrowsers(`the button in a frame from ${where} is pressed`, ({ browser }) =>
    withPages(PAGES, async (address) => {
      // What a foreign frame holds is known only once the person let us read it.
      const first = await browser.open(address("127.0.0.1", path));
      await browser.watch(first, { interval: "usual" });
      await first.close();
      await browser.until(({ watches }) => watches.length === 0, "the end");
      const page = await browser.open(address("127.0.0.1", path));
      await browser.watchToo(page);
      const state = await browser.until((state) => only(state)?.looks.length > 0, "a look");
      assert.ok(only(state).order.recheck.press);
      await frameAt(page, address(host, "/fields")).waitForFunction(() =>
        document.querySelector("#state")?.textContent?.includes("Searched."),
      );
    }),
  );

inBothBrowsers("an appointment that turns up in a closed shadow tree is called", ({ browser, called }) =>
  withPages(PAGES, async (address) => {
    const page = await browser.open(address("127.0.0.1", "/shadow"));
    await browser.watch(page, { interval: "usual" });
    await browser.until((state) => only(state)?.looks.length > 0, "a look");
    await page.evaluate("show()");
    assert.match((await called(/^Appointment free/)).title, /10:20/);
  }),
);

inBothBrowsers("a frame that the person does not let us read is told", ({ browser }) =>
  withPages(PAGES, async (address) => {
    await browser.watch(await browser.open(address("127.0.0.1", "/bare")), { interval: "usual" });
    const page = await browser.open(address("127.0.0.1", "/page"));
    const popup = await browser.openPopupPage(page);
    const offered = await popup.waitForSelector("#frames label", { visible: true });
    assert.equal(await offered?.evaluate((label) => label.textContent?.trim()), "localhost");
    await popup.click("#frames input");
    await popup.click("#watch");
    const state = await browser.until(({ watches }) => watches[1]?.looks.length > 0, "a look");
    assert.deepEqual(state.watches[1].unread, ["http://localhost/*"]);
    await popup.waitForFunction(() =>
      /from localhost cannot be read/.test(String(document.querySelector("#terms")?.textContent)),
    );
  }),
);
