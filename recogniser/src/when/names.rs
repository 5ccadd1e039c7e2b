//! The words dates and times are written with, out of `names.txt`.

use super::letters::{Look, look};
use super::{Language, Languages};
use crate::sieve::{Edges, Key, Sieve};
use std::sync::LazyLock;

/// What a word says about the numbers beside it; each is a kind in `names.txt`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sense {
    /// A month, 1 to 12.
    Month(i8),
    /// A weekday, 1 (Monday) to 7.
    Weekday(i8),
    /// Before noon.
    Am,
    /// After noon.
    Pm,
    /// Behind a number: a time.
    Hour,
    /// Behind a number: a time or a duration.
    Hours,
    /// Behind the minutes.
    Minute,
    /// Half an hour, behind the hour.
    Half,
    /// Before a number: a time.
    At,
    /// Before a number: maybe a time.
    Before,
    /// Between start and end.
    To,
    /// Before the start of a span whose end follows "and".
    Between,
    /// Before the end of such a span.
    And,
    /// A filling word between day, month and year.
    Of,
    /// A filling word before a date.
    The,
    /// Behind a day.
    Ordinal,
    /// Behind a year.
    Year,
    /// Behind the number of a month.
    MonthMark,
    /// Behind the number of a day.
    DayMark,
    /// Before a year, counted from the year held here.
    Era(i16),
    /// The second part of a Portuguese weekday.
    Feira,
    /// The second part of "o'clock".
    Clock,
    /// Between an ISO date and its time.
    Zone,
    /// Something measured or paid.
    Unit,
    /// Behind a number: a length of time, in units of so many seconds.
    Length(i16),
    /// The number behind it is neither date nor time.
    Not,
    /// A day so many days from today.
    Near(i8),
    /// A day so many days from today where the word "i" goes before it: "i dag", "i morgon".
    NearIn(i8),
    /// The same where nothing else says that it means the part of a day ("morgen", "mañana").
    MaybeNear(i8),
    /// Before such a day: the one after it.
    Next,
    /// Before a word that is a day or the morning: the morning of every day.
    Every,
    /// Beside a date or time: it only bounds what is told.
    Bound,
}

impl Sense {
    /// One bit for each sense, whatever its value.
    pub(super) fn bit(self) -> Senses {
        1 << match self {
            Sense::Month(_) => 0,
            Sense::Weekday(_) => 1,
            Sense::Am => 2,
            Sense::Pm => 3,
            Sense::Hour => 4,
            Sense::Hours => 5,
            Sense::Minute => 6,
            Sense::Half => 7,
            Sense::At => 8,
            Sense::Before => 9,
            Sense::To => 10,
            Sense::Between => 11,
            Sense::And => 12,
            Sense::Of => 13,
            Sense::The => 14,
            Sense::Ordinal => 15,
            Sense::Year => 16,
            Sense::MonthMark => 17,
            Sense::DayMark => 18,
            Sense::Era(_) => 19,
            Sense::Feira => 20,
            Sense::Clock => 21,
            Sense::Zone => 22,
            Sense::Unit => 23,
            Sense::Not => 24,
            Sense::Length(_) => 25,
            Sense::Near(_) => 26,
            Sense::MaybeNear(_) => 27,
            Sense::Next => 28,
            Sense::Bound => 29,
            Sense::NearIn(_) => 30,
            Sense::Every => 31,
        }
    }
}

/// A set of senses, by their bits.
pub(super) type Senses = u32;

/// One sense of one word.
#[derive(Clone, Copy, Debug)]
pub(super) struct Name {
    word: (u16, u8),
    /// One bit per language, see [`Language::bit`].
    languages: Languages,
    pub(super) sense: Sense,
    /// A long form, which stands for itself.
    pub(super) long: bool,
    /// Counts in a page of any language: it is not written in Latin letters, or long.
    anywhere: bool,
    /// Also an ordinary word, told apart by its capital.
    capital: bool,
}

/// Where the senses of a word begin in [`Names`].
pub(super) type Word = u16;

/// What is wrong in a row of the names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Error {
    /// The row has no colon or too few fields before it.
    Row,
    /// No language that is known.
    Language,
    /// No such kind, or its value is missing or out of range.
    Kind,
    /// A word holds something that is no letter, or is too long.
    Word,
}

/// All names, sorted by word, with a hash table over the words.
#[derive(Debug, Default)]
pub(super) struct Names {
    letters: Vec<u8>,
    senses: Vec<Name>,
    /// Open addressing; 0 is empty, otherwise one more than an index into `senses`.
    table: Vec<u16>,
    /// The words, to tell at once what is none of them.
    sieve: Sieve,
    /// The code points (modulo 1024) with which words without spaces between them begin.
    firsts: [u64; 16],
}

/// The longest folded word in bytes; a longer word of a text is none of these.
pub(super) const LONGEST: usize = 30;

const TABLE: usize = 4096;

static NAMES: LazyLock<Names> = LazyLock::new(|| Names::parse(include_str!("names.txt")).unwrap_or_default());

/// The names in `names.txt`.
pub(super) fn names() -> &'static Names {
    &NAMES
}

/// The hash of a folded word, built up byte by byte (FNV-1a).
#[derive(Clone, Copy)]
pub(super) struct Hash(u32);

impl Hash {
    pub(super) const START: Hash = Hash(0x811c_9dc5);

    #[inline]
    pub(super) fn with(self, byte: u8) -> Hash {
        Hash((self.0 ^ u32::from(byte)).wrapping_mul(0x0100_0193))
    }

    fn of(word: &[u8]) -> Hash {
        word.iter().fold(Hash::START, |hash, &byte| hash.with(byte))
    }

    fn slot(self) -> usize {
        (self.0 ^ (self.0 >> 15)) as usize % TABLE
    }
}

impl Names {
    /// Reads the rows; the error comes with its line, counted from 1.
    pub(super) fn parse(text: &str) -> Result<Names, (usize, Error)> {
        let mut rows: Vec<(Vec<u8>, Name)> = Vec::new();
        for (index, row) in text.lines().enumerate() {
            if !row.is_empty() && !row.starts_with('#') {
                parse_row(row, &mut rows).map_err(|error| (index + 1, error))?;
            }
        }
        rows.sort_by(|a, b| a.0.cmp(&b.0));
        let mut names = Names { table: vec![0; TABLE], ..Names::default() };
        for (word, name) in rows {
            names.add(&word, name);
        }
        Ok(names)
    }

    fn add(&mut self, word: &[u8], mut name: Name) {
        let length = u8::try_from(word.len()).unwrap_or(u8::MAX);
        let last = self.senses.last().map_or(&[][..], |last| self.word(last));
        if last == word {
            name.word = self.senses.last().map_or((0, 0), |last| last.word);
            self.senses.push(name);
            return;
        }
        name.word = (u16::try_from(self.letters.len()).unwrap_or(u16::MAX), length);
        self.letters.extend_from_slice(word);
        self.sieve.add(Key::whole(Edges::of(word)));
        self.senses.push(name);
        let mut slot = Hash::of(word).slot();
        while self.table.get(slot).is_some_and(|&entry| entry != 0) {
            slot = (slot + 1) % TABLE;
        }
        if let Some(entry) = self.table.get_mut(slot) {
            *entry = u16::try_from(self.senses.len()).unwrap_or(0);
        }
        let first = std::str::from_utf8(word).ok().and_then(|word| word.chars().next());
        if let Some(set) = first.and_then(|first| self.firsts.get_mut(first as usize / 64 % 16)) {
            *set |= 1 << (first.map_or(0, |first| first as u32) % 64);
        }
    }

    fn word(&self, name: &Name) -> &[u8] {
        let start = usize::from(name.word.0);
        self.letters.get(start..start + usize::from(name.word.1)).unwrap_or_default()
    }

    /// Whether a word may begin with that character.
    pub(super) fn may_begin(&self, first: char) -> bool {
        self.firsts.get(first as usize / 64 % 16).is_some_and(|set| set >> (first as u32 % 64) & 1 == 1)
    }

    /// Whether a word of ASCII letters, in any case, may be a name.
    #[inline]
    pub(super) fn may_have(&self, word: &[u8]) -> bool {
        self.sieve.may_have(Key::whole(Edges::of(word).lower()))
    }

    /// Looks a folded word up by its hash.
    pub(super) fn find(&self, word: &[u8], hash: Hash) -> Option<Word> {
        let mut slot = hash.slot();
        loop {
            let entry = self.table.get(slot).copied().filter(|&entry| entry != 0)? - 1;
            if self.senses.get(usize::from(entry)).is_some_and(|name| self.word(name) == word) {
                return Some(entry);
            }
            slot = (slot + 1) % TABLE;
        }
    }

    /// Looks a word up that stands as it is in the text.
    pub(super) fn find_plain(&self, word: &[u8]) -> Option<Word> {
        self.find(word, Hash::of(word))
    }

    /// The senses a word has in that language, or in all of them; a capital tells whether it has one.
    ///
    /// In a page of one language the long names of other languages count too, since pages are often marked
    /// with a language that is not theirs.
    pub(super) fn senses(
        &self,
        word: Word,
        language: Option<Language>,
        capital: bool,
    ) -> impl Iterator<Item = &Name> {
        let names = self.senses.get(usize::from(word)..).unwrap_or_default();
        let first = names.first().map(|name| name.word);
        let foreign = language.and_then(Language::alike).map_or(0, Language::bit);
        let accepted = move |name: &&Name| {
            let own = language.is_none_or(|language| name.languages & language.bit() != 0);
            (own || name.anywhere && name.languages != foreign) && (capital || !name.capital)
        };
        names.iter().take_while(move |name| Some(name.word) == first).filter(accepted)
    }
}

fn parse_row(row: &str, rows: &mut Vec<(Vec<u8>, Name)>) -> Result<(), Error> {
    let (head, words) = row.split_once(':').ok_or(Error::Row)?;
    let mut head = head.split(' ');
    let mut languages = 0;
    for tag in head.next().ok_or(Error::Row)?.split(',') {
        languages |= match tag {
            "*" => Languages::MAX,
            tag => Language::from_tag(tag).ok_or(Error::Language)?.bit(),
        };
    }
    let kind = head.next().ok_or(Error::Row)?;
    let sense = sense(kind, head.next()).ok_or(Error::Kind)?;
    let mut long = true;
    for word in words.split(' ').filter(|word| !word.is_empty()) {
        if word == "|" {
            long = false;
            continue;
        }
        let capital = word.starts_with(char::is_uppercase);
        let word = fold(word).ok_or(Error::Word)?;
        let anywhere = !word.is_ascii()
            || (long && matches!(sense, Sense::Month(_) | Sense::Weekday(_) | Sense::Length(_)));
        rows.push((word, Name { word: (0, 0), languages, sense, long, anywhere, capital }));
    }
    Ok(())
}

fn sense(kind: &str, value: Option<&str>) -> Option<Sense> {
    let number = |range: std::ops::RangeInclusive<i16>| {
        value.and_then(|value| value.parse().ok()).filter(|value| range.contains(value))
    };
    let small = |range| number(range).and_then(|value| i8::try_from(value).ok());
    match kind {
        "month" => return small(1..=12).map(Sense::Month),
        "weekday" => return small(1..=7).map(Sense::Weekday),
        "near" => return small(0..=3).map(Sense::Near),
        "near-in" => return small(0..=2).map(Sense::NearIn),
        "maybe-near" => return small(0..=2).map(Sense::MaybeNear),
        "era" => return number(1800..=2100).map(Sense::Era),
        "length" => return number(1..=3600).map(Sense::Length),
        _ => {}
    }
    let plain = match kind {
        "am" => Sense::Am,
        "pm" => Sense::Pm,
        "hour" => Sense::Hour,
        "hours" => Sense::Hours,
        "minute" => Sense::Minute,
        "half" => Sense::Half,
        "at" => Sense::At,
        "before" => Sense::Before,
        "to" => Sense::To,
        "between" => Sense::Between,
        "and" => Sense::And,
        "of" => Sense::Of,
        "the" => Sense::The,
        "ordinal" => Sense::Ordinal,
        "year" => Sense::Year,
        "month-mark" => Sense::MonthMark,
        "day-mark" => Sense::DayMark,
        "feira" => Sense::Feira,
        "clock" => Sense::Clock,
        "zone" => Sense::Zone,
        "unit" => Sense::Unit,
        "not" => Sense::Not,
        "next" => Sense::Next,
        "every" => Sense::Every,
        "bound" => Sense::Bound,
        _ => return None,
    };
    value.is_none().then_some(plain)
}

/// A word as the tokens have it: without case and accents.
fn fold(word: &str) -> Option<Vec<u8>> {
    let mut folded = Vec::new();
    for c in word.chars() {
        match look(c) {
            Look::Letter(letter) if letter != '\0' => {
                folded.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            }
            Look::Ideograph | Look::Syllable => {
                folded.extend_from_slice(c.encode_utf8(&mut [0; 4]).as_bytes());
            }
            _ => return None,
        }
    }
    (folded.len() <= LONGEST).then_some(folded)
}

impl Name {
    /// Whether it is a name of that language.
    pub(super) fn holds(&self, language: Language) -> bool {
        self.languages & language.bit() != 0
    }
}
