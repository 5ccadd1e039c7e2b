//! The heart: what happens to a watch, and what is done about it.
//!
//! [`update`] is the only way the state changes. It is a pure function of the state, one [`Event`] and the
//! moment it happened, and answers with the new state and the [`Effect`]s to perform once that state is
//! saved. Whatever effects give back comes in as a further event. So a worker that is killed anywhere can
//! neither refresh a page twice nor forget to call the person.
//!
//! ```
//! use terminwacht::page::Page;
//! use terminwacht::recheck::Recheck;
//! use terminwacht::time::{Instant, Now, Span};
//! use terminwacht::watch::{Effect, Event, Situation, State, TabId, update};
//! use terminwacht::wish::Wish;
//!
//! let now = |seconds: i64| Now::at(Instant(seconds * 1000), "2026-03-04".parse().unwrap(), 1);
//! let tab = TabId(7);
//!
//! // The person presses *Watch this page*, and allows this one site.
//! let asked = Event::StartRequested {
//!     tab,
//!     url: "https://termine.example.org/auswahl".into(),
//!     title: "Termin auswählen".into(),
//!     recheck: Recheck::Reload,
//!     interval: Span::minutes(5),
//!     wishes: Wish::read("Mon–Fri from 9:00", "2026-03-04".parse().unwrap()).unwrap().into(),
//!     keep_awake: false,
//!     private: false,
//!     frames: vec![],
//! };
//! let (state, _) = update(State::default(), asked, now(0));
//! let granted = Event::PermissionGranted { origins: vec!["https://termine.example.org/*".into()] };
//! let (state, effects) = update(state, granted, now(1));
//! assert!(effects.iter().any(|effect| matches!(effect, Effect::Read { .. })));
//!
//! // The page is read; an appointment is on offer: the person is called.
//! let page = Page {
//!     url: "https://termine.example.org/auswahl".into(),
//!     language: "de".into(),
//!     outline: "0\theading\t\tBitte wählen Sie einen Termin\n0\tbutton\t\tFr., 13.03.2026, 10:20 Uhr".into(),
//!     ..Page::default()
//! };
//! let read = Event::PageRead { tab, page, situation: Situation::default() };
//! let (_, effects) = update(state, read, now(2));
//! assert!(effects.iter().any(|effect| matches!(effect, Effect::Notify { .. })));
//! ```

mod age;
mod alert;
mod alerting;
mod backup;
mod event;
mod judge;
mod person;
mod phone;
mod record;
mod schedule;
mod session;
mod tabs;
mod turn;

pub use crate::page::Situation;
pub use age::Age;
pub use alert::{About, Alert, AlertId, MOST_SLOTS, MemoryTrouble, Need, Told};
pub use alerting::{Alerting, Find, Rehearsal, Repeat};
pub use event::{Effect, Effects, Event, Mark, OpenTab, TabId};
pub use phone::{Message, MessageId, Phone, Report, Stage};
pub use record::Course;
pub use session::Session;

use crate::bounds;
use crate::gist::Gist;
use crate::hint::{Hint, Hints};
use crate::journal::Debt;
use crate::operator::Word;
use crate::pace::{Interval, Ledger, Schedule, Terms};
use crate::page::MOST_FRAMES;
use crate::quote::Quote;
use crate::recheck::Recheck;
use crate::site::{Origin, Site, Url};
use crate::slot::SlotIdentity;
use crate::time::{Instant, Now, Span};
use crate::verdict::{MOST_KEPT, Meaning, Verdict};
use crate::wish::Wishes;
use recogniser::named;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// The most looks a watch remembers.
pub const MOST_LOOKS: usize = 20;
/// The most watches at a time. The browser's storage takes about 10 MB, and a watch of a busy page some 100 kB.
pub const MOST_WATCHES: usize = 50;
/// The most sites whose pace is kept.
pub(crate) const MOST_SITES: usize = 400;
/// The most sites in frames of a page whose pace is kept with that of the page.
pub const MOST_FRAME_SITES: usize = 4;
/// The most alerts that are kept.
const MOST_ALERTS: usize = 20;
/// The most watches that are kept without a tab.
const MOST_LOST: usize = 20;
/// The most slots that are remembered as already told.
const MOST_OFFERED: usize = 1000;

/// Everything that outlives the worker.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct State {
    /// The watches, one a tab at the most.
    #[serde(deserialize_with = "bounds::first::<MOST_WATCHES, _, _>")]
    pub watches: Vec<Watch>,
    /// The watches whose tab was gone when the browser started, in the order they were lost.
    #[serde(deserialize_with = "bounds::last::<MOST_LOST, _, _>")]
    pub lost: Vec<Lost>,
    /// The pace of every site that was re-checked in the last 24 hours, or watched.
    #[serde(deserialize_with = "bounds::first::<MOST_SITES, _, _>")]
    pub ledgers: BTreeMap<Site, Ledger>,
    /// What the person asked to watch while the browser asks for its permission.
    pub start: Option<Start>,
    /// When the person lets pages be re-checked.
    pub schedule: Schedule,
    /// What the person has shown to be free, by site.
    #[serde(deserialize_with = "bounds::first::<MOST_SITES, _, _>")]
    pub hints: BTreeMap<Site, Hints>,
    /// The alerts that are owed or on show.
    #[serde(deserialize_with = "bounds::last::<MOST_ALERTS, _, _>")]
    pub alerts: Vec<Alert>,
    /// How many alerts were made, or shown anew.
    pub alerts_made: u32,
    /// How the person wants to be called.
    pub alerting: Alerting,
    /// The rehearsal that is on.
    pub rehearsal: Option<Rehearsal>,
    /// What the person's phone is told.
    pub phone: Phone,
    /// What the journal may still lack.
    pub debt: Debt,
    /// The wake-up call that was ordered last.
    pub wake: Option<Instant>,
    /// Whether the browser could not save what came last.
    pub unsaved: bool,
    /// When the person was last told so.
    #[serde(default)]
    pub unsaved_told: Option<Instant>,
    /// Whether a new version of the extension waits for a quiet moment.
    pub update_waits: bool,
}

/// A watch without a tab. It goes on when the person opens its page again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Lost {
    /// The watch.
    pub watch: Watch,
    /// When the browser started without its tab.
    pub since: Instant,
    /// Whether the person was told.
    pub told: bool,
}

impl State {
    /// Whether a part of it may not be stored on the disk.
    pub fn is_private(&self) -> bool {
        self.watches.iter().any(|watch| watch.order.private)
            || self.alerts.iter().any(|alert| alert.private)
            || self.start.as_ref().is_some_and(|start| start.order.private)
            || self.ledgers.values().any(Ledger::is_private)
    }

    /// What the person has shown to be free on a site.
    pub fn hints(&self, site: &Site) -> &[Hint] {
        self.hints.get(site).map(Hints::as_slice).unwrap_or_default()
    }

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
    #[serde(deserialize_with = "bounds::first::<MOST_FRAMES, _, _>")]
    pub frames: Vec<Origin>,
    /// How the page is refreshed.
    pub recheck: Recheck,
    /// The mean pause between re-checks.
    pub interval: Interval,
    /// Which slots are worth a call, and to whom.
    pub wishes: Wishes,
    /// Whether the browser shall not put the tab to sleep.
    pub keep_awake: bool,
    /// Whether the tab is in a private window, of which nothing is stored.
    pub private: bool,
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
    /// The address of its page, where that was seen: by it the page is found again after the browser was closed.
    pub url: Option<Url>,
    /// What readers prove themselves with when they tell of a change.
    pub nonce: u32,
    /// Where the frames come from that may matter and could not be read at the last look.
    #[serde(deserialize_with = "bounds::first::<MOST_FRAMES, _, _>")]
    pub unread: Vec<Origin>,
    /// Where the frames come from that were read with it at the last look and belong to other sites: a refresh asks
    /// these too. [`MOST_FRAME_SITES`] at the most.
    #[serde(deserialize_with = "bounds::first::<MOST_FRAME_SITES, _, _>")]
    pub embeds: Vec<Origin>,
    /// What it is doing.
    pub condition: Condition,
    /// Why the last re-check was put off, if it was.
    pub hold: Option<Hold>,
    /// For how long re-checks are put off already.
    pub held: Option<Held>,
    /// What the page's operator asked for when it was last read.
    pub word: Word,
    /// Until when the person wants no re-check.
    pub break_end: Option<Instant>,
    /// Whether the person asked for the re-check that is being made.
    pub asked: bool,
    /// How much the page usually shows, in bytes of its outline.
    pub richness: usize,
    /// The last looks worth telling, oldest first, [`MOST_LOOKS`] at the most.
    #[serde(deserialize_with = "bounds::last::<MOST_LOOKS, _, _>")]
    pub looks: VecDeque<Look>,
    /// The slots that fitted at the last look that showed any or none.
    #[serde(deserialize_with = "bounds::first::<MOST_OFFERED, _, _>")]
    pub offered: BTreeSet<SlotIdentity>,
    /// What it found last, until the person says *go on*.
    pub find: Option<Find>,
    /// What the page last said while nobody could tell what it meant.
    pub gist: Option<Gist>,
    /// What the person was called for last and has not been settled since.
    pub told: Option<Need>,
    /// When the page was last read.
    pub last_read: Option<Instant>,
    /// When a look last showed the page itself and nothing in its way.
    pub valid: Option<Instant>,
    /// How long the person stays signed in.
    pub session: Session,
    /// When a reading that was ordered is due, until it comes.
    pub read_due: Option<Instant>,
    /// When the person last loaded the page themselves.
    pub visited: Option<Instant>,
    /// When a reload was ordered since which the page has not answered.
    pub unanswered: Option<Instant>,
    /// When the page last finished loading while watched.
    pub loaded: Option<Instant>,
    /// What the journal tells of it; `None` where it shall tell nothing.
    pub course: Option<Course>,
    /// The picture on the button.
    pub mark: Mark,
    /// How old the last valid look is, as the button shows it; nothing while looks come as they should.
    pub age: Option<Age>,
}

impl Watch {
    /// What holds for re-checks of its page: the strictest of what holds for it and for what it embeds.
    pub fn terms(&self) -> Terms {
        let own = Terms::of(&self.order.site, &self.order.origin, &self.word);
        self.embedded().fold(own, |terms, (_, other)| terms.and(other))
    }

    /// The sites that it embeds, with what holds for each by itself.
    fn embedded(&self) -> impl Iterator<Item = (Site, Terms)> {
        self.embeds.iter().filter_map(|origin| {
            let site = Site::of(origin.pattern())?;
            let terms = Terms::of(&site, origin, &self.word);
            Some((site, terms))
        })
    }

    /// Every site that a refresh asks, its own first.
    pub(crate) fn sites(&self) -> impl Iterator<Item = Site> {
        std::iter::once(self.order.site.clone()).chain(self.embedded().map(|(site, _)| site))
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

/// A time in which re-checks are put off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Held {
    /// Since when.
    pub since: Instant,
    /// Whether the person was told that it is long.
    pub told: bool,
}

/// What a watch is doing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", rename_all_fields = "camelCase")]
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
        /// What is known of what it brings.
        arrival: Arrival,
    },
    /// It found an appointment and keeps its hands off the page until the person says *go on*.
    Found,
    /// It touches nothing until the person has done something.
    Needs {
        /// What for.
        need: Need,
        /// Whether it had found an appointment: what was in the way may go by itself, and hands stay off the page.
        #[serde(default)]
        found: bool,
    },
}

/// What is known of the page that a refresh brings.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Arrival {
    /// The browser is told to bring it, and has not taken that over yet.
    Ordered,
    /// It is on its way.
    Awaited,
    /// It has come.
    Arrived,
    /// It did not come in time: what is in the tab is read all the same.
    Late {
        /// For so long the page has time to answer.
        until: Instant,
    },
    /// The worker was killed meanwhile: whether the page was refreshed at all is to be seen.
    Unknown {
        /// For so long it may still come.
        until: Instant,
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
        /// The browser can save nothing: a look that is not written down could be made twice.
        Unsaved = "unsaved",
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
    fn new(at: Instant, rechecked: bool, mut verdict: Verdict, wishes: &Wishes) -> Self {
        let mut fits = false;
        if let Meaning::Free(slots) = &mut verdict.meaning {
            let fitting: Vec<SlotIdentity> =
                wishes.fitting(slots).iter().map(|fitting| fitting.slot.identity()).collect();
            fits = !fitting.is_empty();
            slots.sort_by_key(|slot| !fitting.contains(&slot.identity()));
            slots.truncate(MOST_KEPT);
        }
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
/// use terminwacht::wish::Wishes;
///
/// let now = Now::at(Instant(1_790_000_000_000), jiff::civil::date(2026, 9, 21), 7);
/// let (state, _) = update(State::default(), Event::StartRequested {
///     tab: TabId(3),
///     url: "https://termine.example.org/".into(),
///     title: "Termine".into(),
///     recheck: Recheck::Reload,
///     interval: Span::minutes(5),
///     wishes: Wishes::default(),
///     keep_awake: false,
///     private: false,
///     frames: vec![],
/// }, now);
/// let granted = Event::PermissionGranted { origins: vec!["https://termine.example.org/*".into()] };
/// let (state, effects) = update(state, granted, now);
/// assert!(state.watch(TabId(3)).is_some());
/// assert!(effects.contains(&Effect::Read { tab: TabId(3), after: Span(0), nonce: now.seed, looks: false }));
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
mod crash;
#[cfg(test)]
mod tests;
