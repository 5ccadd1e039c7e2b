//! A wish as a person writes and reads it: "Mon–Fri from 15:00 before 20 Dec, not Ulm".

use super::{MOST_PLACES, Weekdays, Wish};
use crate::when::{self, Context, What};
use jiff::civil::{Date, Time, Weekday};
use recogniser::named;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::num::NonZeroU8;

const WORDS: &str = include_str!("words.txt");

/// The most characters of a wish.
const MOST_CHARACTERS: usize = 400;

named! {
    /// A language in which wishes are written. All of them are read.
    Tongue {
        /// English.
        English = "en",
        /// German.
        German = "de",
    }
}

/// What a word of a wish says of what follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// It begins with that.
    From,
    /// It begins after that.
    After,
    /// It ends before that.
    Before,
    /// It ends with that.
    Until,
    /// It is earlier than the own appointment.
    Earlier,
    /// It only belongs to the word before.
    Than,
    /// It is at one of these places.
    In,
    /// It is at none of these places.
    Not,
    /// Another place follows.
    Or,
    /// A number of persons follows.
    For,
    /// The number before counts persons.
    Persons,
    /// More follows.
    And,
}

/// The keys with the sections that hold their words.
const KEYS: [(Key, &str); 12] = [
    (Key::From, "from"),
    (Key::After, "after"),
    (Key::Before, "before"),
    (Key::Until, "until"),
    (Key::Earlier, "earlier"),
    (Key::Than, "than"),
    (Key::In, "in"),
    (Key::Not, "not"),
    (Key::Or, "or"),
    (Key::For, "for"),
    (Key::Persons, "persons"),
    (Key::And, "and"),
];

/// Why a wish cannot be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// These words say nothing that is known.
    Unknown {
        /// The words.
        words: String,
    },
    /// Such a word needs something after it: a day, a time, a place.
    Alone {
        /// The word.
        word: String,
    },
    /// No day is left: the first lies after the last.
    Empty,
    /// It is too long, or names too many places.
    Long,
}

impl fmt::Display for Error {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unknown { words } => write!(formatter, "\"{words}\" is no day, time or place"),
            Error::Alone { word } => write!(formatter, "something is missing after \"{word}\""),
            Error::Empty => write!(formatter, "the first day or time lies after the last"),
            Error::Long => {
                write!(formatter, "it is longer than {MOST_CHARACTERS} characters or {MOST_PLACES} places")
            }
        }
    }
}

impl std::error::Error for Error {}

/// One piece of a wish's text.
#[derive(Clone, Debug, PartialEq)]
enum Token<'t> {
    Key(Key, &'t str),
    When(What, &'t str),
    Day(Weekday),
    Number(u8),
    Dash,
    Comma,
    Quoted(&'t str),
    Word(&'t str),
}

impl Wish {
    /// Reads a wish in any of the languages it can be written in. Days without a year are the next ones from
    /// `today`. Blank text is the blank wish.
    ///
    /// # Errors
    /// Where a part of it cannot be understood: nothing is passed over.
    pub fn read(text: &str, today: Date) -> Result<Wish, Error> {
        if text.chars().count() > MOST_CHARACTERS {
            return Err(Error::Long);
        }
        let tokens = tokens(text, today);
        let mut reading = Reading { wish: Wish::default(), rest: &tokens };
        reading.read()?;
        let wish = reading.wish;
        let is_empty = wish.from.zip(wish.until).is_some_and(|(from, until)| from > until)
            || wish.starts.zip(wish.before).is_some_and(|(starts, before)| starts >= before);
        match () {
            () if is_empty => Err(Error::Empty),
            () if wish.places.len().max(wish.without.len()) > MOST_PLACES => Err(Error::Long),
            () => Ok(wish),
        }
    }

    /// Writes the wish so that a person, and [`Wish::read`], can read it.
    pub fn write(&self, tongue: Tongue) -> String {
        let word = |key: Key| {
            let section = KEYS.iter().find(|(known, _)| *known == key).map_or("", |(_, section)| section);
            words_of(section, tongue).next().unwrap_or_default()
        };
        let date = |date: Date| {
            let month = words_of("months", tongue).nth(usize::try_from(date.month() - 1).unwrap_or(0));
            match tongue {
                Tongue::English => format!("{} {} {}", date.day(), month.unwrap_or_default(), date.year()),
                Tongue::German => format!("{}. {} {}", date.day(), month.unwrap_or_default(), date.year()),
            }
        };
        let time = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        let mut parts: Vec<String> = Vec::new();
        parts.extend((!self.weekdays.is_empty()).then(|| write_weekdays(self.weekdays, tongue)));
        match (self.starts, self.before) {
            (Some(starts), Some(before)) => parts.push(format!("{}–{}", time(starts), time(before))),
            (Some(starts), None) => parts.push(format!("{} {}", word(Key::From), time(starts))),
            (None, Some(before)) => parts.push(format!("{} {}", word(Key::Before), time(before))),
            (None, None) => {}
        }
        parts.extend(self.from.map(|from| format!("{} {}", word(Key::From), date(from))));
        parts.extend(self.until.map(|until| format!("{} {}", word(Key::Until), date(until))));
        for (key, places) in [(Key::In, &self.places), (Key::Not, &self.without)] {
            let places: Vec<String> = places.iter().map(|place| write_place(place)).collect();
            if !places.is_empty() {
                parts.push(format!("{} {}", word(key), places.join(&format!(" {} ", word(Key::Or)))));
            }
        }
        if let Some((own_date, own_time)) = self.earlier_than {
            let own_time = own_time.map(|own| format!(" {}", time(own))).unwrap_or_default();
            parts.push(format!("{} {} {}{own_time}", word(Key::Earlier), word(Key::Than), date(own_date)));
        }
        if self.persons.get() > 1 {
            parts.push(format!("{} {} {}", word(Key::For), self.persons, word(Key::Persons)));
        }
        parts.join(", ")
    }
}

/// What has been read of a wish, and what has not.
struct Reading<'r, 't> {
    wish: Wish,
    rest: &'r [Token<'t>],
}

impl<'r, 't> Reading<'r, 't> {
    fn next(&mut self) -> Option<&'r Token<'t>> {
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(first)
    }

    fn read(&mut self) -> Result<(), Error> {
        while let Some(token) = self.next() {
            match token {
                Token::Comma | Token::Key(Key::And, _) => {}
                Token::When(what, text) => self.bare(*what, text)?,
                Token::Day(day) => self.weekday(*day),
                Token::Key(Key::In, word) => self.places(word, true)?,
                Token::Key(Key::Not, word) => self.places(word, false)?,
                Token::Key(Key::For, word) => self.persons(word)?,
                Token::Key(Key::Earlier, word) => self.earlier(word)?,
                Token::Key(key @ (Key::From | Key::After | Key::Before | Key::Until), word) => {
                    self.bound(*key, word)?;
                }
                Token::Key(_, word) | Token::Word(word) | Token::Quoted(word) => return Err(unknown(word)),
                Token::Number(number) => return Err(unknown(&number.to_string())),
                Token::Dash => return Err(unknown("–")),
            }
        }
        Ok(())
    }

    /// A day or time that nothing stands before.
    fn bare(&mut self, what: What, text: &str) -> Result<(), Error> {
        match what {
            What::Date { date, .. } | What::Near { date, .. } => {
                (self.wish.from, self.wish.until) = (Some(date), Some(date));
            }
            What::Dates { from, to } => (self.wish.from, self.wish.until) = (Some(from), Some(to)),
            What::Times { start, end } => (self.wish.starts, self.wish.before) = (Some(start), Some(end)),
            What::Month { year, month } => {
                let first = Date::new(year, month, 1).map_err(|_| unknown(text))?;
                (self.wish.from, self.wish.until) = (Some(first), Some(first.last_of_month()));
            }
            What::Time(_) | What::DayNumber(_) | What::Weekday(_) => return Err(unknown(text)),
        }
        Ok(())
    }

    /// One weekday, or the first of a range.
    fn weekday(&mut self, first: Weekday) {
        let mut last = first;
        if let [Token::Dash | Token::Key(Key::Until, _), Token::Day(day), rest @ ..] = self.rest {
            self.rest = rest;
            last = *day;
        }
        let mut day = first;
        self.wish.weekdays.add(day);
        while day != last {
            day = day.next();
            self.wish.weekdays.add(day);
        }
    }

    /// A day or time that something begins or ends with.
    fn bound(&mut self, key: Key, word: &str) -> Result<(), Error> {
        let Some(Token::When(what, text)) = self.next() else { return Err(alone(word)) };
        let wish = &mut self.wish;
        match (*what, key) {
            (What::Time(time), Key::From | Key::After) => wish.starts = Some(time),
            (What::Time(time), _) => wish.before = Some(time),
            (What::Date { date, .. } | What::Near { date, .. }, Key::From) => wish.from = Some(date),
            (What::Date { date, .. } | What::Near { date, .. }, Key::After) => {
                wish.from = Some(date.tomorrow().map_err(|_| unknown(text))?);
            }
            (What::Date { date, .. } | What::Near { date, .. }, Key::Until) => wish.until = Some(date),
            (What::Date { date, .. } | What::Near { date, .. }, _) => {
                wish.until = Some(date.yesterday().map_err(|_| unknown(text))?);
            }
            (What::Dates { from, to }, Key::From) => (wish.from, wish.until) = (Some(from), Some(to)),
            (What::Times { start, end }, Key::From) => (wish.starts, wish.before) = (Some(start), Some(end)),
            _ => return Err(unknown(text)),
        }
        Ok(())
    }

    fn earlier(&mut self, word: &str) -> Result<(), Error> {
        if let [Token::Key(Key::Than, _), rest @ ..] = self.rest {
            self.rest = rest;
        }
        let Some(Token::When(What::Date { date, .. } | What::Near { date, .. }, _)) = self.next() else {
            return Err(alone(word));
        };
        let mut time = None;
        let rest = if let [Token::Comma, rest @ ..] = self.rest { rest } else { self.rest };
        if let [Token::When(What::Time(own), _), rest @ ..] = rest {
            (time, self.rest) = (Some(*own), rest);
        }
        self.wish.earlier_than = Some((*date, time));
        Ok(())
    }

    fn persons(&mut self, word: &str) -> Result<(), Error> {
        let Some(Token::Number(number)) = self.next() else { return Err(alone(word)) };
        self.wish.persons = NonZeroU8::new(*number).ok_or_else(|| unknown("0"))?;
        if let [Token::Key(Key::Persons, _), rest @ ..] = self.rest {
            self.rest = rest;
        }
        Ok(())
    }

    /// Places up to the next word of another kind; `or` and commas part them.
    fn places(&mut self, word: &str, are_wanted: bool) -> Result<(), Error> {
        let mut places: Vec<String> = Vec::new();
        let mut open = false;
        loop {
            match self.rest {
                [Token::Word(part), rest @ ..] => {
                    match places.last_mut().filter(|_| open) {
                        Some(place) => {
                            place.push(' ');
                            place.push_str(part);
                        }
                        None => places.push((*part).to_owned()),
                    }
                    (open, self.rest) = (true, rest);
                }
                [Token::Quoted(place), rest @ ..] => {
                    places.push((*place).to_owned());
                    (open, self.rest) = (false, rest);
                }
                [Token::Dash, Token::Word(part), rest @ ..] if open => {
                    if let Some(place) = places.last_mut() {
                        place.push('-');
                        place.push_str(part);
                    }
                    self.rest = rest;
                }
                [Token::Key(Key::Or | Key::And, _) | Token::Comma, Token::Word(_) | Token::Quoted(_), ..] => {
                    (open, self.rest) = (false, self.rest.get(1..).unwrap_or_default());
                }
                _ => break,
            }
        }
        if places.is_empty() {
            return Err(alone(word));
        }
        if are_wanted {
            self.wish.places.extend(places);
        } else {
            self.wish.without.extend(places);
        }
        Ok(())
    }
}

fn unknown(words: &str) -> Error {
    Error::Unknown { words: words.to_owned() }
}

fn alone(word: &str) -> Error {
    Error::Alone { word: word.to_owned() }
}

const QUOTES: [char; 5] = ['"', '“', '”', '„', '‟'];

/// Cuts a text into its pieces. What stands in quotes is one piece, whatever it looks like.
fn tokens(text: &str, today: Date) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    for (number, part) in text.split(QUOTES).enumerate() {
        if number % 2 == 1 {
            if !part.trim().is_empty() {
                tokens.push(Token::Quoted(part.trim()));
            }
            continue;
        }
        for (number, clause) in part.split([',', ';']).enumerate() {
            if number > 0 {
                tokens.push(Token::Comma);
            }
            self::clause(clause, today, &mut tokens);
        }
    }
    tokens
}

/// Days and times never reach over a comma.
fn clause<'t>(text: &'t str, today: Date, tokens: &mut Vec<Token<'t>>) {
    let mut at = 0;
    for found in when::scan(text, &Context { today, language: None }) {
        words(text.get(at..found.start).unwrap_or_default(), tokens);
        tokens.push(match found.what {
            What::Weekday(day) => Token::Day(day),
            what => Token::When(what, text.get(found.start..found.end).unwrap_or_default()),
        });
        at = found.end;
    }
    words(text.get(at..).unwrap_or_default(), tokens);
}

fn words<'t>(text: &'t str, tokens: &mut Vec<Token<'t>>) {
    let is_mark = |character: char| matches!(character, '–' | '—' | '-' | '/');
    let mut rest = text;
    while let Some(start) = rest.find(|character: char| !character.is_whitespace()) {
        rest = rest.get(start..).unwrap_or_default();
        let end = rest
            .find(|character: char| character.is_whitespace() || is_mark(character))
            .unwrap_or(rest.len());
        let end = if end == 0 { rest.chars().next().map_or(1, char::len_utf8) } else { end };
        let (word, after) = rest.split_at_checked(end).unwrap_or((rest, ""));
        rest = after;
        tokens.push(match word {
            "." => Token::Comma,
            "–" | "—" | "-" => Token::Dash,
            "/" => Token::Key(Key::Or, word),
            _ => match word.parse() {
                Ok(number) => Token::Number(number),
                Err(_) => (key_of(word).map(|key| Token::Key(key, word)))
                    .or_else(|| weekday_of(word).map(Token::Day))
                    .unwrap_or(Token::Word(word)),
            },
        });
    }
}

fn key_of(word: &str) -> Option<Key> {
    let lower = word.to_lowercase();
    let is_of = |section: &str| {
        Tongue::ALL.iter().any(|tongue| words_of(section, *tongue).any(|known| known.to_lowercase() == lower))
    };
    KEYS.iter().find(|(_, section)| is_of(section)).map(|(key, _)| *key)
}

/// The weekday of a name, short or long.
fn weekday_of(word: &str) -> Option<Weekday> {
    let lower = word.trim_end_matches('.').to_lowercase();
    let number = ["weekdays", "weekday names"].iter().find_map(|section| {
        Tongue::ALL
            .iter()
            .find_map(|tongue| words_of(section, *tongue).position(|name| name.to_lowercase() == lower))
    })?;
    Weekday::from_monday_zero_offset(i8::try_from(number).ok()?).ok()
}

/// The words of one section of the data in one language.
pub(super) fn words_of(section: &str, tongue: Tongue) -> impl Iterator<Item = &'static str> {
    let header = format!("[{section}]");
    WORDS
        .lines()
        .skip_while(move |line| *line != header)
        .skip(1)
        .take_while(|line| !line.starts_with('['))
        .filter_map(move |line| line.strip_prefix(tongue.name())?.strip_prefix(' '))
        .flat_map(str::split_whitespace)
}

fn write_weekdays(weekdays: Weekdays, tongue: Tongue) -> String {
    let names: Vec<&str> = words_of("weekdays", tongue).collect();
    let name = |day: usize| names.get(day).copied().unwrap_or_default();
    let has = |day: usize| {
        i8::try_from(day)
            .ok()
            .and_then(|day| Weekday::from_monday_zero_offset(day).ok())
            .is_some_and(|day| weekdays.has(day))
    };
    let mut parts = Vec::new();
    let mut day = 0;
    while day < 7 {
        let mut last = day;
        while has(day) && last < 6 && has(last + 1) {
            last += 1;
        }
        match last - day {
            _ if !has(day) => {}
            0 => parts.push(name(day).to_owned()),
            1 => parts.push(format!("{}, {}", name(day), name(last))),
            _ => parts.push(format!("{}–{}", name(day), name(last))),
        }
        day = last + 1;
    }
    parts.join(", ")
}

/// A place in quotes where it would be read as something else without them.
fn write_place(place: &str) -> String {
    let is_plain = matches!(tokens(place, Date::ZERO).as_slice(), [Token::Word(word)] if *word == place);
    if is_plain { place.to_owned() } else { format!("“{place}”") }
}

impl Serialize for Wish {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.write(Tongue::English))
    }
}

impl<'de> Deserialize<'de> for Wish {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        // What was written has its years; the day of reading does not matter.
        Wish::read(&text, Date::ZERO).map_err(serde::de::Error::custom)
    }
}
