//! What follows from what a page says.

use super::alerting::Sight;
use super::schedule::READING_PAUSE;
use super::turn::{ANSWER_PATIENCE, Turn};
use super::{
    About, Arrival, Condition, Look, MOST_LOOKS, MOST_OFFERED, MOST_SLOTS, Mark, Need, TabId, Told, Watch,
};
use crate::gist::Gist;
use crate::pace::AfterRefusal;
use crate::page::Page;
use crate::recheck::Recheck;
use crate::site::Origin;
use crate::slot::{Slot, SlotIdentity};
use crate::time::{Instant, Span};
use crate::verdict::{Meaning, Note, Verdict};
use crate::wish::Fitting;
use std::collections::BTreeSet;

/// How long a page that looks unfinished is given before it is believed.
const LOADING_PATIENCE: Span = Span::seconds(30);
/// How long a freshly loaded page may say nothing about appointments before that is believed: pages that
/// build themselves show their frame first.
const UNCLEAR_PATIENCE: Span = Span::seconds(3);
/// Between two questions to a page that does not answer.
const SILENCE_PATIENCE: Span = Span::minutes(1);
/// How long after a press the page still shows what it showed before.
const PRESS_SETTLES: Span = Span::seconds(3);
/// A page that shows so much, in bytes of its outline, and a look later only a third, is much poorer.
const RICH: usize = 1500;

impl Turn {
    /// Draws the conclusions from one look.
    pub(super) fn judge(
        &mut self,
        tab: TabId,
        page: &Page,
        verdict: Verdict,
        rechecked: bool,
        sight: &Sight<'_>,
    ) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        let before =
            watch.latest().and_then(|look| look.verdict.as_ref()).map(|verdict| verdict.meaning.name());
        let news = before != Some(verdict.meaning.name());
        let quote = verdict.evidence.first().map(|evidence| evidence.quote.clone()).unwrap_or_default();
        let meaning = verdict.meaning.clone();
        let (site, private) = (watch.order.site.clone(), watch.order.private);
        let before_unclear = watch.gist.take();
        let offered = match watch.latest_verdict().map(|before| &before.meaning) {
            Some(Meaning::Free(slots)) => slots.len(),
            _ => 0,
        };
        let poorer = watch.is_poorer(page, &meaning);
        match meaning {
            Meaning::Free(_) | Meaning::NoneFree => {
                watch.valid = Some(now);
                watch.session.seen(now, verdict.session.as_ref().map(|session| session.left));
            }
            Meaning::SignIn => watch.session.ended(watch.valid),
            _ => {}
        }
        let need_of_queue =
            if verdict.notes.contains(&Note::YourTurn) { Need::YourTurn } else { Need::Queue };
        let was_queue = before == Some(Meaning::Queue.name());
        let other = watch.latest_verdict().map(|before| &before.meaning) != Some(&meaning);
        let look = Look::new(now, rechecked, verdict, &watch.order.wishes);
        // Where the person wishes for something else, the same page says something else.
        let fits_anew = watch.latest().is_some_and(|before| before.fits != look.fits);
        if rechecked || news || other || fits_anew {
            watch.remember(look);
        }
        self.note_meaning(tab, &meaning, rechecked);
        let Some(watch) = self.watch(tab) else { return };
        match meaning {
            Meaning::Free(slots) => {
                self.ledger_mut(&site).gave(private);
                self.free(tab, &slots, rechecked);
                self.mind_the_find(tab, page, &slots, sight);
            }
            Meaning::NoneFree => {
                let halted = self.is_halted(tab);
                let ledger = self.ledger_mut(&site);
                let recovered = ledger.answered(private);
                let suspicious = rechecked && ledger.gave_nothing(offered, poorer, private);
                self.none_free(tab, rechecked);
                self.mind_the_find(tab, page, &[], sight);
                if was_queue && halted {
                    self.call(tab, Need::Through, quote.clone());
                }
                if suspicious {
                    self.call(tab, Need::MaybeLimited, quote);
                }
                // The pause after trouble has lost its reason.
                if recovered && !rechecked && self.is_resting(tab) {
                    self.rest(tab);
                }
            }
            Meaning::Queue => self.need(tab, need_of_queue, quote),
            Meaning::Challenge => self.need(tab, Need::Challenge, quote),
            Meaning::SignIn => self.need(tab, Need::SignIn, quote),
            Meaning::Refused if rechecked || news => match self.ledger_mut(&site).refused(now, private) {
                AfterRefusal::Pause => {
                    self.call(tab, Need::Refused, quote);
                    self.unblock(tab);
                    self.plan_anew(|watch| watch.order.site == site);
                }
                AfterRefusal::Stop => {
                    for tab in self.tabs(|watch| watch.order.site == site) {
                        self.need(tab, Need::RefusedAgain, quote.clone());
                    }
                }
            },
            Meaning::Trouble if rechecked || news => {
                self.ledger_mut(&site).troubled(private);
                self.call_once(tab, Need::Trouble, quote);
                self.unblock(tab);
            }
            Meaning::Refused | Meaning::Trouble => {}
            Meaning::Unclear => {
                let (gist, changed) = Gist::of(page, before_unclear.as_ref());
                watch.gist = Some(gist);
                if let Some(changed) = changed {
                    self.call_once(tab, Need::Changed, changed);
                } else if before.is_some_and(|before| before != Meaning::Unclear.name()) {
                    self.call_once(tab, if was_queue { Need::Through } else { Need::Unclear }, quote);
                }
                if rechecked {
                    self.rest(tab);
                }
            }
        }
    }

    fn free(&mut self, tab: TabId, slots: &[Slot], rechecked: bool) {
        let Some(watch) = self.watch(tab) else { return };
        watch.told = None;
        let fitting = watch.order.wishes.fitting(slots);
        let offered: BTreeSet<SlotIdentity> =
            fitting.iter().take(MOST_OFFERED).map(|fitting| fitting.slot.identity()).collect();
        let fresh: Vec<Fitting> =
            fitting.into_iter().filter(|fitting| !watch.offered.contains(&fitting.slot.identity())).collect();
        watch.offered = offered;
        if !fresh.is_empty() {
            watch.condition = Condition::Found;
            self.withdraw(tab);
            let count = fresh.len();
            let told = fresh.into_iter().take(MOST_SLOTS);
            let (slots, unknown): (Vec<Told>, Vec<_>) =
                told.map(|Fitting { slot, whose, unknown }| (Told { slot, whose }, unknown)).unzip();
            let unknown = unknown.into_iter().flatten().collect();
            self.found(tab, slots.clone(), count);
            self.alert(tab, About::Free { slots, count, unknown });
        } else if rechecked || self.is_halted(tab) {
            self.unblock(tab);
        }
    }

    fn none_free(&mut self, tab: TabId, rechecked: bool) {
        let Some(watch) = self.watch(tab) else { return };
        watch.told = None;
        watch.offered.clear();
        if rechecked || self.is_halted(tab) {
            self.withdraw(tab);
            self.unblock(tab);
        }
    }

    fn is_resting(&self, tab: TabId) -> bool {
        self.state.watch(tab).is_some_and(|watch| matches!(watch.condition, Condition::Resting { .. }))
    }

    /// Whether the watch touches nothing because the page was in the way, which a look at appointments ends.
    fn is_halted(&self, tab: TabId) -> bool {
        self.state.watch(tab).is_some_and(|watch| {
            matches!(watch.condition, Condition::Needs { need, .. } if need != Need::RefusedAgain && need != Need::NotAllowed)
        })
    }
}

impl Watch {
    /// Whether a page about appointments shows much less than it usually does; and remembers how much it shows.
    fn is_poorer(&mut self, page: &Page, meaning: &Meaning) -> bool {
        if !matches!(meaning, Meaning::Free(_) | Meaning::NoneFree) {
            return false;
        }
        let size = page.size();
        let poorer = self.richness >= RICH && size * 3 < self.richness;
        // What it shows for good counts as usual after some looks.
        self.richness = if poorer { size } else { size.max(self.richness / 8 * 7) };
        poorer
    }

    pub(super) fn covers(&self, url: &str) -> bool {
        Origin::of(url).as_ref() == Some(&self.order.origin)
    }

    /// Whether an address is that of a frame which may be read with the page.
    pub(super) fn reads_frame(&self, url: &str) -> bool {
        Origin::of(url).is_some_and(|origin| self.order.frames.contains(&origin))
    }

    /// When something has to happen even if nothing else does.
    pub(super) fn deadline(&self) -> Option<Instant> {
        match self.condition {
            Condition::Resting { next } => Some(next),
            Condition::Asking { since } => Some(since + ANSWER_PATIENCE),
            Condition::Rechecking {
                arrival: Arrival::Unknown { until } | Arrival::Late { until }, ..
            } => Some(until),
            Condition::Rechecking { since, .. } => Some(since + self.arrival_patience()),
            Condition::Found | Condition::Needs { .. } => None,
        }
    }

    /// When a reading that was ordered has to be taken for lost, as it is when the worker was killed meanwhile.
    pub(super) fn answer_deadline(&self) -> Option<Instant> {
        match self.condition {
            // The answer may be lost with a worker: it is asked for anew, lest nobody see that the page answers again.
            Condition::Needs { need: Need::Silent, .. } => self.read_due.map(|due| due + SILENCE_PATIENCE),
            Condition::Found | Condition::Needs { .. } => None,
            _ => self.read_due.map(|due| due + ANSWER_PATIENCE),
        }
    }

    /// How long to wait before a page that may be unfinished is read again; `None` where it can be believed.
    pub(super) fn too_early(&self, verdict: &Verdict, now: Instant) -> Option<Span> {
        if matches!(verdict.meaning, Meaning::Free(_)) {
            return None;
        }
        let left = |since: Instant, patience: Span| {
            Span(patience.0.saturating_sub((now - since).0)).min(READING_PAUSE)
        };
        let refreshed = match self.condition {
            Condition::Rechecking { since, arrival: Arrival::Arrived } => Some(since),
            _ => None,
        };
        let changed = self.loaded.max(refreshed)?;
        let wait = if verdict.notes.contains(&Note::StillLoading) {
            left(changed, LOADING_PATIENCE)
        } else if matches!(self.order.recheck, Recheck::Press(_)) && refreshed.is_some() {
            left(changed, PRESS_SETTLES)
        } else if verdict.meaning == Meaning::Unclear {
            left(changed, UNCLEAR_PATIENCE)
        } else {
            Span(0)
        };
        (wait > Span(0)).then_some(wait)
    }

    pub(super) fn remember(&mut self, look: Look) {
        self.looks.push_back(look);
        while self.looks.len() > MOST_LOOKS {
            self.looks.pop_front();
        }
    }

    pub(super) fn fitting_mark(&self) -> Mark {
        let meaning = self.latest().and_then(|look| look.verdict.as_ref()).map(|verdict| &verdict.meaning);
        match (&self.condition, meaning) {
            (Condition::Needs { .. }, _) => Mark::Attention,
            (_, Some(Meaning::Free(_))) if self.latest().is_some_and(|look| look.fits) => Mark::Free,
            (_, Some(Meaning::Free(_) | Meaning::NoneFree)) => Mark::Watching,
            (_, Some(Meaning::Refused | Meaning::Trouble)) => Mark::Paused,
            (_, Some(_)) => Mark::Attention,
            (_, None) if self.looks.is_empty() => Mark::Watching,
            (_, None) => Mark::Paused,
        }
    }
}
