//! Lists of places, days or courses whose state stands in words beside their name: "Ulm – ausgebucht".

use super::legend::{Standing, is_legend};
use super::moment::Told;
use super::numbers::{count, is_none_left, is_ratio_alone};
use super::{Offer, ROW, Search, Strength, words};
use crate::layout::{Area, Node};
use crate::lexicon::{self, Sign};
use crate::page::Role;
use crate::quote::Quote;
use crate::slot::Slot;
use crate::verdict::Reason;
use std::collections::BTreeSet;
use std::ops::Range;

/// A text of more words than this says more than a state.
pub(super) const STATE: usize = 4;
/// What stands in a list for days or places that are not there.
pub(super) const NOTHING: [&str; 7] = ["NA", "N/A", "n/a", "-", "–", "—", "/"];
/// A text of more words than this says more than a name and a state.
pub(super) const NAMED_STATE: usize = 14;

/// So many weekdays make a plan of the week.
const WEEK: usize = 3;

/// One entry: the words for its state, and the blocks that belong to it.
pub(super) struct Entry {
    pub(super) state: usize,
    pub(super) blocks: Range<usize>,
    pub(super) is_free: bool,
}

impl Search<'_, '_> {
    /// Entries that say in words whether something is free there.
    pub(super) fn entries(&mut self) {
        let entries: Vec<Entry> = (0..self.layout.nodes.len()).filter_map(|at| self.entry(at)).collect();
        let some_full = entries.iter().any(|entry| !entry.is_free);
        self.found.silent |= self.has_silent(&entries);
        for entry in &entries {
            if !entry.is_free {
                let is_timed = entry.blocks.clone().any(|at| !self.moment(at).is_empty());
                if is_timed {
                    self.found.taken.insert(entry.state);
                } else {
                    self.found.add_full(entry.state);
                }
            } else if let Some(offer) = self.offer_of(entry, some_full) {
                self.found.slots.push(offer);
            }
        }
    }

    /// Whether beside some entries, in the same list or section, another has a day and a time and says nothing of its state.
    fn has_silent(&self, entries: &[Entry]) -> bool {
        let known: BTreeSet<usize> = entries.iter().map(|entry| entry.blocks.start).collect();
        let role = |at: usize| self.layout.node(at).map(|node| node.block.role);
        let is_beside = |at: usize| matches!(role(at), Some(Role::Item | Role::Row | Role::Section));
        let around = known.iter().filter(|at| is_beside(**at));
        let around: BTreeSet<_> = around.filter_map(|at| self.layout.node(*at)?.parent).collect();
        let mut others = self.content().filter(|(at, node)| {
            node.parent.is_some_and(|parent| around.contains(&parent))
                && is_beside(*at)
                && !known.contains(at)
        });
        others.any(|(at, node)| {
            let (date, time) = self.in_row(at, at);
            let mut inside = self.layout.within(at);
            node.end - at <= ROW
                && time.is_some()
                && date.is_some_and(|date| self.is_ahead(date))
                && !inside.any(|(inside, node)| node.is_control() || self.found.taken.contains(&inside))
        })
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let node = self.layout.node(at).filter(|node| node.area != Area::Frame)?;
        let is_label = match node.block.role {
            Role::Text | Role::Cell | Role::Alert | Role::Image | Role::Item => !node.block.pressable,
            // A button that says "full" instead of "book".
            Role::Button => !node.block.enabled,
            _ => false,
        };
        let text = node.block.name();
        // What stands in the cell of a day is said of that day.
        if !is_label
            || text.is_empty()
            || self.cell_day(at).is_some()
            || self.layout.is_of_guests(at)
            || text.split_whitespace().nth(NAMED_STATE).is_some()
            || !self.moment(at).is_empty()
            // What is so until some day, and what leads to what follows, is no state.
            || self.moment(at).told == Told::Bound
            || text.ends_with([':', '：'])
        {
            return None;
        }
        // "0 of 12 left" also holds the words of "12 left".
        let is_full = node.says_taken() || is_none_left(node);
        let is_free = node.signs.has(Sign::Free)
            && node.block.role != Role::Button
            && node.block.enabled
            && !is_none_left(node)
            && !is_ratio_alone(text);
        // A sign is what the page says of it.
        let symbol = self.legend.symbol(node);
        let is_full = symbol.map_or(is_full, |standing| standing == Standing::Taken);
        let is_free = symbol.map_or(is_free, |standing| standing == Standing::Free);
        // A number says more than words do, and may have a name beside it.
        let is_long = || text.split_whitespace().nth(STATE).is_some();
        if is_full == is_free
            || self.explains(node)
            || (is_long() || is_free && node.says(Sign::Choose)) && count(node).is_none()
        {
            return None;
        }
        // "For ages 8 to 12. 12 places." tells what is held.
        if is_free && lexicon::sentence_with(text, Sign::Free).len() < text.len() {
            return None;
        }
        // Marks in a plan of the week are opening hours.
        if !text.contains(char::is_alphanumeric) && self.is_in_week(at) {
            return None;
        }
        let blocks = self.around(at)?;
        self.name_of(&blocks, at)?;
        // A place that is closed on a day, among its opening hours.
        let is_open = |at: usize| self.moment(at).date.is_none() && self.moment(at).is_open_then();
        let has_day = |at: usize| self.moment(at).date.is_some();
        if blocks.clone().any(is_open) && !blocks.clone().any(has_day) {
            return None;
        }
        Some(Entry { state: at, blocks, is_free })
    }

    /// The blocks from a heading to the next one beside it, or else the nearest small container.
    fn around(&self, at: usize) -> Option<Range<usize>> {
        let parent = self.layout.node(at)?.parent;
        let is_head = |node: &&Node<'_>| node.block.role == Role::Heading && node.parent == parent;
        let first = at.saturating_sub(ROW);
        let head = (first..at).rev().find(|before| self.layout.node(*before).as_ref().is_some_and(is_head));
        // One heading over all of them is no name.
        let other = |from: usize| {
            (from + 1..(from + ROW).min(self.layout.nodes.len()))
                .find(|after| self.layout.node(*after).as_ref().is_some_and(is_head))
        };
        if let Some(head) = head {
            let before = (head.saturating_sub(ROW)..head)
                .any(|before| self.layout.node(before).as_ref().is_some_and(is_head));
            let next = other(head);
            let end =
                self.layout.node(at).and_then(|node| node.parent).map_or(self.layout.nodes.len(), |parent| {
                    self.layout.node(parent).map_or(at, |node| node.end)
                });
            if before || next.is_some() {
                return Some(head..next.unwrap_or(end).min(head + ROW));
            }
        }
        let (container, node) = self
            .layout
            .ancestors(at)
            .find(|(_, node)| matches!(node.block.role, Role::Item | Role::Row | Role::Section))?;
        if node.end - container > ROW {
            return None;
        }
        // A head says once what the rows say each.
        let is_table_head = node.block.role == Role::Row
            && node.parent.is_some_and(|table| {
                self.first_row(table) == Some(container)
                    && self.layout.node(table).is_some_and(|above| above.end > node.end)
                    && !self.is_said_again(at, table)
            });
        (!is_table_head).then_some(container..node.end)
    }

    /// Whether a cell stands in a table whose head has weekdays, and no days.
    pub(super) fn is_in_week(&self, at: usize) -> bool {
        let table = self.layout.table(at);
        let head = table.and_then(|(table, _)| self.first_row(table));
        head.is_some_and(|head| {
            let weekdays = self.cells(head).take(ROW).filter(|cell| self.weekdays.contains(cell));
            weekdays.take(WEEK).count() == WEEK
        })
    }

    fn is_said_again(&self, at: usize, table: usize) -> bool {
        let text = self.layout.node(at).map(|node| node.block.name());
        self.layout.within(table).any(|(other, node)| other != at && Some(node.block.name()) == text)
    }

    /// Whether a text is part of a legend or a filter, or speaks of something else than what is free.
    pub(super) fn explains(&self, node: &Node<'_>) -> bool {
        self.legend.explains(node)
            || is_legend(node.block.text)
            || [Sign::Legend, Sign::Filter, Sign::Unsaid].iter().any(|sign| node.says(*sign))
    }

    /// What an entry is called: its heading, else the first words in it that are not its state.
    fn name_of(&self, blocks: &Range<usize>, state: usize) -> Option<usize> {
        let is_name = |at: &usize| {
            self.layout.node(*at).is_some_and(|node| {
                *at != state
                    && !node.block.text.is_empty()
                    && matches!(
                        node.block.role,
                        Role::Heading | Role::Text | Role::Cell | Role::Link | Role::Item | Role::Section
                    )
                    && !node.says(Sign::Act)
                    && node.block.text.len() <= super::LABEL
            })
        };
        let heading = |at: &usize| {
            self.layout.node(*at).is_some_and(|node| node.block.role == Role::Heading) && is_name(at)
        };
        blocks.clone().find(heading).or_else(|| blocks.clone().find(is_name))
    }

    /// What an entry offers that says it has something free: where it can be taken, where it is counted, or where
    /// others say that they have nothing.
    fn offer_of(&self, entry: &Entry, some_full: bool) -> Option<Offer> {
        let state = self.layout.node(entry.state)?;
        let acts: Vec<&Node<'_>> = entry
            .blocks
            .clone()
            .filter_map(|at| self.layout.node(at))
            .filter(|node| node.is_control() && (node.says(Sign::Act) || node.says(Sign::Booking)))
            .collect();
        let can_act = acts.iter().any(|node| node.block.enabled);
        let count = count(state);
        if !can_act && (!acts.is_empty() || count.is_none() && !some_full) {
            return None;
        }
        let mut slot = Slot { count, words: words(state), ..Slot::default() };
        if entry.blocks.clone().any(|at| self.moment(at).range) {
            return None;
        }
        // What stands right before a state is nearer to it than what is above other states.
        let before = (entry.blocks.start..entry.state).rev();
        // A day right above the heading is nearer than one behind the state, which may be of the next.
        let above = entry.blocks.start.checked_sub(1).filter(|above| self.is_dated_line(*above));
        let before = before.chain(above);
        for at in before.chain(entry.state..entry.blocks.end).filter(|at| !self.is_end(*at)) {
            let moment = self.moment(at);
            slot.date = slot.date.or(moment.date);
            slot.time = slot.time.or(moment.time);
        }
        slot.date = slot.date.or_else(|| slot.time.and_then(|_| self.day_above(entry.state)));
        let name = self.name_of(&entry.blocks, entry.state)?;
        slot.place = if self.moment(name).is_empty() {
            self.layout.node(name).map(|node| Quote::new(node.block.text))
        } else {
            self.place_above(entry.state)
        };
        let at = entry.state;
        // What is counted, and can be taken on a day, leaves nothing open.
        let is_whole = can_act && slot.count.is_some() && slot.date.is_some();
        let strength = if is_whole { Strength::Plain } else { Strength::Likely };
        self.checked(Offer { slot, strength, reason: Reason::Text, at })
    }
}
