//! What stands in the way, and pages that do not say what they mean.

use super::*;

#[test]
fn a_waiting_room_is_read_and_never_reloaded() {
    let mut world = World::watching(Recheck::Reload);
    assert_eq!(calls(&world.recheck(QUEUE)), ["queue"]);
    for _ in 0..100 {
        world.wait(Span::minutes(10));
        assert_eq!(touches(&world.on(Event::Woken)), 0);
        let effects = world.read(QUEUE);
        assert_eq!((touches(&effects), calls(&effects)), (0, vec![]));
    }
}

#[test]
fn a_challenge_and_a_sign_in_end_all_touching_and_call_once() {
    for (outline, call) in [(CHALLENGE, "challenge"), (SIGN_IN, "signIn")] {
        let mut world = World::watching(Recheck::Reload);
        assert_eq!(calls(&world.recheck(outline)), [call]);
        world.wait(Span::minutes(60));
        assert_eq!(touches(&world.on(Event::Woken)), 0);
        assert!(calls(&world.read(outline)).is_empty());
        assert_eq!(world.watch().mark, Mark::Attention);
    }
}

#[test]
fn once_the_person_has_signed_in_the_watch_goes_on_by_itself() {
    let mut world = World::watching(Recheck::Reload);
    world.recheck(SIGN_IN);
    let effects = world.read(NONE);
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Withdraw { .. })));
    assert!(is_resting(&world));
}

#[test]
fn a_refusal_rests_half_an_hour_and_the_second_stops_the_watch() {
    let mut world = World::watching(Recheck::Reload);
    assert_eq!(calls(&world.recheck(REFUSED)), ["refused"]);
    world.on(Event::AlertShown { alert: AlertId::new(1) });
    let refused = world.instant;
    world.wake();
    assert!(world.instant - refused >= Span::minutes(30));
    assert_eq!(touches(&world.read(REFUSED)), 1, "the old page still stands there");
    assert_eq!(calls(&world.arrive(REFUSED)), ["refusedAgain"]);
    world.on(Event::AlertShown { alert: AlertId::new(2) });
    assert_eq!(world.plan(), None);
}

#[test]
fn a_refusal_moves_the_plans_of_all_tabs_of_the_site() {
    let mut world = World::watching(Recheck::Reload);
    let other = TabId(9);
    world.start(other, URL, Recheck::Reload);
    world.grant();
    world.read(REFUSED);
    let refused = world.instant;
    for watch in &world.state.watches {
        let Condition::Resting { next } = watch.condition else { panic!("{watch:?}") };
        assert!(next - refused >= Span::minutes(30), "{:?}", watch.order.tab);
    }
}

#[test]
fn trouble_is_told_once_and_tried_again_ever_more_slowly() {
    let mut world = World::watching(Recheck::Reload);
    assert_eq!(calls(&world.recheck(TROUBLE)), ["trouble"]);
    world.on(Event::AlertShown { alert: AlertId::new(1) });
    let Condition::Resting { next } = world.watch().condition else { panic!("it rests") };
    assert_eq!(next - world.instant, INTERVAL.doubled());
    assert!(calls(&world.recheck_from(TROUBLE, TROUBLE)).is_empty());
    world.recheck_from(TROUBLE, NONE);
    assert_eq!(world.watch().told, None);
}

#[test]
fn a_page_that_cannot_be_read_any_more_is_told() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    let effects = world.on(Event::PageUnreadable { tab: TAB });
    assert_eq!((touches(&effects), calls(&effects)), (0, vec!["unreadable"]));
}

#[test]
fn a_page_that_stops_speaking_of_appointments_is_told_once() {
    let mut world = World::watching(Recheck::Reload);
    let about_us = "0\tmain\t\t\n1\theading\t\tÜber uns\n1\ttext\t\tWir sind ein Amt.";
    assert_eq!(calls(&world.recheck(about_us)), ["unclear"]);
    world.on(Event::AlertShown { alert: AlertId::new(1) });
    assert!(calls(&world.recheck_from(about_us, about_us)).is_empty());
}

#[test]
fn something_new_on_a_page_that_nobody_understands_is_told_once() {
    let page = |line: &str| format!("0\tmain\t\t\n1\theading\t\tAmt für Fische\n1\ttext\t\t{line}");
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Nothing);
    world.grant();
    assert!(calls(&world.read(&page("Stand 12 Uhr 30"))).is_empty());
    assert!(calls(&world.read(&page("Stand 12 Uhr 35"))).is_empty());
    assert_eq!(calls(&world.read(&page("Ab morgen ist geöffnet"))), ["changed"]);
    assert!(calls(&world.read(&page("Ab morgen ist wieder zu"))).is_empty());
    assert_eq!(calls(&world.read(FREE)), ["free"]);
}

#[test]
fn a_list_that_is_suddenly_empty_is_told_once_and_looked_at_less_often() {
    let day = |day: u32| format!("1\tbutton\t\tMontag, {day}.10.2026, 14:30 Uhr\n");
    let many: String = (10..22).map(day).collect();
    let mut world = World::watching(Recheck::Reload);
    world.read(&format!("0\theading\t\tFreie Termine\n{many}"));
    world.on(Event::GoOnRequested { tab: TAB });
    world.read(&format!("0\theading\t\tFreie Termine\n{many}"));
    assert_eq!(
        calls(&world.recheck_from(&format!("0\theading\t\tFreie Termine\n{many}"), NONE)),
        ["maybeLimited"]
    );
    let Condition::Resting { next } = world.watch().condition else { panic!("it goes on") };
    assert!(next - world.instant >= Span::minutes(7));
}

#[test]
fn a_page_that_shows_much_less_than_usual_is_told_as_a_possible_limit() {
    let more =
        "1\ttext\t\tBitte bringen Sie zum Termin Ihren Ausweis und die Gebühr in bar mit.\n".repeat(30);
    let usual = format!("{NONE}\n{more}");
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(&usual);
    assert!(calls(&world.recheck_from(&usual, &usual)).is_empty());
    assert_eq!(calls(&world.recheck_from(&usual, NONE)), ["maybeLimited"]);
    world.show();
    // What it shows for good is usual.
    assert!(calls(&world.recheck_from(NONE, NONE)).is_empty());
}

#[test]
fn a_short_page_that_gets_shorter_is_no_sign_of_a_limit() {
    let longer = format!("{NONE}\n1\ttext\t\t{}", "Bitte bringen Sie Ihren Ausweis mit. ".repeat(20));
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(&longer);
    assert!(calls(&world.recheck_from(&longer, NONE)).is_empty());
}
