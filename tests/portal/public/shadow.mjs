// A page that builds what it shows in a shadow root, once it has loaded.

import { listen } from "./channel.mjs";
import "./page.mjs";

const host = /** @type {HTMLElement} */ (document.getElementById("shadow"));
const template = /** @type {HTMLTemplateElement} */ (document.querySelector("template"));

addEventListener("load", () => {
  const root = host.attachShadow({ mode: host.dataset.mode === "closed" ? "closed" : "open" });
  root.append(template.content.cloneNode(true));
  listen({
    appointments(text) {
      const renewed = new DOMParser().parseFromString(text, "text/html");
      root.querySelector("div")?.replaceChildren(...renewed.body.childNodes);
    },
  });
});
