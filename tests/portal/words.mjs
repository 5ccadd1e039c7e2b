// The portal's wording, per site and language.

import { readFileSync } from "node:fs";

/** @typedef {"de" | "en"} Language */
/** @typedef {Record<string, string>} Words */

/** @type {readonly Language[]} */
export const LANGUAGES = ["de", "en"];

/** @param {string} name */
function load(name) {
  return JSON.parse(readFileSync(new URL(`words/${name}.json`, import.meta.url), "utf8"));
}

const COMMON = load("common");
const SITES = { vaccination: load("vaccination"), office: load("office") };

/**
 * The words of a site; what it does not say itself is common to both.
 * @param {import("./state.mjs").SiteName} site
 * @param {Language} language
 * @returns {Words}
 */
export function wordsOf(site, language) {
  return { ...COMMON[language], ...SITES[site][language] };
}

/**
 * Puts values in the place of `{name}`.
 * @param {string | undefined} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/**
 * What the address asks for, else what the browser prefers, else German.
 * @param {URL} url
 * @param {string} [accepted] the Accept-Language header
 * @returns {Language}
 */
export function languageOf(url, accepted = "") {
  const preferred = accepted
    .split(",")
    .map((range) => {
      const [tag = "", quality = "q=1"] = range.trim().split(/\s*;\s*/);
      return { tag: tag.slice(0, 2).toLowerCase(), quality: Number(quality.slice(2)) };
    })
    .sort((one, other) => other.quality - one.quality)
    .map(({ tag }) => tag);
  const wanted = [url.searchParams.get("lang"), ...preferred];
  return wanted.flatMap((tag) => LANGUAGES.find((language) => language === tag) ?? [])[0] ?? "de";
}
