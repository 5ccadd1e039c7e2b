//! Examples of what ends a look, and of what keeps looks away.

use super::*;

/// A page that was loaded so long ago.
fn aged(age: Span) -> Situation {
    Situation { age: Some(age), ..Situation::default() }
}

/// The reload has been asked for, and nothing came within a minute.
fn late(recheck: Recheck) -> World {
    let mut world = World::watching(recheck);
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
    let effects = world.wake();
    assert!(
        effects.contains(&Effect::Read { tab: TAB, after: Span(0), nonce: 300, looks: false }),
        "{effects:?}"
    );
    world
}

/// A reload was ordered, and the worker killed before the page came.
fn killed_while_it_reloads(is_taken_over: bool) -> World {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
    if is_taken_over {
        world.on(Event::Reloading { tab: TAB });
    }
    world.wait(Span::minutes(1));
    assert!(world.restart().iter().any(|effect| matches!(effect, Effect::Read { .. })));
    world.on(Event::Woken);
    world
}

#[test]
fn a_page_that_answers_at_last_and_was_not_reloaded_is_not_reloaded_again() {
    for (age, call, recheck) in [
        (Span::minutes(9), vec!["notReloaded"], Recheck::Remind),
        (Span::seconds(30), vec![], Recheck::Reload),
    ] {
        let mut world = late(Recheck::Reload);
        assert_eq!(calls(&world.wake()), ["silent"]);
        world.wait(Span::minutes(2));
        let nothing_free = "0\tmain\t\t\n1\talert\t\tDerzeit sind leider keine freien Termine verfügbar.";
        assert_eq!(calls(&world.read_with(nothing_free, aged(age))), call);
        assert_eq!(world.watch().order.recheck, recheck);
        assert!(is_resting(&world));
    }
}

#[test]
fn what_a_new_worker_tells_at_its_start_is_shown_once() {
    let mut world = World::watching(Recheck::Reload);
    world.wait(Span::minutes(60));
    assert_eq!(calls(&world.restart()), ["overdue"]);
}

#[test]
fn a_reload_that_the_browser_took_over_and_did_not_make_is_told_by_the_next_worker() {
    let mut world = killed_while_it_reloads(true);
    assert_eq!(calls(&world.read_with(NONE, aged(Span::minutes(6)))), ["notReloaded"]);
}

#[test]
fn a_reload_that_was_lost_with_the_worker_is_made_at_the_next_look() {
    let mut world = killed_while_it_reloads(false);
    assert_eq!(calls(&world.read_with(NONE, aged(Span::minutes(6)))), [""; 0]);
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
}

#[test]
fn a_page_that_never_stops_loading_is_read_all_the_same() {
    let mut world = late(Recheck::Reload);
    assert_eq!(calls(&world.read_with(FREE, aged(Span::seconds(59)))), ["free"]);
}

#[test]
fn a_page_that_the_browser_does_not_reload_is_not_reloaded_again() {
    let mut world = late(Recheck::Reload);
    let effects = world.read_with(
        "0\tmain\t\t\n1\talert\t\tDerzeit sind leider keine freien Termine verfügbar.",
        aged(Span::minutes(6)),
    );
    assert_eq!(calls(&effects), ["notReloaded"]);
    assert_eq!(world.watch().order.recheck, Recheck::Remind);
    let now = Now::at(world.instant, jiff::civil::date(2026, 9, 21), 0);
    let view = crate::view::of_watch(world.watch(), &world.state, now);
    assert_eq!(view.explanation.unwrap().key, "need_notReloaded_body");
    assert_eq!(
        world.state.ledgers[&world.watch().order.site].rechecks().last().unwrap().outcome,
        Some(Outcome::NotReloaded)
    );
    world.show();
    world.wake();
    let effects = world.read(NONE);
    assert_eq!((touches(&effects), calls(&effects)), (0, vec!["timeToLook"]));
}

#[test]
fn where_the_page_has_a_button_of_its_own_that_is_pressed_instead_of_a_reload() {
    let mut world = late(Recheck::Reload);
    world.read_with(NONE, aged(Span::minutes(6)));
    assert!(matches!(world.watch().order.recheck, Recheck::Press(_)), "{:?}", world.watch().order.recheck);
}

#[test]
fn what_is_still_there_from_before_is_not_what_a_reload_brings() {
    let mut world = World::watching(Recheck::Reload);
    let looks = world.watch().looks.len();
    world.wake();
    world.read(NONE);
    world.wait(Span::seconds(2));
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    world.wait(Span::seconds(4));
    world.read_with(NONE, aged(Span::minutes(6)));
    assert_eq!(world.watch().looks.len(), looks);
    world.wait(Span::seconds(2));
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    world.wait(Span::seconds(4));
    world.read_with(NONE, aged(Span::seconds(4)));
    assert_eq!(world.watch().looks.len(), looks + 1);
}

#[test]
fn a_page_that_does_not_answer_is_told_and_watched_on_once_it_does() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    assert_eq!(calls(&world.wake()), ["silent"]);
    assert!(calls(&world.read(NONE)).is_empty());
    assert!(is_resting(&world));
}

#[test]
fn who_is_through_a_waiting_room_is_told() {
    let mut world = World::watching(Recheck::Reload);
    world.recheck(QUEUE);
    assert_eq!(calls(&world.read(NONE)), ["through"]);
    assert!(is_resting(&world));
}

#[test]
fn looks_that_were_missed_are_told_once() {
    let mut world = World::watching(Recheck::Reload);
    world.wait(Span::minutes(60));
    world.ahead = 60 * 60_000;
    assert_eq!(calls(&world.on(Event::Woken)), ["overdue"]);
    world.wake();
    assert!(calls(&world.read(NONE)).is_empty());
}

#[test]
fn a_form_that_keeps_the_page_from_being_reloaded_for_long_is_told_once() {
    let mut world = World::watching(Recheck::Reload);
    let unsent = Situation { unsent: true, ..Situation::default() };
    let told: Vec<_> = (0..40)
        .flat_map(|_| {
            world.wake();
            let effects = world.read_with(NONE, unsent);
            world.show();
            calls(&effects)
        })
        .collect();
    assert_eq!(told, ["overdue"]);
}

#[test]
fn the_button_shows_how_old_the_last_valid_look_is_once_the_next_is_overdue() {
    let mut world = World::watching(Recheck::Reload);
    world.recheck(SIGN_IN);
    world.on(Event::AlertShown { alert: AlertId::new(1) });
    let mut shown = Vec::new();
    for _ in 0..40 {
        world.instant = world.state.wake.unwrap();
        for effect in world.on(Event::Woken) {
            if let Effect::Badge { age: Some(age), .. } = effect {
                shown.push(age.text());
            }
        }
    }
    assert_eq!(shown[..3], ["10m", "15m", "20m"]);
    assert!(shown.contains(&"23h".to_owned()) && shown.contains(&"1d".to_owned()), "{shown:?}");
    world.read(NONE);
    assert_eq!(world.watch().age, None);
}

#[test]
fn a_pause_that_the_person_chose_is_nothing_to_worry_about() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::BreakRequested { tab: TAB });
    world.wait(Span::minutes(45));
    world.on(Event::Woken);
    assert_eq!(world.watch().age, None);
}

#[test]
fn who_will_be_signed_out_soon_is_told_once() {
    const COUNTDOWN: &str = "0\theader\t\t\n1\ttext\t\tIhre Sitzung läuft in MM:00 Minuten ab.\n0\tmain\t\t\n1\theading\t\tTerminauswahl\n1\talert\t\tDerzeit sind leider keine freien Termine verfügbar.";
    let mut world = World::watching(Recheck::Nothing);
    let told: Vec<_> = (1..20)
        .rev()
        .flat_map(|minute| {
            world.wait(Span::minutes(1));
            calls(&world.read(&COUNTDOWN.replace("MM", &minute.to_string())))
        })
        .collect();
    assert_eq!(told, ["sessionEnds"]);
}

#[test]
fn a_permission_that_is_given_back_lets_the_watch_go_on() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::PermissionRemoved { origins: vec![PATTERN.into()] });
    world.grant();
    assert!(is_resting(&world));
}

#[test]
fn a_tab_that_stands_still_is_told_and_goes_on_when_it_may() {
    let mut world = World::watching(Recheck::Reload);
    assert_eq!(calls(&world.on(Event::TabFrozen { tab: TAB, frozen: true })), ["silent"]);
    world.on(Event::TabFrozen { tab: TAB, frozen: false });
    assert!(is_resting(&world));
}

#[test]
fn a_new_version_waits_until_nothing_is_under_way() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.read(NONE);
    assert!(!world.on(Event::UpdateAvailable).contains(&Effect::Update));
    assert!(world.arrive(NONE).contains(&Effect::Update));
    assert!(!world.on(Event::Woken).contains(&Effect::Update));
}

#[test]
fn a_damaged_memory_is_told_and_no_site_is_asked_at_once() {
    let mut world = World::watching(Recheck::Reload);
    world.state.ledgers.clear();
    assert_eq!(calls(&world.on(Event::MemoryDamaged)), ["damaged"]);
    assert!(world.plan().unwrap() - world.instant >= FLOOR);
}

#[test]
fn a_disk_that_is_full_now_and_then_is_told_now_and_then() {
    let mut world = World::watching(Recheck::Reload);
    let told = |world: &mut World| {
        world.on(Event::SavedAgain);
        calls(&world.on(Event::NotSaved))
    };
    let during: Vec<_> = (0..50)
        .flat_map(|_| {
            world.wait(Span::minutes(1));
            told(&mut world)
        })
        .collect();
    assert_eq!(during, ["full"]);
    world.wait(Span::minutes(60));
    assert_eq!(told(&mut world), ["full"]);
}

#[test]
fn where_nothing_can_be_saved_pages_are_read_and_not_refreshed_until_it_can() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::NotSaved);
    world.show();
    for _ in 0..3 {
        world.wake();
        assert_eq!(touches(&world.read(NONE)), 0);
        assert_eq!(world.watch().hold, Some(Hold::Unsaved));
    }
    assert!(world.state.ledgers.values().all(|ledger| ledger.rechecks().len() == 0), "nothing was asked");
    world.on(Event::SavedAgain);
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
    assert_eq!(world.watch().hold, None);
}

#[test]
fn an_appointment_is_called_where_nothing_can_be_saved_and_ends_all_touching() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::NotSaved);
    world.show();
    world.wake();
    world.read(NONE);
    assert_eq!(world.watch().hold, Some(Hold::Unsaved));
    assert_eq!(calls(&world.read(FREE)), ["free"]);
    world.on(Event::SavedAgain);
    assert_eq!(world.watch().condition, Condition::Found);
}

#[test]
fn a_page_that_does_not_answer_is_asked_every_minute_whether_it_does_again() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.wake();
    assert!(matches!(world.watch().condition, Condition::Needs { need: Need::Silent, .. }));
    world.show();
    for _ in 0..3 {
        let before = world.instant;
        let effects = world.wake();
        assert_eq!(world.instant - before, Span::minutes(1));
        assert!(effects.contains(&Effect::Read { tab: TAB, after: Span(0), nonce: 300, looks: false }));
        assert!(calls(&effects).is_empty());
    }
}

#[test]
fn a_page_that_the_browser_puts_in_the_place_of_one_that_cannot_be_seen_is_not_told() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    assert_eq!(calls(&world.on(Event::PageUnreadable { tab: TAB })), ["unreadable"]);
    assert!(calls(&world.on(Event::PageLoaded { tab: TAB, url: None })).is_empty());
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    assert!(is_resting(&world));
    assert_eq!(calls(&world.on(Event::PageLoaded { tab: TAB, url: None })), ["away"]);
}

#[test]
fn a_tab_whose_watch_is_forgotten_does_not_seem_to_be_watched() {
    let mut world = World::new();
    let tabs = vec![OpenTab { tab: TAB, url: Some(URL.into()), asleep: false }];
    let effects = world.on(Event::BrowserStarted { tabs });
    assert!(effects.contains(&Effect::Badge { tab: TAB, mark: Mark::Idle, age: None }));
}

#[test]
fn what_a_site_answers_a_private_window_is_not_stored_and_counts_all_the_same() {
    let day = |day: u32| format!("1\tbutton\t\tMontag, {day}.10.2026, 14:30 Uhr\n");
    let many: String = (10..22).map(day).collect();
    let listed = format!("0\theading\t\tFreie Termine\n{many}");
    let stored =
        |state: &State| serde_json::to_value(Saved::public(state)).unwrap()["state"]["ledgers"].clone();
    for page in [REFUSED, TROUBLE, NONE] {
        let mut world = World::watching(Recheck::Reload);
        let before = stored(&world.state);
        world.private = true;
        world.start(TabId(8), URL, Recheck::Reload);
        world.grant();
        let read = |outline: &str| Event::PageRead {
            tab: TabId(8),
            page: Page { url: URL.into(), language: "de".into(), outline: outline.into(), ..Page::default() },
            situation: Situation::default(),
        };
        world.on(read(&listed));
        world.on(Event::GoOnRequested { tab: TabId(8) });
        while !matches!(world.state.watch(TabId(8)).unwrap().condition, Condition::Rechecking { .. }) {
            world.wake();
            world.on(read(&listed));
        }
        world.wait(Span::seconds(1));
        world.on(Event::PageLoaded { tab: TabId(8), url: Some(URL.into()) });
        world.wait(Span::seconds(4));
        world.on(read(page));
        let site = world.watch().order.site.clone();
        assert_ne!(world.state.ledgers[&site], Ledger::default());
        assert_eq!(stored(&world.state), before, "{page}");
        world.on(Event::StopRequested { tab: TabId(8) });
        world.on(Event::StopRequested { tab: TAB });
        assert_eq!(stored(&world.state), serde_json::json!({}), "{page}");
    }
}

#[test]
fn nothing_of_a_private_window_is_stored() {
    let mut world = World::new();
    world.private = true;
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    assert!(!serde_json::to_string(&Saved::public(&world.state)).unwrap().contains("example.org"));
    world.read(NONE);
    world.recheck(FREE);
    world.on(Event::StopRequested { tab: TAB });
    assert!(world.state.is_private(), "the site's pace is kept");
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(FREE);
    let stored = serde_json::to_string(&Saved::public(&world.state)).unwrap();
    assert!(!stored.contains("example.org") && !stored.contains("12.10.2026"), "{stored}");
}

#[test]
fn a_private_window_beside_another_leaves_the_others_watch_alone() {
    let mut world = World::watching(Recheck::Reload);
    world.recheck(NONE);
    world.private = true;
    world.start(TabId(8), URL, Recheck::Reload);
    world.grant();
    let stored = serde_json::to_value(Saved::public(&world.state)).unwrap();
    let state = Saved::load(stored).unwrap();
    assert_eq!(state.watches.len(), 1);
    assert_eq!(state.ledgers.values().next().unwrap().rechecks().len(), 1);
}

#[test]
fn where_it_is_not_known_when_a_site_was_asked_last_it_may_have_been_just_now() {
    let mut world = World::watching(Recheck::Reload);
    world.state.ledgers.clear();
    world.on(Event::MemoryDamaged);
    let looks = |world: &mut World| {
        world.on(Event::LookRequested { tab: TAB });
        matches!(world.watch().condition, Condition::Asking { .. })
    };
    world.wait(Span(FLOOR.0 - 1));
    assert!(!looks(&mut world));
    world.wait(Span(1));
    assert!(looks(&mut world));
}

#[test]
fn a_refresh_that_the_browser_could_not_make_is_planned_anew() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
    world.on(Event::RecheckFailed { tab: TAB });
    assert!(is_resting(&world));
}

#[test]
fn while_a_look_is_made_all_that_was_said_stays_but_when_the_next_one_comes() {
    for recheck in [Recheck::Reload, Recheck::Remind, Recheck::Nothing] {
        let mut world = World::watching(recheck.clone());
        world.read(NONE);
        let seen = |world: &World| {
            let now = Now::at(world.instant, jiff::civil::date(2026, 9, 21), 0);
            crate::view::of_watch(world.watch(), &world.state, now)
        };
        let before = seen(&world);
        world.state.watches[0].condition = Condition::Asking { since: world.instant };
        let during = seen(&world);
        let is_refreshed = recheck != Recheck::Nothing;
        assert_eq!(during.next, is_refreshed.then_some(crate::view::Next::Now));
        assert_eq!(crate::view::View { next: before.next, ..during }, before);
    }
}
