import assert from "node:assert/strict";
import { visit, withPortal } from "./visitor.mjs";

/** @typedef {import("./visitor.mjs").Portal} Portal */

const CHOICE = "service=passport&location=all";

/**
 * The address of the frame in a page, and what the page allows to be framed.
 * @param {Portal} portal
 * @param {string} path
 */
async function frameIn(portal, path) {
  const { text, headers } = await visit(portal, "office", path);
  assert.doesNotMatch(text, /<table/);
  const address = /<iframe src="([^"]+)"/.exec(text)?.[1]?.replaceAll("&amp;", "&");
  const policy = String(headers.get("content-security-policy"));
  return { frame: new URL(String(address)), policy };
}

/** @param {URL} frame what a portal names by another name of its machine */
const pathOf = ({ pathname, search }) => pathname.slice("/office".length) + search;

withPortal("the calendar can stand in a frame of another origin", async (portal) => {
  const { frame, policy } = await frameIn(portal, `/embedded?${CHOICE}`);
  assert.equal(frame.origin, portal.origin.replace("127.0.0.1", "localhost"));
  assert.ok(policy.includes(`frame-src ${frame.origin};`), policy);
  const calendar = await visit(portal, "office", pathOf(frame));
  assert.match(calendar.text, /<table class="month">/);
  assert.match(String(calendar.headers.get("content-security-policy")), /frame-ancestors \*/);
  assert.deepEqual(
    portal.log().map(({ kind }) => kind),
    ["document", "frame"],
  );
});

withPortal("the calendar can stand in a frame in a frame, each of another origin", async (portal) => {
  const outer = await frameIn(portal, `/embedded-twice?${CHOICE}`);
  const inner = await frameIn(portal, pathOf(outer.frame));
  assert.match(inner.policy, /frame-ancestors \*/);
  assert.equal(new Set([portal.origin, outer.frame.origin, inner.frame.origin]).size, 3);
  assert.match((await visit(portal, "office", pathOf(inner.frame))).text, /<table class="month">/);
});

withPortal("a page of its own can be put into no frame", async (portal) => {
  const { headers } = await visit(portal, "office", `/calendar?${CHOICE}`);
  assert.match(String(headers.get("content-security-policy")), /frame-src 'none'; frame-ancestors 'none'/);
});

withPortal("the calendar can stand in an open or a closed shadow root", async (portal) => {
  for (const mode of ["open", "closed"]) {
    const { text } = await visit(portal, "office", `/shadow?mode=${mode}&${CHOICE}`);
    assert.match(text, new RegExp(`<div id="shadow" data-mode="${mode}"></div>\\s*<template>`));
    assert.match(text, /<template>[\s\S]*<table class="month">[\s\S]*<\/template>/);
    assert.match(text, /src="\/office\/assets\/shadow.mjs"/);
  }
});

withPortal("a hostile page is the calendar and a script", async (portal) => {
  for (const [what, script] of [
    ["nodes", "hostile"],
    ["spy", "spy"],
  ]) {
    const { text } = await visit(portal, "office", `/hostile?what=${what}&${CHOICE}`);
    assert.match(text, /<table class="month">/);
    assert.ok(text.includes(`src="/office/assets/${script}.mjs"`));
    assert.equal((await visit(portal, "office", `/assets/${script}.mjs`)).status, 200);
  }
});

withPortal("what a hostile page asks an extension for is not held back by a policy", async (portal) => {
  const { headers } = await visit(portal, "office", `/hostile?what=spy&${CHOICE}`);
  assert.match(String(headers.get("content-security-policy")), /connect-src 'self' chrome-extension: moz-/);
});
