//! Lists of places, days or courses whose state stands in words beside their name: "Ulm – ausgebucht".

use super::counts::{bare_total, count, is_none_left, is_ratio_alone};
use super::legend::is_legend;
use super::moment::{Moment, Told};
use super::{Offer, ROW, Search, Strength, words};
use crate::layout::{Area, Node};
use crate::lexicon::{self, Sign};
use crate::page::Role;
use crate::quote::Quote;
use crate::slot::Slot;
use crate::verdict::Reason;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// A text of more words than this says more than a state.
pub(super) const STATE: usize = 4;
/// What stands in a list for days or places that are not there.
pub(super) const NOTHING: [&str; 7] = ["NA", "N/A", "n/a", "-", "–", "—", "/"];
/// A text of more words than this says more than a name and a state.
pub(super) const NAMED_STATE: usize = 14;

/// What is said of one time among lines has no more of them.
const CARD: usize = 10;

/// So many days that are taken make others that are said to be free an offer.
const FULL: usize = 2;
/// So many weekdays make a plan of the week.
const WEEK: usize = 3;

/// One entry: the words for its state, and the blocks that belong to it.
struct Entry {
    state: usize,
    blocks: Range<usize>,
    is_free: bool,
}

/// A line with a day or a time, and one below it that says what is so of it, and whether that is taken.
struct Card {
    head: usize,
    state: Option<(usize, bool)>,
}

impl Card {
    /// The line that says that it is taken.
    fn full(&self) -> Option<usize> {
        self.state.filter(|(_, is_full)| *is_full).map(|(line, _)| line)
    }
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
            && !is_none_left(node)
            && !is_ratio_alone(text);
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
    fn is_in_week(&self, at: usize) -> bool {
        let table = self.layout.ancestors(at).find(|(_, node)| node.block.role == Role::Table);
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

    /// Times or days as lines of their own, one after the other, and under each a line that says what is so of it: cards that
    /// a page draws around them are not seen. Of times all have to be taken; beside several days that are, one that is free
    /// is an offer.
    pub(super) fn agenda(&mut self) {
        for cards in self.cards(|at| self.is_bare_time(at)).into_iter().filter(|cards| cards.len() > 1) {
            if let Some(full) = cards.iter().map(Card::full).collect::<Option<Vec<usize>>>() {
                self.found.taken.extend(full);
            }
        }
        for cards in self.cards(|at| self.is_dated_line(at)) {
            let full: Vec<usize> = cards.iter().filter_map(Card::full).collect();
            if full.len() < FULL {
                continue;
            }
            self.found.taken.extend(full);
            for card in cards {
                self.found.slots.extend(self.offer_on(&card));
            }
        }
    }

    /// The lines that head a card each, with the line below that says what is so of it, by what they stand in.
    fn cards(&self, heads: impl Fn(usize) -> bool) -> Vec<Vec<Card>> {
        let mut cards: BTreeMap<Option<usize>, Vec<Card>> = BTreeMap::new();
        for head in (0..self.layout.nodes.len()).filter(|at| heads(*at)) {
            let parent = self.layout.node(head).and_then(|node| node.parent);
            let lines = (head + 1..=head + CARD).map_while(|line| {
                let node = self.layout.node(line)?;
                let is_below = node.parent == parent && !heads(line) && !self.is_bare_time(line);
                is_below.then_some((line, node))
            });
            let mut lines = lines.filter(|(_, node)| {
                node.block.role == Role::Text && node.block.text.split_whitespace().nth(STATE).is_none()
            });
            let state = lines.find_map(|(line, node)| {
                let is_full = node.says_taken();
                (is_full || node.signs.has(Sign::Free)).then_some((line, is_full))
            });
            cards.entry(parent).or_default().push(Card { head, state });
        }
        cards.into_values().collect()
    }

    /// What a card offers that says that its day is free.
    fn offer_on(&self, card: &Card) -> Option<Offer> {
        let (at, _) = card.state.filter(|(_, is_full)| !is_full)?;
        let node = self.layout.node(at)?;
        let Moment { date, time, .. } = self.moment(card.head);
        let slot = Slot { date, time, count: count(node), words: words(node), ..Slot::default() };
        self.checked(Offer { slot, strength: Strength::Likely, reason: Reason::Text, at })
    }

    /// Whether a line has a day, perhaps with a time, and hardly anything else.
    fn is_dated_line(&self, at: usize) -> bool {
        let moment = self.moment(at);
        let is_line =
            |node: &Node<'_>| node.block.role == Role::Text && node.area != Area::Frame && !node.is_control();
        moment.alone && moment.date.is_some() && !moment.range && self.layout.node(at).is_some_and(is_line)
    }

    /// Whether a line has a time, and nothing else.
    pub(super) fn is_bare_time(&self, at: usize) -> bool {
        let moment = self.moment(at);
        self.layout.node(at).is_some_and(|node| {
            node.block.role == Role::Text && node.area != Area::Frame && !node.block.joined
        }) && moment.alone
            && moment.time.is_some()
            && moment.date.is_none()
            && !moment.is_open_then()
    }

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
        for at in before.chain(entry.state..entry.blocks.end) {
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

/// The name before a state: "Ulm" in "Ulm: fully booked" and in "Ulm (3 free)". Nothing where they run into each other.
fn name_in(text: &str, count: Option<u32>) -> Option<&str> {
    let count = count.map(|count| count.to_string());
    let numbered = count.and_then(|count| text.rfind(&count));
    let parted = text.find([':', '(', '–', '—', '|']);
    let (name, _) = text.split_at_checked(numbered.into_iter().chain(parted).min()?)?;
    Some(name.trim()).filter(|name| !name.is_empty())
}
