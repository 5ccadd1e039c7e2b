// Answers as values: what a site decides to send.

/**
 * @typedef {object} Answer
 * @property {number} status
 * @property {Record<string, string>} headers
 * @property {string | Buffer} body
 * @property {Partial<typeof POLICY>} [directives] of the strict policy that are different here
 * @property {import("./state.mjs").Change} [change] what the answer alters, such as a passed sign-in
 *
 * @typedef {object} Visit a request as a site sees it
 * @property {string} method
 * @property {URL} url
 * @property {number} port
 * @property {string} path inside the site
 * @property {import("./words.mjs").Language} language
 * @property {URLSearchParams} form the fields of a form that was sent
 * @property {string} ticket marks the way out of the waiting room
 * @property {string} clock the time of day, `HH:MM:SS`
 * @property {string} today ISO date
 * @property {string} operator what the pages say to Terminwacht
 * @property {import("./state.mjs").Quirk} quirk
 * @property {number} session minutes until the page says that its session is over; 0 for never
 */

/**
 * @param {import("./html.mjs").Html} page
 * @param {number} [status]
 * @returns {Answer}
 */
export function document(page, status = 200) {
  return {
    status,
    headers: { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" },
    body: page.text,
  };
}

/**
 * @param {unknown} value
 * @param {number} [status]
 * @returns {Answer}
 */
export function json(value, status = 200) {
  return {
    status,
    headers: { "content-type": "application/json; charset=utf-8", "cache-control": "no-store" },
    body: `${JSON.stringify(value, null, 2)}\n`,
  };
}

/**
 * To another page, which is asked for with GET.
 * @param {string} location
 * @returns {Answer}
 */
export function redirect(location) {
  return { status: 303, headers: { location, "cache-control": "no-store" }, body: "" };
}

const POLICY = {
  "default-src": "'none'",
  "script-src": "'self'",
  "style-src": "'self'",
  "img-src": "'self'",
  "connect-src": "'self'",
  "form-action": "'self'",
  "base-uri": "'none'",
  "frame-src": "'none'",
  "frame-ancestors": "'none'",
};

/**
 * @param {import("./state.mjs").Policy} policy
 * @param {Partial<typeof POLICY>} [directives] that are different for one answer
 * @returns {Record<string, string>}
 */
export function policyHeaders(policy, directives = {}) {
  if (policy === "absent") return {};
  const all = Object.entries({ ...POLICY, ...directives });
  return { "content-security-policy": all.map((directive) => directive.join(" ")).join("; ") };
}
