//! The numbers of the contract.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;

const START: Instant = Instant(1_800_000_000_000);

fn site() -> Site {
    Site::of("https://www.example.org/").unwrap()
}

fn now(instant: Instant, seed: u32) -> Now {
    Now::at(instant, date(2026, 1, 5), seed)
}

fn terms_of(url: &str, word: &str) -> Terms {
    Terms::of(&Site::of(url).unwrap(), &Origin::of(url).unwrap(), &Word::read(word))
}

fn terms() -> Terms {
    terms_of("https://www.example.org/", "")
}

fn pace(ledger: &Ledger, interval: Span) -> Pace<'_> {
    let schedule = Schedule { quiet: None, days: Days::ALL };
    Pace {
        ledger,
        terms: terms(),
        schedule,
        interval: Interval::new(interval, &site()),
        break_end: None,
        frames_end: None,
    }
}

fn enter(ledger: &mut Ledger, at: Instant) {
    ledger.enter(at, Way::Reload, Reason::Planned, false);
}

/// The seed that spreads nothing.
const MIDDLE: u32 = SPREAD;

#[test]
fn the_numbers_are_those_told_to_operators() {
    let courtesy = include_str!("../../docs/COURTESY.md");
    let minutes = |span: Span| span.0 / 60_000;
    for (promise, number) in [
        ("No two refreshes", format!("{} s", FLOOR.0 / 1000)),
        ("Refreshes in 24 hours", MOST_A_DAY.to_string()),
        ("Usual pause", format!("{} min, ±{} % by chance", minutes(DEFAULT_INTERVAL), SPREAD / 10)),
        ("Slowest pause", format!("{} h", minutes(SLOWEST_INTERVAL) / 60)),
        (
            "Pause after trouble",
            format!("{}, 20, 40, {} min", minutes(TROUBLE_PAUSE), minutes(LONGEST_PAUSE)),
        ),
        ("Pause after a refusal", format!("{} min", minutes(REFUSAL_PAUSE))),
    ] {
        let line = courtesy.lines().find(|line| line.starts_with(&format!("| {promise}")));
        let told = line.and_then(|line| line.split('|').nth(2)).unwrap_or_default();
        assert_eq!(told.trim(), number, "docs/COURTESY.md: {promise}");
    }
}

#[test]
fn a_pause_is_up_to_thirty_percent_shorter_or_longer() {
    let ledger = Ledger::default();
    let pause = |seed| pace(&ledger, Span::minutes(10)).next(now(START, seed)) - START;
    assert_eq!((pause(0), pause(2 * SPREAD)), (Span::minutes(7), Span::minutes(13)));
}

#[test]
fn those_who_wait_for_the_same_end_do_not_come_together() {
    let mut ledger = Ledger::default();
    ledger.refused(START, false);
    let after = |seed: u32| pace(&ledger, DEFAULT_INTERVAL).next(now(START, seed)) - (START + REFUSAL_PAUSE);
    let mut offsets: Vec<u32> = (0..1000).map(|seed| after(seed * 7919).0).collect();
    offsets.sort_unstable();
    assert!(offsets[50] < 60_000 / 2 && offsets[950] > 60_000, "{offsets:?}");
}

#[test]
fn a_plan_of_a_clock_that_was_set_back_is_known_by_its_distance() {
    let ledger = Ledger::default();
    let pace = pace(&ledger, Span::minutes(10));
    let latest = pace.latest(now(START, 0)) - START;
    // An hour, the longest pause after trouble, and its spread; and an interval to be sure.
    assert_eq!(latest, Span::minutes(78 + 10));
}

#[test]
fn a_pace_below_the_floor_is_raised_to_it() {
    let loopback = Site::of("http://127.0.0.1/").unwrap();
    assert_eq!(Interval::new(Span::seconds(1), &site()).span(), FLOOR);
    assert_eq!(Interval::new(Span::seconds(1), &loopback).span(), LOOPBACK_FLOOR);
    assert_eq!(Interval::new(Span(u32::MAX), &site()).span(), SLOWEST_INTERVAL);
}

#[test]
fn profiles_and_the_operators_word_only_make_it_slower() {
    assert_eq!(terms_of("https://001-iz.impfterminservice.de/", "").floor, Span::minutes(10));
    assert_eq!(terms_of("https://service.berlin.de/", "").floor, Span::minutes(3));
    assert_eq!(terms_of("https://www.doctolib.de/", "").floor, Span::minutes(5));
    assert_eq!(terms_of("https://www.berlin.de/", "").floor, FLOOR);
    assert_eq!(terms_of("https://service.berlin.de/", "min-interval=900").floor, Span::minutes(15));
    assert_eq!(terms_of("https://service.berlin.de/", "min-interval=5").floor, Span::minutes(3));
}

#[test]
fn of_sites_that_one_re_check_asks_the_stricter_terms_hold() {
    let (slow, shy) =
        (terms_of("https://a.example/", "min-interval=900"), terms_of("https://b.example/", "no-recheck"));
    for both in [slow.and(shy), shy.and(slow)] {
        assert_eq!((both.floor, both.touch), (Span::minutes(15), Touch::Remind));
    }
}

#[test]
fn a_rest_is_made_longer_by_another_and_never_shorter() {
    let mut ledger = Ledger::default();
    let end = |ledger: &Ledger| pace(ledger, FLOOR).earliest(now(START, MIDDLE)).0;
    for (length, whole) in [(10, 10), (2, 10), (20, 20)] {
        ledger.rest_for(START, Span::minutes(length));
        assert_eq!(end(&ledger), START + Span::minutes(whole));
    }
}

#[test]
fn a_site_that_was_refreshed_or_has_refused_is_known_and_one_of_private_windows_alone_is_not() {
    let (mut refreshed, mut refused, mut private) = <(Ledger, Ledger, Ledger)>::default();
    enter(&mut refreshed, START);
    refused.refused(START, false);
    private.enter(START, Way::Reload, Reason::Planned, true);
    private.refused(START, true);
    assert!(refreshed.forget_private() && refused.forget_private());
    assert!(!private.forget_private());
}

#[test]
fn the_operator_can_forbid_re_checks_and_watching() {
    assert_eq!(terms_of("https://a.example/", "").touch, Touch::Recheck);
    assert_eq!(terms_of("https://a.example/", "no-recheck").touch, Touch::Remind);
    assert_eq!(terms_of("https://a.example/", "no-recheck no-watch").touch, Touch::Never);
}

#[test]
fn after_a_refusal_the_site_rests_half_an_hour() {
    let mut ledger = Ledger::default();
    enter(&mut ledger, START);
    assert_eq!(ledger.refused(START, false), AfterRefusal::Pause);
    let earliest = pace(&ledger, FLOOR).earliest(now(START, 0));
    assert_eq!(earliest, (START + REFUSAL_PAUSE, Some(Bound::Pause)));
}

#[test]
fn the_second_refusal_within_a_day_stops_and_one_a_day_later_does_not() {
    let day = Span::minutes(24 * 60);
    let mut ledger = Ledger::default();
    ledger.refused(START, false);
    let mut later = ledger.clone();
    assert_eq!(ledger.refused(START + Span::minutes(60), false), AfterRefusal::Stop);
    later.tidy(START + day);
    assert_eq!(later.refused(START + day, false), AfterRefusal::Pause);
}

#[test]
fn trouble_pauses_ten_minutes_and_doubles_up_to_an_hour() {
    let mut ledger = Ledger::default();
    let mut pauses = Vec::new();
    for _ in 0..6 {
        pauses.push((pace(&ledger, FLOOR).next(now(START, MIDDLE)) - START).0 / 60_000);
        ledger.troubled(false);
    }
    assert_eq!(pauses, [1, 10, 20, 40, 60, 60]);
    ledger.gave(false);
    assert_eq!(pace(&ledger, FLOOR).next(now(START, MIDDLE)), START + FLOOR);
}

#[test]
fn a_list_that_is_suddenly_empty_doubles_the_interval_up_to_an_hour_and_is_told_once() {
    let mut ledger = Ledger::default();
    assert!(!ledger.gave_nothing(7, false, false));
    assert!(ledger.gave_nothing(8, false, false));
    assert_eq!(pace(&ledger, DEFAULT_INTERVAL).next(now(START, MIDDLE)), START + Span::minutes(10));
    for _ in 0..9 {
        assert!(!ledger.gave_nothing(0, true, false));
    }
    assert_eq!(pace(&ledger, DEFAULT_INTERVAL).next(now(START, MIDDLE)), START + Span::minutes(60));
    ledger.gave(false);
    assert_eq!(pace(&ledger, DEFAULT_INTERVAL).next(now(START, MIDDLE)), START + DEFAULT_INTERVAL);
}

#[test]
fn a_hundred_looks_in_a_row_with_nothing_free_are_suspicious() {
    let mut ledger = Ledger::default();
    let told = (0..300).filter(|_| ledger.gave_nothing(0, false, false)).count();
    assert_eq!((told, ledger.slowed()), (1, 3));
}

#[test]
fn a_clock_set_back_a_year_neither_shortens_the_floor_nor_waits_a_year() {
    let mut ledger = Ledger::default();
    enter(&mut ledger, START);
    let back = Instant(START.0 - 365 * 86_400_000);
    ledger.tidy(back);
    assert_eq!(pace(&ledger, FLOOR).earliest(now(back, 0)).0, back + FLOOR);
}

#[test]
fn a_clock_set_forward_does_not_shorten_a_pause() {
    let mut ledger = Ledger::default();
    enter(&mut ledger, START);
    let hour = Span::minutes(60);
    let later = START + hour + Span::seconds(10);
    ledger.run_ahead(&terms(), later, hour);
    ledger.tidy(later);
    assert_eq!(pace(&ledger, FLOOR).earliest(now(later, 0)).0, later + Span::seconds(50));
    ledger.refused(later, false);
    ledger.run_ahead(&terms(), later + hour, hour);
    assert_eq!(pace(&ledger, FLOOR).earliest(now(later + hour, 0)).0, later + hour + REFUSAL_PAUSE);
}

#[test]
fn the_budget_of_a_day_holds_on_the_web_but_not_on_the_own_machine() {
    let mut ledger = Ledger::default();
    let minutes = u32::try_from(MOST_A_DAY).unwrap();
    (0..minutes).for_each(|minute| enter(&mut ledger, START + Span::minutes(minute)));
    let end = now(START + Span::minutes(minutes), 0);
    let web = pace(&ledger, FLOOR);
    assert_eq!(web.earliest(end), (START + Span::minutes(24 * 60), Some(Bound::Budget)));
    let own = Pace { terms: terms_of("http://localhost/", ""), ..web };
    assert_eq!(own.earliest(end), (end.instant, None));
}

#[test]
fn quiet_hours_end_at_a_time_of_ones_own() {
    let ledger = Ledger::default();
    let night = |seed| Now { minute: 23 * 60, ..now(START, seed) };
    let usual = Pace { schedule: Schedule::default(), ..pace(&ledger, DEFAULT_INTERVAL) };
    let morning = START + Span::minutes(8 * 60);
    assert_eq!(usual.earliest(night(0)), (morning, Some(Bound::Hours)));
    let mut offsets: Vec<u32> = (0..1000).map(|seed| (usual.next(night(seed * 7919)) - morning).0).collect();
    offsets.sort_unstable();
    assert!(offsets[50] < 60_000 * 2 && offsets[950] > 60_000 * 4, "{offsets:?}");
}

#[test]
fn a_break_is_kept() {
    let ledger = Ledger::default();
    let paused = Pace { break_end: Some(START + BREAK), ..pace(&ledger, FLOOR) };
    assert_eq!(paused.earliest(now(START, 0)), (START + BREAK, Some(Bound::Break)));
    assert!(paused.next(now(START, 9)) >= START + BREAK);
}

proptest! {
    #[test]
    fn a_plan_is_within_the_spread_and_never_inside_the_floor(
        wanted in 0u32..20_000_000, seed: u32, since_last in 0u32..10_000_000,
    ) {
        let mut ledger = Ledger::default();
        enter(&mut ledger, START);
        let moment = START + Span(since_last);
        let pace = pace(&ledger, Span(wanted));
        let mean = pace.interval.span();
        let planned = pace.next(now(moment, seed));
        prop_assert!(planned - START >= FLOOR);
        prop_assert!((planned - moment).0 >= mean.0 / 10 * 7);
        prop_assert!((planned - moment).0 <= FLOOR.0 + mean.0 / 10 * 13 + 1);
        let soon = pace.soon(now(moment, seed));
        prop_assert!(soon - START >= FLOOR && (soon - moment).0 <= FLOOR.0 + mean.0 / 4 * 5);
    }

    #[test]
    fn no_plan_lies_before_what_is_allowed(
        minute in 0u16..1440, seed: u32, looks in prop::collection::vec(0u32..4_000_000, 0..220), refused: bool,
        word in prop::sample::select(vec!["", "min-interval=900", "hours=08-12", "hours=22-05 min-interval=60"]),
        paused in prop::option::of(0u32..4_000_000),
    ) {
        let mut ledger = Ledger::default();
        let mut at = START;
        for pause in looks {
            at = at + Span(pause);
            ledger.tidy(at);
            enter(&mut ledger, at);
        }
        if refused {
            ledger.refused(at, false);
        }
        let moment = Now { minute, ..now(at, seed) };
        let pace = Pace {
            terms: terms_of("https://a.example/", word), schedule: Schedule::default(),
            break_end: paused.map(|paused| at + Span(paused)), ..pace(&ledger, FLOOR)
        };
        // A minute is the grain of the hours.
        prop_assert!(pace.next(moment) + FLOOR >= pace.earliest(moment).0);
        prop_assert!(pace.soon(moment) + FLOOR >= pace.earliest(moment).0);
    }

    #[test]
    fn no_day_has_more_re_checks_than_the_budget(pauses in prop::collection::vec(0u32..600_000, 1..600)) {
        let mut ledger = Ledger::default();
        let mut moment = START;
        let mut made = Vec::new();
        for pause in pauses {
            moment = moment + Span(pause);
            ledger.tidy(moment);
            if pace(&ledger, FLOOR).earliest(now(moment, 0)).0 <= moment {
                enter(&mut ledger, moment);
                made.push(moment);
            }
        }
        for window in made.windows(2) {
            prop_assert!(window[1] - window[0] >= FLOOR);
        }
        for window in made.windows(MOST_A_DAY + 1) {
            prop_assert!(window[MOST_A_DAY] - window[0] >= Span::minutes(24 * 60));
        }
    }
}
