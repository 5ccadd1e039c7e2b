// How restock detectors decide: a fixed phrase stands somewhere in the text, or it does not.

const OUT_OF_STOCK = [
  ..."out of stock|sold out|unavailable|not available|no longer available|currently unavailable|fully booked|waitlist".split(
    "|",
  ),
  ..."no appointments|no slots|no availability|coming soon|notify me|back in stock soon|join the waiting list".split(
    "|",
  ),
  ..."ausverkauft|ausgebucht|nicht verfügbar|nicht vorrätig|derzeit nicht|leider vergriffen|keine termine".split(
    "|",
  ),
  ..."rupture de stock|épuisé|indisponible|complet|agotado|sin existencias|no disponible|esaurito".split("|"),
  ..."non disponibile|uitverkocht|niet op voorraad|brak w magazynie|niedostępny|esgotado|indisponível".split(
    "|",
  ),
  ..."нет в наличии|распродано|tükendi|stokta yok|在庫切れ|売り切れ|품절|매진|temporarily out|discontinued".split(
    "|",
  ),
  ..."this item is not|we are sold|cannot be ordered|pre-order|preorder|backorder|vorbestellung|ship later".split(
    "|",
  ),
];

/** What the page is taken for, with the first phrase that says so. @param {string} text */
export function stockVerdict(text) {
  const lower = text.toLowerCase();
  const found = OUT_OF_STOCK.find((phrase) => lower.includes(phrase));
  return found ? `none: ${found}` : "possibly free";
}
