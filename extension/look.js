// One plain look of the reader, for injection right behind it: to ask the browser once instead of twice saves milliseconds
// that whoever opened the popup waits for.

globalThis.terminwachtReader
  .read(false)
  .then((page) => ({ page, situation: globalThis.terminwachtReader.situation() }));
