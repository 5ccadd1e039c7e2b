//! A life of watches, move by move, and how the world was whenever a page was refreshed.

use super::super::tests::{CHALLENGE, FREE, NONE, QUEUE, REFUSED, SIGN_IN, TROUBLE};
use super::super::*;
use crate::pace::{FLOOR, Reason};
use crate::page::Page;
use crate::store::Saved;
use proptest::prelude::*;

pub(super) const DIALOG: &str =
    "0\theading\t\tTermine\n0\tdialog\t\t\n1\ttext\t\tBitte wählen Sie eine Filiale.\n1\tbutton\t\tSchließen";
pub(super) const PERSONAL: &str = "0\theading\t\tPersönliche Angaben\n0\tfield\t\tName\ttype=text\n0\tfield\t\tStraße\ttype=text\n0\tfield\t\tE-Mail\ttype=email";
pub(super) const RESERVED: &str =
    "0\theading\t\tTermine\n0\ttext\t\tDer Termin ist noch 04:59 Minuten für Sie reserviert.";
/// What a page may say. The first is what most say.
pub(super) const PAGES: [&str; 10] =
    [NONE, FREE, QUEUE, CHALLENGE, SIGN_IN, REFUSED, TROUBLE, DIALOG, PERSONAL, RESERVED];
/// What an operator may ask for.
pub(super) const OPERATORS: [&str; 5] = ["", "no-recheck", "min-interval=600", "no-watch", "hours=09-20"];
/// Two tabs of one site and one of another.
const TABS: [(TabId, &str, &str); 3] = [
    (TabId(3), "https://termine.example.org/auswahl", "https://termine.example.org/*"),
    (TabId(9), "https://termine.example.org/kalender", "https://termine.example.org/*"),
    (TabId(12), "https://praxis.example.com/", "https://praxis.example.com/*"),
];
/// Noon of a day.
const START: i64 = 1_800_014_400_000;
pub(super) const DAY: i64 = 86_400_000;

/// What happens next. Tabs, pages and operators are named by their place in the lists above.
#[derive(Clone, Copy, Debug)]
pub(super) enum Move {
    /// Time passes, in ms.
    Pass(u32),
    /// The clock is set by so many ms, and the worker notices.
    SetClock(i64),
    /// An alarm comes, whether or not it was ordered for now.
    Alarm,
    /// Time passes until the alarm that was ordered.
    Wake,
    /// The reader answers.
    Answer(Answer),
    /// The page arrives.
    Load(usize),
    /// The page cannot be read.
    Blind(usize),
    /// The worker is killed and starts anew; meanwhile the clock is set by so many ms.
    Kill(i64),
    /// The person starts a watch.
    Start(usize),
    /// The person stops it.
    Stop(usize),
    /// The person says *go on*.
    GoOn(usize),
    /// The person wants a look.
    Look(usize),
    /// The person wants a break.
    Break(usize),
    /// The network goes or comes.
    Network(bool),
}

/// What the reader says of a tab.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Answer {
    pub(super) tab: usize,
    pub(super) page: usize,
    /// How long ago the person used the page, in ms.
    pub(super) input: Option<u32>,
    pub(super) unsent: bool,
    pub(super) operator: usize,
}

/// A page is refreshed: how the world is in that moment. Times are in ms, of time that passed for real.
#[derive(Clone, Copy, Debug)]
pub(super) struct Refresh {
    pub(super) at: i64,
    site: usize,
    /// Since the refresh of the site before.
    pub(super) since_last: Option<i64>,
    /// Since the site refused last.
    pub(super) since_refusal: Option<i64>,
    /// How often the site was refreshed within a day, this time included.
    pub(super) in_a_day: usize,
    /// Of the day, by the person's clock.
    pub(super) minute: i64,
    pub(super) online: bool,
    /// What is left of a break that the person took.
    pub(super) break_left: i64,
    /// Whether the watch waits for the person to say *go on*.
    pub(super) halted: bool,
    /// Whether the person asked for this look.
    pub(super) asked: bool,
    /// What the reader has just said of the page; nothing where the browser's own error page is reloaded.
    pub(super) answer: Option<Answer>,
    /// What the operator asked for when the page was last read.
    pub(super) operator: &'static str,
}

/// Watches, and the world around them.
#[derive(Clone)]
pub(super) struct Life {
    pub(super) state: State,
    /// Real time since the start, in ms.
    pub(super) real: i64,
    /// How far the browser's clock is off.
    pub(super) skew: i64,
    /// How far it was off at the worker's last event.
    noticed: Option<i64>,
    seed: u32,
    online: bool,
    pub(super) refreshes: Vec<Refresh>,
    refused: [Option<i64>; 2],
    loaded: [i64; 3],
    answered: [Option<Answer>; 3],
    break_until: [i64; 3],
    /// Whether the watch waits for the person to say *go on*, or for what is in the way to go.
    halted: [bool; 3],
    /// Whether it has found something and the person has not said *go on* since.
    found: [bool; 3],
}

fn site(tab: usize) -> usize {
    usize::from(tab == 2)
}

impl Life {
    /// A life in which one tab is watched from noon on.
    pub(super) fn new(seed: u32) -> Self {
        let mut life = Life {
            state: State::default(),
            real: 0,
            skew: 0,
            noticed: None,
            seed,
            online: true,
            refreshes: Vec::new(),
            refused: [None; 2],
            loaded: [0; 3],
            answered: [None; 3],
            break_until: [0; 3],
            halted: [false; 3],
            found: [false; 3],
        };
        life.make(Move::Start(0));
        life
    }

    pub(super) fn lived(seed: u32, moves: &[Move]) -> Self {
        let mut life = Life::new(seed);
        for next in moves {
            life.make(*next);
        }
        life
    }

    pub(super) fn watch(&self, tab: usize) -> Option<&Watch> {
        self.state.watch(TABS[tab].0)
    }

    fn clock(&self) -> i64 {
        START + self.real + self.skew
    }

    fn minute(&self) -> i64 {
        (self.clock() / 60_000).rem_euclid(1440)
    }

    fn on(&mut self, event: Event) {
        self.seed = self.seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let ahead = self.noticed.map_or(0, |noticed| self.skew - noticed);
        self.noticed = Some(self.skew);
        let now = Now {
            minute: u16::try_from(self.minute()).unwrap(),
            online: self.online,
            ahead,
            ..Now::at(Instant(self.clock()), jiff::civil::date(2026, 9, 21), self.seed)
        };
        let is_read = matches!(event, Event::PageRead { .. });
        let is_page = is_read || matches!(event, Event::PageLoaded { .. });
        let before = self.conditions();
        let (state, effects) = update(std::mem::take(&mut self.state), event, now);
        self.state = state;
        for effect in effects {
            match effect {
                Effect::Reload { tab } => {
                    let tab = TABS.iter().position(|(other, ..)| *other == tab).unwrap();
                    self.refreshed(tab, self.halted[tab], is_read);
                }
                Effect::Journal { until, .. } => self.state.debt.clear(until),
                _ => {}
            }
        }
        let after = self.conditions();
        let marks = self.halted.iter_mut().zip(&mut self.found);
        for (((halted, found), before), after) in marks.zip(before).zip(after) {
            *found |= after == Some(Condition::Found);
            // What was in the way can go by itself; a hit waits for the person.
            let went = is_page && !*found && matches!(before, Some(Condition::Needs { .. }));
            *halted = matches!(after, Some(Condition::Found | Condition::Needs { .. })) || *halted && !went;
        }
    }

    fn conditions(&self) -> [Option<Condition>; 3] {
        TABS.map(|(tab, ..)| self.state.watch(tab).map(|watch| watch.condition.clone()))
    }

    fn refreshed(&mut self, tab: usize, halted: bool, is_read: bool) {
        let site = site(tab);
        let before = self.refreshes.iter().filter(|refresh| refresh.site == site);
        let since_last = before.clone().next_back().map(|refresh| self.real - refresh.at);
        let in_a_day = before.rev().take_while(|refresh| self.real - refresh.at < DAY).count() + 1;
        let order = &self.watch(tab).unwrap().order;
        let entry = self.state.ledgers.get(&order.site).and_then(|ledger| ledger.rechecks().last());
        let answered = self.answered[tab];
        self.refreshes.push(Refresh {
            at: self.real,
            site,
            since_last,
            since_refusal: self.refused[site].map(|refused| self.real - refused),
            in_a_day,
            minute: self.minute(),
            online: self.online,
            break_left: self.break_until[tab] - self.real,
            halted,
            asked: entry.unwrap().reason == Reason::Asked,
            answer: answered.filter(|_| is_read),
            operator: answered.map_or("", |answer| OPERATORS[answer.operator]),
        });
        self.loaded[tab] = self.real;
    }

    pub(super) fn make(&mut self, next: Move) {
        match next {
            Move::Pass(span) => self.real += i64::from(span),
            Move::SetClock(by) => {
                self.skew += by;
                self.on(Event::Woken);
            }
            Move::Alarm => self.on(Event::Woken),
            Move::Wake => {
                if let Some(wake) = self.state.wake {
                    self.real += (wake.0 - self.clock()).max(0);
                    self.on(Event::Woken);
                }
            }
            Move::Answer(answer) => self.answer(answer),
            Move::Load(tab) => {
                self.on(Event::PageLoaded { tab: TABS[tab].0, url: Some(TABS[tab].1.into()) });
            }
            Move::Blind(tab) => {
                self.answered[tab] = None;
                self.on(Event::PageUnreadable { tab: TABS[tab].0 });
            }
            Move::Kill(by) => {
                self.skew += by;
                let saved = serde_json::to_string(&Saved::new(self.state.clone())).unwrap();
                self.state = Saved::load(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
                self.noticed = None;
                self.on(Event::WorkerStarted);
            }
            Move::Start(tab) => self.start(tab),
            Move::Stop(tab) => self.on(Event::StopRequested { tab: TABS[tab].0 }),
            Move::GoOn(tab) => {
                (self.halted[tab], self.found[tab]) = (false, false);
                self.on(Event::GoOnRequested { tab: TABS[tab].0 });
            }
            Move::Look(tab) => {
                self.break_until[tab] = 0;
                self.on(Event::LookRequested { tab: TABS[tab].0 });
            }
            Move::Break(tab) => {
                if self.watch(tab).is_some() {
                    self.break_until[tab] = self.real + 3_600_000;
                }
                self.on(Event::BreakRequested { tab: TABS[tab].0 });
            }
            Move::Network(online) => self.online = online,
        }
    }

    fn start(&mut self, tab: usize) {
        let (id, url, pattern) = TABS[tab];
        self.on(Event::StartRequested {
            tab: id,
            url: url.into(),
            title: Quote::default(),
            recheck: Recheck::Reload,
            interval: FLOOR,
            wishes: Wishes::default(),
            keep_awake: false,
            private: false,
            frames: vec![],
        });
        self.answered[tab] = None;
        self.break_until[tab] = 0;
        (self.halted[tab], self.found[tab]) = (false, false);
        self.on(Event::PermissionGranted { origins: vec![pattern.into()] });
    }

    fn answer(&mut self, answer: Answer) {
        let Answer { tab, page, input, unsent, operator } = answer;
        let Some(watch) = self.watch(tab) else { return };
        let known =
            watch.latest().and_then(|look| look.verdict.as_ref()).map(|verdict| verdict.meaning.name());
        let rechecked = matches!(watch.condition, Condition::Rechecking { arrival: Arrival::Arrived, .. });
        let refusal = PAGES[page] == REFUSED && (rechecked || known != Some("Refused"));
        self.answered[tab] = Some(answer);
        let (id, url, _) = TABS[tab];
        let page = Page {
            url: url.into(),
            language: "de".into(),
            outline: PAGES[page].into(),
            operator: OPERATORS[operator].into(),
            ..Page::default()
        };
        let age = u32::try_from(self.real - self.loaded[tab]).ok().map(Span);
        let situation = Situation { since_input: input.map(Span), age, unsent, ..Situation::default() };
        self.on(Event::PageRead { tab: id, page, situation });
        // With "no-watch" the watch ended before anything was judged.
        if refusal && OPERATORS[operator] != "no-watch" {
            self.refused[site(tab)] = Some(self.real);
        }
    }
}

/// Mostly of the first tab, mostly with nothing free, and most operators say nothing.
fn any_answer() -> impl Strategy<Value = Answer> {
    let tab = prop_oneof![4 => Just(0), 1 => Just(1), 1 => Just(2)];
    let page = prop_oneof![2 => Just(0), 1 => 0..PAGES.len()];
    let input = prop::option::weighted(0.3, 0u32..200_000);
    let operator = prop_oneof![9 => Just(0), 1 => 0..OPERATORS.len()];
    (tab, page, input, prop::bool::weighted(0.05), operator)
        .prop_map(|(tab, page, input, unsent, operator)| Answer { tab, page, input, unsent, operator })
}

fn any_move() -> impl Strategy<Value = Move> {
    prop_oneof![
        4 => (0u32..400_000).prop_map(Move::Pass),
        1 => (0u32..40_000_000).prop_map(Move::Pass),
        1 => (-400_000_000i64..400_000_000).prop_map(Move::SetClock),
        2 => Just(Move::Alarm),
        4 => Just(Move::Wake),
        6 => any_answer().prop_map(Move::Answer),
        3 => (0usize..3).prop_map(Move::Load),
        1 => (0usize..3).prop_map(Move::Blind),
        1 => Just(Move::Kill(0)),
        2 => (0usize..3).prop_map(Move::Start),
        1 => (0usize..3).prop_map(Move::Stop),
        2 => (0usize..3).prop_map(Move::GoOn),
        2 => (0usize..3).prop_map(Move::Look),
        1 => (0usize..3).prop_map(Move::Break),
        1 => any::<bool>().prop_map(Move::Network),
    ]
}

/// Anything in any order; and in between what usually follows on one another, or lives would hardly come to a look.
pub(super) fn any_moves(most: usize) -> impl Strategy<Value = Vec<Move>> {
    let usual = (any_answer(), any_answer()).prop_map(|(before, after)| {
        let tab = before.tab;
        let passed = Move::Pass(5000);
        let answers = [before, Answer { tab, ..after }].map(Move::Answer);
        let load = Move::Load(tab);
        vec![Move::GoOn(tab), Move::Wake, answers[0], passed, load, passed, answers[1]]
    });
    let step = prop_oneof![any_move().prop_map(|next| vec![next]), usual];
    prop::collection::vec(step, 1..most).prop_map(|steps| steps.concat())
}
