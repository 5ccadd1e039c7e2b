// A loopback server that shows saved pages as they were, and stands in for all the rest of the network.

import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { extname } from "node:path";

/** So far browsers look for the encoding that a page declares. In bytes. */
const PRESCAN = 1024;
/** So far a declaration that came too late for the browser is looked for. In bytes. */
const LATE = 65_536;

const MARKS = [
  [0xef, 0xbb, 0xbf],
  [0xfe, 0xff],
  [0xff, 0xfe],
].map((mark) => Buffer.from(mark));

/** The content type of a file, with a charset only where the browser cannot find it in the file itself.
 * @param {string} path @param {Buffer} bytes */
export function typeOf(path, bytes) {
  const isText = extname(path).toLowerCase() === ".txt";
  const type = isText ? "text/plain" : "text/html";
  if (MARKS.some((mark) => bytes.subarray(0, mark.length).equals(mark))) return type;
  const declared = isText
    ? null
    : /<meta[^>]+charset\s*=\s*["']?\s*([\w:-]+)/i.exec(bytes.toString("latin1", 0, LATE));
  if (declared) return declared.index < PRESCAN ? type : `${type}; charset=${declared[1]}`;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return `${type}; charset=utf-8`;
  } catch {
    return `${type}; charset=windows-1252`;
  }
}

/** @typedef {Awaited<ReturnType<typeof servePages>>} Pages */

/**
 * Serves the pages, without their scripts. To a browser that takes it for its proxy as well, every other host
 * has nothing.
 * @param {import("./manifest.mjs").Entry[]} entries
 */
export async function servePages(entries) {
  const server = createServer((request, response) => {
    // Other hosts come with their name, as a proxy is asked; what is under our own stands by its number.
    const [, index = ""] = /^\/page\/(\d+)$/.exec(request.url ?? "") ?? [];
    const entry = entries[Number(index || -1)];
    try {
      if (!entry) throw new Error("no page");
      const bytes = readFileSync(entry.path);
      response.writeHead(entry.status, {
        "content-type": typeOf(entry.path, bytes),
        "content-security-policy": "script-src 'none'",
        "x-content-type-options": "nosniff",
        "cache-control": "no-store",
        // A status like 408 on a connection used before makes browsers ask again.
        connection: "close",
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    /** Where the pages are, and the proxy. */
    host: `127.0.0.1:${port}`,
    port,
    /** @param {import("./manifest.mjs").Entry} entry */
    address: (entry) => `http://127.0.0.1:${port}/page/${entries.indexOf(entry)}`,
    async close() {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}
