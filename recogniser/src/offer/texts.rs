//! Lines that say in words what is free and when, and tables of the first days that are.

use super::legend::is_legend;
use super::moment::Moment;
use super::numbers::{is_none_left, is_ratio_alone};
use super::{LABEL, Offer, PART, ROW, Search, Strength};
use crate::layout::{Area, Node};
use crate::lexicon::{self, Sign};
use crate::page::Role;
use crate::slot::Slot;
use crate::verdict::Reason;
use crate::when;

impl Search<'_, '_> {
    /// Lines that say that something is free, and when.
    pub(super) fn texts(&mut self) {
        for at in 0..self.layout.nodes.len() {
            let Some(node) = self.layout.node(at) else { continue };
            let moment = self.moment(at);
            let is_first = node.signs.has(Sign::First) || self.follows_first(at);
            let says =
                is_first || node.signs.has(Sign::Free) && !node.says(Sign::Choose) || self.is_under_first(at);
            let says = says && node.block.text.len() <= LABEL;
            if node.area == Area::Frame
                || node.is_control()
                || node.block.struck
                || node.signs.has(Sign::Legend)
                || !says
                || moment.is_empty()
                || is_legend(node.block.text)
                || self.layout.is_of_guests(at)
                || is_none_left(node)
                || is_ratio_alone(node.block.text)
            {
                continue;
            }
            // "Only free times are shown. Closed on 21 February" says nothing free of that day.
            let sentence =
                lexicon::sentence_with(node.block.text, if is_first { Sign::First } else { Sign::Free });
            if sentence.len() < node.block.text.len() && when::scan(sentence, &self.context).is_empty() {
                continue;
            }
            // An appointment in a calendar says its time alone.
            let Some(date) = moment.date.or_else(|| self.day_above(at)) else { continue };
            if self.heads_row(at, moment) {
                continue;
            }
            // "Available from Monday to Friday between 8:30 and 15:30" is open then.
            let is_open = moment.date.is_none() && moment.lasts(PART);
            if moment.range
                || is_open
                || !matches!(node.block.role, Role::Text | Role::Alert | Role::Cell | Role::Item)
            {
                continue;
            }
            let slot = self.slot(at, node, Some(date), moment.time);
            let slot = Slot { place: slot.place.or_else(|| self.row_head(at)), ..slot };
            // "Nothing this week, the first is free on Monday" is no contradiction.
            let is_plain = is_first || self.is_headed_first(at) && self.is_beside_control(at);
            let strength = if is_plain { Strength::Plain } else { Strength::Likely };
            if let Some(offer) = self.checked(Offer { slot, strength, reason: Reason::Text, at }) {
                self.found.slots.push(offer);
            }
        }
    }

    /// Whether a cell only names the time of the other cells of its row.
    fn heads_row(&self, at: usize, moment: Moment) -> bool {
        let says_free = self.layout.node(at).is_some_and(|node| node.signs.has(Sign::Free));
        let Some((row, cell)) = self.row_and_cell(at).filter(|_| !says_free) else { return false };
        let says = |cell: usize| {
            let mut inside = self.layout.within(cell).take(ROW);
            inside.any(|(_, node)| node.says_taken() || node.is_control())
        };
        let mut others = self.cells(row).skip(1).peekable();
        moment.time.is_some()
            && moment.date.is_none()
            && self.cells(row).next() == Some(cell)
            && others.peek().is_some()
            && others.all(says)
    }

    /// Whether a line only has the day that the line before asks for: "Next appointment".
    pub(super) fn follows_first(&self, at: usize) -> bool {
        let label = at.checked_sub(1).and_then(|before| Some((before, self.layout.node(before)?)));
        label.is_some_and(|(before, label)| {
            label.signs.has(Sign::First)
                && label.block.text.len() <= LABEL / 2
                && !label.is_control()
                && self.moment(before).is_empty()
                && self.layout.node(at).is_some_and(|node| node.parent == label.parent)
                && self.moment(at).date.is_some()
        })
    }

    /// Whether a cell stands in a table of the first days that are free: its head or the heading before it says so.
    fn is_under_first(&self, at: usize) -> bool {
        let says = |at: usize| self.layout.node(at).is_some_and(|node| node.signs.has(Sign::First));
        let Some((table, node)) = self.layout.table(at) else {
            return false;
        };
        let states = [Sign::First, Sign::Free, Sign::Booking, Sign::Choose];
        let is_headed_otherwise =
            self.column_head(at, table).is_some_and(|head| !states.iter().any(|sign| head.says(*sign)));
        if self.is_head_of_days(at, table) || is_headed_otherwise {
            return false;
        }
        says(table)
            || (table.saturating_sub(2)..table).any(says)
            || (table..node.end)
                .take(ROW)
                .find(|at| self.moment(*at).date.is_some())
                .is_some_and(|first| (table..first).any(says))
    }

    /// Whether the head of its column says of a cell that it is the first that is free.
    fn is_headed_first(&self, at: usize) -> bool {
        let table = self.layout.table(at);
        table.is_some_and(|(table, _)| {
            self.column_head(at, table).is_some_and(|head| head.signs.has(Sign::First))
        })
    }

    /// Whether something can be pressed in the row of a cell. A table of waiting times has nothing to press.
    fn is_beside_control(&self, at: usize) -> bool {
        let row = self.row_and_cell(at).map(|(row, _)| row);
        let is_ready = |node: &Node<'_>| node.is_control() && node.block.enabled;
        row.is_some_and(|row| self.layout.within(row).take(ROW).any(|(_, node)| is_ready(node)))
    }

    /// The head of a cell's column, where it says something. A row that has days itself is no head.
    fn column_head(&self, at: usize, table: usize) -> Option<&Node<'_>> {
        let head = self.first_row(table)?;
        let (row, cell) = self.row_and_cell(at).filter(|(row, _)| *row != head)?;
        let column = self.column(row, cell)?;
        let named = self.cell_in_column(head, column).filter(|named| self.moment(*named).is_empty())?;
        self.layout.node(named).filter(|node| !node.block.text.is_empty())
    }

    /// Whether a cell stands in the head of a table that has a day over each column: they are all that there are, and not
    /// the first that are free.
    fn is_head_of_days(&self, at: usize, table: usize) -> bool {
        let Some(row) = self.first_row(table) else { return false };
        let Some(head) = self.layout.node(row) else { return false };
        let has_rows = self.layout.node(table).is_some_and(|table| head.end < table.end);
        has_rows
            && (row..head.end).contains(&at)
            && self
                .layout
                .within(row)
                .take(ROW)
                .filter(|(cell, node)| node.parent == Some(row) && self.moment(*cell).date.is_some())
                .nth(1)
                .is_some()
    }
}
