// What nodes are asked, in ways that no page can spoil.

/** Whether this is the page itself, and not a frame in it. */
export const isTop = window === window.top;

/** Asks nodes for a member as their class has it: in a form and in a document, what the page gives the name of a member
 * stands in its place. It is quicker too, where the browser puts a wrapper around each node.
 * @template {object} Class @template {keyof Class} Name @param {{prototype: Class}} kind @param {Name} name
 * @returns {Class[Name] extends (...values: infer Values) => infer Result ? (node: Class, ...values: Values) => Result : (node: Class) => Class[Name]} */
export function member({ prototype }, name) {
  const { get, value } = Object.getOwnPropertyDescriptor(prototype, name) ?? {};
  return /** @type {any} */ (Function.prototype.call.bind(get ?? value));
}

export const typeOf = member(Node, "nodeType");
export const dataOf = member(Node, "nodeValue");
export const textIn = /** @type {(node: Node) => string} */ (member(Node, "textContent"));
export const parentOf = member(Node, "parentElement");
export const ownerOf = member(Node, "parentNode");
export const nodesIn = member(Node, "childNodes");
export const firstOf = member(Node, "firstChild");
export const afterOf = member(Node, "nextSibling");
export const firstIn = member(Element, "firstElementChild");
export const nameOf = member(Element, "localName");
const namespaceOf = member(Element, "namespaceURI");
export const attributeOf = member(Element, "getAttribute");
export const namesOf = member(Element, "getAttributeNames");
export const queryIn = member(Element, "querySelector");
export const matches = member(Element, "matches");
export const nearest = member(Element, "closest");
const checkVisibility = member(Element, "checkVisibility");
export const propertyOf = member(CSSStyleDeclaration, "getPropertyValue");
export const innerOf = member(HTMLElement, "innerText");
export const listen = member(EventTarget, "addEventListener");
const queryAll = member(Document, "querySelectorAll");
export const bodyOf = member(Document, "body");

/** The shadow tree of an element. Extensions are shown closed ones too, by each browser in its own way.
 * @type {(element: Element) => ShadowRoot | null} */
export const shadowOf = (() => {
  const { dom } = /** @type {any} */ (globalThis).chrome ?? {};
  const closedToo = /** @type {"shadowRoot"} */ ("openOrClosedShadowRoot");
  const own = closedToo in Element.prototype ? closedToo : "shadowRoot";
  return dom?.openOrClosedShadowRoot ?? member(Element, own);
})();

/** What an element looks like. @type {(element: Element) => CSSStyleDeclaration} */
export const styleOf = getComputedStyle.bind(window);

/** Whether fields of a form stand in the place of what every element has. @param {Element} element */
export const isMasked = (element) =>
  nameOf(element) === "form" && Reflect.ownKeys(element).some((name) => name in HTMLElement.prototype);

// What stands in a frame is of that frame's own classes, which `instanceof` does not know.

/** @param {Node} node @returns {node is Element} */
export const isElement = (node) => typeOf(node) === 1;

/** @param {Node} node @returns {node is Document} */
export const isDocument = (node) => typeOf(node) === 9;

/** @param {Element} element @returns {element is HTMLElement} */
export const isHtml = (element) => namespaceOf(element)?.endsWith("/1999/xhtml") ?? false;

/** @template {keyof HTMLElementTagNameMap} Name @param {Element} element @param {Name} name
 * @returns {element is HTMLElementTagNameMap[Name]} */
export const isA = (element, name) => nameOf(element) === name && isHtml(element);

/** @param {Document | ShadowRoot} root @param {string} selector @returns {NodeListOf<Element>} */
export const allIn = (root, selector) =>
  isDocument(root) ? queryAll(root, selector) : root.querySelectorAll(selector);

/** @param {Element} root of the document that is searched @param {string} id */
export const named = ({ ownerDocument }, id) => elementBy(ownerDocument, id);
const elementBy = member(Document, "getElementById");

/** @param {Node} node */
export const textsIn = (node) => walkerIn(document, node, NodeFilter.SHOW_TEXT);
const walkerIn = member(Document, "createTreeWalker");

const VISIBLE = { visibilityProperty: true, opacityProperty: true };

/** @param {Element} element */
export const isVisible = (element) => checkVisibility(element, VISIBLE);
