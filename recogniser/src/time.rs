//! Points in time and lengths of time, in milliseconds, and the moment an event happened.

use crate::bounds;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::ops::{Add, Sub};

/// A point in time, in ms since 1970 UTC by the browser's clock. That clock may be set back or forward.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Instant(pub i64);

/// A length of time in ms, never negative.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span(pub u32);

impl Span {
    /// That many seconds.
    pub const fn seconds(seconds: u32) -> Self {
        Span(seconds.saturating_mul(1000))
    }

    /// That many minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Span::seconds(minutes.saturating_mul(60))
    }

    /// Twice as long.
    #[must_use]
    pub const fn doubled(self) -> Self {
        Span(self.0.saturating_mul(2))
    }
}

impl Add<Span> for Instant {
    type Output = Instant;

    fn add(self, span: Span) -> Instant {
        Instant(self.0.saturating_add(i64::from(span.0)))
    }
}

impl Sub for Instant {
    type Output = Span;

    /// How long after `earlier` this is; nothing where it is not after it.
    fn sub(self, earlier: Instant) -> Span {
        let length = self.0.saturating_sub(earlier.0).max(0);
        Span(u32::try_from(length).unwrap_or(u32::MAX))
    }
}

/// The moment an event happened, as the shell found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Now {
    /// The browser's clock.
    pub instant: Instant,
    /// The date where the person is.
    pub today: Date,
    /// The minute of that day on the person's clock, 0 to 1439.
    #[serde(deserialize_with = "bounds::minute")]
    pub minute: u16,
    /// Whether the browser has a network.
    pub online: bool,
    /// How far the browser's clock ran ahead of time since the worker's last event, in ms, by a clock that nobody can
    /// set; 0 where that is not known. It also runs ahead while the machine sleeps.
    pub ahead: i64,
    /// A fresh random number, the source of every spread.
    pub seed: u32,
}

impl Now {
    /// Noon of a day on which nothing unusual happens.
    pub fn at(instant: Instant, today: Date, seed: u32) -> Self {
        Now { instant, today, minute: 12 * 60, online: true, ahead: 0, seed }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_clock_set_back_gives_no_negative_length() {
        assert_eq!(Instant(5) - Instant(9), Span(0));
        assert_eq!(Instant(9) - Instant(5), Span(4));
    }

    #[test]
    fn the_end_of_time_is_not_passed() {
        assert_eq!(Instant(i64::MAX) + Span::minutes(5), Instant(i64::MAX));
        assert_eq!(Instant(i64::MAX) - Instant(i64::MIN), Span(u32::MAX));
    }
}
