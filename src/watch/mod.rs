//! The heart: what happens to a watch, and what is done about it.
//!
//! [`update`] is the only way the state changes. It is a pure function of the state, one [`Event`] and the
//! moment it happened, and answers with the new state and the [`Effect`]s to perform once that state is
//! saved. Whatever effects give back comes in as a further event. So a worker that is killed anywhere can
//! neither refresh a page twice nor forget to call the person.

mod alert;
mod event;
mod judge;
mod schedule;
mod turn;

pub use crate::page::Situation;
pub use alert::{About, Alert, AlertId, MOST_SLOTS, Need};
pub use event::{Effect, Event, Mark, TabId};

use crate::gist::Gist;
use crate::named::named;
use crate::operator::Word;
use crate::pace::{Interval, Ledger, Schedule, Terms};
use crate::quote::Quote;
use crate::recheck::Recheck;
use crate::site::{Origin, Site};
use crate::slot::SlotIdentity;
use crate::time::{Instant, Now, Span};
use crate::verdict::{Meaning, Verdict};
use crate::wish::Wish;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most looks a watch remembers.
pub const MOST_LOOKS: usize = 20;
/// The most slots and quotes that a remembered look keeps.
const MOST_KEPT: usize = 12;

/// Everything that outlives the worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct State {
    /// The watches, one a tab at the most.
    pub watches: Vec<Watch>,
    /// The pace of every site that was re-checked in the last 24 hours, or watched.
    pub ledgers: BTreeMap<Site, Ledger>,
    /// What the person asked to watch while the browser asks for its permission.
    pub start: Option<Start>,
    /// When the person lets pages be re-checked.
    pub schedule: Schedule,
    /// The alerts that are owed or on show.
    pub alerts: Vec<Alert>,
    /// How many alerts were made.
    pub alerts_made: u32,
    /// The wake-up call that was ordered last.
    pub wake: Option<Instant>,
}

impl State {
    /// The watch of a tab.
    pub fn watch(&self, tab: TabId) -> Option<&Watch> {
        self.watches.iter().find(|watch| watch.order.tab == tab)
    }
}

/// What the person asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Order {
    /// The tab to watch.
    pub tab: TabId,
    /// The page's title.
    pub title: Quote,
    /// The site whose pace it keeps.
    pub site: Site,
    /// The host it may read.
    pub origin: Origin,
    /// The hosts of frames that may be read with the page, where the browser grants them.
    #[serde(default)]
    pub frames: Vec<Origin>,
    /// How the page is refreshed.
    pub recheck: Recheck,
    /// The mean pause between re-checks.
    pub interval: Interval,
    /// Which slots are worth a call.
    pub wish: Wish,
    /// Whether the browser shall not put the tab to sleep.
    pub keep_awake: bool,
}

/// An order that waits for the browser's permission.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Start {
    /// What the person asked for.
    pub order: Order,
    /// When they pressed *Watch*.
    pub asked: Instant,
    /// Whether they refused the permission.
    pub refused: bool,
}

/// One tab that is watched.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Watch {
    /// What the person asked for.
    pub order: Order,
    /// What readers prove themselves with when they tell of a change.
    #[serde(default)]
    pub nonce: u32,
    /// Where the frames come from that may matter and could not be read at the last look.
    #[serde(default)]
    pub unread: Vec<Origin>,
    /// What it is doing.
    pub condition: Condition,
    /// Why the last re-check was put off, if it was.
    pub hold: Option<Hold>,
    /// What the page's operator asked for when it was last read.
    pub word: Word,
    /// Until when the person wants no re-check.
    pub break_end: Option<Instant>,
    /// Whether the person asked for the re-check that is being made.
    pub asked: bool,
    /// How much the page usually shows, in bytes of its outline.
    pub richness: usize,
    /// The last looks worth telling, oldest first, [`MOST_LOOKS`] at the most.
    pub looks: VecDeque<Look>,
    /// The slots that fitted at the last look that showed any or none.
    pub offered: BTreeSet<SlotIdentity>,
    /// What the page last said while nobody could tell what it meant.
    pub gist: Option<Gist>,
    /// What the person was called for last and has not been settled since.
    pub told: Option<Need>,
    /// When the page was last read.
    pub last_read: Option<Instant>,
    /// When a reading that was ordered is due, until it comes.
    pub read_due: Option<Instant>,
    /// When the person last loaded the page themselves.
    pub visited: Option<Instant>,
    /// When the page last finished loading while watched.
    pub loaded: Option<Instant>,
    /// The picture on the button.
    pub mark: Mark,
}

impl Watch {
    /// What holds for re-checks of its page.
    pub fn terms(&self) -> Terms {
        Terms::of(&self.order.site, &self.order.origin, &self.word)
    }

    /// The last look worth telling.
    pub fn latest(&self) -> Option<&Look> {
        self.looks.back()
    }

    /// What the last look that could read the page saw.
    pub fn latest_verdict(&self) -> Option<&Verdict> {
        self.looks.iter().rev().find_map(|look| look.verdict.as_ref())
    }
}

/// What a watch is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", tag = "is", rename_all_fields = "camelCase")]
pub enum Condition {
    /// It waits for its next re-check. Quiet looks go on.
    Resting {
        /// When the re-check is planned.
        next: Instant,
    },
    /// It asked the reader what the person is doing, to learn whether the page may be touched.
    Asking {
        /// When it asked.
        since: Instant,
    },
    /// It refreshed the page and waits for what comes.
    Rechecking {
        /// When the page was refreshed.
        since: Instant,
        /// Whether what is in the tab now is what the refresh brought.
        arrived: bool,
    },
    /// It found an appointment and keeps its hands off the page until the person says *go on*.
    Found,
    /// It touches nothing until the person has done something.
    Needs {
        /// What for.
        need: Need,
    },
}

named! {
    /// Why a re-check that was due is put off.
    Hold {
        /// The person is using the page.
        InUse = "inUse",
        /// A form holds something that a reload would lose.
        UnsentForm = "unsentForm",
        /// The person has a dialog of the page open.
        Dialog = "dialog",
        /// An appointment is reserved for the person while a countdown runs.
        Reserved = "reserved",
        /// The person is past the choice of a slot.
        Past = "past",
        /// The page is still loading.
        Loading = "loading",
        /// The browser has no network.
        Offline = "offline",
    }
}

/// One reading of the page that was worth remembering.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Look {
    /// When.
    pub at: Instant,
    /// Whether the page was refreshed for it.
    pub rechecked: bool,
    /// What it saw, shortened; `None` where the page could not be read.
    pub verdict: Option<Verdict>,
    /// Whether some of the slots it saw are as the person wishes.
    pub fits: bool,
}

impl Look {
    /// What one look saw. The slots that are as wished stand before those that are not.
    fn new(at: Instant, rechecked: bool, mut verdict: Verdict, wish: &Wish) -> Self {
        let mut fits = false;
        if let Meaning::Free(slots) = &mut verdict.meaning {
            let fitting: Vec<SlotIdentity> =
                wish.fitting(slots).iter().map(|fitting| fitting.slot.identity()).collect();
            fits = !fitting.is_empty();
            slots.sort_by_key(|slot| !fitting.contains(&slot.identity()));
            slots.truncate(MOST_KEPT);
        }
        verdict.evidence.truncate(MOST_KEPT);
        verdict.against.truncate(MOST_KEPT);
        Look { at, rechecked, verdict: Some(verdict), fits }
    }

    /// A look that could not read the page.
    fn blind(at: Instant) -> Self {
        Look { at, rechecked: true, verdict: None, fits: false }
    }
}

/// Takes one event: the new state, and what to do once it is saved.
///
/// ```
/// use terminwacht::recheck::Recheck;
/// use terminwacht::time::{Instant, Now, Span};
/// use terminwacht::watch::{Effect, Event, State, TabId, update};
/// use terminwacht::wish::Wish;
///
/// let now = Now::at(Instant(1_790_000_000_000), jiff::civil::date(2026, 9, 21), 7);
/// let (state, _) = update(State::default(), Event::StartRequested {
///     tab: TabId(3),
///     url: "https://termine.example.org/".into(),
///     title: "Termine".into(),
///     recheck: Recheck::Reload,
///     interval: Span::minutes(5),
///     wish: Wish::default(),
///     keep_awake: false,
///     frames: vec![],
/// }, now);
/// let granted = Event::PermissionGranted { origins: vec!["https://termine.example.org/*".into()] };
/// let (state, effects) = update(state, granted, now);
/// assert!(state.watch(TabId(3)).is_some());
/// assert!(effects.contains(&Effect::Read { tab: TabId(3), after: Span(0), nonce: now.seed }));
/// ```
pub fn update(state: State, event: Event, now: Now) -> (State, Vec<Effect>) {
    let mut turn = turn::Turn::new(state, now);
    turn.take(event);
    turn.finish()
}

/// How long the person may take to answer the browser's prompt.
const START_VALID: Span = Span::minutes(10);

#[cfg(test)]
mod contract;
#[cfg(test)]
mod tests;
