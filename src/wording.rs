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

/// The languages that the words are there in, as folders of `extension/_locales`.
pub const LANGUAGES: [&str; 2] = ["en", "de"];

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
            let mut lines: Vec<Words> = slots
                .iter()
                .skip(1)
                .map(|told| Words::with("plain", [Argument::Told(told.clone())]))
                .collect();
            let more = count.saturating_sub(slots.len());
            if more > 0 {
                lines.push(Words::with("alertFreeMore", [Argument::Number(more)]));
            }
            lines.extend(unknown.iter().map(|unknown| Words::plain(&format!("unknown_{}", unknown.name()))));
            lines.push(page);
            Notice { title, lines }
        }
        About::Memory { trouble } => Notice {
            title: Words::plain(&format!("memory_{}", trouble.name())),
            lines: vec![Words::plain(&format!("memory_{}_body", trouble.name()))],
        },
        About::Phone { answer } => Notice {
            title: Words::plain("phone_trouble"),
            lines: vec![phone_answer(*answer), Words::plain("phone_trouble_settings")],
        },
        About::Need { need, quote } => {
            let mut lines = vec![Words::plain(&format!("need_{}_body", need.name())), page];
            if !quote.is_empty() {
                lines.push(Words::with("alertQuote", [Argument::Text(quote.clone())]));
            }
            Notice { title: Words::plain(&format!("need_{}", need.name())), lines }
        }
    }
}
