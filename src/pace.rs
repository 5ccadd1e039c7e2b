//! When to look next: the courtesy contract with the operators of booking sites.
//!
//! Every look that causes traffic is a *re-check* and is entered in the [`Ledger`] of its site before it is
//! made. The ledger outlives the watch, so that stopping and starting again, a second tab, or a restart gain
//! nobody a faster pace. The numbers are those of `docs/COURTESY.md`.

use crate::site::Site;
use crate::time::{Instant, Now, Span};
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

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
/// The longest pause after trouble.
const LONGEST_TROUBLE: Span = Span::minutes(60);
/// The pause after a refusal.
const REFUSAL_PAUSE: Span = Span::minutes(30);
const DAY: Span = Span::minutes(24 * 60);

/// The pace a person chose for a watch, never below the floor of its site.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Interval(Span);

impl Interval {
    /// The nearest allowed interval for that site.
    pub fn new(wanted: Span, site: &Site) -> Self {
        Interval(wanted.clamp(floor(site), SLOWEST_INTERVAL))
    }

    /// The mean time between two re-checks.
    pub fn span(self) -> Span {
        self.0
    }

    /// A pause of this interval ±30 %, chosen by `seed`.
    fn spread(self, seed: u32) -> Span {
        let thousandths = 1000 - SPREAD + seed % (2 * SPREAD + 1);
        let length = u64::from(self.0.0) * u64::from(thousandths) / 1000;
        Span(u32::try_from(length).unwrap_or(u32::MAX))
    }
}

/// The shortest time between two re-checks of a site.
pub fn floor(site: &Site) -> Span {
    if site.is_loopback() { LOOPBACK_FLOOR } else { FLOOR }
}

/// How long the person must have left the page alone before it is touched.
pub fn patience(site: &Site) -> Span {
    floor(site)
}

/// What a site has been asked so far, and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Ledger {
    /// The re-checks of the last 24 hours, oldest first, [`MOST_A_DAY`] at the most.
    rechecks: VecDeque<Instant>,
    /// The refusals of the last 24 hours.
    refusals: Vec<Instant>,
    /// How many looks in a row met trouble.
    troubles: u8,
}

/// What follows from a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterRefusal {
    /// The first in 24 hours: a pause.
    Pause,
    /// The second: the person decides.
    Stop,
}

impl Ledger {
    /// When the next re-check may happen at the earliest.
    pub fn earliest(&self, site: &Site, now: Instant) -> Instant {
        let Some(last) = self.rechecks.back() else { return now };
        let mut earliest = *last + floor(site);
        if self.rechecks.len() >= MOST_A_DAY
            && !site.is_loopback()
            && let Some(oldest) = self.rechecks.front()
        {
            earliest = earliest.max(*oldest + DAY);
        }
        if let Some(refusal) = self.refusals.last() {
            earliest = earliest.max(*refusal + REFUSAL_PAUSE);
        }
        earliest.max(now)
    }

    /// When the next re-check should happen: a spread pause from now, longer after trouble, never before
    /// [`Ledger::earliest`].
    pub fn plan(&self, interval: Interval, site: &Site, now: Now) -> Instant {
        let mut pause = interval.spread(now.seed);
        for _ in 0..self.troubles {
            pause = pause.doubled().min(LONGEST_TROUBLE.max(interval.span()));
        }
        let planned = now.instant + pause;
        let earliest = self.earliest(site, now.instant);
        if planned >= earliest {
            return planned;
        }
        // Spread behind the bound as well, or all who wait for it would come in the same second.
        earliest + Span(interval.spread(now.seed).0 / 4)
    }

    /// Enters a re-check that is about to be made.
    pub fn enter(&mut self, now: Instant) {
        self.rechecks.push_back(now);
        while self.rechecks.len() > MOST_A_DAY {
            self.rechecks.pop_front();
        }
    }

    /// Notes that the site refused us.
    pub fn refused(&mut self, now: Instant) -> AfterRefusal {
        self.refusals.push(now);
        if self.refusals.len() > 1 { AfterRefusal::Stop } else { AfterRefusal::Pause }
    }

    /// Notes a look that met trouble.
    pub fn troubled(&mut self) {
        self.troubles = self.troubles.saturating_add(1);
    }

    /// Notes a look that the site answered.
    pub fn answered(&mut self) {
        self.troubles = 0;
    }

    /// How many re-checks the last 24 hours had.
    pub fn rechecks_of_a_day(&self) -> usize {
        self.rechecks.len()
    }

    /// Forgets what is older than a day. An entry from the future means that the clock was set back: it
    /// counts as made now, so that the floor holds and nothing waits for a time that may be years away.
    pub fn tidy(&mut self, now: Instant) {
        for entry in self.rechecks.iter_mut().chain(self.refusals.iter_mut()) {
            *entry = (*entry).min(now);
        }
        self.rechecks.retain(|entry| now - *entry < DAY);
        self.refusals.retain(|entry| now - *entry < DAY);
    }

    /// Whether nothing in it matters any more.
    pub fn is_blank(&self) -> bool {
        *self == Ledger::default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn site() -> Site {
        Site::of("https://www.example.org/").unwrap()
    }

    fn loopback() -> Site {
        Site::of("http://127.0.0.1/").unwrap()
    }

    fn now(instant: Instant, seed: u32) -> Now {
        Now { instant, today: jiff::civil::date(2026, 1, 5), seed }
    }

    const START: Instant = Instant(1_000_000_000_000);

    #[test]
    fn a_pace_below_the_floor_is_raised_to_it() {
        assert_eq!(Interval::new(Span::seconds(1), &site()).span(), FLOOR);
        assert_eq!(Interval::new(Span::seconds(1), &loopback()).span(), LOOPBACK_FLOOR);
        assert_eq!(Interval::new(Span(u32::MAX), &site()).span(), SLOWEST_INTERVAL);
    }

    #[test]
    fn after_a_refusal_the_site_rests_half_an_hour() {
        let mut ledger = Ledger::default();
        ledger.enter(START);
        assert_eq!(ledger.refused(START), AfterRefusal::Pause);
        assert_eq!(ledger.earliest(&site(), START), START + REFUSAL_PAUSE);
    }

    #[test]
    fn the_second_refusal_within_a_day_stops_and_one_a_day_later_does_not() {
        let mut ledger = Ledger::default();
        ledger.refused(START);
        let mut later = ledger.clone();
        assert_eq!(ledger.refused(START + Span::minutes(60)), AfterRefusal::Stop);
        later.tidy(START + DAY);
        assert_eq!(later.refused(START + DAY), AfterRefusal::Pause);
    }

    #[test]
    fn trouble_doubles_the_pause_up_to_an_hour() {
        let interval = Interval::new(DEFAULT_INTERVAL, &site());
        let middle = now(START, SPREAD);
        let mut ledger = Ledger::default();
        let mut pauses = Vec::new();
        for _ in 0..6 {
            pauses.push((ledger.plan(interval, &site(), middle) - START).0 / 60_000);
            ledger.troubled();
        }
        assert_eq!(pauses, [5, 10, 20, 40, 60, 60]);
        ledger.answered();
        assert_eq!(ledger.plan(interval, &site(), middle), START + DEFAULT_INTERVAL);
    }

    #[test]
    fn a_clock_set_back_a_year_neither_shortens_the_floor_nor_waits_a_year() {
        let mut ledger = Ledger::default();
        ledger.enter(START);
        let back = Instant(START.0 - 365 * 86_400_000);
        ledger.tidy(back);
        assert_eq!(ledger.earliest(&site(), back), back + FLOOR);
    }

    #[test]
    fn the_budget_of_a_day_holds_on_the_web_but_not_on_the_own_machine() {
        let mut ledger = Ledger::default();
        for minute in 0..MOST_A_DAY {
            ledger.enter(START + Span::minutes(u32::try_from(minute).unwrap()));
        }
        let end = START + Span::minutes(u32::try_from(MOST_A_DAY).unwrap());
        assert_eq!(ledger.earliest(&site(), end), START + DAY);
        assert_eq!(ledger.earliest(&loopback(), end), end);
    }

    proptest! {
        #[test]
        fn a_plan_is_within_the_spread_and_never_inside_the_floor(
            wanted in 0u32..20_000_000, seed: u32, since_last in 0u32..10_000_000,
        ) {
            let interval = Interval::new(Span(wanted), &site());
            let mut ledger = Ledger::default();
            ledger.enter(START);
            let moment = START + Span(since_last);
            let planned = ledger.plan(interval, &site(), now(moment, seed));
            prop_assert!(planned - START >= FLOOR);
            prop_assert!((planned - moment).0 >= interval.span().0 / 10 * 7);
            prop_assert!((planned - moment).0 <= FLOOR.0 + interval.span().0 / 10 * 13 + 1);
        }

        #[test]
        fn no_day_has_more_re_checks_than_the_budget(pauses in prop::collection::vec(0u32..600_000, 1..600)) {
            let mut ledger = Ledger::default();
            let mut moment = START;
            let mut made = Vec::new();
            for pause in pauses {
                moment = moment + Span(pause);
                ledger.tidy(moment);
                if ledger.earliest(&site(), moment) <= moment {
                    ledger.enter(moment);
                    made.push(moment);
                }
            }
            for window in made.windows(2) {
                prop_assert!(window[1] - window[0] >= FLOOR);
            }
            for window in made.windows(MOST_A_DAY + 1) {
                prop_assert!(window[MOST_A_DAY] - window[0] >= DAY);
            }
        }
    }
}
