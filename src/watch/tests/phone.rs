//! What the phone is told, and what happens where it cannot be.

use super::*;
use crate::push::{Address, Answer, Detail, Push, Target, Topic};
use crate::wish::Wishes;

const SERVER: &str = "https://ntfy.example.org/*";

fn push(needs: bool) -> Push {
    Push {
        target: Target::Ntfy {
            server: Address::read("https://ntfy.example.org").unwrap(),
            topic: Topic::read("my-topic").unwrap(),
            priority: crate::push::Priority::High,
        },
        token: None,
        detail: Detail::Everything,
        needs,
    }
}

/// A world in which the page is watched, and the phone to be told.
fn with_phone() -> World {
    let mut world = World::watching(Recheck::Reload);
    assert!(sent(&world.on(Event::PhoneChosen { push: Some(push(true)) })).is_empty());
    world
}

/// The messages that are sent.
fn sent(effects: &[Effect]) -> Vec<MessageId> {
    let messages = effects.iter().filter_map(|effect| match effect {
        Effect::Send { message, .. } => Some(*message),
        _ => None,
    });
    messages.collect()
}

impl World {
    fn answer(&mut self, message: MessageId, answer: Answer) -> Vec<Effect> {
        self.on(Event::MessageAnswered { message, answer })
    }

    /// What waits to be sent, and until when.
    fn waiting(&self) -> Vec<Span> {
        let until = |message: &Message| match message.stage {
            Stage::Waiting { until } => until - self.instant,
            Stage::Underway { .. } => panic!("it is on its way"),
        };
        self.state.phone.messages.iter().map(until).collect()
    }

    /// Lets the time pass until the phone is told again.
    fn send_again(&mut self) -> Vec<Effect> {
        let until = self.waiting()[0];
        self.wait(until);
        self.on(Event::Woken)
    }
}

#[test]
fn a_rehearsal_tells_the_phone_too() {
    let mut world = with_phone();
    assert_eq!(sent(&world.on(Event::RehearsalRequested { tab: TabId(40) })), [MessageId(1)]);
    assert_eq!(world.state.phone.messages[0].subject, crate::push::Subject::Test);
}

#[test]
fn the_phone_is_told_of_an_appointment_once_with_what_the_person_chose() {
    let mut world = with_phone();
    let effects = world.read(FREE);
    assert_eq!(sent(&effects), [MessageId(1)]);
    let sends =
        |effect: &Effect| matches!(effect, Effect::Send { notice, .. } if notice.title.key == "alertFree");
    assert!(effects.iter().any(sends));
    assert!(calls(&world.answer(MessageId(1), Answer::Status(200))).is_empty());
    assert!(world.state.phone.messages.is_empty());
    assert!(sent(&world.on(Event::WorkerStarted)).is_empty());
    assert!(sent(&world.on(Event::BrowserStarted { tabs: vec![] })).is_empty());
}

#[test]
fn without_a_word_of_the_person_nothing_is_sent() {
    let mut world = World::watching(Recheck::Reload);
    assert!(sent(&world.read(FREE)).is_empty());
    assert!(sent(&world.on(Event::PhoneTestRequested)).is_empty());
}

#[test]
fn that_the_person_is_needed_is_told_where_they_want_it() {
    for needs in [true, false] {
        let mut world = with_phone();
        world.on(Event::PhoneChosen { push: Some(push(needs)) });
        assert_eq!(sent(&world.read(SIGN_IN)).len(), usize::from(needs));
    }
}

#[test]
fn of_a_private_window_the_phone_is_told_nothing() {
    let mut world = World::new();
    world.private = true;
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.on(Event::PhoneChosen { push: Some(push(true)) });
    assert_eq!(calls(&world.read(FREE)), ["free"]);
    assert!(world.state.phone.messages.is_empty());
}

#[test]
fn what_could_not_be_sent_is_sent_again_after_longer_and_longer_pauses_and_then_given_up() {
    let mut world = with_phone();
    let [message] = sent(&world.read(FREE))[..] else { panic!("one message") };
    let mut pauses = Vec::new();
    let mut told = Vec::new();
    for answer in [Answer::Status(503), Answer::Network, Answer::Late, Answer::Status(429)].iter().cycle() {
        told.extend(calls(&world.answer(message, *answer)).into_iter().map(|call| (pauses.len(), call)));
        let Some(pause) = world.waiting().first().copied() else { break };
        pauses.push(pause.0 / 1000);
        assert_eq!(sent(&world.send_again()), [message]);
    }
    assert_eq!(pauses, [30, 60, 120, 300, 900, 1800]);
    assert_eq!(told, [(2, "phone")], "once, when it has failed three times");
}

#[test]
fn what_failed_and_then_arrives_is_not_told_any_more() {
    let mut world = with_phone();
    let [message] = sent(&world.read(FREE))[..] else { panic!("one message") };
    for _ in 0..3 {
        world.answer(message, Answer::Status(503));
        world.send_again();
    }
    let is_told =
        |world: &World| world.state.alerts.iter().any(|alert| matches!(alert.about, About::Phone { .. }));
    assert!(is_told(&world));
    world.answer(message, Answer::Status(200));
    assert!(!is_told(&world));
    assert_eq!(world.state.phone.report.map(|report| report.answer), Some(Answer::Status(200)));
}

#[test]
fn a_refusal_is_told_at_once_and_only_once_and_nothing_is_sent_again() {
    for answer in [Answer::Status(401), Answer::Status(403), Answer::Status(404), Answer::Redirect] {
        let mut world = with_phone();
        world.read(FREE);
        assert_eq!(calls(&world.answer(MessageId(1), answer)), ["phone"], "{answer:?}");
        assert!(world.state.phone.messages.is_empty());
        world.read(SIGN_IN);
        assert!(calls(&world.answer(MessageId(2), answer)).is_empty(), "{answer:?}");
    }
}

#[test]
fn a_message_whose_answer_nobody_heard_is_sent_again_by_the_next_worker_and_not_after_an_answer() {
    let mut world = with_phone();
    let first = world.read(FREE);
    let again = world.on(Event::WorkerStarted);
    assert_eq!(sent(&again), sent(&first));
    let letter = |effects: &[Effect]| {
        effects.iter().find_map(|effect| match effect {
            Effect::Send { letter, .. } => Some(letter.clone()),
            _ => None,
        })
    };
    assert_eq!(letter(&again), letter(&first), "a server can tell that it is the same");
    world.answer(MessageId(1), Answer::Status(200));
    assert!(sent(&world.on(Event::WorkerStarted)).is_empty());
}

#[test]
fn a_worker_that_starts_does_not_shorten_a_pause() {
    let mut world = with_phone();
    world.read(FREE);
    world.answer(MessageId(1), Answer::Status(503));
    assert!(sent(&world.on(Event::WorkerStarted)).is_empty());
    assert_eq!(world.waiting(), [Span::seconds(30)]);
}

#[test]
fn a_message_without_any_answer_has_failed_after_a_minute() {
    let mut world = with_phone();
    world.read(FREE);
    world.wait(Span::minutes(1));
    assert!(sent(&world.on(Event::Woken)).is_empty());
    assert_eq!(world.waiting(), [Span::seconds(30)]);
}

#[test]
fn what_is_settled_before_it_could_be_sent_is_not_sent() {
    let mut world = with_phone();
    world.read(FREE);
    world.answer(MessageId(1), Answer::Network);
    let alert = world.state.alerts[0].id.clone();
    world.on(Event::AlertClicked { alert });
    assert!(world.state.phone.messages.is_empty());
}

#[test]
fn what_waits_goes_to_the_new_address_at_once_and_nowhere_when_it_is_switched_off() {
    let mut world = with_phone();
    world.read(FREE);
    world.answer(MessageId(1), Answer::Network);
    assert_eq!(sent(&world.on(Event::PhoneChosen { push: Some(push(true)) })), [MessageId(1)]);
    assert!(sent(&world.on(Event::PhoneChosen { push: None })).is_empty());
    assert!(world.state.phone.messages.is_empty() && world.state.phone.push.is_none());
}

#[test]
fn a_test_is_sent_once_and_its_answer_is_for_the_settings() {
    let mut world = with_phone();
    assert_eq!(sent(&world.on(Event::PhoneTestRequested)), [MessageId(1)]);
    assert!(world.state.phone.is_testing());
    assert!(calls(&world.answer(MessageId(1), Answer::Status(503))).is_empty());
    assert!(!world.state.phone.is_testing());
    let report = world.state.phone.report.unwrap();
    assert!(report.test && report.answer == Answer::Status(503));
}

#[test]
fn where_the_permission_is_taken_back_nothing_is_sent_until_it_is_given_back() {
    let mut world = with_phone();
    let removed = world.on(Event::PermissionRemoved { origins: vec![SERVER.into()] });
    assert_eq!(calls(&removed), ["phone"]);
    assert!(sent(&world.read(FREE)).is_empty());
    world.on(Event::PermissionGranted { origins: vec![SERVER.into()] });
    assert_eq!(sent(&world.read(SIGN_IN)).len(), 1);
    assert!(world.state.alerts.iter().all(|alert| !matches!(alert.about, About::Phone { .. })));
}

#[test]
fn a_permission_that_is_missing_when_something_is_to_be_sent_is_told() {
    let mut world = with_phone();
    world.read(FREE);
    assert_eq!(calls(&world.answer(MessageId(1), Answer::NotAllowed)), ["phone"]);
    assert!(!world.state.phone.allowed);
}

#[test]
fn the_permission_to_send_lets_no_page_of_the_server_be_watched_or_read() {
    let mut world = with_phone();
    let watches = world.state.watches.len();
    world.on(Event::PermissionGranted { origins: vec![SERVER.into()] });
    world.on(Event::PageLoaded { tab: TabId(9), url: Some("https://ntfy.example.org/".into()) });
    assert_eq!(world.state.watches.len(), watches);
    let url = "https://ntfy.example.org/app";
    let nonce = world.watch().nonce;
    world.wait(Span::seconds(10));
    let reads = |effect: &Effect| matches!(effect, Effect::Read { .. });
    assert!(!world.changed(url, nonce).iter().any(reads));
    let frame = Frame {
        id: FrameId(1),
        place: "0".into(),
        url: url.into(),
        outline: FREE.into(),
        cut: false,
        operator: String::new(),
        situation: Situation::default(),
    };
    let outline = format!("{NONE}\n0\tframe\t\t\tsource={url}\tsize=640x480\tplace=0");
    let page = |frames| Page {
        url: URL.into(),
        language: "de".into(),
        outline: outline.clone(),
        frames,
        ..Page::default()
    };
    let read = |page| Event::PageRead { tab: TAB, page, situation: Situation::default() };
    assert!(calls(&world.on(read(page(vec![frame.clone()])))).is_empty());
    // Where nothing is sent to it, a frame that was granted is read.
    world.on(Event::PhoneChosen { push: None });
    assert_eq!(calls(&world.on(read(page(vec![frame])))), ["free"]);
}

#[test]
fn many_messages_that_cannot_be_sent_are_bounded() {
    let mut world = with_phone();
    for _ in 0..50 {
        for outline in [SIGN_IN, CHALLENGE] {
            world.read(outline);
            let underway: Vec<MessageId> =
                world.state.phone.messages.iter().map(|message| message.id).collect();
            for message in underway {
                world.answer(message, Answer::Network);
            }
        }
    }
    assert!(world.state.phone.messages.len() <= 20);
}

#[test]
fn an_update_waits_for_the_answer() {
    let mut world = with_phone();
    let shown = alerts_shown(&world.read(FREE));
    for alert in shown {
        world.on(Event::AlertShown { alert });
    }
    assert!(!world.on(Event::UpdateAvailable).contains(&Effect::Update));
    assert!(world.answer(MessageId(1), Answer::Status(200)).contains(&Effect::Update));
}

fn alerts_shown(effects: &[Effect]) -> Vec<AlertId> {
    let shown = effects.iter().filter_map(|effect| match effect {
        Effect::Notify { alert } => Some(alert.id.clone()),
        _ => None,
    });
    shown.collect()
}

proptest! {
    #[test]
    fn whatever_is_answered_and_whenever_the_worker_starts_nothing_is_sent_that_was_taken(
        steps in prop::collection::vec((0u8..6, 0u32..4, 0u32..120), 1..60),
    ) {
        let mut world = with_phone();
        world.wishes = Wishes::default();
        let mut taken: Vec<u32> = Vec::new();
        for (step, message, seconds) in steps {
            world.wait(Span::seconds(seconds));
            let id = MessageId(message);
            let effects = match step {
                0 => world.read(FREE),
                1 => world.read(SIGN_IN),
                2 => world.on(Event::WorkerStarted),
                3 => world.on(Event::Woken),
                4 => world.answer(id, Answer::Status(503)),
                _ => {
                    let known = world.state.phone.messages.iter().any(|message| message.id == id);
                    let effects = world.answer(id, Answer::Status(200));
                    taken.extend(known.then_some(message));
                    effects
                }
            };
            for MessageId(message) in sent(&effects) {
                prop_assert!(!taken.contains(&message));
            }
        }
    }
}
