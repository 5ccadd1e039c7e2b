//! What stands beside a control and says what to think of it: rows that are full, tabs, the other choices of a list.

use super::entries::STATE;
use super::legend::Standing;
use super::numbers::count;
use super::{LABEL, ROW, Search};
use crate::layout::Node;
use crate::lexicon::Sign;
use crate::page::{Attribute, Role};

/// So many beside a control that are taken say what it is itself.
pub(super) const CHOICE: usize = 2;
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
    /// Whether the row or item of a control says between its time and the control, or behind it, that it is full: "Book"
    /// stands there all the same.
    pub(super) fn is_in_full_row(&self, at: usize) -> bool {
        let Some((row, node)) = self.entry_around(at) else { return false };
        let has_time = |at: &usize| self.label(*at).time.is_some();
        let is_control = |at: &usize| self.layout.node(*at).is_some_and(Node::is_control);
        let before = (row + 1..at).rev().take_while(|at| !has_time(at));
        let behind = (at + 1..node.end).take_while(|at| !has_time(at) && !is_control(at));
        let says = |at: usize| self.layout.node(at).is_some_and(|node| !node.is_control() && is_full(node));
        before.chain(behind).any(says) && !self.is_in_column_of_states(at)
    }

    /// Whether other rows say in the column of a control that they are full: each column is of something else then.
    pub(super) fn is_in_column_of_states(&self, at: usize) -> bool {
        let place = self.row_and_cell(at).and_then(|(row, cell)| Some((row, self.column(row, cell)?)));
        let Some((row, column)) = place else { return false };
        let table = self.layout.table(row);
        let Some((table, _)) = table else { return false };
        let is_taken = |(_, node): (usize, &Node<'a>)| {
            is_full(node) || node.aside.has(Sign::Full) || self.legend.standing(node) == Some(Standing::Taken)
        };
        let rows = self.layout.within(table).take(MOST_BESIDE);
        let mut rows = rows.filter(|(other, node)| node.block.role == Role::Row && *other != row);
        rows.any(|(other, _)| {
            let beside = self.cell_in_column(other, column);
            beside.is_some_and(|cell| self.layout.within(cell).take(ROW).any(is_taken))
        })
    }

    /// Whether other rows or items beside that of a control have a day or a time and are full, and nothing to press.
    pub(super) fn is_among_full_rows(&self, at: usize) -> bool {
        let is_timed = |row: usize| {
            let (date, time) = self.in_row(row, row);
            date.is_some() || time.is_some() || !self.label(row).is_empty()
        };
        let is_taken = |(other, beside): &(usize, &Node<'a>)| {
            let inside = || self.layout.within(*other).take(ROW).map(|(_, node)| node);
            beside.end - other <= ROW
                && is_timed(*other)
                && inside().any(is_full)
                && !inside().any(|node| node.is_control() && node.block.enabled)
        };
        self.entries_beside(at).filter(is_taken).nth(CHOICE - 1).is_some()
    }

    /// Whether other rows or items beside that of a control are of days that are over, and have a control too: a list of what
    /// came in.
    pub(super) fn is_among_past_rows(&self, at: usize) -> bool {
        let is_past = |(other, _): &(usize, &Node<'a>)| {
            let inside = || self.layout.within(*other).take(ROW);
            inside().any(|(_, node)| node.is_control() && node.block.enabled)
                && inside().any(|(line, _)| self.is_over(line))
        };
        self.entries_beside(at).filter(is_past).nth(CHOICE - 1).is_some()
    }

    /// The rows or items beside that of a control.
    fn entries_beside(&self, at: usize) -> impl Iterator<Item = (usize, &Node<'a>)> {
        let own = self.entry_around(at).and_then(|(row, node)| Some((row, node.block.role, node.parent?)));
        own.into_iter().flat_map(|(row, role, parent)| {
            let inside = self.layout.within(parent).take(MOST_BESIDE);
            inside.filter(move |(other, node)| {
                node.block.role == role && node.parent == Some(parent) && *other != row
            })
        })
    }

    /// Whether a line is a day that is over, and hardly anything else.
    fn is_over(&self, line: usize) -> bool {
        let moment = self.moment(line);
        moment.alone && moment.date.is_some_and(|date| date < self.context.today)
    }

    /// The row of a table or the item of a list in which a control stands, where it is small.
    pub(super) fn entry_around(&self, at: usize) -> Option<(usize, &Node<'a>)> {
        let mut around = self.layout.ancestors(at);
        around
            .find(|(_, node)| matches!(node.block.role, Role::Row | Role::Item))
            .filter(|(row, node)| node.end - row <= ROW)
    }

    /// Whether lines around a link are times, each with a word below that it is full: the link is one that is not.
    pub(super) fn is_beside_taken_times(&self, at: usize) -> bool {
        let is_taken = |line: &usize| {
            self.is_bare_time(*line)
                && self.layout.node(line + 1).is_some_and(|node| !node.is_control() && is_full(node))
        };
        let starts = |node: &Node<'a>| node.block.text.starts_with(|c: char| c.is_ascii_digit());
        self.layout.node(at).is_some_and(starts)
            && (at.saturating_sub(ROW / 2)..at + ROW / 2).filter(is_taken).nth(CHOICE - 1).is_some()
    }

    /// Whether others of a list of choices say that they are taken, so that those are free that do not.
    pub(super) fn is_among_taken(&self, at: usize) -> bool {
        let is_list = |node: &Node<'a>| matches!(node.block.role, Role::Field | Role::List);
        self.layout.ancestors(at).find(|(_, node)| is_list(node)).is_some_and(|(list, _)| {
            let others = self.layout.within(list).take(MOST_CHOICES);
            others.filter(|(_, node)| node.says_taken() && !node.block.enabled).nth(CHOICE - 1).is_some()
        })
    }

    /// Whether the words over a list of choices, or the first of them, ask to choose, or say that they are free.
    pub(super) fn is_asked_for(&self, at: usize) -> bool {
        let first = self.layout.field(at).and_then(|(field, _)| self.layout.node(field + 1));
        if first.is_some_and(|first| first.says(Sign::Choose)) {
            return true;
        }
        let before = self.said_before.get(at).copied().flatten().and_then(|before| self.layout.node(before));
        before.is_some_and(|node| node.says(Sign::Choose) || node.says(Sign::Free))
    }

    /// Whether a choice narrows a search down instead of taking a slot.
    pub(super) fn is_filter(&self, at: usize, node: &Node<'a>) -> bool {
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

    /// Whether the row or item of a control names a day that is over: news, and when it was written.
    pub(super) fn is_beside_past_day(&self, at: usize) -> bool {
        self.entry_around(at).is_some_and(|(row, _)| {
            let mut beside = self.layout.within(row).filter(|(line, _)| *line != at);
            beside.any(|(line, _)| self.is_over(line))
        })
    }

    /// Whether a control sends the address that is entered beside it: that of a newsletter.
    pub(super) fn is_for_address(&self, at: usize) -> bool {
        let around = self.layout.ancestors(at).next().filter(|(around, _)| self.is_small(*around));
        around.is_some_and(|(around, _)| {
            let mut beside = self.layout.within(around).take(ROW);
            beside.any(|(_, node)| node.block.attribute(Attribute::Type) == Some("email"))
        })
    }

    /// Whether a control is one of several days to choose from, of which one is chosen and all can be: they lead to the times
    /// of their day, whatever there is.
    pub(super) fn is_tab_of_days(&self, at: usize) -> bool {
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

    /// Whether a number counts what is free on the day before it, or at the time of its row: "4 free" under "21 October".
    pub(super) fn is_count_beside_day(&self, at: usize, node: &Node<'a>) -> bool {
        let is_in_row_of_time =
            || self.row(at).is_some_and(|row| self.is_small(row) && self.in_row(row, at).1.is_some());
        let before = at.checked_sub(1).filter(|before| self.moment(*before).date.is_some());
        let before = before.and_then(|before| self.layout.node(before));
        count(node).is_some()
            && (before.is_some_and(|before| before.parent == node.parent) || is_in_row_of_time())
    }

    /// What the legend says of the mark right before a line.
    pub(super) fn mark_before(&self, at: usize) -> Option<Standing> {
        let (before, node) = (self.layout.node(at.checked_sub(1)?)?, self.layout.node(at)?);
        let is_marked = before.block.role == Role::Mark
            && before.parent == node.parent
            && before.block.name() == node.block.text
            && node.block.role == Role::Text;
        if is_marked { self.legend.look_of(before) } else { None }
    }

    /// A cell such as "already filled" in a row with a time.
    pub(super) fn is_taken_row(&self, at: usize) -> bool {
        let Some(node) = self.layout.node(at) else { return false };
        // A blank cell says it by its tooltip.
        let states = if node.block.text.is_empty() { node.aside } else { node.signs };
        let symbol = self.legend.symbol(node).map(|standing| standing == Standing::Taken);
        let says = symbol.unwrap_or(states.has(Sign::Full) || states.has(Sign::None));
        // "Join the waiting list" stands where others can be booked.
        // Marks in a plan of the week are opening hours.
        let is_mark = !node.block.name().contains(char::is_alphanumeric);
        says && (!node.is_control() || states.has(Sign::Full))
            && !(is_mark && self.is_in_week(at))
            && node.block.text.len() <= LABEL
            && self.row(at).is_some_and(|row| self.is_small(row) && self.in_row(row, at).1.is_some())
    }
}

/// Whether a few words say that something is taken.
fn is_full(node: &Node<'_>) -> bool {
    let says = node.signs.has(Sign::Full) || node.signs.has(Sign::None);
    says && !node.signs.has(Sign::Legend) && node.block.text.split_whitespace().nth(STATE).is_none()
}
