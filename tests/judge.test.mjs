// The judge, as it is called: on the pages in tests/judge/ and on folders written for one test.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { compareSlots, figures } from "../tools/judge/figures.mjs";
import { momentOf } from "../tools/judge/labels.mjs";
import { readManifest } from "../tools/judge/manifest.mjs";
import { typeOf } from "../tools/judge/pages.mjs";
import { startReader } from "../tools/judge/reader.mjs";
import { plain } from "../tools/judge/report.mjs";

const JUDGE = fileURLToPath(new URL("../tools/judge.mjs", import.meta.url));
const PAGES = fileURLToPath(new URL("judge", import.meta.url));
const NOTHING_FREE =
  '<html lang="en"><title>Appointments</title><h1>Appointments</h1><p>No appointments available.';

/** @param {string[]} options */
async function judge(...options) {
  const program = spawn(process.execPath, [JUDGE, ...options]);
  const [out, errors, [code]] = await Promise.all([
    text(program.stdout),
    text(program.stderr),
    once(program, "close"),
  ]);
  return { out, errors, code, lines: out.trimEnd().split("\n") };
}

/**
 * Calls the body with a folder of its own.
 * @param {Record<string, string | Buffer>} files by path
 * @param {(folder: string) => Promise<void> | void} body
 */
async function withFolder(files, body) {
  const folder = mkdtempSync(join(tmpdir(), "judge-"));
  try {
    for (const [path, content] of Object.entries(files)) {
      mkdirSync(join(folder, path, ".."), { recursive: true });
      writeFileSync(join(folder, path), content);
    }
    await body(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {object[]} entries */
const manifest = (...entries) => entries.map((entry) => `${JSON.stringify(entry)}\n`).join("");

/** A page as older sites send it, in an encoding of their own. It cannot stand in a file among sources. */
const GERMAN = Buffer.from(
  `<!doctype html><html lang="de"><meta charset="windows-1252"><title>Terminvergabe Bürgerbüro</title>
  <h1>Termin im Bürgerbüro wählen</h1><p>Derzeit sind leider keine freien Termine verfügbar.</p>`,
  "latin1",
);

const ENTRY = { id: "a", file: "a.html", verdict: "NoneFree", ref_date: "2026-03-02" };

for (const browser of ["chrome", "firefox"])
  test(`every page of a folder gets its verdict in ${browser}, and a line of JSON`, async () => {
    await withFolder({}, async (folder) => {
      cpSync(PAGES, folder, { recursive: true });
      const entry = { ...ENTRY, id: "german", file: "pages/german.html", http_status: 200 };
      appendFileSync(join(folder, "manifest.jsonl"), manifest(entry));
      writeFileSync(join(folder, "pages", "german.html"), GERMAN);
      const file = join(folder, "out.jsonl");
      const { code, lines, errors } = await judge(folder, "--browser", browser, "--json", file);
      assert.equal(errors, "");
      assert.equal(code, 0);
      assert.equal(lines.at(-1), "6 passed, 0 failed");
      assert.match(lines[0] ?? "", /^expected \\ got +Free +NoneFree +Refused +Unclear$/);
      const results = readFileSync(file, "utf8")
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
      assert.deepEqual(
        results.map(({ id, expected, verdict }) => [id, expected, verdict]),
        [
          ["free", "Free", "Free"],
          ["refused", "Refused", "Refused"],
          ["leaving", "NoneFree", "NoneFree"],
          ["article", "Unclear", "Unclear"],
          ["folded", "Free", "Free"],
          ["german", "NoneFree", "NoneFree"],
        ],
      );
      for (const { evidence, against, notes, slots, milliseconds } of results) {
        for (const list of [evidence, against, notes, slots]) assert.ok(Array.isArray(list));
        assert.ok(Number.isInteger(milliseconds));
      }
      const [free, refused, leaving, , folded, german] = results;
      const moments = (/** @type {any} */ { slots }) =>
        slots.map((/** @type {any} */ { date, time }) => `${date} ${time.start}`);
      assert.deepEqual(moments(free), ["2026-03-12 09:15:00", "2026-03-12 14:30:00"]);
      assert.deepEqual(moments(folded), ["2026-03-12 08:30:00", "2026-03-13 08:45:00"]);
      assert.equal(german.evidence[0].quote, "Derzeit sind leider keine freien Termine verfügbar.");
      assert.ok(refused.evidence.some((/** @type {any} */ { quote }) => quote === "HTTP 403"));
      assert.deepEqual(leaving.remarks, [
        '"http_status" is 204, with which no browser shows a page: served with 200',
        "stopped from going on by itself (0; url=http://elsewhere.example/)",
      ]);
    });
  });

for (const browser of ["chrome", "firefox"])
  test(`a page in ${browser} reaches no other server, not even on this machine`, async () => {
    /** @type {string[]} */
    const asked = [];
    const other = createServer((request, response) => {
      asked.push(request.url ?? "");
      response.end();
    });
    other.listen(0);
    await once(other, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (other.address());
    const images = ["127.0.0.1", "localhost", "[::1]"].map(
      (host) => `<img src="http://${host}:${port}/${host}">`,
    );
    // So long that the browser would be gone before all is read.
    const links = "<li><a href='#'>Contact</a>".repeat(10_000);
    const page = `${NOTHING_FREE}<nav><ul>${links}</ul></nav>${images}<iframe src="http://127.0.0.1:${port}/frame"></iframe>
      <meta http-equiv="refresh" content="0; url=http://127.0.0.1:${port}/refresh">`;
    try {
      await withFolder({ "a.html": page, "manifest.jsonl": manifest(ENTRY) }, async (folder) => {
        const { lines } = await judge(folder, "--browser", browser);
        assert.equal(lines.at(-1), "1 passed, 0 failed");
      });
      assert.deepEqual(asked, []);
    } finally {
      other.close();
    }
  });

for (const browser of /** @type {const} */ (["chrome", "firefox"]))
  test(`a page that never comes in ${browser} is given up, and the next one is read`, async () => {
    const server = createServer((request, response) => {
      if (request.url === "/next") response.writeHead(200, { "content-type": "text/html" }).end(NOTHING_FREE);
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
    const reader = await startReader(browser, `127.0.0.1:${port}`, 1, 3000);
    try {
      await assert.rejects(reader.read(`http://127.0.0.1:${port}/never`), /not read within 3 s/);
      const { page } = await reader.read(`http://127.0.0.1:${port}/next`);
      assert.match(page.outline, /No appointments available\./);
    } finally {
      await reader.close();
      server.close();
      server.closeAllConnections();
    }
  });

test("a wrong verdict is told with its quotes, and is no error", async () => {
  const files = { "a.html": NOTHING_FREE, "manifest.jsonl": manifest({ ...ENTRY, verdict: "Queue" }) };
  await withFolder(files, async (folder) => {
    const { code, out, lines } = await judge(folder);
    assert.equal(code, 0);
    assert.match(out, /\n {2}a: expected Queue, got NoneFree\n {4}\+ \w+: No appointments available\./);
    assert.equal(lines.at(-1), "0 passed, 1 failed");
  });
});

test("figures below the floor end with 1, and the last line stays", async () => {
  const files = {
    "a.html": NOTHING_FREE,
    "manifest.jsonl": manifest({ ...ENTRY, verdict: "Queue" }),
    "floor.json": '{"accuracy": 0.5, "freeRecall": 1}',
  };
  await withFolder(files, async (folder) => {
    const { code, out, lines } = await judge(folder, "--floor", join(folder, "floor.json"));
    assert.equal(code, 1);
    assert.match(out, /^accuracy fell to 0\.0000, below the floor of 0\.5$/m);
    assert.doesNotMatch(out, /^freeRecall/m);
    assert.equal(lines.at(-1), "0 passed, 1 failed");
  });
});

test("a page that the browser does not show counts as failed, with the reason", async () => {
  const entry = { ...ENTRY, verdict: "Trouble", http_status: 503 };
  await withFolder({ "a.html": "", "manifest.jsonl": manifest(entry) }, async (folder) => {
    const { code, out, lines } = await judge(folder);
    assert.equal(code, 0);
    assert.match(out, /a: expected Trouble, got unread\n {4}\+ could not be read: net::ERR_\w+/);
    assert.equal(lines.at(-1), "0 passed, 1 failed");
  });
});

test("--explain shows one page's outline by line, its evidence and its slots", async () => {
  const { code, out, lines } = await judge(PAGES, "--explain", "free");
  assert.equal(code, 0);
  assert.match(out, /^free: expected Free, got Free$/m);
  assert.match(out, /^ +\d+ {2}\d+\tbutton\t\t09:15/m);
  assert.match(out, /^Evidence\n {4}\+ \w+: 09:15$/m);
  assert.match(out, /^Slots found\n {2}2026-03-12 09:15:00: 09:15$/m);
  assert.equal(lines.at(-1), "1 passed, 0 failed");
});

test("--explain of an id that no page has ends with 2", async () => {
  const { code, errors } = await judge(PAGES, "--explain", "no-such-page");
  assert.equal(code, 2);
  assert.equal(errors, "judge: no page has the id no-such-page\n");
});

test("arguments that mean nothing end with 2 and a word", async () => {
  for (const [options, word] of /** @type {[string[], RegExp][]} */ ([
    [[], /one folder/],
    [[PAGES, PAGES], /one folder/],
    [[PAGES, "--browser", "lynx"], /chrome or firefox, not lynx/],
    [[PAGES, "--fast"], /--fast/],
    [[PAGES, "--floor", join(PAGES, "manifest.jsonl")], /manifest\.jsonl: /],
    [[PAGES, "--dist", PAGES], /there is no core/],
    [[join(PAGES, "nowhere")], /nowhere\/manifest\.jsonl cannot be read \(ENOENT\)/],
  ])) {
    const { code, errors } = await judge(...options);
    assert.equal(code, 2, errors);
    assert.match(errors, word);
  }
});

test("a bad line of the manifest is told with file and line", async () => {
  for (const [line, word] of /** @type {[string, RegExp][]} */ ([
    ["{", /no JSON: /],
    ["[]", /no JSON object/],
    ["null", /no JSON object/],
    ['{"file": "a.html", "verdict": "Free"}', /"id" is missing/],
    [manifest({ ...ENTRY, id: 7 }), /"id" is missing or no text/],
    [manifest({ ...ENTRY, verdict: "free" }), /"verdict" is "free", none of Free, NoneFree/],
    [manifest({ ...ENTRY, id: "first" }), /the id "first" stands in line 1 already/],
    [manifest({ ...ENTRY, file: "b.html" }), /the file "b\.html" cannot be read \(ENOENT\)/],
    [manifest({ ...ENTRY, file: "../a.html" }), /"\.\.\/a\.html" cannot be read|outside of the folder/],
    [manifest({ ...ENTRY, file: "/etc/hostname" }), /the file "\/etc\/hostname" is outside of the folder/],
    [manifest({ ...ENTRY, file: "pages" }), /"pages" is no file/],
    [manifest({ ...ENTRY, slots: [7] }), /"slots" is no list/],
    [manifest({ ...ENTRY, language: 7 }), /"language" is no text/],
  ])) {
    const files = {
      "a.html": NOTHING_FREE,
      "pages/b.html": "",
      "manifest.jsonl": `${manifest({ ...ENTRY, id: "first" })}\n${line}\n`,
    };
    await withFolder(files, (folder) => {
      assert.throws(
        () => readManifest(folder, "2026-03-02"),
        (/** @type {Error} */ { message }) => {
          assert.ok(message.startsWith(`${join(folder, "manifest.jsonl")}:3: `), message);
          assert.match(message, word);
          return true;
        },
      );
    });
  }
});

test("a manifest without a page is an error", async () => {
  await withFolder({ "manifest.jsonl": "\n" }, (folder) => {
    assert.throws(() => readManifest(folder, "2026-03-02"), /names no page/);
  });
});

test("a file may be named by its whole path, inside the folder", async () => {
  await withFolder({ "a.html": NOTHING_FREE }, (folder) => {
    writeFileSync(join(folder, "manifest.jsonl"), manifest({ ...ENTRY, file: join(folder, "a.html") }));
    assert.equal(readManifest(folder, "2026-03-02")[0]?.path, join(folder, "a.html"));
  });
});

test("the day of a page is its own, or the last that it may be, or today with a remark", async () => {
  for (const [noted, day, isRemarked] of /** @type {[unknown, string, boolean][]} */ ([
    ["2021-05-12", "2021-05-12", false],
    ["2021-05-12T10:00:00Z", "2021-05-12", false],
    ["2024-02", "2024-02-29", false],
    ["2021", "2021-12-31", false],
    [undefined, "2026-03-02", true],
    [null, "2026-03-02", true],
    ["2021-02-30", "2026-03-02", true],
    ["2021-13", "2026-03-02", true],
    ["May 2021", "2026-03-02", true],
  ])) {
    const files = { "a.html": NOTHING_FREE, "manifest.jsonl": manifest({ ...ENTRY, ref_date: noted }) };
    await withFolder(files, (folder) => {
      const [entry] = readManifest(folder, "2026-03-02");
      assert.deepEqual([entry?.today, entry?.remarks.length], [day, isRemarked ? 1 : 0], String(noted));
    });
  }
});

test("a page is served with its status, and with 200 and a remark where no browser would show it", async () => {
  for (const [noted, status, isRemarked] of /** @type {[unknown, number, boolean][]} */ ([
    [403, 403, false],
    ["503", 503, false],
    [521, 521, false],
    [undefined, 200, false],
    [null, 200, false],
    [0, 200, false],
    ["unknown", 200, false],
    [204, 200, true],
    [304, 200, true],
    [302, 200, true],
    [407, 200, true],
    [101, 200, true],
    [999, 200, true],
    ["teapot", 200, true],
  ])) {
    const files = { "a.html": NOTHING_FREE, "manifest.jsonl": manifest({ ...ENTRY, http_status: noted }) };
    await withFolder(files, (folder) => {
      const [entry] = readManifest(folder, "2026-03-02");
      assert.deepEqual([entry?.status, entry?.remarks.length], [status, isRemarked ? 1 : 0], String(noted));
    });
  }
});

test("a charset is only sent where the browser cannot find it in the file", () => {
  const latin = Buffer.from("für", "latin1");
  const late = Buffer.from(`${" ".repeat(2000)}<meta charset=shift_jis>`);
  for (const [path, bytes, type] of /** @type {[string, Buffer, string][]} */ ([
    ["a.html", Buffer.from('<meta charset="koi8-r">'), "text/html"],
    ["a.html", Buffer.from('<meta http-equiv="Content-Type" content="text/html; charset=x">'), "text/html"],
    ["a.html", late, "text/html; charset=shift_jis"],
    ["a.html", Buffer.from("\ufeffx"), "text/html"],
    ["a.html", Buffer.from("für"), "text/html; charset=utf-8"],
    ["a.HTM", latin, "text/html; charset=windows-1252"],
    ["a.txt", Buffer.from("für"), "text/plain; charset=utf-8"],
    ["a.txt", latin, "text/plain; charset=windows-1252"],
    ["a.txt", Buffer.from('<meta charset="koi8-r">'), "text/plain; charset=utf-8"],
    ["a.txt", Buffer.from("\ufeffx", "utf16le"), "text/plain"],
    ["a.html", Buffer.alloc(0), "text/html; charset=utf-8"],
  ]))
    assert.equal(typeOf(path, bytes), type);
});

test("a label is compared where it says a day for certain", () => {
  for (const [label, moment] of /** @type {[import("../tools/judge/manifest.mjs").Label, string?][]} */ ([
    ["2026-03-12", "2026-03-12"],
    ["2026-03-12T09:15", "2026-03-12T09:15"],
    ["2026-03-12 9:15 Town Hall", "2026-03-12T09:15"],
    [{ date: "2026-03-12", time: "09:15" }, "2026-03-12T09:15"],
    ["11.3.2026, 08:00 Uhr", "2026-03-11T08:00"],
    ["03/04/2026 12:15am - 12:30am", "2026-03-04T00:15"],
    ["03/12/2026 2:30 pm", "2026-03-12T14:30"],
    ["13/03/2026", "2026-03-13"],
    ["Friday March 13, 2026 11:15 AM - 11:30 AM", "2026-03-13T11:15"],
    ["03/04/2026", undefined],
    ["day 8", undefined],
    ["at 10:10 am", undefined],
    ["2026-02-31", undefined],
    [{}, undefined],
  ]))
    assert.equal(momentOf(label), moment, JSON.stringify(label));
});

/** @param {string} date @param {string} [start] */
const slot = (date, start) => ({ date, time: start ? { start, end: null } : null });

/** @param {Partial<import("../tools/judge/manifest.mjs").Entry>} entry @param {object} answer */
function result(entry, answer) {
  const defaults = { id: "a", path: "", language: "–", state: "–", group: "–", origin: "–" };
  const read = { today: "2026-03-02", status: 200, remarks: [], slots: [], verdict: "Free" };
  const nothing = { verdict: "Free", slots: [], evidence: [], against: [], notes: [] };
  return { entry: { ...defaults, ...read, ...entry }, ...nothing, ...answer, milliseconds: 1, remarks: [] };
}

test("a slot is right by its day and time, or by its day where the label has no time", () => {
  const page = result(
    { slots: ["2026-03-12", "2026-03-13 09:00", "2026-03-14 09:00"] },
    {
      slots: [slot("2026-03-12", "10:00:00"), slot("2026-03-13", "09:00:00"), slot("2026-03-14", "11:00:00")],
    },
  );
  const { right, missing, surplus } = compareSlots(page);
  assert.deepEqual([right, missing, surplus], [2, ["2026-03-14T09:00"], ["2026-03-14T11:00"]]);
});

test("slots on a page with nothing free count against the precision", () => {
  const { slots } = figures([
    result({ slots: ["2026-03-12"] }, { slots: [slot("2026-03-12")] }),
    result({ verdict: "NoneFree" }, { slots: [slot("2026-03-13")] }),
  ]);
  assert.deepEqual(slots, { right: 1, found: 2, expected: 1 });
});

test("a page of which one label cannot be compared is left out of the slots", () => {
  const { slots } = figures([result({ slots: ["2026-03-12", "day 8"] }, { slots: [slot("2026-03-12")] })]);
  assert.deepEqual(slots, { right: 0, found: 0, expected: 0 });
});

test("Free is measured by precision and recall, and sites count alike", () => {
  const { accuracy, siteAccuracy, freePrecision, freeRecall } = figures([
    result({ group: "one" }, {}),
    result({ group: "one" }, {}),
    result({ group: "one" }, { verdict: "Unclear" }),
    result({ group: "two", verdict: "NoneFree" }, {}),
  ]);
  assert.deepEqual([accuracy, siteAccuracy], [0.5, 1 / 3]);
  assert.deepEqual([freePrecision, freeRecall], [2 / 3, 2 / 3]);
});

test("nothing that a page says can speak to the terminal", () => {
  assert.equal(plain("a\u001b[31mb\u202ec\r\nd"), "a [31mb c d");
});
