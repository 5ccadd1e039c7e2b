// The waiting room: goes on by itself as soon as the portal opens its door.

import { listen } from "./channel.mjs";
import "./page.mjs";

listen({
  door(door) {
    const next = document.getElementById("waiting-room")?.dataset.next;
    if (door !== "waiting-room" && next !== undefined) location.replace(next);
  },
});
