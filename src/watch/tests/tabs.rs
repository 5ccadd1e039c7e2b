//! Tabs that are closed, left and brought back, and the browser's own restarts.

use super::*;

#[test]
fn leaving_the_site_pauses_and_coming_back_goes_on() {
    let mut world = World::watching(Recheck::Reload);
    assert_eq!(calls(&world.on(Event::PageLoaded { tab: TAB, url: None })), ["away"]);
    world.wait(Span::minutes(60));
    assert_eq!(touches(&world.on(Event::Woken)), 0);
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    assert!(is_resting(&world));
}

#[test]
fn a_page_of_another_site_is_not_taken_for_the_watched_one() {
    let mut world = World::watching(Recheck::Nothing);
    let page = Page { url: "https://evil.example.net/".into(), outline: FREE.into(), ..Page::default() };
    let effects = world.on(Event::PageRead { tab: TAB, page, situation: Situation::default() });
    assert_eq!(calls(&effects), ["away"]);
}

#[test]
fn closing_the_tab_ends_the_watch_and_says_so() {
    let mut world = World::watching(Recheck::Reload);
    assert_eq!(calls(&world.on(Event::TabClosed { tab: TAB })), ["tabClosed"]);
    assert!(world.state.watches.is_empty());
}

#[test]
fn after_a_restart_the_watch_goes_on_in_the_tab_that_shows_its_page() {
    let mut world = World::watching(Recheck::Reload);
    let other = TabId(99);
    let effects = world.on(Event::BrowserStarted {
        tabs: vec![open(TAB, "https://termine.example.org/"), open(other, URL)],
    });
    assert!(calls(&effects).is_empty());
    assert!(effects.contains(&Effect::Read { tab: other, after: Span(0), nonce: 300, looks: false }));
    assert!(world.state.watch(TAB).is_none());
    assert!(matches!(world.state.watch(other).unwrap().condition, Condition::Resting { .. }));
}

#[test]
fn after_an_update_the_watch_goes_on_in_its_own_tab() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::BrowserStarted { tabs: vec![open(TabId(1), URL), open(TAB, URL)] });
    assert!(is_resting(&world));
    assert_eq!(world.state.lost, []);
}

#[test]
fn a_hit_is_not_called_again_after_a_restart() {
    let mut world = World::watching(Recheck::Nothing);
    let [Effect::Notify { alert }] = &world.read(FREE)[..1] else { panic!() };
    world.on(Event::AlertShown { alert: alert.id.clone() });
    assert!(calls(&world.on(Event::BrowserStarted { tabs: vec![open(TAB, URL)] })).is_empty());
    assert!(calls(&world.read(FREE)).is_empty());
    assert_eq!(world.watch().condition, Condition::Found);
}

#[test]
fn a_page_that_does_not_come_back_is_told_after_a_minute_and_watched_on_when_it_is_opened_again() {
    let mut world = World::watching(Recheck::Reload);
    assert!(calls(&world.on(Event::BrowserStarted { tabs: vec![] })).is_empty());
    let start = world.instant;
    assert_eq!(calls(&world.wake()), ["browserRestarted"]);
    assert_eq!(world.instant - start, Span::minutes(1));
    world.on(Event::PageLoaded { tab: TabId(5), url: Some("https://termine.example.org/".into()) });
    assert_eq!(world.state.watches, []);
    world.on(Event::PageLoaded { tab: TabId(5), url: Some(URL.into()) });
    assert_eq!(world.state.watch(TabId(5)).unwrap().order.tab, TabId(5));
    assert_eq!(world.state.lost, []);
}

#[test]
fn a_page_that_comes_back_soon_is_not_worth_a_word() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::BrowserStarted { tabs: vec![] });
    world.wait(Span::seconds(20));
    assert!(calls(&world.on(Event::PageLoaded { tab: TabId(5), url: Some(URL.into()) })).is_empty());
}

#[test]
fn a_page_that_the_browser_brings_back_asleep_is_told() {
    let mut world = World::watching(Recheck::Reload);
    let tabs = vec![OpenTab { asleep: true, ..open(TabId(5), URL) }];
    assert_eq!(calls(&world.on(Event::BrowserStarted { tabs })), ["discarded"]);
}

#[test]
fn a_watch_whose_page_is_not_opened_again_is_given_up_after_a_week() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::BrowserStarted { tabs: vec![] });
    world.wait(Span::minutes(8 * 24 * 60));
    world.on(Event::Woken);
    assert_eq!(world.state.lost, []);
}

#[test]
fn an_alert_still_owed_when_the_browser_was_closed_is_shown_once_at_its_start() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    world.wait(Span::minutes(60));
    assert_eq!(calls(&world.on(Event::BrowserStarted { tabs: vec![open(TAB, URL)] })), ["free"]);
    assert!(calls(&world.on(Event::Woken)).is_empty());
}

#[test]
fn a_tab_that_gets_another_number_is_watched_on() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::TabReplaced { tab: TAB, by: TabId(77) });
    assert!(world.state.watch(TabId(77)).is_some() && world.state.watch(TAB).is_none());
}

#[test]
fn a_tab_that_was_put_to_sleep_is_told_and_goes_on_when_it_wakes() {
    let mut world = World::watching(Recheck::Reload);
    assert_eq!(calls(&world.on(Event::TabDiscarded { tab: TAB })), ["discarded"]);
    world.wait(Span::minutes(60));
    assert_eq!(touches(&world.on(Event::Woken)), 0);
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    assert!(is_resting(&world));
}
