//! When a page is looked at again, and when it is left alone.

use super::*;

#[test]
fn a_due_re_check_asks_what_the_person_is_doing_before_it_reloads() {
    let mut world = World::watching(Recheck::Reload);
    let effects = world.wake();
    assert!(effects.contains(&Effect::Read { tab: TAB, after: Span(0), nonce: 300, looks: false }));
    assert_eq!(touches(&effects), 0);
    assert!(world.read(NONE).contains(&Effect::Reload { tab: TAB }));
}

#[test]
fn a_page_in_use_is_left_alone() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    let typing = Situation { since_input: Some(Span::seconds(3)), ..Situation::default() };
    assert_eq!(touches(&world.read_with(NONE, typing)), 0);
    assert_eq!(world.watch().hold, Some(Hold::InUse));
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
    assert_eq!(world.watch().hold, None);
}

#[test]
fn an_unsent_form_keeps_a_page_from_being_reloaded() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    let unsent = Situation { unsent: true, ..Situation::default() };
    assert_eq!(touches(&world.read_with(NONE, unsent)), 0);
    assert_eq!(world.watch().hold, Some(Hold::UnsentForm));
}

#[test]
fn a_press_names_the_line_of_the_button_in_the_reading_just_made() {
    let mut world = World::watching(search_button());
    world.wake();
    let situation = Situation { serial: 7, unsent: true, ..Situation::default() };
    assert!(world.read_with(NONE, situation).contains(&Effect::Press {
        tab: TAB,
        serial: 7,
        line: Line { number: 3, ..Line::default() }
    }));
}

#[test]
fn a_button_that_is_gone_is_told_and_nothing_is_pressed() {
    let mut world = World::watching(search_button());
    world.wake();
    let effects = world.read("0\tmain\t\t\n1\talert\t\tDerzeit sind leider keine freien Termine verfügbar.");
    assert_eq!(touches(&effects), 0);
    assert_eq!(calls(&effects), ["controlMissing"]);
}

#[test]
fn what_still_stands_there_right_after_a_press_is_not_its_result() {
    let mut world = World::watching(search_button());
    let looks = world.watch().looks.len();
    world.wake();
    world.read(NONE);
    world.wait(Span::seconds(1));
    world.read(NONE);
    assert_eq!(world.watch().looks.len(), looks);
    world.wait(Span::seconds(3));
    world.read(NONE);
    assert_eq!(world.watch().looks.len(), looks + 1);
    assert!(is_resting(&world));
}

#[test]
fn after_a_find_neither_a_refusal_nor_trouble_lets_the_page_be_touched_again() {
    for page in [REFUSED, TROUBLE] {
        let mut world = World::watching(Recheck::Reload);
        world.read(FREE);
        world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
        assert_eq!(alerts(&world.read(page)).len(), 1);
        assert_eq!(world.watch().condition, Condition::Found);
    }
}

#[test]
fn after_a_find_hands_stay_off_whatever_comes_in_the_way_and_goes() {
    for page in [SIGN_IN, QUEUE, CHALLENGE] {
        let mut world = World::watching(Recheck::Reload);
        world.read(FREE);
        world.read(page);
        assert!(matches!(world.watch().condition, Condition::Needs { .. }));
        world.read(NONE);
        assert_eq!(world.watch().condition, Condition::Found);
        world.on(Event::GoOnRequested { tab: TAB });
        assert!(is_resting(&world));
    }
}

#[test]
fn after_a_find_hands_stay_off_a_page_that_was_away_for_a_while() {
    let back: [fn(&mut World); 4] = [
        |world| {
            world.on(Event::TabDiscarded { tab: TAB });
            world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
        },
        |world| {
            world.on(Event::TabFrozen { tab: TAB, frozen: true });
            world.on(Event::TabFrozen { tab: TAB, frozen: false });
        },
        |world| {
            world.on(Event::PermissionRemoved { origins: vec![PATTERN.into()] });
            world.grant();
        },
        |world| {
            world.on(Event::TabDiscarded { tab: TAB });
            let tabs = vec![OpenTab { tab: TAB, url: Some(URL.into()), asleep: false }];
            world.on(Event::BrowserStarted { tabs });
        },
    ];
    for away in back {
        let mut world = World::watching(Recheck::Reload);
        world.read(FREE);
        away(&mut world);
        assert_eq!(world.watch().condition, Condition::Found);
    }
}

#[test]
fn a_press_that_fails_after_a_find_ends_no_find() {
    let mut world = World::watching(search_button());
    world.wake();
    world.read(NONE);
    world.read(FREE);
    world.on(Event::RecheckFailed { tab: TAB });
    assert_eq!(world.watch().condition, Condition::Found);
}

#[test]
fn a_worker_killed_after_a_re_check_does_not_repeat_it() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    assert_eq!(touches(&world.read(NONE)), 1);
    assert_eq!(touches(&world.restart()), 0);
    assert_eq!(touches(&world.on(Event::Woken)), 0);
    assert_eq!(touches(&world.arrive(NONE)), 0);
    assert!(is_resting(&world));
}

#[test]
fn a_refresh_that_brings_nothing_is_trouble_and_is_tried_again() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.read(NONE);
    world.wake();
    let effects = world.on(Event::PageUnreadable { tab: TAB });
    assert_eq!(calls(&effects), ["trouble"], "the page did not come in time");
    world.on(Event::AlertShown { alert: AlertId::new(1) });
    world.wake();
    assert_eq!(touches(&world.on(Event::PageUnreadable { tab: TAB })), 1);
}

#[test]
fn a_page_read_too_early_is_read_again_before_anything_is_said() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.read(NONE);
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    let effects = world.read(LOADING);
    assert!(calls(&effects).is_empty());
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Read { .. })));
    world.wait(Span::seconds(4));
    world.read(NONE);
    assert!(is_resting(&world));
}

#[test]
fn a_reading_that_was_lost_with_the_worker_is_ordered_again() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.read(NONE);
    world.wait(Span::seconds(1));
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    assert!(world.wake().iter().any(|effect| matches!(effect, Effect::Read { .. })));
    world.read(NONE);
    assert!(is_resting(&world));
}

#[test]
fn a_worker_that_was_away_for_long_does_not_blame_the_page() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.wait(Span::seconds(40));
    assert!(calls(&world.restart()).is_empty());
    assert!(calls(&world.on(Event::Woken)).is_empty());
    assert_eq!(touches(&world.read(NONE)), 1);
}

#[test]
fn a_quiet_look_that_fails_later_on_is_not_worth_a_word() {
    let mut world = World::watching(Recheck::Reload);
    assert!(calls(&world.on(Event::PageUnreadable { tab: TAB })).is_empty());
    assert!(is_resting(&world));
}

#[test]
fn only_the_last_looks_are_remembered() {
    let mut world = World::watching(Recheck::Nothing);
    for round in 0..30 {
        world.read(if round % 2 == 0 { QUEUE } else { NONE });
    }
    assert_eq!(world.watch().looks.len(), MOST_LOOKS);
    assert_eq!(world.watch().latest_verdict().unwrap().meaning, Meaning::NoneFree);
}

#[test]
fn what_may_not_be_touched_wakes_nobody_for_a_lost_reading() {
    let mut world = World::watching(Recheck::Nothing);
    world.on(Event::PageLoaded { tab: TAB, url: Some("https://elsewhere.example/".into()) });
    world.show();
    world.changed(URL, 300);
    assert_eq!(world.plan(), None);
}

#[test]
fn a_page_that_changes_all_the_time_is_read_every_two_seconds_at_most() {
    let mut world = World::watching(Recheck::Nothing);
    let ordered: usize = (0..50)
        .map(|_| {
            let effects = world.changed(URL, 300);
            effects.iter().filter(|effect| matches!(effect, Effect::Read { .. })).count()
        })
        .sum();
    assert_eq!(ordered, 1);
}

#[test]
fn a_page_the_person_has_just_loaded_counts_as_the_look() {
    let mut world = World::watching(Recheck::Reload);
    world.instant = Instant(world.plan().unwrap().0 - 30_000);
    world.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
    world.read(NONE);
    let effects = world.wake();
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Read { .. })));
    assert!(is_resting(&world));
}

#[test]
fn a_dialog_that_the_person_opened_and_personal_data_are_waited_for() {
    let acted = Situation { since_input: Some(Span::minutes(20)), ..Situation::default() };
    let dialog = "0\theading\t\tTermine\n0\tdialog\t\t\n1\ttext\t\tBitte wählen Sie eine Filiale.\n1\tbutton\t\tSchließen";
    let data = "0\theading\t\tPersönliche Angaben\n0\tfield\t\tName\ttype=text\n0\tfield\t\tStraße\ttype=text\n0\tfield\t\tE-Mail\ttype=email";
    for (outline, situation, hold) in
        [(dialog, acted, Hold::Dialog), (data, Situation::default(), Hold::Past)]
    {
        let mut world = World::watching(Recheck::Reload);
        world.wake();
        assert_eq!(touches(&world.read_with(outline, situation)), 0);
        assert_eq!(world.watch().hold, Some(hold), "{outline}");
    }
    // A banner that opens by itself stops nothing.
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    assert_eq!(touches(&world.read(dialog)), 1);
}

#[test]
fn another_way_to_look_again_helps_where_the_button_is_missing() {
    let control = Control { role: Role::Button, label: "Suchen".into(), place: "".into() };
    let mut world = World::watching(Recheck::Press(control));
    world.wake();
    world.read(NONE);
    assert!(matches!(world.watch().condition, Condition::Needs { need: Need::ControlMissing, .. }));
    order_changed(&mut world, Recheck::Reload, Wishes::default());
    assert!(is_resting(&world));
}
