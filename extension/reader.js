// Reads the visible document as an outline of blocks (the form is described in recogniser/src/page.rs), tells the
// background when the document changed, and presses or outlines what it is told to. It decides nothing.
// It runs in the extension's isolated world, so a page can neither see it nor call it.

(() => {
  // An element of that name is no reader.
  if (Object.hasOwn(globalThis, "terminwachtReader")) return;

  const isTop = window === window.top;
  /** What one look hands over at the most. */
  const WHOLE = isTop ? { blocks: 50_000, characters: 2_000_000 } : { blocks: 10_000, characters: 400_000 };
  /** How long one look may take, in ms. */
  const PATIENCE = isTop ? 10_000 : 3_000;
  /** What navigation, headers, footers and asides may take of it each. */
  const FRAME = { blocks: 1_000, characters: 50_000 };
  /** A longer text is no label and no notice: its end is left out. In characters. */
  const MOST_TEXT = 20_000;
  /** In a longer text nobody looks for elements that meet without a space. In characters. */
  const MOST_PARTED = 300;
  /** So many characters on each side tell where they meet. */
  const MEETING = 8;
  /** A letter or digit, and what nobody writes behind it without a space. */
  const MEETS = /^(?:[\p{Lu}\p{Ll}\d.!?)]\|[\p{Lu}\d]|\d\|\p{Ll})$/u;
  /** What belongs to the number before it. */
  const ORDINAL = /^(?:st|nd|rd|th|er|re|e)\b/i;
  const RAISED = /^SU[BP]$/;
  /** No line of an outline is longer, whatever its attributes say. In characters. */
  const MOST_LINE = 60_000;
  /** How much of a title, and of the name of a language, is handed over; src/bounds.rs takes no more. */
  const MOST_TITLE = 1_000;
  const MOST_LANGUAGE = 100;
  const MOST_ATTRIBUTE = 300;
  const MOST_POINTER_CHECKS = 4_000;
  /** A page that shows fewer characters is told apart by what it loads. */
  const BLANK = 100;
  const MOST_SCRIPTS = 20;
  const MOST_MARKS = 40;
  const MARKS = /^(SPAN|DIV|I|B|EM|TD|TH|P|LI|DT)$/;
  const NOT_READ = new Set(["SCRIPT", "STYLE", "NOSCRIPT", "TEMPLATE", "HEAD"]);
  /** How long one slice of a look may hold the page, in ms: a quarter of a frame at 30 per second. */
  const SLICE = 8;
  /** So many elements are passed over between two looks at the clock. */
  const STRIDE = 500;
  /** And so many are read. */
  const STEP = 10;
  /** So many fields and choices are searched for something that was entered. */
  const MOST_FIELDS = 2_000;
  /** A window among more has no number. */
  const MOST_WINDOWS = 200;
  /** Nor has one that is nested deeper. */
  const MOST_NESTED = 20;
  /** The elements to which browsers let a page attach a shadow tree. */
  const MAY_HOST = /-|^(ARTICLE|ASIDE|BLOCKQUOTE|BODY|DIV|FOOTER|H[1-6]|HEADER|MAIN|NAV|P|SECTION|SPAN)$/;

  /** Each name with what it stands for. @param {Record<string, string>} groups names by that */
  const byName = (groups) =>
    new Map(Object.entries(groups).flatMap(([role, names]) => names.split(" ").map((name) => [name, role])));
  /** What elements are by their names: what a person uses or a block is headed by, and what contains others. */
  const CONTROLS = byName({
    button: "BUTTON SUMMARY",
    field: "SELECT TEXTAREA",
    frame: "IFRAME FRAME",
    heading: "H1 H2 H3 H4 H5 H6",
  });
  const CONTAINERS = byName({
    ...{ main: "MAIN", navigation: "NAV", header: "HEADER", footer: "FOOTER", aside: "ASIDE" },
    ...{ dialog: "DIALOG", form: "FORM", section: "ARTICLE SECTION FIELDSET" },
    ...{ list: "UL OL", item: "LI", table: "TABLE", row: "TR", cell: "TD TH" },
  });
  const ROLES = byName({
    ...{ main: "main", navigation: "navigation", header: "banner", footer: "contentinfo" },
    ...{ aside: "complementary", dialog: "dialog alertdialog", form: "form search" },
    ...{ section: "region article group radiogroup", list: "list listbox", item: "listitem" },
    ...{ table: "table grid", row: "row", cell: "cell gridcell columnheader rowheader" },
    ...{ heading: "heading", alert: "alert status", button: "button tab", link: "link menuitem" },
    ...{ option: "option", radio: "radio", checkbox: "checkbox switch", image: "img" },
    field: "textbox combobox searchbox",
  });
  /** What frames a page is cut before what it is about. */
  const FRAMING = new Set(["navigation", "header", "footer", "aside"]);
  /** What may hold line after line of text, each of which says something of its own. */
  const LINED = new Set([...FRAMING, "main", "dialog", "form", "section"]);
  const LEAVES = new Set(["heading", "button", "link", "option", "radio", "checkbox", "field", "image"]);
  /** The elements worth a block of their own: all of these names, and all with one of these attributes. */
  const OWN = new Set([
    ...[...CONTROLS.keys(), ...CONTAINERS.keys()],
    ...["INPUT", "LABEL", "DEL", "S", "STRIKE", "PROGRESS"],
  ]);
  const ATTRIBUTED =
    "a[href],img[alt],area[alt],[title]:empty,time[datetime],[role],[aria-live],[aria-busy],[aria-disabled],[aria-label],[onclick],[tabindex]";
  /** What an element states about itself, as the letters of an outline. @type {[string, string][]} */
  const STATES = [
    ["d", ":disabled,[aria-disabled=true],[inert] *,[aria-disabled=true] *"],
    ["s", "del,s,strike"],
    ["c", "[aria-selected=true],[aria-checked=true],[aria-current]:not([aria-current=false])"],
    ["b", "[aria-busy=true],progress,[role=progressbar]"],
  ];
  const STATED = STATES.map(([, selector]) => selector).join(",");
  /** What unfolds a part of the page that is folded away. */
  const CLOSED = "[aria-expanded=false][aria-controls]:not(form)";
  /** What may take a slot in such a part. */
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
  /** How a slot is outlined, in colours that are seen on light and on dark pages; and for how long, in ms. */
  const OUTLINE = {
    outline: Array(2).fill("4px solid rgb(11, 92, 173)"),
    boxShadow: Array(2).fill("0 0 0 8px rgb(255, 255, 255)"),
    outlineOffset: Array(2).fill("2px"),
  };
  const OUTLINED = 10_000;
  const LOOKS_LIKE_A_SLOT =
    /\d{4}-\d{2}-\d{2}|\d{1,2}[:.]\d{2}|\d{1,2}[./]\d{1,2}[./]\d{2,4}|avail|free|frei|full|book/i;

  /** @type {Element[]} The elements of the last reading, by block. */
  let elements = [];
  /** @type {Element[]} Those of the reading before. */
  let elementsBefore = [];
  /** Begins anywhere, so that no line of a document is taken for one of the document before. */
  let [serial = 0] = crypto.getRandomValues(new Uint32Array(1));
  let lastInput = 0;
  /** When the person last brought the page to the front. */
  let lastFront = 0;
  /** When a control was last pressed here, by the clock that starts when the page is asked for. */
  let lastPress = 0;
  /** @type {Promise<Page> | undefined} The reading under way. */
  let reading;
  let changed = false;
  let stale = false;
  /** @type {number | undefined} What the background knows us by, once it wants to be told of changes. */
  let nonce;
  /** @type {{element: Element, purpose: string} | undefined} What the person pointed at. */
  let picked;
  /** Takes the outline away. */
  let endOutline = () => {};
  /** Ends the pointing. */
  let letGo = () => {};
  /** Whether the looks of days and times matter: a legend explains them, or the person has shown us some. */
  let tellsLooks = false;
  /** @type {Map<Element, HTMLLabelElement[]>} The labels of controls. To ask a control for them would search its whole page. */
  let labels = new Map();
  /** @type {Map<Element, string>} What elements state about themselves. */
  let states = new Map();
  /** @type {Set<Document | ShadowRoot>} Every root that the last reading met: the document, shadow roots, documents in frames. */
  const observed = new Set([document]);

  /** The shadow tree of an element. Extensions are shown closed ones too, by each browser in its own way.
   * @type {(element: Element) => ShadowRoot | null} */
  const shadowOf = (() => {
    const { dom } = /** @type {any} */ (globalThis).chrome ?? {};
    if (dom?.openOrClosedShadowRoot) return (element) => dom.openOrClosedShadowRoot(element);
    return (element) => /** @type {any} */ (element).openOrClosedShadowRoot ?? element.shadowRoot;
  })();

  /** @param {string | null | undefined} text */
  const fold = (text) =>
    String(text ?? "")
      .replace(/\u00ad/g, "")
      .replace(/\s+/g, " ")
      .trim();

  /** Asks nodes for a member as their class has it: in a form and in a document, what the page gives the name of a member
   * stands in its place. It is quicker too, where the browser puts a wrapper around each node.
   * @template {object} Class @template {keyof Class} Name @param {{prototype: Class}} kind @param {Name} name
   * @returns {Class[Name] extends (...values: infer Values) => infer Result ? (node: Class, ...values: Values) => Result : (node: Class) => Class[Name]} */
  function member({ prototype }, name) {
    const { get, value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
    return /** @type {any} */ (Function.prototype.call.bind(get ?? value));
  }

  const typeOf = member(Node, "nodeType");
  const dataOf = member(Node, "nodeValue");
  const textIn = /** @type {(node: Node) => string} */ (member(Node, "textContent"));
  const parentOf = member(Node, "parentElement");
  const ownerOf = member(Node, "parentNode");
  const nodesIn = member(Node, "childNodes");
  const firstOf = member(Node, "firstChild");
  const afterOf = member(Node, "nextSibling");
  const firstIn = member(Element, "firstElementChild");
  const tagOf = member(Element, "tagName");
  const attributeOf = member(Element, "getAttribute");
  const namesOf = member(Element, "getAttributeNames");
  const queryIn = member(Element, "querySelector");
  const matches = member(Element, "matches");
  const checkVisibility = member(Element, "checkVisibility");
  const propertyOf = member(CSSStyleDeclaration, "getPropertyValue");
  const innerOf = member(HTMLElement, "innerText");
  const listen = member(EventTarget, "addEventListener");
  const queryAll = member(Document, "querySelectorAll");
  const bodyOf = member(Document, "body");

  /** What every element has, by its class. @type {Set<string | symbol>} */
  const MEMBERS = new Set();
  for (const name in HTMLElement.prototype) MEMBERS.add(name);

  /** Whether fields of a form stand in the place of what every element has. @param {Element} element */
  const isMasked = (element) =>
    tagOf(element) === "FORM" && Reflect.ownKeys(element).some((name) => MEMBERS.has(name));

  // What stands in a frame is of that frame's own classes, which `instanceof` does not know.

  /** @param {Node | null | undefined} node @returns {node is Element} */
  const isElement = (node) => (node ? typeOf(node) === 1 : false);

  /** @param {Node} node @returns {node is Document} */
  const isDocument = (node) => typeOf(node) === 9;

  /** @param {Element} element @returns {element is HTMLElement} */
  const isHtml = (element) => "innerText" in element;

  /** @template {Uppercase<keyof HTMLElementTagNameMap>} Name @param {Element} element @param {Name} name
   * @returns {element is HTMLElementTagNameMap[Lowercase<Name> & keyof HTMLElementTagNameMap]} */
  const isA = (element, name) => tagOf(element) === name && isHtml(element);

  /** @param {Document | ShadowRoot} root @param {string} selector @returns {NodeListOf<Element>} */
  const allIn = (root, selector) =>
    isDocument(root) ? queryAll(root, selector) : root.querySelectorAll(selector);

  /** @param {Element} root of the document that is searched @param {string} id */
  const named = ({ ownerDocument }, id) => elementBy(ownerDocument, id);
  const elementBy = member(Document, "getElementById");

  /** @param {Node} node */
  const textsIn = (node) => walkerIn(document, node, NodeFilter.SHOW_TEXT);
  const walkerIn = member(Document, "createTreeWalker");

  const VISIBLE = { visibilityProperty: true, opacityProperty: true };

  /** @param {Element} element */
  const isVisible = (element) => checkVisibility(element, VISIBLE);

  /** A choice is often hidden behind a styled label: then the label's visibility counts.
   * @param {Element} element */
  function isShown(element) {
    if (isVisible(element)) return true;
    if (!isA(element, "INPUT") || !/^(radio|checkbox)$/.test(element.type)) return false;
    return labelsOf(element).some(isVisible);
  }

  /** @param {Element} element */
  const labelsOf = (element) => labels.get(element) ?? [];

  /** What a picture or an icon shows, as the page says it. @param {Element} element */
  const pictured = (element) => attributeOf(element, "alt") || attributeOf(element, "title") || "";

  /** @param {Element} element */
  function roleOf(element) {
    const stated = ROLES.get(attributeOf(element, "role") ?? "");
    if (stated) return stated;
    const tag = tagOf(element);
    if (tag === "A") return attributeOf(element, "href") === null ? "" : "link";
    if (tag === "IMG" || tag === "AREA") return pictured(element) ? "image" : "";
    if (tag === "OPTION") return "option";
    if (tag === "INPUT") {
      const { type } = /** @type {HTMLInputElement} */ (element);
      if (type === "hidden") return "";
      if (type === "radio" || type === "checkbox") return type;
      return /^(button|submit|reset|image)$/.test(type) ? "button" : "field";
    }
    const control = CONTROLS.get(tag);
    if (control) return control;
    if (attributeOf(element, "aria-modal") === "true") return "dialog";
    if (/^(polite|assertive)$/.test(attributeOf(element, "aria-live") ?? "")) return "alert";
    const container = CONTAINERS.get(tag);
    // An icon that only its tooltip explains.
    return container ?? (!firstOf(element) && pictured(element) ? "image" : "");
  }

  /** @param {Element} element */
  function labelOf(element) {
    const named = attributeOf(element, "aria-labelledby");
    const label =
      attributeOf(element, "aria-label") ||
      (named && textsOf(element, named)) ||
      labelsOf(element).map(innerTextOf).join(" ");
    return label && fold(label.slice(0, MOST_TEXT));
  }

  /** @param {Element} element @param {string} ids */
  const textsOf = (element, ids) =>
    ids
      .split(/\s+/)
      .map((id) => (id && named(element, id)?.textContent) || "")
      .join(" ")
      .trim();

  /** @param {Element} element @param {string} role */
  function textOf(element, role) {
    if (isA(element, "INPUT")) return role === "button" ? element.value : labelOf(element);
    if (isA(element, "SELECT") || isA(element, "TEXTAREA")) return labelOf(element);
    if (role === "image") return pictured(element);
    if (role === "frame") return attributeOf(element, "alt") ?? "";
    return innerTextOf(element);
  }

  /** What a person reads in an element. The browser takes long to lay out a very long text for us; such a text is
   * taken as it stands in the source.
   * @param {Element} element */
  function innerTextOf(element) {
    const text = textIn(element);
    if (!text || !isHtml(element)) return text;
    if (text.length > MOST_TEXT) return beginningOf(element, MOST_TEXT + 1);
    return text.length <= MOST_PARTED && firstIn(element)
      ? parted(element, innerOf(element))
      : innerOf(element);
  }

  /** A text with spaces where elements meet that a person sees apart, by a margin or a colour: "10:30" and "3 free".
   * @param {Element} element @param {string} text what is read in it */
  function parted(element, text) {
    const texts = textsIn(element);
    let before = "";
    let around = null;
    for (let node = texts.nextNode(); node; node = texts.nextNode()) {
      const parent = parentOf(node);
      const own = RAISED.test(parent?.tagName ?? "") ? "" : (dataOf(node) ?? "");
      if (parent !== around && areApart(before, own)) {
        // What stands before a space here may be folded there.
        const end = before.slice(-MEETING).match(/\S+$/)?.[0] ?? "";
        const start = own.slice(0, MEETING).match(/^\S+/)?.[0] ?? "";
        text = text.replace(end + start, () => `${end} ${start}`);
      }
      [before, around] = [own, parent];
    }
    return text;
  }

  /** Whether texts of two elements, with nothing between them, are two words. Single digits in a row are those of one
   * number. @param {string} before @param {string} text */
  const areApart = (before, text) =>
    MEETS.test(`${before.slice(-1)}|${text.slice(0, 1)}`) &&
    !ORDINAL.test(text) &&
    (before.length > 1 || text.length > 1);

  /** The beginning of the text in an element as it stands in the source, and perhaps some more.
   * @param {Element} element @param {number} length in characters */
  function beginningOf(element, length) {
    const texts = textsIn(element);
    let text = "";
    while (text.length < length && texts.nextNode())
      if (!/^(SCRIPT|STYLE)$/.test(texts.currentNode.parentElement?.tagName ?? ""))
        text += texts.currentNode.nodeValue;
    return text;
  }

  /** @param {Element} element */
  const isChosen = (element) =>
    (isA(element, "INPUT") && element.checked) || (isA(element, "OPTION") && element.selected);

  /** @param {Element} element @param {string} role @param {CSSStyleDeclaration} [style] */
  function flagsOf(element, role, style = getComputedStyle(element)) {
    const stated = states.get(element) ?? "";
    const isCell = role === "cell" || role === "item" || role === "text";
    const cursor = isCell ? propertyOf(style, "cursor") : "";
    let flags = "";
    if (stated.includes("d") || cursor === "not-allowed" || propertyOf(style, "pointer-events") === "none")
      flags += "d";
    if (stated.includes("s") || propertyOf(style, "text-decoration-line").includes("line-through"))
      flags += "s";
    if (stated.includes("c") || isChosen(element)) flags += "c";
    if (cursor === "pointer") flags += "p";
    if (stated.includes("b")) flags += "b";
    return flags;
  }

  /** @param {Element} element @param {string} role */
  function attributes(element, role) {
    let text = "";
    const note = (/** @type {string} */ name, /** @type {string | null | undefined} */ value) => {
      const folded = value && fold(value.slice(0, MOST_TEXT)).slice(0, MOST_ATTRIBUTE);
      if (folded) text += `\t${name}=${folded}`;
    };
    note("label", labelOf(element));
    const names = namesOf(element);
    const own = (/** @type {string} */ name) => (names.includes(name) ? attributeOf(element, name) : null);
    for (const name of ["title", "alt", "datetime"]) note(name, own(name));
    const tag = tagOf(element);
    if (role === "field") note("type", tag === "INPUT" ? own("type") || "text" : tag.toLowerCase());
    else if (role !== "item") note("value", own("value"));
    if (role === "frame") noteFrame(/** @type {HTMLIFrameElement} */ (element), note);
    for (const name of names) {
      const value = name.startsWith("data-") ? (own(name) ?? "") : "";
      if (value && value.length < 80 && LOOKS_LIKE_A_SLOT.test(value)) note("data", value);
    }
    if (LEAVES.has(role) && firstIn(element)) {
      const inner = role === "image" ? null : queryIn(element, "img[alt],svg title,[aria-label]:not(form)");
      if (inner)
        note("alt", inner.getAttribute("alt") || inner.getAttribute("aria-label") || inner.textContent);
      note("datetime", queryIn(element, "time[datetime]")?.getAttribute("datetime"));
    }
    if (tellsLooks && isBearer(beginningOf(element, MARK_LENGTH + 1))) note("look", lookOf(element));
    return text;
  }

  /** @param {HTMLIFrameElement} frame @param {(name: string, value: string) => void} note */
  function noteFrame(frame, note) {
    const { width, height } = frame.getBoundingClientRect();
    note("source", frame.src);
    note("size", `${Math.round(width)}x${Math.round(height)}`);
    if (!frame.contentDocument) note("place", placeOf(frame.contentWindow));
  }

  /** Where a window stands in the page, as recogniser/src/page.rs describes it. @param {Window | null} view */
  function placeOf(view) {
    const numbers = [];
    for (let here = view; here !== window.top; here = here.parent) {
      if (!here || numbers.length === MOST_NESTED) return "-";
      const { parent } = here;
      const number = Array.from({ length: Math.min(parent.length, MOST_WINDOWS) }).findIndex(
        (_, index) => parent[index] === here,
      );
      if (number < 0) return "-";
      numbers.unshift(number);
    }
    return numbers.join(".");
  }

  /** Where this document stands if it is to be read apart: if its parent cannot see into it, and shows it.
   * @returns {string | null} */
  const apart = () => (isTop || window.frameElement || !innerWidth || !innerHeight ? null : placeOf(window));

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
    let beside = element.nextSibling;
    while (beside && (beside.nodeType === Node.COMMENT_NODE || !fold(beside.textContent)))
      beside = beside.nextSibling;
    const parent = element.parentElement;
    // Behind the last cell of a row comes another row, which explains nothing.
    const next = parent?.tagName === "TR" ? null : parent?.nextElementSibling;
    const words = fold((beside ?? next)?.textContent);
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
    /** @type {Element | null} The element of its last piece. */ #runEnd = null;

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
      const gap = element !== this.#runEnd && areApart(this.#run, text) ? " " : "";
      if (this.#run.length < MOST_TEXT) this.#run += gap + this.shorten(text);
      this.#runEnd = element;
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

    /** @param {number} depth @param {string} role @param {Element} element @param {boolean} inline
     * @param {CSSStyleDeclaration} [style] */
    control(depth, role, element, inline, style) {
      this.flush(inline);
      const joined = inline && this.#continues ? "j" : "";
      this.add(
        depth,
        role,
        flagsOf(element, role, style) + joined,
        fold(this.shorten(textOf(element, role))),
        element,
        attributes(element, role),
      );
      this.#continues = inline;
    }
  }

  /** @type {Map<string, {isOwn: boolean, mayHost: boolean, mayMark: boolean}>} What elements of a name may be. */
  const kinds = new Map();
  /** @param {string} tag */
  function kindOf(tag) {
    let kind = kinds.get(tag);
    if (!kind) {
      kind = { isOwn: OWN.has(tag.toUpperCase()), mayHost: MAY_HOST.test(tag), mayMark: MARKS.test(tag) };
      kinds.set(tag, kind);
    }
    return kind;
  }

  /** @typedef {{own: Set<Element>, around: Set<Element>, marks: Map<Element, string>, shadows: Map<Element, ShadowRoot>, unfolds: boolean}} Found */

  /** Finds every element worth a block of its own, all that contain one, the marks of legends, and shadow trees.
   * @param {Document | ShadowRoot} root @returns {Generator<void, Found>} */
  function* survey(root) {
    /** @type {Set<Element>} */ const own = new Set();
    /** @type {Set<Element>} */ const around = new Set();
    /** @type {Map<Element, string>} */ const marks = new Map();
    /** @type {Map<Element, ShadowRoot>} */ const shadows = new Map();
    const mark = (/** @type {Element} */ element) => {
      own.add(element);
      for (let parent = parentOf(element); parent && !around.has(parent); parent = parentOf(parent))
        around.add(parent);
    };
    for (const element of allIn(root, ATTRIBUTED)) mark(element);
    yield;
    for (const element of allIn(root, STATED)) {
      const stated = STATES.filter(([, selector]) => matches(element, selector));
      states.set(element, stated.map(([flag]) => flag).join(""));
    }
    for (const label of allIn(root, "label")) {
      const control = isA(label, "LABEL") ? label.control : null;
      if (!control) continue;
      labels.set(control, labelsOf(control));
      labelsOf(control).push(/** @type {HTMLLabelElement} */ (label));
    }
    let passed = 0;
    for (const element of allIn(root, "*")) {
      if (++passed % STRIDE === 0) yield;
      const { isOwn, mayHost, mayMark } = kindOf(tagOf(element));
      if (isOwn) mark(element);
      const shadow = mayHost && isHtml(element) ? shadowOf(element) : null;
      if (shadow) {
        shadows.set(element, shadow);
        mark(element);
      } else if (mayMark && marks.size < MOST_MARKS && !firstIn(element) && !textIn(element).trim()) {
        // What a person uses is no mark, whatever face it has; an icon may be one.
        const role = roleOf(element);
        const isUsed = LEAVES.has(role) && role !== "image";
        const meaning = !isUsed && isVisible(element) && lookOf(element) ? meaningOf(element) : "";
        if (!meaning) continue;
        marks.set(element, meaning);
        mark(element);
      }
    }
    tellsLooks ||= marks.size > 0;
    yield;
    // A slot may be a plain element that only its pointer gives away.
    const texts = textsIn(root);
    let checks = 0;
    for (let text = texts.nextNode(); text && checks < MOST_POINTER_CHECKS; text = texts.nextNode()) {
      if (++passed % STRIDE === 0) yield;
      const value = dataOf(text) ?? "";
      if (value.length > 60 || !/\d/.test(value)) continue;
      const parent = parentOf(text);
      if (!parent || own.has(parent) || parent.closest("a,button,script,style")) continue;
      checks += 1;
      if (getComputedStyle(parent).cursor === "pointer" || (marks.size > 0 && isBearer(value))) mark(parent);
      if (checks % 200 === 0) yield;
    }
    const unfolds = allIn(root, CLOSED).length > 0;
    return { own, around, marks, shadows, unfolds };
  }

  /**
   * @typedef {object} Level nodes beside each other that are being read
   * @property {Node | null | undefined} parent of all
   * @property {Node | null | undefined} next the one to come
   * @property {number} passed how many were read
   * @property {number} depth
   * @property {Found} found
   * @property {() => void} leave what is done after the last
   */

  /** @param {Outline} outline @param {Document | ShadowRoot} root @param {number} depth
   * @returns {Generator<void, Level>} */
  function* enter(outline, root, depth) {
    observed.add(root);
    if (isDocument(root)) noteInputIn(root);
    const found = yield* survey(root);
    const top = isDocument(root) ? bodyOf(root) : root;
    return { ...nodesOf(top), depth, found, leave: () => outline.flush(false) };
  }

  /** @param {Node | null} parent */
  const nodesOf = (parent) => ({ parent, next: parent && firstOf(parent), passed: 0 });

  /** The next node of a level. Where the page has taken it away, the one that stands in its place now.
   * @param {Level} level */
  function nextIn(level) {
    const { parent, next, passed } = level;
    const isThere = !next || ownerOf(next) === parent;
    const node = isThere ? next : parent && nodesIn(parent)[passed];
    level.next = node && afterOf(node);
    level.passed += 1;
    return node;
  }

  /** Reads a document, however deep its elements are nested. @param {Outline} outline @returns {Generator<void>} */
  function* walk(outline) {
    const levels = [yield* enter(outline, document, 0)];
    let passed = 0;
    for (let level = levels.at(-1); level; level = levels.at(-1)) {
      const node = nextIn(level);
      if (!node || outline.isFull()) {
        level.leave();
        levels.pop();
      } else {
        if (++passed % STEP === 0) yield;
        for (const inner of visit(outline, node, level)) {
          const next = "parent" in inner ? inner : yield* inner;
          if (next) levels.push(next);
        }
      }
    }
  }

  /** @param {Outline} outline @param {Node} node @param {Level} level
   * @returns {(Level | Generator<void, Level | void>)[]} what is in the node and is still to be read, the first last */
  function visit(outline, node, { depth, found }) {
    const { own, around, marks, shadows, unfolds } = found;
    if (typeOf(node) === 3) {
      const host = parentOf(node) ?? /** @type {ShadowRoot | null} */ (ownerOf(node))?.host;
      if (host) outline.say(depth, dataOf(node) ?? "", host);
      return [];
    }
    if (!isElement(node)) return [];
    const tag = tagOf(node);
    if (NOT_READ.has(tag)) return [];
    if (tag === "BR") {
      outline.flush(false);
      return [];
    }
    const style = getComputedStyle(node);
    const display = propertyOf(style, "display");
    if (display === "none" && !isA(node, "INPUT")) return [];
    if (display !== "contents" && !isShown(node)) return [];
    if (isMasked(node)) {
      outline.flush(false);
      outline.add(depth, "form", "", "", node);
      return [{ ...nodesOf(node), depth: depth + 1, found, leave: () => outline.flush(false) }];
    }
    if (isSpoken(node)) {
      const choice = node.querySelector("input");
      if (choice) outline.control(depth, roleOf(choice), choice, true);
      return [];
    }
    const meaning = marks.get(node);
    if (meaning) {
      outline.flush(true);
      outline.add(depth, "mark", "", "", node, `\tlabel=${meaning}\tlook=${fold(lookOf(node))}`);
      return [];
    }
    const role = own.has(node) ? roleOf(node) : "";
    const inline = display.startsWith("inline");
    if (role && LEAVES.has(role)) {
      outline.control(depth, role, node, inline, style);
      const part = unfolds ? unfoldedBy(node) : null;
      if (part && !isVisible(part)) folded(outline, part, depth + 1);
      return isA(node, "SELECT") ? [options(outline, node, depth + 1)] : [];
    }
    if (role === "frame") {
      outline.control(depth, role, node, false, style);
      // What another document brings tells nobody else.
      node.addEventListener("load", noteChange);
      const inner = /** @type {HTMLIFrameElement} */ (node).contentDocument;
      return inner ? [enter(outline, inner, depth + 1)] : [];
    }
    const shadow = shadows.get(node);
    const contains = around.has(node) || Boolean(shadow);
    const isLined = !contains && LINED.has(role) && innerTextOf(node).trim().includes("\n");
    if (role) {
      outline.flush(false);
      if (contains || isLined)
        outline.add(depth, role, flagsOf(node, role, style), "", node, attributes(node, role));
      else outline.control(depth, role, node, false, style);
    }
    const inside = depth + (role ? 1 : 0);
    if (!contains) {
      if (!role || isLined) leaf(outline, node, inside, inline, !role && own.has(node), style);
      return [];
    }
    if (!inline) outline.flush(false);
    const widen = FRAMING.has(role) ? outline.narrow(FRAME) : null;
    const leave = () => {
      if (isA(node, "DETAILS") && !node.open) folded(outline, node, depth + 1);
      if (!inline) outline.flush(false);
      widen?.();
    };
    const level = { ...nodesOf(node), depth: inside, found, leave };
    return shadow ? [level, enter(outline, shadow, inside)] : [level];
  }

  /** @param {Outline} outline @param {HTMLSelectElement} box @param {number} depth @returns {Generator<void>} */
  function* options(outline, box, depth) {
    for (const option of box.options) {
      if (outline.isFull()) return;
      outline.control(depth, "option", option, false);
      yield;
    }
  }

  /** The times in a part that a press unfolds: days are often folded away, one by one. Its words are not taken, for
   * nobody reads them now. @param {Outline} outline @param {Element} part @param {number} depth */
  function folded(outline, part, depth) {
    outline.flush(false);
    const controls = [...member(Element, "querySelectorAll")(part, FOLDED)].slice(0, MOST_FOLDED);
    for (const control of controls.filter((control) => !control.closest("summary"))) {
      const role = roleOf(control);
      const input = isA(control, "INPUT");
      const text = fold(input ? textOf(control, role) : control.textContent).slice(0, MARK_LENGTH);
      if (!TIMED.test(text)) continue;
      outline.add(depth, role, flagsOf(control, role), text, control, attributes(control, role));
    }
  }

  /** What a control, or the control in a heading, says that it unfolds. @param {Element} element */
  function unfoldedBy(element) {
    const control = matches(element, CLOSED) ? element : queryIn(element, CLOSED);
    return control && named(control, attributeOf(control, "aria-controls") ?? "");
  }

  /** Text without anything in it that needs a block of its own.
   * @param {Outline} outline @param {Element} element @param {number} depth @param {boolean} inline @param {boolean} marked
   * @param {CSSStyleDeclaration} style */
  function leaf(outline, element, depth, inline, marked, style) {
    const text = outline.shorten(innerTextOf(element));
    if (marked) {
      outline.control(depth, "text", element, inline, style);
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
    if (!isA(element, "LABEL")) return false;
    const choice = element.control;
    return (
      choice !== null &&
      isA(choice, "INPUT") &&
      /^(radio|checkbox)$/.test(choice.type) &&
      !element.querySelector("a,button,select")
    );
  }

  const { port1: near, port2: far } = new MessageChannel();
  /** Lets the page have its turn. A timer would do it once a second only where the tab is in the background. */
  const pause = () =>
    globalThis.scheduler?.yield?.() ??
    new Promise((resolve) => {
      near.onmessage = () => resolve(undefined);
      far.postMessage(null);
    });

  /** Reads the document, giving way to it between slices. Who asks meanwhile gets the same reading.
   * @param {boolean} wantsLooks whether the looks of days and times matter although no legend tells of them */
  function read(wantsLooks = false) {
    reading ??= look(wantsLooks).finally(() => {
      reading = undefined;
    });
    return reading;
  }

  /** @param {boolean} wantsLooks @returns {Promise<Page>} */
  async function look(wantsLooks) {
    observe();
    observed.clear();
    tellsLooks = wantsLooks;
    labels = new Map();
    states = new Map();
    const outline = new Outline();
    const end = performance.now() + PATIENCE;
    let sliceEnd = performance.now() + SLICE;
    for (const _ of walk(outline)) {
      if (performance.now() < sliceEnd) continue;
      await pause();
      outline.cut ||= performance.now() > end;
      if (performance.now() > end) break;
      sliceEnd = performance.now() + SLICE;
    }
    outline.flush(false);
    await pause();
    if (outline.letters < BLANK)
      for (const script of [...member(Document, "scripts")(document)]
        .filter(({ src }) => src)
        .slice(0, MOST_SCRIPTS))
        outline.add(0, "script", "", "", script, `\tsource=${fold(script.src).slice(0, MOST_ATTRIBUTE)}`);
    elementsBefore = elements;
    elements = outline.elements;
    serial = (serial + 1) >>> 0;
    stale = changed;
    observe();
    const [navigation] = performance.getEntriesByType("navigation");
    return {
      url: location.href,
      title: member(Document, "title")(document).slice(0, MOST_TITLE),
      language: (member(Document, "documentElement")(document)?.lang ?? "").slice(0, MOST_LANGUAGE),
      status: /** @type {PerformanceNavigationTiming | undefined} */ (navigation)?.responseStatus || null,
      operator: [...allIn(document, "meta[name=terminwacht i]")]
        .map((meta) => meta.getAttribute("content") ?? "")
        .join(" ")
        .slice(0, 300),
      outline: outline.lines.join("\n"),
      cut: outline.cut,
    };
  }

  /** The first of many. @template T @param {ArrayLike<T>} elements @returns {T[]} */
  const someOf = (elements) => Array.prototype.slice.call(elements, 0, MOST_FIELDS);

  const kindIn = member(HTMLInputElement, "type");
  const [entered, given] = [member(HTMLInputElement, "value"), member(HTMLInputElement, "defaultValue")];
  const [chosen, offered] = [member(HTMLInputElement, "checked"), member(HTMLInputElement, "defaultChecked")];

  /** @param {Element} field */
  function isChanged(field) {
    if (isA(field, "SELECT"))
      return (
        field.selectedIndex > 0 &&
        someOf(field.options).some((option) => option.selected !== option.defaultSelected)
      );
    if (isA(field, "TEXTAREA")) return field.value !== field.defaultValue;
    if (!isA(field, "INPUT") || kindIn(field) === "hidden") return false;
    return entered(field) !== given(field) || chosen(field) !== offered(field);
  }

  /** How long ago that was, in ms. @param {number} moment 0 for never */
  const since = (moment) => (moment ? Math.min(Math.max(Date.now() - moment, 0), 0xffff_ffff) : null);

  /** What the person is doing here, and which reading the lines for {@link press} count in. */
  function situation() {
    return {
      serial,
      age: Math.min(Math.round(performance.now() - lastPress), 0xffff_ffff),
      sinceInput: since(lastInput),
      sinceFront: since(lastFront),
      unsent: [...observed].some((root) => someOf(allIn(root, "input,select,textarea")).some(isChanged)),
      stale,
    };
  }

  /** The element of one line of the last reading, or of the one before: another may have come between the decision and
   * this. Nothing where it is no longer there.
   * @param {number} wanted @param {number} line */
  function at(wanted, line) {
    const element = [elements, elementsBefore][(serial - wanted) >>> 0]?.[line];
    return element && isHtml(element) && element.isConnected ? element : undefined;
  }

  /** Presses what stands at a line. @param {number} wanted @param {number} line */
  function press(wanted, line) {
    const element = at(wanted, line);
    if (!element || !isShown(element) || element.matches(":disabled,[aria-disabled=true]")) return false;
    lastPress = performance.now();
    element.click();
    return true;
  }

  /** Brings what stands at a line into view and outlines it for a while. An animation changes nothing in the document,
   * and leaves nothing behind. @param {number} wanted @param {number} line */
  function outline(wanted, line) {
    endOutline();
    const element = at(wanted, line);
    // A choice is seen where its label is, or the box that unfolds it.
    const boxes = element ? [element, ...labelsOf(element), element.closest("select")] : [];
    const box = boxes.find((box) => box && isVisible(box));
    if (!box) return false;
    member(Element, "scrollIntoView")(box, { block: "center", inline: "nearest", behavior: "instant" });
    const animation = member(Element, "animate")(box, OUTLINE, OUTLINED);
    endOutline = () => animation.cancel();
    return true;
  }

  /** Lets the person point at something of the page, for a purpose of the popup's, which is closed by the click.
   * @param {string} purpose */
  function pick(purpose) {
    letGo();
    const events = ["pointerdown", "pointerup", "mousedown", "mouseup", "click"];
    const roots = [...observed].filter(isDocument);
    const take = (/** @type {Event} */ event) => {
      event.preventDefault();
      event.stopImmediatePropagation();
      if (event.type !== "click" || !event.isTrusted) return;
      letGo();
      picked = { element: /** @type {Element} */ (event.composedPath()[0]), purpose };
      browser.runtime.sendMessage({ kind: "picked" }).catch(() => {});
    };
    letGo = () => {
      picked = undefined;
      for (const root of roots)
        for (const name of events) member(EventTarget, "removeEventListener")(root, name, take, true);
    };
    for (const root of roots) for (const name of events) listen(root, name, take, true);
    return true;
  }

  /** What the person pointed at, once: for which purpose, and the line at which it stands in the last reading. */
  function takePicked() {
    if (!picked) return null;
    const { element: wanted, purpose } = picked;
    picked = undefined;
    const line = elements.findLastIndex((element) => member(Node, "contains")(element, wanted));
    return line < 0 ? null : { line, purpose };
  }

  const noteInput = (/** @type {Event} */ event) => {
    if (!event.isTrusted) return;
    lastInput = Date.now();
    if (/^(keydown|pointerdown)$/.test(event.type)) endOutline();
  };
  /** Notes what the person does in a document. @param {Document} root */
  function noteInputIn(root) {
    for (const name of ["keydown", "pointerdown", "wheel", "touchstart", "input"])
      listen(root, name, noteInput, { capture: true, passive: true });
  }
  noteInputIn(document);
  // The background is not woken for it: it learns of it with the next reading.
  const noteFront = (/** @type {Event} */ event) => {
    if (event.isTrusted && document.visibilityState === "visible") lastFront = Date.now();
  };
  listen(document, "visibilitychange", noteFront, { capture: true });
  listen(window, "focus", noteFront, { capture: true });

  const observer = new MutationObserver(noteChange);
  /** Tells the background, once after each reading, that the document has changed since. More need not be heard
   * before the next reading, however much a page moves. */
  function noteChange() {
    observer.disconnect();
    if (!changed && !reading && nonce !== undefined)
      browser.runtime.sendMessage({ kind: "changed", nonce }).catch(() => {});
    changed = true;
  }
  function observe() {
    changed = false;
    if (nonce === undefined) return;
    for (const root of observed)
      observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
  }
  /** Lets the background be told of changes since the last reading. @param {number} given what it knows us by */
  function report(given) {
    const before = nonce;
    nonce = given;
    if (before === undefined) observe();
  }

  globalThis.terminwachtReader = {
    ...{ read, situation, press, outline, report, apart },
    ...{ pick, takePicked, letGo: () => letGo() },
  };
})();

// What the injection answers.
globalThis.terminwachtReader.apart();
