//! When to look next: the courtesy contract with the operators of booking sites.
//!
//! Every look that causes traffic is a *re-check* and is entered in the [`Ledger`] of its site before it is
//! made. The ledger outlives the watch, so that stopping and starting again, a second tab, or a restart gain
//! nobody a faster pace. The numbers are those of `docs/COURTESY.md`.

mod hours;
mod ledger;
#[cfg(test)]
mod tests;

pub use hours::{Days, Hours, Schedule};
pub use ledger::{AfterRefusal, Entry, Ledger, Outcome, Reason, Way};

use crate::operator::Word;
use crate::profile::{Profile, Stance};
use crate::site::{Origin, Site};
use crate::time::{Instant, Now, Span};
use serde::{Deserialize, Serialize};

/// Never two re-checks of one site within this time.
pub const FLOOR: Span = Span::minutes(1);
/// The floor on the person's own machine, where practice pages and tests run.
pub const LOOPBACK_FLOOR: Span = Span::seconds(2);
/// The pace where the person chose none: early appointments in German town offices stay open for 15 to 30
/// minutes in the median, so that a look every 5 minutes is nearly always soon enough.
pub const DEFAULT_INTERVAL: Span = Span::minutes(5);
/// The slowest pace on offer.
pub const SLOWEST_INTERVAL: Span = Span::minutes(4 * 60);
/// The most re-checks of one site in 24 hours.
pub const MOST_A_DAY: usize = 200;
/// How far the pause may be from the interval, in thousandths of it.
const SPREAD: u32 = 300;
/// The pause after the first trouble; each further one doubles it.
const TROUBLE_PAUSE: Span = Span::minutes(10);
/// The longest pause after trouble or for a suspicion.
const LONGEST_PAUSE: Span = Span::minutes(60);
/// The pause after a refusal.
pub const REFUSAL_PAUSE: Span = Span::minutes(30);
/// How long *pause* lasts.
pub const BREAK: Span = Span::minutes(60);

/// The pace a person chose for a watch, never below the general floor of its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Span")]
pub struct Interval(Span);

impl From<Span> for Interval {
    /// The nearest interval that any site allows.
    fn from(stored: Span) -> Self {
        Interval(stored.clamp(LOOPBACK_FLOOR, SLOWEST_INTERVAL))
    }
}

impl Interval {
    /// The nearest allowed interval for that site.
    pub fn new(wanted: Span, site: &Site) -> Self {
        Interval(wanted.clamp(floor(site), SLOWEST_INTERVAL))
    }

    /// The mean time between two re-checks.
    pub fn span(self) -> Span {
        self.0
    }
}

/// A length of ±30 %, chosen by `seed`.
fn spread(length: Span, seed: u32) -> Span {
    let thousandths = 1000 - SPREAD + seed % (2 * SPREAD + 1);
    let length = u64::from(length.0) * u64::from(thousandths) / 1000;
    Span(u32::try_from(length).unwrap_or(u32::MAX))
}

/// Some part of a length, chosen by `seed` and by other bits of it than [`spread`] uses.
fn part(length: Span, seed: u32) -> Span {
    let bits = seed.wrapping_mul(0x9e37_79b1) >> 16;
    Span(u32::try_from((u64::from(length.0) * u64::from(bits)) >> 16).unwrap_or(0))
}

/// The shortest time between two re-checks of a site, by the general contract.
pub fn floor(site: &Site) -> Span {
    if site.is_loopback() { LOOPBACK_FLOOR } else { FLOOR }
}

/// How long the person must have left the page alone before it is touched.
pub fn patience(site: &Site) -> Span {
    floor(site)
}

/// What an operator lets us do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Touch {
    /// The page may be refreshed.
    Recheck,
    /// The person refreshes it; it is read, and they are reminded.
    Remind,
    /// The page may not be watched.
    Never,
}

/// What holds for re-checks of one page: the strictest of the general contract, the site's profile and the
/// operator's word.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Terms {
    /// The shortest time between two re-checks.
    pub floor: Span,
    /// What may be done at all.
    pub touch: Touch,
    /// The hours to which the operator limits re-checks.
    pub hours: Option<Hours>,
    /// Whether the budget of a day and the person's hours hold. They do everywhere but on the person's own machine.
    pub is_budgeted: bool,
}

impl Terms {
    /// The terms for pages of an origin.
    pub fn of(site: &Site, origin: &Origin, word: &Word) -> Self {
        let profile = Profile::of(origin.host());
        let interval = profile.and_then(|profile| profile.interval).max(word.min_interval);
        let stance = match profile.map(|profile| profile.stance) {
            Some(Stance::RemindOnly) => Touch::Remind,
            Some(Stance::Never) => Touch::Never,
            Some(Stance::Welcome | Stance::Slow) | None => Touch::Recheck,
        };
        let asked = match (word.no_watch, word.no_recheck) {
            (true, _) => Touch::Never,
            (_, true) => Touch::Remind,
            _ => Touch::Recheck,
        };
        Terms {
            floor: interval.map_or(floor(site), |interval| interval.max(floor(site))),
            touch: stance.max(asked),
            hours: word.hours,
            is_budgeted: !site.is_loopback(),
        }
    }
}

impl Terms {
    /// These terms together with those of a site that is asked by the same re-check: of each, the stricter.
    #[must_use]
    pub fn and(self, other: Terms) -> Self {
        Terms { floor: self.floor.max(other.floor), touch: self.touch.max(other.touch), ..self }
    }

    /// The mean time between two re-checks, where the person wants this interval.
    pub(crate) fn mean(self, interval: Interval) -> Span {
        interval.span().max(self.floor)
    }
}

/// What keeps a site from being re-checked now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// The last re-check, a refusal or a change of the clock is too recent.
    Pause,
    /// The person asked for a break.
    Break,
    /// The budget of the day is spent.
    Budget,
    /// The person's or the operator's hours.
    Hours,
}

/// Everything that says when one page may be and should be re-checked.
#[derive(Clone, Copy, Debug)]
pub struct Pace<'a> {
    /// What the site was asked so far.
    pub ledger: &'a Ledger,
    /// What holds for the page.
    pub terms: Terms,
    /// The person's hours and days.
    pub schedule: Schedule,
    /// The mean time between two re-checks that the person chose.
    pub interval: Interval,
    /// The end of the break that the person asked for.
    pub break_end: Option<Instant>,
    /// Until when the sites of frames in the page, which a refresh asks too, are to be left alone.
    pub frames_end: Option<(Instant, Bound)>,
}

impl Pace<'_> {
    /// When the next re-check may happen at the earliest, and what keeps it from being now.
    pub fn earliest(&self, now: Now) -> (Instant, Option<Bound>) {
        let bound = self.bounds().filter(|(end, _)| *end > now.instant).max_by_key(|(end, _)| *end);
        let (earliest, bound) = bound.map_or((now.instant, None), |(end, by)| (end, Some(by)));
        let closed = self.closed(now, earliest);
        if closed > Span(0) { (earliest + closed, Some(Bound::Hours)) } else { (earliest, bound) }
    }

    /// What keeps the site from being re-checked, each until when, past or not.
    fn bounds(&self) -> impl Iterator<Item = (Instant, Bound)> {
        let person = self.break_end.map(|end| (end, Bound::Break));
        self.ledger.bounds(&self.terms).chain(person).chain(self.frames_end)
    }

    /// When the next re-check should happen: a spread pause from now, longer after trouble and for a suspicion, never
    /// before [`Pace::earliest`].
    pub fn next(&self, now: Now) -> Instant {
        self.behind(now.instant + self.pause(now), now)
    }

    /// When the next re-check should happen after a time without any: somewhere within an interval, so that those who
    /// waited for the same thing do not come together.
    pub fn soon(&self, now: Now) -> Instant {
        self.behind(now.instant + part(self.mean(), now.seed), now)
    }

    /// No plan made now lies later: one that does comes from a clock that was set back.
    pub fn latest(&self, now: Now) -> Instant {
        let longest = Span(LONGEST_PAUSE.max(self.mean()).0 / 1000 * (1000 + SPREAD));
        self.behind(now.instant + longest, now) + self.mean()
    }

    /// The mean time between two re-checks, as the person and the operator will have it.
    pub(crate) fn mean(&self) -> Span {
        self.terms.mean(self.interval)
    }

    fn pause(&self, now: Now) -> Span {
        let mut mean = self.mean();
        let longest = LONGEST_PAUSE.max(mean);
        for _ in 0..self.ledger.slowed() {
            mean = mean.doubled().min(longest);
        }
        let troubles = self.ledger.troubles();
        if troubles > 0 {
            let first = if self.terms.is_budgeted { TROUBLE_PAUSE } else { Span(0) };
            mean = mean.doubled().max(first);
            for _ in 1..troubles {
                mean = mean.doubled().min(longest);
            }
        }
        spread(mean.min(longest), now.seed)
    }

    /// A plan moved behind every bound, and spread behind it as well, or all who wait for it would come in the same
    /// second.
    fn behind(&self, planned: Instant, now: Now) -> Instant {
        let mean = self.mean();
        let end = self.bounds().map(|(end, _)| end).max().filter(|end| *end > planned);
        let planned = end.map_or(planned, |end| end + part(Span(mean.0 / 4), now.seed));
        let closed = self.closed(now, planned);
        if closed > Span(0) { planned + closed + part(mean, now.seed) } else { planned }
    }

    /// How long the hours keep the site from being re-checked at that time.
    fn closed(&self, now: Now, at: Instant) -> Span {
        let schedule =
            if self.terms.is_budgeted { self.schedule } else { Schedule { quiet: None, days: Days::ALL } };
        schedule.wait(self.terms.hours, now, at - now.instant)
    }
}
