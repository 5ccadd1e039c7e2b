// The files that pages load.

import { readFile } from "node:fs/promises";

/** @type {Record<string, string>} */
const TYPES = {
  css: "text/css; charset=utf-8",
  mjs: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
};

/**
 * @param {string} path `/assets/…`
 * @returns {Promise<import("./answer.mjs").Answer>}
 */
export async function asset(path) {
  const [, name, extension = ""] = /^\/assets\/((?:[\w-]+\/)*[\w-]+\.(\w+))$/.exec(path) ?? [];
  const type = TYPES[extension];
  const missing = { status: 404, headers: { "content-type": "text/plain" }, body: "not found\n" };
  if (name === undefined || type === undefined) return missing;
  try {
    const body = await readFile(new URL(`public/${name}`, import.meta.url));
    return { status: 200, headers: { "content-type": type, "cache-control": "max-age=600" }, body };
  } catch {
    return missing;
  }
}
