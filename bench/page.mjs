// A page of a booking site of any size, the same at every run. It is made up as the saved pages are on which the recogniser
// is measured, on average: of a thousand nodes 390 are elements and 430 are texts of white space alone; there are 57 links,
// 5 buttons, 15 fields, 17 choices, 35 cells, 40 items and 10 headings, and 62 elements are hidden.

const times = (/** @type {number} */ count, /** @type {(index: number) => string} */ make) =>
  Array.from({ length: count }, (_, index) => make(index)).join("\n");

const two = (/** @type {number} */ number) => String(number).padStart(2, "0");

/** About a thousand nodes. @param {number} number */
const part = (number) => `<section class="part">
<h2>Dienstleistung ${number}</h2>
<ul class="services">
${times(40, (index) => `<li class="service">\n<a href="?service=${number}-${index}">Reisepass beantragen ${index}</a>\n</li>`)}
</ul>
<div class="notice">
${times(9, (index) => `<h3>Standort ${index}</h3>\n<p>Derzeit sind leider keine Termine verfügbar.\n<a class="more" href="#${index}">Mehr</a></p>`)}
</div>
<form class="search">
<select name="place">
${times(17, (index) => `<option value="${index}">Bürgeramt ${index}</option>`)}
</select>
${times(3, (index) => `<label>\n<input type="checkbox" name="need-${index}">Anliegen ${index}\n</label>`)}
${times(5, (index) => `<input type="text" name="field-${index}" title="Feld ${index}">`)}
${times(7, (index) => `<input type="hidden" name="token-${index}" value="${index}">`)}
</form>
<table class="days">
<tbody>
${times(5, (row) => `<tr>\n${times(7, (day) => `<td class="day">\n${two(1 + ((row * 7 + day) % 28))}.03.2027\n</td>`)}\n</tr>`)}
</tbody>
</table>
<div class="slots">
${times(5, (index) => `<button type="button">${two(8 + (index % 9))}:${two((number * 5) % 60)} Uhr</button>`)}
</div>
<div class="menu" hidden>
${times(61, (index) => `<div>Seite ${index}</div>`)}
</div>
<div class="text">
${times(13, (index) => `<div class="row">\n<p>Bitte bringen Sie <b>alle</b> Unterlagen mit (${index}).</p>\n</div>`)}
${times(8, (index) => `<p>\n<a href="?page=${index}">Hinweise ${index}</a>\n<span>lesen</span>\n</p>`)}
</div>
</section>`;

/** @param {number} nodes about so many */
export const makePage = (nodes) => `<!doctype html>
<html lang="de">
<meta charset="utf-8">
<title>Terminvereinbarung</title>
<body>
<h1>Termin wählen</h1>
<p id="change">Stand: 0</p>
<main>
${times(nodes / 1000, part)}
</main>
`;
