//! What the operator of a page asks of us, in `<meta name="terminwacht" content="…">`.
//!
//! ```
//! use terminwacht::operator::Word;
//! use terminwacht::time::Span;
//!
//! let word = Word::read("min-interval=900 hours=08-18");
//! assert_eq!(word.min_interval, Some(Span::minutes(15)));
//! assert!(!word.no_recheck);
//! ```

use crate::pace::Hours;
use crate::time::Span;
use serde::{Deserialize, Serialize};

/// The most of an operator's word that is read, in characters.
const MOST: usize = 200;
/// The longest interval an operator can ask for. Beyond it, `no-recheck` says it better.
const LONGEST: u32 = 24 * 60 * 60;

/// What the operator asks for. Words that are not known are ignored.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Word {
    /// `no-recheck`: the page may be read and not refreshed.
    pub no_recheck: bool,
    /// `no-watch`: the page may not be watched at all.
    pub no_watch: bool,
    /// `min-interval=SECONDS`: the least time between two re-checks.
    pub min_interval: Option<Span>,
    /// `hours=HH-HH`: the hours to which re-checks are limited, by the visitor's clock.
    pub hours: Option<Hours>,
}

impl Word {
    /// Reads the content of the element; several are joined by blanks. Of two that differ the stricter counts.
    pub fn read(content: &str) -> Self {
        let mut word = Word::default();
        let end = content.char_indices().nth(MOST).map_or(content.len(), |(end, _)| end);
        let content = content.get(..end).unwrap_or_default().to_ascii_lowercase();
        for part in content.split(|c: char| c.is_whitespace() || matches!(c, ',' | ';')) {
            match part.split_once('=') {
                None if part == "no-recheck" => word.no_recheck = true,
                None if part == "no-watch" => word.no_watch = true,
                Some(("min-interval", seconds)) => {
                    if let Ok(seconds) = seconds.parse::<u32>() {
                        let wanted = Span::seconds(seconds.min(LONGEST));
                        word.min_interval = word.min_interval.max(Some(wanted));
                    }
                }
                Some(("hours", hours)) => word.hours = word.hours.or_else(|| read_hours(hours)),
                _ => {}
            }
        }
        word
    }
}

/// `08-18`: from eight to six.
fn read_hours(text: &str) -> Option<Hours> {
    let (from, to) = text.split_once('-')?;
    let hour = |text: &str| {
        let digits = !text.is_empty() && text.len() <= 2 && text.bytes().all(|byte| byte.is_ascii_digit());
        text.parse::<u16>().ok().filter(|hour| digits && *hour <= 24)
    };
    Hours::new(hour(from)? * 60, hour(to)? * 60)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn each_word_is_understood_alone_and_together() {
        assert!(Word::read("no-recheck").no_recheck);
        assert!(Word::read("NO-WATCH").no_watch);
        let both = Word::read("no-recheck, min-interval=900;hours=22-6");
        assert!(both.no_recheck && !both.no_watch);
        assert_eq!(both.min_interval, Some(Span::minutes(15)));
        assert_eq!(both.hours, Hours::new(22 * 60, 6 * 60));
    }

    #[test]
    fn unknown_and_malformed_words_are_ignored() {
        for content in [
            "",
            "please",
            "no-recheck=1",
            "min-interval=",
            "min-interval=-5",
            "hours=8",
            "hours=25-26",
            "hours=9-9",
            "hours=+8-9",
        ] {
            assert_eq!(Word::read(content), Word::default(), "{content}");
        }
    }

    #[test]
    fn the_stricter_of_two_intervals_counts() {
        assert_eq!(Word::read("min-interval=900 min-interval=60").min_interval, Some(Span::minutes(15)));
    }

    #[test]
    fn no_interval_is_longer_than_a_day() {
        assert_eq!(Word::read("min-interval=4000000").min_interval, Some(Span::minutes(24 * 60)));
    }

    proptest! {
        #[test]
        fn any_content_is_taken_without_a_panic(content in ".{0,300}") {
            let word = Word::read(&content);
            prop_assert!(word.min_interval.is_none_or(|interval| interval <= Span::seconds(LONGEST)));
        }
    }
}
