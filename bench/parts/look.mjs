// What one look costs a page: for how long its main thread is held, beside what the browser takes for its own text of the
// same page.

import { fileURLToPath } from "node:url";
import { startDesktop } from "../../tests/desktop/desktop.mjs";
import { loadCore } from "../../tools/judge/core.mjs";
import { makePage } from "../page.mjs";
import { beside, serve, start } from "../stage.mjs";
import { ms } from "../table.mjs";

/** The sizes, and by how much a look may be slower. */
const NODES = { 1000: 3, 10000: 2, 100000: 2 };
/** How long each size is measured, in ms: a call to a page may take 30 s. */
const LASTS = 8_000;
/** No task may be longer, in ms. */
const LONGEST = 50;
const DIST = fileURLToPath(new URL("../../dist/chrome", import.meta.url));

/** Runs beside the page, as the reader does: looks, and asks for the text, by turns, each after a change. Medians in ms.
 * @param {number} lasts */
async function measure(lasts) {
  const { terminwachtReader: reader, scheduler } = /** @type {any} */ (globalThis);
  const change = /** @type {Text} */ (document.getElementById("change")?.firstChild);
  /** @type {number[]} */
  let slices = [];
  let begin = 0;
  const held = () => slices.push(performance.now() - begin);
  // The reader holds the page from one pause to the next.
  const original = scheduler.yield.bind(scheduler);
  scheduler.yield = async () => {
    held();
    await original();
    begin = performance.now();
  };
  let count = 0;
  const drawn = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const next = async () => {
    await drawn();
    change.data = `Stand: ${++count}`;
    slices = [];
    begin = performance.now();
  };
  /** @type {Record<string, number[]>} */
  const times = { look: [], text: [], task: [] };
  let page;
  await next();
  const { length } = document.body.innerText;
  await reader.read();
  for (const end = performance.now() + lasts; performance.now() < end || times.look.length === 0; ) {
    await next();
    if (document.body.innerText.length < length / 2) throw new Error("the page has gone");
    held();
    times.text.push(...slices);
    await next();
    page = await reader.read();
    structuredClone({ page, situation: reader.situation() });
    held();
    times.look.push(slices.reduce((sum, slice) => sum + slice, 0));
    times.task.push(Math.max(...slices));
  }
  scheduler.yield = original;
  const walker = document.createTreeWalker(document.body);
  let nodes = 0;
  while (walker.nextNode()) nodes += 1;
  const middle = (/** @type {number[]} */ numbers) => numbers.sort((a, b) => a - b)[numbers.length >> 1];
  return { page, nodes, look: middle(times.look), text: middle(times.text), task: middle(times.task) };
}

/** @type {import("../main.mjs").Part} */
export async function look({ browsers }) {
  const recognise = await loadCore(DIST);
  const desktop = await startDesktop({ own: true });
  const site = await serve((path) => makePage(Number(path.slice(1))));
  /** @type {import("../main.mjs").Row[]} */
  const rows = [];
  for (const name of browsers) {
    const driven = await start(name, desktop, { granted: true });
    for (const [nodes, most] of Object.entries(NODES)) {
      const tab = await driven.open(`${site.address}/${nodes}`);
      const seen = await beside(driven, tab, measure, LASTS);
      await tab.close();
      const begin = performance.now();
      const { verdict } = recognise(seen.page, new Date().toISOString().slice(0, 10));
      const lines = seen.page.outline.split("\n").length;
      const judged = performance.now() - begin;
      console.log(
        `${name}, ${seen.nodes} nodes: ${lines} blocks, longest task ${ms(seen.task)}; the verdict ${verdict} takes ${ms(judged)} elsewhere`,
      );
      const ratio = seen.look / seen.text;
      rows.push({
        measure: `one look at ${nodes} nodes, ${name}`,
        ours: ms(seen.look),
        peer: `innerText ${ms(seen.text)}`,
        ratio,
        target: `≤ ${most} ×`,
        holds: ratio <= most,
      });
      if (nodes === "100000")
        rows.push({
          measure: `its longest task, ${name}`,
          ours: ms(seen.task),
          peer: "",
          target: `≤ ${LONGEST} ms`,
          holds: seen.task <= LONGEST,
        });
    }
    await driven.close();
  }
  site.close();
  await desktop.close();
  return rows;
}
