//! Dates and times out of a page's text, as it writes them, in twelve languages.
//!
//! Civil time only: what the page writes is taken as written, never moved to a time zone. What a date is
//! *about* (a slot, a birth, opening hours) is decided elsewhere.
//!
//! ```
//! use jiff::civil::{date, time};
//! use terminwacht::when::{Context, Language, What, scan};
//!
//! let context = Context { today: date(2026, 3, 4), language: Language::from_tag("de") };
//! let found = scan("Fr., 13.03.2026 - 10:20 Uhr", &context);
//! assert_eq!(found[0].what, What::Date { date: date(2026, 3, 13), explicit_year: true });
//! assert_eq!(found[1].what, What::Time(time(10, 20, 0, 0)));
//! ```

mod names;
mod parse;
mod token;

use jiff::civil::{Date, Time};

/// What a text is read with.
#[derive(Clone, Copy, Debug)]
pub struct Context {
    /// The civil date where the person is: dates without a year are near it.
    pub today: Date,
    /// The page's language, where it states one. It only tells day-first from month-first.
    pub language: Option<Language>,
}

/// The order of day and month in a language's dates of numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// 12/05 is the 12th of May.
    DayFirst,
    /// 12/05 is the 5th of December, as written in the United States of America and the Philippines.
    MonthFirst,
}

impl Language {
    /// By a language tag as pages state it (BCP 47): `de-AT`, `en`, `en_US`.
    pub fn from_tag(tag: &str) -> Option<Self> {
        let tag = tag.trim().to_ascii_lowercase().replace('_', "-");
        match tag.as_str() {
            "" => None,
            "en" | "en-us" | "en-ph" | "fil" => Some(Language::MonthFirst),
            _ => Some(Language::DayFirst),
        }
    }
}

/// A date or time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// Its first byte.
    pub start: usize,
    /// The byte after its last.
    pub end: usize,
    /// What it is.
    pub what: What,
}

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum What {
    /// A day.
    Date {
        /// The day.
        date: Date,
        /// Whether the page writes the year.
        explicit_year: bool,
    },
    /// From one day to another.
    Dates {
        /// The first day.
        from: Date,
        /// The last day.
        to: Date,
    },
    /// A month.
    Month {
        /// The year.
        year: i16,
        /// The month, 1 to 12.
        month: i8,
    },
    /// A time of day.
    Time(Time),
    /// From one time of day to another.
    Times {
        /// When it begins.
        start: Time,
        /// When it ends.
        end: Time,
    },
}

/// Finds the dates and times of a text in its order, none over another. One pass; linear in the text.
pub fn scan(text: &str, context: &Context) -> Vec<Found> {
    if !text.bytes().any(|byte| byte.is_ascii_digit()) && !text.contains(is_wide_digit) {
        return Vec::new();
    }
    parse::Parser::new(text, context).run()
}

fn is_wide_digit(character: char) -> bool {
    ('０'..='９').contains(&character)
}

#[cfg(test)]
mod tests;
