// A watch lasts as long as it should, and no longer.

import assert from "node:assert/strict";
import { isAt } from "../desktop/state.mjs";
import { withPages } from "./server.mjs";
import { CALENDAR, inBothBrowsers, only, paid, rechecks } from "./stage.mjs";
import { killer, tally } from "./tally.mjs";

inBothBrowsers(
  "a worker killed again and again neither looks twice nor calls twice",
  async ({ portal, browser, called, calls }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    const { kill, kills } = killer(browser);
    await kill();
    await browser.until((state) => rechecks(state).length >= 1, "a look after the kill");
    for (const step of ["asking", "rechecking", "resting"]) {
      await browser.until((state) => isAt(only(state), step), step);
      await kill();
      const { length } = rechecks(await browser.state());
      await browser.until((state) => rechecks(state).length > length, `a look after a kill while ${step}`);
    }
    await portal.control({ site: "office", free: {} });
    await browser.until((state) => state.alerts.length > 0, "an alert");
    await kill();
    await called(/^Appointment free/);
    const state = await browser.until((state) => paid(state) && isAt(only(state), "found"), "paid");
    const [, ...requests] = portal.log({ kind: "document", site: "office" }).map(({ time }) => time);
    tally(rechecks(state), requests, kills);
    assert.deepEqual(
      calls().map(({ title }) => title.replace(/:.*/, "")),
      ["Appointment free"],
    );
  },
  { limit: 300_000 },
);

inBothBrowsers(
  "the portal's log shows exactly the looks of the ledger, at their pace",
  async ({ portal, browser }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    const state = await browser.until(
      (state) => rechecks(state).length >= 5 && isAt(only(state), "resting"),
      "five looks",
    );
    const [, ...requests] = portal.log({ kind: "document", site: "office" });
    const looks = rechecks(state);
    assert.equal(requests.length, looks.length);
    for (const [index, { time }] of requests.entries()) {
      const late = time - /** @type {number} */ (looks[index]);
      assert.ok(late >= 0 && late < 2000, `look ${index} was planned ${late} ms before it came`);
    }
    for (const [index, time] of looks.entries())
      if (index > 0)
        assert.ok(time - /** @type {number} */ (looks[index - 1]) >= 2000, "two looks within the floor");
  },
);

inBothBrowsers(
  "permission denied: the popup says so, and nothing else happens",
  async ({ portal, browser, calls }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    const popup = await browser.openPopup(page);
    await popup.watch({ interval: "practice" });
    await browser.answerPrompt("deny");
    const { start } = await browser.until((state) => state.start, "the question");
    const again = await browser.openPage(`popup.html?tab=${start.order.tab}`);
    await again.waitForSelector("#refused:not([hidden])");
    const state = await browser.until((state) => state.start.refused, "the refusal");
    assert.deepEqual(state.watches, []);
    assert.equal(portal.log({ kind: "document", site: "office" }).length, 1);
    assert.deepEqual(calls(), []);
  },
);

inBothBrowsers("closing the tab ends the watch", async ({ portal, browser, calls }) => {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page);
  await page.close();
  await browser.until((state) => state.watches.length === 0 && state.wake === null, "neither watch nor plan");
  assert.ok(calls().every(({ title }) => !/free/i.test(title)));
});

inBothBrowsers(
  "leaving the site pauses the watch with a word, coming back goes on",
  async ({ portal, browser, called }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    await browser.watch(page);
    const elsewhere = portal.address("vaccination").replace("127.0.0.1", "localhost");
    await page.goto(elsewhere);
    await called(/another site/);
    assert.ok(isAt(only(await browser.state()), "needs"));
    await page.goto(portal.address("office", CALENDAR));
    await browser.until((state) => isAt(only(state), "resting"), "a rest");
    await portal.control({ site: "office", free: {} });
    await called(/^Appointment free/);
  },
);

inBothBrowsers("nothing is touched while the person uses the page", async ({ portal, browser, desktop }) => {
  const page = await browser.open(portal.address("office", CALENDAR));
  await browser.watch(page);
  await page.bringToFront();
  await desktop.click(500, 500);
  let typing = true;
  const person = (async () => {
    while (typing) await desktop.keys("Down", "Up");
  })();
  const next = (/** @type {any} */ state) => only(state).condition.resting?.next;
  /** @type {any} */
  let held;
  try {
    held = await browser.until((state) => only(state)?.hold === "inUse", "hands off");
    const { length } = portal.log({ kind: "document", site: "office" });
    const later = await browser.until((state) => next(state) > next(held), "put off again");
    assert.deepEqual(rechecks(later), rechecks(held));
    assert.equal(portal.log({ kind: "document", site: "office" }).length, length);
  } finally {
    typing = false;
    await person;
  }
  await browser.until(
    (state) => rechecks(state).length > rechecks(held).length,
    "a look after the person has left",
  );
});

inBothBrowsers(
  "a tab that the browser puts to sleep is told, and watched on when the person wakes it",
  async ({ portal, browser, called }) => {
    const page = await browser.open(portal.address("office", CALENDAR));
    const { watches } = await browser.watch(page);
    await browser.until((state) => isAt(only(state), "resting"), "a rest");
    await browser.putToSleep(watches[0].order.tab);
    await called(/put the page to sleep/);
    // Chromium gives such a tab another number, and may wake it by itself for whoever debugs it.
    const asleep = await browser.state();
    await browser.wake(only(asleep).order.tab);
    await browser.until((state) => rechecks(state).length > rechecks(asleep).length, "a look after it woke");
  },
);

inBothBrowsers(
  "a session that a page counts down is told before it ends, once",
  ({ browser, called, calls }) =>
    withPages(
      {
        "/": `<!doctype html><html lang=en><title>Appointments</title><p>Your session expires in <b id=left>04:50</b> minutes.</p>
        <main><h1>Appointments</h1><p>There are no free appointments.</p></main>
        <script>let left = 290; setInterval(() => {
          left -= 1;
          document.querySelector("#left").textContent = \`0\${Math.floor(left / 60)}:\${String(left % 60).padStart(2, "0")}\`;
        }, 1000);</script>`,
      },
      async (address) => {
        await browser.watch(await browser.open(address("127.0.0.1", "/")), { interval: "usual" });
        await called(/signed out soon/);
        const { lastRead } = only(await browser.state());
        await browser.until((state) => only(state).lastRead > lastRead + 4_000, "further readings");
        assert.equal(calls().length, 1);
      },
    ),
);
