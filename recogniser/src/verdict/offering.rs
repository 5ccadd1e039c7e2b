//! Whether what a page offers is enough to say that something is free.

use super::{ENOUGH_TAKEN, Evidence, HEADLINE, MOST_EVIDENCE, MOST_ITEMS, Meaning, Reason, Verdict, View};
use crate::layout::Node;
use crate::lexicon::Sign;
use crate::offer::{Offer, Strength};
use crate::page::Role;

/// So many places that have nothing make another that counts something an offer.
const SOME: usize = 2;

/// What appointments are to a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Subject {
    /// It is about choosing one.
    Choice,
    /// It speaks of them.
    Mention,
    /// It says nothing of them.
    Other,
}

/// What the rest of a page says of its offers.
struct Setting {
    subject: Subject,
    /// Days or times say of themselves that they are taken, as those of a booking page do.
    has_taken: bool,
    /// Several times have a control beside them that takes them, and something is full.
    is_taken_up: bool,
}

impl View<'_> {
    /// That something is free, where the offers are enough and no news that nothing is free outweighs them.
    pub(super) fn free(
        &self,
        about: Option<&Evidence>,
        mentions: bool,
        denials: &[usize],
    ) -> Option<Verdict> {
        if self.is_past() {
            return None;
        }
        let subject = match about {
            Some(_) => Subject::Choice,
            None if mentions => Subject::Mention,
            None => Subject::Other,
        };
        let setting = self.setting(subject);
        let is_shop = self.has(|node| node.is_control() && node.says(Sign::Cart));
        let enough = |offer: &&Offer| !(is_shop && is_ware(offer)) && self.is_enough(offer, &setting);
        let offers: Vec<&Offer> = self.offers.slots.iter().filter(enough).collect();
        let says_none = denials.iter().any(|at| !self.offers.zero.contains(at));
        // Where the page itself says that it has nothing, what it has beside is something else, unless it says when.
        let says_itself = denials.iter().any(|at| !self.layout.is_aside(*at));
        let is_else = |offer: &Offer| says_itself && !offer.slot.is_whole() && self.layout.is_aside(offer.at);
        let offers: Vec<&Offer> = offers.into_iter().filter(|offer| !is_else(offer)).collect();
        if offers.is_empty() || says_none && self.is_outweighed(&offers, &setting) {
            return None;
        }
        let mut evidence: Vec<Evidence> = offers
            .iter()
            .map(|offer| Evidence { quote: offer.slot.words.clone(), reason: offer.reason })
            .collect();
        evidence.dedup();
        evidence.truncate(MOST_EVIDENCE - 1);
        evidence.extend(about.cloned());
        Some(Verdict {
            meaning: Meaning::Free(offers.iter().map(|offer| offer.slot.clone()).collect()),
            evidence,
            against: self.quotes_of(denials),
            notes: Vec::new(),
            session: None,
        })
    }

    fn has(&self, says: impl Fn(&Node<'_>) -> bool) -> bool {
        self.layout.content().any(|(_, node)| says(node))
    }

    fn setting(&self, subject: Subject) -> Setting {
        let is_taken_up = self.offers.slots.iter().filter(|offer| takes_a_time(offer)).nth(1).is_some()
            && self.has(|node| node.says(Sign::Full) && node.block.text.len() <= HEADLINE);
        let has_taken = self.offers.taken.len().saturating_sub(self.offers.full) > ENOUGH_TAKEN;
        Setting { subject, has_taken, is_taken_up }
    }

    /// Whether one offer is enough in such a setting.
    fn is_enough(&self, offer: &Offer, setting: &Setting) -> bool {
        let slot = &offer.slot;
        let is_mentioned = setting.subject == Subject::Mention;
        let is_among_taken = setting.has_taken && is_one_of_them(offer) || self.is_left(offer);
        match offer.strength {
            // A day that says of itself that an appointment can be made needs no more, and one with all its particulars
            // little.
            Strength::Plain => {
                setting.subject == Subject::Choice
                    || matches!(offer.reason, Reason::OpenDay | Reason::Shown)
                    || is_among_taken
                    || takes_a_time(offer) && (setting.is_taken_up || self.is_said_free(offer))
                    || is_mentioned
                        && slot.date.is_some()
                        && matches!(offer.reason, Reason::Control | Reason::ControlBeside | Reason::Text)
            }
            Strength::Likely => {
                setting.subject == Subject::Choice
                    || is_mentioned && offer.reason == Reason::Control && slot.is_whole()
                    || is_among_taken
            }
            Strength::Hint => false,
        }
    }

    /// Whether the row or item of an offer says in a word that its day and time are free.
    fn is_said_free(&self, offer: &Offer) -> bool {
        let is_entry = |role| matches!(role, Role::Row | Role::Item);
        let entry = self.layout.ancestors(offer.at).find(|(_, node)| is_entry(node.block.role));
        entry.is_some_and(|(entry, _)| {
            let mut words = self.layout.within(entry).take(MOST_ITEMS).map(|(_, node)| node);
            words.any(|node| {
                !node.is_control() && node.signs.has(Sign::Free) && node.block.text.len() <= HEADLINE
            })
        })
    }

    /// Whether a place counts what is left, beside a control that takes it, and others say that they have none.
    fn is_left(&self, offer: &Offer) -> bool {
        offer.slot.count.is_some()
            && offer.strength == Strength::Plain
            && matches!(offer.reason, Reason::ControlBeside | Reason::Text)
            && (self.offers.full.max(self.offers.zero.len()) >= SOME
                || offer.slot.date.is_some() && self.offers.taken.len() >= SOME)
    }

    /// Whether the news that nothing is free outweighs what may only be a date picker, days to choose from that only lead to what
    /// each has, or services of which one opens at some time.
    fn is_outweighed(&self, offers: &[&Offer], setting: &Setting) -> bool {
        let is_weak = |offer: &&Offer| {
            let slot = &offer.slot;
            let is_bare_day = slot.date.is_some() && slot.time.is_none() && slot.count.is_none();
            // One time among many that are taken is told of itself, but not by a word that is not known.
            let is_choice = || self.layout.node(offer.at).is_some_and(|node| node.block.role == Role::Radio);
            let is_known = offer.reason != Reason::ControlBeside || is_choice();
            let stands_out = setting.has_taken && slot.is_whole() && is_known;
            offer.strength == Strength::Likely
                && !stands_out
                && (offer.reason != Reason::Control || is_bare_day)
        };
        let is_dayless = |offer: &&Offer| {
            offer.reason == Reason::ControlBeside && offer.slot.date.is_none() && offer.slot.count.is_none()
        };
        offers.iter().all(is_weak) || !setting.has_taken && offers.iter().all(is_dayless)
    }

    /// Whether something is likely free, has at least its day and time, or is a time that can be pressed.
    pub(super) fn has_likely(&self) -> bool {
        let is_pressed = |offer: &Offer| {
            let is_listed = |node: &Node<'_>| match node.block.role {
                Role::Button | Role::Link | Role::Radio => true,
                // A choice that is not folded away.
                Role::Option => self.layout.field(offer.at).is_none(),
                _ => false,
            };
            offer.reason == Reason::Control
                && offer.slot.time.is_some()
                && self.layout.node(offer.at).is_some_and(is_listed)
        };
        self.offers
            .slots
            .iter()
            .any(|offer| offer.strength >= Strength::Likely || offer.slot.is_whole() || is_pressed(offer))
    }
}

/// Whether something is only said to be there, as what a shop has in stock is.
fn is_ware(offer: &Offer) -> bool {
    offer.reason == Reason::Text && offer.slot.date.is_none() && offer.slot.time.is_none()
}

/// Whether a control takes the day and time that stand beside it.
fn takes_a_time(offer: &Offer) -> bool {
    offer.strength == Strength::Plain && offer.reason == Reason::ControlBeside && offer.slot.is_whole()
}

/// Whether an offer is as the days and times around it, but that these are taken.
fn is_one_of_them(offer: &Offer) -> bool {
    let is_plain = offer.strength == Strength::Plain;
    offer.slot.date.is_some()
        && match offer.reason {
            Reason::Control => true,
            Reason::ControlBeside | Reason::Text => is_plain || offer.slot.time.is_some(),
            _ => false,
        }
}
