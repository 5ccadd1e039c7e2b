import init, { settings } from "./core/terminwacht.js";

await init();
await settings();
