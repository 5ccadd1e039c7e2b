//! What a site has been asked, and what it answered.

use super::{Bound, MOST_A_DAY, REFUSAL_PAUSE, Terms};
use crate::bounds;
use crate::time::{Instant, Span};
use recogniser::named;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

const DAY: Span = Span::minutes(24 * 60);
/// A list of so many appointments that is empty a look later is suspicious.
const MANY: usize = 8;
/// So many looks in a row with nothing free are suspicious too.
const LONG_RUN: u32 = 100;
/// The refusals that are remembered: the second stops the watch.
const MOST_REFUSALS: usize = 2;
/// The most times that the interval is doubled for a suspicion; from 1 minute that is an hour and more.
const MOST_SLOWED: u8 = 6;

named! {
    /// How a page was refreshed.
    Way {
        /// The tab was reloaded.
        Reload = "reload",
        /// A control of the page was pressed.
        Press = "press",
    }
}

named! {
    /// Why a page was refreshed.
    Reason {
        /// It was time.
        Planned = "planned",
        /// The person asked for it.
        Asked = "asked",
    }
}

named! {
    /// What a re-check brought.
    Outcome {
        /// Something is free.
        Free = "Free",
        /// Nothing is free.
        NoneFree = "NoneFree",
        /// A waiting room.
        Queue = "Queue",
        /// A test whether a person is there.
        Challenge = "Challenge",
        /// The person has to sign in.
        SignIn = "SignIn",
        /// The site refused.
        Refused = "Refused",
        /// The site is out of order, or nothing came.
        Trouble = "Trouble",
        /// A page of which nobody can tell what it means.
        Unclear = "Unclear",
        /// The page that was there already: the browser asks the person something, or a file came.
        NotReloaded = "NotReloaded",
    }
}

/// One look that caused traffic. It holds nothing of the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// When the page was refreshed.
    pub at: Instant,
    /// How.
    pub way: Way,
    /// Why.
    pub reason: Reason,
    /// What came; `None` while it is awaited, or where nobody was there to see it.
    pub outcome: Option<Outcome>,
    /// Whether it was made in a private window: it counts, and is written down nowhere.
    #[serde(default)]
    pub private: bool,
}

/// What a site has been asked so far, and what it answered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Ledger {
    /// The re-checks of the last 24 hours, oldest first, [`MOST_A_DAY`] at the most.
    #[serde(deserialize_with = "bounds::last::<MOST_A_DAY, _, _>")]
    rechecks: VecDeque<Entry>,
    /// What its answers come to.
    answers: Answers,
    /// What they come to without those in private windows, where there were any: only this is written down.
    #[serde(default)]
    open: Option<Answers>,
    /// Nothing before its end, because the clock was set or the machine slept.
    rest: Option<Rest>,
}

/// What the answers of a site come to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Answers {
    /// The last two refusals of the last 24 hours; none before them matters.
    #[serde(deserialize_with = "bounds::last::<MOST_REFUSALS, _, _>")]
    refusals: Vec<Instant>,
    /// How many looks in a row met trouble.
    troubles: u8,
    /// How many looks in a row showed that nothing is free.
    barren: u32,
    /// How often the interval is doubled because the site may give less than it has.
    slowed: u8,
}

/// What was left of a pause when the clock was set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Rest {
    end: Instant,
    length: Span,
}

/// What follows from a refusal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AfterRefusal {
    /// The first in 24 hours: a pause.
    Pause,
    /// The second: the person decides.
    Stop,
}

impl Ledger {
    /// That of a site that was not asked yet.
    pub(crate) const BLANK: &Ledger = &Ledger {
        rechecks: VecDeque::new(),
        answers: Answers { refusals: Vec::new(), troubles: 0, barren: 0, slowed: 0 },
        open: None,
        rest: None,
    };

    /// The end of the pause after the last re-check, the last refusal and a change of the clock.
    pub(super) fn pause_end(&self, terms: &Terms) -> Option<Instant> {
        let last = self.rechecks.back().map(|entry| entry.at + terms.floor);
        let refusal = self.answers.refusals.last().map(|refusal| *refusal + REFUSAL_PAUSE);
        last.max(refusal).max(self.rest.map(|rest| rest.end))
    }

    /// When the budget of a day allows one more; `None` where it does.
    pub(super) fn budget_end(&self, terms: &Terms) -> Option<Instant> {
        let spent = terms.is_budgeted && self.rechecks.len() >= MOST_A_DAY;
        self.rechecks.front().filter(|_| spent).map(|oldest| oldest.at + DAY)
    }

    /// What keeps the site from being re-checked, each until when, past or not.
    pub(crate) fn bounds(&self, terms: &Terms) -> impl Iterator<Item = (Instant, Bound)> + use<> {
        let bounds = [(self.pause_end(terms), Bound::Pause), (self.budget_end(terms), Bound::Budget)];
        bounds.into_iter().filter_map(|(end, by)| end.map(|end| (end, by)))
    }

    /// How many looks in a row met trouble.
    pub(super) fn troubles(&self) -> u8 {
        self.answers.troubles
    }

    /// How often the interval is doubled for a suspicion.
    pub(super) fn slowed(&self) -> u8 {
        self.answers.slowed
    }

    /// Enters a re-check that is about to be made.
    pub fn enter(&mut self, at: Instant, way: Way, reason: Reason, private: bool) -> Entry {
        let entry = Entry { at, way, reason, outcome: None, private };
        self.rechecks.push_back(entry);
        if self.rechecks.len() > MOST_A_DAY {
            self.rechecks.pop_front();
        }
        entry
    }

    /// Adds a re-check of the last 24 hours that was made elsewhere and is not known here. It can only make pauses
    /// longer: nothing that is known here is changed, and where there are too many the oldest goes.
    pub(crate) fn add(&mut self, entry: Entry, now: Instant) {
        let is_recent = entry.at <= now && now - entry.at < DAY;
        let place = self.rechecks.partition_point(|known| known.at < entry.at);
        let is_known = self.rechecks.get(place).is_some_and(|known| known.at == entry.at);
        if is_recent && !is_known {
            self.rechecks.insert(place, entry);
            if self.rechecks.len() > MOST_A_DAY {
                self.rechecks.pop_front();
            }
        }
    }

    /// Notes what the last re-check brought, and answers it, where that was not known.
    pub fn came(&mut self, outcome: Outcome) -> Option<Entry> {
        let entry = self.rechecks.back_mut().filter(|entry| entry.outcome.is_none())?;
        entry.outcome = Some(outcome);
        Some(*entry)
    }

    /// Notes an answer, of a private window or not.
    fn note<T>(&mut self, private: bool, answer: impl Fn(&mut Answers) -> T) -> T {
        if private {
            self.open.get_or_insert_with(|| self.answers.clone());
        } else if let Some(open) = &mut self.open {
            answer(open);
        }
        answer(&mut self.answers)
    }

    /// Notes that the site refused us.
    pub fn refused(&mut self, now: Instant, private: bool) -> AfterRefusal {
        self.note(private, |answers| {
            answers.refusals.push(now);
            if answers.refusals.len() > MOST_REFUSALS {
                answers.refusals.remove(0);
            }
            if answers.refusals.len() > 1 { AfterRefusal::Stop } else { AfterRefusal::Pause }
        })
    }

    /// Notes a look that met trouble.
    pub fn troubled(&mut self, private: bool) {
        self.note(private, |answers| answers.troubles = answers.troubles.saturating_add(1));
    }

    /// Notes that the site answers. Whether it did not before.
    pub fn answered(&mut self, private: bool) -> bool {
        self.note(private, |answers| std::mem::take(&mut answers.troubles) > 0)
    }

    /// Notes a look that showed something free, so that no suspicion is left.
    pub fn gave(&mut self, private: bool) {
        self.note(private, |answers| (answers.troubles, answers.barren, answers.slowed) = (0, 0, 0));
    }

    /// Notes a look that showed nothing free where `before` slots were on offer, on a page much `poorer` than
    /// before or not. Some sites answer an over-eager visitor with an ordinary page and an empty list. Whether the
    /// person has to be told of a new suspicion.
    pub fn gave_nothing(&mut self, before: usize, poorer: bool, private: bool) -> bool {
        self.note(private, |answers| {
            answers.barren = answers.barren.saturating_add(1);
            if before < MANY && !poorer && !answers.barren.is_multiple_of(LONG_RUN) {
                return false;
            }
            let first = answers.slowed == 0;
            answers.slowed = answers.slowed.saturating_add(1).min(MOST_SLOWED);
            first
        })
    }

    /// The re-checks of the last 24 hours, oldest first.
    pub fn rechecks(&self) -> impl ExactSizeIterator<Item = &Entry> {
        self.rechecks.iter()
    }

    /// Keeps what is left of a pause, although the clock ran `ahead` of time: it was set forward, or the machine slept.
    pub(crate) fn run_ahead(&mut self, terms: &Terms, now: Instant, ahead: Span) {
        let before = Instant(now.0.saturating_sub(i64::from(ahead.0)));
        if let Some(end) = self.pause_end(terms).filter(|end| *end > before) {
            let length = end - before;
            self.rest = Some(Rest { end: now + length, length });
        }
    }

    /// Forgets what is older than a day. An entry from the future means that the clock was set back:
    /// it counts as made now, so that the floor holds and nothing waits for a time that may be years away.
    pub fn tidy(&mut self, now: Instant) {
        for entry in &mut self.rechecks {
            entry.at = entry.at.min(now);
        }
        for answers in std::iter::once(&mut self.answers).chain(&mut self.open) {
            for refusal in &mut answers.refusals {
                *refusal = (*refusal).min(now);
            }
            answers.refusals.retain(|refusal| now - *refusal < DAY);
        }
        self.open.take_if(|open| *open == self.answers);
        self.rest = self.rest.filter(|rest| rest.end > now);
        if let Some(rest) = &mut self.rest {
            rest.end = rest.end.min(now + rest.length);
        }
        self.rechecks.retain(|entry| now - entry.at < DAY);
    }

    /// Whether it holds something of a private window.
    pub(crate) fn is_private(&self) -> bool {
        self.open.is_some() || self.rechecks.iter().any(|entry| entry.private)
    }

    /// Forgets what was done in private windows. Whether something is left to know of the site.
    pub(crate) fn forget_private(&mut self) -> bool {
        self.rechecks.retain(|entry| !entry.private);
        if let Some(open) = self.open.take() {
            self.answers = open;
        }
        !self.rechecks.is_empty() || self.answers != Answers::default()
    }

    /// Lets nothing happen for so long, whatever else is known.
    pub(crate) fn rest_for(&mut self, now: Instant, length: Span) {
        let left = self.rest.map_or(Span(0), |rest| rest.end - now);
        if left < length {
            self.rest = Some(Rest { end: now + length, length });
        }
    }

    /// Whether nothing in it matters any more.
    pub fn is_blank(&self) -> bool {
        *self == Ledger::default()
    }
}
