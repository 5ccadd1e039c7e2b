//! The phrases of all languages, laid out to be found quickly.
//!
//! Every phrase is filed under its rarest word (its anchor), so that most words of a text lead to no phrase at
//! all. From the anchor a phrase is followed in both directions.

use super::sentence::Words;
use super::{SOURCES, Sign, Signs};
use crate::sieve::{Edges, Key, Sieve};
use std::ops::Range;
use std::sync::LazyLock;

/// The most words that a gap (`..`) skips. With more, a phrase would join words that have nothing to do with
/// each other.
pub const MOST_SKIPPED: usize = 4;
/// The most words that a wide gap (`...`) skips within one clause.
pub const MOST_SKIPPED_IN_CLAUSE: usize = 16;
/// The most characters that a gap skips where words are not parted by spaces.
pub const MOST_SKIPPED_CHARACTERS: usize = 16;

/// What stands for the beginning of a sentence in the data.
pub(super) const START: &str = "^";
/// What stands in the data behind a string that nothing goes on from.
pub(super) const END: &str = "$";
/// What stands for any number in the data.
pub(super) const NUMBER: &str = "#";
/// So many bytes at the head or the tail of a word tell phrases apart. A stem or ending has as many at least.
pub(super) const KEY: usize = 3;

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

    fn matches(self, word: &[u8]) -> bool {
        match self {
            Pattern::Whole(whole) => word == whole.as_bytes(),
            Pattern::Stem(stem) => word.starts_with(stem.as_bytes()),
            Pattern::Ending(ending) => word.ends_with(ending.as_bytes()),
            Pattern::Number => is_number(word),
        }
    }

    fn key(self) -> Key {
        match self {
            Pattern::Whole(word) => Key::whole(Edges::of(word.as_bytes())),
            Pattern::Stem(word) => head_key(Edges::of(word.as_bytes())),
            Pattern::Ending(word) => tail_key(Edges::of(word.as_bytes())),
            Pattern::Number => number_key(),
        }
    }

    /// How often words of texts look so, by rule of thumb: a guess that only costs time where it is wrong.
    fn commonness(self) -> usize {
        match self {
            Pattern::Whole(word) if word.len() <= KEY => 3,
            Pattern::Whole(_) => 1,
            Pattern::Stem(_) | Pattern::Ending(_) => 6,
            Pattern::Number => 50,
        }
    }
}

fn is_number(word: &[u8]) -> bool {
    word.iter().all(u8::is_ascii_digit) && word.iter().any(|byte| *byte != b'0')
}

/// One word of a phrase, by where its patterns are, a gap, or the beginning of the sentence.
enum Part {
    Start,
    Gap(Gap),
    Either(Range<usize>),
}

/// What may stand between two words of a phrase.
#[derive(Clone, Copy)]
enum Gap {
    /// A few words.
    Short,
    /// A few words of the same clause.
    Close,
    /// More words, as long as they are of the same clause: when, where and what for something is so.
    Clause,
}

impl Gap {
    /// The most words that it skips.
    fn most(self) -> usize {
        match self {
            Gap::Short | Gap::Close => MOST_SKIPPED,
            Gap::Clause => MOST_SKIPPED_IN_CLAUSE,
        }
    }

    /// Whether it may stand between the words with these numbers. Where another clause does as well, that has to interrupt.
    fn may_part(self, before: usize, after: usize, words: &Words) -> bool {
        matches!(self, Gap::Short) || matches!(words.clauses_between(before, after), 0 | 2)
    }

    /// Whether it does, once both sides are known to be there, for that takes longer to tell.
    fn parts(self, before: usize, after: usize, words: &Words) -> bool {
        matches!(self, Gap::Short)
            || words.clauses_between(before, after) == 0
            || words.is_interrupted(before, after)
    }
}

/// Where a phrase's parts are, and which of them is its anchor.
struct Phrase {
    sign: Sign,
    parts: Range<usize>,
    anchor: usize,
}

/// One part of a row: one of several strings, by where they are.
struct Strings {
    range: Range<usize>,
    /// The characters that they begin with, modulo 64.
    firsts: u64,
}

/// Strings of a language without spaces, in their order, with a few characters between them.
struct Row {
    sign: Sign,
    parts: Range<usize>,
    /// Whether no letter or digit may stand right before it.
    starts: bool,
    /// Whether none may stand right behind it.
    ends: bool,
}

/// The lines of the data files. What they consist of is kept in two lists for all of them: thousands of small ones would
/// take longer to make than the first look at a page.
#[derive(Default)]
struct Lines {
    phrases: Vec<Phrase>,
    parts: Vec<Part>,
    patterns: Vec<Pattern>,
    rows: Vec<Row>,
    row_parts: Vec<Strings>,
    strings: Vec<&'static str>,
}

/// All phrases.
pub(super) struct Phrases {
    lines: Lines,
    /// The phrases by the words of their anchors.
    anchors: Table,
    /// The rows by their first character.
    characters: Table,
}

static PHRASES: LazyLock<Phrases> = LazyLock::new(Phrases::new);

/// The phrases in the data files.
pub(super) fn phrases() -> &'static Phrases {
    &PHRASES
}

impl Lines {
    fn add(&mut self, sign: Sign, line: &'static str) {
        let begin = self.parts.len();
        for word in line.split(' ') {
            self.parts.push(match word {
                START => Part::Start,
                ".." if sign == Sign::None => Part::Gap(Gap::Close),
                ".." => Part::Gap(Gap::Short),
                "..." => Part::Gap(Gap::Clause),
                _ => {
                    let begin = self.patterns.len();
                    self.patterns.extend(word.split('|').map(Pattern::new));
                    Part::Either(begin..self.patterns.len())
                }
            });
        }
        self.phrases.push(Phrase { sign, parts: begin..self.parts.len(), anchor: begin });
    }

    /// Makes the rarest word of each phrase its anchor. Gives what the phrases are filed under.
    fn anchor(&mut self) -> Vec<(Key, usize)> {
        let mut uses = vec![0; 1 << BUCKET];
        for pattern in &self.patterns {
            if let Some(uses) = uses.get_mut(pattern.key().upper(BUCKET)) {
                *uses += pattern.commonness();
            }
        }
        let mut keys = Vec::new();
        for (number, phrase) in self.phrases.iter_mut().enumerate() {
            let patterns = |at: usize| match self.parts.get(at) {
                Some(Part::Either(range)) => self.patterns.get(range.clone()),
                _ => None,
            };
            let uses = |pattern: &Pattern| uses.get(pattern.key().upper(BUCKET));
            let common = |at: usize| Some((at, patterns(at)?.iter().filter_map(uses).sum::<usize>()));
            let rarest = phrase.parts.clone().filter_map(common).min_by_key(|(_, common)| *common);
            let Some((anchor, _)) = rarest else { continue };
            phrase.anchor = anchor;
            keys.extend(patterns(anchor).into_iter().flatten().map(|word| (word.key(), number)));
        }
        keys
    }

    /// What the rows are filed under.
    fn characters(&self) -> Vec<(Key, usize)> {
        let rows = self.rows.iter().enumerate();
        let first = |row: &Row| self.row_parts.get(row.parts.start).map(|part| part.range.clone());
        let firsts = |row: &Row| self.strings.get(first(row)?);
        let begins = |string: &&'static str| string.chars().next().map(character_key);
        rows.flat_map(|(at, row)| {
            firsts(row).into_iter().flatten().filter_map(begins).map(move |key| (key, at))
        })
        .collect()
    }

    fn add_row(&mut self, sign: Sign, line: &'static str) {
        let begin = self.row_parts.len();
        let (starts, rest) = line.strip_prefix(START).map_or((false, line), |rest| (true, rest));
        let (ends, rest) = rest.strip_suffix(END).map_or((false, rest), |rest| (true, rest));
        for part in rest.split("..") {
            let begin = self.strings.len();
            self.strings.extend(part.split('|'));
            let strings = self.strings.get(begin..).unwrap_or_default().iter();
            let firsts = strings.map(|string| match string.chars().next() {
                Some(first) if !string.starts_with(NUMBER) => first_bit(first),
                _ => u64::MAX,
            });
            let firsts = firsts.fold(0, |firsts, first| firsts | first);
            self.row_parts.push(Strings { range: begin..self.strings.len(), firsts });
        }
        self.rows.push(Row { sign, parts: begin..self.row_parts.len(), starts, ends });
    }

    /// Whether a row is at that byte of the text.
    fn is_row_at(&self, row: &Row, at: usize, text: &str) -> bool {
        let Some((before, mut rest)) = text.split_at_checked(at) else { return false };
        if row.starts && before.ends_with(char::is_alphanumeric) {
            return false;
        }
        let parts = self.row_parts.get(row.parts.clone()).unwrap_or_default();
        for (number, part) in parts.iter().enumerate() {
            let within = if number == 0 { 0 } else { MOST_SKIPPED_CHARACTERS };
            let strings = self.strings.get(part.range.clone()).unwrap_or_default();
            let may_start = |first: char| part.firsts & first_bit(first) != 0;
            let starts = rest.char_indices().take(within + 1).filter(|(_, first)| may_start(*first));
            let after = starts
                .map(|(at, _)| rest.get(at..).unwrap_or_default())
                .find_map(|text| strings.iter().find_map(|string| behind(string, text)));
            let Some(after) = after else { return false };
            rest = after;
        }
        !row.ends || !rest.starts_with(char::is_alphanumeric)
    }

    /// Whether a phrase is there, with its anchor at the word with that number.
    fn is_at(&self, phrase: &Phrase, at: usize, words: &Words) -> bool {
        let parts = |range: Range<usize>| self.parts.get(range).unwrap_or_default();
        let Some(Part::Either(anchor)) = self.parts.get(phrase.anchor) else { return false };
        self.is_one_of(anchor, at, words)
            && self.follows(parts(phrase.anchor + 1..phrase.parts.end), at + 1, words)
            && self.precedes(parts(phrase.parts.start..phrase.anchor), at, words)
    }

    /// Whether these parts follow from the word with that number on.
    fn follows(&self, parts: &[Part], at: usize, words: &Words) -> bool {
        match parts {
            [] => true,
            // Nothing goes before the beginning.
            [Part::Start, ..] => false,
            [Part::Gap(gap), rest @ ..] => at.checked_sub(1).is_some_and(|before| {
                (at..=at + gap.most()).any(|next| {
                    gap.may_part(before, next, words)
                        && self.follows(rest, next, words)
                        && gap.parts(before, next, words)
                })
            }),
            [Part::Either(either), rest @ ..] => {
                self.is_one_of(either, at, words) && self.follows(rest, at + 1, words)
            }
        }
    }

    /// Whether these parts end before the word with that number.
    fn precedes(&self, parts: &[Part], at: usize, words: &Words) -> bool {
        match parts {
            [] => true,
            [.., Part::Start] => at == 0,
            [rest @ .., Part::Gap(gap)] => (at.saturating_sub(gap.most())..=at).rev().any(|end| {
                let before = end.checked_sub(1);
                before.is_none_or(|before| gap.may_part(before, at, words))
                    && self.precedes(rest, end, words)
                    && before.is_none_or(|before| gap.parts(before, at, words))
            }),
            [rest @ .., Part::Either(either)] => at.checked_sub(1).is_some_and(|before| {
                self.is_one_of(either, before, words) && self.precedes(rest, before, words)
            }),
        }
    }

    fn is_one_of(&self, either: &Range<usize>, at: usize, words: &Words) -> bool {
        let patterns = self.patterns.get(either.clone()).unwrap_or_default();
        words.letters(at).is_some_and(|word| patterns.iter().any(|pattern| pattern.matches(word)))
    }
}

impl Phrases {
    fn new() -> Self {
        let mut lines = Lines::default();
        for source in SOURCES {
            let mut sign = None;
            for line in source.text.lines().filter(|line| !line.is_empty()) {
                if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
                    sign = Sign::from_name(name);
                } else if let Some(sign) = sign {
                    if source.spaced {
                        lines.add(sign, line);
                    } else {
                        lines.add_row(sign, line);
                    }
                }
            }
        }
        let (anchors, characters) = (Table::new(lines.anchor()), Table::new(lines.characters()));
        Phrases { lines, anchors, characters }
    }

    /// Adds the signs of the phrases in a sentence.
    pub(super) fn find(&self, words: &Words, found: &mut Signs) {
        for (at, word) in words.words().iter().enumerate() {
            self.try_key(Key::whole(word.edges), words, at, found);
            if word.edges.length >= KEY {
                self.try_key(head_key(word.edges), words, at, found);
                self.try_key(tail_key(word.edges), words, at, found);
            }
            if words.letters(at).is_some_and(is_number) {
                self.try_key(number_key(), words, at, found);
            }
        }
    }

    #[inline]
    fn try_key(&self, key: Key, words: &Words, at: usize, found: &mut Signs) {
        // Most words are in no phrase, and nothing else is done for them.
        if self.anchors.sieve.may_have(key) {
            self.try_phrases(key, words, at, found);
        }
    }

    #[inline(never)]
    fn try_phrases(&self, key: Key, words: &Words, at: usize, found: &mut Signs) {
        for phrase in self.anchors.of(key).filter_map(|number| self.lines.phrases.get(number)) {
            // A key tells no more than the edges of a word.
            if !found.has(phrase.sign) && self.lines.is_at(phrase, at, words) {
                found.add(phrase.sign);
            }
        }
    }

    /// Adds the signs of the rows in a text of a language without spaces.
    pub(super) fn find_rows(&self, text: &str, found: &mut Signs) {
        for (at, character) in text.char_indices().filter(|(_, character)| !character.is_ascii()) {
            for row in
                self.characters.of(character_key(character)).filter_map(|number| self.lines.rows.get(number))
            {
                if !found.has(row.sign) && self.lines.is_row_at(row, at, text) {
                    found.add(row.sign);
                }
            }
        }
    }
}

/// One bit for a character, for 64 kinds of them.
fn first_bit(first: char) -> u64 {
    1 << (u32::from(first) % 64)
}

/// What follows in a text that begins with that part of a row. A number may have a colon before it, but none behind it:
/// that is a time.
fn behind<'a>(part: &str, text: &'a str) -> Option<&'a str> {
    let Some((before, after)) = part.split_once(NUMBER) else { return text.strip_prefix(part) };
    let rest = text.strip_prefix(before)?.trim_start_matches([' ', ':', '：']);
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let (number, rest) = rest.split_at_checked(digits)?;
    let is_count = is_number(number.as_bytes()) && !rest.starts_with([':', '：']);
    rest.strip_prefix(after).filter(|_| is_count)
}

/// What a number is filed under.
fn number_key() -> Key {
    Key::spread(0)
}

fn head_key(word: Edges) -> Key {
    Key::spread(word.head << 8 | 1)
}

fn tail_key(word: Edges) -> Key {
    let last = if word.length > KEY { word.tail >> 8 } else { word.tail };
    Key::spread(last << 8 | 2)
}

fn character_key(character: char) -> Key {
    Key::spread(u32::from(character))
}

/// Numbers by their key.
struct Table {
    sieve: Sieve,
    /// By a key's upper [`BUCKET`] bits: where its entries begin and end.
    buckets: Vec<u16>,
    entries: Vec<(Key, u16)>,
}

const BUCKET: u32 = 12;

impl Table {
    fn new(keys: Vec<(Key, usize)>) -> Table {
        let mut entries: Vec<(Key, u16)> =
            keys.into_iter().filter_map(|(key, number)| Some((key, u16::try_from(number).ok()?))).collect();
        entries.sort_unstable();
        entries.dedup();
        let mut sieve = Sieve::default();
        for (key, _) in &entries {
            sieve.add(*key);
        }
        let mut begin = 0;
        let mut buckets = Vec::with_capacity((1 << BUCKET) + 1);
        for bucket in 0..=1 << BUCKET {
            begin += entries.iter().skip(begin).take_while(|(key, _)| key.upper(BUCKET) < bucket).count();
            buckets.push(u16::try_from(begin).unwrap_or(u16::MAX));
        }
        Table { sieve, buckets, entries }
    }

    fn of(&self, key: Key) -> impl Iterator<Item = usize> {
        let bucket = key.upper(BUCKET);
        let begin = |bucket: usize| self.buckets.get(bucket).copied().map_or(0, usize::from);
        let entries = self.entries.get(begin(bucket)..begin(bucket + 1)).unwrap_or_default();
        entries.iter().filter(move |(other, _)| *other == key).map(|(_, number)| usize::from(*number))
    }
}
