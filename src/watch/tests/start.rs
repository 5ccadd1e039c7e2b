//! Beginning to watch, and ending it.

use super::*;

#[test]
fn nothing_is_watched_before_the_browser_grants_the_site() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    assert!(world.state.watch(TAB).is_none());
    world.on(Event::PermissionGranted { origins: vec!["https://other.example.org/*".into()] });
    assert!(world.state.watch(TAB).is_none());
    world.grant();
    assert!(world.state.watch(TAB).is_some());
}

#[test]
fn a_refused_permission_is_remembered_and_starts_nothing() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.on(Event::PermissionRefused { tab: TAB });
    assert!(world.state.start.as_ref().is_some_and(|start| start.refused));
    assert!(world.state.watches.is_empty());
}

#[test]
fn a_permission_granted_much_later_starts_nothing() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.wait(Span::minutes(11));
    world.grant();
    assert!(world.state.watches.is_empty());
}

#[test]
fn a_page_outside_the_web_cannot_be_watched() {
    let mut world = World::new();
    world.start(TAB, "about:config", Recheck::Reload);
    assert!(world.state.start.is_none());
}

#[test]
fn the_first_look_reads_the_page_and_touches_nothing() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    assert!(world.grant().contains(&Effect::Read { tab: TAB, after: Span(0), nonce: 300, looks: false }));
    assert_eq!(touches(&world.read(NONE)), 0);
    assert!(is_resting(&world));
}

#[test]
fn stopping_ends_the_watch_without_a_word() {
    let mut world = World::watching(Recheck::Reload);
    let effects = world.on(Event::StopRequested { tab: TAB });
    assert!(calls(&effects).is_empty());
    assert!(effects.contains(&Effect::Badge { tab: TAB, mark: Mark::Idle, age: None }));
}

#[test]
fn stopping_and_starting_again_does_not_get_around_the_floor() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.read(NONE);
    let rechecked = world.instant;
    world.on(Event::StopRequested { tab: TAB });
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(NONE);
    world.wake();
    assert!(world.instant - rechecked >= FLOOR);
}

#[test]
fn a_permission_taken_back_is_told() {
    let mut world = World::watching(Recheck::Reload);
    let effects = world.on(Event::PermissionRemoved { origins: vec![PATTERN.into()] });
    assert_eq!(calls(&effects), ["notAllowed"]);
    world.wait(Span::minutes(60));
    assert_eq!(touches(&world.on(Event::Woken)), 0);
}

#[test]
fn beyond_the_most_watches_the_person_is_told_that_one_more_is_not_watched() {
    let mut world = World::new();
    for number in 0..50 {
        world.start(TabId(number), URL, Recheck::Reload);
        assert!(calls(&world.grant()).is_empty());
    }
    world.start(TabId(50), URL, Recheck::Reload);
    assert_eq!(calls(&world.grant()), ["tooMany"]);
    assert_eq!(world.state.watch(TabId(50)), None);
    world.start(TabId(0), URL, Recheck::Reload);
    assert!(calls(&world.grant()).is_empty());
}

#[test]
fn a_tab_closed_while_the_browser_asks_starts_nothing() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.on(Event::TabClosed { tab: TabId(77) });
    assert!(world.state.start.is_some(), "another tab");
    world.on(Event::TabClosed { tab: TAB });
    world.grant();
    assert!(world.state.watches.is_empty());
}

#[test]
fn a_tab_that_gets_another_number_while_the_browser_asks_is_the_one_watched() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.on(Event::TabReplaced { tab: TAB, by: TabId(77) });
    world.grant();
    assert!(world.state.watch(TabId(77)).is_some());
}

#[test]
fn a_page_that_cannot_be_read_at_the_first_look_is_told() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    assert_eq!(calls(&world.on(Event::PageUnreadable { tab: TAB })), ["unreadable"]);
}

#[test]
fn a_tab_is_called_what_its_page_is_called() {
    let mut world = World::watching(Recheck::Reload);
    let page =
        |title: &str| Page { url: URL.into(), title: title.into(), outline: NONE.into(), ..Page::default() };
    let situation = Situation::default();
    world.on(Event::PageRead { tab: TAB, page: page("Amt für Soziales"), situation });
    assert_eq!(world.watch().order.title.as_str(), "Amt für Soziales");
    world.on(Event::PageRead { tab: TAB, page: page(""), situation });
    assert_eq!(world.watch().order.title.as_str(), "Amt für Soziales");
}

#[test]
fn the_browser_may_put_the_tab_to_sleep_again_when_the_watch_has_ended() {
    let mut world = World::watching(Recheck::Reload);
    world.state.watches[0].order.keep_awake = true;
    let effects = world.on(Event::StopRequested { tab: TAB });
    assert!(effects.contains(&Effect::KeepAwake { tab: TAB, awake: false }));
}
