// Reads the visible page as an outline of blocks (the form is described in src/page.rs), tells the
// background when the page changed, and presses the one control it is told to. It decides nothing.
// It runs in the extension's isolated world, so a page can neither see it nor call it.

(() => {
  if (globalThis.terminwachtReader) return;

  /** What one look hands over at the most. */
  const WHOLE = { blocks: 50_000, characters: 2_000_000 };
  /** What navigation, headers, footers and asides may take of it each. */
  const FRAME = { blocks: 1_000, characters: 50_000 };
  /** A longer text is no label and no notice: its end is left out. In characters. */
  const MOST_TEXT = 20_000;
  /** No line of an outline is longer, whatever its attributes say. In characters. */
  const MOST_LINE = 60_000;
  /** How much of a title, and of the name of a language, is handed over; src/bounds.rs takes no more. */
  const MOST_TITLE = 1_000;
  const MOST_LANGUAGE = 100;
  const MOST_POINTER_CHECKS = 4_000;
  /** A page that shows fewer characters is told apart by what it loads. */
  const BLANK = 100;
  const MOST_SCRIPTS = 20;
  const MOST_MARKS = 40;
  const MARKS = /^(SPAN|DIV|I|B|EM|TD|TH|P|LI|DT)$/;
  /** How long one slice of a look may hold the page, in ms: a quarter of a frame at 30 per second. */
  const SLICE = 8;
  /** So many elements are passed over between two looks at the clock. */
  const STRIDE = 2_000;

  const CONTAINERS = new Map(
    Object.entries({
      MAIN: "main",
      NAV: "navigation",
      HEADER: "header",
      FOOTER: "footer",
      ASIDE: "aside",
      DIALOG: "dialog",
      FORM: "form",
      ARTICLE: "section",
      SECTION: "section",
      FIELDSET: "section",
      UL: "list",
      OL: "list",
      LI: "item",
      TABLE: "table",
      TR: "row",
      TD: "cell",
      TH: "cell",
    }),
  );
  const ROLES = new Map(
    Object.entries({
      main: "main",
      navigation: "navigation",
      banner: "header",
      contentinfo: "footer",
      complementary: "aside",
      dialog: "dialog",
      alertdialog: "dialog",
      form: "form",
      search: "form",
      region: "section",
      article: "section",
      group: "section",
      radiogroup: "section",
      list: "list",
      listbox: "list",
      listitem: "item",
      table: "table",
      grid: "table",
      row: "row",
      cell: "cell",
      gridcell: "cell",
      columnheader: "cell",
      rowheader: "cell",
      heading: "heading",
      alert: "alert",
      status: "alert",
      button: "button",
      tab: "button",
      menuitem: "link",
      link: "link",
      option: "option",
      radio: "radio",
      checkbox: "checkbox",
      switch: "checkbox",
      textbox: "field",
      combobox: "field",
      searchbox: "field",
      img: "image",
    }),
  );
  /** What frames a page is cut before what it is about. */
  const FRAMING = new Set(["navigation", "header", "footer", "aside"]);
  const LEAVES = new Set(["heading", "button", "link", "option", "radio", "checkbox", "field", "image"]);
  const INTERESTING = [
    ...[...CONTAINERS.keys()].map((tag) => tag.toLowerCase()),
    "h1,h2,h3,h4,h5,h6,a[href],button,input,select,textarea,summary,label,iframe,img[alt],area[alt],time[datetime]",
    "del,s,strike,progress,[role],[aria-live],[aria-busy],[aria-disabled],[aria-label],[onclick],[tabindex]",
  ].join(",");
  /** What may take a slot in a part that is folded away. */
  const FOLDED =
    "button,a[href],input[type=radio],input[type=submit],input[type=button],[role=button],[role=radio]";
  const MOST_FOLDED = 200;
  const TIMED = /\d{1,2}[:.h時]\s?\d{0,2}/;
  /** Begins like a day or a time. */
  const NUMBERED = /^\D{0,3}\d{1,2}(?!\d)/;
  /** A word, so that it may explain a mark. */
  const WORDED = /\p{L}{3}/u;
  /** The most characters of what a mark stands for, and of what may bear a mark. */
  const MARK_LENGTH = 40;
  const LOOKS_LIKE_A_SLOT =
    /\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|avail|free|frei|full|book/i;

  /** @type {Element[]} The elements of the last reading, by block. */
  let elements = [];
  let serial = 0;
  let lastInput = 0;
  /** When a control was last pressed here, by the clock that starts when the page is asked for. */
  let lastPress = 0;
  let reading = false;
  let changed = false;
  let stale = false;
  let observing = false;
  /** Whether this reading met marks that a legend explains. */
  let hasLegend = false;
  /** @type {Set<Node>} Every root that readings met: the document, shadow roots, documents in frames. */
  const observed = new Set([document]);

  /** @param {string | null | undefined} text */
  const fold = (text) =>
    (text ?? "")
      .replace(/\u00ad/g, "")
      .replace(/\s+/g, " ")
      .trim();

  /** @param {Element} element */
  const isVisible = (element) => element.checkVisibility({ visibilityProperty: true, opacityProperty: true });

  /** A choice is often hidden behind a styled label: then the label's visibility counts.
   * @param {Element} element */
  function isShown(element) {
    if (isVisible(element)) return true;
    if (!(element instanceof HTMLInputElement) || !/^(radio|checkbox)$/.test(element.type)) return false;
    return [...(element.labels ?? [])].some(isVisible);
  }

  /** @param {Element} element */
  function roleOf(element) {
    const stated = ROLES.get(element.getAttribute("role") ?? "");
    if (stated) return stated;
    switch (element.tagName) {
      case "A":
        return element.hasAttribute("href") ? "link" : "";
      case "BUTTON":
      case "SUMMARY":
        return "button";
      case "OPTION":
        return "option";
      case "SELECT":
      case "TEXTAREA":
        return "field";
      case "IFRAME":
        return "frame";
      case "IMG":
      case "AREA":
        return element.getAttribute("alt") ? "image" : "";
      case "INPUT": {
        const { type } = /** @type {HTMLInputElement} */ (element);
        if (type === "hidden") return "";
        if (type === "radio" || type === "checkbox") return type;
        return /^(button|submit|reset|image)$/.test(type) ? "button" : "field";
      }
    }
    if (/^H[1-6]$/.test(element.tagName)) return "heading";
    if (element.getAttribute("aria-modal") === "true") return "dialog";
    if (/^(polite|assertive)$/.test(element.getAttribute("aria-live") ?? "")) return "alert";
    return CONTAINERS.get(element.tagName) ?? "";
  }

  /** @param {Element} element */
  function labelOf(element) {
    const { labels } = /** @type {HTMLInputElement} */ (element);
    const named = (element.getAttribute("aria-labelledby") ?? "")
      .split(/\s+/)
      .map((id) => (id && element.ownerDocument.getElementById(id)?.textContent) || "");
    return fold(
      element.getAttribute("aria-label") ||
        named.join(" ").trim() ||
        [...(labels ?? [])].map((label) => label.innerText).join(" "),
    );
  }

  /** @param {Element} element @param {string} role */
  function textOf(element, role) {
    if (element instanceof HTMLInputElement) return role === "button" ? element.value : labelOf(element);
    if (element instanceof HTMLSelectElement || element instanceof HTMLTextAreaElement)
      return labelOf(element);
    if (role === "image" || role === "frame") return element.getAttribute("alt") ?? "";
    return innerTextOf(element);
  }

  /** What a person reads in an element. The browser takes long to lay out a very long text for us; such a text is
   * taken as it stands in the source.
   * @param {Element} element */
  function innerTextOf(element) {
    const text = element.textContent ?? "";
    if (!(element instanceof HTMLElement)) return text;
    return text.length <= MOST_TEXT || element.querySelector("script,style") ? element.innerText : text;
  }

  /** @param {Element} element @param {string} role */
  function flagsOf(element, role) {
    const control = /** @type {HTMLInputElement} */ (element);
    const style = getComputedStyle(element);
    const isCell = role === "cell" || role === "item" || role === "text";
    let flags = "";
    if (
      element.matches(":disabled,[aria-disabled=true],[inert] *,[aria-disabled=true] *") ||
      style.pointerEvents === "none" ||
      (isCell && style.cursor === "not-allowed")
    )
      flags += "d";
    if (style.textDecorationLine.includes("line-through") || /^(DEL|S|STRIKE)$/.test(element.tagName))
      flags += "s";
    if (
      control.checked ||
      /** @type {any} */ (element).selected ||
      element.matches("[aria-selected=true],[aria-checked=true],[aria-current]:not([aria-current=false])")
    )
      flags += "c";
    if (isCell && style.cursor === "pointer") flags += "p";
    if (element.matches("[aria-busy=true],progress,[role=progressbar]")) flags += "b";
    return flags;
  }

  /** @param {Element} element @param {string} role */
  function* attributesOf(element, role) {
    const own = (/** @type {string} */ name) => element.getAttribute(name);
    yield ["label", labelOf(element)];
    yield ["title", own("title")];
    yield ["alt", own("alt")];
    yield ["datetime", own("datetime")];
    if (role === "field")
      yield ["type", element.tagName === "INPUT" ? own("type") || "text" : element.tagName.toLowerCase()];
    else if (role !== "item") yield ["value", own("value")];
    if (role === "frame") yield ["source", /** @type {HTMLIFrameElement} */ (element).src];
    for (const { name, value } of element.attributes)
      if (name.startsWith("data-") && value.length < 80 && LOOKS_LIKE_A_SLOT.test(value))
        yield ["data", value];
    const inner = role === "image" ? null : element.querySelector("img[alt],svg title,[aria-label]");
    if (inner && LEAVES.has(role))
      yield ["alt", inner.getAttribute("alt") || inner.getAttribute("aria-label") || inner.textContent];
    const time = element.querySelector("time[datetime]");
    if (time && LEAVES.has(role)) yield ["datetime", time.getAttribute("datetime")];
    if (hasLegend && isBearer(element.textContent ?? "")) yield ["look", lookOf(element)];
  }

  /** Whether a text may bear a mark that a legend explains. @param {string} text */
  const isBearer = (text) => text.length <= MARK_LENGTH && NUMBERED.test(text.trim());

  /** What tells elements of one kind from others at sight: words to compare, not to understand.
   * @param {Element} element */
  function lookOf(element) {
    const { backgroundColor } = getComputedStyle(element);
    const colour = /^rgba\(.* 0\)$|^rgb\(255, 255, 255\)$/.test(backgroundColor) ? [] : [backgroundColor];
    const words = [...[...element.classList].slice(0, 12), ...colour.map((value) => value.replace(/ /g, ""))];
    return words.join(" ");
  }

  /** What a mark in a legend stands for: a blank element beside a few words.
   * @param {Element} element */
  function meaningOf(element) {
    if (element.firstElementChild || (element.textContent ?? "").trim()) return "";
    let beside = element.nextSibling;
    while (beside && (beside.nodeType === Node.COMMENT_NODE || !fold(beside.textContent)))
      beside = beside.nextSibling;
    const words = fold((beside ?? element.parentElement?.nextElementSibling)?.textContent);
    return words.length <= MARK_LENGTH && WORDED.test(words) ? words : "";
  }

  /** Collects the lines of an outline, with the element of each. */
  class Outline {
    /** @type {string[]} */ lines = [];
    /** @type {Element[]} */ elements = [];
    characters = 0;
    /** How much of it a person can read. */
    letters = 0;
    cut = false;
    /** The blocks and characters at which it is full. */
    #most = { ...WHOLE };
    #run = "";
    #runDepth = 0;
    #continues = false;
    /** @type {Element | null} */ #runElement = null;

    /** @param {number} depth @param {string} role @param {string} flags @param {string} text @param {Element} element @param {string} [attributes] */
    add(depth, role, flags, text, element, attributes = "") {
      if (this.isFull()) return;
      const line = `${depth}\t${role}\t${flags}\t${text}${attributes}`.slice(0, MOST_LINE);
      this.characters += line.length;
      this.letters += text.length;
      this.lines.push(line);
      this.elements.push(element);
    }

    /** Whether no more fits. Who asks leaves something out. */
    isFull() {
      const { blocks, characters } = this.#most;
      const isFull = this.lines.length >= blocks || this.characters >= characters;
      this.cut ||= isFull;
      return isFull;
    }

    /** Lets less in until the function that is returned is called. @param {{blocks: number, characters: number}} most */
    narrow(most) {
      const before = this.#most;
      this.#most = {
        blocks: Math.min(before.blocks, this.lines.length + most.blocks),
        characters: Math.min(before.characters, this.characters + most.characters),
      };
      return () => {
        this.#most = before;
      };
    }

    /** The beginning of a text that is too long. @param {string} text */
    shorten(text) {
      if (text.length <= MOST_TEXT) return text;
      this.cut = true;
      return text.slice(0, MOST_TEXT);
    }

    /** Text that may go on in the same line. @param {number} depth @param {string} text @param {Element} element */
    say(depth, text, element) {
      if (this.#run.length < MOST_TEXT) this.#run += this.shorten(text);
      this.#runDepth = depth;
      this.#runElement ??= element;
    }

    /** Writes the text gathered so far, and whether what follows is in the same line. @param {boolean} continues */
    flush(continues) {
      const text = fold(this.#run);
      const joined = this.#continues ? "j" : "";
      if (text && this.#runElement) this.add(this.#runDepth, "text", joined, text, this.#runElement);
      this.#continues = continues && (Boolean(text) || this.#continues);
      this.#run = "";
      this.#runElement = null;
    }

    /** @param {number} depth @param {string} role @param {Element} element @param {boolean} inline */
    control(depth, role, element, inline) {
      this.flush(inline);
      const joined = inline && this.#continues ? "j" : "";
      this.add(
        depth,
        role,
        flagsOf(element, role) + joined,
        fold(this.shorten(textOf(element, role))),
        element,
        attributes(element, role),
      );
      this.#continues = inline;
    }
  }

  /** @typedef {{own: Set<Element>, around: Set<Element>, marks: Map<Element, string>}} Found */

  /** Finds every element worth a block of its own, all that contain one, and the marks of legends.
   * @param {Document | ShadowRoot} root @returns {Generator<void, Found>} */
  function* survey(root) {
    /** @type {Set<Element>} */ const own = new Set();
    /** @type {Set<Element>} */ const around = new Set();
    /** @type {Map<Element, string>} */ const marks = new Map();
    const mark = (/** @type {Element} */ element) => {
      own.add(element);
      for (let parent = element.parentElement; parent && !around.has(parent); parent = parent.parentElement)
        around.add(parent);
    };
    let passed = 0;
    for (const element of root.querySelectorAll(INTERESTING)) {
      mark(element);
      if (++passed % STRIDE === 0) yield;
    }
    for (const element of root.querySelectorAll("*")) {
      if (++passed % STRIDE === 0) yield;
      if (element.shadowRoot) mark(element);
      else if (!element.firstElementChild && MARKS.test(element.tagName) && marks.size < MOST_MARKS) {
        const meaning = isVisible(element) && lookOf(element) ? meaningOf(element) : "";
        if (!meaning) continue;
        marks.set(element, meaning);
        mark(element);
      }
    }
    hasLegend ||= marks.size > 0;
    yield;
    // A slot may be a plain element that only its pointer gives away.
    const texts = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    let checks = 0;
    for (let text = texts.nextNode(); text && checks < MOST_POINTER_CHECKS; text = texts.nextNode()) {
      if (++passed % STRIDE === 0) yield;
      const value = text.nodeValue ?? "";
      const parent = text.parentElement;
      if (
        value.length > 60 ||
        !/\d/.test(value) ||
        !parent ||
        own.has(parent) ||
        parent.closest("a,button,script,style")
      )
        continue;
      checks += 1;
      if (getComputedStyle(parent).cursor === "pointer" || (marks.size > 0 && isBearer(value))) mark(parent);
      if (checks % 200 === 0) yield;
    }
    return { own, around, marks };
  }

  /** @param {Outline} outline @param {Document | ShadowRoot} root @param {number} depth
   * @returns {Generator<void>} */
  function* walkRoot(outline, root, depth) {
    const found = yield* survey(root);
    const top = root instanceof Document ? root.body : root;
    if (top) yield* walk(outline, top, depth, found);
    outline.flush(false);
  }

  /** @param {Outline} outline @param {Node} parent @param {number} depth @param {Found} found
   * @returns {Generator<void>} */
  function* walk(outline, parent, depth, found) {
    const { own, around, marks } = found;
    for (const node of parent.childNodes) {
      if (outline.isFull()) return;
      if (node.nodeType === Node.TEXT_NODE) {
        const host = node.parentElement ?? /** @type {ShadowRoot} */ (node.parentNode).host;
        outline.say(depth, node.nodeValue ?? "", host);
        continue;
      }
      if (!(node instanceof Element) || /^(SCRIPT|STYLE|NOSCRIPT|TEMPLATE|HEAD)$/.test(node.tagName))
        continue;
      if (node.tagName === "BR") {
        outline.flush(false);
        continue;
      }
      if (!isShown(node) && getComputedStyle(node).display !== "contents") continue;
      yield;
      if (isSpoken(node)) {
        const choice = node.querySelector("input");
        if (choice) outline.control(depth, roleOf(choice), choice, true);
        continue;
      }
      const meaning = marks.get(node);
      if (meaning) {
        outline.flush(true);
        outline.add(depth, "mark", "", "", node, `\tlabel=${meaning}\tlook=${fold(lookOf(node))}`);
        continue;
      }
      const role = own.has(node) ? roleOf(node) : "";
      const inline = getComputedStyle(node).display.startsWith("inline");
      if (role && LEAVES.has(role)) {
        outline.control(depth, role, node, inline);
        if (node instanceof HTMLSelectElement)
          for (const option of node.options) outline.control(depth + 1, "option", option, false);
        const part = unfoldedBy(node);
        if (part && !isVisible(part)) folded(outline, part, depth + 1);
        continue;
      }
      if (role === "frame") {
        outline.control(depth, role, node, false);
        const inner = frameDocument(/** @type {HTMLIFrameElement} */ (node));
        if (inner) {
          observed.add(inner);
          yield* walkRoot(outline, inner, depth + 1);
        }
        continue;
      }
      const contains = around.has(node) || Boolean(node.shadowRoot);
      if (role) {
        outline.flush(false);
        if (contains) outline.add(depth, role, flagsOf(node, role), "", node, attributes(node, role));
        else outline.control(depth, role, node, false);
      }
      if (contains) {
        if (!inline) outline.flush(false);
        if (node.shadowRoot) {
          observed.add(node.shadowRoot);
          yield* walkRoot(outline, node.shadowRoot, depth + (role ? 1 : 0));
        }
        const widen = FRAMING.has(role) ? outline.narrow(FRAME) : null;
        yield* walk(outline, node, depth + (role ? 1 : 0), found);
        if (node instanceof HTMLDetailsElement && !node.open) folded(outline, node, depth + 1);
        if (!inline) outline.flush(false);
        widen?.();
      } else if (!role) {
        leaf(outline, node, depth, inline, own.has(node));
      }
    }
  }

  /** The times in a part that a press unfolds: days are often folded away, one by one. Its words are not taken, for
   * nobody reads them now. @param {Outline} outline @param {Element} part @param {number} depth */
  function folded(outline, part, depth) {
    outline.flush(false);
    const controls = [...part.querySelectorAll(FOLDED)].slice(0, MOST_FOLDED);
    for (const control of controls.filter((control) => !control.closest("summary"))) {
      const role = roleOf(control);
      const input = control instanceof HTMLInputElement;
      const text = fold(input ? textOf(control, role) : control.textContent).slice(0, MARK_LENGTH);
      if (!TIMED.test(text)) continue;
      outline.add(depth, role, flagsOf(control, role), text, control, attributes(control, role));
    }
  }

  /** What a control, or the control in a heading, says that it unfolds. @param {Element} element */
  function unfoldedBy(element) {
    const closed = "[aria-expanded=false][aria-controls]";
    const control = element.matches(closed) ? element : element.querySelector(closed);
    return control?.ownerDocument.getElementById(control.getAttribute("aria-controls") ?? "");
  }

  /** @param {Element} element @param {string} role */
  const attributes = (element, role) =>
    [...attributesOf(element, role)]
      .map(([name, value]) => (fold(value) ? `\t${name}=${fold(value).slice(0, 300)}` : ""))
      .join("");

  /** Text without anything in it that needs a block of its own.
   * @param {Outline} outline @param {Element} element @param {number} depth @param {boolean} inline @param {boolean} marked */
  function leaf(outline, element, depth, inline, marked) {
    const text = outline.shorten(innerTextOf(element));
    if (marked) {
      outline.control(depth, "text", element, inline);
    } else if (inline) {
      outline.say(depth, text, element);
    } else {
      outline.flush(false);
      for (const line of text.split("\n")) {
        outline.say(depth, line, element);
        outline.flush(false);
      }
    }
  }

  /** Whether an element is the label of a choice, whose line has its words already. @param {Element} element */
  function isSpoken(element) {
    if (!(element instanceof HTMLLabelElement)) return false;
    const choice = element.control;
    return (
      choice instanceof HTMLInputElement &&
      /^(radio|checkbox)$/.test(choice.type) &&
      !element.querySelector("a,button,select")
    );
  }

  /** @param {HTMLIFrameElement} frame */
  function frameDocument(frame) {
    try {
      return frame.contentDocument;
    } catch {
      return null;
    }
  }

  const { port1: near, port2: far } = new MessageChannel();
  /** Lets the page have its turn. A timer would do it once a second only where the tab is in the background. */
  const pause = () =>
    globalThis.scheduler?.yield?.() ??
    new Promise((resolve) => {
      near.onmessage = () => resolve(undefined);
      far.postMessage(null);
    });

  /** Reads the page, giving way to it between slices. */
  async function read() {
    reading = true;
    changed = false;
    hasLegend = false;
    const outline = new Outline();
    let sliceEnd = performance.now() + SLICE;
    for (const _ of walkRoot(outline, document, 0)) {
      if (performance.now() < sliceEnd) continue;
      await pause();
      sliceEnd = performance.now() + SLICE;
    }
    if (outline.letters < BLANK)
      for (const script of [...document.scripts].filter(({ src }) => src).slice(0, MOST_SCRIPTS))
        outline.add(0, "script", "", "", script, `\tsource=${fold(script.src).slice(0, 300)}`);
    elements = outline.elements;
    serial += 1;
    reading = false;
    stale = changed;
    if (observing) observe();
    const [navigation] = performance.getEntriesByType("navigation");
    return {
      url: location.href,
      title: document.title.slice(0, MOST_TITLE),
      language: (document.documentElement?.lang ?? "").slice(0, MOST_LANGUAGE),
      status: /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.responseStatus || null,
      operator: [...document.querySelectorAll("meta[name=terminwacht i]")]
        .map((meta) => meta.getAttribute("content") ?? "")
        .join(" ")
        .slice(0, 300),
      outline: outline.lines.join("\n"),
      cut: outline.cut,
    };
  }

  /** @param {Element} field */
  function isChanged(field) {
    if (field instanceof HTMLSelectElement)
      return [...field.options].some(
        (option) => option.selected !== option.defaultSelected && field.selectedIndex > 0,
      );
    if (field instanceof HTMLTextAreaElement) return field.value !== field.defaultValue;
    if (!(field instanceof HTMLInputElement) || field.type === "hidden") return false;
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  }

  /** What the person is doing here, and which reading the lines for {@link press} count in. */
  function situation() {
    return {
      serial,
      age: Math.min(Math.round(performance.now() - lastPress), 0xffff_ffff),
      sinceInput: lastInput ? Math.min(Math.max(Date.now() - lastInput, 0), 0xffff_ffff) : null,
      unsent: [...document.querySelectorAll("input,select,textarea")].some(isChanged),
      stale,
    };
  }

  /** Presses the element of one line of the last reading.
   * @param {number} wanted @param {number} line */
  function press(wanted, line) {
    const element = elements[line];
    if (wanted !== serial || !(element instanceof HTMLElement)) return false;
    if (!element.isConnected || !isShown(element) || element.matches(":disabled,[aria-disabled=true]"))
      return false;
    lastPress = performance.now();
    element.click();
    return true;
  }

  /** Lets the person point at a control: resolves with a fresh reading and the line of what was pressed. */
  async function pick() {
    /** @type {Element} */
    const target = await new Promise((resolve) => {
      const events = ["pointerdown", "pointerup", "mousedown", "mouseup", "click"];
      const take = (/** @type {Event} */ event) => {
        event.preventDefault();
        event.stopImmediatePropagation();
        if (event.type !== "click" || !event.isTrusted) return;
        for (const name of events) removeEventListener(name, take, true);
        resolve(/** @type {Element} */ (event.composedPath()[0]));
      };
      for (const name of events) addEventListener(name, take, true);
    });
    const page = await read();
    const line = elements.findLastIndex((element) => element.contains(target));
    return { page, line };
  }

  const noteInput = (/** @type {Event} */ event) => {
    if (event.isTrusted) lastInput = Date.now();
  };
  for (const name of ["keydown", "pointerdown", "wheel", "touchstart", "input"])
    addEventListener(name, noteInput, { capture: true, passive: true });

  const observer = new MutationObserver(() => {
    if (!changed && !reading)
      browser.runtime.sendMessage({ kind: "changed" }).catch(() => observer.disconnect());
    changed = true;
  });
  /** Tells the background, once after each reading, that the page has changed since. */
  function observe() {
    observing = true;
    for (const root of observed)
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  }

  globalThis.terminwachtReader = { read, situation, press, pick, observe };
})();
