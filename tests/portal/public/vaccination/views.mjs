// The steps of the application.

import { component, element, fill } from "./dom.mjs";

/**
 * @typedef {import("./server.mjs").Words} Words
 * @typedef {import("./server.mjs").Centre} Centre
 */

/** A code: three groups of four letters or digits. */
export const CODE = /^[A-Z0-9]{4}-[A-Z0-9]{4}-[A-Z0-9]{4}$/;

/**
 * @param {Words} words
 * @param {Centre[]} centres
 * @param {(centre: Centre) => void} onChosen
 */
export function centreChoice(words, centres, onChosen) {
  const options = centres.map(({ id, name }) => element("option", { value: id }, name));
  const select = element(
    "select",
    { id: "centre" },
    element("option", { value: "" }, words.centreNone ?? ""),
    ...options,
  );
  const submit = element(
    "button",
    { class: "primary", type: "submit", disabled: true },
    words.centreSubmit ?? "",
  );
  select.addEventListener("change", () => {
    submit.disabled = select.value === "";
  });
  const form = element(
    "form",
    {
      submit: (event) => {
        event.preventDefault();
        const centre = centres.find(({ id }) => id === select.value);
        if (centre) onChosen(centre);
      },
    },
    element("p", { class: "field" }, element("label", { for: "centre" }, words.centre ?? ""), select),
    element("p", { class: "buttons" }, submit),
  );
  return component(
    "app-centre-choice",
    element(
      "section",
      { class: "card" },
      element("h1", {}, words.centreTitle ?? ""),
      element("p", {}, words.centreText ?? ""),
      form,
    ),
  );
}

/**
 * @param {Words} words
 * @param {(code: string) => void} onCode
 */
function codeForm(words, onCode) {
  const parts = [1, 2, 3].map((number) =>
    element("input", {
      type: "text",
      maxlength: "4",
      size: "4",
      autocomplete: "off",
      autocapitalize: "characters",
      placeholder: "XXXX",
      "aria-label": fill(words.codePart, { number }),
    }),
  );
  const code = () => parts.map(({ value }) => value.trim().toUpperCase()).join("-");
  const submit = element(
    "button",
    { class: "primary", type: "submit", disabled: true },
    words.codeSubmit ?? "",
  );
  for (const [index, part] of parts.entries()) {
    part.addEventListener("input", () => {
      submit.disabled = !CODE.test(code());
      if (part.value.length === 4) parts[index + 1]?.focus();
    });
  }
  return element(
    "form",
    {
      submit: (event) => {
        event.preventDefault();
        onCode(code());
      },
    },
    element("p", {}, words.codeText ?? ""),
    element(
      "fieldset",
      { class: "code" },
      element("legend", {}, words.code ?? ""),
      ...parts.flatMap((part, index) => (index === 0 ? [part] : ["–", part])),
    ),
    element("p", { class: "buttons" }, submit),
  );
}

/** @param {Words} words */
function eligibilityForm(words) {
  return element(
    "div",
    {},
    element("h2", {}, words.eligibleTitle ?? ""),
    element("p", {}, words.eligibleText ?? ""),
    element(
      "ol",
      {},
      element("li", {}, words.eligibleAge ?? ""),
      element("li", {}, words.eligibleCare ?? ""),
    ),
    element("label", { class: "check" }, element("input", { type: "checkbox" }), words.eligibleConfirm ?? ""),
  );
}

/**
 * @param {Words} words
 * @param {Centre} centre
 * @param {object} handlers
 * @param {(code: string) => void} handlers.onCode
 * @param {() => Promise<{some: boolean}>} handlers.askEligibility
 */
export function codeEntry(words, centre, { onCode, askEligibility }) {
  const below = element("div", { "aria-live": "polite" });
  const choose = async (/** @type {boolean} */ has) => {
    if (has) {
      below.replaceChildren(codeForm(words, onCode));
      return;
    }
    const { some } = await askEligibility();
    below.replaceChildren(
      some ? eligibilityForm(words) : element("p", { class: "alert", role: "alert" }, words.regionNone ?? ""),
    );
  };
  const answer = (/** @type {boolean} */ has, /** @type {string | undefined} */ text) =>
    element(
      "label",
      {},
      element("input", { type: "radio", name: "has-code", change: () => choose(has) }),
      element("span", {}, text ?? ""),
    );
  return component(
    "app-code-entry",
    element(
      "section",
      { class: "card" },
      element("h1", {}, centre.name),
      element("p", { class: "quiet" }, centre.address),
      element(
        "fieldset",
        { class: "choices" },
        element("legend", {}, words.codeQuestion ?? ""),
        answer(true, words.codeYes),
        answer(false, words.codeNo),
      ),
      below,
    ),
  );
}

/**
 * @param {Words} words
 * @param {string} current
 * @param {Node} content
 */
function steps(words, current, content) {
  const step = (/** @type {string} */ name) =>
    element(
      "li",
      name === current ? { "aria-current": "step" } : {},
      element("h2", {}, words[name] ?? ""),
      name === current ? content : "",
    );
  return element("ol", { class: "steps" }, ...["stepSearch", "stepPerson", "stepBooking"].map(step));
}

/**
 * @param {Words} words
 * @param {Centre} centre
 * @param {() => void} onSearch
 */
export function searchStep(words, centre, onSearch) {
  const button = element("button", { class: "primary", type: "button", click: onSearch }, words.search ?? "");
  return component(
    "app-search",
    element(
      "section",
      { class: "card" },
      element("h1", {}, words.searchTitle ?? ""),
      element("p", { class: "quiet" }, `${centre.name}, ${centre.address}`),
      element("p", {}, words.searchText ?? ""),
      steps(words, "stepSearch", element("p", { class: "buttons" }, button)),
    ),
  );
}

/** @param {Words} words */
export function personStep(words) {
  const field = (/** @type {string} */ id, /** @type {string} */ autocomplete) =>
    element(
      "p",
      { class: "field" },
      element("label", { for: id }, words[id] ?? ""),
      element("input", { id, autocomplete }),
    );
  const fields = element(
    "div",
    {},
    element("p", {}, words.personText ?? ""),
    field("givenName", "given-name"),
    field("familyName", "family-name"),
  );
  return component(
    "app-person",
    element(
      "section",
      { class: "card" },
      element("h1", {}, words.searchTitle ?? ""),
      steps(words, "stepPerson", fields),
    ),
  );
}
