//! The operator's word, the pace, breaks and quiet hours.

use super::*;

/// A reading of a page whose operator says something to us.
fn operated(world: &mut World, outline: &str, operator: &str) -> Vec<Effect> {
    let page = Page {
        url: URL.into(),
        language: "de".into(),
        outline: outline.into(),
        operator: operator.into(),
        ..Page::default()
    };
    world.on(Event::PageRead { tab: TAB, page, situation: Situation::default() })
}

#[test]
fn an_operator_who_wants_no_re_checks_gets_none_and_the_person_is_reminded() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    let effects = operated(&mut world, NONE, "no-recheck");
    assert_eq!((touches(&effects), calls(&effects)), (0, vec!["timeToLook"]));
    assert!(is_resting(&world));
}

#[test]
fn an_operator_who_wants_no_watch_ends_it_at_once() {
    let mut world = World::watching(Recheck::Reload);
    let effects = operated(&mut world, FREE, "no-watch");
    assert_eq!(calls(&effects), ["notWanted"]);
    assert!(world.state.watches.is_empty());
}

#[test]
fn an_operators_interval_holds_from_the_look_that_shows_it() {
    let mut world = World::watching(Recheck::Reload);
    world.recheck(NONE);
    let rechecked = world.instant;
    operated(&mut world, NONE, "min-interval=3600");
    world.wake();
    assert_eq!(touches(&operated(&mut world, NONE, "min-interval=3600")), 0);
    world.wake();
    assert_eq!(touches(&operated(&mut world, NONE, "min-interval=3600")), 1);
    assert!(world.instant - rechecked >= Span::minutes(59));
}

#[test]
fn who_wants_to_be_reminded_is_at_the_pace_and_nothing_is_refreshed() {
    let mut world = World::watching(Recheck::Remind);
    for _ in 0..5 {
        world.wake();
        let effects = world.read(NONE);
        assert_eq!((touches(&effects), calls(&effects)), (0, vec!["timeToLook"]));
        let shown = world.state.alerts.last().map(|alert| alert.id.clone()).unwrap();
        world.on(Event::AlertShown { alert: shown });
    }
    assert_eq!(calls(&world.read(FREE)), ["free"]);
}

#[test]
fn a_look_that_is_asked_for_is_made_at_once_and_counts_like_any_other() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::LookRequested { tab: TAB });
    let typing = Situation { since_input: Some(Span::seconds(3)), ..Situation::default() };
    assert_eq!(touches(&world.read_with(NONE, typing)), 1);
    world.arrive(NONE);
    world.on(Event::LookRequested { tab: TAB });
    assert!(is_resting(&world), "the second falls inside the floor");
    let ledger = world.state.ledgers.values().next().unwrap();
    let reasons: Vec<_> = ledger.rechecks().map(|entry| (entry.reason, entry.outcome)).collect();
    assert_eq!(reasons, [(Reason::Asked, Some(Outcome::NoneFree))]);
}

#[test]
fn a_break_lasts_an_hour() {
    let mut world = World::watching(Recheck::Reload);
    let start = world.instant;
    world.on(Event::BreakRequested { tab: TAB });
    world.wake();
    assert!(world.instant - start >= Span::minutes(60));
    assert_eq!(touches(&world.read(NONE)), 1);
}

#[test]
fn a_site_floor_outlasts_a_clock_that_is_set_forward() {
    let mut world = World::watching(Recheck::Reload);
    operated(&mut world, NONE, "min-interval=1200");
    world.wake();
    assert_eq!(touches(&operated(&mut world, NONE, "min-interval=1200")), 1);
    let rechecked = world.instant;
    world.wait(Span::minutes(60));
    world.ahead = 60 * 60_000;
    world.on(Event::Woken);
    assert!(world.plan().unwrap() - world.instant <= Span::minutes(26));
    let earliest = world.watch().pace(&world.state.ledgers, Schedule::default());
    let now = Now::at(world.instant, jiff::civil::date(2026, 9, 21), 0);
    assert_eq!(earliest.earliest(Now { minute: 720, ..now }).0 - rechecked, Span::minutes(60 + 20));
}

#[test]
fn a_machine_that_wakes_does_not_look_at_once() {
    let mut world = World::watching(Recheck::Reload);
    world.wait(Span::minutes(600));
    world.ahead = 600 * 60_000;
    let effects = world.on(Event::Woken);
    assert!(is_resting(&world) && touches(&effects) == 0);
    assert!(world.plan().unwrap() > world.instant);
}

#[test]
fn an_offline_browser_waits_for_its_network() {
    let mut world = World::watching(Recheck::Reload);
    world.online = false;
    for _ in 0..5 {
        assert_eq!(touches(&world.wake()), 0);
        assert_eq!(world.watch().hold, Some(Hold::Offline));
    }
    world.online = true;
    world.wake();
    assert_eq!(world.watch().hold, None);
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
}

#[test]
fn quiet_hours_are_quiet_and_can_be_changed() {
    let mut world = World::watching(Recheck::Reload);
    world.minute = 23 * 60;
    world.wake();
    assert!(is_resting(&world));
    let morning = world.instant + Span::minutes(8 * 60);
    assert!(world.plan().unwrap() >= morning);
    let schedule = Schedule { quiet: None, ..Schedule::default() };
    world.on(Event::ScheduleChanged { schedule });
    assert!(world.plan().unwrap() < world.instant + Span::minutes(7));
}
