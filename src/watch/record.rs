//! What goes to the journal. Every record is made here, and none for a watch without a [`Course`].

use super::turn::Turn;
use super::{Effect, TabId, Watch};
use crate::journal::{Gone, Look, Offer, Record, Seen};
use crate::pace::{Outcome, Reason, Way};
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
    /// Enters a re-check that is about to be made, into the ledger and the journal.
    pub(super) fn enter(&mut self, tab: TabId, way: Way, reason: Reason) {
        let now = self.now.instant;
        let Some((site, is_recorded)) = self.state.watch(tab).map(Watch::place) else { return };
        let entry = self.ledger_mut(&site).enter(now, way, reason);
        if is_recorded {
            self.state.debt.owe(Record::Look(Look::new(site, entry)));
        }
    }

    /// Notes what a look saw, into the journal and, after a re-check, into the ledger. Without a meaning the page did
    /// not come.
    pub(super) fn note(&mut self, tab: TabId, meaning: Option<&Meaning>, rechecked: bool) {
        let now = self.now.instant;
        let outcome = meaning.map_or(Outcome::Trouble, outcome);
        let Some((site, is_recorded)) = self.state.watch(tab).map(Watch::place) else { return };
        let entry = if rechecked { self.ledger_mut(&site).came(outcome) } else { None };
        if is_recorded && let Some(entry) = entry {
            self.state.debt.owe(Record::Look(Look::new(site.clone(), entry)));
        }
        let Some(watch) = self.watch(tab) else { return };
        let page = watch.order.title.clone();
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
        let offers = match meaning {
            Some(Meaning::Free(slots)) => course.look(slots, now, offer),
            Some(Meaning::NoneFree) => course.look(&[], now, offer),
            _ => Vec::new(),
        };
        let debt = &mut self.state.debt;
        if news {
            debt.owe(Record::Seen(Seen { site, watch, page, at: now, meaning: Some(outcome) }));
        }
        for offer in offers {
            debt.owe(Record::Offer(offer));
        }
    }

    /// The watches that run.
    pub(super) fn running(&self) -> Vec<Running> {
        let seeing = self.state.watches.iter().filter_map(|watch| {
            let course = watch.course.as_ref().filter(|course| course.meaning.is_some())?;
            let (site, page) = (watch.order.site.clone(), watch.order.title.clone());
            Some(Running { began: course.began, site, page })
        });
        seeing.collect()
    }

    /// Notes which watches have ended, and hands over what the journal may lack. It does so at every event until the
    /// shell says that it is written: writing twice does no harm.
    pub(super) fn hand_over(&mut self, before: Vec<Running>) {
        let now = self.now.instant;
        for Running { began, site, page } in before {
            let mut courses = self.state.watches.iter().filter_map(|watch| watch.course.as_ref());
            if courses.all(|course| course.began != began) {
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
        for course in self.state.watches.iter_mut().filter_map(|watch| watch.course.as_mut()) {
            *course = Course::new(course.began);
        }
    }
}

impl Watch {
    /// Its site, and whether the journal tells of it.
    fn place(&self) -> (Site, bool) {
        (self.order.site.clone(), self.course.is_some())
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
