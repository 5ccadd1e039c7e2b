//! A worker that is killed at any instant of a watch: before, between and after each thing it does.
//!
//! The shell and a browser with one tab are played here: what the browser keeps (the page, the alarm, the saved state,
//! the notifications) outlives the worker, what the worker holds (events that wait, readings on their way) does not.

use super::tests::{FREE, NONE, PATTERN, TAB, URL};
use super::*;
use crate::pace::FLOOR;
use crate::page::Page;
use crate::push::{Answer, Detail, tests::ntfy};
use crate::store::Saved;
use std::collections::BTreeMap;

const READING: Span = Span(50);
const LOADING: Span = Span(300);
/// The appointment comes with this reload, and is gone with the next.
const FREE_AT: usize = 3;

/// What happens without the worker.
#[derive(Clone, Debug)]
enum Happening {
    Alarm,
    Loaded,
    /// A reading that this worker ordered is there.
    Read {
        worker: usize,
    },
    /// The person looks at the popup, and says *go on* after a hit.
    GoOn,
    /// The person comes to the tab.
    Seen,
}

/// What the person does when they are called.
#[derive(Clone, Copy, PartialEq)]
enum Person {
    /// They say *go on* within a minute.
    AtHand,
    /// They say *go on* after some minutes.
    Away,
    /// They come to the tab within half a minute, and say *go on* after some minutes.
    Looks,
}

struct Browser {
    now: Instant,
    seed: u32,
    saved: String,
    alarm: Option<Instant>,
    coming: BTreeMap<(Instant, usize), Happening>,
    serial: usize,
    loaded: Instant,
    reloads: Vec<Instant>,
    /// Each notification that was put on the screen, and when.
    shown: Vec<(Instant, Alert)>,
    /// Each message that was sent to the phone.
    sent: Vec<MessageId>,
    person: Person,
    /// Whose readings are answered: those of a killed worker are not.
    worker: usize,
    /// The worker's memory.
    memory: Option<State>,
    /// So many more things may be done before the worker is killed.
    left: Option<usize>,
    /// After so many more it is killed again.
    again: Option<usize>,
    done: usize,
}

/// The worker was killed.
struct Killed;

impl Browser {
    fn new(left: Option<usize>) -> Self {
        let now = Instant(1_790_000_000_000);
        let phone = Phone { push: Some(ntfy(Detail::Slot)), allowed: true, ..Phone::default() };
        Browser {
            now,
            seed: 7,
            saved: serde_json::to_string(&Saved::new(State { phone, ..State::default() })).unwrap(),
            alarm: None,
            coming: BTreeMap::new(),
            serial: 0,
            loaded: now,
            reloads: Vec::new(),
            shown: Vec::new(),
            sent: Vec::new(),
            person: Person::AtHand,
            worker: 0,
            memory: None,
            left,
            again: None,
            done: 0,
        }
    }

    fn later(&mut self, after: Span, happening: Happening) {
        self.serial += 1;
        self.coming.insert((self.now + after, self.serial), happening);
    }

    /// One more thing is done, or the worker is killed instead.
    fn step(&mut self) -> Result<(), Killed> {
        self.done += 1;
        if self.left.take_if(|left| *left == 0).is_some() {
            self.memory = None;
            self.worker += 1;
            self.left = self.again;
            return Err(Killed);
        }
        self.left = self.left.map(|left| left - 1);
        Ok(())
    }

    /// The worker takes an event, starting before if it is not there.
    fn take(&mut self, event: Event) -> Result<(), Killed> {
        if self.memory.is_none() {
            self.step()?;
            self.memory = Some(Saved::load(&mut serde_json::Deserializer::from_str(&self.saved)).unwrap());
            self.take(Event::WorkerStarted)?;
        }
        self.step()?;
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let now = Now::at(self.now, jiff::civil::date(2026, 9, 21), self.seed);
        let state = self.memory.take().unwrap_or_default();
        let (state, effects) = update(state, event, now);
        self.memory = Some(state.clone());
        let Effects { alarms, touches, others } = Effects::from(effects);
        for alarm in alarms {
            self.step()?;
            self.perform(alarm);
        }
        self.step()?;
        self.saved = serde_json::to_string(&Saved::new(state)).unwrap();
        let mut answers = Vec::new();
        for effect in touches.into_iter().chain(others) {
            self.step()?;
            match &effect {
                Effect::Notify { alert } => answers.push(Event::AlertShown { alert: alert.id.clone() }),
                Effect::Reload { tab } => answers.push(Event::Reloading { tab: *tab }),
                Effect::Send { message, .. } => {
                    answers.push(Event::MessageAnswered { message: *message, answer: Answer::Status(200) });
                }
                _ => {}
            }
            self.perform(effect);
        }
        answers.into_iter().try_for_each(|answer| self.take(answer))
    }

    fn perform(&mut self, effect: Effect) {
        match effect {
            Effect::Wake { at } => self.alarm = at,
            Effect::Read { after, .. } => {
                let worker = self.worker;
                self.later(Span(after.0 + READING.0), Happening::Read { worker });
            }
            Effect::Reload { .. } => {
                self.reloads.push(self.now);
                self.loaded = self.now;
                self.later(LOADING, Happening::Loaded);
            }
            // What is on the screen already is not put there again.
            Effect::Notify { alert } if !self.shown.iter().any(|(_, shown)| shown.id == alert.id) => {
                if self.shown.is_empty() && self.person == Person::Looks {
                    self.later(Span::seconds(30), Happening::Seen);
                }
                self.shown.push((self.now, *alert));
            }
            Effect::Send { message, .. } => self.sent.push(message),
            _ => {}
        }
    }

    fn page(&self) -> Page {
        let outline = if self.reloads.len() == FREE_AT { FREE } else { NONE };
        Page { url: URL.into(), language: "de".into(), outline: outline.into(), ..Page::default() }
    }

    /// What happens next, in the order of time.
    fn next(&mut self) -> Happening {
        let coming = self.coming.keys().next().copied();
        match (coming, self.alarm) {
            (Some((at, _)), alarm) if alarm.is_none_or(|alarm| at <= alarm) => {
                self.now = self.now.max(at);
                self.coming.pop_first().unwrap().1
            }
            (_, Some(alarm)) => {
                self.now = self.now.max(alarm);
                self.alarm = Some(self.now + Span::minutes(1));
                Happening::Alarm
            }
            (_, None) => panic!("nothing will ever happen again: {}", self.saved),
        }
    }

    /// Lives on until the looks are so many.
    fn live(mut self, looks: usize) -> Self {
        self.later(Span(0), Happening::GoOn);
        let start = Event::StartRequested {
            tab: TAB,
            url: URL.into(),
            title: "Termine".into(),
            recheck: Recheck::Reload,
            interval: Span::minutes(1),
            wishes: Wishes::default(),
            keep_awake: false,
            private: false,
            frames: Vec::new(),
        };
        // A start that is lost with the worker is made again, as the person would.
        while !self.saved.contains("\"asked\"") {
            let _ = self.take(start.clone());
        }
        while !self.saved.contains("\"resting\"") {
            let _ = self.take(Event::PermissionGranted { origins: vec![PATTERN.into()] });
        }
        for _ in 0..10_000 {
            if self.reloads.len() >= looks {
                return self;
            }
            let event = match self.next() {
                Happening::Alarm => Event::Woken,
                Happening::Loaded => Event::PageLoaded { tab: TAB, url: Some(URL.into()) },
                Happening::Read { worker } if worker != self.worker => continue,
                Happening::Read { .. } => {
                    let age = Some(self.now - self.loaded);
                    let situation = Situation { age, ..Situation::default() };
                    Event::PageRead { tab: TAB, page: self.page(), situation }
                }
                Happening::GoOn => {
                    self.later(Span::minutes(1), Happening::GoOn);
                    let patience = if self.person == Person::AtHand { Span(0) } else { Span::minutes(6) };
                    let is_time = self.shown.first().is_some_and(|(at, _)| self.now - *at >= patience);
                    if !is_time || !self.saved.contains("\"found\"") {
                        continue;
                    }
                    Event::GoOnRequested { tab: TAB }
                }
                Happening::Seen => {
                    // Whose coming is lost with the worker stays, and is seen again.
                    while self.take(Event::TabSeen { tab: TAB }).is_err() {}
                    continue;
                }
            };
            let _ = self.take(event);
        }
        panic!("{} reloads only: {}", self.reloads.len(), self.saved)
    }
}

impl Browser {
    /// Each appointment was called once; what is called anew, not more often than it may be.
    fn assert_calls(&self, when: &str) {
        let first = self.shown.iter().filter(|(_, alert)| alert.replaces.is_none());
        let first: Vec<&Alert> = first.map(|(_, alert)| alert).collect();
        assert!(matches!(first[..], [Alert { about: About::Free { .. }, .. }]), "{when}: {:?}", self.shown);
        for pair in self.shown.windows(2) {
            assert!(pair[1].0 - pair[0].0 >= Span::minutes(1), "{when}: {:?}", self.shown);
        }
    }

    fn assert_pace(&self, when: &str) {
        for pair in self.reloads.windows(2) {
            assert!(pair[1] - pair[0] >= FLOOR, "{when}: {:?}", self.reloads);
        }
    }
}

#[test]
fn killed_after_any_single_step_it_neither_looks_twice_nor_calls_twice_nor_ends() {
    const LOOKS: usize = 6;
    let Browser { done: steps, sent, .. } = Browser::new(None).live(LOOKS);
    assert!(steps > 100, "{steps}");
    assert_eq!(sent, [MessageId(1)]);
    for left in 0..steps {
        let browser = Browser::new(Some(left)).live(LOOKS);
        let when = format!("killed after {left} steps");
        browser.assert_calls(&when);
        browser.assert_pace(&when);
        // Nobody knows whether the server has taken what it was sent before the kill.
        let sent = &browser.sent;
        assert!(
            (1..=2).contains(&sent.len()) && sent.iter().all(|id| *id == MessageId(1)),
            "{left}: {sent:?}"
        );
    }
}

#[test]
fn killed_after_any_single_step_it_calls_anew_until_the_person_has_seen_it_and_no_more() {
    for (person, showings) in [(Person::Away, 3), (Person::Looks, 1)] {
        let live = |left| Browser { person, ..Browser::new(left) }.live(FREE_AT + 1);
        for left in 0..live(None).done {
            let browser = live(Some(left));
            let when = format!("killed after {left} steps");
            browser.assert_calls(&when);
            assert_eq!(browser.shown.len(), showings, "{when}: {:?}", browser.shown);
        }
    }
}

#[test]
fn killed_again_and_again_it_still_calls_once_and_goes_on() {
    // A worker that never comes to its end cannot do anything; one that starts takes some ten steps.
    for pause in 16..60 {
        let mut browser = Browser::new(Some(pause));
        browser.again = Some(pause);
        let browser = browser.live(FREE_AT + 1);
        assert!(browser.worker > 0, "it was killed");
        let when = format!("killed every {pause} steps");
        browser.assert_calls(&when);
        browser.assert_pace(&when);
    }
}
