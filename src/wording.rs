//! Which words say what. The words themselves are data, in `extension/_locales`, so that they are
//! translated in one place; here is only the name of a wording and what is filled in.

use crate::push::{AddressError, Answer};
use crate::quote::Quote;
use crate::slot::Slot;
use crate::time::{Instant, Span};
use crate::watch::{About, Alert, Told};
use crate::wish;
use jiff::civil::Date;
use serde::Serialize;

/// The languages that the words are complete in, as folders of `extension/_locales`.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

/// The languages that the words are there in as a first version: as many of them, but not yet gone through by people
/// who speak the language every day. The settings ask for their help.
pub const FIRST_VERSIONS: [&str; 6] = ["es", "fr", "it", "pl", "ru", "tr"];

/// One wording, with what is filled in for `$1`, `$2`….
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Words {
    /// The name of the wording in `messages.json`.
    pub key: String,
    /// What is filled in.
    pub arguments: Vec<Argument>,
}

/// Something to fill in. Dates and times are written by the browser in the person's own manner.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Argument {
    /// Text as it is.
    Text(Quote),
    /// A number.
    Number(usize),
    /// An appointment.
    Slot(Slot),
    /// An appointment, and whom it fits.
    Told(Told),
    /// A point in time.
    Moment(Instant),
    /// A length of time.
    Length(Span),
    /// A day, without the year.
    Day(Date),
    /// A day of the week: 0 for Monday.
    Weekday(u8),
    /// An hour of a day, 0 to 23.
    Hour(u8),
    /// Languages, by their tags.
    Languages(Vec<&'static str>),
    /// A time of day, in minutes since midnight; 1440 for the end of the day.
    Clock(u32),
}

impl Words {
    /// A wording with nothing to fill in.
    pub fn plain(key: &str) -> Self {
        Words { key: key.to_owned(), arguments: Vec::new() }
    }

    /// A wording with something filled in.
    pub fn with(key: &str, arguments: impl IntoIterator<Item = Argument>) -> Self {
        Words { key: key.to_owned(), arguments: arguments.into_iter().collect() }
    }
}

/// What is said about a wish that cannot be read.
pub fn wish_error(error: &wish::Error) -> Words {
    match error {
        wish::Error::Unknown { words } => Words::with("wish_unknown", [Argument::Text(Quote::new(words))]),
        wish::Error::Alone { word } => Words::with("wish_alone", [Argument::Text(Quote::new(word))]),
        wish::Error::Empty => Words::plain("wish_empty"),
        wish::Error::Long => Words::plain("wish_long"),
    }
}

/// What is said about an address that messages cannot be sent to.
pub fn address_error(error: AddressError) -> Words {
    Words::plain(&format!("phone_address_{}", error.name()))
}

/// What a server's answer means, and what to do about it where it has not taken a message.
pub fn phone_answer(answer: Answer) -> Words {
    let with = |key, status: u16| Words::with(key, [Argument::Number(status.into())]);
    match answer {
        Answer::Status(200..=299) => Words::plain("phone_answer_taken"),
        Answer::Status(status @ (401 | 403)) => with("phone_answer_refused", status),
        Answer::Status(status @ (404 | 410)) => with("phone_answer_missing", status),
        Answer::Status(status @ 429) => with("phone_answer_busy", status),
        Answer::Status(status @ 500..) => with("phone_answer_broken", status),
        Answer::Status(status) => with("phone_answer_other", status),
        Answer::Redirect => Words::plain("phone_answer_redirect"),
        Answer::Network => Words::plain("phone_answer_network"),
        Answer::Late => Words::plain("phone_answer_late"),
        Answer::NotAllowed => Words::plain("phone_answer_notAllowed"),
    }
}

/// The words of a notification.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Notice {
    /// Its first line.
    pub title: Words,
    /// What stands below, line by line.
    pub lines: Vec<Words>,
    /// Whether it only takes the place of one that is on show, without a sound; where none is, it is not shown at all.
    pub quiet: bool,
    /// Whether it stays on the screen until the person deals with it, where the browser can do that.
    pub stays: bool,
}

impl Notice {
    /// One that makes itself heard and may go by itself.
    pub fn new(title: Words, lines: Vec<Words>) -> Self {
        Notice { title, lines, quiet: false, stays: false }
    }
}

/// The words for appointments that went: after how long, and which.
pub fn gone(slots: &[Told], after: Span) -> Words {
    match slots.first() {
        Some(told) => Words::with("alertGone", [Argument::Length(after), Argument::Told(told.clone())]),
        None => Words::with("alertGoneUnknown", [Argument::Length(after)]),
    }
}

/// A line for each slot but the first, and one for those that are not named.
fn further(slots: &[Told], count: usize) -> Vec<Words> {
    let rest = slots.iter().skip(1).map(|told| Words::with("plain", [Argument::Told(told.clone())]));
    let more = count.saturating_sub(slots.len());
    let more = (more > 0).then(|| Words::with("alertFreeMore", [Argument::Number(more)]));
    rest.chain(more).collect()
}

/// What a notification about an alert says: what is free or needed first, then where, then the page's words.
pub fn notice(alert: &Alert) -> Notice {
    notice_about(&alert.title, &alert.about)
}

/// What is said about that, on a page of that title.
pub fn notice_about(title: &Quote, about: &About) -> Notice {
    let page = Words::with("alertPage", [Argument::Text(title.clone())]);
    match about {
        About::Free { slots, count, unknown } => {
            let title = match slots.first() {
                Some(first) => Words::with("alertFree", [Argument::Told(first.clone())]),
                None => Words::plain("alertFreeUnknown"),
            };
            let mut lines = further(slots, *count);
            lines.extend(unknown.iter().map(|unknown| Words::plain(&format!("unknown_{}", unknown.name()))));
            lines.push(page);
            Notice { stays: true, ..Notice::new(title, lines) }
        }
        About::Gone { slots, count, after } => {
            let mut lines = further(slots, *count);
            lines.push(page);
            Notice { quiet: true, ..Notice::new(gone(slots, *after), lines) }
        }
        About::Rehearsal { slot } => {
            let title = Words::with("alertRehearsal", [Argument::Slot(slot.clone())]);
            Notice { stays: true, ..Notice::new(title, vec![Words::plain("alertRehearsal_body")]) }
        }
        About::Memory { trouble } => Notice::new(
            Words::plain(&format!("memory_{}", trouble.name())),
            vec![Words::plain(&format!("memory_{}_body", trouble.name()))],
        ),
        About::Phone { answer } => Notice::new(
            Words::plain("phone_trouble"),
            vec![phone_answer(*answer), Words::plain("phone_trouble_settings")],
        ),
        About::Need { need, quote } => {
            let mut lines = vec![Words::plain(&format!("need_{}_body", need.name())), page];
            if !quote.is_empty() {
                lines.push(Words::with("alertQuote", [Argument::Text(quote.clone())]));
            }
            Notice::new(Words::plain(&format!("need_{}", need.name())), lines)
        }
    }
}
