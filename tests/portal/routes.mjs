// What a request is for, by its address alone.

import { SITES } from "./state.mjs";

/**
 * @typedef {object} Route
 * @property {import("./state.mjs").SiteName | null} site
 * @property {import("./log.mjs").Kind} kind
 * @property {"documents" | "data" | null} hold with what it is held
 * @property {string} path the rest of the path, inside the site
 */

/**
 * @param {string} method
 * @param {string} pathname
 * @returns {Route}
 */
export function route(method, pathname) {
  const site = SITES.find((name) => pathname === `/${name}` || pathname.startsWith(`/${name}/`)) ?? null;
  const path = site === null ? pathname : pathname.slice(site.length + 1) || "/";
  if (path.startsWith("/assets/")) return { site, kind: "asset", hold: null, path };
  if (path === "/favicon.ico") return { site, kind: "asset", hold: null, path: "/assets/icon.svg" };
  if (path === "/channel") return { site, kind: "channel", hold: null, path };
  if (/^\/api\/(search|eligibility)$/.test(path)) return { site, kind: "search", hold: "data", path };
  if (path === "/api/reservation") return { site, kind: "booking", hold: "data", path };
  if (path.startsWith("/api/")) return { site, kind: "asset", hold: "data", path };
  if (path.startsWith("/frame/")) return { site, kind: "frame", hold: "documents", path };
  if (path === "/book" && method === "POST") return { site, kind: "booking", hold: "documents", path };
  return { site, kind: "document", hold: "documents", path };
}
