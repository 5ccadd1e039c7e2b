//! Examples of a watch's life, and what holds in every life.

mod alerting;
mod backup;
mod frames;
mod journal;
mod lasting;
mod phone;

use super::*;
use crate::hint::Hint;
use crate::pace::{FLOOR, Outcome, Reason, Schedule};
use crate::page::{Frame, FrameId, Line, Page, Role};
use crate::recheck::Control;
use crate::store::Saved;
use crate::wish::{Wish, Wisher, Wishes};
use proptest::prelude::*;

pub(super) const TAB: TabId = TabId(3);
pub(super) const URL: &str = "https://termine.example.org/auswahl";
pub(super) const PATTERN: &str = "https://termine.example.org/*";
/// The address of a frame in the page that the person lets us read.
const FRAME_URL: &str = "https://widget.example.net/embedded?office=1";
const INTERVAL: Span = Span::minutes(5);

pub(super) const NONE: &str = "0\tmain\t\t\n1\theading\t\tTerminauswahl\n1\talert\t\tDerzeit sind leider keine freien Termine verfügbar.\n1\tbutton\t\tTermine suchen";
pub(super) const FREE: &str =
    "0\tmain\t\t\n1\theading\t\tFreie Termine\n1\tbutton\t\tMontag, 12.10.2026, 14:30 Uhr";
const FREE_TOO: &str = "0\tmain\t\t\n1\theading\t\tFreie Termine\n1\tbutton\t\tMontag, 12.10.2026, 14:30 Uhr\n1\tbutton\t\tDienstag, 13.10.2026, 09:00 Uhr";
pub(super) const QUEUE: &str = "0\tmain\t\t\n1\theading\t\tVirtueller Warteraum\n1\ttext\t\tSie werden automatisch weitergeleitet. Bitte laden Sie die Seite nicht neu.";
pub(super) const CHALLENGE: &str = "0\tmain\t\t\n1\theading\t\tSicherheitsprüfung\n1\ttext\t\tBitte bestätigen Sie, dass Sie kein Roboter sind.\n1\tcheckbox\t\tIch bin kein Roboter";
pub(super) const SIGN_IN: &str = "0\tmain\t\t\n1\theading\t\tAnmelden\n1\tfield\t\tE-Mail\ttype=email\n1\tfield\t\tPasswort\ttype=password\n1\tbutton\t\tAnmelden";
pub(super) const REFUSED: &str = "0\tmain\t\t\n1\theading\t\tSie haben zu viele Anfragen gestellt\n1\ttext\t\tBitte versuchen Sie es später erneut.";
pub(super) const TROUBLE: &str = "0\theading\t\t503 Service Unavailable\n0\ttext\t\tThe server is temporarily unable to service your request.";
const LOADING: &str = "0\tmain\tb\t\n1\ttext\tb\tWird geladen …";

/// A browser as the core sees it: it keeps what was saved, and a clock.
struct World {
    state: State,
    instant: Instant,
    seed: u32,
    /// What the person will wish for at the next start.
    wishes: Wishes,
    minute: u16,
    online: bool,
    ahead: i64,
    /// Whether the next watch is in a private window.
    private: bool,
}

impl World {
    fn new() -> Self {
        World {
            state: State::default(),
            instant: Instant(1_790_000_000_000),
            seed: 300,
            wishes: Wishes::default(),
            minute: 720,
            online: true,
            ahead: 0,
            private: false,
        }
    }

    /// A world in which the page is watched and was seen to have nothing free.
    fn watching(recheck: Recheck) -> Self {
        let mut world = World::new();
        world.start(TAB, URL, recheck);
        world.grant();
        world.read(NONE);
        world
    }

    fn on(&mut self, event: Event) -> Vec<Effect> {
        let today = jiff::civil::date(2026, 9, 21);
        let now = Now {
            ahead: std::mem::take(&mut self.ahead),
            online: self.online,
            minute: self.minute,
            ..Now::at(self.instant, today, self.seed)
        };
        let (state, effects) = update(self.state.clone(), event, now);
        self.state = state;
        effects
    }

    fn start(&mut self, tab: TabId, url: &str, recheck: Recheck) {
        let wishes = self.wishes.clone();
        self.on(Event::StartRequested {
            tab,
            url: url.into(),
            title: "Termine".into(),
            recheck,
            interval: INTERVAL,
            wishes,
            keep_awake: false,
            private: self.private,
            frames: vec![Origin::of(FRAME_URL).unwrap()],
        });
    }

    /// A reader tells that the document at an address changed.
    fn changed(&mut self, url: &str, nonce: u32) -> Vec<Effect> {
        self.on(Event::PageChanged { tab: TAB, url: url.into(), nonce })
    }

    fn grant(&mut self) -> Vec<Effect> {
        self.on(Event::PermissionGranted { origins: vec![PATTERN.into()] })
    }

    fn read(&mut self, outline: &str) -> Vec<Effect> {
        self.read_with(outline, Situation::default())
    }

    fn read_with(&mut self, outline: &str, situation: Situation) -> Vec<Effect> {
        let page =
            Page { url: URL.into(), language: "de".into(), outline: outline.into(), ..Page::default() };
        self.on(Event::PageRead { tab: TAB, page, situation })
    }

    fn wait(&mut self, span: Span) {
        self.instant = self.instant + span;
    }

    /// Lets the time pass until the core wants to be woken, and wakes it. That it only shows an age does not count.
    fn wake(&mut self) -> Vec<Effect> {
        loop {
            self.instant = self.state.wake.expect("a wake-up call is ordered");
            let shows_an_age = self.state.watches.iter().all(|watch| {
                let now = Now::at(self.instant, jiff::civil::date(2026, 9, 21), self.seed);
                watch.age_at(&self.state.ledgers, self.state.schedule, now).0 != watch.age
                    && self.plan().is_none_or(|plan| plan > self.instant)
            });
            let effects = self.on(Event::Woken);
            if self.state.watches.is_empty() || !shows_an_age {
                return effects;
            }
        }
    }

    /// When the watch would do something by itself.
    fn plan(&self) -> Option<Instant> {
        let watch = self.watch();
        watch.deadline().into_iter().chain(watch.answer_deadline()).min()
    }

    /// One whole re-check that brings this page.
    fn recheck(&mut self, outline: &str) -> Vec<Effect> {
        self.wake();
        assert_eq!(touches(&self.read(NONE)), 1, "{:?}", self.watch());
        self.arrive(outline)
    }

    /// The reloaded page comes.
    fn arrive(&mut self, outline: &str) -> Vec<Effect> {
        self.wait(Span::seconds(1));
        self.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) });
        self.wait(Span::seconds(4));
        self.read(outline)
    }

    /// The browser shows every alert that is owed.
    fn show(&mut self) -> Vec<Effect> {
        let owed = self.state.alerts.iter().filter(|alert| alert.owed.is_some());
        let owed: Vec<AlertId> = owed.map(|alert| alert.id.clone()).collect();
        owed.into_iter().flat_map(|alert| self.on(Event::AlertShown { alert })).collect()
    }

    /// The worker is killed and started again with what was saved.
    fn restart(&mut self) -> Vec<Effect> {
        let saved = serde_json::to_string(&Saved::new(self.state.clone())).unwrap();
        self.state = Saved::load(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
        self.on(Event::WorkerStarted)
    }

    fn watch(&self) -> &Watch {
        self.state.watch(TAB).expect("the tab is watched")
    }
}

fn touches(effects: &[Effect]) -> usize {
    effects.iter().filter(|effect| matches!(effect, Effect::Reload { .. } | Effect::Press { .. })).count()
}

fn alerts(effects: &[Effect]) -> Vec<&About> {
    effects
        .iter()
        .filter_map(|effect| match effect {
            Effect::Notify { alert } => Some(&alert.about),
            _ => None,
        })
        .collect()
}

/// What the person is called for, in one word.
fn calls(effects: &[Effect]) -> Vec<&'static str> {
    alerts(effects)
        .into_iter()
        .map(|about| match about {
            About::Free { .. } => "free",
            About::Gone { .. } => "gone",
            About::Rehearsal { .. } => "rehearsal",
            About::Need { need, .. } => need.name(),
            About::Memory { trouble } => trouble.name(),
            About::Phone { .. } => "phone",
        })
        .collect()
}

fn is_resting(world: &World) -> bool {
    matches!(world.watch().condition, Condition::Resting { .. })
}

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

fn search_button() -> Recheck {
    Recheck::Press(Control {
        role: Role::Button,
        label: Quote::new("Termine suchen"),
        place: Quote::new("Terminauswahl"),
    })
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

impl World {
    fn recheck_from(&mut self, before: &str, after: &str) -> Vec<Effect> {
        self.wake();
        assert_eq!(touches(&self.read(before)), 1);
        self.arrive(after)
    }
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
fn a_page_that_cannot_be_read_any_more_is_told() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    let effects = world.on(Event::PageUnreadable { tab: TAB });
    assert_eq!((touches(&effects), calls(&effects)), (0, vec!["unreadable"]));
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

/// What the browser has open when it starts.
fn open(tab: TabId, url: &str) -> OpenTab {
    OpenTab { tab, url: Some(url.into()), asleep: false }
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
fn a_permission_taken_back_is_told() {
    let mut world = World::watching(Recheck::Reload);
    let effects = world.on(Event::PermissionRemoved { origins: vec![PATTERN.into()] });
    assert_eq!(calls(&effects), ["notAllowed"]);
    world.wait(Span::minutes(60));
    assert_eq!(touches(&world.on(Event::Woken)), 0);
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
fn a_quiet_look_that_fails_later_on_is_not_worth_a_word() {
    let mut world = World::watching(Recheck::Reload);
    assert!(calls(&world.on(Event::PageUnreadable { tab: TAB })).is_empty());
    assert!(is_resting(&world));
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

/// One step of an arbitrary life.
#[derive(Clone, Copy, Debug)]
enum Step {
    Wait(u32),
    Wake,
    Read(usize),
    Load,
}

impl World {
    fn step(&mut self, step: Step) -> Vec<Effect> {
        const PAGES: [&str; 8] = [NONE, FREE, QUEUE, CHALLENGE, SIGN_IN, REFUSED, TROUBLE, FREE_TOO];
        match step {
            Step::Wait(span) => {
                self.wait(Span(span));
                Vec::new()
            }
            Step::Wake => self.on(Event::Woken),
            Step::Read(page) => self.read(PAGES[page]),
            Step::Load => self.on(Event::PageLoaded { tab: TAB, url: Some(URL.into()) }),
        }
    }
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        4 => (0u32..400_000).prop_map(Step::Wait),
        6 => Just(Step::Wake),
        8 => (0usize..8).prop_map(Step::Read),
        4 => Just(Step::Load),
    ];
    prop::collection::vec(step, 1..200)
}

proptest! {
    /// What the reader, the popup and the browser send is parsed, whatever it is.
    #[test]
    fn a_saved_state_comes_back_the_same_in_every_life(steps in steps()) {
        let mut world = World::watching(Recheck::Reload);
        for step in steps {
            world.step(step);
            let saved = serde_json::to_string(&Saved::new(world.state.clone())).unwrap();
            let back = Saved::load(&mut serde_json::Deserializer::from_str(&saved));
            prop_assert_eq!(back, Ok(world.state.clone()));
            world.state.debt.forget();
        }
    }
}

fn order_changed(world: &mut World, recheck: Recheck, wishes: Wishes) -> Vec<Effect> {
    world.on(Event::OrderChanged { tab: TAB, recheck, interval: INTERVAL, wishes, keep_awake: false })
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
fn another_way_to_look_again_helps_where_the_button_is_missing() {
    let control = Control { role: Role::Button, label: "Suchen".into(), place: "".into() };
    let mut world = World::watching(Recheck::Press(control));
    world.wake();
    world.read(NONE);
    assert!(matches!(world.watch().condition, Condition::Needs { need: Need::ControlMissing, .. }));
    order_changed(&mut world, Recheck::Reload, Wishes::default());
    assert!(is_resting(&world));
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
fn the_browser_may_put_the_tab_to_sleep_again_when_the_watch_has_ended() {
    let mut world = World::watching(Recheck::Reload);
    world.state.watches[0].order.keep_awake = true;
    let effects = world.on(Event::StopRequested { tab: TAB });
    assert!(effects.contains(&Effect::KeepAwake { tab: TAB, awake: false }));
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
