// What operators ask for, what people may choose, and the ledger that shows what was done.

import assert from "node:assert/strict";
import { isAt, need } from "../desktop/state.mjs";
import { CALENDAR, inBothBrowsers, only, paid, rechecks } from "./stage.mjs";
import { isCutOff, killer } from "./tally.mjs";

const NORTH = "/calendar?service=passport&location=nord";

inBothBrowsers(
  "where the operator wants no re-checks the person is reminded, and what comes is called",
  async ({ portal, browser, called }) => {
    await portal.control({ site: "office", operator: "no-recheck" });
    const page = await browser.open(portal.address("office", CALENDAR));
    const { watches } = await browser.watch(page);
    assert.equal(watches[0].order.recheck, "remind");
    await called(/^Time for a look/);
    assert.equal(portal.log({ kind: "document", site: "office" }).length, 1);
    const popup = await browser.openPage(`popup.html?tab=${watches[0].order.tab}`);
    await popup.waitForFunction(() => /asks/.test(document.querySelector("#terms")?.textContent ?? ""));
    await portal.control({ site: "office", free: {} });
    await page.reload();
    await called(/^Appointment free/);
    assert.deepEqual(rechecks(await browser.state()), []);
  },
);

inBothBrowsers(
  "a word of the operator is obeyed by a watch that runs",
  async ({ portal, browser, called }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    await browser.until((state) => rechecks(state).length >= 2, "two looks");
    await portal.control({ site: "office", operator: "no-watch" });
    await called(/does not want this page to be watched/);
    const state = await browser.until(
      ({ watches, wake }) => watches.length === 0 && wake === null,
      "the end of the watch",
    );
    assert.equal(portal.log({ kind: "document", site: "office" }).length, 1 + rechecks(state).length);
  },
);

inBothBrowsers(
  "a look can be asked for, a break taken, and both are in the ledger",
  async ({ portal, browser }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    const { watches } = await browser.watch(page, { interval: "usual" });
    await browser.until((state) => only(state)?.looks.length > 0, "the first look");
    const popup = await browser.openPage(`popup.html?tab=${watches[0].order.tab}`);
    await popup.waitForSelector("#look[aria-disabled=false]");
    await popup.click("#look");
    const looked = await browser.until((state) => only(state)?.looks.at(-1)?.rechecked, "the look");
    const [{ private: hidden, ...entry }] = looked.ledgers["127.0.0.1"].rechecks;
    assert.equal(hidden, false);
    assert.deepEqual([entry.way, entry.reason, entry.outcome], ["reload", "asked", "NoneFree"]);
    assert.equal(portal.log({ kind: "document", site: "office" }).length, 2);
    await popup.click("#break");
    const paused = await browser.until((state) => only(state)?.breakEnd, "a break");
    assert.ok(only(paused).condition.resting.next - Date.now() > 55 * 60_000);

    const journal = await browser.openPage("journal.html");
    await journal.waitForSelector("#looks tr");
    const row = await journal.$$eval("#looks td", (cells) => cells.map((cell) => cell.textContent));
    assert.deepEqual(row, ["127.0.0.1", "reloaded", "you asked", "nothing free"]);

    const csv = await browser.downloaded("terminwacht-looks.csv", () => journal.click("#looks-csv"));
    const [head, look = "", end] = csv.split("\r\n");
    assert.deepEqual([head, end], ["time,site,way,reason,outcome", ""]);
    assert.equal(Date.parse(look.slice(0, look.indexOf(","))), entry.at);
    assert.equal(look.slice(look.indexOf(",")), ",127.0.0.1,reload,asked,NoneFree");
    const list = JSON.parse(
      await browser.downloaded("terminwacht-looks.json", () => journal.click("#looks-json")),
    );
    assert.deepEqual(list, [{ site: "127.0.0.1", ...entry }]);
  },
);

inBothBrowsers("quiet hours and days are the person's choice", async ({ browser }) => {
  const settings = await browser.openPage("settings.html");
  await settings.waitForSelector("#quiet:checked");
  await settings.click("#quiet");
  await settings.click("#day-6");
  const state = await browser.until(({ schedule }) => schedule.quiet === null, "no quiet hours");
  await browser.until(({ schedule }) => schedule.days === 0b011_1111, "no Sundays");
  assert.deepEqual(state.watches, []);
  for (const day of [0, 1, 2, 3, 4, 5]) await settings.click(`#day-${day}`);
  await settings.waitForSelector("#schedule-error:not([hidden])");
  const kept = await browser.state();
  assert.equal(kept.schedule.days, 0b010_0000);
});

inBothBrowsers("a choice made the moment the settings show it is kept", async ({ browser }) => {
  const beside = await browser.openPage("settings.html");
  await beside.evaluate(() => {
    const { tabs, extension } = /** @type {any} */ (globalThis).browser;
    tabs.create({ url: "settings.html", active: false });
    return new Promise((resolve) => {
      const look = () => {
        const others = extension.getViews().filter((/** @type {Window} */ view) => view !== window);
        const other = others.find(
          (/** @type {Window} */ view) => view.location.pathname === location.pathname,
        );
        const quiet = other?.document.querySelector("#quiet");
        if (!quiet) return setTimeout(look);
        const checked = Object.getOwnPropertyDescriptor(other.HTMLInputElement.prototype, "checked");
        const press = () => {
          delete quiet.checked;
          resolve(quiet.click());
        };
        if (quiet.checked) return press();
        Object.defineProperty(quiet, "checked", {
          configurable: true,
          get: () => checked?.get?.call(quiet),
          set(value) {
            checked?.set?.call(quiet, value);
            queueMicrotask(press);
          },
        });
      };
      look();
    });
  });
  await browser.until(({ schedule }) => schedule.quiet === null, "no quiet hours");
});

inBothBrowsers(
  "over a long watch of two tabs, whatever happens, the portal's log is the ledger, request by request",
  async ({ portal, browser, desktop, called }) => {
    const { kill, kills } = killer(browser);
    /** @param {string} condition @param {string} [wanted] @returns {(state: any) => boolean} */
    const both =
      (condition, wanted) =>
      ({ watches }) =>
        watches.length === 2 &&
        watches.every((/** @type {any} */ watch) => isAt(watch, condition) && need(watch) === wanted);
    const calendar = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(calendar);
    const north = await browser.open(portal.address("office", NORTH));
    await browser.watchToo(north);
    const goesOn = async () => {
      const { length } = rechecks(await browser.state());
      await browser.until((state) => rechecks(state).length >= length + 2, "two looks more");
    };
    await goesOn();

    await kill();
    await goesOn();

    await calendar.bringToFront();
    await desktop.click(500, 500);
    const inUse = (/** @type {any} */ watch) => watch.hold === "inUse";
    let typing = true;
    const person = (async () => {
      while (typing) await desktop.keys("Down", "Up");
    })();
    await browser.until(({ watches }) => watches.some(inUse), "hands off");
    typing = false;
    await person;

    await portal.control({ site: "office", door: "unavailable" });
    await called(/has trouble/);
    await kill();
    await portal.control({ site: "office", door: "open" });
    await goesOn();

    await portal.control({ site: "office", door: "waiting-room" });
    await browser.until(both("needs", "queue"), "both in the waiting room");
    await kill();
    await portal.control({ site: "office", door: "open" });
    await browser.until(both("resting"), "both through");
    await goesOn();

    await portal.control({ site: "office", door: "captcha" });
    await browser.until(both("needs", "challenge"), "a captcha in both");
    await portal.control({ site: "office", door: "open" });
    for (const page of [calendar, north]) await page.reload();
    await browser.until(both("resting"), "both go on");
    await goesOn();

    await portal.control({ site: "office", door: "too-many" });
    await called(/asks for fewer visits/);
    const end = await browser.until((state) => both("resting")(state) && paid(state), "a rest");
    for (const { condition } of end.watches) assert.ok(condition.resting.next - Date.now() > 29 * 60_000);

    const requests = portal.log({ kind: "document", site: "office", own: false });
    const ledger = rechecks(end);
    let cutOff = 0;
    let unmatched = requests.map(({ time }) => time);
    for (const [index, at] of ledger.entries()) {
      const request = unmatched.find((time) => time >= at && time < at + 2000);
      assert.ok(request || isCutOff(at, kills), `no request for look ${index}`);
      if (!request) cutOff += 1;
      unmatched = unmatched.filter((time) => time !== request);
      assert.ok(
        index === 0 || at - /** @type {number} */ (ledger[index - 1]) >= 2000,
        "two looks within the floor",
      );
    }
    // Both pages were opened and, for the captcha, reloaded by hand.
    assert.equal(requests.length, ledger.length - cutOff + 4);
  },
);
