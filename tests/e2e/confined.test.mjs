// What our pages may not do, as the browsers enforce it.

import assert from "node:assert/strict";
import { inBothBrowsers } from "./stage.mjs";

inBothBrowsers(
  "text never becomes markup, and nothing is brought from elsewhere",
  async ({ portal, browser }) => {
    const settings = await browser.openPage("settings.html");
    const markup = await settings.evaluate(() => {
      try {
        document.body.innerHTML = "<p>From a page</p>";
      } catch (error) {
        return /** @type {Error} */ (error).name;
      }
    });
    assert.equal(markup, "TypeError");
    const answer = await settings.evaluate(
      (address) => fetch(address, { mode: "no-cors" }).catch((error) => error.name),
      portal.address("office", "/"),
    );
    assert.equal(answer, "TypeError");
    assert.equal(portal.log({ kind: "document", site: "office" }).length, 0);
  },
);
