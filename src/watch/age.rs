//! How old the last valid look is, once looks do not come as they should.

use super::{Condition, Watch};
use crate::pace::{Bound, Ledger, Schedule};
use crate::recheck::Recheck;
use crate::site::Site;
use crate::time::{Instant, Now, Span};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const HOUR: u32 = 60;
const DAY: u32 = 24 * HOUR;
/// Below an hour the age is told in steps of so many minutes: each step costs a wake-up.
const STEP: u32 = 5;

/// An age as the button can show it: minutes in steps of five, then hours, then days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Age {
    minutes: u32,
}

impl Age {
    /// The age of something so old.
    pub fn of(span: Span) -> Self {
        let minutes = span.0 / 60_000;
        Age { minutes: minutes - minutes % step(minutes) }
    }

    /// Four letters at the most: `5m`, `3h`, `2d`.
    pub fn text(self) -> String {
        match self.minutes {
            minutes if minutes < HOUR => format!("{minutes}m"),
            minutes if minutes < DAY => format!("{}h", minutes / HOUR),
            minutes => format!("{}d", (minutes / DAY).min(999)),
        }
    }

    /// Writes an age as text, none as an empty one.
    #[expect(clippy::ref_option, clippy::trivially_copy_pass_by_ref, reason = "serde hands a field over so")]
    pub(super) fn write<S: serde::Serializer>(age: &Option<Age>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&age.map(Age::text).unwrap_or_default())
    }

    /// How old something is when its age reads otherwise.
    fn end(self) -> Span {
        Span::minutes(self.minutes.saturating_add(step(self.minutes)))
    }
}

/// In how many minutes an age of so many minutes grows.
fn step(minutes: u32) -> u32 {
    match minutes {
        minutes if minutes < HOUR => STEP,
        minutes if minutes < DAY => HOUR,
        _ => DAY,
    }
}

impl Watch {
    /// How old the last valid look is, where the next one is overdue, and when that will read otherwise. A pause that
    /// the person chose is none to worry about.
    pub(super) fn age_at(
        &self,
        ledgers: &BTreeMap<Site, Ledger>,
        schedule: Schedule,
        now: Now,
    ) -> (Option<Age>, Option<Instant>) {
        let Some(valid) = self.valid.filter(|_| self.order.recheck != Recheck::Remind) else {
            return (None, None);
        };
        let pace = self.pace(ledgers, schedule);
        let is_chosen = match self.condition {
            Condition::Found => true,
            Condition::Resting { .. } => {
                matches!(pace.earliest(now).1, Some(Bound::Hours | Bound::Break))
            }
            _ => false,
        };
        if is_chosen {
            return (None, None);
        }
        let old = now.instant - valid;
        let bearable = Span(pace.mean().doubled().0.max(Span::minutes(STEP).0));
        if old < bearable {
            return (None, Some(valid + bearable));
        }
        let age = Age::of(old);
        (Some(age), Some(valid + age.end()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_age_is_told_ever_more_roughly() {
        for (minutes, text) in
            [(5, "5m"), (59, "55m"), (60, "1h"), (179, "2h"), (24 * 60, "1d"), (4000, "2d")]
        {
            assert_eq!(Age::of(Span::minutes(minutes)).text(), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn an_age_lasts_until_its_end_and_no_longer(span: u32) {
            let age = Age::of(Span(span));
            proptest::prop_assert!(age.end() > Span(span) || age.end() == Span(u32::MAX));
            proptest::prop_assert_eq!(Age::of(Span(age.end().0.saturating_sub(1).max(span))), age);
            proptest::prop_assert!(age.text().len() <= 4);
        }
    }
}
