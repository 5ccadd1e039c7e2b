import init, { journal } from "./core/terminwacht.js";

await init();
await journal();
