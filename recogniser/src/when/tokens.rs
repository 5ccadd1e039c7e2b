//! Cuts a text into the numbers and words dates and times are written with.
//!
//! Only numbers and words of `names.txt` become tokens; all else is kept as the gap between two of them.
//! Tokens with an unknown word between them can never belong together, so they come in clusters.

use super::Language;
use super::letters::{Look, look};
use super::names::{Hash, LONGEST, Names, Senses, Word};

/// A number or a known word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    /// First byte.
    pub(super) start: usize,
    /// One past the last byte.
    pub(super) end: usize,
    pub(super) kind: Kind,
    /// What stands between this token and the one before.
    pub(super) gap: Gap,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Kind {
    /// A run of digits; the value of one longer than eight is meaningless.
    Number { value: u32, digits: u8 },
    /// A known word, whether it begins with a capital, and what it can mean in the page's language.
    Word { word: Word, capital: bool, senses: Senses },
    /// The end of a cluster, there for its gap.
    End,
}

/// The text between two tokens in its plainest form: spaces run together, dashes, colons and brackets of any
/// width as in ASCII, `$` for any currency sign, `x` for an unknown word.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Gap {
    head: [u8; Gap::MOST as usize],
    /// More than `MOST` where the gap is longer than that.
    length: u8,
    last: u8,
}

impl Gap {
    const MOST: u8 = 6;

    #[inline]
    fn push(&mut self, mark: u8) {
        if mark == b' ' && self.last == b' ' {
            return;
        }
        if let Some(place) = self.head.get_mut(usize::from(self.length)) {
            *place = mark;
        }
        // An unknown word separates as if the gap were too long.
        let next = if mark == b'x' { Gap::MOST + 1 } else { self.length + 1 };
        self.length = next.max(self.length).min(Gap::MOST + 1);
        self.last = mark;
    }

    fn is_far(self) -> bool {
        self.length > Gap::MOST
    }

    /// The whole gap; nothing if it is too long or holds an unknown word.
    pub(super) fn marks(&self) -> Option<&[u8]> {
        self.head.get(..usize::from(self.length))
    }

    /// Whether the gap is exactly one of these.
    pub(super) fn is(self, these: &[&str]) -> bool {
        self.marks().is_some_and(|marks| these.iter().any(|this| this.as_bytes() == marks))
    }

    /// Whether the gap begins so, be it as long as it may.
    pub(super) fn begins(self, with: &str) -> bool {
        self.head.starts_with(with.as_bytes())
    }

    /// The mark right before the token, 0 if there is none.
    pub(super) fn last(self) -> u8 {
        self.last
    }
}

/// Hands the clusters of a text to `each`, in order, one after the other in the same memory.
pub(super) fn clusters(
    text: &str,
    names: &Names,
    language: Option<Language>,
    cluster: &mut Vec<Token>,
    mut each: impl FnMut(&[Token]),
) {
    let mut lexer = Lexer { text, position: 0, names, language, gap: Gap::default(), in_syllables: false };
    cluster.clear();
    loop {
        let token = lexer.next();
        let gap = lexer.gap;
        if !cluster.is_empty() && (token.is_none() || gap.is_far()) {
            let end = cluster.last().map_or(0, |last| last.end);
            cluster.push(Token { start: end, end, kind: Kind::End, gap });
            each(cluster);
            cluster.clear();
        }
        let Some((start, end, kind)) = token else { return };
        cluster.push(Token { start, end, kind, gap });
        lexer.gap = Gap::default();
    }
}

struct Lexer<'a> {
    text: &'a str,
    position: usize,
    names: &'a Names,
    language: Option<Language>,
    /// What was skipped since the last token.
    gap: Gap,
    /// Inside a run of Hangul whose beginning was no name.
    in_syllables: bool,
}

type Piece = (usize, usize, Kind);

impl Lexer<'_> {
    /// The character at the position, which is always on a boundary.
    #[inline]
    fn peek(&self) -> Option<(Look, usize, bool)> {
        let byte = *self.text.as_bytes().get(self.position)?;
        if byte.is_ascii_alphabetic() {
            return Some((Look::Letter((byte | 0x20) as char), 1, byte.is_ascii_uppercase()));
        }
        if byte.is_ascii() {
            return Some((look(byte as char), 1, false));
        }
        let c = self.text.get(self.position..)?.chars().next()?;
        let found = look(c);
        let capital = matches!(found, Look::Letter(_)) && c.is_uppercase();
        Some((found, c.len_utf8(), capital))
    }

    fn next(&mut self) -> Option<Piece> {
        loop {
            let byte = *self.text.as_bytes().get(self.position)?;
            let piece = match byte {
                b'a'..=b'z' => self.word(false),
                b'A'..=b'Z' => self.word(true),
                b'0'..=b'9' => Some(self.number()),
                b' ' => self.skip(b' ', 1),
                _ => self.next_other(),
            };
            if byte.is_ascii() {
                self.in_syllables = false;
            }
            if piece.is_some() {
                return piece;
            }
        }
    }

    /// What begins with anything but an ASCII letter or digit.
    fn next_other(&mut self) -> Option<Piece> {
        let Some((found, width, capital)) = self.peek() else {
            self.position = self.text.len();
            return None;
        };
        let in_syllables = std::mem::replace(&mut self.in_syllables, false);
        match found {
            Look::Letter(_) => self.word(capital),
            Look::Digit(_) => Some(self.number()),
            Look::Ideograph => self.unspaced(width),
            Look::Syllable => {
                let piece = if in_syllables { self.skip(b'x', width) } else { self.unspaced(width) };
                self.in_syllables = piece.is_none();
                piece
            }
            Look::Mark(mark) => self.skip(mark, width),
            Look::Nothing => {
                self.position += width;
                None
            }
        }
    }

    #[inline]
    fn skip(&mut self, mark: u8, width: usize) -> Option<Piece> {
        self.gap.push(mark);
        self.position += width;
        None
    }

    fn number(&mut self) -> Piece {
        let (start, mut end) = (self.position, self.position);
        let (mut value, mut digits) = (0_u32, 0_u8);
        while let Some((found, width, _)) = self.peek() {
            match found {
                Look::Digit(digit) => {
                    value = value.wrapping_mul(10).wrapping_add(u32::from(digit));
                    digits = digits.saturating_add(1);
                    end = self.position + width;
                }
                Look::Nothing => {}
                _ => break,
            }
            self.position += width;
        }
        (start, end, Kind::Number { value, digits })
    }

    fn word(&mut self, capital: bool) -> Option<Piece> {
        let (start, mut end) = (self.position, self.position);
        let bytes = self.text.as_bytes().get(start..).unwrap_or_default();
        // Most words are of ASCII letters only, and no names; single letters may begin "a.m.".
        let plain = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let is_all = bytes.get(plain).is_none_or(u8::is_ascii);
        let letters = bytes.get(..plain).unwrap_or_default();
        if is_all && plain > 1 && !self.names.may_have(letters) {
            self.position += plain;
            self.gap.push(b'x');
            return None;
        }
        let mut folded = [0_u8; LONGEST];
        let (mut length, mut hash) = (0, Hash::START);
        let mut known = true;
        for (byte, place) in letters.iter().zip(&mut folded) {
            *place = byte | 0x20;
            hash = hash.with(*place);
            length += 1;
        }
        self.position += length;
        end += length;
        while let Some((found, width, _)) = self.peek() {
            match found {
                Look::Letter(letter) => {
                    known &= letter != '\0';
                    let mut bytes = [0; 4];
                    for &byte in letter.encode_utf8(&mut bytes).as_bytes() {
                        hash = hash.with(byte);
                        match folded.get_mut(length) {
                            Some(place) => *place = byte,
                            None => known = false,
                        }
                        length += 1;
                    }
                    end = self.position + width;
                }
                Look::Nothing => {}
                _ => break,
            }
            self.position += width;
        }
        let found = folded.get(..length).filter(|_| known);
        let dotted = match found {
            Some(b"a") => self.dotted(b"am"),
            Some(b"p") => self.dotted(b"pm"),
            _ => None,
        };
        if let Some(word) = dotted {
            return Some((start, self.position, self.known(word, capital)));
        }
        let word = found.and_then(|folded| self.names.find(folded, hash));
        if word.is_none() {
            self.gap.push(b'x');
        }
        word.map(|word| (start, end, self.known(word, capital)))
    }

    fn known(&self, word: Word, capital: bool) -> Kind {
        let names = self.names.senses(word, self.language, capital);
        Kind::Word { word, capital, senses: names.fold(0, |senses, name| senses | name.sense.bit()) }
    }

    /// The rest of `a.m.` or `p. m.`, after its first letter.
    fn dotted(&mut self, whole: &[u8]) -> Option<Word> {
        let rest = self.text.get(self.position..)?.strip_prefix('.')?;
        let rest = rest.strip_prefix([' ', '\u{a0}', '\u{202f}']).unwrap_or(rest);
        let rest = rest.strip_prefix(['m', 'M'])?;
        if rest.starts_with(char::is_alphanumeric) {
            return None;
        }
        let word = self.names.find_plain(whole)?;
        self.position = self.text.len() - rest.strip_prefix('.').unwrap_or(rest).len();
        Some(word)
    }

    /// The longest name that begins at the position, in a script without spaces between words.
    fn unspaced(&mut self, width: usize) -> Option<Piece> {
        const MOST_CHARACTERS: usize = 3;
        let start = self.position;
        self.position += width;
        let rest = self.text.get(start..)?;
        if rest.chars().next().is_some_and(|first| self.names.may_begin(first)) {
            let mut ends = [0; MOST_CHARACTERS];
            let mut end = 0;
            for (place, c) in ends.iter_mut().zip(rest.chars()) {
                end += c.len_utf8();
                *place = end;
            }
            for &end in ends.iter().rev().filter(|&&end| end > 0) {
                if let Some(word) = rest.get(..end).and_then(|word| self.names.find_plain(word.as_bytes())) {
                    self.position = start + end;
                    return Some((start, start + end, self.known(word, true)));
                }
            }
        }
        self.gap.push(b'x');
        None
    }
}
