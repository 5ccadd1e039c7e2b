// Pages that are hard to read are read as far as it goes: an appointment at their beginning is called, and the next
// watch begins as if nothing had been.

import assert from "node:assert/strict";
import { isAt } from "../desktop/state.mjs";
import { withPages } from "./server.mjs";
import { inBothBrowsers, only } from "./stage.mjs";

const DAY = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);
const FREE = `<h1>Choose an appointment</h1><p>Free appointments on <time datetime="${DAY}">${DAY}</time></p><button>10:20</button>`;

/** @type {Record<string, string>} */
const WAYS = {
  // Chromium itself cannot lay out three thousand.
  "a thousand elements in each other": `
    let inner = document.body;
    for (let depth = 0; depth < 1_000; depth += 1) inner = inner.appendChild(document.createElement("section"));
    inner.append("12:00");`,
  "a shadow tree in a shadow tree, a thousand deep": `
    let inner = document.body.appendChild(document.createElement("div"));
    for (let depth = 0; depth < 1_000; depth += 1)
      inner = inner.attachShadow({ mode: "closed" }).appendChild(document.createElement("div"));`,
  "ten thousand elements in each other, without boxes": `
    const outer = document.createElement("section");
    let inner = outer;
    for (let depth = 0; depth < 10_000; depth += 1) {
      inner.style.display = "contents";
      inner = inner.appendChild(document.createElement("section"));
    }
    inner.append("12:00");
    document.body.append(outer);`,
  "a table of a hundred thousand cells": `
    const table = document.body.appendChild(document.createElement("table"));
    table.innerHTML = ("<tr>" + "<td>full".repeat(100)).repeat(1_000);`,
  "styles that are dear to lay out": `
    const style = document.head.appendChild(document.createElement("style"));
    style.textContent = Array.from({ length: 100 }, (_, index) =>
      "div:has(> p:nth-child(" + index + "n) ~ p:not(.a" + index + ")) p { order: " + index + " }").join("\\n");
    const boxes = document.createElement("main");
    let inner = boxes;
    for (let depth = 0; depth < 20; depth += 1) {
      inner = inner.appendChild(document.createElement("div"));
      inner.style.display = depth % 2 ? "flex" : "grid";
      inner.append(...Array.from({ length: 20 }, () => document.createElement("p")));
    }
    document.body.append(boxes);`,
  "forms and images that take the names of what a reader asks for": `
    const names = ["nodeType", "childNodes", "matches", "tagName", "getAttribute", "parentElement", "checkVisibility"];
    const form = document.body.appendChild(document.createElement("form"));
    for (const name of names) HTMLElement.prototype.append.call(form, Object.assign(new Image(), { name }));
    for (const name of ["title", "body", "querySelectorAll", "terminwachtReader"])
      form.parentNode.append(Object.assign(new Image(), { name, id: name }));`,
  "ten million characters with a script in them": `
    const text = document.body.appendChild(document.createElement("pre"));
    text.append("Nobody reads this. ".repeat(550_000), document.createElement("script"));`,
  "elements without boxes of their own": `
    document.body.append(...Array.from({ length: 20_000 }, (_, index) => {
      const element = document.createElement("p");
      element.style.display = "contents";
      element.append(String(index));
      return element;
    }));`,
  "a select box with fifty thousand choices": `
    const box = document.body.appendChild(document.createElement("select"));
    for (let index = 0; index < 50_000; index += 1) box.append(new Option("Choice " + index));`,
  "ten thousand changes a second": `
    const text = document.body.appendChild(document.createElement("p")).appendChild(new Text());
    setInterval(() => { for (let index = 0; index < 100; index += 1) text.data = "Change " + index; }, 10);`,
};

for (const [way, script] of Object.entries(WAYS))
  inBothBrowsers(`an appointment is called before ${way}`, ({ browser, called }) =>
    withPages({ "/": `<!doctype html><html lang=en>${FREE}<script>${script}</script>` }, async (address) => {
      await browser.watch(await browser.open(address("127.0.0.1", "/")), { interval: "usual" });
      await called(/^Appointment free: .*10:20/);
      await browser.until((state) => isAt(only(state), "found"), "a find");
    }),
  );

/** Runs in the page before all else: notes every call that reaches the page's own world, and every trace in it. */
function spy() {
  /** @type {string[]} */
  const found = [];
  const note = (/** @type {string} */ what) => found.push(what);
  for (const owner of [Node, Element, HTMLElement, Document, EventTarget, CharacterData, HTMLInputElement])
    for (const [name, property] of Object.entries(Object.getOwnPropertyDescriptors(owner.prototype)))
      for (const part of /** @type {const} */ (["value", "get"])) {
        const original = property[part];
        if (!property.configurable || typeof original !== "function" || name === "constructor") continue;
        /** @this {any} @param {any[]} values */
        const noting = function (...values) {
          note(`${owner.name}.${name}`);
          return Reflect.apply(original, this, values);
        };
        Object.defineProperty(owner.prototype, name, { ...property, [part]: noting });
      }
  const traces = () => [
    ...Object.getOwnPropertyNames(window),
    ...performance
      .getEntries()
      .map(({ name }) => name)
      .filter((name) => name.includes("-extension:")),
  ];
  addEventListener("load", () => {
    const before = new Set(traces());
    new MutationObserver((records) => records.forEach(({ type }) => void note(type))).observe(
      ...[document, { subtree: true, childList: true, attributes: true, characterData: true }],
    );
    addEventListener("message", () => note("message"));
    Object.assign(window, { search: () => [...found, ...traces().filter((trace) => !before.has(trace))] });
    before.add("search");
    found.length = 0;
  });
}

inBothBrowsers("a page that wants to know who reads it finds nothing", ({ browser, called }) =>
  withPages({ "/": `<!doctype html><html lang=en><script>(${spy})()</script>${FREE}` }, async (address) => {
    const page = await browser.open(address("127.0.0.1", "/"));
    await browser.watch(page, { interval: "usual" });
    await called(/^Appointment free: .*10:20/);
    assert.deepEqual(await page.evaluate("search()"), []);
    // That it would have found something.
    await page.evaluate("document.querySelector('button').matches('p')");
    assert.deepEqual(await page.evaluate("search()"), ["Document.querySelector", "Element.matches"]);
  }),
);
