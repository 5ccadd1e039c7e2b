//! What a page is about: choosing an appointment, or people who write about it.

use super::{ENOUGH_WHOLE, Evidence, LINE, NOTICE, Reason, SHORT, View};
use crate::layout::Node;
use crate::lexicon::{Sign, Signs};
use crate::offer::{Offer, Strength};
use crate::page::Role;
use crate::quote::Quote;

/// So many talks of appointments in title, headings and labels make a booking page.
const ENOUGH_BOOKING: usize = 2;

impl View<'_> {
    /// Whether the page is an article, a forum or a list of questions, and nothing on it can be taken.
    pub(super) fn is_written_about(&self) -> bool {
        // Many a booking page ends with questions. What people wrote has a number or a name to it.
        let tells = |node: &Node<'_>| {
            node.signs.has(Sign::Article)
                && node.block.text.len() <= LINE
                && node.block.text.contains(|c: char| c.is_ascii_digit() || c == ':')
        };
        let is_named = self.is_called(|signs| signs.has(Sign::Article))
            || self.layout.content().any(|(_, node)| tells(node));
        // Where choices say that they are taken, people choose.
        let is_choice = |at: &usize| self.layout.node(*at).is_some_and(Node::is_control);
        let chooses = self.offers.taken.iter().copied().filter(is_choice).count() >= ENOUGH_WHOLE;
        is_named && !chooses && !self.offers.slots.iter().any(is_taken_up)
    }

    /// Whether the title or the first heading says so.
    fn is_called(&self, says: impl Fn(Signs) -> bool) -> bool {
        let heading = self.layout.content().find(|(_, node)| node.block.role == Role::Heading);
        says(self.title) || heading.is_some_and(|(_, node)| says(node.signs))
    }

    /// Whether the page lists what the person has booked, and asks for no choice.
    pub(super) fn is_of_own(&self) -> bool {
        // "Your appointments online: book now" offers some.
        let is_named = self.is_called(|signs| signs.has(Sign::Own) && !signs.has(Sign::Act));
        let chooses = self.title.has(Sign::Choose) || self.is_headed(Sign::Choose);
        is_named && !chooses && !self.offers.slots.iter().any(is_taken_up)
    }

    /// Where the page says that it is about choosing an appointment, and whether it speaks of appointments at all.
    pub(super) fn about(&self) -> (Option<Evidence>, bool) {
        let is_long = self.layout.length > 4 * SHORT;
        let mut talks = usize::from(self.title.has(Sign::Booking));
        let mut first = None;
        let mut chooses = None;
        let mut mentions = false;
        for (at, node) in self.layout.content() {
            // In a long text many things are chosen, and much happens at some time.
            let most = if is_long && node.block.role == Role::Text { LINE / 2 } else { NOTICE };
            let is_label = node.block.text.len() <= most
                && matches!(
                    node.block.role,
                    Role::Heading
                        | Role::Button
                        | Role::Text
                        | Role::Field
                        | Role::Alert
                        | Role::Section
                        | Role::Dialog
                        | Role::Table
                        | Role::Form
                );
            // What a field says as long as nothing is chosen in it.
            if node.block.role == Role::Option && node.block.selected && node.signs.has(Sign::Choose) {
                chooses.get_or_insert(at);
            }
            // An event that anybody may come to is not chosen.
            if !is_label || node.signs.has(Sign::Gratis) && !node.says(Sign::Choose) {
                continue;
            }
            let offers = node.signs.has(Sign::Free)
                && node.signs.has(Sign::Booking)
                && node.block.text.len() <= LINE / 2;
            if node.says(Sign::Choose) || offers {
                chooses.get_or_insert(at);
            }
            mentions |= node.says(Sign::Booking);
            if node.says(Sign::Booking) && node.block.text.len() <= NOTICE / 2 {
                // "Book an appointment" over the page says enough.
                talks += if node.block.role == Role::Heading && node.says(Sign::Act) { 2 } else { 1 };
                first.get_or_insert(at);
            }
        }
        // In a language that we do not know, what is there to choose from has to tell.
        let is_foreign = self.context.language.is_none() && !self.page.language.is_empty();
        let at = chooses
            .or(first.filter(|_| talks >= ENOUGH_BOOKING))
            .or_else(|| self.offers.choice.or_else(|| self.chosen_from()).filter(|_| is_foreign))
            .or_else(|| self.chosen_from().filter(|_| self.has_open_day()))
            // Nothing but appointments leaves a few days open here and there.
            .or(self.offers.scarce);
        let title = || Evidence { quote: Quote::new(&self.page.title), reason: Reason::About };
        let about = if self.title.has(Sign::Choose) {
            Some(title())
        } else {
            at.and_then(|at| self.quote(at, Reason::About))
        };
        (about, mentions || talks > 0)
    }

    /// The first of several controls with a day and a time each: only slots look so.
    pub(super) fn chosen_from(&self) -> Option<usize> {
        let is_chosen = |offer: &&Offer| {
            let role = self.layout.node(offer.at).map(|node| node.block.role);
            offer.reason == Reason::Control
                && offer.strength >= Strength::Likely
                && matches!(role, Some(Role::Button | Role::Radio))
                && offer.slot.is_whole()
        };
        let chosen: Vec<&Offer> = self.offers.slots.iter().filter(is_chosen).take(ENOUGH_WHOLE).collect();
        chosen.first().filter(|_| chosen.len() == ENOUGH_WHOLE).map(|offer| offer.at)
    }

    /// Whether days of a calendar can be pressed among others that cannot.
    pub(super) fn has_open_day(&self) -> bool {
        let is_open = |offer: &Offer| offer.reason == Reason::OpenDay && offer.strength >= Strength::Likely;
        self.offers.slots.iter().any(is_open)
    }
}

/// Whether something offers a slot that can be pressed.
fn is_taken_up(offer: &Offer) -> bool {
    offer.reason != Reason::Text && offer.strength >= Strength::Likely
}
