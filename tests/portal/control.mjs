// The control address: what a portal does next, told by HTTP.

import { json } from "./answer.mjs";
import { ChangeError } from "./appointments.mjs";

/**
 * @typedef {object} Controlled
 * @property {() => object} state
 * @property {(change: import("./state.mjs").Change) => Promise<object>} control
 * @property {() => object[]} log
 */

/**
 * `GET /control` shows the state, `POST /control` alters it, `GET /control/log` shows the log. Only JSON is taken,
 * so that no page in a browser can post here unasked.
 * @param {import("node:http").IncomingMessage} request
 * @param {string} body
 * @param {Controlled} portal
 * @returns {Promise<import("./answer.mjs").Answer>}
 */
export async function answerControl(request, body, portal) {
  const address = `${request.method} ${request.url}`;
  if (address === "GET /control") return json(portal.state());
  if (address === "GET /control/log") return json(portal.log());
  if (address !== "POST /control")
    return json({ error: "there are GET and POST /control, GET /control/log" }, 404);
  if (!request.headers["content-type"]?.startsWith("application/json")) {
    return json({ error: "content-type must be application/json" }, 415);
  }
  try {
    return json(await portal.control(JSON.parse(body)));
  } catch (error) {
    if (error instanceof ChangeError || error instanceof SyntaxError)
      return json({ error: error.message }, 400);
    throw error;
  }
}
