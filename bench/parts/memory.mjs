// How much memory the extension takes while it watches a page, beside an extension that does nothing.

import { setTimeout } from "node:timers/promises";
import { startDesktop } from "../../tests/desktop/desktop.mjs";
import { family, memory as taken } from "../../tests/desktop/memory.mjs";
import { extension, remove, serve, start } from "../stage.mjs";
import { median } from "../table.mjs";

/** How much more it may take, in MB. */
const MOST = 10;
/** Between two measurements, in ms: less than a worker lives without an event, so that it is always there. */
const PAUSE = 10_000;
/** For so long a browser may collect its garbage, in ms; nothing tells its end. */
const COLLECTING = 5_000;
const PAGE = "<!doctype html><html lang=en><title>Appointments</title><p>There are no free appointments.</p>";
const mega = (/** @type {number} */ size) => `${size.toFixed(0)} MB`;

/** @type {import("../main.mjs").Part} */
export async function memory({ browsers, minutes }) {
  const desktop = await startDesktop({ own: true });
  const site = await serve(() => PAGE);
  /** @type {import("../main.mjs").Row[]} */
  const rows = [];
  for (const name of browsers) {
    const folder = await extension("bare", name);
    const own = await start(name, desktop);
    await own.watch(await own.open(site.address), { interval: "usual" });
    const bare = await start(name, desktop, { dist: folder });
    await bare.open(site.address);
    // The tests' own page of the extension holds a core too.
    const all = [own, bare].map((driven) => ({ driven, sizes: [0].slice(1) }));
    for (const { driven } of all) {
      // Its event that it was left does not come in every browser.
      driven.inside
        .goto(`${driven.address}${driven === own ? "licences.txt" : "manifest.json"}`)
        .catch(() => {});
    }
    const end = Date.now() + minutes * 60_000;
    for (let isOver = false; !isOver; ) {
      await setTimeout(PAUSE);
      isOver = Date.now() >= end;
      for (const { driven, sizes } of all) {
        await driven.collect();
        await setTimeout(COLLECTING);
        const pid = /** @type {number} */ (driven.browser.process()?.pid);
        sizes.push(taken(family(pid).filter(driven.isExtension)));
      }
    }
    for (const { sizes } of all) console.log(`${name}, MB: ${sizes.map(Math.round).join(", ")}`);
    // The first still holds what setting the watch up took.
    const [ours = [], theirs = []] = all.map(({ sizes }) => sizes.slice(1));
    const more = median(ours) - median(theirs);
    rows.push({
      measure: `memory of the extension's process, watching for ${minutes} min, ${name}`,
      ours: mega(median(ours)),
      peer: `an empty extension ${mega(median(theirs))}`,
      ratio: median(ours) / median(theirs),
      target: `≤ + ${MOST} MB: + ${more.toFixed(1)}`,
      holds: more <= MOST,
    });
    const growth = (ours.at(-1) ?? 0) - (ours[0] ?? 0);
    rows.push({
      measure: `its growth after the first half minute, ${name}`,
      ours: `${growth.toFixed(1)} MB`,
      peer: `${((theirs.at(-1) ?? 0) - (theirs[0] ?? 0)).toFixed(1)} MB`,
      target: "flat",
    });
    await own.close();
    await bare.close();
    await remove(folder);
  }
  site.close();
  await desktop.close();
  return rows;
}
