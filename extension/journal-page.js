import { journal } from "./core/terminwacht.js";
import { start } from "./start.js";

await start();
await journal();
