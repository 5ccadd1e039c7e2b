//! What the words of a page are a sign of, in twelve languages.
//!
//! The phrases are data, one file a language: a section per [`Sign`], one phrase a line. A phrase is a row of
//! words in lower case; `a|b` takes either word, `stem*` and `*ending` any word that begins or ends so, and `..`
//! skips up to [`MOST_SKIPPED`] words. Punctuation does not count. Files of languages that write without spaces
//! hold strings instead, in which `..` skips up to [`MOST_SKIPPED_CHARACTERS`] characters. The phrases of all
//! languages apply to every page, because pages mix languages and state the wrong one.

use crate::named::named;
use std::sync::LazyLock;

/// The most words that a gap (`..`) skips. With more, a phrase would join words that have nothing to do with
/// each other.
pub const MOST_SKIPPED: usize = 4;
/// The most characters that a gap skips where words are not parted by spaces.
pub const MOST_SKIPPED_CHARACTERS: usize = 16;

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
        /// It takes the sense of "nothing is free" away: a condition, what the person needs, has or has chosen.
        Unsaid = "unsaid",
        /// Said of one slot: it is taken.
        Full = "full",
        /// Said of one slot: it is free.
        Free = "free",
        /// It names the first slot that is free.
        First = "first",
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
    Either(Vec<Pattern>),
}

/// What a word has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pattern {
    Whole(&'static str),
    Stem(&'static str),
    Ending(&'static str),
    Number,
}

impl Pattern {
    fn new(word: &'static str) -> Self {
        match (word.strip_suffix('*'), word.strip_prefix('*')) {
            _ if word == NUMBER => Pattern::Number,
            (Some(stem), _) => Pattern::Stem(stem),
            (_, Some(ending)) => Pattern::Ending(ending),
            _ => Pattern::Whole(word),
        }
    }

    fn matches(self, word: &str) -> bool {
        match self {
            Pattern::Whole(whole) => word == whole,
            Pattern::Stem(stem) => word.starts_with(stem),
            Pattern::Ending(ending) => word.ends_with(ending),
            Pattern::Number => is_number(word),
        }
    }
}

/// What stands for any number in the data.
const NUMBER: &str = "#";

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit()) && word.bytes().any(|byte| byte != b'0')
}

struct Phrase {
    sign: Sign,
    tokens: Vec<Token>,
}

/// Strings of a language without spaces, in their order, with a few characters between them.
struct Row {
    sign: Sign,
    parts: Vec<&'static str>,
}

#[derive(Default)]
struct Lexicon {
    phrases: Vec<Phrase>,
    /// The phrases by a whole first word.
    words: Buckets,
    /// The phrases by the head of a first word, where only its stem is given.
    heads: Buckets,
    /// The phrases by the tail of a first word, where only its ending is given.
    tails: Buckets,
    rows: Vec<Row>,
    /// The rows by their first character.
    characters: Buckets,
}

/// Numbers of phrases, spread by the hash of some bytes.
struct Buckets(Vec<Vec<u16>>);

impl Default for Buckets {
    fn default() -> Self {
        Buckets((0..BUCKETS).map(|_| Vec::new()).collect())
    }
}

impl Buckets {
    fn add(&mut self, key: &[u8], number: u16) {
        if let Some(bucket) = self.0.get_mut(hash(key)) {
            bucket.push(number);
        }
    }

    fn of(&self, key: &[u8]) -> &[u16] {
        self.0.get(hash(key)).map_or(&[], Vec::as_slice)
    }
}

const BUCKETS: usize = 4096;
/// So many bytes at the head or the tail of a word tell phrases apart. A stem or ending has as many at least.
const KEY: usize = 3;

static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    fn new() -> Self {
        let mut lexicon = Lexicon::default();
        for source in SOURCES {
            let mut sign = None;
            for line in source.text.lines().filter(|line| !line.is_empty()) {
                if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                    sign = Sign::from_name(name);
                } else if let Some(sign) = sign {
                    if source.spaced { lexicon.add(line, sign) } else { lexicon.add_row(line, sign) }
                }
            }
        }
        lexicon
    }

    fn add(&mut self, line: &'static str, sign: Sign) {
        let tokens: Vec<Token> = line
            .split(' ')
            .map(|word| match word {
                ".." => Token::Gap,
                _ => Token::Either(word.split('|').map(Pattern::new).collect()),
            })
            .collect();
        let Ok(number) = u16::try_from(self.phrases.len()) else { return };
        if let Some(Token::Either(words)) = tokens.first() {
            for word in words {
                match word {
                    Pattern::Whole(word) => self.words.add(word.as_bytes(), number),
                    Pattern::Stem(word) => self.heads.add(head(word), number),
                    Pattern::Ending(word) => self.tails.add(tail(word), number),
                    Pattern::Number => self.tails.add(NUMBER.as_bytes(), number),
                }
            }
        }
        self.phrases.push(Phrase { sign, tokens });
    }

    fn add_row(&mut self, line: &'static str, sign: Sign) {
        let parts: Vec<&str> = line.split("..").collect();
        let Ok(number) = u16::try_from(self.rows.len()) else { return };
        if let Some(first) = parts.first().and_then(|part| part.chars().next()) {
            self.characters.add(first.encode_utf8(&mut [0; 4]).as_bytes(), number);
        }
        self.rows.push(Row { sign, parts });
    }
}

fn head(word: &str) -> &[u8] {
    word.as_bytes().get(..KEY).unwrap_or(word.as_bytes())
}

fn tail(word: &str) -> &[u8] {
    word.as_bytes().get(word.len().saturating_sub(KEY)..).unwrap_or_default()
}

/// Spreads keys over the buckets (FNV-1a, by Fowler, Noll and Vo).
fn hash(key: &[u8]) -> usize {
    let hash =
        key.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    (hash ^ (hash >> 15)) as usize % BUCKETS
}

impl Row {
    /// Whether the text begins with the row.
    fn begins(&self, text: &str) -> bool {
        let mut rest = text;
        for (number, part) in self.parts.iter().enumerate() {
            let within = if number == 0 { 0 } else { MOST_SKIPPED_CHARACTERS };
            let mut starts = rest.char_indices().map(|(at, _)| at).take(within + 1);
            let Some(after) = starts.find_map(|at| rest.get(at..)?.strip_prefix(part)) else { return false };
            rest = after;
        }
        true
    }
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
            let Some(word) = self.word(at) else { continue };
            let by_word = lexicon.words.of(word.as_bytes());
            let by_head = lexicon.heads.of(head(word));
            let by_tail = lexicon.tails.of(if is_number(word) { NUMBER.as_bytes() } else { tail(word) });
            let numbers = by_word.iter().chain(by_head).chain(by_tail);
            for phrase in numbers.filter_map(|number| lexicon.phrases.get(usize::from(*number))) {
                if !found.has(phrase.sign) && self.matches(&phrase.tokens, at) {
                    found.add(phrase.sign);
                }
            }
        }
        if unspaced {
            for (at, character) in sentence.char_indices().filter(|(_, character)| !character.is_ascii()) {
                let numbers = lexicon.characters.of(character.encode_utf8(&mut [0; 4]).as_bytes());
                for row in numbers.iter().filter_map(|number| lexicon.rows.get(usize::from(*number))) {
                    if !found.has(row.sign) && sentence.get(at..).is_some_and(|rest| row.begins(rest)) {
                        found.add(row.sign);
                    }
                }
            }
        }
        // "No free appointments" also holds the words of "free appointments".
        if found.has(Sign::None) || found.has(Sign::Full) {
            found.remove(Sign::Free);
        }
        // A question states nothing.
        if found.has(Sign::Unsaid) || sentence.trim_end().ends_with(['?', '？']) {
            found.remove(Sign::None);
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
                self.word(at).is_some_and(|word| words.iter().any(|pattern| pattern.matches(word)))
                    && self.matches(rest, at + 1)
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

    /// A text that the line matches: of each choice the first or the last.
    fn example(line: &str, spaced: bool, choose: fn(std::str::Split<'_, char>) -> Option<&str>) -> String {
        if !spaced {
            return line.replace("..", "");
        }
        let words = line.split(' ').filter(|word| *word != "..");
        words
            .filter_map(|word| choose(word.split('|')))
            .collect::<Vec<_>>()
            .join(" ")
            .replace('*', "")
            .replace(NUMBER, "3")
    }

    fn phrases() -> impl Iterator<Item = (String, &'static str, Sign, bool)> {
        SOURCES.iter().flat_map(|source| {
            let mut sign = None;
            source.text.lines().enumerate().filter(|(_, line)| !line.is_empty()).filter_map(
                move |(number, line)| {
                    let place = format!("{}:{}: {line:?}", source.file, number + 1);
                    if let Some(name) = line.strip_prefix('[') {
                        sign = Sign::from_name(name.trim_end_matches(']'));
                        assert!(sign.is_some(), "{place}: no such sign");
                        return None;
                    }
                    Some((place, line, sign?, source.spaced))
                },
            )
        })
    }

    #[test]
    fn every_phrase_has_its_form() {
        let mut seen = std::collections::BTreeMap::new();
        for (place, line, sign, spaced) in phrases() {
            let file = place.split(':').next().unwrap_or_default().to_owned();
            if let Some(before) = seen.insert((file, line, sign as u32), place.clone()) {
                panic!("{place} stands there twice, before at {before}");
            }
            let example = example(line, spaced, |mut words| words.next());
            let mut reader = Reader::default();
            reader.split(&example);
            assert!(!spaced || reader.lower == example.replace(' ', ""), "{place}: not plain lower case");
            let edge = line.starts_with("..") || line.ends_with("..");
            assert!(!edge, "{place}: a gap at the edge");
            for word in line.split([' ', '|']).filter(|word| word.contains('*')) {
                assert!(word.len() > KEY, "{place}: {word} fits too many words");
            }
        }
    }

    #[test]
    fn every_phrase_is_found() {
        type Choose = fn(std::str::Split<'_, char>) -> Option<&str>;
        let choices: [Choose; 2] = [|mut words| words.next(), |mut words| words.next_back()];
        for (place, line, sign, spaced) in phrases() {
            for choose in choices {
                let example = example(line, spaced, choose);
                let mut reader = Reader::default();
                let found = reader.read(&example);
                // A sentence may also hold what takes this sense away.
                let overruled = match sign {
                    Sign::Free => found.has(Sign::None) || found.has(Sign::Full),
                    Sign::None => found.has(Sign::Unsaid),
                    _ => false,
                };
                assert!(found.has(sign) || overruled, "{place}: {example:?} is not found");
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
