// A folder of saved pages: its manifest, and a loopback server that shows the pages as they were.

import { readFileSync, realpathSync } from "node:fs";
import { createServer } from "node:http";
import { extname, resolve, sep } from "node:path";

const MEANINGS = ["Free", "NoneFree", "Queue", "Challenge", "SignIn", "Refused", "Trouble", "Unclear"];

/**
 * @typedef {object} Entry
 * @property {string} id
 * @property {string} file inside the folder
 * @property {string} verdict what is expected
 * @property {string} [language]
 * @property {string} [state]
 * @property {string} [group]
 * @property {string} [origin]
 * @property {(string | {date?: string, time?: string})[]} [slots]
 * @property {string} [ref_date]
 * @property {number | null} [http_status]
 */

/** What is wrong with a manifest, and where. */
export class ManifestError extends Error {}

/** @param {string} folder @returns {Entry[]} */
export function readManifest(folder) {
  const path = resolve(folder, "manifest.jsonl");
  /** @type {string} */
  let text;
  try {
    text = readFileSync(path, "utf8");
  } catch {
    throw new ManifestError(`${path} cannot be read: judge takes a folder with a manifest.jsonl`);
  }
  /** @type {Set<string>} */
  const ids = new Set();
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const place = `${path}:${index + 1}`;
    /** @type {Entry} */
    let entry;
    try {
      entry = JSON.parse(line);
    } catch (error) {
      throw new ManifestError(`${place}: ${/** @type {Error} */ (error).message}`);
    }
    for (const key of /** @type {const} */ (["id", "file", "verdict"]))
      if (typeof entry[key] !== "string") throw new ManifestError(`${place}: "${key}" is missing`);
    if (!MEANINGS.includes(entry.verdict))
      throw new ManifestError(
        `${place}: "verdict" is ${JSON.stringify(entry.verdict)}, none of ${MEANINGS.join(", ")}`,
      );
    if (ids.has(entry.id))
      throw new ManifestError(`${place}: the id ${JSON.stringify(entry.id)} stands there twice`);
    ids.add(entry.id);
    return [entry];
  });
}

/** The content type of a file, with a charset only where the file does not declare one itself.
 * @param {string} file @param {Buffer} bytes */
function typeOf(file, bytes) {
  const type = extname(file) === ".txt" ? "text/plain" : "text/html";
  const hasMark =
    bytes.subarray(0, 3).equals(Buffer.from([0xef, 0xbb, 0xbf])) ||
    [0xfeff, 0xfffe].includes(bytes.length > 1 ? bytes.readUInt16BE(0) : 0);
  const declares = /<meta[^>]+charset/i.test(bytes.subarray(0, 4096).toString("latin1"));
  if (hasMark || (type === "text/html" && declares)) return type;
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return `${type}; charset=utf-8`;
  } catch {
    return `${type}; charset=windows-1252`;
  }
}

/** Statuses with which a browser shows a page.
 * @param {number | null | undefined} status */
const shown = (status) =>
  status &&
  status >= 200 &&
  status < 600 &&
  ![204, 205, 304].includes(status) &&
  (status < 300 || status >= 400)
    ? status
    : 200;

/**
 * Serves the pages under their ids, without their scripts.
 * @param {string} folder @param {Entry[]} entries
 */
export async function servePages(folder, entries) {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  const root = realpathSync(folder);
  const server = createServer((request, response) => {
    const [, id = "", rest] = (request.url ?? "").split("/");
    const entry = byId.get(decodeURIComponent(id));
    try {
      if (!entry || rest !== undefined) throw new Error("not a page");
      const path = realpathSync(resolve(root, entry.file));
      if (!path.startsWith(root + sep)) throw new Error("outside of the folder");
      const bytes = readFileSync(path);
      response.writeHead(shown(entry.http_status), {
        "content-type": typeOf(path, bytes),
        "content-security-policy": "script-src 'none'",
      });
      response.end(bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    /** @param {Entry} entry */
    address: (entry) => `http://127.0.0.1:${port}/${encodeURIComponent(entry.id)}`,
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(resolve));
    },
  };
}
