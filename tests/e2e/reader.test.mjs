// What the reader alone answers for.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { withPages } from "./server.mjs";
import { inBothBrowsers } from "./stage.mjs";

const READER = readFileSync(new URL("../../dist/chrome/reader.js", import.meta.url), "utf8");

/** Runs in the page: reads, lets some more readings come, and presses the button by its line in the first.
 * @param {number} more */
async function pressAfter(more) {
  const reader = /** @type {any} */ (globalThis).terminwachtReader;
  const page = await reader.read();
  const { serial } = reader.situation();
  for (let reading = 0; reading < more; reading += 1) await reader.read();
  return reader.press(
    serial,
    page.outline.split("\n").findIndex((/** @type {string} */ line) => line.includes("\tbutton\t")),
  );
}

inBothBrowsers("the blank heads of a first and a last column explain nothing", ({ browser }) =>
  withPages(
    {
      "/": `<!doctype html><table><tr><th>Day<th style="background: silver"></th></tr>
      <tr><td>Monday 10:00<td><input type="radio"></tr></table>
      <table><tr><th style="background: silver"></th><th>Mon 8</tr></table>
      <table><tr><td style="background: silver"><td>Mon 8<td>Tue 9<td>Wed 10</tr></table>
      <p><i style="display: inline-block; width: 9px; height: 9px; background: red"></i> fully booked</p>`,
    },
    async (address) => {
      const page = await browser.open(address("127.0.0.1", "/"));
      await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
      const { outline } = /** @type {{outline: string}} */ (await page.evaluate("terminwachtReader.read()"));
      const marks = outline.split("\n").filter((line) => line.includes("\tmark\t"));
      assert.equal(marks.length, 1);
      assert.match(marks[0] ?? "", /label=fully booked/);
    },
  ),
);

inBothBrowsers(
  "a cell tells over how many columns and rows it reaches, and one that can be pressed explains nothing",
  ({ browser }) =>
    withPages(
      {
        "/": `<!doctype html><table><tr><th>Time<th colspan="2">Monday</tr>
      <tr><td rowspan="2">10:00<td style="background: green" title="Court 1, 10:00" onclick="" tabindex="0"><td>taken</tr></table>
      <p><i style="display: inline-block; width: 9px; height: 9px; background: red"></i> taken</p>`,
      },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        const { outline } = /** @type {{outline: string}} */ (
          await page.evaluate("terminwachtReader.read()")
        );
        assert.match(outline, /\tcell\t\tMonday.*\tspan=2x1/);
        assert.match(outline, /\tcell\t\t10:00.*\tspan=1x2/);
        assert.match(outline, /\tcell\t\t\ttitle=Court 1, 10:00/);
        assert.equal(outline.split("\n").filter((line) => line.includes("\tmark\t")).length, 1);
      },
    ),
);

inBothBrowsers(
  "a button that unfolds a list of choices is a field, and one that books is not",
  ({ browser }) =>
    withPages(
      {
        "/": `<!doctype html><span id="t">Time</span><button aria-labelledby="t" aria-haspopup="listbox">7:00 PM</button>
      <div role="button" aria-haspopup="listbox" tabindex="0">2 guests</div><button aria-haspopup="dialog">7:15 PM</button>`,
      },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        const { outline } = /** @type {{outline: string}} */ (
          await page.evaluate("terminwachtReader.read()")
        );
        const blocks = outline.split("\n").map((line) => line.split("\t").filter((_, at) => at % 2 === 1));
        const found = blocks.map(([role, text]) => `${role}: ${text}`);
        for (const block of ["field: 7:00 PM", "field: 2 guests", "button: 7:15 PM"])
          assert.ok(found.includes(block), outline);
      },
    ),
);

/** A page in both kinds of markup. */
const BOTH = `<head><title>Appointments</title><style>p { color: black }</style></head><body><main><h1>Choose a time</h1>
<form><label for="name">Name</label><input id="name"/><label><input type="radio" name="time"/>10:30</label><select><option>Monday</option></select></form>
<table><tr><td>Tuesday<br/>3 March</td><td><button>11:15</button><a href="/next">Next</a></td></tr></table>
<ul><li>Full</li></ul><p>Open until<sup>2</sup><b>Friday</b></p><img src="data:," alt="Map"/></main></body>`;

inBothBrowsers("a page in XHTML is read as one in HTML, and what was entered in it is seen", ({ browser }) =>
  withPages(
    {
      "/": `<!doctype html><html lang="en">${BOTH}</html>`,
      "/x.xhtml": `<!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml" lang="en">${BOTH}</html>`,
    },
    async (address) => {
      const outlines = [];
      for (const path of ["/", "/x.xhtml"]) {
        const page = await browser.open(address("127.0.0.1", path));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        const { outline } = /** @type {{outline: string}} */ (
          await page.evaluate("terminwachtReader.read()")
        );
        outlines.push(outline);
        assert.equal(await page.evaluate("terminwachtReader.situation().unsent"), false);
        await page.type("#name", "Ada");
        assert.equal(await page.evaluate("terminwachtReader.situation().unsent"), true, path);
      }
      assert.equal(outlines[1], outlines[0]);
      assert.match(outlines[0] ?? "", /\tbutton\t\t11:15$/m);
    },
  ),
);

inBothBrowsers("choices and sliders that nobody touched are nothing that was entered", ({ browser }) =>
  withPages(
    {
      "/": `<!doctype html><input type="radio"><input type="checkbox"><input type="range" min="2" max="8"><input type="color">`,
    },
    async (address) => {
      const isUnsent = "terminwachtReader.situation().unsent";
      const keys = /** @type {const} */ ({ radio: " ", checkbox: " ", range: "ArrowRight" });
      for (const [type, key] of Object.entries(keys)) {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        assert.equal(await page.evaluate(isUnsent), false);
        await page.focus(`[type=${type}]`);
        await page.keyboard.press(key);
        assert.equal(await page.evaluate(isUnsent), true, type);
      }
    },
  ),
);

inBothBrowsers("each line of a section that holds nothing but text is read by itself", ({ browser }) =>
  withPages(
    {
      "/": `<!doctype html><section><div><div>14 November</div><div>Full</div></div><p>15 November</p></section>
      <article>One <b>line</b></article><footer>Imprint<br>Privacy</footer>`,
    },
    async (address) => {
      const page = await browser.open(address("127.0.0.1", "/"));
      await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
      const { outline } = /** @type {{outline: string}} */ (await page.evaluate("terminwachtReader.read()"));
      assert.deepEqual(outline.split("\n"), [
        "0\tsection\t\t",
        "1\ttext\t\t14 November",
        "1\ttext\t\tFull",
        "1\ttext\t\t15 November",
        "0\tsection\t\tOne line",
        "0\tfooter\t\t",
        "1\ttext\t\tImprint",
        "1\ttext\t\tPrivacy",
      ]);
    },
  ),
);

inBothBrowsers(
  "boxes in a row are read one after the other where they have lines of their own",
  ({ browser }) =>
    withPages(
      {
        "/": `<!doctype html><style>.day { display: inline-block }</style>
      <div><div class="day"><b>Tue 25 Aug</b><br>0 left</div><div class="day"><b>Wed 26 Aug</b><br>4 left<br>
      <a href="#">Times</a></div><div class="day"><b>Thu 27 Aug</b><br>0 left</div></div>
      <p>At <span class="day">10</span>:<span class="day">30</span></p>`,
      },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        const { outline } = /** @type {{outline: string}} */ (
          await page.evaluate("terminwachtReader.read()")
        );
        assert.deepEqual(outline.split("\n"), [
          "0\ttext\t\tTue 25 Aug",
          "0\ttext\t\t0 left",
          "0\ttext\t\tWed 26 Aug",
          "0\ttext\t\t4 left",
          "0\tlink\t\tTimes",
          "0\ttext\t\tThu 27 Aug",
          "0\ttext\t\t0 left",
          "0\ttext\t\tAt 10:30",
        ]);
      },
    ),
);

inBothBrowsers(
  "a reading that comes between a decision and its press does not undo it, two do",
  ({ browser }) =>
    withPages(
      { "/": "<!doctype html><button onclick='this.title += 1'>Search</button>" },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        const pressed = [];
        for (const more of [0, 1, 2]) pressed.push(await page.evaluate(pressAfter, more));
        assert.deepEqual(pressed, [true, true, false]);
        assert.equal(await page.$eval("button", ({ title }) => title), "11");
      },
    ),
);

inBothBrowsers("an icon is read as its tooltip explains it", ({ browser }) =>
  withPages(
    {
      "/": `<!doctype html><table><tr><td><i title="Fully booked"></i><td>21 March, 10:00</tr></table>
      <p title="A tooltip of words">Words</p>`,
    },
    async (address) => {
      const page = await browser.open(address("127.0.0.1", "/"));
      await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
      const { outline } = /** @type {{outline: string}} */ (await page.evaluate("terminwachtReader.read()"));
      assert.match(outline, /^\d+\timage\t\tFully booked\t/m);
      assert.match(outline, /^\d+\ttext\t\tWords$/m);
    },
  ),
);

inBothBrowsers("words that elements part without a space are read apart", ({ browser }) =>
  withPages(
    {
      "/": `<!doctype html><button><span>10:15</span><span>54 €</span></button>
      <button>
        <b>
        11:30</b><i>sold
        out</i></button><p><span>Tue</span><b>17</b>
      <p><b>B</b>ooking on the <b>3</b>rd at 9<sup>30</sup><p><b>0</b><b>4</b>:<b>5</b><b>9</b>
      <p>Room<b>5</b><a href="/">Map</a>`,
    },
    async (address) => {
      const page = await browser.open(address("127.0.0.1", "/"));
      await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
      const { outline } = /** @type {{outline: string}} */ (await page.evaluate("terminwachtReader.read()"));
      const texts = outline.split("\n").map((line) => line.split("\t")[3]);
      const words = [
        "10:15 54 €",
        "11:30 sold out",
        "Tue 17",
        "Booking on the 3rd at 930",
        "04:59",
        "Room 5",
        "Map",
      ];
      assert.deepEqual(texts, words);
    },
  ),
);

inBothBrowsers(
  "an icon may be the mark of a legend, and a choice with an empty face is none",
  ({ browser }) =>
    withPages(
      {
        "/": `<!doctype html><style>i, b { background: rgb(0, 128, 0); display: inline-block; width: 9px; height: 9px }</style>
      <p><i class="open" title="Free"></i> Free</p>
      <div><b role="radio" class="face" aria-label="Tue 14 Apr, 11:00"></b> Tue 14 Apr, 11:00</div>`,
      },
      async (address) => {
        const page = await browser.open(address("127.0.0.1", "/"));
        await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
        const { outline } = /** @type {{outline: string}} */ (
          await page.evaluate("terminwachtReader.read()")
        );
        assert.match(outline, /^\d+\tmark\t\t\tlabel=Free\tlook=open/m);
        assert.match(outline, /^\d+\tradio\t/m);
      },
    ),
);

/** Runs in the page: forms and images whose names are those of members that the reader might ask forms and documents for. */
function takeNames() {
  const members = (/** @type {object} */ object) => {
    const names = new Set();
    for (let kind = object; kind !== Object.prototype; kind = Object.getPrototypeOf(kind))
      for (const name of Object.getOwnPropertyNames(kind)) names.add(name);
    return [...names];
  };
  const make = (/** @type {string} */ tag, /** @type {Record<string, string>} */ properties) =>
    Object.assign(document.createElement(tag), properties);
  const form = (/** @type {string[]} */ names, /** @type {string} */ text) => {
    const form = make("form", { ariaLabel: "Form" });
    HTMLElement.prototype.append.call(form, ...names.map((name) => make("input", { name })), text);
    return form;
  };
  const fields = members(HTMLFormElement.prototype);
  const forms = [...fields.map((name) => form([name], `With ${name}`)), form(fields, "With all")];
  const images = members(Document.prototype).map((name) => make("img", { name }));
  document.title = "Appointments";
  document.body.append(make("p", { textContent: "Before" }), ...forms, "After", ...images);
  return fields;
}

inBothBrowsers("names that a page gives to fields and images hide nothing of it", ({ browser }) =>
  withPages({ "/": "<!doctype html>" }, async (address) => {
    const page = await browser.open(address("127.0.0.1", "/"));
    const fields = await page.evaluate(takeNames);
    await page.evaluate(`globalThis.browser = { runtime: {} }; ${READER}`);
    const { title, outline } = /** @type {any} */ (await page.evaluate("terminwachtReader.read()"));
    const texts = outline.split("\n").map((/** @type {string} */ line) => line.split("\t")[3]);
    const shown = ["Before", ...fields.map((name) => `With ${name}`), "With all", "After"];
    assert.deepEqual([title, ...texts.filter(Boolean)], ["Appointments", ...shown]);
  }),
);
