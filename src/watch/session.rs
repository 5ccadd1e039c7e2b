//! How long the person stays signed in: as the page says, or as it was the last time. Nothing keeps them signed in.

use crate::time::{Instant, Span};
use serde::{Deserialize, Serialize};

/// So long before the end of a session the person is told.
const WARNING: Span = Span::minutes(5);
/// A session shorter than this was no session but a page that asks to sign in now and then.
const SHORTEST: Span = Span::minutes(10);

/// What is known of the time for which the person is signed in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Session {
    /// When a look first showed the page itself since the person signed in.
    since: Option<Instant>,
    /// What the page says is left of it.
    left: Option<Span>,
    /// The end that the page shows, by a countdown that was seen to run: a sentence that always names the same time is a
    /// rule and no countdown.
    shown: Option<Instant>,
    /// How long the session before lasted.
    length: Option<Span>,
    /// Whether the person was told of the end.
    told: bool,
}

impl Session {
    /// A look showed the page itself, and perhaps how much is left of the session.
    pub(super) fn seen(&mut self, now: Instant, left: Option<Span>) {
        let since = *self.since.get_or_insert(now);
        self.since = Some(since.min(now));
        match (self.left, left) {
            (Some(before), Some(left)) if left < before => self.shown = Some(now + left),
            (Some(before), Some(left)) if left == before => {}
            _ => self.shown = None,
        }
        // A countdown that was set back promises more time.
        if self.left.zip(left).is_some_and(|(before, left)| left > before && left > WARNING) {
            self.told = false;
        }
        self.left = left;
    }

    /// The page asks to sign in; a look last showed the page itself at `valid`.
    pub(super) fn ended(&mut self, valid: Option<Instant>) {
        let lasted = self.since.zip(valid).map(|(since, valid)| valid - since);
        let length = lasted.filter(|lasted| *lasted >= SHORTEST).or(self.length);
        *self = Session { length, ..Session::default() };
    }

    /// When the person is to be told that the session ends.
    pub(super) fn warning(&self) -> Option<Instant> {
        let learned = || Some(self.since? + self.length?);
        let end = self.shown.or_else(learned).filter(|_| !self.told)?;
        Some(Instant(end.0.saturating_sub(i64::from(WARNING.0))))
    }

    /// The person is told.
    pub(super) fn warned(&mut self) {
        self.told = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Instant = Instant(1_800_000_000_000);

    fn minutes(session: &Session) -> Option<u32> {
        session.warning().map(|warning| (warning - START).0 / 60_000)
    }

    #[test]
    fn a_countdown_on_the_page_says_when_to_tell() {
        let mut session = Session::default();
        session.seen(START, Some(Span::minutes(20)));
        assert_eq!(minutes(&session), None);
        session.seen(START + Span::minutes(1), Some(Span::minutes(19)));
        assert_eq!(minutes(&session), Some(15));
        session.warned();
        assert_eq!(minutes(&session), None);
        session.seen(START + Span::minutes(18), Some(Span::minutes(20)));
        session.seen(START + Span::minutes(19), Some(Span::minutes(19)));
        assert_eq!(minutes(&session), Some(33), "it was set back");
    }

    #[test]
    fn a_sentence_that_always_names_the_same_time_is_no_countdown() {
        let mut session = Session::default();
        for minute in 0..60 {
            session.seen(START + Span::minutes(minute), Some(Span::minutes(20)));
            assert_eq!(minutes(&session), None);
        }
    }

    #[test]
    fn how_long_a_session_lasts_is_learned_from_the_one_before() {
        let mut session = Session::default();
        session.seen(START, None);
        assert_eq!(minutes(&session), None);
        session.ended(Some(START + Span::minutes(55)));
        assert_eq!(minutes(&session), None);
        session.seen(START + Span::minutes(60), None);
        assert_eq!(minutes(&session), Some(60 + 55 - 5));
    }

    #[test]
    fn a_page_that_asks_again_at_once_teaches_nothing() {
        let mut session = Session::default();
        session.seen(START, None);
        session.ended(Some(START + Span::minutes(3)));
        session.seen(START + Span::minutes(5), None);
        assert_eq!(minutes(&session), None);
    }
}
