// Pages that are hard to read. `?what=` says in which way.

const content = /** @type {HTMLElement} */ (document.querySelector("main"));
const FILLER = "Alle Termine sind vergeben. Bitte versuchen Sie es später erneut. ";

/**
 * An element with what stands in it.
 * @param {string} tag
 * @param {...(string | Node)} inner
 */
function element(tag, ...inner) {
  const made = document.createElement(tag);
  made.append(...inner);
  return made;
}

/** @param {number} count @param {(index: number) => Node} make */
function many(count, make) {
  const fragment = new DocumentFragment();
  for (let index = 0; index < count; index += 1) fragment.append(make(index));
  return fragment;
}

/** @type {Record<string, () => void>} */
const WAYS = {
  /** A hundred thousand nodes: 25,000 paragraphs with a span and two texts each. */
  nodes: () =>
    content.append(many(25_000, (index) => element("p", `Zeile ${index} `, element("span", "leer")))),
  /** Ten million characters in one element. */
  text: () => content.append(element("pre", FILLER.repeat(Math.ceil(10_000_000 / FILLER.length)))),
  /** Ten thousand changes a second for a minute, however seldom a timer is let run. */
  mutations() {
    const text = document.createTextNode("");
    content.append(element("p", text));
    const began = performance.now();
    let made = 0;
    const clock = setInterval(() => {
      const passed = Math.min(performance.now() - began, 60_000);
      for (; made < passed * 10; made += 1) text.data = `Änderung ${made}`;
      if (passed === 60_000) clearInterval(clock);
    }, 10);
  },
  /** What the page shows, ten thousand elements deep. */
  deep() {
    const outer = element("div");
    let inner = outer;
    for (let depth = 1; depth < 10_000; depth += 1) inner = inner.appendChild(element("div"));
    inner.append(...content.childNodes);
    content.append(outer);
  },
  /** No element has a box of its own. */
  contents() {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync("body, body * { display: contents !important }");
    document.adoptedStyleSheets.push(sheet);
  },
  /** A table of ten thousand rows with ten cells each. */
  table() {
    const row = (/** @type {number} */ index) =>
      element(
        "tr",
        many(10, (column) => element("td", `${index}.${column}`)),
      );
    content.append(element("table", many(10_000, row)));
  },
};

WAYS[new URLSearchParams(location.search).get("what") ?? ""]?.();
