//! What a legend says of the marks that days and times bear.

use crate::layout::{Layout, Node};
use crate::lexicon::Sign;
use crate::page::Role;
use std::collections::{BTreeMap, BTreeSet};

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Free,
    Taken,
    /// Something else: today, a holiday, chosen.
    Other,
}

/// The legends of a page.
#[derive(Debug, Default)]
pub(super) struct Legend<'a> {
    /// What each look stands for; `None` where that is not sure.
    looks: BTreeMap<&'a str, Option<Standing>>,
    /// The words that explain the marks.
    words: BTreeSet<&'a str>,
}

impl<'a> Legend<'a> {
    pub(super) fn of(layout: &Layout<'a>) -> Self {
        let mut legend = Legend::default();
        for node in layout.nodes.iter().filter(|node| node.block.role == Role::Mark) {
            let standing = match (node.says(Sign::Free), node.says(Sign::Full) || node.says(Sign::None)) {
                (_, true) => Standing::Taken,
                (true, _) => Standing::Free,
                _ => Standing::Other,
            };
            legend.words.insert(node.block.name());
            for look in node.block.looks() {
                // What marks of different sense have in common tells nothing.
                legend
                    .looks
                    .entry(look)
                    .and_modify(|known| {
                        if *known != Some(standing) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(standing));
            }
        }
        legend
    }

    /// Whether a text only explains a mark.
    pub(super) fn explains(&self, text: &str) -> bool {
        self.words.contains(text)
    }

    /// What the legend says of a node; taken where it says both.
    pub(super) fn standing(&self, node: &Node<'a>) -> Option<Standing> {
        if self.looks.is_empty() || node.block.role == Role::Mark {
            return None;
        }
        let mut found =
            node.block.looks().filter_map(|look| self.looks.get(look).copied().flatten()).collect::<Vec<_>>();
        found.sort_by_key(|standing| *standing != Standing::Taken);
        found.first().copied()
    }
}
