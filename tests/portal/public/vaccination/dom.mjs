// Elements out of names, attributes and children.

/**
 * @template {keyof HTMLElementTagNameMap} Name
 * @param {Name} name
 * @param {Record<string, string | boolean | ((event: Event) => void)>} [attributes] functions are listeners
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[Name]}
 */
export function element(name, attributes = {}, ...children) {
  const result = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (typeof value === "function") result.addEventListener(key, value);
    else if (value === true) result.setAttribute(key, "");
    else if (value !== false) result.setAttribute(key, value);
  }
  result.append(...children);
  return result;
}

/**
 * An element with a name of the application's own, as frameworks make them.
 * @param {`app-${string}`} name
 * @param {...(Node | string)} children
 */
export function component(name, ...children) {
  const result = document.createElement(name);
  result.append(...children);
  return result;
}

/**
 * Puts values in the place of `{name}`.
 * @param {string | undefined} text
 * @param {Record<string, string | number>} values
 */
export function fill(text, values) {
  return (text ?? "").replace(/\{(\w+)\}/g, (_, name) => String(values[name] ?? ""));
}

/** @param {string | undefined} text */
export function loader(text) {
  return element(
    "div",
    { class: "loader", role: "status", "aria-busy": "true" },
    element("div", { class: "spinner" }),
    element("p", {}, text ?? ""),
  );
}
