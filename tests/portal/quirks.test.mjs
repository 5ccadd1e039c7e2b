import assert from "node:assert/strict";
import { once } from "node:events";
import { CALENDAR, post, visit, withPortal } from "./visitor.mjs";

withPortal("a page that is the answer to a POST is asked for by a form", async (portal) => {
  await portal.control({ site: "office", quirk: "post" });
  const form = await visit(portal, "office", CALENDAR);
  assert.doesNotMatch(form.text, /<table/);
  const [, action = "", method] = /<form action="\/office([^"]+)" method="(\w+)">/.exec(form.text) ?? [];
  assert.equal(method, "post");
  assert.match(form.text, /<input type="hidden" name="service" value="passport">/);
  const calendar = await visit(portal, "office", action.replaceAll("&amp;", "&"), post({}));
  assert.match(calendar.text, /<table class="month">/);
});

withPortal("a page can lead to itself without end", async (portal) => {
  await portal.control({ site: "office", quirk: "redirects" });
  const first = await visit(portal, "office", CALENDAR);
  assert.equal(first.status, 303);
  const location = String(first.headers.get("location"));
  assert.equal(location, `/office${CALENDAR}&again=1`);
  const second = await visit(portal, "office", location.slice("/office".length));
  assert.match(String(second.headers.get("location")), /again=2$/);
});

withPortal("a page can come as a file, as nothing, or only to who has credentials", async (portal) => {
  await portal.control({ site: "office", quirk: "download" });
  const file = await visit(portal, "office", CALENDAR);
  assert.match(String(file.headers.get("content-disposition")), /^attachment;/);
  await portal.control({ site: "office", quirk: "no-content" });
  assert.equal((await visit(portal, "office", CALENDAR)).status, 204);
  await portal.control({ site: "office", quirk: "credentials" });
  const asked = await visit(portal, "office", CALENDAR);
  assert.equal(asked.status, 401);
  assert.match(String(asked.headers.get("www-authenticate")), /^Basic /);
});

withPortal("a page can hold a picture that never comes", async (portal) => {
  await portal.control({ site: "office", quirk: "endless" });
  const { text } = await visit(portal, "office", CALENDAR);
  assert.match(text, /<table class="month">[\s\S]*<img src="\/office\/assets\/endless.svg"/);
  const stop = new AbortController();
  const asked = visit(portal, "office", "/assets/endless.svg", { signal: stop.signal });
  await once(portal.events, "request");
  const [entry] = portal.log({ kind: "asset" });
  assert.equal(entry?.ended, null);
  stop.abort();
  await assert.rejects(asked);
});

for (const quirk of /** @type {const} */ (["leave-question", "alert", "alert-on-news"])) {
  withPortal(`the quirk "${quirk}" is a script beside the page, which stays as it is`, async (portal) => {
    const script = `/assets/quirks/${quirk}.mjs`;
    assert.ok(!(await visit(portal, "office", CALENDAR)).text.includes(script));
    await portal.control({ quirk });
    for (const site of /** @type {const} */ (["vaccination", "office"]))
      assert.ok((await visit(portal, site, CALENDAR)).text.includes(`src="/${site}${script}"`));
    assert.match((await visit(portal, "office", CALENDAR)).text, /<table class="month">/);
    assert.equal((await visit(portal, "office", script)).status, 200);
  });
}

withPortal("a session runs out after as many minutes as it is told", async (portal) => {
  assert.doesNotMatch((await visit(portal, "office", CALENDAR)).text, /Sitzung/);
  await portal.control({ site: "office", session: 5 });
  const { text } = await visit(portal, "office", CALENDAR);
  assert.match(text, /Ihre Sitzung läuft in <strong>05:00<\/strong> ab\./);
  assert.match(text, /data-over="Ihre Sitzung ist abgelaufen\."/);
});

withPortal("no quirk touches a closed door or what scripts ask for", async (portal) => {
  await portal.control({ quirk: "no-content", door: "captcha" });
  assert.equal((await visit(portal, "office", CALENDAR)).status, 200);
  await portal.control({ door: "open" });
  assert.equal((await visit(portal, "vaccination", "/api/start")).status, 200);
});
