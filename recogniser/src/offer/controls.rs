//! Controls that carry a day or a time, or stand beside one.

use super::beside::CHOICE;
use super::grid::day_number;
use super::legend::Standing;
use super::moment::{Moment, Told};
use super::numbers::{count, is_none_left};
use super::{LABEL, MOST_WORDS, Offer, PART, ROW, Search, Strength, words};
use crate::layout::{Area, Node};
use crate::lexicon::Sign;
use crate::page::{Attribute, Role};
use crate::quote::Quote;
use crate::slot::{Slot, TimeSpan};
use crate::verdict::Reason;
use jiff::civil::Date;

/// What is pressed as a whole has no more nodes.
const PRESSED: usize = 6;
/// With what a control ends that unfolds a list of choices.
const UNFOLDS: [char; 4] = ['▾', '▼', '⌄', '⏷'];

impl<'a> Search<'_, 'a> {
    /// Controls that carry a time, or stand beside one.
    pub(super) fn controls(&mut self) {
        let (mut off, mut on) = (0, None);
        for at in 0..self.layout.nodes.len() {
            let Some(node) = self.layout.node(at).filter(|node| node.area != Area::Frame) else { continue };
            let moment = self.moment(at);
            if self.note_taken(at, node, moment) || !node.is_control() {
                continue;
            }
            if moment.time.is_some() && moment.alone {
                if is_off(node) {
                    // Where the whole field is switched off, it is not the turn of the times yet.
                    if self.layout.field(at).is_none_or(|(_, field)| field.block.enabled) {
                        off += 1;
                        self.found.taken.insert(at);
                    }
                    continue;
                }
                if !matches!(node.block.role, Role::Option | Role::Checkbox) {
                    on.get_or_insert(at);
                }
            }
            if leads_elsewhere(node, moment) || moment.time.is_none() && self.leads_back_or_on(at, node) {
                if node.says(Sign::More) && node.block.enabled {
                    self.found.more.get_or_insert(at);
                }
                continue;
            }
            let is_day_of_calendar =
                day_number(node).is_some() && !moment.says_time && !self.is_count_beside_day(at, node);
            // A choice with its day and time narrows nothing down.
            let is_filter = || !(moment.date.is_some() && moment.time.is_some()) && self.is_filter(at, node);
            if !is_off(node) && !is_day_of_calendar && !is_filter() {
                self.found.slots.extend(self.control(at, node, moment));
            }
        }
        self.found.choice = on.filter(|_| off >= CHOICE);
    }

    /// Notes what a node says to be taken, or over, or taken up to some day, and tells whether it says nothing else.
    fn note_taken(&mut self, at: usize, node: &Node<'a>, moment: Moment) -> bool {
        let is_taken = node.says_taken()
            || node.is_control() && is_none_left(node)
            || self.legend.standing(node) == Some(Standing::Taken)
            || self.mark_before(at) == Some(Standing::Taken);
        let is_label = node.block.text.len() <= LABEL
            && node.block.text.split_whitespace().nth(MOST_WORDS).is_none()
            && !node.signs.has(Sign::Legend);
        if moment.told == Told::Bound && is_taken && is_label && !node.is_control() {
            self.found.full_until.insert(at);
        }
        // What is over is not taken.
        if moment.date.is_some_and(|date| date < self.context.today) && !node.is_control() {
            self.found.over.insert(at);
            if is_taken {
                return true;
            }
        }
        // A control that says "full" of itself, and is switched off.
        let is_off = node.is_control() && !node.block.enabled && is_taken && is_label;
        // A choice that says that there is none is all that its list has.
        let is_placeholder =
            matches!(node.block.role, Role::Radio | Role::Option) && node.signs.has(Sign::None);
        if (is_off || is_placeholder) && moment.is_empty() {
            self.found.add_full(at);
        }
        // "No appointments from 1 to 31 March" answers a search.
        let is_loud = matches!(node.block.role, Role::Heading | Role::Alert);
        let is_answer = moment.range && node.signs.has(Sign::None) && (is_loud || !node.says(Sign::Full));
        // A time that is struck through in a plan was there to be taken.
        let is_struck = node.block.struck
            && moment.alone
            && moment.time.is_some()
            && !node.is_control()
            && !self.is_in_table(at)
            && moment.date.is_none_or(|date| date >= self.context.today);
        let is_said = !moment.is_empty() && is_taken && is_label && !is_answer;
        let says_so =
            (is_said || is_off || is_struck || self.is_taken_row(at)) && !self.layout.is_of_guests(at);
        if says_so {
            self.found.taken.insert(at);
        }
        says_so
    }

    fn control(&self, at: usize, node: &Node<'a>, own: Moment) -> Option<Offer> {
        // "Put me on the waiting list" takes nothing.
        let acts = !node.says(Sign::Full)
            && (node.says(Sign::Act)
                || node.says(Sign::Free)
                || node.says(Sign::First)
                || node.aside.has(Sign::Booking)
                || self.legend.symbol(node) == Some(Standing::Free)
                || own.date.is_some() && count(node).is_some());
        let strength = match (own.time, own.date) {
            (Some(_), _) => self.strength_of_time(at, node, own, acts)?,
            (None, Some(_)) => self.strength_of_day(at, node, own, acts)?,
            (None, None) => {
                return self.left_of_list(at, node).or_else(|| self.control_beside(at, node, acts));
            }
        };
        let date = own.date.or_else(|| own.time.and_then(|_| self.day_above(at)));
        let time = own.time.or_else(|| self.time_of_day_beside(at, own.date?));
        // Hours to choose from under a day are offered; hours alone are a question.
        let is_offered = || {
            date.is_some() && (self.is_asked_for(at) || self.layout.field(at).is_none())
                || self.is_among_taken(at)
        };
        let strength = match node.block.role {
            Role::Option if is_offered() => strength.max(Strength::Likely),
            _ => strength,
        };
        let second = |(date, time)| Box::new(Slot { date: Some(date), time, ..Slot::default() });
        let slot = Slot { second: own.second.map(second), ..self.slot(at, node, date, time) };
        self.checked(Offer { slot, strength, reason: Reason::Control, at })
    }

    /// How much a control says that names a time, perhaps with its day.
    fn strength_of_time(&self, at: usize, node: &Node<'a>, own: Moment, acts: bool) -> Option<Strength> {
        let label = node.block.name();
        if own.date.is_none() {
            // A place with its opening hours, a part of the day among other words.
            let is_among_words = label.split_whitespace().nth(MOST_WORDS - 1).is_some();
            let is_part = own.lasts(PART) && (!own.alone || self.day_above(at).is_none());
            if own.is_open_then() || is_part || is_among_words {
                return None;
            }
        }
        // "Early (8:00 – 9:00)", without a day, asks when one likes to come.
        let is_wish =
            node.block.role == Role::Radio && own.lasts(1) && label.starts_with(char::is_alphabetic);
        if is_wish && own.date.is_none() && self.day_above(at).is_none() {
            return Some(Strength::Hint);
        }
        if node.block.role == Role::Link && self.is_beside_taken_times(at) {
            return Some(Strength::Likely);
        }
        if own.alone || label.len() <= LABEL { own_time(node, own, acts) } else { None }
    }

    /// How much a control says that names a day and no time.
    fn strength_of_day(&self, at: usize, node: &Node<'a>, own: Moment, acts: bool) -> Option<Strength> {
        let label = node.block.name();
        let role = node.block.role;
        let is_unasked =
            || self.layout.field(at).is_some() && !self.is_asked_for(at) && !self.is_among_taken(at);
        Some(match role {
            _ if own.range || self.is_beside_past_day(at) => return None,
            _ if own.alone && self.follows_first(at) => Strength::Plain,
            _ if acts && (own.alone || label.len() <= LABEL / 2) => Strength::Plain,
            // A place with its address, and "first available day: 21 October".
            _ if node.says(Sign::First) && label.len() <= LABEL => Strength::Plain,
            Role::Option if is_unasked() => Strength::Hint,
            _ if !own.alone => return None,
            // The day that is chosen already leads nowhere.
            Role::Button if node.block.selected => Strength::Hint,
            Role::Link => Strength::Hint,
            _ if self.is_tab_of_days(at) => Strength::Hint,
            // A button that says just a day opens that day.
            _ => Strength::Likely,
        })
    }

    /// What a control takes that names neither day nor time: what stands beside it.
    fn control_beside(&self, at: usize, node: &Node<'a>, acts: bool) -> Option<Offer> {
        let label = node.block.name();
        if is_bare_choice(node) {
            return self.bare_choice(at, node);
        }
        if label.is_empty() {
            return self.named_by_cell(at).or_else(|| self.with_time_inside(at, node));
        }
        // What stands in the place of "taken" need not be understood.
        let is_left = || label.len() <= LABEL / 4 && self.is_among_full_rows(at);
        if label.len() > LABEL || !acts && !is_left() || self.is_for_address(at) {
            return None;
        }
        if let Some(date) = self.day_before(at).filter(|_| node.signs.has(Sign::Free)) {
            return self.offer_beside(at, node, Some(date), None);
        }
        if self.is_in_full_row(at) || self.is_among_past_rows(at) {
            return None;
        }
        let (date, time) = self.beside(at)?;
        let says_free = node.says(Sign::Free) && !node.says(Sign::Act) && self.is_in_table(at);
        if time.is_none() && (date.is_none() || !says_free && !self.is_among_full_rows(at)) {
            return None;
        }
        let is_near = || self.row(at).is_some_and(|row| self.is_small(row));
        let mut offer = self.offer_beside(at, node, date, time)?;
        if !acts {
            offer.slot.place = self.place_above(at);
            offer.strength = Strength::Likely;
        }
        (offer.slot.date.is_some() || is_near()).then_some(offer)
    }

    /// An item or cell that can be pressed as a whole, and has a time in it.
    fn with_time_inside(&self, at: usize, node: &Node<'a>) -> Option<Offer> {
        if !matches!(node.block.role, Role::Item | Role::Cell) || node.end - at > PRESSED {
            return None;
        }
        let inside = || self.layout.within(at).skip(1).take(ROW);
        let (line, time) = inside().find_map(|(line, _)| Some((line, self.moment(line).time?)))?;
        let is_time = self.moment(line).alone && !inside().any(|(_, node)| node.is_control());
        let words = words(self.layout.node(line).filter(|_| is_time)?);
        let date = self.moment(line).date.or_else(|| self.day_above(at));
        let slot = Slot { date, time: Some(time), place: self.place_above(at), words, ..Slot::default() };
        self.checked(Offer { slot, strength: Strength::Likely, reason: Reason::Control, at })
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

    /// One of a list of places or people that can be chosen, where others are switched off and say that they have nothing.
    fn left_of_list(&self, at: usize, node: &Node<'a>) -> Option<Offer> {
        // What a field shows before anything is chosen in it is no place.
        let is_shown = node.block.selected || self.layout.field(at).is_some_and(|(field, _)| at == field + 1);
        let is_left = node.block.role == Role::Option && !is_shown && self.is_among_taken(at);
        let place = Some(Quote::new(node.block.name())).filter(|place| is_left && !place.is_empty());
        let slot = Slot { place: Some(place?), count: count(node), words: words(node), ..Slot::default() };
        Some(Offer { slot, strength: Strength::Likely, reason: Reason::Control, at })
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
}

/// Whether a control is switched off, or struck through.
fn is_off(node: &Node<'_>) -> bool {
    !node.block.enabled || node.block.struck
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
        Role::Button | Role::Item | Role::Cell
            if node.block.text.starts_with(|c: char| c.is_ascii_digit()) =>
        {
            Strength::Likely
        }
        _ => Strength::Hint,
    })
}
