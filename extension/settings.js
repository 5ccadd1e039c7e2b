import { settings } from "./core/terminwacht.js";
import { start } from "./start.js";

await start();
await settings();
