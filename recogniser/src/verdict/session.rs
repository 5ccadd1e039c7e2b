//! What ends, and whose turn it is: the person's session, what is reserved for them, their place in a waiting room.

use super::{Countdown, NOTICE, View};
use crate::layout::Node;
use crate::lexicon::{self, Sign};
use crate::quote::Quote;
use crate::time::Span;
use crate::when;

impl View<'_> {
    /// Whether something is reserved while a countdown runs.
    pub(super) fn is_reserved(&self) -> bool {
        self.layout
            .content()
            .any(|(_, node)| node.signs.has(Sign::Reserved) && self.countdown(node.block.text).is_some())
    }

    /// Whether it is the person's turn in a waiting room.
    pub(super) fn is_your_turn(&self) -> bool {
        self.title.has(Sign::YourTurn)
            || self.layout.content().any(|(_, node)| node.signs.has(Sign::YourTurn))
    }

    /// When the person's session ends: what ends first, wherever on the page it is said.
    pub(super) fn session(&self) -> Option<Countdown> {
        let nodes = self.layout.nodes.iter().enumerate();
        nodes.filter_map(|(at, node)| self.session_at(at, node)).min_by_key(|countdown| countdown.left)
    }

    fn session_at(&self, at: usize, node: &Node<'_>) -> Option<Countdown> {
        let text = node.block.text;
        let says = [Sign::Session, Sign::TimeLeft].into_iter().find(|sign| node.signs.has(*sign))?;
        if lexicon::letters(text) > NOTICE {
            return None;
        }
        let words = lexicon::sentence_with(text, says);
        if says == Sign::TimeLeft {
            // "Time left: 9:32" beside "Your session".
            let is_named = self.beside(at).any(|beside| beside.signs.has(Sign::SessionHint));
            let left = self.countdown(words).filter(|_| is_named)?;
            return Some(Countdown { left, quote: Quote::new(words) });
        }
        if let Some(first) = when::durations(words, &self.context).first() {
            return Some(Countdown { left: first.length, quote: Quote::new(words) });
        }
        // "Your session ends in" beside "4:59".
        self.beside(at).filter(|beside| !beside.is_control()).find_map(|beside| {
            let shown = beside.block.text;
            let found = when::durations(shown, &self.context);
            let only = found.first().filter(|only| only.start == 0 && only.end == shown.len())?;
            Some(Countdown { left: only.length, quote: Quote::new(&format!("{words} {shown}")) })
        })
    }

    /// The nodes right before and behind a node, in the same container or around it.
    fn beside(&self, at: usize) -> impl Iterator<Item = &Node<'_>> {
        let parent = self.layout.node(at).and_then(|node| node.parent);
        [at.checked_sub(1), at.checked_add(1)].into_iter().flatten().filter_map(move |other| {
            let node = self.layout.node(other)?;
            (node.parent == parent || node.parent == Some(at) || parent == Some(other)).then_some(node)
        })
    }

    /// What a text counts down, told to the second as what runs down is.
    fn countdown(&self, text: &str) -> Option<Span> {
        let found = when::durations(text, &self.context);
        found.iter().find(|duration| duration.to_the_second).map(|duration| duration.length)
    }
}
