//! Lines, tables and controls that count what is free: "3 appointments available".

use super::entries::{NAMED_STATE, NOTHING, STATE};
use super::numbers::{bare_total, count, total};
use super::{LABEL, Offer, ROW, Search, Strength, words};
use crate::layout::{Area, Node};
use crate::lexicon::Sign;
use crate::page::Role;
use crate::slot::Slot;
use crate::verdict::Reason;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// So many lines on, past blank ones, a control takes what a line counts.
const SOON: usize = 3;
/// So many kinds of things are counted on a page.
const SOME: usize = 8;
/// So many lines belong to one that counts what is free.
const LINES: usize = 12;

impl Search<'_, '_> {
    /// Lines that say how many appointments are free, wherever they stand. One that can be pressed, or stands right before a
    /// control that takes it, is an offer. What another belongs to cannot be told, but beside it nobody says that nothing is
    /// free.
    pub(super) fn counted(&mut self) {
        // What lines count of which there is none: "4 left" beside "0 left".
        let zeros = self.content().filter_map(|(_, node)| node.block.text.strip_prefix("0 "));
        let zeros: BTreeSet<&str> = zeros.filter(|what| what.len() <= LABEL / 4).collect();
        let is_bare_count = |node: &Node<'_>| {
            let is_so = |what: &str| zeros.iter().take(SOME).any(|zero| what.starts_with(zero));
            let counted = node.block.text.split_once(' ').filter(|(_, what)| is_so(what));
            counted.and_then(|(number, _)| number.parse::<u32>().ok()).is_some_and(|number| number > 0)
        };
        for at in 0..self.layout.nodes.len() {
            let Some(node) = self.layout.node(at).filter(|node| node.area != Area::Frame) else { continue };
            if node.signs.has(Sign::None) && node.block.text.split_whitespace().any(|word| word == "0") {
                self.found.zero.insert(at);
            }
            let total = || total(node.block.text).filter(|total| *total == 0);
            match self.labelled_number(at).or_else(total) {
                Some(0) => self.found.add_full(at),
                Some(number) if self.is_taken_by_next(at) => self.offer_labelled(at, number),
                Some(_) => {
                    self.found.counted.get_or_insert(at);
                }
                None => {}
            }
            // News of a day that is over counts what is gone.
            let tells = !self.found.over.contains(&at)
                && node.signs.has(Sign::Free)
                && (node.says(Sign::Booking)
                    || bare_total(node.block.text).is_some_and(|total| total > 0)
                    || is_bare_count(node))
                && !node.says(Sign::None)
                && !node.says(Sign::Full)
                && !self.explains(node)
                && node.block.enabled
                && !node.block.struck
                && !node.parent.is_some_and(|list| self.is_key(list))
                && node.block.text.split_whitespace().nth(NAMED_STATE).is_none()
                && count(node).is_some();
            let is_link = matches!(node.block.role, Role::Link | Role::Button);
            if tells && is_link && self.moment(at).is_empty() {
                self.offer_line(at, Reason::Control, self.cell_day(at));
            } else if tells && self.is_taken_by_next(at) && self.moment(at).date.is_none() {
                self.offer_line(at, Reason::ControlBeside, self.day_of(at));
            } else if tells {
                self.found.counted.get_or_insert(at);
            }
        }
    }

    /// Lists of controls that say how many are free, and of some that all is taken: "Booked", "14", "Booked". Where all of
    /// them say that, it is so.
    pub(super) fn numbers(&mut self) {
        for list in 0..self.layout.nodes.len() {
            if !self.is_content(list, Role::List) {
                continue;
            }
            let nodes = self.layout.within(list).take(ROW);
            let controls = nodes.filter(|(_, node)| node.is_control() && !NOTHING.contains(&node.block.text));
            let (full, others): (Vec<_>, Vec<_>) = controls.partition(|(_, node)| {
                node.signs.has(Sign::Full) && node.block.text.split_whitespace().nth(STATE).is_none()
            });
            if full.is_empty() {
                continue;
            }
            let counts = others.iter().filter(|(_, node)| node.block.enabled).filter_map(|(at, node)| {
                let count = node.block.text.parse().ok().filter(|count| (1..1000).contains(count))?;
                let slot = Slot {
                    count: Some(count),
                    place: self.place_above(*at),
                    words: words(node),
                    ..Slot::default()
                };
                Some(Offer { slot, strength: Strength::Likely, reason: Reason::Control, at: *at })
            });
            let counts: Vec<Offer> = counts.collect();
            if others.is_empty() && full.len() > 1 {
                let full: Vec<usize> = full.into_iter().map(|(at, _)| at).collect();
                for at in full {
                    self.found.add_full(at);
                }
            }
            self.found.slots.extend(counts);
        }
    }

    /// Tables that count what is free, a place in each row: "Free appointments" over 0 and 3, or days over them.
    pub(super) fn tables(&mut self) {
        for table in 0..self.layout.nodes.len() {
            if self.is_content(table, Role::Table) {
                self.table(table);
            }
        }
    }

    /// Whether a node has that role, and does not frame the page.
    fn is_content(&self, at: usize, role: Role) -> bool {
        self.layout.node(at).is_some_and(|node| node.block.role == role && node.area != Area::Frame)
    }

    fn table(&mut self, table: usize) {
        let mut rows = self.layout.within(table).filter(|(_, node)| node.block.role == Role::Row);
        let Some((head, _)) = rows.next() else { return };
        let counted = self.counted_columns(table, head);
        if counted.is_empty() {
            return;
        }
        let rows: Vec<usize> = rows.map(|(row, _)| row).collect();
        for row in rows {
            let cells: Vec<usize> = self.cells(row).collect();
            let mut offered = false;
            for (column, date) in &counted {
                let Some((cell, number)) =
                    cells.get(*column).and_then(|cell| Some((*cell, self.number_in(*cell)?)))
                else {
                    continue;
                };
                if number == 0 || self.is_switched_off(row) {
                    self.found.add_full(cell);
                } else if date.is_some() || !offered {
                    offered = true;
                    self.offer_cell(cell, *date, number);
                }
            }
        }
    }

    /// The columns that count what is free, with the day that each stands for where it has one.
    fn counted_columns(&self, table: usize, head: usize) -> Vec<(usize, Option<Date>)> {
        let says = |at: usize| {
            self.layout.node(at).is_some_and(|node| {
                node.signs.has(Sign::Free) && node.block.text.len() <= LABEL && !self.explains(node)
            })
        };
        let heading = (table.saturating_sub(ROW)..table)
            .rev()
            .find(|at| self.layout.node(*at).is_some_and(|node| node.block.role == Role::Heading));
        let is_titled = (table.saturating_sub(1)..head).chain(heading).any(says);
        self.cells(head)
            .enumerate()
            .filter_map(|(column, at)| match self.moment(at).date {
                Some(date) => is_titled.then_some((column, Some(date))),
                None => says(at).then_some((column, None)),
            })
            .collect()
    }

    /// The number that a cell has, and nothing else.
    fn number_in(&self, cell: usize) -> Option<u32> {
        let mut said = self.layout.within(cell).filter(|(_, node)| !node.block.text.is_empty());
        let (_, node) = said.next().filter(|_| said.next().is_none())?;
        node.block.text.parse().ok().filter(|number| *number < 1000)
    }

    /// Whether a row has controls and none of them can be pressed.
    fn is_switched_off(&self, row: usize) -> bool {
        let mut controls = self.layout.within(row).filter(|(_, node)| node.is_control()).peekable();
        controls.peek().is_some() && controls.all(|(_, node)| !node.block.enabled)
    }

    fn offer_cell(&mut self, cell: usize, date: Option<Date>, count: u32) {
        let Some(node) = self.layout.node(cell) else { return };
        let place = self.row_head(cell);
        let words = place.clone().unwrap_or_else(|| words(node));
        let slot = Slot { date, count: Some(count), place, words, ..Slot::default() };
        let offer = Offer { slot, strength: Strength::Likely, reason: Reason::Text, at: cell };
        self.found.slots.extend(self.checked(offer));
    }

    /// The number behind words that say what it counts: "Free appointments:" "0" in the same line, "Places left" "3" in two.
    fn labelled_number(&self, at: usize) -> Option<u32> {
        let (label, node) = (self.layout.node(at.checked_sub(1)?)?, self.layout.node(at)?);
        let number = node.block.text.parse().ok().filter(|number| *number < 1000)?;
        let is_label = label.parent == node.parent
            && !label.is_control()
            && label.block.text.split_whitespace().nth(STATE).is_none()
            && count(label).is_none();
        let counts = if node.block.joined {
            label.block.text.ends_with([':', '：']) && (label.says(Sign::Free) || label.says(Sign::Booking))
        } else {
            label.signs.has(Sign::Free) && label.block.role == Role::Text && node.block.role == Role::Text
        };
        (is_label && counts).then_some(number)
    }

    /// Offers what is counted behind its label.
    fn offer_labelled(&mut self, at: usize, count: u32) {
        let Some(label) = at.checked_sub(1).and_then(|before| self.layout.node(before)) else { return };
        let place = self.place_above(at);
        let slot =
            Slot { date: self.day_of(at), count: Some(count), place, words: words(label), ..Slot::default() };
        self.found.slots.push(Offer { slot, strength: Strength::Plain, reason: Reason::ControlBeside, at });
    }

    /// Whether a control right after a line takes what that line counts.
    fn is_taken_by_next(&self, at: usize) -> bool {
        let parent = self.layout.node(at).and_then(|node| node.parent);
        let mut behind = (at + 1..=at + SOON).filter_map(|next| self.layout.node(next));
        let next = behind.find(|next| !next.block.name().is_empty());
        next.is_some_and(|next| {
            next.is_control()
                && next.block.enabled
                && next.parent == parent
                && (next.says(Sign::Act) || next.says(Sign::More))
        })
    }

    /// The day in the lines before one, as far as they belong to it.
    fn day_of(&self, at: usize) -> Option<Date> {
        let parent = self.layout.node(at)?.parent;
        let before = (at.saturating_sub(LINES)..at).rev().map_while(|before| {
            let node = self.layout.node(before)?;
            let is_other = node.is_control() || node.says(Sign::None) || node.says(Sign::Full);
            (node.parent == parent && !is_other).then_some(before)
        });
        before.filter_map(|before| self.moment(before).date).filter(|date| self.is_ahead(*date)).last()
    }
}
