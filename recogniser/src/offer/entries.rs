//! Lists of places, days or courses whose state stands in words beside their name: "Ulm – ausgebucht".

use super::moment::Told;
use super::{Offer, ROW, Search, Strength, count, words};
use crate::layout::{Area, Node};
use crate::lexicon::Sign;
use crate::page::Role;
use crate::quote::Quote;
use crate::slot::Slot;
use crate::verdict::Reason;
use jiff::civil::Date;
use std::ops::Range;

/// A text of more words than this says more than a state.
const STATE: usize = 4;
/// A text of more words than this says more than a name and a state.
const NAMED_STATE: usize = 14;

/// One entry: the words for its state, and the blocks that belong to it.
struct Entry {
    state: usize,
    blocks: Range<usize>,
    is_free: bool,
}

impl Search<'_, '_> {
    /// Entries that say in words whether something is free there.
    pub(super) fn entries(&mut self) {
        let entries: Vec<Entry> = (0..self.layout.nodes.len()).filter_map(|at| self.entry(at)).collect();
        let some_full = entries.iter().any(|entry| !entry.is_free);
        for entry in &entries {
            if !entry.is_free {
                self.found.full += usize::from(self.found.taken.insert(entry.state));
            } else if let Some(offer) = self.offer_of(entry, some_full) {
                self.found.slots.push(offer);
            }
        }
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
        if !is_label
            || text.is_empty()
            || text.split_whitespace().nth(STATE).is_some()
            || !self.moment(at).is_empty()
            // What is so until some day, and what leads to what follows, is no state.
            || self.moment(at).told == Told::Bound
            || text.ends_with([':', '：'])
        {
            return None;
        }
        let is_full = node.says(Sign::Full) || node.says(Sign::None);
        let is_free = node.signs.has(Sign::Free) && node.block.role != Role::Button;
        if is_full == is_free || self.explains(node) || is_free && node.says(Sign::Choose) {
            return None;
        }
        let blocks = self.around(at)?;
        self.name_of(&blocks, at)?;
        // A place that is closed on a day, among its opening hours.
        let is_open = |at: usize| self.moment(at).date.is_none() && self.moment(at).is_open_then();
        if blocks.clone().any(is_open) {
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
                self.layout.node(table).is_some_and(|above| table + 1 == container && above.end > node.end)
                    && !self.is_said_again(at, table)
            });
        (!is_table_head).then_some(container..node.end)
    }

    fn is_said_again(&self, at: usize, table: usize) -> bool {
        let text = self.layout.node(at).map(|node| node.block.name());
        self.layout.within(table).any(|(other, node)| other != at && Some(node.block.name()) == text)
    }

    /// Lists in which every item says name and state in one: "Ulm: fully booked". An item that says nothing of the kind
    /// may be free all the same, so that such a list is passed over.
    pub(super) fn lines(&mut self) {
        for list in 0..self.layout.nodes.len() {
            let Some(lines) = self.lines_of(list).filter(|lines| lines.len() > 1) else { continue };
            let some_full = lines.iter().any(|line| !line.is_free);
            for line in lines {
                if !line.is_free {
                    self.found.full += usize::from(self.found.taken.insert(line.state));
                } else if self.can_be_taken(&line, some_full) {
                    self.offer_line(line.state, Reason::Text, None);
                }
            }
        }
    }

    fn lines_of(&self, list: usize) -> Option<Vec<Entry>> {
        let node = self.layout.node(list)?;
        if node.block.role != Role::List || node.area == Area::Frame || self.is_key(list) {
            return None;
        }
        let items = self.layout.within(list).filter(|(_, node)| node.parent == Some(list));
        items.map(|(item, node)| self.line(item..node.end)).collect()
    }

    /// Whether each item of a list begins with the same number, as those do that explain the looks of a calendar's days.
    fn is_key(&self, list: usize) -> bool {
        let items = self.layout.within(list).take(ROW).filter(|(_, node)| node.parent == Some(list));
        let mut numbers = items.map(|(_, node)| {
            let first = node.block.text.split_whitespace().next().unwrap_or_default();
            first.parse::<u32>().ok()
        });
        let first = numbers.next().flatten();
        first.is_some() && numbers.next() == Some(first) && numbers.all(|number| number == first)
    }

    /// The line of an item, beside which only controls stand.
    fn line(&self, item: Range<usize>) -> Option<Entry> {
        let mut said = item.clone().filter(|at| {
            self.layout.node(*at).is_some_and(|node| !node.block.text.is_empty() && !node.says(Sign::Act))
        });
        let state = said.next().filter(|_| said.all(|at| self.is_aside(at)))?;
        let node = self.layout.node(state)?;
        let is_full = node.signs.has(Sign::Full) || node.signs.has(Sign::None);
        let is_free = node.signs.has(Sign::Free) && node.block.enabled;
        let words = node.block.text.split_whitespace().take(NAMED_STATE + 1).count();
        // "Appointments available" may ask for a choice; "3 appointments available" does not.
        let asks = is_free && node.says(Sign::Choose) && count(node).is_none();
        let tells = is_full != is_free
            && (2..=NAMED_STATE).contains(&words)
            && !asks
            && !self.explains(node)
            && self.moment(state).is_empty();
        tells.then_some(Entry { state, blocks: item, is_free })
    }

    /// Whether a few words say something else of an entry than its state: how far it is, what it costs.
    fn is_aside(&self, at: usize) -> bool {
        let Some(node) = self.layout.node(at) else { return false };
        let says = [Sign::Free, Sign::Full, Sign::None, Sign::First].iter().any(|sign| node.says(*sign));
        !says && self.moment(at).is_empty() && node.block.text.split_whitespace().nth(STATE).is_none()
    }

    /// Whether something can be taken that a line says to be free: by a control beside it, or because it is counted or
    /// other lines say that they have nothing.
    fn can_be_taken(&self, line: &Entry, some_full: bool) -> bool {
        let Some(node) = self.layout.node(line.state) else { return false };
        let others = line.blocks.clone().filter(|at| *at != line.state);
        let mut controls =
            others.filter_map(|at| self.layout.node(at)).filter(|node| node.is_control()).peekable();
        match controls.peek() {
            Some(_) => controls.any(|control| control.block.enabled),
            None => some_full || count(node).is_some() && node.says(Sign::Booking),
        }
    }

    /// Lines that say how many appointments are free, wherever they stand. One that can be pressed is an offer. What another
    /// belongs to cannot be told, but beside it nobody says that nothing is free.
    pub(super) fn counted(&mut self) {
        for at in 0..self.layout.nodes.len() {
            let Some(node) = self.layout.node(at).filter(|node| node.area != Area::Frame) else { continue };
            match self.labelled_number(at) {
                Some(0) => self.found.full += usize::from(self.found.taken.insert(at)),
                Some(_) => {
                    self.found.counted.get_or_insert(at);
                }
                None => {}
            }
            let tells = node.signs.has(Sign::Free)
                && node.says(Sign::Booking)
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
                self.offer_line(at, Reason::Control, None);
            } else if tells && self.is_taken_by_next(at) && self.moment(at).is_empty() {
                self.offer_line(at, Reason::ControlBeside, self.day_of(at));
            } else if tells {
                self.found.counted.get_or_insert(at);
            }
        }
    }

    /// Lists of controls that say how many are free, and of some that all is taken: "Booked", "14", "Booked".
    pub(super) fn numbers(&mut self) {
        for list in 0..self.layout.nodes.len() {
            if self.layout.node(list).is_none_or(|node| node.block.role != Role::List) {
                continue;
            }
            let controls = || self.layout.within(list).take(ROW).filter(|(_, node)| node.is_control());
            if !controls().any(|(_, node)| !node.block.enabled && node.signs.has(Sign::Full)) {
                continue;
            }
            let counts = controls().filter(|(_, node)| node.block.enabled).filter_map(|(at, node)| {
                let count = node.block.text.parse().ok().filter(|count| (1..1000).contains(count))?;
                let slot = Slot {
                    count: Some(count),
                    place: self.place_above(at),
                    words: words(node),
                    ..Slot::default()
                };
                Some(Offer { slot, strength: Strength::Likely, reason: Reason::Control, at })
            });
            let counts: Vec<Offer> = counts.collect();
            self.found.slots.extend(counts);
        }
    }

    /// Tables that count what is free, a place in each row: "Free appointments" over 0 and 3, or days over them.
    pub(super) fn tables(&mut self) {
        for table in 0..self.layout.nodes.len() {
            if self
                .layout
                .node(table)
                .is_some_and(|node| node.block.role == Role::Table && node.area != Area::Frame)
            {
                self.table(table);
            }
        }
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
                    self.found.full += usize::from(self.found.taken.insert(cell));
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
                node.signs.has(Sign::Free) && node.block.text.len() <= super::LABEL && !self.explains(node)
            })
        };
        let is_titled = (table.saturating_sub(1)..head).any(says);
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

    /// The number in the same line with words before it that say what it counts: "Free appointments:" "0".
    fn labelled_number(&self, at: usize) -> Option<u32> {
        let (label, node) = (self.layout.node(at.checked_sub(1)?)?, self.layout.node(at)?);
        let number = node.block.text.parse().ok().filter(|number| *number < 1000 && node.block.joined)?;
        let counts = label.block.text.ends_with([':', '：'])
            && (label.says(Sign::Free) || label.says(Sign::Booking))
            && label.block.text.split_whitespace().nth(STATE).is_none();
        counts.then_some(number)
    }

    /// Whether a control right after a line takes what that line counts.
    fn is_taken_by_next(&self, at: usize) -> bool {
        let next = self.layout.node(at + 1).filter(|next| next.is_control() && next.block.enabled);
        let parent = self.layout.node(at).and_then(|node| node.parent);
        next.is_some_and(|next| next.parent == parent && (next.says(Sign::Act) || next.says(Sign::More)))
    }

    /// The day in the lines before one, as far as they belong to it.
    fn day_of(&self, at: usize) -> Option<Date> {
        let parent = self.layout.node(at)?.parent;
        let before = (at.saturating_sub(super::LINES)..at).rev().map_while(|before| {
            let node = self.layout.node(before)?;
            let is_other = node.is_control() || node.says(Sign::None) || node.says(Sign::Full);
            (node.parent == parent && !is_other).then_some(before)
        });
        before.filter_map(|before| self.moment(before).date).filter(|date| self.is_ahead(*date)).last()
    }

    /// Offers what a line says to be free.
    fn offer_line(&mut self, at: usize, reason: Reason, date: Option<Date>) {
        let Some(node) = self.layout.node(at) else { return };
        let count = count(node);
        let name = name_in(node.block.text, count).filter(|_| super::total(node.block.text).is_none());
        let place = name.map(Quote::new).or_else(|| self.place_above(at));
        let slot = Slot { date, count, place, words: words(node), ..Slot::default() };
        let strength = if reason == Reason::ControlBeside { Strength::Plain } else { Strength::Likely };
        self.found.slots.push(Offer { slot, strength, reason, at });
    }

    /// Whether a text is part of a legend or a filter, or speaks of something else than what is free.
    fn explains(&self, node: &Node<'_>) -> bool {
        self.legend.explains(node.block.name())
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
        for at in entry.blocks.clone() {
            let moment = self.moment(at);
            if moment.range {
                return None;
            }
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

/// The name before a state: "Ulm" in "Ulm: fully booked" and in "Ulm (3 free)". Nothing where they run into each other.
fn name_in(text: &str, count: Option<u32>) -> Option<&str> {
    let count = count.map(|count| count.to_string());
    let numbered = count.and_then(|count| text.rfind(&count));
    let parted = text.find([':', '(', '–', '—', '|']);
    let (name, _) = text.split_at_checked(numbered.into_iter().chain(parted).min()?)?;
    Some(name.trim()).filter(|name| !name.is_empty())
}
