// What elements are: by their names, by the roles they state, by what they are made of.

import { attributeOf, firstOf, nameOf } from "./nodes.js";

/** Each name with what it stands for. @param {Record<string, string>} groups names by that */
const byName = (groups) =>
  new Map(Object.entries(groups).flatMap(([role, names]) => names.split(" ").map((name) => [name, role])));
/** What elements are by their names: what a person uses or a block is headed by, and what contains others. */
export const CONTROLS = byName({
  button: "button summary",
  field: "select textarea",
  frame: "iframe frame",
  heading: "h1 h2 h3 h4 h5 h6",
});
const CONTAINERS = byName({
  ...{ main: "main", navigation: "nav", header: "header", footer: "footer", aside: "aside" },
  ...{ dialog: "dialog", form: "form", section: "article section fieldset" },
  ...{ list: "ul ol", item: "li", table: "table", row: "tr", cell: "td th" },
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
export const FRAMING = new Set(["navigation", "header", "footer", "aside"]);
/** What may hold line after line of text, each of which says something of its own. */
export const LINED = new Set([...FRAMING, "main", "dialog", "form", "section"]);
export const LEAVES = new Set(["heading", "button", "link", "option", "radio", "checkbox", "field", "image"]);
/** The elements worth a block of their own: all of these names, and all with one of these attributes. */
export const OWN = new Set([
  ...[...CONTROLS.keys(), ...CONTAINERS.keys()],
  ...["input", "label", "del", "s", "strike", "progress"],
]);
export const ATTRIBUTED =
  "a[href],img[alt],area[alt],[title]:empty,time[datetime],[role],[aria-live],[aria-busy],[aria-disabled],[aria-label],[onclick],[tabindex]";
/** What a picture or an icon shows, as the page says it. @param {Element} element */
export const pictured = (element) => attributeOf(element, "alt") || attributeOf(element, "title") || "";

/** @param {Element} element */
export function roleOf(element) {
  const stated = ROLES.get(attributeOf(element, "role") ?? "");
  const name = nameOf(element);
  // A button that unfolds a list shows what is chosen in it, as a select does.
  const isButton = stated === "button" || (!stated && name === "button");
  if (isButton && attributeOf(element, "aria-haspopup") === "listbox") return "field";
  if (stated) return stated;
  if (name === "a") return attributeOf(element, "href") === null ? "" : "link";
  if (name === "img" || name === "area") return pictured(element) ? "image" : "";
  if (name === "option") return "option";
  if (name === "input") {
    const { type } = /** @type {HTMLInputElement} */ (element);
    if (type === "hidden") return "";
    if (type === "radio" || type === "checkbox") return type;
    return /^(button|submit|reset|image)$/.test(type) ? "button" : "field";
  }
  const control = CONTROLS.get(name);
  if (control) return control;
  if (attributeOf(element, "aria-modal") === "true") return "dialog";
  if (/^(polite|assertive)$/.test(attributeOf(element, "aria-live") ?? "")) return "alert";
  const container = CONTAINERS.get(name);
  // An icon that only its tooltip explains.
  return container ?? (!firstOf(element) && pictured(element) ? "image" : "");
}
