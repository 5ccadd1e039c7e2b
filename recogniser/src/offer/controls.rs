//! Controls that carry a day or a time, or stand beside one.

use super::calendar::day_number;
use super::counts::{count, is_none_left};
use super::entries::STATE;
use super::legend::Standing;
use super::moment::{Moment, Told};
use super::{LABEL, MOST_WORDS, Offer, PART, ROW, Search, Strength, words};
use crate::layout::{Area, Node};
use crate::lexicon::Sign;
use crate::page::{Attribute, Role};
use crate::quote::Quote;
use crate::slot::{Slot, TimeSpan};
use crate::verdict::Reason;
use jiff::civil::Date;

/// So many times that are taken make a choice of those that are not.
const CHOICE: usize = 2;
/// With what a control ends that unfolds a list of choices.
const UNFOLDS: [char; 4] = ['▾', '▼', '⌄', '⏷'];
/// With what a control begins that leads to the day before.
const BACK: [char; 7] = ['←', '‹', '«', '<', '＜', '◀', '⟨'];
/// With what one ends that leads to the day after.
const ON: [char; 7] = ['→', '›', '»', '>', '＞', '▶', '⟩'];
/// So many nodes lie between the two at the most.
const PAIR: usize = 4;
/// So many days beside each other are tabs.
const TABS: usize = 3;
/// So many nodes of a table or list are searched for rows that are full.
const MOST_BESIDE: usize = 400;
/// So many of a list of choices tell whether some are taken.
const MOST_CHOICES: usize = 60;

impl<'a> Search<'_, 'a> {
    /// Controls that carry a time, or stand beside one.
    pub(super) fn controls(&mut self) {
        let (mut off, mut on) = (0, None);
        for at in 0..self.layout.nodes.len() {
            let Some(node) = self.layout.node(at) else { continue };
            if node.area == Area::Frame {
                continue;
            }
            let moment = self.moment(at);
            let is_taken = node.says_taken()
                || node.is_control() && is_none_left(node)
                || self.legend.standing(node) == Some(Standing::Taken)
                || self.mark_before(at) == Some(Standing::Taken);
            let is_label = node.block.text.len() <= LABEL
                && node.block.text.split_whitespace().nth(MOST_WORDS).is_none()
                && !node.signs.has(Sign::Legend);
            // "No appointments from 1 to 31 March" answers a search.
            let is_loud = matches!(node.block.role, Role::Heading | Role::Alert);
            let is_answer = moment.range && node.signs.has(Sign::None) && (is_loud || !node.says(Sign::Full));
            if moment.told == Told::Bound && is_taken && is_label && !node.is_control() {
                self.found.full_until.insert(at);
            }
            // What is over is not taken.
            if moment.date.is_some_and(|date| date < self.context.today) && !node.is_control() {
                self.found.over.insert(at);
                if is_taken {
                    continue;
                }
            }
            // A control that says "full" of itself, and is switched off.
            let is_off = node.is_control() && !node.block.enabled && is_taken && is_label;
            if is_off && moment.is_empty() {
                self.found.add_full(at);
            }
            if !moment.is_empty() && is_taken && is_label && !is_answer || is_off || self.is_taken_row(at) {
                self.found.taken.insert(at);
                continue;
            }
            if !node.is_control() {
                continue;
            }
            // A time that is switched off, or struck through, is taken.
            if moment.time.is_some() && moment.alone && (!node.block.enabled || node.block.struck) {
                // Where the whole field is switched off, it is not the turn of the times yet.
                if self.layout.field(at).is_none_or(|(_, field)| field.block.enabled) {
                    off += 1;
                    self.found.taken.insert(at);
                }
                continue;
            }
            if moment.time.is_some()
                && moment.alone
                && !matches!(node.block.role, Role::Option | Role::Checkbox)
            {
                on.get_or_insert(at);
            }
            if leads_elsewhere(node, moment) || moment.time.is_none() && self.leads_back_or_on(at, node) {
                if node.says(Sign::More) && node.block.enabled && self.found.more.is_none() {
                    self.found.more = Some(at);
                }
                continue;
            }
            if !node.block.enabled
                || node.block.struck
                || day_number(node).is_some() && !moment.says_time && !self.is_count_beside_day(at, node)
                || self.is_filter(at, node)
            {
                continue;
            }
            if let Some(offer) = self.control(at, node, moment) {
                self.found.slots.push(offer);
            }
        }
        self.found.choice = on.filter(|_| off >= CHOICE);
    }

    /// What the legend says of the mark right before a line.
    fn mark_before(&self, at: usize) -> Option<Standing> {
        let (before, node) = (self.layout.node(at.checked_sub(1)?)?, self.layout.node(at)?);
        let is_marked = before.block.role == Role::Mark
            && before.parent == node.parent
            && before.block.name() == node.block.text
            && node.block.role == Role::Text;
        if is_marked { self.legend.look_of(before) } else { None }
    }

    /// Whether a control is one of several days to choose from, of which one is chosen and all can be: they lead to the times
    /// of their day, whatever there is.
    fn is_tab_of_days(&self, at: usize) -> bool {
        let parent = self.layout.node(at).and_then(|node| node.parent);
        let is_day = |at: &usize| {
            let moment = self.moment(*at);
            let is_beside =
                self.layout.node(*at).is_some_and(|node| node.parent == parent && node.is_control());
            is_beside && moment.alone && moment.date.is_some() && moment.time.is_none()
        };
        let before = (at.saturating_sub(ROW)..at).rev().take_while(is_day);
        let days = before.chain((at..at + ROW).take_while(is_day)).filter_map(|at| self.layout.node(at));
        let (mut count, mut chosen) = (0, 0);
        for node in days {
            if !node.block.enabled || node.says(Sign::Full) || node.says(Sign::Free) {
                return false;
            }
            count += 1;
            chosen += usize::from(node.block.selected);
        }
        count >= TABS && chosen == 1
    }

    /// Whether a control is one of a pair with arrows: "← 11 March" leads back, and "13 March →" beside it on.
    pub(super) fn leads_back_or_on(&self, at: usize, node: &Node<'_>) -> bool {
        let leads_back = |node: &Node<'_>| node.is_control() && node.block.text.starts_with(BACK);
        let leads_on = node.is_control() && node.block.text.ends_with(ON);
        let mut before = (at.saturating_sub(PAIR)..at).rev().filter_map(|before| self.layout.node(before));
        leads_back(node) || leads_on && before.find(|node| node.is_control()).is_some_and(leads_back)
    }

    /// A cell such as "already filled" in a row with a time.
    fn is_taken_row(&self, at: usize) -> bool {
        let Some(node) = self.layout.node(at) else { return false };
        // A blank cell says it by its tooltip.
        let states = if node.block.text.is_empty() { node.aside } else { node.signs };
        let says = states.has(Sign::Full) || states.has(Sign::None);
        // "Join the waiting list" stands where others can be booked.
        says && (!node.is_control() || states.has(Sign::Full))
            && node.block.text.len() <= LABEL
            && self.row(at).is_some_and(|row| self.is_small(row) && self.in_row(row, at).1.is_some())
    }

    /// Whether a number counts what is free on the day before it: "4 free" under "21 October".
    fn is_count_beside_day(&self, at: usize, node: &Node<'a>) -> bool {
        let before = at.checked_sub(1).filter(|before| self.moment(*before).date.is_some());
        let before = before.and_then(|before| self.layout.node(before));
        count(node).is_some() && before.is_some_and(|before| before.parent == node.parent)
    }

    fn control(&self, at: usize, node: &Node<'a>, own: Moment) -> Option<Offer> {
        let label = node.block.name();
        // "Put me on the waiting list" takes nothing.
        let acts = !node.says(Sign::Full)
            && (node.says(Sign::Act)
                || node.says(Sign::Free)
                || node.says(Sign::First)
                || node.aside.has(Sign::Booking)
                || own.date.is_some() && count(node).is_some());
        // A place with its opening hours, a part of the day among other words.
        let is_among_words = label.split_whitespace().nth(MOST_WORDS - 1).is_some();
        let is_part = own.lasts(PART) && (!own.alone || self.day_above(at).is_none());
        if own.date.is_none() && own.time.is_some() && (own.is_open_then() || is_part || is_among_words) {
            return None;
        }
        let mut slot = Slot { words: words(node), count: count(node), ..Slot::default() };
        let strength = match (own.time, own.date) {
            (Some(_), _) if node.block.role == Role::Link && self.is_beside_taken_times(at) => {
                Strength::Likely
            }
            (Some(_), _) if own.alone || label.len() <= LABEL => own_time(node, own, acts)?,
            (None, Some(_)) if own.range => return None,
            (None, Some(_)) if own.alone && self.follows_first(at) => Strength::Plain,
            (None, Some(_)) if acts && (own.alone || label.len() <= LABEL / 2) => Strength::Plain,
            // A place with its address, and "first available day: 21 October".
            (None, Some(_)) if node.says(Sign::First) && label.len() <= LABEL => Strength::Plain,
            // A button that says just a day opens that day.
            (None, Some(_))
                if node.block.role == Role::Option
                    && self.layout.field(at).is_some()
                    && !self.is_asked_for(at)
                    && !self.is_among_taken(at) =>
            {
                Strength::Hint
            }
            // The day that is chosen already leads nowhere.
            (None, Some(_))
                if own.alone
                    && node.block.selected
                    && matches!(node.block.role, Role::Button | Role::Link) =>
            {
                Strength::Hint
            }
            (None, Some(_)) if own.alone && self.is_tab_of_days(at) => Strength::Hint,
            (None, Some(_)) if own.alone && node.block.role != Role::Link => Strength::Likely,
            (None, Some(_)) if own.alone => Strength::Hint,
            (None, None) if is_bare_choice(node) => return self.bare_choice(at, node),
            (None, None) if label.is_empty() => return self.named_by_cell(at),
            (None, None) if acts && label.len() <= LABEL && !self.is_for_address(at) => {
                if let Some(date) = self.day_before(at).filter(|_| node.signs.has(Sign::Free)) {
                    return self.offer_beside(at, node, Some(date), None);
                }
                if self.is_in_full_row(at) {
                    return None;
                }
                let (date, time) = self.beside(at)?;
                let says_free = node.says(Sign::Free) && !node.says(Sign::Act) && self.is_in_table(at);
                if time.is_none() && (date.is_none() || !says_free && !self.is_among_full_rows(at)) {
                    return None;
                }
                let is_near = || self.row(at).is_some_and(|row| self.is_small(row));
                return self
                    .offer_beside(at, node, date, time)
                    .filter(|offer| offer.slot.date.is_some() || is_near());
            }
            _ => return None,
        };
        slot.date = own.date.or_else(|| own.time.and_then(|_| self.day_above(at)));
        // Hours to choose from under a day are offered; hours alone are a question.
        let strength = match node.block.role {
            Role::Option
                if slot.date.is_some() && (self.is_asked_for(at) || self.layout.field(at).is_none())
                    || self.is_among_taken(at) =>
            {
                strength.max(Strength::Likely)
            }
            _ => strength,
        };
        slot.time = own.time;
        slot.place = self.place_above(at);
        slot.second =
            own.second.map(|(date, time)| Box::new(Slot { date: Some(date), time, ..Slot::default() }));
        self.checked(Offer { slot, strength, reason: Reason::Control, at })
    }

    /// Whether the row or item of a control says between its time and the control, or behind it, that it is full: "Book"
    /// stands there all the same.
    fn is_in_full_row(&self, at: usize) -> bool {
        let Some((row, node)) = self.entry_around(at) else { return false };
        let has_time = |at: &usize| self.label(*at).time.is_some();
        let is_control = |at: &usize| self.layout.node(*at).is_some_and(Node::is_control);
        let before = (row + 1..at).rev().take_while(|at| !has_time(at));
        let behind = (at + 1..node.end).take_while(|at| !has_time(at) && !is_control(at));
        let says = |at: usize| self.layout.node(at).is_some_and(|node| !node.is_control() && is_full(node));
        before.chain(behind).any(says) && !self.is_in_column_of_states(at)
    }

    /// Whether other rows say in the column of a control that they are full: each column is of something else then.
    fn is_in_column_of_states(&self, at: usize) -> bool {
        let place = self.row_and_cell(at).and_then(|(row, cell)| Some((row, self.column(row, cell)?)));
        let Some((row, column)) = place else { return false };
        let table = self.layout.ancestors(row).find(|(_, node)| node.block.role == Role::Table);
        let Some((table, _)) = table else { return false };
        let is_taken = |(_, node): (usize, &Node<'a>)| {
            is_full(node) || node.aside.has(Sign::Full) || self.legend.standing(node) == Some(Standing::Taken)
        };
        let rows = self.layout.within(table).take(MOST_BESIDE);
        let mut rows = rows.filter(|(other, node)| node.block.role == Role::Row && *other != row);
        rows.any(|(other, _)| {
            let beside = self.cells(other).nth(column);
            beside.is_some_and(|cell| self.layout.within(cell).take(ROW).any(is_taken))
        })
    }

    /// Whether other rows or items beside that of a control have a day and are full, and nothing to press.
    fn is_among_full_rows(&self, at: usize) -> bool {
        let Some((row, node)) = self.entry_around(at) else { return false };
        let Some(parent) = node.parent else { return false };
        let others = self.layout.within(parent).take(MOST_BESIDE).filter(|(other, beside)| {
            beside.block.role == node.block.role && beside.parent == node.parent && *other != row
        });
        let is_taken = |(other, beside): &(usize, &Node<'a>)| {
            let inside = || self.layout.within(*other).take(ROW).map(|(_, node)| node);
            beside.end - other <= ROW
                && self.in_row(*other, *other).0.is_some()
                && inside().any(is_full)
                && !inside().any(|node| node.is_control() && node.block.enabled)
        };
        others.filter(is_taken).nth(CHOICE - 1).is_some()
    }

    /// The row of a table or the item of a list in which a control stands, where it is small.
    fn entry_around(&self, at: usize) -> Option<(usize, &Node<'a>)> {
        let mut around = self.layout.ancestors(at);
        around
            .find(|(_, node)| matches!(node.block.role, Role::Row | Role::Item))
            .filter(|(row, node)| node.end - row <= ROW)
    }

    /// Whether a control sends the address that is entered beside it: that of a newsletter.
    fn is_for_address(&self, at: usize) -> bool {
        let around = self.layout.ancestors(at).next().filter(|(around, _)| self.is_small(*around));
        around.is_some_and(|(around, _)| {
            let mut beside = self.layout.within(around).take(ROW);
            beside.any(|(_, node)| node.block.attribute(Attribute::Type) == Some("email"))
        })
    }

    /// Whether lines around a link are times, each with a word below that it is full: the link is one that is not.
    fn is_beside_taken_times(&self, at: usize) -> bool {
        let is_taken = |line: &usize| {
            self.is_bare_time(*line)
                && self.layout.node(line + 1).is_some_and(|node| !node.is_control() && is_full(node))
        };
        let starts = |node: &Node<'a>| node.block.text.starts_with(|c: char| c.is_ascii_digit());
        self.layout.node(at).is_some_and(starts)
            && (at.saturating_sub(ROW / 2)..at + ROW / 2).filter(is_taken).nth(CHOICE - 1).is_some()
    }

    /// A control without words in a cell whose tooltip says that its time is free.
    fn named_by_cell(&self, at: usize) -> Option<Offer> {
        let (cell, node) =
            self.layout.ancestors(at).next().filter(|(_, node)| node.block.role == Role::Cell)?;
        let says_free = node.aside.has(Sign::Free) && !node.aside.has(Sign::Full);
        let Moment { date, time, .. } = self.moment(cell);
        time.filter(|_| says_free)?;
        self.offer_beside(at, node, date, time)
    }

    /// A choice without words in a table, beside a day and a time or where a day's column and a time's row meet.
    fn bare_choice(&self, at: usize, node: &Node<'a>) -> Option<Offer> {
        let row = self.row(at).filter(|_| self.is_in_table(at))?;
        let (own, time) = self.in_row(row, at);
        let column = self.column_day(at);
        time?;
        let offer = self.offer_beside(at, node, Some(column.or(own)?), time)?;
        let mut others = self.layout.within(row).filter(|(other, _)| *other != at);
        let said = others.find(|(other, _)| self.label(*other).time.is_some());
        let words = said.map_or(offer.slot.words, |(_, node)| words(node));
        let strength = if column.is_some() { Strength::Likely } else { Strength::Plain };
        Some(Offer { slot: Slot { words, ..offer.slot }, strength, ..offer })
    }

    fn offer_beside(
        &self,
        at: usize,
        node: &Node<'a>,
        date: Option<Date>,
        time: Option<TimeSpan>,
    ) -> Option<Offer> {
        // A blank one is an icon.
        let named = !node.signs.has(Sign::Act)
            && !node.signs.has(Sign::Free)
            && node.block.role == Role::Link
            && !node.block.text.is_empty();
        let place = if named { Some(Quote::new(node.block.name())) } else { self.place_above(at) };
        let date = date.or_else(|| self.day_above(at));
        let slot = Slot { date, time, place, count: count(node), words: words(node), ..Slot::default() };
        self.checked(Offer { slot, strength: Strength::Plain, reason: Reason::ControlBeside, at })
    }

    /// Whether a choice narrows a search down instead of taking a slot.
    fn is_filter(&self, at: usize, node: &Node<'a>) -> bool {
        if self.layout.ancestors(at).take(3).any(|(_, node)| node.aside.has(Sign::Filter)) {
            return true;
        }
        let is_choice = matches!(node.block.role, Role::Checkbox | Role::Option | Role::Radio);
        is_choice
            && self.layout.ancestors(at).take(3).any(|(container, node)| {
                node.says(Sign::Filter)
                    || self.layout.within(container).take(ROW).take_while(|(inside, _)| *inside < at).any(
                        |(_, node)| {
                            matches!(node.block.role, Role::Heading | Role::Text)
                                && node.block.text.len() <= 60
                                && node.says(Sign::Filter)
                        },
                    )
            })
    }

    /// Whether others of a list of choices say that they are taken, so that those are free that do not.
    fn is_among_taken(&self, at: usize) -> bool {
        self.layout.field(at).is_some_and(|(field, _)| {
            let others = self.layout.within(field).take(MOST_CHOICES);
            others.filter(|(_, node)| node.says(Sign::Full) && !node.block.enabled).nth(CHOICE - 1).is_some()
        })
    }

    /// Whether the words over a list of choices, or the first of them, ask to choose, or say that they are free.
    fn is_asked_for(&self, at: usize) -> bool {
        let first = self.layout.field(at).and_then(|(field, _)| self.layout.node(field + 1));
        if first.is_some_and(|first| first.says(Sign::Choose)) {
            return true;
        }
        let before = self.said_before.get(at).copied().flatten().and_then(|before| self.layout.node(before));
        before.is_some_and(|node| node.says(Sign::Choose) || node.says(Sign::Free))
    }
}

/// Whether a few words say that something is taken.
fn is_full(node: &Node<'_>) -> bool {
    let says = node.signs.has(Sign::Full) || node.signs.has(Sign::None);
    says && !node.signs.has(Sign::Legend) && node.block.text.split_whitespace().nth(STATE).is_none()
}

/// Whether a choice has no words of its own.
fn is_bare_choice(node: &Node<'_>) -> bool {
    let named = [Attribute::Label, Attribute::Title].iter().any(|name| node.block.attribute(*name).is_some());
    node.block.role == Role::Radio && node.block.text.is_empty() && !named
}

/// Whether a control leads to another part of the page instead of taking a slot.
fn leads_elsewhere(node: &Node<'_>, moment: Moment) -> bool {
    node.block.text.ends_with(UNFOLDS)
        || node.says(Sign::Turn)
            // "Cancel the appointment" may have its time in its label.
            && (moment.time.is_none() || node.signs.has(Sign::Turn) && !moment.says_time)
            && !node.says(Sign::Free)
            && !(node.says(Sign::First) && moment.date.is_some())
        || node.says(Sign::More) && !(node.says(Sign::Free) && moment.date.is_some())
        || node.says(Sign::Filter)
        || node.says(Sign::Past)
}

/// How much a control says that carries a time itself.
fn own_time(node: &Node<'_>, own: Moment, acts: bool) -> Option<Strength> {
    Some(match node.block.role {
        // Every hour of a day in a select box, or to be ticked, is a filter or a question.
        Role::Option | Role::Checkbox if own.date.is_none() => Strength::Hint,
        Role::Option => Strength::Likely,
        _ if acts || own.date.is_some() && own.alone => Strength::Plain,
        Role::Link if !own.alone => return None,
        _ if own.alone => Strength::Likely,
        Role::Radio => Strength::Likely,
        // "19:00 with Jonas, 49 €".
        Role::Button if node.block.text.starts_with(|c: char| c.is_ascii_digit()) => Strength::Likely,
        _ => Strength::Hint,
    })
}
