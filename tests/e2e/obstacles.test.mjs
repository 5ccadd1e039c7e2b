// What stands in the way: the person is called, and nothing is touched.

import assert from "node:assert/strict";
import { isAt, need } from "../desktop/state.mjs";
import { CALENDAR, inBothBrowsers, only, paid, rechecks } from "./stage.mjs";

/**
 * @typedef {import("../portal/state.mjs").Door} Door
 * @type {{door: Door, says: string, call: RegExp, condition: string}[]}
 */
const OBSTACLES = [
  {
    door: "waiting-room",
    says: "a waiting room is never reloaded",
    call: /waiting room/,
    condition: "queue",
  },
  {
    door: "captcha",
    says: "a captcha is left to the person",
    call: /whether a person is there/,
    condition: "challenge",
  },
  { door: "sign-in", says: "who was signed out is told", call: /asks you to sign in/, condition: "signIn" },
  { door: "expired", says: "an expired session is told", call: /asks you to sign in/, condition: "signIn" },
];

for (const { door, says, call, condition } of OBSTACLES) {
  inBothBrowsers(says, async ({ portal, browser, called, calls }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    await browser.until((state) => rechecks(state).length >= 1, "a re-check");
    await portal.control({ site: "office", door });
    await called(call);
    const state = await browser.until((state) => isAt(only(state), "needs"), "the person is needed");
    assert.equal(need(only(state)), condition);
    // What is still to come only shows how old the last look is; and nothing came since.
    const settled = await browser.until((state) => paid(state) && isAt(only(state), "needs"), "no plan");
    assert.equal(
      portal.log({ kind: "document", site: "office", own: false }).length,
      1 + rechecks(settled).length,
    );
    assert.equal(calls().length, 1);
  });
}

for (const [door, status] of /** @type {const} */ ([
  ["too-many", 429],
  ["forbidden", 403],
])) {
  inBothBrowsers(
    `a refusal with ${status} pauses the site for half an hour`,
    async ({ portal, browser, called }) => {
      const page = await browser.open(portal.address("office", CALENDAR));
      await browser.watch(page);
      await portal.control({ site: "office", door });
      await called(/asks for fewer visits/);
      const state = await browser.until((state) => isAt(only(state), "resting") && paid(state), "a rest");
      const refused = portal.log({ status }).at(-1);
      const pause = only(state).condition.resting.next - /** @type {any} */ (refused).time;
      assert.ok(pause >= 30 * 60_000 && pause < 60 * 60_000, `${pause} ms`);
    },
  );
}

inBothBrowsers(
  "trouble is told once and waited for, then the watch goes on",
  async ({ portal, browser, called, calls }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    await portal.control({ site: "office", door: "unavailable" });
    await called(/has trouble/);
    await portal.arrived({ status: 503 }, 2);
    await portal.control({ site: "office", door: "open", free: {} });
    await called(/^Appointment free/);
    assert.equal(calls().length, 2);
  },
);

inBothBrowsers(
  "a site that is offline is told and tried again later",
  async ({ portal, browser, called }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    await portal.control({ offline: true });
    await called(/has trouble/);
    await portal.control({ offline: false, free: {} });
    await called(/^Appointment free/);
  },
);
