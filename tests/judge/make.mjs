// The judge's test pages, made here because their bytes matter.

import { mkdirSync, mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const latin1 = (/** @type {string} */ text) => Buffer.from(text, "latin1");

/** @type {Record<string, string | Buffer>} */
const FILES = {
  "free.html": `<!doctype html><html lang="de"><meta charset="utf-8"><title>Termin wählen</title>
    <main><h1>Bitte wählen Sie eine Uhrzeit</h1><p>Freitag, 13.03.2026</p><button>10:20 Uhr</button></main>
    <script>document.querySelector("main").remove()</script>`,
  "none.html": latin1(`<!doctype html><html lang="de"><title>Terminauswahl</title>
    <main><h1>Terminauswahl</h1><p role="alert">Für Sie sind keine freien Termine verfügbar.</p><button>Zurück</button></main>`),
  "refused.html": `<!doctype html><html lang="en"><title>Request Rejected</title><p>The requested URL was rejected.</p>`,
  "article.txt": "Auf der Seite steht seit Wochen: Derzeit sind keine freien Termine verfügbar. ".repeat(6),
};

const MANIFEST = [
  {
    id: "free",
    file: "free.html",
    verdict: "Free",
    language: "de",
    slots: ["2026-03-13 10:20"],
    ref_date: "2026-03-04",
  },
  { id: "none", file: "none.html", verdict: "NoneFree", language: "de", ref_date: "2026-03" },
  { id: "refused", file: "refused.html", verdict: "Refused", language: "en", http_status: 403 },
  { id: "article", file: "article.txt", verdict: "Unclear", language: "de" },
  { id: "mislabelled", file: "none.html", verdict: "Free", language: "de" },
];

/** A folder of five pages, the last labelled wrongly. */
export function makeFolder() {
  const folder = mkdtempSync(join(tmpdir(), "terminwacht-judge-"));
  mkdirSync(join(folder, "pages"));
  for (const [name, content] of Object.entries(FILES)) writeFileSync(join(folder, "pages", name), content);
  const lines = MANIFEST.map((entry) => JSON.stringify({ ...entry, file: `pages/${entry.file}` }));
  writeFileSync(join(folder, "manifest.jsonl"), `${lines.join("\n")}\n`);
  return folder;
}
