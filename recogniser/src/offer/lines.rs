//! Lists in which every item says name and state in one line: "Ulm: fully booked".

use super::entries::{Entry, NAMED_STATE, NOTHING, STATE};
use super::numbers::{bare_total, count};
use super::{Offer, ROW, Search, Strength, words};
use crate::layout::{Area, Node};
use crate::lexicon::Sign;
use crate::page::Role;
use crate::quote::Quote;
use crate::slot::Slot;
use crate::verdict::Reason;
use jiff::civil::Date;
use std::ops::Range;

impl Search<'_, '_> {
    /// Lists in which every item says name and state in one: "Ulm: fully booked". An item that says nothing of the kind
    /// may be free all the same, so that such a list is passed over.
    pub(super) fn lines(&mut self) {
        for list in 0..self.layout.nodes.len() {
            let Some(lines) = self.lines_of(list).filter(|lines| lines.len() > 1) else { continue };
            // Beside a calendar, states without a name explain its days.
            if !self.days.is_empty() && !lines.iter().any(|line| self.has_name(line)) {
                continue;
            }
            let some_full = lines.iter().any(|line| !line.is_free);
            for line in lines {
                if !line.is_free {
                    self.found.add_full(line.state);
                } else if self.can_be_taken(&line, some_full) {
                    self.offer_line(line.state, Reason::Text, None);
                }
            }
        }
    }

    /// Whether a line names what its state is of, or has a control beside it.
    fn has_name(&self, line: &Entry) -> bool {
        let has_control = || line.blocks.clone().any(|at| self.layout.node(at).is_some_and(Node::is_control));
        self.layout.node(line.state).is_some_and(|node| name_in(node.block.text, count(node)).is_some())
            || has_control()
    }

    fn lines_of(&self, list: usize) -> Option<Vec<Entry>> {
        let node = self.layout.node(list)?;
        if node.block.role != Role::List || node.area == Area::Frame || self.is_key(list) {
            return None;
        }
        let items = self.layout.within(list).filter(|(_, node)| node.parent == Some(list));
        let items = items.filter(|(_, node)| !NOTHING.contains(&node.block.text));
        items.map(|(item, node)| self.line(item..node.end)).collect()
    }

    /// Whether each item of a list begins with the same number, as those do that explain the looks of a calendar's days.
    pub(super) fn is_key(&self, list: usize) -> bool {
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
        // "More about Ulm" beside what is said of Ulm may be longer.
        let most = if node.is_control() { NAMED_STATE } else { STATE };
        !says && self.moment(at).is_empty() && node.block.text.split_whitespace().nth(most).is_none()
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

    /// Offers what a line says to be free.
    pub(super) fn offer_line(&mut self, at: usize, reason: Reason, date: Option<Date>) {
        let Some(node) = self.layout.node(at) else { return };
        let count = count(node);
        let name = name_in(node.block.text, count).filter(|_| bare_total(node.block.text).is_none());
        let place = name.map(Quote::new).or_else(|| self.place_above(at));
        let time = self.moment(at).time;
        let slot = Slot { date, time, count, place, words: words(node), ..Slot::default() };
        let strength = if reason == Reason::ControlBeside { Strength::Plain } else { Strength::Likely };
        self.found.slots.push(Offer { slot, strength, reason, at });
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
