// Starts the practice portal: node tests/portal/main.mjs [--port N] [--today YYYY-MM-DD]

import { parseArgs } from "node:util";
import { startPortal } from "./portal.mjs";

const { values } = parseArgs({ options: { port: { type: "string" }, today: { type: "string" } } });
const portal = await startPortal({
  port: Number(values.port ?? 0),
  ...(values.today === undefined ? {} : { today: values.today }),
});
const control = `${portal.controlOrigin}/control`;

console.log(`Vaccination  ${portal.address("vaccination")}
Office       ${portal.address("office")}
State        ${control}
Log          ${control}/log
Free one     curl ${control} -H 'content-type: application/json' -d '{"free": {}, "push": true}'`);

for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, () => portal.close());
