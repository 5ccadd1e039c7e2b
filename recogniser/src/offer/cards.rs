//! Days or times as lines of their own, each over a line that says what is so of it: cards whose frames are not read.

use super::entries::STATE;
use super::moment::Moment;
use super::numbers::count;
use super::{Offer, Search, Strength, words};
use crate::layout::{Area, Node};
use crate::lexicon::Sign;
use crate::page::Role;
use crate::slot::Slot;
use crate::verdict::Reason;
use std::collections::BTreeMap;

/// What is said of one time among lines has no more of them.
const CARD: usize = 10;
/// So many days that are taken make others that are said to be free an offer.
const FULL: usize = 2;

/// A line with a day or a time, and one below it that says what is so of it, and whether that is taken.
struct Card {
    head: usize,
    state: Option<(usize, bool)>,
}

impl Card {
    /// The line that says that it is taken.
    fn full(&self) -> Option<usize> {
        self.state.filter(|(_, is_full)| *is_full).map(|(line, _)| line)
    }
}

impl Search<'_, '_> {
    /// Times or days as lines of their own, one after the other, and under each a line that says what is so of it: cards that
    /// a page draws around them are not seen. Of times all have to be taken; beside several days that are, one that is free
    /// is an offer.
    pub(super) fn agenda(&mut self) {
        for cards in self.cards(|at| self.is_bare_time(at)).into_iter().filter(|cards| cards.len() > 1) {
            if let Some(full) = cards.iter().map(Card::full).collect::<Option<Vec<usize>>>() {
                self.found.taken.extend(full);
            }
        }
        for cards in self.cards(|at| self.is_dated_line(at)) {
            let full: Vec<usize> = cards.iter().filter_map(Card::full).collect();
            if full.len() < FULL {
                continue;
            }
            self.found.taken.extend(full);
            for card in cards {
                self.found.slots.extend(self.offer_on(&card));
            }
        }
    }

    /// The lines that head a card each, with the line below that says what is so of it, by what they stand in.
    fn cards(&self, heads: impl Fn(usize) -> bool) -> Vec<Vec<Card>> {
        let mut cards: BTreeMap<Option<usize>, Vec<Card>> = BTreeMap::new();
        for head in (0..self.layout.nodes.len()).filter(|at| heads(*at)) {
            let parent = self.layout.node(head).and_then(|node| node.parent);
            let lines = (head + 1..=head + CARD).map_while(|line| {
                let node = self.layout.node(line)?;
                // What stands behind a heading is of something else.
                let is_other = node.block.role == Role::Heading;
                let is_below = node.parent == parent && !heads(line) && !self.is_bare_time(line) && !is_other;
                is_below.then_some((line, node))
            });
            let mut lines = lines.filter(|(_, node)| {
                node.block.role == Role::Text && node.block.text.split_whitespace().nth(STATE).is_none()
            });
            let state = lines.find_map(|(line, node)| {
                let is_full = node.says_taken();
                (is_full || node.signs.has(Sign::Free) && node.block.enabled).then_some((line, is_full))
            });
            cards.entry(parent).or_default().push(Card { head, state });
        }
        cards.into_values().collect()
    }

    /// What a card offers that says that its day is free.
    fn offer_on(&self, card: &Card) -> Option<Offer> {
        let (at, _) = card.state.filter(|(_, is_full)| !is_full)?;
        let node = self.layout.node(at)?;
        let Moment { date, time, .. } = self.moment(card.head);
        let slot = Slot { date, time, count: count(node), words: words(node), ..Slot::default() };
        self.checked(Offer { slot, strength: Strength::Likely, reason: Reason::Text, at })
    }

    /// Whether a line has a day, perhaps with a time, and hardly anything else.
    pub(super) fn is_dated_line(&self, at: usize) -> bool {
        let moment = self.moment(at);
        let is_line =
            |node: &Node<'_>| node.block.role == Role::Text && node.area != Area::Frame && !node.is_control();
        moment.alone && moment.date.is_some() && self.layout.node(at).is_some_and(is_line)
    }

    /// Whether a line has a time, and nothing else.
    pub(super) fn is_bare_time(&self, at: usize) -> bool {
        let moment = self.moment(at);
        self.layout.node(at).is_some_and(|node| {
            node.block.role == Role::Text && node.area != Area::Frame && !node.block.joined
        }) && moment.alone
            && moment.time.is_some()
            && moment.date.is_none()
            && !moment.is_open_then()
    }
}
