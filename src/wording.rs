//! Which words say what. The words themselves are data, in `extension/_locales`, so that they are
//! translated in one place; here is only the name of a wording and what is filled in.

use crate::quote::Quote;
use crate::slot::Slot;
use crate::time::{Instant, Span};
use crate::watch::{About, Alert};
use crate::wish;
use serde::Serialize;

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
    /// A point in time.
    Moment(Instant),
    /// A length of time.
    Length(Span),
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
    fn new(title: Words, lines: Vec<Words>) -> Self {
        Notice { title, lines, quiet: false, stays: false }
    }
}

/// The words for appointments that went: after how long, and which.
pub fn gone(slots: &[Slot], after: Span) -> Words {
    match slots.first() {
        Some(slot) => Words::with("alertGone", [Argument::Length(after), Argument::Slot(slot.clone())]),
        None => Words::with("alertGoneUnknown", [Argument::Length(after)]),
    }
}

/// A line for each slot but the first, and one for those that are not named.
fn further(slots: &[Slot], count: usize) -> Vec<Words> {
    let rest = slots.iter().skip(1).map(|slot| Words::with("plain", [Argument::Slot(slot.clone())]));
    let more = count.saturating_sub(slots.len());
    let more = (more > 0).then(|| Words::with("alertFreeMore", [Argument::Number(more)]));
    rest.chain(more).collect()
}

/// What a notification about an alert says: what is free or needed first, then where, then the page's words.
pub fn notice(alert: &Alert) -> Notice {
    let page = Words::with("alertPage", [Argument::Text(alert.title.clone())]);
    match &alert.about {
        About::Free { slots, count, unknown } => {
            let title = match slots.first() {
                Some(slot) => Words::with("alertFree", [Argument::Slot(slot.clone())]),
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
        About::Need { need, quote } => {
            let mut lines = vec![Words::plain(&format!("need_{}_body", need.name())), page];
            if !quote.is_empty() {
                lines.push(Words::with("alertQuote", [Argument::Text(quote.clone())]));
            }
            Notice::new(Words::plain(&format!("need_{}", need.name())), lines)
        }
    }
}
