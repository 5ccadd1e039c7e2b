//! What the words of a page are a sign of, in twelve languages.
//!
//! The phrases are data, one file a language: a section per [`Sign`], one phrase a line. A phrase is a row of
//! words in lower case; `a|b` takes either word, `..` skips up to [`MOST_SKIPPED`] words. Punctuation does not count. Files of
//! languages that write without spaces hold plain strings instead. The phrases of all languages apply to every
//! page, because pages mix languages and state the wrong one.

use crate::named::named;
use std::sync::LazyLock;

/// The most words that a gap (`..`) skips. With more, a phrase would join words that have nothing to do with
/// each other.
pub const MOST_SKIPPED: usize = 4;

/// The phrases of one language.
struct Source {
    /// Where they stand, for error messages.
    #[cfg_attr(not(test), expect(dead_code, reason = "only the test of the data names files"))]
    file: &'static str,
    text: &'static str,
    /// Whether the language parts words by spaces.
    spaced: bool,
}

macro_rules! sources {
    ($($file:literal $spaced:literal,)+) => {
        const SOURCES: &[Source] = &[
            $(Source { file: concat!("src/lexicon/", $file), text: include_str!($file), spaced: $spaced },)+
        ];
    };
}

sources! {
    "de.txt" true,
    "en.txt" true,
    "fr.txt" true,
    "es.txt" true,
    "it.txt" true,
    "nl.txt" true,
    "pl.txt" true,
    "pt.txt" true,
    "ru.txt" true,
    "tr.txt" true,
    "ja.txt" false,
    "ko.txt" false,
}

named! {
    /// What a phrase is a sign of. Those with an exclamation mark decide a short page alone; their namesakes
    /// without one only support them, because they stand on many other pages too.
    Sign {
        /// Nothing is free, said of the page.
        None = "none",
        /// Said of one slot: it is taken.
        Full = "full",
        /// Said of one slot: it is free.
        Free = "free",
        /// It is about appointments.
        Booking = "booking",
        /// The person is asked to choose a day or a time.
        Choose = "choose",
        /// What a control says that takes one slot.
        Act = "act",
        /// What a control says that leads elsewhere: next, back, change, print.
        Turn = "turn",
        /// It explains the marks of a calendar.
        Legend = "legend",
        /// There may be more slots than shown.
        More = "more",
        /// It narrows a search down.
        Filter = "filter",
        /// A date or time beside it is none of a slot.
        OtherDate = "other_date",
        /// The choice of a slot lies behind: personal data, confirmation.
        Past = "past",
        /// A waiting room.
        Queue = "queue!",
        /// Perhaps a waiting room.
        QueueHint = "queue",
        /// A test whether a person is there.
        Challenge = "challenge!",
        /// Perhaps such a test.
        ChallengeHint = "challenge",
        /// Signing in is demanded.
        SignIn = "sign_in!",
        /// Signing in is possible.
        SignInHint = "sign_in",
        /// The site refuses.
        Refused = "refused!",
        /// Perhaps a refusal.
        RefusedHint = "refused",
        /// The site is out of order.
        Trouble = "trouble!",
        /// Perhaps out of order.
        TroubleHint = "trouble",
        /// It is still loading.
        Loading = "loading",
    }
}

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u32);

impl Signs {
    /// Whether the sign is in it.
    pub fn has(self, sign: Sign) -> bool {
        self.0 & bit(sign) != 0
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }

    fn add(&mut self, sign: Sign) {
        self.0 |= bit(sign);
    }

    fn remove(&mut self, sign: Sign) {
        self.0 &= !bit(sign);
    }
}

fn bit(sign: Sign) -> u32 {
    1 << sign as u32
}

/// The signs of a text. A phrase never reaches over the end of a sentence.
///
/// ```
/// use terminwacht::lexicon::{Sign, signs};
///
/// assert!(signs("Leider sind derzeit keine freien Termine verfügbar.").has(Sign::None));
/// assert!(!signs("Keine Sorge. Freie Termine finden Sie unten.").has(Sign::None));
/// ```
pub fn signs(text: &str) -> Signs {
    let mut reader = Reader::default();
    sentences(text).map(|sentence| reader.read(sentence)).fold(Signs::default(), Signs::and)
}

const MACHINERY: &str = include_str!("machinery.txt");

/// What an address that a page loads from is a sign of: the machinery of a test or of a waiting room. It stands on
/// many pages that are none, so it only counts where a page shows next to nothing.
pub fn machinery(address: &str) -> Option<Sign> {
    let address = address.to_ascii_lowercase();
    let mut sign = None;
    MACHINERY.lines().filter(|line| !line.is_empty()).find_map(|line| {
        if let Some(name) = line.strip_prefix('[') {
            sign = Sign::from_name(name.trim_end_matches(']'));
            return None;
        }
        sign.filter(|_| address.contains(line))
    })
}

/// The first sentence of a text that has the sign; the text itself where none has it alone.
pub fn sentence_with(text: &str, sign: Sign) -> &str {
    let mut reader = Reader::default();
    sentences(text).find(|sentence| reader.read(sentence).has(sign)).unwrap_or(text)
}

/// Parts a text after full stops, question and exclamation marks that end a sentence.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let end = sentence_end(rest);
        let (sentence, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        Some(sentence)
    })
}

fn sentence_end(text: &str) -> usize {
    let mut before = ' ';
    let mut characters = text.char_indices().peekable();
    while let Some((at, character)) = characters.next() {
        let end = at + character.len_utf8();
        match character {
            '。' | '！' | '？' => return end,
            // After a digit it may be an ordinal or a date.
            '.' | '!' | '?' | ';'
                if !before.is_ascii_digit()
                    && characters.peek().is_none_or(|(_, next)| next.is_whitespace()) =>
            {
                return end;
            }
            _ => before = character,
        }
    }
    text.len()
}

/// One word of a phrase, or a gap.
enum Token {
    Gap,
    Either(Vec<&'static str>),
}

struct Phrase {
    sign: Sign,
    tokens: Vec<Token>,
}

struct Lexicon {
    phrases: Vec<Phrase>,
    /// The phrases by the hash of a first word.
    buckets: Vec<Vec<u16>>,
    /// Plain strings of languages without spaces, and what they are signs of.
    strings: Vec<(&'static str, Sign)>,
}

const BUCKETS: usize = 1024;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    fn new() -> Self {
        let mut lexicon = Lexicon {
            phrases: Vec::new(),
            buckets: (0..BUCKETS).map(|_| Vec::new()).collect(),
            strings: Vec::new(),
        };
        for source in SOURCES {
            let mut sign = None;
            for line in source.text.lines().filter(|line| !line.is_empty()) {
                if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                    sign = Sign::from_name(name);
                } else if let Some(sign) = sign {
                    lexicon.add(line, sign, source.spaced);
                }
            }
        }
        lexicon
    }

    fn add(&mut self, line: &'static str, sign: Sign, spaced: bool) {
        if !spaced {
            self.strings.push((line, sign));
            return;
        }
        let tokens: Vec<Token> = line
            .split(' ')
            .map(|word| if word == ".." { Token::Gap } else { Token::Either(word.split('|').collect()) })
            .collect();
        let Ok(number) = u16::try_from(self.phrases.len()) else { return };
        if let Some(Token::Either(words)) = tokens.first() {
            for word in words {
                if let Some(bucket) = self.buckets.get_mut(hash(word)) {
                    bucket.push(number);
                }
            }
        }
        self.phrases.push(Phrase { sign, tokens });
    }
}

/// Spreads words over the buckets (FNV-1a, by Fowler, Noll and Vo).
fn hash(word: &str) -> usize {
    let hash =
        word.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize % BUCKETS
}

/// Reads sentences, one after the other, in the same memory.
#[derive(Default)]
struct Reader {
    lower: String,
    words: Vec<(usize, usize)>,
}

impl Reader {
    fn read(&mut self, sentence: &str) -> Signs {
        let unspaced = self.split(sentence);
        let lexicon = &*LEXICON;
        let mut found = Signs::default();
        for at in 0..self.words.len() {
            let Some(bucket) = self.word(at).and_then(|word| lexicon.buckets.get(hash(word))) else {
                continue;
            };
            for phrase in bucket.iter().filter_map(|number| lexicon.phrases.get(usize::from(*number))) {
                if !found.has(phrase.sign) && self.matches(&phrase.tokens, at) {
                    found.add(phrase.sign);
                }
            }
        }
        if unspaced {
            for (string, sign) in &lexicon.strings {
                if !found.has(*sign) && sentence.contains(string) {
                    found.add(*sign);
                }
            }
        }
        // "No free appointments" also holds the words of "free appointments".
        if found.has(Sign::None) || found.has(Sign::Full) {
            found.remove(Sign::Free);
        }
        found
    }

    /// Finds the words, in lower case. Answers whether there are letters of languages without spaces.
    fn split(&mut self, sentence: &str) -> bool {
        self.lower.clear();
        self.words.clear();
        let mut start = None;
        let mut unspaced = false;
        for character in sentence.chars() {
            // What lower case leaves above the Turkish i.
            if character.is_alphanumeric() || character == '\u{307}' {
                start.get_or_insert(self.lower.len());
                if character.is_ascii() {
                    self.lower.push(character.to_ascii_lowercase());
                } else {
                    unspaced |= character >= '\u{3040}';
                    self.lower.extend(character.to_lowercase().filter(|lower| *lower != '\u{307}'));
                }
            } else {
                unspaced |= matches!(character, '×' | '○' | '◎');
                if let Some(start) = start.take() {
                    self.words.push((start, self.lower.len()));
                }
            }
        }
        if let Some(start) = start {
            self.words.push((start, self.lower.len()));
        }
        unspaced
    }

    fn word(&self, at: usize) -> Option<&str> {
        let (start, end) = *self.words.get(at)?;
        self.lower.get(start..end)
    }

    fn matches(&self, tokens: &[Token], at: usize) -> bool {
        match tokens {
            [] => true,
            [Token::Gap, rest @ ..] => (at..=at + MOST_SKIPPED).any(|at| self.matches(rest, at)),
            [Token::Either(words), rest @ ..] => {
                self.word(at).is_some_and(|word| words.contains(&word)) && self.matches(rest, at + 1)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn has(text: &str, sign: Sign) -> bool {
        signs(text).has(sign)
    }

    #[test]
    fn a_gap_skips_a_few_words_but_not_the_end_of_a_sentence() {
        assert!(has("Es sind keine für Sie passenden freien Termine da", Sign::None));
        assert!(!has("Keine Angst! Termine gibt es genug", Sign::None));
        assert!(!has("Keine der hier von uns lange im Voraus angebotenen Termine", Sign::None));
    }

    #[test]
    fn a_word_is_matched_whole() {
        assert!(has("Ausgebucht", Sign::Full));
        assert!(!has("fullness", Sign::Full));
    }

    #[test]
    fn nothing_free_is_not_free() {
        assert!(!has("Keine freien Termine", Sign::Free));
        assert!(has("3 freie Termine", Sign::Free));
    }

    #[test]
    fn a_date_does_not_end_a_sentence() {
        assert_eq!(sentences("Am 3. Mai ist nichts frei. Sonst schon.").count(), 2);
    }

    #[test]
    fn languages_without_spaces_are_read_too() {
        assert!(has("現在、予約枠がありません。", Sign::None));
        assert!(has("예약 가능한 날짜가 없습니다", Sign::None));
    }

    #[test]
    fn the_turkish_i_is_read_in_capitals() {
        assert!(has("GİRİŞ YAP", Sign::SignInHint));
    }

    #[test]
    fn the_machinery_of_a_test_is_known_by_its_address() {
        assert_eq!(machinery("https://a.example/cdn-cgi/challenge-platform/h/b/x.js"), Some(Sign::Challenge));
        assert_eq!(machinery("https://a.example/app.js"), None);
    }

    #[test]
    fn every_line_of_machinery_has_its_form() {
        for (number, line) in MACHINERY.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let place = format!("src/lexicon/machinery.txt:{}: {line:?}", number + 1);
            match line.strip_prefix('[') {
                Some(name) => {
                    assert!(Sign::from_name(name.trim_end_matches(']')).is_some(), "{place}: no such sign");
                }
                None => assert!(
                    line.len() > 5 && line.to_ascii_lowercase() == line,
                    "{place}: too short, or not lower case"
                ),
            }
        }
    }

    #[test]
    fn every_phrase_has_its_form() {
        for source in SOURCES {
            let mut sign = None;
            for (number, line) in source.text.lines().enumerate() {
                let place = format!("{}:{}: {line:?}", source.file, number + 1);
                if let Some(name) = line.strip_prefix('[') {
                    sign = Sign::from_name(name.trim_end_matches(']'));
                    assert!(sign.is_some(), "{place}: no such sign");
                } else if !line.is_empty() {
                    assert!(sign.is_some(), "{place}: a phrase before the first sign");
                    let example = line
                        .split(' ')
                        .filter(|word| *word != "..")
                        .map(|word| word.split('|').next().unwrap_or_default());
                    let example = example.collect::<Vec<_>>().join(" ");
                    let mut reader = Reader::default();
                    reader.split(&example);
                    assert!(
                        !source.spaced || reader.lower == example.replace(' ', ""),
                        "{place}: not plain lower case"
                    );
                    assert!(
                        !source.spaced || !line.starts_with("..") && !line.ends_with(".."),
                        "{place}: a gap at the edge"
                    );
                }
            }
        }
    }

    #[test]
    fn every_phrase_is_found() {
        for source in SOURCES {
            let mut sign = None;
            for (number, line) in source.text.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
                if let Some(name) = line.strip_prefix('[') {
                    sign = Sign::from_name(name.trim_end_matches(']'));
                } else if let Some(sign) = sign.filter(|sign| *sign != Sign::Free) {
                    let example = line
                        .split(' ')
                        .filter(|word| *word != "..")
                        .map(|word| word.split('|').next_back().unwrap_or_default());
                    let example = example.collect::<Vec<_>>().join(" ");
                    assert!(has(&example, sign), "{}:{}: {example:?} is not found", source.file, number + 1);
                }
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,300}") {
            let _ = signs(&text);
            let _ = sentence_with(&text, Sign::None);
        }

        #[test]
        fn sentences_put_together_are_the_text(text in ".{0,300}") {
            prop_assert_eq!(sentences(&text).collect::<String>(), text);
        }
    }
}
