// How long a worker that was killed takes to handle its first event, beside one that has no core.

import { startDesktop } from "../../tests/desktop/desktop.mjs";
import { extension, start as open, remove } from "../stage.mjs";
import { median, ms } from "../table.mjs";

const TIMES = 15;
/** By how much the core may delay it, in ms. */
const MOST = 15;

/** Runs in a page of the extension: wakes the worker, and resolves when it has taken up what was saved, with the time in ms. */
const wake = () =>
  new Promise((resolve) => {
    const begin = performance.now();
    const hear = (/** @type {any} */ message) => {
      if (message?.kind !== "probed") return;
      browser.runtime.onMessage.removeListener(hear);
      resolve(performance.now() - begin);
    };
    browser.runtime.onMessage.addListener(hear);
    browser.runtime.sendMessage("woken").catch(() => {});
  });

/** @type {import("../main.mjs").Part} */
export async function start({ browsers }) {
  const desktop = await startDesktop({ own: true });
  const rows = [];
  for (const name of browsers) {
    const folders = [
      await extension("terminwacht", name, { probed: true }),
      await extension("bare", name, { probed: true }),
    ];
    const all = [];
    for (const dist of folders)
      all.push({ driven: await open(name, desktop, { dist }), times: [0].slice(1) });
    for (let time = 0; time < TIMES; time += 1)
      for (const { driven, times } of all) {
        await driven.killWorker();
        times.push(/** @type {number} */ (await driven.inside.evaluate(wake)));
      }
    for (const { driven } of all) await driven.close();
    await remove(...folders);
    const [own = 0, bare = 0] = all.map(({ times }) => median(times));
    rows.push({
      measure: `worker killed to its first event handled, ${name}`,
      ours: ms(own),
      peer: `without Wasm ${ms(bare)}`,
      ratio: own / bare,
      target: `≤ + ${MOST} ms: + ${(own - bare).toFixed(1)}`,
      holds: own - bare <= MOST,
    });
  }
  await desktop.close();
  return rows;
}
