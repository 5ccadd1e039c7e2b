import { journal } from "./core/terminwacht.js";
import * as store from "./journal.js";
import { start } from "./start.js";

await start();
await journal(store);
