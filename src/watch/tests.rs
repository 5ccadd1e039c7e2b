//! Examples of a watch's life, and what holds in every life.

mod alerting;
mod backup;
mod calls;
mod frames;
mod journal;
mod lasting;
mod obstacles;
mod phone;
mod refresh;
mod start;
mod tabs;
mod terms;

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

fn search_button() -> Recheck {
    Recheck::Press(Control {
        role: Role::Button,
        label: Quote::new("Termine suchen"),
        place: Quote::new("Terminauswahl"),
    })
}

impl World {
    fn recheck_from(&mut self, before: &str, after: &str) -> Vec<Effect> {
        self.wake();
        assert_eq!(touches(&self.read(before)), 1);
        self.arrive(after)
    }
}

/// What the browser has open when it starts.
fn open(tab: TabId, url: &str) -> OpenTab {
    OpenTab { tab, url: Some(url.into()), asleep: false }
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
