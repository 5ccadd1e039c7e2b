// What the portal's tests share: a portal each, and a visitor who asks it for pages.

import { test } from "node:test";
import { startPortal } from "./portal.mjs";

export const TODAY = "2026-03-04";
export const CALENDAR = "/calendar?service=passport&location=all";

/** @typedef {Awaited<ReturnType<typeof startPortal>>} Portal */

/**
 * A test with a portal of its own.
 * @param {string} name
 * @param {(portal: Portal) => Promise<void>} body
 * @param {import("./portal.mjs").Options} [options]
 */
export function withPortal(name, body, options = {}) {
  test(name, async () => {
    const portal = await startPortal({ today: TODAY, ...options });
    try {
      await body(portal);
    } finally {
      await portal.close();
    }
  });
}

/**
 * @param {Portal} portal
 * @param {import("./state.mjs").SiteName} site
 * @param {string} path
 * @param {RequestInit} [init]
 */
export async function visit(portal, site, path, init = {}) {
  const response = await fetch(portal.address(site, path), { redirect: "manual", ...init });
  return { status: response.status, headers: response.headers, text: await response.text() };
}

/** @param {Record<string, string>} fields */
export function post(fields) {
  return { method: "POST", body: new URLSearchParams(fields) };
}
