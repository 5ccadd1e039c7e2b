//! How a person is called: again until they have seen it, once it is gone, aloud, and rehearsed.

use super::*;
use crate::sound::{Tune, Volume};

/// What an event does to the person's screen and ears, in one word each.
fn shown(effects: &[Effect]) -> Vec<&'static str> {
    let words = effects.iter().filter_map(|effect| match effect {
        Effect::Notify { .. } => calls(std::slice::from_ref(effect)).first().copied(),
        Effect::Withdraw { .. } => Some("withdrawn"),
        Effect::Sound { .. } => Some("sound"),
        _ => None,
    });
    words.collect()
}

impl World {
    /// A world in which an appointment was found a moment ago; its notification is on show.
    fn found() -> Self {
        let mut world = World::watching(Recheck::Nothing);
        world.read(FREE);
        world.show();
        world
    }

    /// The time comes at which an alert is to come again; the person used the page that long ago.
    fn repeats(&mut self, since_input: Option<Span>) -> Vec<Effect> {
        assert!(shown(&self.wake()).is_empty(), "the reader is asked first");
        self.read_with(FREE, Situation { since_input, ..Situation::default() })
    }

    fn seen(&mut self) {
        self.on(Event::TabSeen { tab: TAB });
    }

    /// Whether nothing comes again within an hour.
    fn is_settled(&mut self) -> bool {
        (0..60).all(|_| {
            self.wait(Span::minutes(1));
            let woken = self.on(Event::Woken);
            let read = self.read(FREE);
            calls(&woken).is_empty() && calls(&read).is_empty()
        })
    }
}

#[test]
fn an_appointment_that_nobody_has_seen_is_called_again_after_one_and_after_three_minutes() {
    let mut world = World::found();
    let begin = world.instant;
    for minutes in [1, 3] {
        assert_eq!(shown(&world.repeats(None)), ["free"]);
        assert_eq!(world.instant, begin + Span::minutes(minutes));
        world.show();
    }
    assert!(world.is_settled());
}

#[test]
fn what_is_shown_anew_takes_the_place_of_what_was_on_show() {
    let mut world = World::found();
    let effects = world.repeats(None);
    let [Effect::Notify { alert }, ..] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!((&alert.id, &alert.replaces), (&AlertId::new(2), &Some(AlertId::new(1))));
    assert_eq!(world.state.alerts.len(), 1);
}

#[test]
fn what_the_person_has_seen_does_not_come_again() {
    let ways: [fn(&mut World); 5] = [
        World::seen,
        |world| drop(world.on(Event::AlertClicked { alert: AlertId::new(1) })),
        |world| drop(world.on(Event::GoOnRequested { tab: TAB })),
        |world| drop(world.read_with(FREE, Situation { since_input: Some(Span(0)), ..Situation::default() })),
        |world| drop(world.read_with(FREE, Situation { since_front: Some(Span(0)), ..Situation::default() })),
    ];
    for see in ways {
        let mut world = World::found();
        world.wait(Span::seconds(30));
        see(&mut world);
        world.restart();
        assert!(world.is_settled());
    }
}

#[test]
fn who_has_used_the_page_since_is_not_called_again() {
    let mut world = World::found();
    assert!(shown(&world.repeats(Some(Span::seconds(20)))).is_empty());
    assert!(world.is_settled());
}

#[test]
fn what_the_person_did_before_the_call_does_not_count() {
    let mut world = World::found();
    assert_eq!(shown(&world.repeats(Some(Span::minutes(2)))), ["free"]);
}

#[test]
fn another_tab_that_comes_to_the_front_does_not_count() {
    let mut world = World::found();
    world.on(Event::TabSeen { tab: TabId(99) });
    assert_eq!(shown(&world.repeats(None)), ["free"]);
}

#[test]
fn a_page_that_does_not_answer_keeps_no_alert_from_coming_again() {
    let mut world = World::found();
    world.wake();
    assert_eq!(shown(&world.wake()), ["free"]);
    world.show();
    world.wake();
    assert_eq!(shown(&world.on(Event::PageUnreadable { tab: TAB })), ["free"]);
}

#[test]
fn a_worker_that_starts_anew_repeats_what_is_due_once() {
    let mut world = World::found();
    world.wait(Span::minutes(1));
    world.restart();
    world.on(Event::Woken);
    assert_eq!(shown(&world.read(FREE)), ["free"]);
    assert_eq!(shown(&world.restart()), ["free"], "it is owed until it is shown");
    world.show();
    assert!(shown(&world.restart()).is_empty());
}

#[test]
fn what_is_seen_before_it_is_shown_anew_is_owed_no_longer() {
    let mut world = World::found();
    world.repeats(None);
    assert_eq!(shown(&world.on(Event::TabSeen { tab: TAB })), ["withdrawn"]);
    assert!(shown(&world.restart()).is_empty());
}

#[test]
fn a_browser_that_was_closed_repeats_nothing_that_was_shown() {
    let mut world = World::found();
    world.on(Event::BrowserStarted { tabs: vec![open(TAB, URL)] });
    assert!(world.is_settled());
}

#[test]
fn who_wants_no_repeats_gets_none() {
    let mut world = World::found();
    let alerting = Alerting { repeats: false, ..Alerting::default() };
    world.on(Event::AlertingChanged { alerting });
    assert!(world.is_settled());
}

#[test]
fn a_slot_that_went_is_said_to_be_gone_where_it_was_called_quietly() {
    let mut world = World::found();
    world.wait(Span::minutes(4));
    let effects = world.read(NONE);
    let [Effect::Notify { alert }, ..] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(alert.replaces, Some(AlertId::new(1)));
    let About::Gone { slots, count: 1, after } = &alert.about else { panic!("{alert:?}") };
    assert_eq!(slots[0].slot.date, Some(jiff::civil::date(2026, 10, 12)));
    assert_eq!(*after, Span::minutes(4));
    assert!(shown(&world.show()).is_empty(), "no sound");
    assert_eq!(world.watch().find.as_ref().and_then(Find::stayed), Some(Span::minutes(4)));
    assert!(shown(&world.read(NONE)).is_empty());
    world.wait(Span::minutes(10));
    assert!(shown(&world.on(Event::Woken)).is_empty());
}

#[test]
fn a_slot_that_comes_back_after_it_went_is_called_in_the_place_of_its_end() {
    let mut world = World::found();
    world.read(NONE);
    world.show();
    assert_eq!(shown(&world.read(FREE)), ["withdrawn", "free"]);
    assert_eq!(world.watch().find.as_ref().and_then(Find::stayed), None);
}

#[test]
fn a_slot_stays_while_a_look_shows_something_else_than_appointments() {
    let mut world = World::found();
    assert_eq!(calls(&world.read(SIGN_IN)), ["signIn"]);
    assert!(world.watch().find.as_ref().is_some_and(|find| find.gone.is_none()));
}

#[test]
fn of_several_slots_the_last_that_goes_is_told() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE_TOO);
    world.show();
    assert!(shown(&world.read(FREE)).is_empty());
    assert_eq!(shown(&world.read(NONE)), ["gone"]);
}

#[test]
fn where_nothing_is_on_show_any_more_the_popup_alone_says_that_it_is_gone() {
    let mut world = World::found();
    world.on(Event::AlertClicked { alert: AlertId::new(1) });
    world.wait(Span::minutes(2));
    assert!(shown(&world.read(NONE)).is_empty());
    let now = Now::at(world.instant, jiff::civil::date(2026, 9, 21), 0);
    assert_eq!(crate::view::of_watch(world.watch(), &world.state, now).headline.key, "alertGone");
    world.on(Event::GoOnRequested { tab: TAB });
    assert_eq!(world.watch().find, None);
}

#[test]
fn a_find_is_heard_when_it_is_shown_and_each_time_it_comes_again() {
    let mut world = World::watching(Recheck::Nothing);
    assert_eq!(shown(&world.read(FREE)), ["free"]);
    let effects = world.show();
    let [Effect::Sound { tones, gain }, ..] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(*tones, Tune::Rising.tones());
    assert!((*gain - 0.25).abs() < 1e-9);
    world.repeats(None);
    assert_eq!(shown(&world.show()), ["sound"]);
}

#[test]
fn only_what_is_gone_within_minutes_is_heard() {
    let mut world = World::watching(Recheck::Reload);
    world.recheck(QUEUE);
    assert!(shown(&world.show()).is_empty());
    assert_eq!(calls(&world.read(NONE)), ["through"]);
    assert_eq!(shown(&world.show()), ["sound"]);
}

#[test]
fn who_wants_no_sound_hears_none() {
    let mut world = World::watching(Recheck::Nothing);
    world.on(Event::AlertingChanged { alerting: Alerting { tune: None, ..Alerting::default() } });
    world.read(FREE);
    assert!(shown(&world.show()).is_empty());
}

#[test]
fn sounds_and_repeats_keep_the_quiet_hours_if_the_person_wants_it() {
    for (keeps_quiet_hours, heard) in [(false, &["sound"][..]), (true, &[])] {
        let mut world = World::watching(Recheck::Nothing);
        world.minute = 2 * 60;
        world.on(Event::AlertingChanged { alerting: Alerting { keeps_quiet_hours, ..Alerting::default() } });
        assert_eq!(calls(&world.read(FREE)), ["free"], "it is shown all the same");
        assert_eq!(shown(&world.show()), heard);
        assert_eq!(world.is_settled(), keeps_quiet_hours);
    }
}

#[test]
fn the_chosen_sound_can_be_tried() {
    let mut world = World::new();
    let (tune, volume) = (Some(Tune::Lively), Volume::percent(100));
    world.on(Event::AlertingChanged { alerting: Alerting { tune, volume, ..Alerting::default() } });
    let effects = world.on(Event::SoundRequested);
    assert_eq!(effects, [Effect::Sound { tones: Tune::Lively.tones(), gain: 1.0 }]);
}

#[test]
fn a_click_outlines_the_slot_where_the_last_look_saw_it() {
    let mut world = World::found();
    world.read_with(FREE, Situation { serial: 7, ..Situation::default() });
    let effects = world.on(Event::AlertClicked { alert: AlertId::new(1) });
    let line = Line { number: 2, ..Line::default() };
    assert!(effects.contains(&Effect::Focus { tab: TAB }));
    assert!(effects.contains(&Effect::Outline { tab: TAB, serial: 7, line }), "{effects:?}");
}

#[test]
fn nothing_is_outlined_for_what_is_gone() {
    let mut world = World::found();
    world.read(NONE);
    let effects = world.on(Event::AlertClicked { alert: AlertId::new(2) });
    assert!(effects.contains(&Effect::Focus { tab: TAB }));
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Outline { .. })));
}

const SETTINGS: TabId = TabId(40);

fn rehearsing() -> World {
    let mut world = World::new();
    let effects = world.on(Event::RehearsalRequested { tab: SETTINGS });
    assert_eq!(calls(&effects), ["rehearsal"]);
    assert!(effects.contains(&Effect::Badge { tab: SETTINGS, mark: Mark::Free, age: None }));
    world
}

#[test]
fn a_rehearsal_is_shown_heard_and_brings_the_settings_to_the_front() {
    let mut world = rehearsing();
    assert_eq!(shown(&world.show()), ["sound"]);
    assert!(world.state.rehearsal.as_ref().is_some_and(|rehearsal| rehearsal.shown && !rehearsal.clicked));
    let effects = world.on(Event::AlertClicked { alert: AlertId::new(1) });
    assert!(effects.contains(&Effect::Focus { tab: SETTINGS }));
    assert!(world.state.rehearsal.as_ref().is_some_and(|rehearsal| rehearsal.clicked));
    assert!(world.state.alerts.is_empty());
    let effects = world.on(Event::RehearsalEnded);
    assert!(effects.contains(&Effect::Badge { tab: SETTINGS, mark: Mark::Idle, age: None }));
}

#[test]
fn of_a_rehearsal_nothing_is_left_when_its_tab_or_the_browser_is_closed() {
    for end in [Event::TabClosed { tab: SETTINGS }, Event::BrowserStarted { tabs: Vec::new() }] {
        let mut world = rehearsing();
        world.on(end);
        assert_eq!((&world.state.rehearsal, world.state.alerts.len()), (&None, 0));
    }
}

#[test]
fn a_second_rehearsal_takes_the_place_of_the_first() {
    let mut world = rehearsing();
    world.on(Event::RehearsalRequested { tab: TabId(41) });
    assert_eq!(world.state.alerts.len(), 1);
    assert_eq!(world.state.rehearsal.as_ref().map(|rehearsal| rehearsal.tab), Some(TabId(41)));
}
