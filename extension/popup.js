import { popup } from "./core/terminwacht.js";
import { start } from "./start.js";

await start();
await popup();
