// Pages of a test's own, on a loopback port. By `127.0.0.1` and by `localhost` they come from different sites.

import { once } from "node:events";
import { createServer } from "node:http";

/**
 * @param {Record<string, string>} pages what stands in the body of each page, by its path
 * @param {(address: (host: string, path: string) => string) => Promise<void>} body what is done while they are served
 */
export async function withPages(pages, body) {
  const server = createServer(({ url = "" }, response) => {
    const page = pages[new URL(url, "http://localhost").pathname];
    const type = url.endsWith(".xhtml") ? "application/xhtml+xml" : "text/html";
    response.writeHead(page === undefined ? 404 : 200, { "content-type": `${type}; charset=utf-8` });
    // Hosts stand in pages as `//localhost/`: the port is not known before.
    response.end(page?.replace(/(\/\/(?:localhost|127\.0\.0\.1))\//g, `$1:${port}/`));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  try {
    await body((host, path) => `http://${host}:${port}${path}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}
