// Whether the looks that the ledger holds and the requests that the portal got are the same.

import assert from "node:assert/strict";

/** Never two looks within this time on loopback, in ms. */
const FLOOR = 2_000;
/** A look is entered before its page is refreshed: a worker killed so soon after has made no request. In ms. */
const CUT_OFF = 1_000;
/** So much later, in ms, the request of a look has come even on a busy machine. */
const LATE = 5_000;

/** Kills workers, and notes when each had been killed. @param {{killWorker: () => Promise<unknown>}} browser */
export function killer(browser) {
  const kills = /** @type {number[]} */ ([]);
  const kill = async () => {
    await browser.killWorker();
    kills.push(Date.now());
  };
  return { kill, kills };
}

/** Whether a kill came between a look's entry and its request. @param {number} at when it was entered @param {number[]} kills */
export const isCutOff = (at, kills) => kills.some((kill) => kill >= at && kill - at < CUT_OFF);

/**
 * Pairs each request with the look that made it. A look without a request has to be one that a kill cut off.
 * @param {number[]} looks when each was entered, oldest first
 * @param {number[]} requests when each came, all from before the looks were read
 * @param {number[]} kills when the worker had been killed
 * @returns {{cutOff: number, latest: number}} how many looks made no request, and how long after its look a request came at most
 */
export function tally(looks, requests, kills) {
  let paired = 0;
  let cutOff = 0;
  let latest = 0;
  for (const [index, at] of looks.entries()) {
    const next = looks[index + 1] ?? Number.POSITIVE_INFINITY;
    assert.ok(next - at >= FLOOR, `two looks within ${next - at} ms`);
    const request = requests[paired];
    if (request !== undefined && request >= at && request < next) {
      paired += 1;
      latest = Math.max(latest, request - at);
    } else if (Date.now() - at > LATE) {
      assert.ok(isCutOff(at, kills), `the look of ${new Date(at).toISOString()} made no request`);
      cutOff += 1;
    }
  }
  const stray = requests[paired];
  assert.equal(stray, undefined, `no look made the request of ${new Date(stray ?? 0).toISOString()}`);
  return { cutOff, latest };
}
