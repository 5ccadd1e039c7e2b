//! Who is called, for what, and how often.

use super::*;

#[test]
fn a_free_appointment_calls_the_person_and_ends_all_touching() {
    let mut world = World::watching(Recheck::Reload);
    let effects = world.recheck(FREE);
    let [About::Free { slots, count: 1, .. }] = alerts(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(slots[0].slot.date, Some(jiff::civil::date(2026, 10, 12)));
    assert_eq!(world.watch().condition, Condition::Found);
    assert_eq!(world.watch().mark, Mark::Free);
}

#[test]
fn a_slot_that_appears_without_a_re_check_calls_as_well() {
    let mut world = World::watching(Recheck::Nothing);
    assert!(world.changed(URL, 300).iter().any(|effect| matches!(effect, Effect::Read { .. })));
    assert_eq!(calls(&world.read(FREE)), ["free"]);
}

#[test]
fn one_slot_calls_once_and_only_what_is_new_is_named() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    assert!(calls(&world.read(FREE)).is_empty());
    let effects = world.read(FREE_TOO);
    let [About::Free { slots, count: 1, .. }] = alerts(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(slots[0].slot.date, Some(jiff::civil::date(2026, 10, 13)));
}

#[test]
fn a_slot_that_went_and_came_back_calls_again() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    world.read(NONE);
    assert_eq!(calls(&world.read(FREE)), ["free"]);
}

#[test]
fn an_alert_is_owed_until_the_browser_has_shown_it() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    let effects = world.restart();
    let [Effect::Notify { alert }] =
        &effects.iter().filter(|effect| matches!(effect, Effect::Notify { .. })).collect::<Vec<_>>()[..]
    else {
        panic!("{effects:?}")
    };
    world.on(Event::AlertShown { alert: alert.id.clone() });
    assert!(calls(&world.restart()).is_empty());
    assert!(calls(&world.read(FREE)).is_empty());
}

#[test]
fn only_what_fits_the_wish_is_told_and_the_watch_goes_on() {
    let mut world = World::new();
    world.wishes = Wish::read("Tue", jiff::civil::date(2026, 9, 21)).unwrap().into();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    assert!(calls(&world.read(FREE)).is_empty());
    assert!(is_resting(&world));
    assert_eq!(world.watch().mark, Mark::Watching);
    let effects = world.recheck_from(FREE, FREE_TOO);
    let [About::Free { slots, count: 1, .. }] = alerts(&effects)[..] else { panic!("{effects:?}") };
    assert_eq!(slots[0].slot.date, Some(jiff::civil::date(2026, 10, 13)));
    assert_eq!(world.watch().mark, Mark::Free);
}

#[test]
fn a_re_check_that_brings_only_what_does_not_fit_plans_the_next() {
    let mut world = World::new();
    world.wishes = Wish::read("Tue", jiff::civil::date(2026, 9, 21)).unwrap().into();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(NONE);
    assert!(calls(&world.recheck(FREE)).is_empty());
    assert!(is_resting(&world));
}

#[test]
fn an_alert_says_what_the_page_does_not_show() {
    let mut world = World::new();
    world.wishes = Wish::read("in Ulm", jiff::civil::date(2026, 9, 21)).unwrap().into();
    world.start(TAB, URL, Recheck::Nothing);
    world.grant();
    let effects = world.read(FREE);
    let [About::Free { unknown, .. }] = alerts(&effects)[..] else { panic!("{effects:?}") };
    assert!(unknown.contains(&crate::wish::Unknown::Place));
}

#[test]
fn an_owed_alert_is_shown_once_however_late_the_worker_comes_back() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    world.wait(Span::minutes(3));
    assert_eq!(calls(&world.restart()), ["free"]);
    assert!(calls(&world.on(Event::Woken)).is_empty());
}

#[test]
fn an_alert_that_the_browser_did_not_take_is_tried_again() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    assert_eq!(calls(&world.wake()), ["free"]);
}

#[test]
fn after_a_hit_the_person_says_go_on() {
    let mut world = World::watching(Recheck::Reload);
    world.recheck(FREE);
    world.on(Event::AlertShown { alert: AlertId::new(1) });
    assert_eq!(world.plan(), None);
    world.on(Event::GoOnRequested { tab: TAB });
    assert!(calls(&world.read(FREE)).is_empty(), "it is known already");
    assert!(is_resting(&world));
}

#[test]
fn a_clicked_alert_brings_its_tab_to_the_front() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    let effects = world.on(Event::AlertClicked { alert: AlertId::new(1) });
    assert!(effects.contains(&Effect::Focus { tab: TAB }));
    let effects = world.on(Event::AlertClicked { alert: AlertId::new(1) });
    assert!(!effects.contains(&Effect::Focus { tab: TAB }));
}

#[test]
fn a_click_on_one_alert_leaves_the_others_alone() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    world.on(Event::TabClosed { tab: TAB });
    let kept = world.state.alerts.clone();
    world.on(Event::AlertClicked { alert: AlertId::new(99) });
    assert_eq!(world.state.alerts, kept);
}

#[test]
fn no_more_alerts_are_kept_than_a_person_would_read() {
    let mut world = World::new();
    for tab in 0..30 {
        world.start(TabId(tab), URL, Recheck::Nothing);
        world.grant();
        world.on(Event::TabClosed { tab: TabId(tab) });
    }
    assert_eq!(world.state.alerts.len(), 20);
    assert_eq!(world.state.alerts.last().unwrap().id, AlertId::new(30));
}

#[test]
fn a_wish_that_is_changed_while_watching_calls_what_fits_now() {
    let mut world = World::new();
    world.wishes = Wish::read("Tue", jiff::civil::date(2026, 9, 21)).unwrap().into();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(FREE);
    world.wait(Span::seconds(30));
    let effects = order_changed(&mut world, Recheck::Reload, Wishes::default());
    assert!(matches!(effects[..], [Effect::Read { .. }, ..]), "{effects:?}");
    let effects = world.read(FREE);
    assert!(matches!(alerts(&effects)[..], [About::Free { count: 1, .. }]), "{effects:?}");
    assert_eq!(world.watch().mark, Mark::Free);
}

#[test]
fn what_fits_no_longer_is_no_longer_shown_as_found_fitting() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(FREE);
    let tuesday = Wish::read("Tue", jiff::civil::date(2026, 9, 21)).unwrap();
    order_changed(&mut world, Recheck::Reload, tuesday.into());
    assert!(calls(&world.read(FREE)).is_empty());
    assert!(!world.watch().latest().unwrap().fits);
    assert_eq!(world.watch().condition, Condition::Found, "only the person says that it goes on");
}

#[test]
fn an_alert_says_whose_appointment_it_is() {
    let today = jiff::civil::date(2026, 9, 21);
    let person = |name, wish| Wisher { name: Quote::new(name), wish: Wish::read(wish, today).unwrap() };
    let mut world = World::new();
    world.wishes = vec![person("Anna", "Mon"), person("Ben", "Tue")].into();
    world.start(TAB, URL, Recheck::Nothing);
    world.grant();
    let effects = world.read(FREE_TOO);
    let [About::Free { slots, .. }] = alerts(&effects)[..] else { panic!("{effects:?}") };
    let whose: Vec<&str> = slots.iter().flat_map(|told| &told.whose).map(Quote::as_str).collect();
    assert_eq!(whose, ["Anna", "Ben"]);
}

#[test]
fn what_the_person_has_shown_to_be_free_is_called_from_then_on_until_it_shall_count_no_longer() {
    const OWN_WORDS: &str = "0\tmain\t\t\n1\theading\t\tSprechstunde\n1\tbutton\t\tPlatz 3 nehmen";
    let today = jiff::civil::date(2026, 9, 21);
    let mut world = World::watching(Recheck::Nothing);
    assert!(alerts(&world.read(OWN_WORDS)).iter().all(|about| !matches!(about, About::Free { .. })));
    let page = Page { outline: OWN_WORDS.into(), ..Page::default() };
    let hint = Hint::of(&page, Line { number: 2, ..Line::default() }, today).unwrap();
    world.wait(Span::seconds(30));
    world.on(Event::HintGiven { url: URL.into(), hint: hint.clone(), private: true });
    assert!(world.state.hints.is_empty(), "of a private window nothing is remembered");
    let effects = world.on(Event::HintGiven { url: URL.into(), hint, private: false });
    let nonce = world.watch().nonce;
    assert!(effects.contains(&Effect::Read { tab: TAB, after: Span(0), nonce, looks: true }), "{effects:?}");
    let effects = world.read(OWN_WORDS);
    assert!(matches!(alerts(&effects)[..], [About::Free { count: 1, .. }]), "{effects:?}");
    world.on(Event::HintsForgotten { url: URL.into() });
    world.read(OWN_WORDS);
    assert_eq!(world.watch().latest_verdict().unwrap().meaning.name(), "Unclear");
}
