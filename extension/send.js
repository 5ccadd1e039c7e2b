// Sends what the core orders to the server that the person chose for their phone. Nothing else of ours sends anything.

import { request } from "./core/terminwacht.js";
import { say } from "./words.js";

/** How long a server may take to answer, in ms: a third of what the core waits for. */
const PATIENCE = 20_000;

/** @param {{letter: object, notice: {title: any, lines: any[]}}} effect a message, but for its words, and these
 * @returns {Promise<"redirect" | "network" | "late" | "notAllowed" | {status: number}>} what the server answered */
export async function send({ letter, notice }) {
  const { permissions, url, headers, body } = request(letter, say(notice.title), notice.lines.map(say));
  // Some servers would take it without the browser's permission; then the person has taken it back.
  if (!(await browser.permissions.contains(permissions))) return "notAllowed";
  try {
    const {
      status,
      type,
      body: answer,
    } = await fetch(url, {
      method: "POST",
      headers,
      body: JSON.stringify(body),
      credentials: "omit",
      // Not followed: it would lead to a server that the person has not chosen.
      redirect: "manual",
      referrerPolicy: "no-referrer",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
    });
    answer?.cancel();
    return type === "opaqueredirect" ? "redirect" : { status };
  } catch (error) {
    return error instanceof DOMException && error.name === "TimeoutError" ? "late" : "network";
  }
}
