//! What goes to the journal. Every record is made here, and none for a watch without a [`Course`].

use super::turn::Turn;
use super::{Effect, TabId, Watch};
use crate::bounds;
use crate::journal::{Gone, Look, Offer, Record, Seen};
use crate::pace::{Entry, Outcome, Reason, Way};
use crate::quote::Quote;
use crate::site::Site;
use crate::slot::{Slot, SlotIdentity};
use crate::time::Instant;
use crate::verdict::Meaning;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most slots of a page whose coming and going is followed: where so many are on offer they are not scarce.
const MOST_FOLLOWED: usize = 100;
/// So long a record is kept, in ms: 90 days.
const KEPT: i64 = 90 * 86_400_000;

/// A watch as far as the journal tells of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Course {
    /// When the watch began: its name in the journal.
    began: Instant,
    /// What the page meant last.
    meaning: Option<Outcome>,
    /// When a look last showed what is on offer, some or none.
    looked: Option<Instant>,
    /// What that look showed, [`MOST_FOLLOWED`] at the most.
    #[serde(deserialize_with = "bounds::first::<MOST_FOLLOWED, _, _>")]
    offers: BTreeMap<SlotIdentity, Offer>,
    /// Whether there was more.
    more: bool,
}

/// A watch that runs and has seen something.
pub(super) struct Running {
    began: Instant,
    site: Site,
    page: Quote,
}

impl Course {
    /// The course of a watch that begins.
    pub(super) fn new(began: Instant) -> Self {
        Course { began, meaning: None, looked: None, offers: BTreeMap::new(), more: false }
    }

    /// Takes over what a look shows. Answers what came, made by `offer` of an identity, a slot and the look before that did
    /// not show it; and what went.
    fn look(
        &mut self,
        slots: &[Slot],
        now: Instant,
        offer: impl Fn(SlotIdentity, &Slot, Option<Instant>) -> Offer,
    ) -> Vec<Offer> {
        let shown: BTreeMap<SlotIdentity, &Slot> = slots.iter().map(|slot| (slot.identity(), slot)).collect();
        let before = self.looked.replace(now);
        let gone = before.map(|seen| Gone { seen, at: now });
        let went = self.offers.extract_if(.., |id, _| !shown.contains_key(id));
        let mut changes: Vec<Offer> = went.map(|(_, offer)| Offer { gone, ..offer }).collect();
        // What was not followed may have been there for long.
        let unseen = before.filter(|_| !self.more);
        for (id, slot) in &shown {
            if self.offers.len() < MOST_FOLLOWED && !self.offers.contains_key(id) {
                let came = offer(id.clone(), slot, unseen);
                self.offers.insert(id.clone(), came.clone());
                changes.push(came);
            }
        }
        self.more = self.offers.len() < shown.len();
        changes
    }
}

impl Turn {
    /// Enters a re-check that is about to be made, into the ledger of every site that it asks and the journal.
    pub(super) fn enter(&mut self, tab: TabId, way: Way, reason: Reason) {
        let now = self.now.instant;
        let Some(watch) = self.state.watch(tab) else { return };
        let private = watch.order.private;
        for site in watch.sites().collect::<Vec<_>>() {
            let entry = self.ledger_mut(&site).enter(now, way, reason, private);
            self.owe_look(site, entry);
        }
    }

    fn owe_look(&mut self, site: Site, entry: Entry) {
        if !entry.private {
            self.state.debt.owe(Record::Look(Look::new(site, entry)));
        }
    }

    /// Notes what a page meant, into the journal and, after a re-check, into the ledger.
    pub(super) fn note_meaning(&mut self, tab: TabId, meaning: &Meaning, rechecked: bool) {
        let offers = match meaning {
            Meaning::Free(slots) => Some(slots.as_slice()),
            Meaning::NoneFree => Some(&[][..]),
            _ => None,
        };
        self.note(tab, outcome(meaning), offers, rechecked);
    }

    /// Notes that a re-check brought no page.
    pub(super) fn note_failure(&mut self, tab: TabId, outcome: Outcome) {
        self.note(tab, outcome, None, true);
    }

    fn note(&mut self, tab: TabId, outcome: Outcome, offers: Option<&[Slot]>, rechecked: bool) {
        let now = self.now.instant;
        let asked = self.state.watch(tab).filter(|_| rechecked);
        for site in asked.into_iter().flat_map(Watch::sites).collect::<Vec<_>>() {
            if let Some(entry) = self.ledger_mut(&site).came(outcome) {
                self.owe_look(site, entry);
            }
        }
        let Some(watch) = self.watch(tab) else { return };
        let (site, page) = (watch.order.site.clone(), watch.order.title.clone());
        let Some(course) = &mut watch.course else { return };
        let watch = course.began;
        let news = course.meaning.replace(outcome) != Some(outcome);
        let offer = |id, slot: &Slot, unseen| Offer {
            site: site.clone(),
            watch,
            page: page.clone(),
            id,
            slot: slot.essence(),
            at: now,
            unseen,
            gone: None,
        };
        let offers = offers.map(|slots| course.look(slots, now, offer)).unwrap_or_default();
        let debt = &mut self.state.debt;
        if news {
            debt.owe(Record::Seen(Seen { site, watch, page, at: now, meaning: Some(outcome) }));
        }
        for offer in offers {
            debt.owe(Record::Offer(offer));
        }
    }

    /// The watches that run, or wait for their page to be opened again.
    pub(super) fn running(&self) -> Vec<Running> {
        let seeing = self.all_watches().filter_map(|watch| {
            let course = watch.course.as_ref().filter(|course| course.meaning.is_some())?;
            let (site, page) = (watch.order.site.clone(), watch.order.title.clone());
            Some(Running { began: course.began, site, page })
        });
        seeing.collect()
    }

    fn all_watches(&self) -> impl Iterator<Item = &Watch> {
        self.state.watches.iter().chain(self.state.lost.iter().map(|lost| &lost.watch))
    }

    /// Notes which watches have ended, and hands over what the journal may lack. It does so at every event until the
    /// shell says that it is written: writing twice does no harm.
    pub(super) fn hand_over(&mut self, before: Vec<Running>) {
        let now = self.now.instant;
        for Running { began, site, page } in before {
            let goes_on = self
                .all_watches()
                .any(|watch| watch.course.as_ref().is_some_and(|course| course.began == began));
            if !goes_on {
                let end = Seen { site, watch: began, page, at: now, meaning: None };
                self.state.debt.owe(Record::Seen(end));
            }
        }
        let debt = &self.state.debt;
        if debt.owed().len() > 0 {
            let (records, until) = (debt.owed().cloned().collect(), debt.until());
            let keep_from = Instant(now.0.saturating_sub(KEPT));
            self.effects.push(Effect::Journal { records, until, keep_from });
        }
    }

    /// Forgets what the journal was told, for it is deleted.
    pub(super) fn journal_deleted(&mut self) {
        self.state.debt.forget();
        let lost = self.state.lost.iter_mut().map(|lost| &mut lost.watch);
        for course in self.state.watches.iter_mut().chain(lost).filter_map(|watch| watch.course.as_mut()) {
            *course = Course::new(course.began);
        }
    }
}

fn outcome(meaning: &Meaning) -> Outcome {
    match meaning {
        Meaning::Free(_) => Outcome::Free,
        Meaning::NoneFree => Outcome::NoneFree,
        Meaning::Queue => Outcome::Queue,
        Meaning::Challenge => Outcome::Challenge,
        Meaning::SignIn => Outcome::SignIn,
        Meaning::Refused => Outcome::Refused,
        Meaning::Trouble => Outcome::Trouble,
        Meaning::Unclear => Outcome::Unclear,
    }
}
