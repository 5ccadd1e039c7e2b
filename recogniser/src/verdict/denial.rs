//! Where a page says that nothing is free, of itself and not of one thing on it.

use super::{Evidence, HEADLINE, LINE, MOST_EVIDENCE, MOST_ITEMS, NOTICE, Reason, SHORT, VERY_SHORT, View};
use crate::layout::{Area, Node};
use crate::lexicon::{self, Sign};
use crate::offer::is_none_left;
use crate::page::Role;
use crate::quote::Quote;
use crate::when::{self, What};

/// A sentence of more bytes than this tells a story.
const SENTENCE: usize = 100;
/// A booking page without any control has so few paragraphs.
const MOST_NOTES: usize = 4;
/// A row of fewer cells names a thing and what is so of it, or lays out the page.
const FEWEST_CELLS: usize = 3;
/// So many nodes of an item tell what it says.
const MOST_SAID: usize = 10;

impl View<'_> {
    /// The first lines that say of the page that nothing is free, the loudest first.
    pub(super) fn denials(&self, about: bool) -> Vec<usize> {
        let is_made_for_booking = self.layout.content().any(|(_, node)| match node.block.role {
            Role::Link => false,
            Role::Field | Role::Table => true,
            _ => node.is_control(),
        });
        // An article has one paragraph after the other, and long sentences.
        let paragraphs = self.layout.content().filter(|(_, node)| node.block.text.len() > LINE).count();
        let is_without = !is_made_for_booking && self.layout.length > VERY_SHORT;
        let may_be_article = is_without || paragraphs > MOST_NOTES;
        let is_brief = about && paragraphs <= MOST_NOTES && self.layout.length <= 2 * SHORT;
        let is_article = is_without && !is_brief;
        if is_article || !about && self.layout.length > 4 * SHORT {
            return Vec::new();
        }
        let is_loud = |node: &Node<'_>| {
            matches!(node.block.role, Role::Heading | Role::Alert) || node.area == Area::Dialog
        };
        let is_long = |node: &Node<'_>| lexicon::sentence_with(node.block.text, Sign::None).len() > SENTENCE;
        let tells_a_story = |node: &Node<'_>| {
            may_be_article && !is_loud(node) && !node.signs.has(Sign::Regret) && is_long(node)
        };
        let denying =
            self.layout.content().filter(|(at, node)| self.denies(*at, node) && !tells_a_story(node));
        let mut found: Vec<(bool, usize)> = denying.map(|(at, node)| (is_loud(node), at)).collect();
        found.sort_by_key(|(loud, _)| !loud);
        found.truncate(MOST_EVIDENCE);
        found.into_iter().map(|(_, at)| at).collect()
    }

    /// Whether a line says of the page that nothing is free, and not of one thing on it.
    fn denies(&self, at: usize, node: &Node<'_>) -> bool {
        let block = &node.block;
        let is_notice = match block.role {
            Role::Heading | Role::Alert | Role::Text | Role::Section | Role::Dialog => !block.pressable,
            Role::Cell | Role::Item => true,
            _ => false,
        };
        let is_loud = matches!(block.role, Role::Heading | Role::Alert);
        let says_none = node.signs.has(Sign::None)
            || self.offers.full_until.contains(&at)
            || is_loud && is_none_left(node);
        let asks = block.role == Role::Heading && block.text.ends_with(['?', '？']);
        // A row that is taken speaks for itself only, a line of a legend for none.
        let is_of_one = || {
            self.offers.taken.contains(&at)
                || self.offers.explaining.contains(&at)
                || self.offers.over.contains(&at)
                || node.signs.has(Sign::Legend)
                || self.is_in_legend(at)
        };
        is_notice
            && says_none
            && !block.struck
            && !asks
            && !lexicon::is_quotation(block.text)
            && !is_of_one()
            && self.is_alone_or_agreed(at)
            && lexicon::letters(block.text) <= NOTICE
            && !self.begins_with_one_time(block.text)
            && !self.layout.is_of_guests(at)
    }

    /// Whether a text begins with a day and a time, so that it speaks of this one alone.
    fn begins_with_one_time(&self, text: &str) -> bool {
        let found = when::scan(text, &self.context);
        matches!(found.as_slice(), [day, time, ..] if day.start == 0
            && matches!(day.what, What::Date { .. })
            && matches!(time.what, What::Time(_) | What::Times { .. }))
    }

    /// What lines say in words that nothing is free.
    pub(super) fn quotes_of(&self, denials: &[usize]) -> Vec<Evidence> {
        let nodes = denials.iter().filter_map(|at| self.layout.node(*at));
        let quote = |node: &Node<'_>| Quote::new(lexicon::sentence_with(node.block.text, Sign::None));
        nodes.map(|node| Evidence { quote: quote(node), reason: Reason::SaysNone }).collect()
    }

    /// Whether what is said in an item of a list, or in a row of a table, is said in each of the others too. Elsewhere nothing
    /// else speaks.
    fn is_alone_or_agreed(&self, at: usize) -> bool {
        if let Some((row, node)) = self.row_of(at) {
            let rows = node.parent.into_iter().flat_map(|table| self.layout.within(table).take(MOST_ITEMS));
            let mut others =
                rows.filter(|(other, node)| *other != row && self.is_row(*other, node)).peekable();
            // The first row of several may be their head.
            others.next_if(|(first, _)| *first < row);
            return others.all(|(other, _)| self.says_none_within(other));
        }
        let is_item = |at: usize| self.layout.node(at).is_some_and(|node| node.block.role == Role::Item);
        let parent = self.layout.node(at).and_then(|node| node.parent);
        let Some(item) = Some(at).filter(|at| is_item(*at)).or(parent.filter(|parent| is_item(*parent)))
        else {
            return true;
        };
        let Some((list, _)) = self.layout.ancestors(item).next() else { return true };
        // No more of a long list is looked at for each of its items.
        let mut items =
            self.layout.within(list).take(MOST_ITEMS).filter(|(_, node)| node.parent == Some(list));
        items.all(|(other, node)| node.block.role != Role::Item || self.says_none_within(other))
    }

    /// The row of a table in which something is said of what the row is of.
    fn row_of(&self, at: usize) -> Option<(usize, &Node<'_>)> {
        self.layout.ancestors(at).find(|(row, node)| self.is_row(*row, node))
    }

    /// Whether a row says so much that it is one of several things, and lays out no page.
    fn is_row(&self, at: usize, node: &Node<'_>) -> bool {
        let says = |(cell, inside): &(usize, &Node<'_>)| {
            inside.parent == Some(at)
                && self.layout.within(*cell).take(MOST_SAID).any(|(_, node)| !node.block.text.is_empty())
        };
        node.block.role == Role::Row
            && self.layout.within(at).take(MOST_ITEMS).filter(says).nth(FEWEST_CELLS - 1).is_some()
    }

    fn says_none_within(&self, at: usize) -> bool {
        self.layout.within(at).take(MOST_SAID).any(|(_, node)| node.signs.has(Sign::None))
    }

    /// Whether a line stands in a list under a heading such as "Legend".
    fn is_in_legend(&self, at: usize) -> bool {
        let Some((list, _)) =
            self.layout.ancestors(at).next().filter(|(_, node)| node.block.role == Role::List)
        else {
            return false;
        };
        list.checked_sub(1)
            .and_then(|before| self.layout.node(before))
            .is_some_and(|node| node.block.text.len() <= HEADLINE && node.signs.has(Sign::Legend))
    }
}
