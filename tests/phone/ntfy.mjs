// An ntfy server as small as can be, in a process of its own, by ntfy's documentation of publishing as JSON and of
// subscribing to a JSON stream. No ntfy server can be had from the package registries.
//
//   node tests/phone/ntfy.mjs [TOKEN]
//
// Where a token is given, only who sends it may publish. Lines on standard input are the statuses of the next answers.

import { createServer } from "node:http";
import { createInterface } from "node:readline";

const TOPIC = /^[-_A-Za-z0-9]{1,64}$/;
/** The most bytes of a message. */
const MOST = 4096;

const [token] = process.argv.slice(2);
/** @type {number[]} */
const planned = [];
/** @type {{topic: string, response: import("node:http").ServerResponse}[]} */
const subscribers = [];

createInterface(process.stdin)
  .on("line", (line) => planned.push(Number(line)))
  .on("close", () => process.exit());

/** @param {import("node:http").ServerResponse} response @param {number} status @param {object} answer */
function answer(response, status, answer) {
  response.writeHead(status, { "content-type": "application/json", "access-control-allow-origin": "*" });
  response.end(`${JSON.stringify(answer)}\n`);
}

/** What is wrong with a message, as ntfy judges it. @param {any} message */
function fault({ topic, title = "", message = "", priority = 3, tags = [], click = "", ...more }) {
  if (!TOPIC.test(topic)) return "topic invalid";
  if (!Number.isInteger(priority) || priority < 1 || priority > 5) return "invalid priority";
  if (![title, message, click, ...tags].every((text) => typeof text === "string")) return "no text";
  if (Buffer.byteLength(message) > MOST) return "message too long";
  return Object.keys(more).length > 0 ? `unknown ${Object.keys(more)}` : undefined;
}

/** @param {import("node:http").IncomingMessage} request @param {import("node:http").ServerResponse} response */
async function publish(request, response) {
  let body = "";
  for await (const piece of request) body += piece;
  const status = planned.shift();
  if (status) {
    if (status < 400) response.setHeader("location", "/");
    return answer(response, status, { http: status, error: "as planned" });
  }
  if (token && request.headers.authorization !== `Bearer ${token}`)
    return answer(response, 403, { code: 40301, http: 403, error: "forbidden" });
  const message = JSON.parse(body);
  const error = fault(message);
  if (error) return answer(response, 400, { code: 40000, http: 400, error });
  const event = {
    id: crypto.randomUUID(),
    time: Math.floor(Date.now() / 1000),
    event: "message",
    ...message,
  };
  for (const { topic, response } of subscribers)
    if (topic === message.topic) response.write(`${JSON.stringify(event)}\n`);
  answer(response, 200, event);
}

const server = createServer((request, response) => {
  const { method, url = "" } = request;
  const [, topic] = /^\/([^/]+)\/json$/.exec(url) ?? [];
  if (method === "GET" && topic) {
    response.writeHead(200, { "content-type": "application/x-ndjson" });
    response.write(`${JSON.stringify({ event: "open", topic })}\n`);
    subscribers.push({ topic, response });
  } else if (method === "POST" && url === "/")
    publish(request, response).catch((error) => answer(response, 400, { error: String(error) }));
  else answer(response, 404, { code: 40401, http: 404, error: "page not found" });
});
server.listen(0, "127.0.0.1", () => {
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  console.log(port);
});
