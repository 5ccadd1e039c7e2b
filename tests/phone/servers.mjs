// Servers that tell a phone, each a process of its own on loopback: one that speaks ntfy, and Debian's `webhook`.

import { spawn } from "node:child_process";
import { EventEmitter, once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

/** What came, in the order it came, for who waits for it. */
export class Inbox {
  /** @type {any[]} */
  all = [];
  #came = new EventTarget();

  /** @param {any} message */
  add(message) {
    this.all.push(message);
    this.#came.dispatchEvent(new Event("message"));
  }

  /** Resolves with so many messages. @param {number} count @param {number} within ms */
  async until(count, within = 60_000) {
    const signal = AbortSignal.timeout(within);
    while (this.all.length < count) await once(this.#came, "message", { signal });
    return this.all;
  }
}

/** @param {import("node:child_process").ChildProcess} child */
async function end(child) {
  if (child.exitCode !== null) return;
  const ended = once(child, "exit");
  child.kill();
  await ended;
}

/** A server that speaks ntfy, and a phone that has subscribed to a topic. @param {string} topic @param {string} [token] */
export async function startNtfy(topic, token) {
  const script = fileURLToPath(new URL("ntfy.mjs", import.meta.url));
  const child = spawn(process.execPath, [script, ...(token ? [token] : [])], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  const [port] = await once(createInterface(child.stdout), "line");
  const inbox = new Inbox();
  const phone = new AbortController();
  const stream = new EventEmitter();
  const opened = once(stream, "open");
  (async () => {
    const { body } = await fetch(`http://127.0.0.1:${port}/${topic}/json`, { signal: phone.signal });
    let rest = "";
    for await (const text of /** @type {any} */ (body).pipeThrough(new TextDecoderStream())) {
      const lines = (rest + text).split("\n");
      rest = lines.pop() ?? "";
      for (const message of lines.map((line) => JSON.parse(line)))
        if (message.event === "open") stream.emit("open");
        else inbox.add(message);
    }
  })().catch((error) => phone.signal.aborted || stream.emit("error", error));
  await opened;
  return {
    // Not by the address of the pages that are watched: the browser grants hosts.
    address: `http://localhost:${port}`,
    inbox,
    /** @param {number[]} statuses of the next answers */
    answerWith: (...statuses) => child.stdin.write(statuses.map((status) => `${status}\n`).join("")),
    async close() {
      phone.abort();
      await end(child);
    },
  };
}

/** Debian's webhook, which hands what comes with the right token to a program. @param {string} token */
export async function startWebhook(token) {
  const folder = await mkdtemp(join(tmpdir(), "terminwacht-hooks-"));
  const port = await freePort();
  const hooks = [
    {
      id: "appointment",
      "execute-command": "/bin/echo",
      "pass-arguments-to-command": [{ source: "entire-payload" }],
      "include-command-output-in-response": true,
      "trigger-rule": {
        match: {
          type: "value",
          value: `Bearer ${token}`,
          parameter: { source: "header", name: "Authorization" },
        },
      },
      "trigger-rule-mismatch-http-response-code": 403,
    },
  ];
  const file = join(folder, "hooks.json");
  await writeFile(file, JSON.stringify(hooks));
  const child = spawn("webhook", ["-hooks", file, "-ip", "127.0.0.1", "-port", String(port), "-verbose"], {
    stdio: ["ignore", "pipe", "pipe"],
  });
  const inbox = new Inbox();
  const ready = once(child, "ready");
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on("line", (line) => {
      if (line.includes("serving hooks")) child.emit("ready");
      // It logs what the program wrote.
      const [, output] = /command output: (\{.*\})/.exec(line) ?? [];
      if (output) inbox.add(JSON.parse(output));
    });
  await ready;
  return {
    address: `http://localhost:${port}/hooks/appointment`,
    inbox,
    async close() {
      await end(child);
      await rm(folder, { recursive: true });
    },
  };
}

async function freePort() {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  server.close();
  await once(server, "close");
  return port;
}
