// Reads the visible document as an outline of blocks (the form is described in recogniser/src/page.rs), tells the
// background when the document changed, and presses or outlines what it is told to. It decides nothing.
// It runs in the extension's isolated world, so a page can neither see it nor call it; once in each document.

import { report } from "./changes.js";
import { letGo, outline, pick, press, sincePress, takePicked } from "./hands.js";
import { hasUnsent, notePerson, sinceFront, sinceInput } from "./person.js";
import { apart } from "./places.js";
import { at, lastReading, lineOf, read } from "./reading.js";

notePerson();

globalThis.terminwachtReader = {
  read,
  report,
  pick,
  letGo: () => letGo(),
  press: (serial, line) => press(at(serial, line)),
  outline: (serial, line) => outline(at(serial, line)),
  /** What the person is doing here, and which reading the lines for `press` count in. */
  situation: () => ({
    ...lastReading(),
    age: sincePress(),
    sinceInput: sinceInput(),
    sinceFront: sinceFront(),
    unsent: hasUnsent(),
  }),
  /** What the person pointed at, once: for which purpose, and the line at which it stands in the last reading. */
  takePicked() {
    const picked = takePicked();
    const line = picked ? lineOf(picked.element) : -1;
    return picked && line >= 0 ? { line, purpose: picked.purpose } : null;
  },
  apart,
};
