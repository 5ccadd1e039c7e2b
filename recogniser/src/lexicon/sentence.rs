//! Cuts texts into sentences, and sentences into words in lower case.

use crate::sieve::Edges;

/// The marks around what somebody else says: each opens it, and one of the others closes it.
const QUOTES: [(char, &[char]); 8] = [
    ('„', &['“', '”', '"']),
    ('“', &['”', '“']),
    ('”', &['”']),
    ('«', &['»']),
    ('»', &['«']),
    ('"', &['"']),
    ('「', &['」']),
    ('『', &['』']),
];
/// A text of fewer characters beside what it quotes only frames it.
const FRAME: usize = 8;

/// A text without what it quotes; `None` where it quotes nothing, or is all a quotation and says it itself.
pub(super) fn unquoted(text: &str) -> Option<String> {
    let mut own = String::new();
    let mut rest = text;
    while let Some((start, opening, closing)) =
        rest.char_indices().find_map(|(at, c)| Some((at, c, closing(c)?)))
    {
        let inside = rest.get(start + opening.len_utf8()..).unwrap_or_default();
        let Some(end) = inside.find(closing) else { break };
        own.push_str(rest.get(..start).unwrap_or_default());
        own.push(' ');
        rest = inside.get(end..).unwrap_or_default();
        rest = rest.get(rest.chars().next().map_or(0, char::len_utf8)..).unwrap_or_default();
    }
    if own.is_empty() {
        return None;
    }
    own.push_str(rest);
    let said: String = own.chars().filter(|c| c.is_alphabetic()).collect();
    (letters(&said) >= FRAME).then_some(own)
}

/// How many letters a text has. A sign of East Asian writing says as much as two.
pub(crate) fn letters(text: &str) -> usize {
    // The first bytes of characters, and those of characters from U+3000 on.
    let starts = text.bytes().filter(|byte| byte & 0xc0 != 0x80).count();
    starts + text.bytes().filter(|byte| *byte >= 0xe3).count()
}

/// Whether a text is all a quotation: somebody else says it.
pub(crate) fn is_quotation(text: &str) -> bool {
    behind_quotation(text).is_some_and(str::is_empty)
}

/// Whether a text begins with a quotation, as the name of a talk or a book is written.
pub(crate) fn begins_with_quotation(text: &str) -> bool {
    behind_quotation(text).is_some()
}

/// What stands behind the quotation that a text begins with.
fn behind_quotation(text: &str) -> Option<&str> {
    let mut inside = text.chars();
    let closing = closing(inside.next()?)?;
    inside.as_str().split_once(closing).map(|(_, behind)| behind)
}

/// The marks that close what a mark opens.
fn closing(opening: char) -> Option<&'static [char]> {
    QUOTES.iter().find(|(open, _)| *open == opening).map(|(_, closing)| *closing)
}

/// A text without what stands in brackets; `None` where nothing does.
pub(super) fn without_brackets(text: &str) -> Option<String> {
    let (mut rest, after) = text.split_once('(')?;
    let mut plain = String::from(rest);
    rest = after;
    while let Some((_, after)) = rest.split_once(')') {
        let (own, inside) = after.split_once('(').unwrap_or((after, ""));
        plain.push_str(own);
        rest = inside;
    }
    Some(plain)
}

/// Parts a text after full stops, question and exclamation marks that end a sentence.
pub(super) fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (sentence, after) = rest.split_at_checked(sentence_end(rest)).unwrap_or((rest, ""));
        rest = after;
        Some(sentence)
    })
}

/// Titles, whose full stop ends no sentence: a name follows. Behind "kl." it is a time.
const TITLES: [&[u8]; 14] = [
    b"Dr", b"Dra", b"Prof", b"med", b"MUDr", b"Dott", b"Mr", b"Mrs", b"Ms", b"Sr", b"Sra", b"Hr", b"Nr",
    b"kl",
];

/// What an insertion between two commas begins with: "all appointments, including those of Friday, are taken".
pub(super) const INSERTIONS: &str = include_str!("insertions.txt");

/// Whether a text ends with a title.
fn ends_with_title(text: &[u8]) -> bool {
    let is_whole =
        |before: &[u8]| before.last().is_none_or(|last| last.is_ascii() && !last.is_ascii_alphanumeric());
    TITLES.iter().any(|title| text.strip_suffix(*title).is_some_and(is_whole))
}

fn sentence_end(text: &str) -> usize {
    let bytes = text.as_bytes();
    for (at, byte) in bytes.iter().enumerate() {
        match byte {
            b'.' | b'!' | b'?' | b';' => {
                // After a digit it may be an ordinal or a date.
                let before = at.checked_sub(1).and_then(|before| bytes.get(before));
                let next = || text.get(at + 1..).and_then(|rest| rest.chars().next());
                let is_title = || *byte == b'.' && ends_with_title(bytes.get(..at).unwrap_or_default());
                if !before.is_some_and(u8::is_ascii_digit)
                    && next().is_none_or(char::is_whitespace)
                    && !is_title()
                {
                    return at + 1;
                }
            }
            // The first bytes of the East Asian marks.
            0xe3 | 0xef => {
                let wide = text.get(at..).and_then(|rest| rest.chars().next());
                if let Some(mark @ ('。' | '！' | '？' | '；')) = wide {
                    return at + mark.len_utf8();
                }
            }
            _ => {}
        }
    }
    text.len()
}

/// The words of one sentence in lower case, without the marks between them.
#[derive(Default)]
pub(super) struct Words {
    /// The sentence, or the words alone, in lower case.
    lower: Vec<u8>,
    each: Vec<Word>,
    /// The number of the clause that the words are in which are taken next.
    clause: u16,
    /// Whether there are letters of languages that write without spaces, or the marks they use for words.
    pub(super) unspaced: bool,
}

/// One word.
pub(super) struct Word {
    start: usize,
    clause: u16,
    pub(super) edges: Edges,
}

impl Words {
    /// Takes a sentence in place of the one before.
    pub(super) fn split(&mut self, sentence: &str) {
        self.lower.clear();
        self.each.clear();
        self.clause = 0;
        self.unspaced = false;
        if sentence.is_ascii() {
            self.lower.extend_from_slice(sentence.as_bytes());
            self.lower.make_ascii_lowercase();
            self.split_ascii();
        } else {
            self.split_any(sentence);
        }
    }

    /// The words of what is all ASCII, and in lower case already.
    fn split_ascii(&mut self) {
        let mut at = 0;
        while let Some(rest) = self.lower.get(at..).filter(|rest| !rest.is_empty()) {
            let length = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
            let whole = length + usize::from(is_decimal_zero(rest.get(..length), rest.get(length..)));
            if let Some(word) = rest.get(..whole).filter(|word| !word.is_empty()) {
                self.each.push(Word { start: at, clause: self.clause, edges: Edges::of(word) });
            }
            let ends = rest.get(length).is_some_and(|mark| ends_clause(char::from(*mark)));
            self.clause = self.clause.saturating_add(u16::from(ends));
            at += length + 1;
        }
    }

    fn split_any(&mut self, sentence: &str) {
        let bytes = sentence.as_bytes();
        let mut at = 0;
        let mut start = 0;
        while let Some(byte) = bytes.get(at) {
            if byte.is_ascii_alphanumeric() {
                let rest = bytes.get(at..).unwrap_or_default();
                let run = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric());
                let length = self.lower.len();
                // Digits have that bit already.
                self.lower.extend(run.map(|byte| byte | 0x20));
                at += self.lower.len() - length;
                if is_decimal_zero(self.lower.get(start..), bytes.get(at..)) {
                    self.lower.push(b'.');
                }
                continue;
            }
            let mark = if byte.is_ascii() {
                at += 1;
                char::from(*byte)
            } else {
                let Some(character) = sentence.get(at..).and_then(|rest| rest.chars().next()) else { break };
                at += character.len_utf8();
                if self.push(character) {
                    continue;
                }
                character
            };
            start = self.close(start);
            self.clause = self.clause.saturating_add(u16::from(ends_clause(mark)));
        }
        self.close(start);
    }

    /// Adds a character beyond ASCII if it belongs to a word.
    fn push(&mut self, character: char) -> bool {
        let lower = match character {
            'ß'..='ö' | 'ø'..='ÿ' | 'а'..='я' => character,
            'À'..='Ö' | 'Ø'..='Þ' | 'А'..='Я' => {
                char::from_u32(u32::from(character) + 0x20).unwrap_or(character)
            }
            // What lower case leaves above the Turkish i.
            '\u{307}' => return true,
            // An apostrophe, though Unicode counts it among the letters.
            '\u{2bc}' => return false,
            _ if character.is_alphanumeric() => {
                self.unspaced |= character >= '\u{3040}';
                for lower in character.to_lowercase().filter(|lower| *lower != '\u{307}') {
                    self.lower.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
                }
                return true;
            }
            _ => {
                self.unspaced |= matches!(character, '×' | '○' | '◎');
                return false;
            }
        };
        self.lower.extend_from_slice(lower.encode_utf8(&mut [0; 4]).as_bytes());
        true
    }

    /// Ends the word that began there; answers where the next one begins.
    fn close(&mut self, start: usize) -> usize {
        let letters = self.lower.get(start..).unwrap_or_default();
        if !letters.is_empty() {
            self.each.push(Word { start, clause: self.clause, edges: Edges::of(letters) });
        }
        self.lower.len()
    }

    /// The words in their order.
    pub(super) fn words(&self) -> &[Word] {
        &self.each
    }

    /// How many clauses end between the words with these numbers.
    pub(super) fn clauses_between(&self, first: usize, last: usize) -> u16 {
        self.clause(last).saturating_sub(self.clause(first))
    }

    /// Whether the clause behind the one of a word, where it ends before the last, is an insertion.
    pub(super) fn is_interrupted(&self, first: usize, last: usize) -> bool {
        let inserted = (first..last).find(|number| self.clause(*number) > self.clause(first));
        inserted.is_some_and(|number| {
            INSERTIONS.lines().any(|opening| {
                let mut words = opening.split(' ').zip(number..);
                words.all(|(word, number)| self.letters(number) == Some(word.as_bytes()))
            })
        })
    }

    fn clause(&self, number: usize) -> u16 {
        self.each.get(number).map_or(0, |word| word.clause)
    }

    /// The letters of the word with that number.
    pub(super) fn letters(&self, number: usize) -> Option<&[u8]> {
        let word = self.each.get(number)?;
        self.lower.get(word.start..word.start + word.edges.length)
    }
}

/// Whether what is on both sides of a mark speaks of two things. (The end of a sentence was found before.)
fn ends_clause(mark: char) -> bool {
    matches!(mark, ',' | ';' | ':' | '(' | ')' | '–' | '—')
}

/// Whether a word is the zero that a decimal number begins with: "0.9" is not nothing. Its mark is kept with it.
fn is_decimal_zero(word: Option<&[u8]>, rest: Option<&[u8]>) -> bool {
    word == Some(b"0") && matches!(rest, Some([b'.' | b',', digit, ..]) if digit.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_date_does_not_end_a_sentence() {
        assert_eq!(sentences("Am 3. Mai ist nichts frei. Sonst schon.").count(), 2);
        assert_eq!(sentences("予約枠がありません。明日また。").count(), 2);
    }

    #[test]
    fn a_sign_of_east_asian_writing_counts_as_two_letters() {
        assert_eq!(letters("満員 – full"), 2 * 2 + " – full".chars().count());
        assert_eq!(letters("마감"), 4);
    }

    #[test]
    fn a_title_does_not_end_a_sentence() {
        assert_eq!(sentences("Die Termine bei Dr. med. Maier sind vergeben. Bis bald.").count(), 2);
        assert_eq!(sentences("La agenda de la Dra. Gil está completa").count(), 1);
        assert_eq!(sentences("Wir wohnen in Bedr. Kommen Sie").count(), 2);
    }

    proptest! {
        #[test]
        fn sentences_put_together_are_the_text(text in ".{0,300}") {
            prop_assert_eq!(sentences(&text).collect::<String>(), text);
        }

        #[test]
        fn words_are_in_lower_case_and_whole(text in "[ a-zA-Zäöüßéàùŝşñçœøøšéπ予約空き0-9.,;!İ예약Иванов]{0,80}") {
            let mut words = Words::default();
            words.split(&text);
            for number in 0..words.words().len() {
                let letters = words.letters(number).unwrap();
                let lower = std::str::from_utf8(letters).unwrap();
                prop_assert_eq!(lower.to_lowercase().replace('\u{307}', ""), lower);
            }
            let own = |c: char| c.is_alphanumeric() || c == '\u{307}';
            let parts = text.split(|c| !own(c)).map(|part| part.to_lowercase().replace('\u{307}', ""));
            prop_assert_eq!(parts.filter(|part| !part.is_empty()).count(), words.words().len());
        }
    }
}
