// A page that wants to know whether an extension reads it. What it has found is in `window.found`; the key `?` writes it into
// the title. `?extension=` may name an address of the extension, as if the page had guessed it.

/** @type {string[]} */
const found = [];
/** How it was before anybody could come. @type {Record<string, string[]>} */
let before = {};

/** @param {string} what */
function note(what) {
  if (!found.includes(what)) found.push(what);
}

/** Notes every use of a function or getter of the page's own world. @param {any} owner @param {string} name */
function trap(owner, name) {
  const property = Object.getOwnPropertyDescriptor(owner, name);
  if (!property?.configurable) return;
  for (const part of /** @type {const} */ (["value", "get"])) {
    const original = property[part];
    if (typeof original !== "function") continue;
    property[part] = new Proxy(original, {
      apply(target, self, values) {
        note(`called ${name}`);
        return Reflect.apply(target, self, values);
      },
      construct(target, values) {
        note(`made a ${name}`);
        return Reflect.construct(target, values);
      },
    });
  }
  Object.defineProperty(owner, name, property);
}

/** Where somebody who reads or presses may leave something behind. @returns {Record<string, string[]>} */
function traces() {
  return {
    globals: Object.getOwnPropertyNames(window),
    chrome: Object.keys(Reflect.get(window, "chrome") ?? {}),
    document: Object.getOwnPropertyNames(document),
    sheets: [`${document.styleSheets.length} and ${document.adoptedStyleSheets.length}`],
    focus: [String(document.activeElement?.tagName)],
    selection: [String(getSelection())],
    scroll: [`${scrollX} ${scrollY}`],
    storage: [...Object.keys(localStorage), ...Object.keys(sessionStorage), document.cookie],
    elements: [String(document.getElementsByTagName("*").length)],
  };
}

function watchMessages() {
  addEventListener("message", ({ data }) => note(`a message: ${JSON.stringify(data)}`));
  for (const name of ["terminwacht", "extension"])
    new BroadcastChannel(name).addEventListener("message", () => note(`a broadcast on ${name}`));
  navigator.serviceWorker?.addEventListener("message", () => note("a message of a worker"));
  const events = [];
  for (const key in window) if (key.startsWith("on")) events.push(key.slice(2));
  for (const event of events)
    addEventListener(event, ({ isTrusted }) => isTrusted || note(`an untrusted event: ${event}`), true);
}

function watchNodes() {
  const observer = new MutationObserver((records) => {
    for (const { type, target, attributeName } of records)
      note(`a mutation: ${type} ${target.nodeName} ${attributeName ?? ""}`.trim());
  });
  observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
}

function watchPerformance() {
  new PerformanceObserver((list) => {
    for (const { entryType, name } of list.getEntries())
      if (entryType !== "resource" || /-extension:/.test(name)) note(`an entry: ${entryType} ${name}`);
  }).observe({ entryTypes: ["mark", "measure", "resource"] });
}

function watchCalls() {
  for (const [owner, names] of /** @type {[any, string[]][]} */ ([
    [window, ["getComputedStyle", "getSelection", "MutationObserver", "DOMParser", "postMessage"]],
    [
      Document.prototype,
      ["querySelector", "querySelectorAll", "createTreeWalker", "elementFromPoint", "evaluate"],
    ],
    [Document.prototype, ["getElementById", "createElement", "getElementsByTagName", "createRange"]],
    [
      Element.prototype,
      ["checkVisibility", "getBoundingClientRect", "getClientRects", "innerHTML", "outerHTML"],
    ],
    [
      Element.prototype,
      ["matches", "closest", "getAttribute", "querySelectorAll", "shadowRoot", "attachShadow"],
    ],
    [HTMLElement.prototype, ["innerText", "click", "focus", "offsetParent", "offsetWidth", "hidden"]],
    [Node.prototype, ["textContent", "childNodes", "firstChild", "cloneNode", "getRootNode", "isConnected"]],
    [CharacterData.prototype, ["data"]],
    [EventTarget.prototype, ["dispatchEvent", "addEventListener"]],
  ]))
    for (const name of names) trap(owner, name);
}

/** Whether an address of an extension answers, or says anything else than one that does not exist. @param {string} base */
async function knock(base) {
  const paths = [
    "manifest.json",
    "reader.js",
    "background.js",
    "popup.html",
    "icons/free-16.png",
    "words.js",
  ];
  for (const path of paths) {
    const picture = new Image();
    picture.addEventListener("load", () => note(`a picture: ${path}`));
    picture.src = base + path;
    await fetch(base + path).then(
      () => note(`an answer: ${path}`),
      () => {},
    );
    await import(base + path).then(
      () => note(`a script: ${path}`),
      () => {},
    );
  }
}

/** Everything found so far, and what was not there before. */
function search() {
  const all = [...found];
  const now = traces();
  // Its own looking around is no finding.
  found.splice(0, found.length, ...all);
  for (const [trace, then] of Object.entries(before)) {
    const fresh = now[trace]?.filter((one) => !then.includes(one)) ?? [];
    if (fresh.length > 0) note(`${trace}: ${fresh}`);
  }
  return [...found];
}

Object.defineProperty(window, "found", { get: search });
addEventListener("load", async () => {
  const extension = new URLSearchParams(location.search).get("extension");
  if (extension !== null) await knock(extension);
  watchMessages();
  watchNodes();
  watchPerformance();
  addEventListener("keydown", ({ key }) => {
    if (key === "?") document.title = String(search());
  });
  before = traces();
  watchCalls();
});
