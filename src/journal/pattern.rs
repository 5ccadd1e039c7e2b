//! The pattern in the journal: when appointments came and how long they stayed, what the pages said, and how often they
//! were refreshed, each by the person's own clock.
//!
//! The clock comes in as a function: how many minutes it is ahead of UTC at a point in time. It is asked for every moment
//! by itself, so that an hour that clocks skip stays empty, and one that they repeat holds what came in both.

use super::{Look, Offer, Records, Seen};
use crate::pace::Outcome;
use crate::time::{Instant, Span};
use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::Offset;
use recogniser::named;
use std::collections::BTreeMap;

/// For so long at the most a look tells what a page says until the next one: the longest pause after trouble is an hour,
/// give or take 30 %. What happened in a longer pause nobody saw.
pub const TELLS_FOR: Span = Span::minutes(90);
/// So many days the pictures show, today included.
pub const SHOWN_DAYS: usize = 7;
/// So many days of looks are shown, today included.
pub const SHOWN_LOOKS: usize = 14;
/// Zones differ from UTC by whole quarters of an hour, and change at such: within one, a clock runs on. In ms.
const QUARTER: i64 = 15 * 60_000;
/// A day without a change of the clock, in ms.
const DAY: u32 = 24 * 60 * 60_000;

/// What the pictures show.
#[derive(Clone, Debug, PartialEq)]
pub struct Pattern {
    /// When appointments came.
    pub week: Week,
    /// What the pages said, from when to when, oldest first.
    pub course: Vec<Stretch>,
    /// How often pages were refreshed on each day, from the first with a look to today, none left out.
    pub days: Vec<(Date, usize)>,
}

/// The hours of a week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Week {
    /// What is known of an hour: by the day of the week, 0 for Monday, and the hour, 0 to 23. What is not there has neither
    /// looks nor appointments.
    pub hours: BTreeMap<(u8, u8), Hour>,
    /// How many appointments came at a time that nobody knows: they were there at the first look, or after a long pause.
    pub unknown: usize,
}

/// An hour of the week.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hour {
    /// How often a page was refreshed in it.
    pub looks: usize,
    /// How many appointments came in it.
    pub came: usize,
    /// How long those stayed of which it is known, shortest first.
    stays: Vec<Span>,
}

impl Hour {
    /// How long half of the appointments stayed at the most; `None` where it is known of none.
    pub fn median_stay(&self) -> Option<Span> {
        let middle = self.stays.len() / 2;
        let upper = *self.stays.get(middle)?;
        let lower = if self.stays.len().is_multiple_of(2) { *self.stays.get(middle - 1)? } else { upper };
        Some(Span(lower.0.midpoint(upper.0)))
    }
}

impl Week {
    /// The first and the last hour of a day in which anything is known, on whatever day.
    pub fn span(&self) -> Option<(u8, u8)> {
        let hours = || self.hours.keys().map(|(_, hour)| *hour);
        Some((hours().min()?, hours().max()?))
    }

    /// How many appointments came in the hour in which most did.
    pub fn most(&self) -> usize {
        self.hours.values().map(|hour| hour.came).max().unwrap_or(0)
    }
}

/// A time in which the pages said the same.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stretch {
    /// The first look that said it.
    pub from: Instant,
    /// The first that said something else, or the last one that said this; the same as `from` where one look alone did.
    pub until: Instant,
    /// What they said.
    pub meaning: Outcome,
}

/// A part of a stretch on one day, by the person's clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    /// The day.
    pub day: Date,
    /// From which ms of the day on the clock shows it.
    pub from: u32,
    /// To which.
    pub until: u32,
    /// What the pages said.
    pub meaning: Outcome,
}

named! {
    /// What a picture makes of a verdict: fewer kinds than there are verdicts, so that each has a look of its own.
    Band {
        /// Something is free.
        Free = "free",
        /// Nothing is free.
        None = "none",
        /// Something that only the person can settle.
        Person = "person",
        /// The site did not let itself be seen.
        Closed = "closed",
        /// Nobody can tell.
        Unclear = "unclear",
    }
}

impl Band {
    /// The band of a verdict.
    pub fn of(meaning: Outcome) -> Self {
        match meaning {
            Outcome::Free => Band::Free,
            Outcome::NoneFree => Band::None,
            Outcome::Queue | Outcome::Challenge | Outcome::SignIn => Band::Person,
            Outcome::Refused | Outcome::Trouble | Outcome::NotReloaded => Band::Closed,
            Outcome::Unclear => Band::Unclear,
        }
    }
}

impl Pattern {
    /// The pattern in records, until now.
    ///
    /// ```
    /// use terminwacht::journal::{Gone, Offer, Records, pattern::Pattern};
    /// use terminwacht::quote::Quote;
    /// use terminwacht::site::Site;
    /// use terminwacht::slot::Slot;
    /// use terminwacht::time::{Instant, Span};
    ///
    /// // Monday, 21 September 2026, 14:13:20 UTC.
    /// let at = Instant(1_790_000_000_000);
    /// let slot = Slot::default();
    /// let offer = Offer {
    ///     site: Site::of("https://termine.example.org/").unwrap(),
    ///     watch: Instant(at.0 - 600_000),
    ///     page: Quote::new("Termine"),
    ///     id: slot.identity(),
    ///     slot,
    ///     at,
    ///     unseen: Some(Instant(at.0 - 240_000)),
    ///     gone: Some(Gone { seen: at + Span::minutes(10), at: at + Span::minutes(14) }),
    /// };
    /// let records = Records { offer: vec![offer], ..Records::default() };
    /// // In Berlin it is 16:13.
    /// let pattern = Pattern::of(&records, at + Span::minutes(20), |_| 120);
    /// let hour = &pattern.week.hours[&(0, 16)];
    /// assert_eq!((hour.came, hour.median_stay()), (1, Some(Span::minutes(14))));
    /// ```
    pub fn of(records: &Records, now: Instant, ahead: impl Fn(Instant) -> i32) -> Self {
        let Records { look, seen, offer } = records;
        Pattern {
            week: week(look, offer, &ahead),
            course: course(look, seen, now),
            days: days(look, now, &ahead),
        }
    }
}

/// What a clock shows that is so many minutes ahead of UTC.
fn shown(at: Instant, ahead: i32) -> DateTime {
    let at = at.0.saturating_add(i64::from(ahead) * 60_000);
    Timestamp::from_millisecond(at).map_or(DateTime::ZERO, |time| Offset::UTC.to_datetime(time))
}

fn week(looks: &[Look], offers: &[Offer], ahead: &impl Fn(Instant) -> i32) -> Week {
    let mut week = Week::default();
    let place = |at: Instant| {
        let shown = shown(at, ahead(at));
        let day = shown.weekday().to_monday_zero_offset();
        (u8::try_from(day).unwrap_or(0), u8::try_from(shown.hour()).unwrap_or(0))
    };
    for look in looks {
        week.hours.entry(place(look.at)).or_default().looks += 1;
    }
    for offer in offers {
        let Some(came) = came(offer) else {
            week.unknown += 1;
            continue;
        };
        let hour = week.hours.entry(place(came)).or_default();
        hour.came += 1;
        hour.stays.extend(went(offer).map(|went| went - came));
    }
    for hour in week.hours.values_mut() {
        hour.stays.sort_unstable();
    }
    week
}

/// About when an appointment came: midway between the looks, where these are close enough.
fn came(offer: &Offer) -> Option<Instant> {
    midway(offer.unseen?, offer.at)
}

/// About when it went.
fn went(offer: &Offer) -> Option<Instant> {
    let gone = offer.gone?;
    midway(gone.seen, gone.at)
}

fn midway(before: Instant, after: Instant) -> Option<Instant> {
    let pause = after - before;
    (pause <= TELLS_FOR).then(|| before + Span(pause.0 / 2))
}

fn course(looks: &[Look], seen: &[Seen], now: Instant) -> Vec<Stretch> {
    let looks = looks.iter().filter_map(|look| Some((look.at, Some(look.outcome?))));
    let mut told: Vec<(Instant, Option<Outcome>)> =
        looks.chain(seen.iter().map(|seen| (seen.at, seen.meaning))).collect();
    told.sort_by_key(|(at, _)| *at);
    let ends: Vec<Instant> = told.iter().skip(1).map(|(at, _)| *at).chain([now]).collect();
    let mut course: Vec<Stretch> = Vec::new();
    for ((from, meaning), end) in told.into_iter().zip(ends) {
        let Some(meaning) = meaning else { continue };
        let until = if end - from <= TELLS_FOR { end.max(from) } else { from };
        match course.last_mut() {
            Some(last) if last.meaning == meaning && last.until == from => last.until = until,
            _ => course.push(Stretch { from, until, meaning }),
        }
    }
    course
}

fn days(looks: &[Look], now: Instant, ahead: &impl Fn(Instant) -> i32) -> Vec<(Date, usize)> {
    let day = |at: Instant| shown(at, ahead(at)).date();
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    for look in looks {
        *days.entry(day(look.at)).or_default() += 1;
    }
    if let Some(first) = days.keys().next().copied() {
        let all = first.series(jiff::Span::new().days(1)).take_while(|date| *date <= day(now));
        for date in all.collect::<Vec<_>>() {
            days.entry(date).or_default();
        }
    }
    days.into_iter().collect()
}

/// The last days, today included, oldest first.
pub fn last_days(now: Instant, ahead: impl Fn(Instant) -> i32) -> Vec<Date> {
    let today = shown(now, ahead(now)).date();
    let mut days: Vec<Date> = today.series(jiff::Span::new().days(-1)).take(SHOWN_DAYS).collect();
    days.reverse();
    days
}

/// Stretches by the days on which a clock shows them. Where the clock is set back, what it shows twice is there twice.
pub fn pieces(course: &[Stretch], ahead: impl Fn(Instant) -> i32) -> Vec<Piece> {
    course.iter().flat_map(|stretch| pieces_of(*stretch, &ahead)).collect()
}

fn pieces_of(stretch: Stretch, ahead: &impl Fn(Instant) -> i32) -> Vec<Piece> {
    let Stretch { from, until, meaning } = stretch;
    let mut pieces: Vec<Piece> = Vec::new();
    let mut at = from;
    loop {
        let end = Instant((at.0.div_euclid(QUARTER) + 1).saturating_mul(QUARTER)).min(until);
        let shown = shown(at, ahead(at));
        let begin = millisecond_of_day(shown);
        let piece = Piece { day: shown.date(), from: begin, until: (begin + (end - at).0).min(DAY), meaning };
        match pieces.last_mut() {
            Some(last) if last.day == piece.day && last.until == piece.from => last.until = piece.until,
            _ => pieces.push(piece),
        }
        if end >= until {
            return pieces;
        }
        at = end;
    }
}

fn millisecond_of_day(time: DateTime) -> u32 {
    let parts =
        [(time.hour().into(), 3_600_000), (time.minute().into(), 60_000), (time.second().into(), 1000)];
    let whole: i32 = parts.iter().map(|(count, length): &(i32, i32)| count * length).sum();
    u32::try_from(whole + i32::from(time.millisecond())).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Gone;
    use crate::pace::{Reason, Way};
    use crate::quote::Quote;
    use crate::site::Site;
    use crate::slot::Slot;
    use jiff::civil::date;
    use proptest::prelude::*;

    const MINUTE: i64 = 60_000;
    /// Monday, 21 September 2026, 14:13:20 UTC.
    const NOW: Instant = Instant(1_790_000_000_000);

    fn site() -> Site {
        Site::of("https://a.example/").unwrap()
    }

    fn look(at: Instant, outcome: Option<Outcome>) -> Look {
        Look { site: site(), at, way: Way::Reload, reason: Reason::Planned, outcome }
    }

    fn seen(at: Instant, meaning: Option<Outcome>) -> Seen {
        Seen { site: site(), watch: Instant(0), page: Quote::default(), at, meaning }
    }

    fn offer(unseen: Option<Instant>, at: Instant, gone: Option<(Instant, Instant)>) -> Offer {
        Offer {
            site: site(),
            watch: Instant(0),
            page: Quote::default(),
            id: Slot::default().identity(),
            slot: Slot::default(),
            at,
            unseen,
            gone: gone.map(|(seen, at)| Gone { seen, at }),
        }
    }

    fn after(minutes: i64) -> Instant {
        Instant(NOW.0 + minutes * MINUTE)
    }

    fn at(moment: &str) -> Instant {
        Instant(moment.parse::<Timestamp>().unwrap().as_millisecond())
    }

    fn minutes(piece: &Piece) -> (Date, u32, u32) {
        (piece.day, piece.from / 60_000, piece.until / 60_000)
    }

    /// Berlin in 2026.
    fn berlin(moment: Instant) -> i32 {
        let summer = at("2026-03-29T01:00:00Z")..at("2026-10-25T01:00:00Z");
        if summer.contains(&moment) { 120 } else { 60 }
    }

    #[test]
    fn what_was_there_at_the_first_look_or_after_a_long_pause_came_nobody_knows_when() {
        let offers = [
            offer(None, after(0), None),
            offer(Some(after(-91)), after(0), None),
            offer(Some(after(-90)), after(0), None),
        ];
        let week = week(&[], &offers, &|_| 0);
        assert_eq!(week.unknown, 2);
        assert_eq!(
            week.hours.iter().map(|(place, hour)| (*place, hour.came)).collect::<Vec<_>>(),
            [((0, 13), 1)]
        );
    }

    #[test]
    fn how_long_an_appointment_stayed_is_reckoned_from_the_middles_of_the_looks() {
        let stays =
            |gone| week(&[], &[offer(Some(after(-4)), after(0), gone)], &|_| 0).hours[&(0, 14)].stays.clone();
        assert_eq!(stays(Some((after(10), after(14)))), [Span::minutes(14)]);
        assert_eq!(stays(None), []);
        assert_eq!(stays(Some((after(10), after(200)))), []);
    }

    #[test]
    fn a_median_of_two_is_between_them() {
        let hour = |minutes: &[u32]| Hour {
            stays: minutes.iter().map(|m| Span::minutes(*m)).collect(),
            ..Hour::default()
        };
        assert_eq!(hour(&[]).median_stay(), None);
        assert_eq!(hour(&[3, 9]).median_stay(), Some(Span::minutes(6)));
        assert_eq!(hour(&[3, 9, 90]).median_stay(), Some(Span::minutes(9)));
    }

    #[test]
    fn an_hour_that_clocks_skip_stays_empty_and_one_that_they_repeat_holds_both() {
        let looks =
            |moments: &[&str]| moments.iter().map(|moment| look(at(moment), None)).collect::<Vec<_>>();
        let hours = |looks: &[Look]| {
            let week = week(looks, &[], &berlin);
            week.hours.iter().map(|((_, hour), known)| (*hour, known.looks)).collect::<Vec<_>>()
        };
        assert_eq!(hours(&looks(&["2026-03-29T00:59:59Z", "2026-03-29T01:00:00Z"])), [(1, 1), (3, 1)]);
        assert_eq!(hours(&looks(&["2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z"])), [(2, 2)]);
    }

    #[test]
    fn a_look_tells_what_the_page_says_until_the_next_and_after_a_long_pause_nothing() {
        let looks = [
            look(after(0), Some(Outcome::NoneFree)),
            look(after(5), Some(Outcome::NoneFree)),
            look(after(10), Some(Outcome::Free)),
            look(after(600), Some(Outcome::Free)),
        ];
        let told =
            course(&looks, &[seen(after(12), Some(Outcome::NoneFree)), seen(after(20), None)], after(610));
        let stretch = |from, until, meaning| Stretch { from: after(from), until: after(until), meaning };
        assert_eq!(
            told,
            [
                stretch(0, 10, Outcome::NoneFree),
                stretch(10, 12, Outcome::Free),
                stretch(12, 20, Outcome::NoneFree),
                stretch(600, 610, Outcome::Free),
            ]
        );
        assert_eq!(course(&looks[..1], &[], after(91)), [stretch(0, 0, Outcome::NoneFree)]);
    }

    #[test]
    fn a_stretch_past_midnight_is_on_both_days() {
        let stretch = Stretch {
            from: at("2026-09-21T21:50:00Z"),
            until: at("2026-09-21T22:20:00Z"),
            meaning: Outcome::Free,
        };
        assert_eq!(
            pieces(&[stretch], berlin).iter().map(minutes).collect::<Vec<_>>(),
            [(date(2026, 9, 21), 1430, 1440), (date(2026, 9, 22), 0, 20)]
        );
    }

    #[test]
    fn a_stretch_over_a_change_of_the_clock_leaves_out_or_repeats_an_hour() {
        let stretch = |from, until| Stretch { from: at(from), until: at(until), meaning: Outcome::Free };
        let shown = |stretch| pieces(&[stretch], berlin).iter().map(minutes).collect::<Vec<_>>();
        let spring = date(2026, 3, 29);
        assert_eq!(
            shown(stretch("2026-03-29T00:30:00Z", "2026-03-29T01:30:00Z")),
            [(spring, 90, 120), (spring, 180, 210)]
        );
        let autumn = date(2026, 10, 25);
        assert_eq!(
            shown(stretch("2026-10-25T00:30:00Z", "2026-10-25T01:30:00Z")),
            [(autumn, 150, 180), (autumn, 120, 150)]
        );
    }

    #[test]
    fn days_without_a_look_are_shown_too() {
        let looks = [look(at("2026-09-19T10:00:00Z"), None), look(at("2026-09-19T22:30:00Z"), None)];
        let days = days(&looks, NOW, &berlin);
        assert_eq!(days, [(date(2026, 9, 19), 1), (date(2026, 9, 20), 1), (date(2026, 9, 21), 0)]);
        assert_eq!(last_days(NOW, berlin).len(), SHOWN_DAYS);
        assert_eq!(last_days(NOW, berlin).last(), Some(&date(2026, 9, 21)));
    }

    #[test]
    fn without_records_there_is_no_pattern() {
        let pattern = Pattern::of(&Records::default(), NOW, |_| 0);
        assert_eq!(pattern, Pattern { week: Week::default(), course: vec![], days: vec![] });
    }

    fn any_moment() -> impl Strategy<Value = Instant> {
        // Around both changes of Berlin's clock, to the minute, and any.
        let around = |moment: &str| {
            let middle = at(moment).0;
            (-3000i64..3000).prop_map(move |minute| Instant(middle + minute * MINUTE))
        };
        prop_oneof![
            around("2026-03-29T01:00:00Z"),
            around("2026-10-25T01:00:00Z"),
            (0i64..4_000_000_000_000).prop_map(Instant),
        ]
    }

    fn any_outcome() -> impl Strategy<Value = Option<Outcome>> {
        prop::option::of(prop::sample::select(Outcome::ALL))
    }

    proptest! {
        #[test]
        fn every_look_is_in_one_hour_and_on_one_day(moments in prop::collection::vec(any_moment(), 0..60), now in any_moment()) {
            // Days without looks between those with are added: a few years of them make a test slow.
            let first = moments.first().copied().unwrap_or(now);
            let looks: Vec<Look> =
                moments.iter().filter(|at| (at.0 - first.0).abs() < 90 * 1440 * MINUTE).map(|at| look(*at, None)).collect();
            let week = week(&looks, &[], &berlin);
            prop_assert_eq!(week.hours.values().map(|hour| hour.looks).sum::<usize>(), looks.len());
            prop_assert!(week.hours.keys().all(|(day, hour)| *day < 7 && *hour < 24));
            let days = days(&looks, first + Span::minutes(1), &berlin);
            prop_assert_eq!(days.iter().map(|(_, count)| count).sum::<usize>(), looks.len());
        }

        #[test]
        fn every_appointment_is_in_one_hour_or_came_nobody_knows_when(
            offers in prop::collection::vec((prop::option::of(0i64..200), any_moment(), prop::option::of((0i64..200, 0i64..200))), 0..40),
        ) {
            let offers: Vec<Offer> = offers
                .into_iter()
                .map(|(before, at, gone)| {
                    let later = |minutes| Instant(at.0 + minutes * MINUTE);
                    offer(before.map(|minutes| later(-minutes)), at, gone.map(|(seen, more)| (later(seen), later(seen + more))))
                })
                .collect();
            let week = week(&[], &offers, &berlin);
            prop_assert_eq!(week.hours.values().map(|hour| hour.came).sum::<usize>() + week.unknown, offers.len());
            prop_assert!(week.hours.values().all(|hour| hour.stays.len() <= hour.came && hour.stays.is_sorted()));
        }

        #[test]
        fn a_course_is_in_order_and_tells_nothing_twice_and_only_what_was_told(
            told in prop::collection::vec((0i64..3000, any_outcome()), 0..60), now in 0i64..4000,
        ) {
            let seen: Vec<Seen> = told.iter().map(|(minute, meaning)| seen(after(*minute), *meaning)).collect();
            let course = course(&[], &seen, after(now));
            prop_assert!(course.iter().all(|stretch| stretch.from <= stretch.until));
            prop_assert!(course.is_sorted_by(|one, next| one.until <= next.from));
            for (minute, meaning) in &told {
                let told_once = told.iter().filter(|(other, _)| other == minute).count() == 1;
                if let Some(meaning) = meaning && told_once {
                    let tells = |stretch: &Stretch| {
                        stretch.meaning == *meaning && stretch.from <= after(*minute) && after(*minute) <= stretch.until
                    };
                    prop_assert!(course.iter().any(tells));
                }
            }
        }

        #[test]
        fn the_pieces_of_a_stretch_are_as_long_as_it_is(from in any_moment(), length in 0u32..200_000_000) {
            let stretch = Stretch { from, until: from + Span(length), meaning: Outcome::Free };
            let pieces = pieces(&[stretch], berlin);
            prop_assert!(pieces.iter().all(|piece| piece.from <= piece.until && piece.until <= DAY));
            prop_assert_eq!(pieces.iter().map(|piece| piece.until - piece.from).sum::<u32>(), length);
        }
    }
}
