//! Numbers of days under the name of a month, and which of them are of the months beside it.

use super::Search;
use crate::layout::Node;
use crate::lexicon::Sign;
use crate::page::Role;

/// So few numbers make no calendar.
const SMALL: usize = 7;
/// A first row that begins with so late a day begins in the month before.
const LATE: i8 = 22;
/// Of so many numbers of a calendar, at most one is smaller than the one before it and no first of a month.
const FALLS: usize = 7;
/// More days before a first are no rest of the month before.
const MOST_BEFORE: usize = 6;

/// A year and one of its months, 1 to 12.
pub(super) type YearMonth = (i16, i8);

/// Days of one month: where each stands, and its number.
pub(super) type Part<'g> = (Option<YearMonth>, &'g [(usize, i8)]);

/// The numbers of days that follow one month's name.
#[derive(Default)]
pub(super) struct Grid {
    month: Option<YearMonth>,
    numbers: Vec<(usize, i8)>,
}

impl Search<'_, '_> {
    /// The numbers that may be days, under each name of a month.
    pub(super) fn grids(&self) -> Vec<Grid> {
        let mut grids: Vec<Grid> = vec![Grid::default()];
        for (at, node) in self.content() {
            // Of months to choose from, only the chosen one is that of the grid.
            if node.block.role == Role::Option && !node.block.selected {
                continue;
            }
            let moment = self.moment(at);
            let leads = node.is_control() && node.says(Sign::Turn);
            if let Some(month) = moment.month.filter(|_| moment.date.is_none() && !leads) {
                grids.push(Grid { month: Some(month), numbers: Vec::new() });
            }
            let number = day_number(node).filter(|_| !moment.says_time && !self.is_behind_day(at));
            if let (Some(number), Some(grid)) = (number, grids.last_mut()) {
                grid.numbers.push((at, number));
            }
        }
        grids
    }

    /// Whether a day's number stands before a node in the same cell: what it counts itself is something else.
    fn is_behind_day(&self, at: usize) -> bool {
        let cell = self.layout.ancestors(at).next().filter(|(_, node)| node.block.role == Role::Cell);
        cell.is_some_and(|(cell, _)| {
            let mut before = self.layout.within(cell).take(SMALL).take_while(|(other, _)| *other < at);
            before.any(|(_, node)| day_number(node).is_some())
        })
    }
}

impl Grid {
    /// Whether there are enough numbers for a calendar.
    pub(super) fn is_whole(&self) -> bool {
        self.numbers.len() > SMALL
    }

    /// Whether the days follow each other, as they do in a calendar. Under a month's name other numbers may stand between.
    pub(super) fn is_calendar(&self) -> bool {
        let falls = self
            .numbers
            .windows(2)
            .filter(|pair| matches!(pair, [(_, day), (_, next)] if next < day && *next > 1));
        self.month.is_some() || self.numbers.len() <= SMALL || falls.count() * FALLS <= self.numbers.len()
    }

    /// The numbers by the month they belong to: the first and last rows may hold days of the months beside.
    pub(super) fn months(&self) -> Vec<Part<'_>> {
        let starts: Vec<usize> = self
            .numbers
            .windows(2)
            .enumerate()
            .filter(|(_, pair)| matches!(pair, [(_, before), (_, 1)] if *before >= LATE))
            .map(|(index, _)| index + 1)
            .collect();
        let mut month = match self.numbers.first() {
            Some((_, number))
                if *number >= LATE && starts.first().is_some_and(|start| *start <= MOST_BEFORE) =>
            {
                self.month.map(month_before)
            }
            _ => self.month,
        };
        let mut parts = Vec::new();
        let mut from = 0;
        for to in starts.into_iter().chain([self.numbers.len()]) {
            parts.push((month, self.numbers.get(from..to).unwrap_or_default()));
            (from, month) = (to, month.map(month_after));
        }
        parts
    }
}

pub(super) fn month_before((year, month): YearMonth) -> YearMonth {
    if month == 1 { (year.saturating_sub(1), 12) } else { (year, month - 1) }
}

pub(super) fn month_after((year, month): YearMonth) -> YearMonth {
    if month == 12 { (year.saturating_add(1), 1) } else { (year, month + 1) }
}

/// The number that a cell of a calendar begins with: "13", "13 1 frei".
pub(super) fn day_number(node: &Node<'_>) -> Option<i8> {
    if !matches!(node.block.role, Role::Cell | Role::Link | Role::Button | Role::Text | Role::Item) {
        return None;
    }
    let text = node.block.text;
    let digits = text.len() - text.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    let (number, rest) = text.split_at_checked(digits)?;
    // "13:00", "13.05.", "13 Uhr", "13/20" and prices are no days of a grid.
    // "12Thu" is how a number over its weekday is read, but "12h" is none.
    let is_weekday = node.is_control()
        && rest.len() > 1
        && rest.chars().count() <= 3
        && rest.chars().all(char::is_alphabetic);
    let is_day = rest.is_empty()
        || is_weekday
        || rest.len() <= 40 && rest.starts_with([' ', '日']) && !rest.contains([':', '€', '$']);
    if digits > 2 || !is_day || !rest.is_empty() && node.block.role == Role::Text && !node.block.pressable {
        return None;
    }
    number.parse().ok().filter(|day| (1..=31).contains(day))
}
