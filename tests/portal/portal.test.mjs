import assert from "node:assert/strict";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { get } from "node:http";
import { test } from "node:test";
import { addDays, addMonths, daysOfMonth, isDate, longDate, shortDate, weekday } from "./public/dates.mjs";
import { CALENDAR, post, visit, withPortal } from "./visitor.mjs";

const SEARCH = "/impftermine/suche/ABCD-EFGH-2345/00170/";

/**
 * @typedef {import("./visitor.mjs").Portal} Portal
 * @typedef {import("./state.mjs").SiteName} SiteName
 */

/** @param {Portal} portal */
async function search(portal, centre = "00170") {
  const { text } = await visit(
    portal,
    "vaccination",
    "/api/search",
    post({ centre, code: "ABCD-EFGH-2345" }),
  );
  return JSON.parse(text).appointments;
}

/**
 * A page's own channel, as an open page keeps it.
 * @param {Portal} portal
 * @param {SiteName} site
 * @param {string} page path of the page inside the site
 */
async function openChannel(portal, site, page) {
  const stop = new AbortController();
  const query = new URLSearchParams({ page: `/${site}${page}` });
  const response = await fetch(portal.address(site, `/channel?${query}`), { signal: stop.signal });
  assert.ok(response.body);
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let text = "";
  return {
    close: () => stop.abort(),
    /** @param {string} event */
    async next(event) {
      for (;;) {
        const found = new RegExp(`event: ${event}\n((?:data: .*\n)*)\n`).exec(text);
        if (found?.[1] !== undefined) {
          text = text.slice(found.index + found[0].length);
          return found[1].replace(/^data: /gm, "").trim();
        }
        const { value, done } = await reader.read();
        assert.ok(!done, "the channel ended");
        text += value;
      }
    },
  };
}

test("dates are counted across months, leap days and years", () => {
  assert.equal(addDays("2028-02-28", 1), "2028-02-29");
  assert.equal(addDays("2026-12-31", 1), "2027-01-01");
  assert.equal(addMonths("2026-12-31", 2), "2027-02-01");
  assert.equal(daysOfMonth("2026-02-10").length, 28);
  assert.equal(weekday("2026-03-04"), 2);
  assert.ok(!isDate("2026-02-30"));
});

test("dates are written as German and English pages write them", () => {
  assert.equal(shortDate("2021-06-17", "de"), "Do., 17.06.2021");
  assert.equal(shortDate("2021-06-17", "en"), "Thu, 17 Jun 2021");
  assert.equal(longDate("2021-06-17", "de"), "Donnerstag, 17. Juni 2021");
});

test("every wording exists in both languages", () => {
  for (const name of ["common", "vaccination", "office"]) {
    const file = `words/${name}.json`;
    const { de, en } = JSON.parse(readFileSync(new URL(file, import.meta.url), "utf8"));
    assert.deepEqual(Object.keys(de), Object.keys(en), file);
    for (const key of Object.keys(de)) {
      const places = (/** @type {string} */ text) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();
      assert.deepEqual(places(de[key]), places(en[key]), `${file}: ${key}`);
    }
  }
});

withPortal("the vaccination page is a shell that its script fills", async (portal) => {
  const { status, text } = await visit(portal, "vaccination", SEARCH);
  assert.equal(status, 200);
  assert.match(text, /<app-root>\s*<div class="loader" role="status" aria-busy="true">/);
  assert.match(text, /<script type="module" src="\/vaccination\/assets\/vaccination\/app.mjs">/);
  const script = await visit(portal, "vaccination", "/assets/vaccination/app.mjs");
  assert.equal(script.headers.get("content-type"), "text/javascript; charset=utf-8");
});

withPortal("a search finds the pairs of its centre only", async (portal) => {
  assert.deepEqual(await search(portal), []);
  await portal.control({ site: "vaccination", free: { date: 20, time: "16:24", place: "00240" } });
  assert.deepEqual(await search(portal, "00170"), []);
  assert.deepEqual(await search(portal, "00240"), [
    {
      date: "2026-03-24",
      time: "16:24",
      place: "00240",
      second: { date: "2026-05-05", time: "16:24" },
    },
  ]);
});

withPortal("a single date is a pair without a second", async (portal) => {
  await portal.control({ site: "vaccination", free: { second: null } });
  assert.equal((await search(portal))[0].second, null);
});

withPortal("an appointment can be freed and withdrawn, one or all", async (portal) => {
  const free = [{ time: "09:00" }, { time: "09:10" }, { time: "09:20" }];
  await portal.control({ site: "vaccination", free });
  await portal.control({ site: "vaccination", withdraw: { time: "09:10" } });
  assert.deepEqual(
    (await search(portal)).map((/** @type {{time: string}} */ { time }) => time),
    ["09:00", "09:20"],
  );
  await portal.control({ withdraw: "all" });
  assert.deepEqual(await search(portal), []);
});

withPortal("an appointment freed without a word lies on a working day a good week ahead", async (portal) => {
  const { vaccination, office } = await portal.control({ free: {} });
  assert.equal(vaccination.appointments[0]?.date, "2026-03-13");
  assert.deepEqual(office.appointments, [
    { date: "2026-03-13", time: "10:20", place: "rathaus", second: null },
  ]);
});

withPortal("a place implies its site", async (portal) => {
  const { vaccination, office } = await portal.control({ free: { place: "nord" } });
  assert.equal(vaccination.appointments.length, 0);
  assert.equal(office.appointments.length, 1);
  await assert.rejects(portal.control({ free: { place: "moon" } }), /no place of/);
});

withPortal("the eligibility check says whether there is anything in the region", async (portal) => {
  const ask = async () => {
    const { text } = await visit(portal, "vaccination", "/api/eligibility", post({ centre: "00170" }));
    return JSON.parse(text);
  };
  assert.deepEqual(await ask(), { some: false });
  await portal.control({ site: "vaccination", free: {} });
  assert.deepEqual(await ask(), { some: true });
});

withPortal(
  "the office leads from the service by POST to the location and to the calendar",
  async (portal) => {
    const start = await visit(portal, "office", "/");
    assert.match(start.text, /<form action="\/office\/location" method="post">/);
    const locations = await visit(portal, "office", "/location", post({ service: "passport" }));
    assert.equal(locations.status, 200);
    assert.match(locations.text, /Derzeit kein freier Termin/);
    assert.match(locations.text, /name="location" value="nord"/);
    const calendar = await visit(portal, "office", "/calendar?service=passport&location=nord");
    assert.match(calendar.text, /<caption>März 2026<\/caption>/);
    assert.match(calendar.text, /<caption>April 2026<\/caption>/);
  },
);

withPortal("a step without the choice before it leads to the start", async (portal) => {
  for (const path of ["/location", "/calendar", "/calendar?service=passport&location=moon", "/day?date=x"]) {
    const { status, headers } = await visit(portal, "office", path);
    assert.equal(status, 303, path);
    assert.equal(headers.get("location"), "/office/");
  }
});

withPortal("the location page names the next free appointment", async (portal) => {
  await portal.control({ site: "office", free: { date: "2026-03-10", time: "08:40", place: "hafen" } });
  const { text } = await visit(portal, "office", "/location", post({ service: "passport" }));
  assert.match(text, /Nächster freier Termin: Di\., 10\.03\.2026, 08:40 Uhr/);
});

withPortal("a day with free appointments is a link in the calendar, a full one is not", async (portal) => {
  const empty = await visit(portal, "office", CALENDAR);
  assert.match(empty.text, /role="alert">Für Ihre Auswahl sind in diesem Zeitraum alle Termine vergeben/);
  assert.doesNotMatch(empty.text, /<td class="free">/);
  assert.match(empty.text, /<td class="full" title="Dienstag, 10. März 2026: ausgebucht">10</);
  await portal.control({ site: "office", free: [{ date: 6 }, { date: 6, time: "11:00" }] });
  const { text } = await visit(portal, "office", CALENDAR);
  assert.match(
    text,
    /<td class="free">\s*<a\s+href="\/office\/day\?service=passport&amp;location=all&amp;date=2026-03-10"/,
  );
  assert.match(text, /aria-label="Dienstag, 10. März 2026: 2 frei, Termin wählen"/);
  assert.doesNotMatch(text, /role="alert"/);
});

withPortal("the calendar goes on to later months and comes back", async (portal) => {
  const first = await visit(portal, "office", CALENDAR);
  assert.match(first.text, /month=2026-05">Spätere Monate/);
  assert.doesNotMatch(first.text, /Frühere Monate/);
  const last = await visit(portal, "office", `${CALENDAR}&month=2026-07`);
  assert.match(last.text, /<caption>Juli 2026/);
  assert.match(last.text, /month=2026-05">Frühere Monate/);
  assert.doesNotMatch(last.text, /Spätere Monate/);
});

withPortal("a day lists its times by place, and says when they are gone", async (portal) => {
  const day = "/day?service=passport&location=all&date=2026-03-10";
  const free = [
    { date: 6, time: "08:40", place: "nord" },
    { date: 6, time: "09:00", place: "hafen" },
  ];
  await portal.control({ site: "office", free });
  const { text } = await visit(portal, "office", day);
  assert.match(text, /Bürgeramt Nord<\/h2>[\s\S]*08:40 Uhr<[\s\S]*Bürgeramt Hafen<\/h2>[\s\S]*09:00 Uhr</);
  await portal.control({ site: "office", withdraw: "all" });
  assert.match((await visit(portal, "office", day)).text, /inzwischen alle Termine vergeben/);
});

withPortal("taking an appointment is logged as a booking", async (portal) => {
  await portal.control({ free: { date: 6, time: "08:40" } });
  const fields = { service: "passport", location: "rathaus", date: "2026-03-10", time: "08:40" };
  assert.match(
    (await visit(portal, "office", "/book", post(fields))).text,
    /Ausgewählter Termin: Dienstag, 10. März/,
  );
  const wanted = { centre: "00170", appointment: "2026-03-10 08:40" };
  const reserved = await visit(portal, "vaccination", "/api/reservation", post(wanted));
  assert.equal(JSON.parse(reserved.text).reserved.date, "2026-03-10");
  assert.equal(portal.log({ kind: "booking" }).length, 2);
});

withPortal("both sites speak English to those who ask for it", async (portal) => {
  const asked = await visit(portal, "office", `${CALENDAR}&lang=en`);
  assert.match(asked.text, /<html lang="en">/);
  assert.match(asked.text, /All appointments for your selection are taken/);
  assert.match(asked.text, /month=2026-05&amp;lang=en">Later months/);
  const headers = { "accept-language": "fr;q=0.9, en-GB;q=0.8, de;q=0.3" };
  const preferred = await visit(portal, "vaccination", "/api/start", { headers });
  assert.equal(JSON.parse(preferred.text).words.search, "Search appointments");
  const neither = await visit(portal, "office", "/", { headers: { "accept-language": "fr" } });
  assert.match(neither.text, /<html lang="de">/);
});

for (const [door, status, words] of /** @type {const} */ ([
  ["waiting-room", 200, /Virtueller Warteraum[\s\S]*Es geht automatisch weiter/],
  ["sign-in", 200, /<input id="password" name="password" type="password"/],
  ["captcha", 200, /Bitte bestätigen Sie, dass Sie kein Roboter sind/],
  ["expired", 200, /Ihre Sitzung ist abgelaufen/],
  ["forbidden", 403, /Zugriff verweigert/],
  ["too-many", 429, /Sie haben zu viele Anfragen gestellt/],
  ["unavailable", 503, /vorübergehend nicht erreichbar/],
])) {
  withPortal(`the door "${door}" stands in the place of both sites`, async (portal) => {
    await portal.control({ free: {}, door });
    for (const site of /** @type {const} */ (["vaccination", "office"])) {
      const page = await visit(portal, site, site === "office" ? CALENDAR : SEARCH);
      assert.equal(page.status, status);
      assert.match(page.text, words);
      assert.doesNotMatch(page.text, /app-root|<table/);
    }
    const data = await visit(portal, "vaccination", "/api/search", post({ centre: "00170" }));
    assert.ok(data.status >= 400);
    assert.match(data.text, words);
    await portal.control({ door: "open" });
    assert.equal((await search(portal)).length, 1);
  });
}

withPortal("a change that names a site leaves the other alone", async (portal) => {
  await portal.control({ site: "office", door: "forbidden" });
  assert.equal((await visit(portal, "office", "/")).status, 403);
  assert.equal((await visit(portal, "vaccination", "/")).status, 200);
});

withPortal("a sign-in opens the door and leads back to the page", async (portal) => {
  await portal.control({ site: "office", door: "sign-in" });
  const { text } = await visit(portal, "office", CALENDAR);
  assert.match(text, /name="next" value="\/office\/calendar\?service=passport&amp;location=all"/);
  const next = `/office${CALENDAR}`;
  const refused = await visit(
    portal,
    "office",
    "/door",
    post({ next, email: "a@example.org", password: "" }),
  );
  assert.equal(refused.status, 200);
  const passed = await visit(
    portal,
    "office",
    "/door",
    post({ next, email: "a@example.org", password: "x" }),
  );
  assert.equal(passed.status, 303);
  assert.equal(passed.headers.get("location"), next);
  assert.equal(portal.state().office.door, "open");
});

withPortal("no form leads away from the site", async (portal) => {
  await portal.control({ site: "office", door: "expired" });
  const { headers } = await visit(portal, "office", "/door", post({ next: "//example.org/" }));
  assert.equal(headers.get("location"), "/office/");
});

withPortal("the captcha passes with the right pictures only", async (portal) => {
  await portal.control({ site: "office", door: "captcha" });
  const wrong = await visit(portal, "office", "/door", {
    method: "POST",
    body: new URLSearchParams("picture=0"),
  });
  assert.match(wrong.text, /leider nicht richtig/);
  const body = new URLSearchParams("picture=1&picture=5&picture=6");
  assert.equal((await visit(portal, "office", "/door", { method: "POST", body })).status, 303);
});

withPortal(
  "the waiting room tells its visitor to go on, and the log knows that this is its own doing",
  async (portal) => {
    await portal.control({ site: "office", door: "waiting-room" });
    const { text } = await visit(portal, "office", CALENDAR);
    const next = /data-next="\/office([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&") ?? "";
    assert.match(next, /^\/calendar\?service=passport&location=all&admitted=\w+$/);
    const channel = await openChannel(portal, "office", CALENDAR);
    assert.equal(await channel.next("door"), "waiting-room");
    await portal.control({ site: "office", door: "open" });
    assert.equal(await channel.next("door"), "open");
    channel.close();
    await visit(portal, "office", next);
    await visit(portal, "office", next);
    assert.deepEqual(
      portal.log({ kind: "document" }).map(({ own }) => own),
      [false, true, false],
    );
  },
);

withPortal("pushed appointments reach an open page without any request of it", async (portal) => {
  const vaccination = await openChannel(portal, "vaccination", SEARCH);
  const office = await openChannel(portal, "office", CALENDAR);
  await Promise.all([vaccination.next("door"), office.next("door")]);
  const before = portal.log().length;
  await portal.control({ free: { date: 6, time: "08:40" }, push: true });
  assert.equal(JSON.parse(await vaccination.next("appointments")).appointments[0].date, "2026-03-10");
  assert.match(
    await office.next("appointments"),
    /aria-label="Dienstag, 10. März 2026: 1 frei, Termin wählen"/,
  );
  assert.equal(portal.log().length, before);
  vaccination.close();
  office.close();
});

withPortal("it can be awaited that a page has opened its channel", async (portal) => {
  const opened = portal.arrived({ site: "office", kind: "channel", status: 200 });
  const channel = await openChannel(portal, "office", CALENDAR);
  await opened;
  assert.equal(portal.state().office.channels, 1);
  channel.close();
});

withPortal("a page that came by POST cannot be renewed by a push", async (portal) => {
  const office = await openChannel(portal, "office", "/location");
  await office.next("door");
  await portal.control({ site: "office", free: {}, push: true });
  await portal.control({ site: "office", door: "expired" });
  assert.equal(await office.next("door"), "expired");
  office.close();
});

withPortal("what is freed without a push stays unknown to open pages", async (portal) => {
  const office = await openChannel(portal, "office", CALENDAR);
  await office.next("door");
  await portal.control({ site: "office", free: { time: "07:10" } });
  await portal.control({ site: "office", free: { time: "07:20" }, push: true });
  assert.match(await office.next("appointments"), /2 frei/);
  office.close();
});

withPortal("held documents are answered when released, as things stand then", async (portal) => {
  await portal.control({ site: "office", hold: "documents" });
  const held = once(portal.events, "held");
  const asked = visit(portal, "office", CALENDAR);
  await held;
  assert.equal(portal.state().office.waiting, 1);
  assert.equal(portal.log({ kind: "document" })[0]?.status, null);
  await portal.control({ site: "office", free: {}, release: true });
  assert.match((await asked).text, /1 frei/);
  assert.equal(portal.state().office.hold, "documents");
});

withPortal("held data leaves the loading shell standing", async (portal) => {
  await portal.control({ hold: "data" });
  assert.equal((await visit(portal, "vaccination", SEARCH)).status, 200);
  const held = once(portal.events, "held");
  const asked = search(portal);
  await held;
  await portal.control({ hold: "nothing", free: {} });
  assert.equal((await asked).length, 1);
});

withPortal("a visitor who gives up waits no longer", async (portal) => {
  await portal.control({ hold: "everything" });
  const stop = new AbortController();
  const held = once(portal.events, "held");
  const asked = visit(portal, "office", "/", { signal: stop.signal });
  await held;
  const ended = once(portal.events, "ended");
  stop.abort();
  await assert.rejects(asked);
  const [entry] = await ended;
  assert.equal(entry.status, null);
  assert.equal(portal.state().office.waiting, 0);
});

withPortal(
  "a portal that goes offline refuses connections, and comes back at the same address",
  async (portal) => {
    const { origin } = portal;
    const channel = await openChannel(portal, "office", CALENDAR);
    await channel.next("door");
    await portal.control({ offline: true });
    await assert.rejects(channel.next("door"));
    await assert.rejects(visit(portal, "office", "/"), { message: "fetch failed" });
    await portal.control({ offline: false });
    assert.equal(portal.origin, origin);
    assert.equal((await visit(portal, "office", "/")).status, 200);
  },
);

withPortal("one site can be offline while the other answers", async (portal) => {
  await portal.control({ site: "office", offline: true });
  await assert.rejects(visit(portal, "office", "/"), { message: "fetch failed" });
  assert.equal((await visit(portal, "vaccination", "/")).status, 200);
});

withPortal("a strict policy is sent unless told otherwise", async (portal) => {
  const strict = (await visit(portal, "office", "/")).headers.get("content-security-policy");
  assert.match(strict ?? "", /script-src 'self';/);
  assert.doesNotMatch(strict ?? "", /unsafe/);
  await portal.control({ policy: "absent" });
  assert.equal((await visit(portal, "office", "/")).headers.get("content-security-policy"), null);
});

withPortal("an operator can say something to Terminwacht", async (portal) => {
  assert.doesNotMatch((await visit(portal, "office", CALENDAR)).text, /name="terminwacht"/);
  await portal.control({ site: "office", operator: 'hours=08-12 "x"' });
  const { text } = await visit(portal, "office", CALENDAR);
  assert.match(text, /<meta name="terminwacht" content="hours=08-12 &quot;x&quot;">/);
});

withPortal("nothing in a page needs more than the strict policy allows", async (portal) => {
  for (const path of ["/", CALENDAR]) {
    const { text } = await visit(portal, "office", path);
    assert.doesNotMatch(text, /<script(?![^>]*src=)|<style|\sstyle=|\son\w+=|https?:/);
  }
});

withPortal("the log holds every request with its kind, status, time and headers", async (portal) => {
  const start = Date.now();
  await visit(portal, "vaccination", SEARCH, {
    headers: { "user-agent": "test", "sec-fetch-dest": "document" },
  });
  await visit(portal, "vaccination", "/api/start");
  await search(portal);
  const channel = await openChannel(portal, "vaccination", SEARCH);
  await channel.next("door");
  channel.close();
  await fetch(`${portal.controlOrigin}/control`);
  const log = portal.log();
  assert.deepEqual(
    log.map(({ number, site, kind, status, own }) => [number, site, kind, status, own]),
    [
      [1, "vaccination", "document", 200, false],
      [2, "vaccination", "asset", 200, false],
      [3, "vaccination", "search", 200, false],
      [4, "vaccination", "channel", 200, true],
      [5, null, "control", 200, false],
    ],
  );
  assert.equal(log[0]?.headers["user-agent"], "test");
  assert.equal(log[0]?.headers["sec-fetch-dest"], "document");
  assert.ok(log.every(({ time }) => time >= start && time <= Date.now()));
});

withPortal("the log can be waited for", async (portal) => {
  const waiting = portal.arrived({ site: "office", kind: "document" }, 2);
  await visit(portal, "office", "/");
  await visit(portal, "vaccination", "/");
  await visit(portal, "office", CALENDAR);
  const entries = await waiting;
  assert.deepEqual(
    entries.map(({ path }) => path),
    ["/office/", `/office${CALENDAR}`],
  );
});

withPortal("the control address does what the control function does", async (portal) => {
  const control = `${portal.controlOrigin}/control`;
  const headers = { "content-type": "application/json" };
  const send = (/** @type {unknown} */ change) =>
    fetch(control, { method: "POST", headers, body: JSON.stringify(change) });
  const answer = await send({ site: "office", free: { date: 6 } });
  assert.equal(answer.status, 200);
  assert.deepEqual(await (await fetch(control)).json(), portal.state());
  assert.equal(portal.state().office.appointments.length, 1);
  await send({ offline: true });
  await assert.rejects(visit(portal, "office", "/"), { message: "fetch failed" });
  await send({ offline: false });
  assert.equal((await visit(portal, "office", "/")).status, 200);
  const log = /** @type {{kind: string}[]} */ (await (await fetch(`${control}/log`)).json());
  assert.ok(log.some(({ kind }) => kind === "control"));
});

withPortal("a change that makes no sense is refused, and nothing changes", async (portal) => {
  const before = portal.state();
  /** @type {[unknown, RegExp][]} */
  const changes = [
    [{ dor: "open" }, /unknown: dor/],
    [{ door: "ajar" }, /door is none of open, /],
    [{ free: { date: "2026-02-30" } }, /no date/],
    [{ free: { time: "24:10" } }, /no time/],
    [{ site: "office", free: { place: "00170" } }, /no place of office/],
    [{ withdraw: { time: "09:00" } }, /no such appointment/],
    [[], /a change is an object/],
  ];
  for (const [change, reason] of changes) {
    await assert.rejects(portal.control(/** @type {import("./state.mjs").Change} */ (change)), reason);
  }
  assert.deepEqual(portal.state(), before);
  const init = { method: "POST", headers: { "content-type": "application/json" }, body: "{" };
  assert.equal((await fetch(`${portal.controlOrigin}/control`, init)).status, 400);
});

withPortal("no page in a browser can post to the control address unasked", async (portal) => {
  const init = { method: "POST", body: JSON.stringify({ door: "forbidden" }) };
  assert.equal((await fetch(`${portal.controlOrigin}/control`, init)).status, 415);
  assert.equal(portal.state().office.door, "open");
});

withPortal("no file outside the public folder is served", async (portal) => {
  for (const path of [
    "/assets/../portal.mjs",
    "/assets/%2e%2e/portal.mjs",
    "/assets/..%2fportal.mjs",
    "/assets/x.css",
  ]) {
    assert.equal((await visit(portal, "office", path)).status, 404, path);
  }
});

withPortal(
  "the sites can have host names of their own",
  async (portal) => {
    assert.match(portal.address("office"), /^http:\/\/office\.localhost:\d+\/office\/$/);
    const request = get(portal.origin, { headers: { host: "office.localhost" } });
    const [response] = await once(request, "response");
    response.resume();
    assert.equal(response.headers.location, "/office/");
    assert.equal((await fetch(portal.origin)).status, 200);
  },
  { hostNames: { office: "office.localhost", vaccination: "vaccination.localhost" } },
);
