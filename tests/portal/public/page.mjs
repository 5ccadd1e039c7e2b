// What every page has: the cookie note, shown until it was closed once.

const KEY = "cookies-noted";

/** @param {ParentNode} root */
export function cookieNote(root) {
  const note = root.querySelector(".cookies");
  if (!(note instanceof HTMLElement) || localStorage.getItem(KEY) !== null) return;
  note.hidden = false;
  note.querySelector("button")?.addEventListener("click", () => {
    localStorage.setItem(KEY, "yes");
    note.hidden = true;
  });
}

cookieNote(document);
