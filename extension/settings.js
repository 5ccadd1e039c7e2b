import { settings } from "./core/terminwacht.js";
import * as journal from "./journal.js";
import { start } from "./start.js";

await start();
await settings(journal);
