// The office's pages: renews what stands open when the portal tells how it is now.

import { listen } from "./channel.mjs";
import "./page.mjs";

listen({
  appointments(text) {
    const renewed = new DOMParser().parseFromString(text, "text/html");
    document.querySelector("main")?.replaceChildren(...renewed.body.childNodes);
  },
});
