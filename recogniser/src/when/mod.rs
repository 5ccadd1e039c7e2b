//! Finds the dates, times and durations in a text, in eighteen languages.
//!
//! One pass, in linear time: the text is cut into numbers and known words (`tokens`), these are read as dates
//! (`dates`), times (`clock`) or lengths of time (`durations`). What is found stands in the text as it is; whether it is a date to book, an
//! opening hour or a birthday is for others to tell.

mod clock;
mod dates;
mod durations;
mod letters;
mod names;
mod reader;
mod tokens;

#[cfg(test)]
mod tests;

pub use durations::{Duration, durations};
use jiff::civil::{Date, Time, Weekday};
use reader::Reader;
use std::fmt;
use tokens::Token;

/// What a text is read with.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The date where the person is; dates without a year are counted from it.
    pub today: Date,
    /// The page's stated or guessed language. Without one, the names of any language are accepted.
    pub language: Option<Language>,
}

/// A language whose dates and times can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// German.
    German,
    /// English; `american` tells whether 05/12 is in May.
    English {
        /// The month stands before the day.
        american: bool,
    },
    /// French.
    French,
    /// Italian.
    Italian,
    /// Spanish.
    Spanish,
    /// Dutch.
    Dutch,
    /// Polish.
    Polish,
    /// Turkish.
    Turkish,
    /// Portuguese.
    Portuguese,
    /// Russian.
    Russian,
    /// Japanese.
    Japanese,
    /// Korean.
    Korean,
    /// Ukrainian.
    Ukrainian,
    /// Czech.
    Czech,
    /// Swedish.
    Swedish,
    /// Danish, and Norwegian Bokmål, which writes dates and times alike.
    Danish,
    /// Chinese, in Simplified or Traditional characters.
    Chinese,
}

impl Language {
    /// The language of a BCP 47 tag such as `de-AT`; nothing for a language that cannot be read.
    ///
    /// English without a region is taken for American, since that is what most tools put there.
    pub fn from_tag(tag: &str) -> Option<Language> {
        let mut parts = tag.trim().split(['-', '_']);
        let primary = parts.next()?.to_ascii_lowercase();
        Some(match primary.as_str() {
            "de" => Language::German,
            "en" => {
                let region = parts.find(|part| part.len() == 2);
                let american = region.is_none_or(|region| {
                    ["US", "PH"].iter().any(|american| region.eq_ignore_ascii_case(american))
                });
                Language::English { american }
            }
            "fr" => Language::French,
            "it" => Language::Italian,
            "es" => Language::Spanish,
            "nl" => Language::Dutch,
            "pl" => Language::Polish,
            "tr" => Language::Turkish,
            "pt" => Language::Portuguese,
            "ru" => Language::Russian,
            "ja" => Language::Japanese,
            "ko" => Language::Korean,
            "uk" => Language::Ukrainian,
            "cs" => Language::Czech,
            "sv" => Language::Swedish,
            "da" | "nb" | "no" => Language::Danish,
            "zh" | "yue" => Language::Chinese,
            _ => return None,
        })
    }

    /// The language of a text with such a tag. Whether English dates begin with the month is told by those of them that can
    /// be read in one way only, such as `16/02/2026`, where they agree; many a page leaves the region out, or has a wrong one.
    pub fn of(tag: &str, text: &str) -> Option<Language> {
        let language = Language::from_tag(tag)?;
        let Language::English { .. } = language else { return Some(language) };
        let pairs =
            || text.match_indices('/').filter_map(|(at, _)| slashed(text.get(..at)?, text.get(at + 1..)?));
        let day_first = pairs().any(|(first, second)| first > 12 && second <= 12);
        let month_first = pairs().any(|(first, second)| first <= 12 && second > 12);
        Some(if day_first == month_first { language } else { Language::English { american: month_first } })
    }

    /// The language that writes other things with the same characters: 3点 is an hour in Chinese, but three items in Japanese.
    fn alike(self) -> Option<Language> {
        match self {
            Language::Japanese => Some(Language::Chinese),
            Language::Chinese => Some(Language::Japanese),
            _ => None,
        }
    }

    /// One bit for each language.
    fn bit(self) -> Languages {
        1 << match self {
            Language::German => 0,
            Language::English { .. } => 1,
            Language::French => 2,
            Language::Italian => 3,
            Language::Spanish => 4,
            Language::Dutch => 5,
            Language::Polish => 6,
            Language::Turkish => 7,
            Language::Portuguese => 8,
            Language::Russian => 9,
            Language::Japanese => 10,
            Language::Korean => 11,
            Language::Ukrainian => 12,
            Language::Czech => 13,
            Language::Swedish => 14,
            Language::Danish => 15,
            Language::Chinese => 16,
        }
    }
}

/// The two numbers around a slash that begin a date with a year of four digits.
fn slashed(before: &str, behind: &str) -> Option<(u8, u8)> {
    const LONGEST: usize = 2;
    let digits = before.bytes().rev().take_while(u8::is_ascii_digit).take(LONGEST + 1).count();
    let first = before.get(before.len() - digits..).filter(|_| (1..=LONGEST).contains(&digits))?;
    let (second, rest) = behind.split_once('/').filter(|(second, _)| second.len() <= LONGEST)?;
    let year = rest.bytes().take_while(u8::is_ascii_digit).take(5).count();
    let day = |text: &str| text.parse::<u8>().ok().filter(|day| (1..=31).contains(day));
    day(first).zip(day(second)).filter(|_| year == 4)
}

/// A set of languages, by their bits.
type Languages = u32;

/// One date or time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its first byte in the text as given.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// What is written there.
    pub what: What,
    /// It only bounds what is told: "until 31 March", "before 10:00".
    pub bound: bool,
}

/// What a text says at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A day.
    Date {
        /// The day; without a year in the text, the next such day its weekday confirms, or one less than
        /// sixty days past.
        date: Date,
        /// The text has the year.
        explicit_year: bool,
    },
    /// A span of days, both included.
    Dates {
        /// The first day.
        from: Date,
        /// The last day, not before the first.
        to: Date,
    },
    /// A month.
    Month {
        /// The year, as written or the next with such a month to come.
        year: i16,
        /// 1 to 12.
        month: i8,
    },
    /// A weekday without a date.
    Weekday(Weekday),
    /// A day told by how far it is from today: "tomorrow".
    Near {
        /// The day.
        date: Date,
        /// The word means nothing else; "morgen" and "mañana" may be the morning.
        sure: bool,
    },
    /// A time of day as the clock there shows it.
    Time(Time),
    /// A span of time; it may go past midnight.
    Times {
        /// When it begins.
        start: Time,
        /// When it ends; 24:00 is midnight.
        end: Time,
    },
    /// The whole text is one number from 1 to 31, as in the cell of a calendar.
    DayNumber(i8),
}

/// As in ISO 8601, with minutes: `2026-03-13`, `2026-03-09/2026-03-13`, `2026-03`, `14:30`, `14:30-15:00`; a bare
/// weekday or number as such.
impl fmt::Display for What {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
        match *self {
            What::Date { date, .. } | What::Near { date, .. } => write!(formatter, "{date}"),
            What::Dates { from, to } => write!(formatter, "{from}/{to}"),
            What::Month { year, month } => write!(formatter, "{year:04}-{month:02}"),
            What::Weekday(day) => write!(formatter, "{day:?}"),
            What::Time(time) => formatter.write_str(&clock(time)),
            What::Times { start, end } => write!(formatter, "{}-{}", clock(start), clock(end)),
            What::DayNumber(number) => write!(formatter, "{number}"),
        }
    }
}

/// Finds the dates and times in a text, in its order and without overlap. Linear in the text's length.
pub fn scan(text: &str, context: &Context) -> Vec<Found> {
    let mut scanner = Scanner::new(*context);
    scanner.scan(text);
    scanner.found
}

/// Reads texts, one after the other, in the same memory.
pub(crate) struct Scanner {
    context: Context,
    cluster: Vec<Token>,
    found: Vec<Found>,
}

impl Scanner {
    pub(crate) fn new(context: Context) -> Self {
        Scanner { context, cluster: Vec::new(), found: Vec::new() }
    }

    /// As [`scan`].
    pub(crate) fn scan(&mut self, text: &str) -> &[Found] {
        let Scanner { context, cluster, found } = self;
        let names = names::names();
        found.clear();
        tokens::clusters(text, names, context.language, cluster, |tokens| {
            Reader { text, tokens, names, context: *context }.read(found);
        });
        found
    }

    /// The weekday that a word names, by its long or its short name.
    pub(crate) fn weekday(&mut self, word: &str) -> Option<Weekday> {
        let Scanner { context, cluster, .. } = self;
        let names = names::names();
        let mut weekday = None;
        tokens::clusters(word, names, context.language, cluster, |tokens| {
            weekday = weekday.or(Reader { text: word, tokens, names, context: *context }.weekday_named());
        });
        weekday
    }
}
