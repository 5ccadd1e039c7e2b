import init, { popup } from "./core/terminwacht.js";

await init();
await popup();
