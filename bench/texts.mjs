// Texts as booking pages have them, of any size, the same at every run.

const LINES = [
  "Bürgeramt Mitte – Terminvereinbarung für Anmeldung einer Wohnung, Reisepass und Personalausweis",
  "Freitag, 13. März 2026, 14:30 Uhr – noch 2 Plätze frei",
  "Mo., 16.03.2026 08:00 – 08:15 Uhr ausgebucht",
  "Bitte wählen Sie einen Tag und eine Uhrzeit. Ihre Auswahl wird zehn Minuten lang reserviert.",
  "Derzeit sind leider keine Termine verfügbar. Bitte versuchen Sie es später erneut.",
  "Öffnungszeiten: Montag bis Freitag 8:00 – 12:00 Uhr, Donnerstag auch 14:00 – 18:00 Uhr",
  "Hauptstraße 12, 89075 Ulm, Telefon 0731 123456, Zimmer 2.14",
  "Bringen Sie Ihren Ausweis, ein biometrisches Foto und die Gebühr von 37,50 Euro mit.",
  "Friday, March 13, 2026 at 2:30 PM – 3 spots left",
  "There are currently no appointments available at this location. Please check back later.",
  "Choose a date and time for your visit. You can change or cancel your appointment at any time.",
  "vendredi 13 mars 2026 à 14h30 – 1 place disponible",
  "Aucun rendez-vous n'est disponible pour le moment.",
  "Datenschutz Impressum Kontakt Barrierefreiheit Leichte Sprache",
];

/** A text of at least that many characters. @param {number} size */
export function makeText(size) {
  const parts = [];
  let length = 0;
  for (let index = 0; length < size; index += 1) {
    const line = `${LINES[(index * 7 + (index >> 3)) % LINES.length]} ${index}`;
    parts.push(line);
    length += line.length + 1;
  }
  return parts.join("\n");
}
