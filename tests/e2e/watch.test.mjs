// A watch from the open tab to the notification.

import assert from "node:assert/strict";
import { isAt } from "../desktop/state.mjs";
import { CALENDAR, inBothBrowsers, only, paid, rechecks, SEARCH } from "./stage.mjs";

inBothBrowsers("a re-check finds the appointment and calls", async ({ portal, browser, called, calls }) => {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page);
  await browser.until((state) => rechecks(state).length >= 2, "two re-checks without a call");
  assert.deepEqual(calls(), []);
  const { office } = await portal.control({ site: "office", free: {} });
  const call = await called(/^Appointment free/);
  const [{ date }] = /** @type {[any]} */ (office.appointments);
  const day = new Intl.DateTimeFormat("en-US", { dateStyle: "full", timeZone: "UTC" }).format(new Date(date));
  assert.equal(call.title, `Appointment free: ${day}`);
  assert.match(call.text, /Choose a day – City of Auwalde/);
  const state = await browser.until(paid, "the alert is paid");
  assert.ok(isAt(only(state), "found"));
  await browser.marked(only(state).order.tab, /free/i);
});

inBothBrowsers("what does not fit the wish is seen and not called", async ({ portal, browser, calls }) => {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page, { interval: "practice", wish: "before 1 Jan 2020" });
  await portal.control({ site: "office", free: {} });
  await browser.until((state) => only(state)?.looks.at(-1)?.verdict?.meaning.Free, "a look that sees it");
  const state = await browser.until((state) => isAt(only(state), "resting"), "a rest");
  assert.equal(only(state).mark, "watching");
  assert.deepEqual(calls(), []);
});

inBothBrowsers(
  "a click on the notification brings the tab to the front",
  async ({ desktop, portal, browser, called }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    await browser.open("about:blank");
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
    const shown = page.evaluate(
      () =>
        new Promise((resolve) => {
          if (document.visibilityState === "visible") resolve(true);
          document.addEventListener("visibilitychange", () =>
            resolve(document.visibilityState === "visible"),
          );
        }),
    );
    // The bus tells of a notification before there is one to click on.
    await desktop.drawn();
    await desktop.act();
    assert.equal(await shown, true);
  },
);

inBothBrowsers(
  "a change of the open page alone calls, without any request",
  async ({ portal, browser, called }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page, { interval: "usual" });
    await browser.until((state) => only(state)?.looks.length > 0, "the first look");
    await portal.control({ site: "office", free: {}, push: true });
    await called(/^Appointment free/);
    assert.deepEqual(rechecks(await browser.state()), []);
    assert.equal(portal.log({ kind: "document", site: "office" }).length, 1);
  },
);

inBothBrowsers(
  "the page's own search button is pressed, and a pair of appointments is called in German",
  async ({ portal, browser, called }) => {
    const page = await browser.open(portal.address("vaccination", SEARCH));
    const { watches } = await browser.watch(page);
    assert.deepEqual(watches[0].order.recheck.press.label, "Termine suchen");
    await browser.until((state) => rechecks(state).length >= 2, "two searches");
    assert.ok(
      only(await browser.state()).looks.some(
        (/** @type {any} */ look) => look.verdict?.meaning === "NoneFree",
      ),
    );
    await portal.control({ site: "vaccination", free: {} });
    const call = await called(/^Appointment free/);
    assert.match(call.title, /\d{2}|\d{1,2}:\d{2}/);
    const state = await browser.until((state) => isAt(only(state), "found"), "the find");
    assert.equal(portal.log({ kind: "search" }).length, rechecks(state).length);
    assert.equal(portal.log({ kind: "document", site: "vaccination" }).length, 1);
  },
);

inBothBrowsers("a strict content policy of the page changes nothing", async ({ portal, browser, called }) => {
  await portal.control({ site: "office", policy: "strict" });
  const page = await browser.open(portal.address("office", CALENDAR));
  const policy = await page.evaluate(async () =>
    (await fetch(location.href)).headers.get("content-security-policy"),
  );
  assert.match(String(policy), /script-src 'self'/);
  assert.doesNotMatch(String(policy), /unsafe/);
  await browser.watch(page);
  await portal.control({ site: "office", free: {} });
  await called(/^Appointment free/);
});
