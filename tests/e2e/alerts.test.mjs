// How a person is called: again until they have seen it, aloud, to the very place on the page, and once it is gone.

import assert from "node:assert/strict";
import { withPages } from "./server.mjs";
import { CALENDAR, inBothBrowsers, only, paid } from "./stage.mjs";

/** @typedef {import("./stage.mjs").Stage} Stage */

/** The notes of the tune that the tests choose, in Hz: src/sound.rs. */
const LIVELY = [784, 880, 1047];

/** Runs in a page of ours: the notifications on show, by their names. */
const onShow = () => browser.notifications.getAll();

inBothBrowsers(
  "an alert that nobody has seen comes again after a minute, and its end takes its place quietly",
  async ({ desktop, portal, browser, called, calls }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page, { interval: "usual" });
    await browser.until((state) => only(state)?.looks.length > 0, "the first look");
    await browser.inside.bringToFront();
    const { notifications } = desktop;
    const isFree = (/** @type {{title: string}} */ { title }) => /^Appointment free/.test(title);
    await portal.control({ site: "office", free: {}, push: true });
    const { at } = await called(/^Appointment free/);
    // The browser says that it shows a notification before the desktop has heard of it.
    const again = await notifications.next(isFree, { after: notifications.all.length, within: 90_000 });
    assert.ok(again.at - at > 59_000, "a minute later");
    await browser.until((state) => state.alerts[0]?.repeat?.round === 1 && paid(state), "a second call");
    assert.deepEqual(Object.keys(await browser.inside.evaluate(onShow)), ["alert-2"]);
    await page.bringToFront();
    // Whatever has the page read next tells that the person came to it.
    await page.evaluate(() => document.body.append("…"));
    await browser.until((state) => state.alerts[0]?.repeat === null, "seen");
    await portal.control({ site: "office", withdraw: "all", push: true });
    const gone = await called(/^Gone after \d\smin: /);
    assert.equal(gone.title.replace(/^Gone after \d\smin/, "Appointment free"), again.title);
    await browser.until(paid, "told");
    assert.deepEqual(Object.keys(await browser.inside.evaluate(onShow)), ["alert-3"]);
    assert.equal(calls().length, 3);
  },
);

const DAY = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const LONG = `<!doctype html><html lang=en><title>Appointments</title><h1>Choose an appointment</h1>
  <p>Free appointments on <time datetime="${DAY}">${DAY}</time></p><p style="height: 3000px"></p><section></section>`;

/** In the page: what it can tell of an outline; and what it could find of somebody who has changed it. */
function look() {
  const [animation] = document.getAnimations();
  const { target = null } = /** @type {any} */ (animation?.effect ?? {});
  const { top = -1 } = target?.getBoundingClientRect() ?? {};
  return {
    outlined: target?.textContent ?? null,
    isSeen: top >= 0 && top < innerHeight,
    changes: /** @type {any} */ (globalThis).changes.takeRecords().length,
  };
}

inBothBrowsers(
  "a click on the notification outlines the appointment until the next key or click, and changes nothing",
  ({ desktop, browser, called }) =>
    withPages({ "/": LONG }, async (address) => {
      const page = await browser.open(address("127.0.0.1", "/"));
      await browser.watch(page, { interval: "usual" });
      const ends = { "10:20": () => page.keyboard.press("Shift"), "10:40": () => page.mouse.click(5, 5) };
      for (const [time, end] of Object.entries(ends)) {
        await browser.inside.bringToFront();
        await page.evaluate((time) => {
          const button = document.createElement("button");
          button.textContent = time;
          document.querySelector("section")?.append(button);
          const changes = new MutationObserver(() => {});
          changes.observe(document, {
            subtree: true,
            childList: true,
            attributes: true,
            characterData: true,
          });
          Object.assign(globalThis, { changes });
        }, time);
        await called(new RegExp(`^Appointment free: .*${time}`));
        await browser.until(paid, "shown");
        await desktop.drawn();
        await desktop.act();
        await page.waitForFunction("document.getAnimations().length === 1");
        assert.deepEqual(await page.evaluate(look), { outlined: time, isSeen: true, changes: 0 });
        await end();
        await page.waitForFunction("document.getAnimations().length === 0");
        assert.deepEqual(await page.evaluate(look), { outlined: null, isSeen: false, changes: 0 });
        await page.evaluate(() => scrollTo(0, 0));
      }
    }),
);

const ELSEWHERE = {
  "a box of choices": {
    page: `${LONG}<label>Time <select><option>Please choose</option></select></label>`,
    comes: `document.querySelector("select").append(new Option("${DAY} 10:20"))`,
    outlined: "SELECT",
  },
  "a frame": {
    page: `${LONG}<iframe src="//localhost/frame"></iframe>`,
    comes: `document.body.append(Object.assign(document.createElement("button"), { textContent: "${DAY} 10:20" }))`,
    outlined: "BUTTON",
  },
};

for (const [where, { page: html, comes, outlined }] of Object.entries(ELSEWHERE))
  inBothBrowsers(
    `an appointment in ${where} is brought into view and outlined`,
    ({ desktop, browser, called }) =>
      withPages({ "/": html, "/frame": "<!doctype html><p style='height: 2000px'></p>" }, async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await browser.watch(page, { interval: "usual" });
        await browser.until((state) => only(state)?.looks.length > 0, "a look");
        await browser.inside.bringToFront();
        const place = page.frames().at(-1) ?? page.mainFrame();
        await place.evaluate(comes);
        await called(/^Appointment free: .*10:20/);
        await browser.until(paid, "shown");
        await desktop.drawn();
        await desktop.act();
        await place.waitForFunction("document.getAnimations().length === 1");
        assert.equal(await place.evaluate("document.getAnimations()[0].effect.target.tagName"), outlined);
        // Whether a person sees it is what the window says, not its document, which may learn of the scrolling later.
        const target = await place.evaluateHandle("document.getAnimations()[0].effect.target");
        await target.evaluate(
          (element) =>
            new Promise((resolve) => {
              new IntersectionObserver((entries) => {
                if (entries.some(({ isIntersecting }) => isIntersecting)) resolve(undefined);
              }).observe(/** @type {any} */ (element));
            }),
        );
      }),
  );

inBothBrowsers(
  "a rehearsal plays every link of the chain, and helps where one was not noticed",
  async ({ desktop, browser, called }) => {
    const settings = await browser.openPage("settings.html");
    await settings.waitForSelector("#tune option");
    await settings.select("#tune", "lively");
    await browser.until(({ alerting }) => alerting.tune === "lively", "chosen");
    for (const button of ["#try-sound", "#rehearse"]) {
      const heard = desktop.heard(LIVELY);
      await settings.click(button);
      await heard;
    }
    await called(/^Rehearsal – appointment free: /);
    const state = await browser.until(({ rehearsal }) => rehearsal?.shown, "shown");
    await browser.marked(state.rehearsal.tab, /an appointment is free/);

    await browser.inside.bringToFront();
    await desktop.drawn();
    await desktop.act();
    await settings.waitForFunction(() => document.visibilityState === "visible");
    await browser.until(({ rehearsal }) => rehearsal.clicked, "clicked");

    await settings.click("#link-badge input[value=no]");
    await settings.waitForSelector("#help-badge:not([hidden])");
    for (const link of ["notification", "sound", "badge", "came"])
      await settings.click(`#link-${link} input[value=yes]`);
    await settings.waitForSelector("#rehearsal-good:not([hidden])");
    assert.equal(
      await settings.$eval("#help-badge", (help) => /** @type {HTMLElement} */ (help).hidden),
      true,
    );
    await settings.click("#rehearsal-end");
    await settings.waitForSelector("#rehearsal[hidden]");
    await browser.marked(state.rehearsal.tab, /^Terminwacht$/);
  },
);

inBothBrowsers("the notes are those that the core names, as loud as chosen", async ({ browser }) => {
  const { loudest, crossings } = await browser.inside.evaluate(async () => {
    const { sing } = await import(new URL("sound.js", location.href).href);
    const context = new OfflineAudioContext(1, 48_000, 48_000);
    sing(context, [{ hertz: 600, start: 0, length: 1_000 }], 0.5);
    const samples = (await context.startRendering()).getChannelData(0);
    let crossings = 0;
    for (let index = 1; index < 24_000; index += 1)
      if (Number(samples[index - 1]) < 0 && Number(samples[index]) >= 0) crossings += 1;
    return { loudest: samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0), crossings };
  });
  assert.ok(loudest > 0.2 && loudest <= 0.25, `${loudest}`);
  // Half a second of it.
  assert.ok(Math.abs(crossings - 300) <= 2, `${crossings}`);
});
