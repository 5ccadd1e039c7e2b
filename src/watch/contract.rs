//! The courtesy contract, clause by clause, in every life of watches.
//!
//! A life is a sequence of moves: time passes, clocks are set, alarms come early, late, twice or never, workers are
//! killed, pages answer this or that, people type, start, stop and ask. The clauses are checked whenever a page is
//! touched, by time that passed for real. They hold in random lives, and in every life of a few moves.

use super::tests::{CHALLENGE, FREE, NONE, PATTERN, QUEUE, REFUSED, SIGN_IN, TROUBLE, URL};
use super::*;
use crate::pace::{FLOOR, REFUSAL_PAUSE, Reason, Schedule};
use crate::page::Page;
use crate::store::Saved;
use proptest::prelude::*;

const PAGES: [&str; 7] = [NONE, FREE, QUEUE, CHALLENGE, SIGN_IN, REFUSED, TROUBLE];
const TABS: [TabId; 2] = [TabId(3), TabId(9)];
/// Noon of a day.
const START: i64 = 1_800_014_400_000;
const QUIET: std::ops::Range<i64> = 7 * 60..23 * 60;

/// What happens next.
#[derive(Clone, Copy, Debug)]
enum Move {
    /// Time passes, in ms.
    Pass(u32),
    /// The clock is set by so many ms, and the worker notices.
    SetClock(i64),
    /// An alarm comes, whether or not it was ordered for now.
    Alarm,
    /// Time passes until the alarm that was ordered.
    Wake,
    /// The reader answers: which page, how long ago the person used it, what the operator says.
    Answer { tab: usize, page: usize, input: Option<u32>, operator: usize },
    /// The page arrives.
    Load(usize),
    /// The page cannot be read.
    Blind(usize),
    /// The worker is killed and starts anew.
    Kill,
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

const OPERATOR: [&str; 4] = ["", "no-recheck", "min-interval=600", "no-watch"];

/// The last thing the reader said of a tab.
#[derive(Clone, Copy, Debug)]
struct Answered {
    page: usize,
    input: Option<u32>,
    operator: usize,
}

/// Watches, and the world around them.
#[derive(Clone)]
struct Life {
    state: State,
    /// Real time since the start, in ms.
    real: i64,
    /// How far the browser's clock is off.
    skew: i64,
    /// How far it was off at the worker's last event.
    noticed: Option<i64>,
    seed: u32,
    online: bool,
    touched: Vec<i64>,
    refused: Vec<i64>,
    loaded: [i64; 2],
    answered: [Option<Answered>; 2],
    break_until: [i64; 2],
}

impl Life {
    fn new(seed: u32) -> Self {
        Life {
            state: State::default(),
            real: 0,
            skew: 0,
            noticed: None,
            seed,
            online: true,
            touched: Vec::new(),
            refused: Vec::new(),
            loaded: [0; 2],
            answered: [None; 2],
            break_until: [0; 2],
        }
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
        // Where no page came, the browser's own error page is reloaded without a reading.
        let is_read = matches!(event, Event::PageRead { .. });
        let answered = self.answered;
        let halted = TABS.map(|tab| {
            let condition = self.state.watch(tab).map(|watch| &watch.condition);
            matches!(condition, Some(Condition::Found | Condition::Needs { .. }))
        });
        let (state, effects) = update(std::mem::take(&mut self.state), event, now);
        self.state = state;
        for effect in effects {
            if let Effect::Reload { tab } = effect {
                let tab = TABS.iter().position(|other| *other == tab).unwrap();
                assert!(!halted[tab], "nothing is touched until the person says so");
                self.check(tab, answered[tab], is_read);
                self.touched.push(self.real);
                self.loaded[tab] = self.real;
            }
        }
    }

    /// The clauses, at the moment in which a page is touched.
    fn check(&self, tab: usize, answered: Option<Answered>, is_read: bool) {
        if let Some(last) = self.touched.last() {
            assert!(self.real - last >= i64::from(FLOOR.0), "the floor: {} ms", self.real - last);
        }
        if let Some(refused) = self.refused.last() {
            assert!(self.real - refused >= i64::from(REFUSAL_PAUSE.0), "a refusal pauses half an hour");
        }
        assert!(QUIET.contains(&self.minute()), "quiet hours: minute {}", self.minute());
        assert!(self.online, "nothing is refreshed offline");
        assert!(self.real >= self.break_until[tab], "a break is kept");
        if let Some(Answered { page, input, operator }) = answered {
            assert!(
                !matches!(PAGES[page], QUEUE | CHALLENGE | SIGN_IN),
                "what stands in the way is not touched"
            );
            let entry = self.state.ledgers.values().flat_map(Ledger::rechecks).last();
            let asked = entry.is_some_and(|entry| entry.reason == Reason::Asked);
            let in_use = input.is_some_and(|input| input < FLOOR.0);
            assert!(!is_read || asked || !in_use, "a page in use is not touched");
            assert!(OPERATOR[operator] != "no-recheck", "the operator's word counts");
            let floor = if OPERATOR[operator] == "min-interval=600" { 600_000 } else { 0 };
            let last = self.touched.last().map_or(i64::MAX, |last| self.real - last);
            assert!(last >= floor, "the operator's interval");
        }
    }

    fn make(&mut self, next: Move) {
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
            Move::Answer { tab, page, input, operator } => self.answer(tab, page, input, operator),
            Move::Load(tab) => self.on(Event::PageLoaded { tab: TABS[tab], url: Some(URL.into()) }),
            Move::Blind(tab) => {
                self.answered[tab] = None;
                self.on(Event::PageUnreadable { tab: TABS[tab] });
            }
            Move::Kill => {
                let saved = serde_json::to_string(&Saved::new(self.state.clone())).unwrap();
                self.state = Saved::load(&mut serde_json::Deserializer::from_str(&saved)).unwrap();
                self.noticed = None;
                self.on(Event::WorkerStarted);
            }
            Move::Start(tab) => {
                self.on(Event::StartRequested {
                    tab: TABS[tab],
                    url: URL.into(),
                    title: String::new(),
                    recheck: Recheck::Reload,
                    interval: FLOOR,
                    wish: Wish::default(),
                    keep_awake: false,
                });
                self.answered[tab] = None;
                self.break_until[tab] = 0;
                self.on(Event::PermissionGranted { origins: vec![PATTERN.into()] });
            }
            Move::Stop(tab) => self.on(Event::StopRequested { tab: TABS[tab] }),
            Move::GoOn(tab) => self.on(Event::GoOnRequested { tab: TABS[tab] }),
            Move::Look(tab) => {
                self.break_until[tab] = 0;
                self.on(Event::LookRequested { tab: TABS[tab] });
            }
            Move::Break(tab) => {
                if self.state.watch(TABS[tab]).is_some() {
                    self.break_until[tab] = self.real + 3_600_000;
                }
                self.on(Event::BreakRequested { tab: TABS[tab] });
            }
            Move::Network(online) => self.online = online,
        }
    }

    fn answer(&mut self, tab: usize, page: usize, input: Option<u32>, operator: usize) {
        let Some(watch) = self.state.watch(TABS[tab]) else { return };
        let known =
            watch.latest().and_then(|look| look.verdict.as_ref()).map(|verdict| verdict.meaning.name());
        let rechecked = matches!(watch.condition, Condition::Rechecking { arrived: true, .. });
        let refusal = PAGES[page] == REFUSED && (rechecked || known != Some("Refused"));
        self.answered[tab] = Some(Answered { page, input, operator });
        let page = Page {
            url: URL.into(),
            language: "de".into(),
            outline: PAGES[page].into(),
            operator: OPERATOR[operator].into(),
            ..Page::default()
        };
        let age = u32::try_from(self.real - self.loaded[tab]).ok().map(Span);
        let situation = Situation { since_input: input.map(Span), age, ..Situation::default() };
        self.on(Event::PageRead { tab: TABS[tab], page, situation });
        // With "no-watch" the watch ended before anything was judged.
        if refusal && OPERATOR[operator] != "no-watch" {
            self.refused.push(self.real);
        }
    }
}

fn any_move() -> impl Strategy<Value = Move> {
    let answer = (0usize..2, 0usize..12, prop::option::weighted(0.2, 0u32..120_000), 0usize..40).prop_map(
        // Most pages have nothing free, and most operators say nothing.
        |(tab, page, input, operator)| Move::Answer {
            tab,
            page: if page < PAGES.len() { page } else { 0 },
            input,
            operator: if operator < OPERATOR.len() { operator } else { 0 },
        },
    );
    prop_oneof![
        4 => (0u32..400_000).prop_map(Move::Pass),
        1 => (0u32..40_000_000).prop_map(Move::Pass),
        1 => (-400_000_000i64..400_000_000).prop_map(Move::SetClock),
        2 => Just(Move::Alarm),
        8 => Just(Move::Wake),
        12 => answer,
        3 => (0usize..2).prop_map(Move::Load),
        1 => (0usize..2).prop_map(Move::Blind),
        1 => Just(Move::Kill),
        2 => (0usize..2).prop_map(Move::Start),
        1 => (0usize..2).prop_map(Move::Stop),
        2 => (0usize..2).prop_map(Move::GoOn),
        2 => (0usize..2).prop_map(Move::Look),
        1 => (0usize..2).prop_map(Move::Break),
        1 => any::<bool>().prop_map(Move::Network),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn every_clause_holds_in_every_life(moves in prop::collection::vec(any_move(), 1..300), seed: u32) {
        let mut life = Life::new(seed);
        life.make(Move::Start(0));
        for next in moves {
            life.make(next);
        }
    }

    /// Nothing stands in the way: the page is looked at again within twice the interval, or as soon as the hours allow.
    #[test]
    fn a_watch_that_may_look_does_look(before in prop::collection::vec(any_move(), 0..60), seed: u32) {
        let mut life = Life::new(seed);
        life.make(Move::Start(0));
        for next in before {
            life.make(next);
        }
        // The person comes back at noon of the next day but one, sets the clock right and starts again.
        life.make(Move::Network(true));
        life.make(Move::Stop(1));
        life.real += 3 * 86_400_000 - life.real.rem_euclid(86_400_000);
        life.make(Move::SetClock(-life.skew));
        // A refusal that seemed to lie in the future counts from now.
        life.real += i64::from(REFUSAL_PAUSE.0);
        life.make(Move::Start(0));
        let usual = Move::Answer { tab: 0, page: 0, input: None, operator: 0 };
        life.make(usual);
        for _ in 0..30 {
            let (from, count) = (life.real, life.touched.len());
            while life.touched.len() == count {
                life.make(Move::Wake);
                life.make(usual);
                let longest = 2 * i64::from(FLOOR.0) + 60_000;
                prop_assert!(life.real - from <= longest, "{} ms without a look", life.real - from);
            }
            life.real += 1000;
            life.make(Move::Load(0));
            life.real += 4000;
            life.make(usual);
        }
    }
}

/// Makes every sequence of so many moves; how many there were.
fn all(life: &Life, moves: &[Move], depth: usize) -> usize {
    if depth == 0 {
        return 1;
    }
    moves
        .iter()
        .map(|next| {
            let mut life = life.clone();
            life.make(*next);
            all(&life, moves, depth - 1)
        })
        .sum()
}

#[test]
fn every_clause_holds_in_every_life_of_a_few_moves() {
    let answer = |page| Move::Answer { tab: 0, page, input: None, operator: 0 };
    let moves = [
        Move::Wake,
        Move::Alarm,
        answer(0),
        answer(1),
        answer(2),
        answer(5),
        Move::Answer { tab: 0, page: 0, input: Some(1000), operator: 1 },
        Move::Answer { tab: 1, page: 0, input: None, operator: 0 },
        Move::Load(0),
        Move::Kill,
        Move::Start(1),
        Move::GoOn(0),
        Move::Look(0),
        Move::SetClock(7_200_000),
    ];
    let mut life = Life::new(7);
    life.make(Move::Start(0));
    life.make(answer(0));
    // A watch that is about to look is where it matters.
    life.make(Move::Wake);
    assert_eq!(all(&life, &moves, 4), moves.len().pow(4));
}

#[test]
fn the_second_refusal_of_a_day_stops_every_watch_of_the_site() {
    let mut life = Life::new(300);
    for tab in [0, 1] {
        life.make(Move::Start(tab));
        life.make(Move::Answer { tab, page: 0, input: None, operator: 0 });
    }
    life.make(Move::Answer { tab: 0, page: 5, input: None, operator: 0 });
    life.make(Move::Answer { tab: 1, page: 5, input: None, operator: 0 });
    for tab in TABS {
        let condition = &life.state.watch(tab).unwrap().condition;
        assert_eq!(*condition, Condition::Needs { need: Need::RefusedAgain });
    }
}

#[test]
fn the_default_hours_are_quiet_from_eleven_to_seven() {
    let usual = Schedule::default().quiet.unwrap();
    assert_eq!((usual.from(), usual.to()), (23 * 60, 7 * 60));
}
