//! What stands around a node: its row and column, the day and the place above it.

use super::moment::{Moment, Told};
use super::{LABEL, PART, ROW, Search};
use crate::layout::{Area, Node};
use crate::lexicon::Sign;
use crate::page::Role;
use crate::quote::Quote;
use crate::slot::TimeSpan;
use jiff::civil::Date;

/// A container of so few nodes holds one thing.
const SMALL: usize = 8;
/// So many nodes of a row are searched for the column of a cell.
const COLUMNS: usize = 200;
/// The head of a table has so many rows.
const HEAD: usize = 2;
/// How many blocks before a control are searched for its day and time on a page without rows.
const BEFORE: usize = 6;
/// How many blocks before a time its day is searched for. Two days of slots by the minute fit between.
const FAR: usize = 3000;

/// Days to choose from, one after the other.
struct DayChoices {
    first: usize,
    chosen: Option<Date>,
}

impl<'a> Search<'_, 'a> {
    /// Whether a node stands in a row of a table.
    pub(super) fn is_in_table(&self, at: usize) -> bool {
        self.layout.ancestors(at).any(|(_, node)| node.block.role == Role::Row)
    }

    /// Whether a container is a row, an item, or holds no more than one.
    pub(super) fn is_small(&self, at: usize) -> bool {
        self.layout.node(at).is_some_and(|node| {
            matches!(node.block.role, Role::Row | Role::Item | Role::Cell) || node.end - at <= SMALL
        })
    }

    /// The nearest container that is small enough to be a row and names a time or a day. What stands beside an item of a
    /// list is of others.
    pub(super) fn row(&self, at: usize) -> Option<usize> {
        for (container, node) in self.layout.ancestors(at) {
            if node.end - container > ROW || matches!(node.block.role, Role::Main | Role::Dialog) {
                return None;
            }
            let (date, time) = self.in_row(container, at);
            if date.is_some() || time.is_some() {
                return Some(container);
            }
            if node.block.role == Role::Item {
                return None;
            }
        }
        None
    }

    pub(super) fn in_row(&self, row: usize, but: usize) -> (Option<Date>, Option<TimeSpan>) {
        let mut found = (None, None);
        for (at, _) in self.layout.within(row).filter(|(at, _)| *at != but) {
            let moment = self.label(at);
            found = (found.0.or(moment.date), found.1.or(moment.time));
        }
        found
    }

    /// Whether the controls of a row stand before what is told of each: nothing is told before the first of them.
    fn leads_its_lines(&self, row: usize, at: usize) -> bool {
        let Some(role) = self.layout.node(at).map(|node| node.block.role) else { return false };
        let mut choices =
            self.layout.within(row).filter(|(_, node)| node.block.role == role).map(|(at, _)| at);
        let Some(first) = choices.next().filter(|_| choices.next().is_some()) else { return false };
        role == Role::Radio && (row..first).all(|line| self.label(line).is_empty())
    }

    /// The day and time that lines name up to the next control, the nearest first: what stands behind that is not told of this
    /// one.
    fn told_up_to_control(&self, lines: impl Iterator<Item = usize>) -> (Option<Date>, Option<TimeSpan>) {
        let mut found = (None, None);
        for line in lines.take_while(|line| !self.layout.node(*line).is_some_and(Node::is_control)) {
            let moment = self.label(line);
            found = (found.0.or(moment.date), found.1.or(moment.time));
            // What stands before a heading is of something else.
            if self.layout.node(line).is_some_and(|node| node.block.role == Role::Heading) {
                break;
            }
        }
        found
    }

    /// The day and time that a node names for what stands beside it: no choice does, no running text, and no opening hours.
    pub(super) fn label(&self, at: usize) -> Moment {
        let is_label = self.layout.node(at).is_some_and(|node| {
            !matches!(node.block.role, Role::Radio | Role::Checkbox | Role::Option)
                && node.block.text.len() <= LABEL
        });
        let moment = if self.is_end(at) { Moment::default() } else { self.moment(at) };
        let is_open_then = || {
            moment.date.is_none() && moment.lasts(PART) && !self.is_beside_day(at) && !self.is_under_days(at)
        };
        if is_label && !is_open_then() { moment } else { Moment::default() }
    }

    /// Whether a line is when the one before it ends: "– 7:45" behind "7:00", or the second of two cells with a time.
    pub(super) fn is_end(&self, at: usize) -> bool {
        let ends = |node: &Node<'a>| node.block.joined && node.block.text.starts_with(['–', '-', '—']);
        let time = |at: usize| {
            let cell = self.layout.node(at).filter(|node| node.block.role == Role::Cell)?;
            let moment = self.moment(at);
            let is_bare = moment.alone && moment.date.is_none() && !cell.block.pressable;
            moment.time.filter(|time| is_bare && time.end.is_none()).map(|time| (cell.parent, time.start))
        };
        let is_second = || {
            let [before, first, second, behind] =
                [at.checked_sub(2), at.checked_sub(1), Some(at), Some(at + 1)].map(|at| at.and_then(time));
            let is_pair = matches!((first, second), (Some(first), Some(second)) if first.0 == second.0 && first.1 < second.1);
            is_pair && before.is_none() && behind.is_none()
        };
        self.layout.node(at).is_some_and(ends) || is_second()
    }

    /// Whether a cell heads a row in a table that has a day over each column: its hours are those of slots.
    fn is_under_days(&self, at: usize) -> bool {
        let row =
            self.layout.node(at).filter(|node| node.block.role == Role::Cell).and_then(|node| node.parent);
        let table = row.and_then(|row| self.layout.table(row));
        row.is_some_and(|row| self.cells(row).next() == Some(at))
            && table.and_then(|(table, _)| self.head_of_days(table)).is_some_and(|head| head < at)
    }

    /// Whether another cell in the row of a cell names its day: hours on one day are no opening hours.
    fn is_beside_day(&self, at: usize) -> bool {
        let row =
            self.layout.node(at).filter(|node| node.block.role == Role::Cell).and_then(|node| node.parent);
        row.is_some_and(|row| {
            let mut others = self.layout.within(row).take(ROW).filter(|(other, _)| *other != at);
            others.any(|(other, _)| {
                let moment = self.moment(other);
                moment.told == Told::Date && moment.date.is_some_and(|date| self.is_ahead(date))
            })
        })
    }

    /// The day and time in the row of a control, or in the lines just before it.
    pub(super) fn beside(&self, at: usize) -> Option<(Option<Date>, Option<TimeSpan>)> {
        if let Some(row) = self.row(at) {
            let (date, time) = self.in_row(row, at);
            let (own_date, own_time) = if self.leads_its_lines(row, at) {
                self.told_up_to_control(at + 1..self.layout.node(row)?.end)
            } else {
                self.told_up_to_control((row..at).rev())
            };
            return Some((own_date.or(date), own_time.or(time)));
        }
        // A form around a button alone is as the button.
        let is_all =
            |(around, node): &(usize, &Node<'_>)| node.block.role == Role::Form && node.end - around == 2;
        let at = self.layout.ancestors(at).next().filter(is_all).map_or(at, |(form, _)| form);
        let parent = self.layout.node(at)?.parent;
        let lines = (at.saturating_sub(BEFORE)..at).rev();
        let is_beside = |line: &usize| self.layout.node(*line).is_some_and(|node| node.parent == parent);
        Some(self.told_up_to_control(lines.take_while(is_beside)))
    }

    /// The time in the row or item of a control, where it is told of the day that the control names too.
    pub(super) fn time_of_day_beside(&self, at: usize, date: Date) -> Option<TimeSpan> {
        let row = self.row(at).filter(|row| self.is_small(*row))?;
        let mut lines =
            self.layout.within(row).filter(|(line, _)| *line != at).map(|(line, _)| self.label(line));
        lines.find(|moment| moment.date == Some(date) && moment.time.is_some()).and_then(|moment| moment.time)
    }

    /// The day that the line right before a control names, where it names hardly anything else: "Tuesday, 11 August" before
    /// "Appointments are available".
    pub(super) fn day_before(&self, at: usize) -> Option<Date> {
        let before = at.checked_sub(1)?;
        let (node, own) = (self.layout.node(before)?, self.layout.node(at)?);
        let moment = self.moment(before);
        let is_label = node.parent == own.parent && !node.is_control() && moment.alone && !moment.range;
        moment.date.filter(|_| is_label && moment.time.is_none())
    }

    /// The day that a time stands under: in its column's head, or in the nearest short line before it whose
    /// container is also around the time.
    pub(super) fn day_above(&self, at: usize) -> Option<Date> {
        if let Some(date) = self.column_day(at).or_else(|| self.cell_day(at)) {
            return Some(date);
        }
        let (mut maybe, mut found) = (None, None);
        for (date, told) in self.days_above(at) {
            if told != Told::Maybe {
                found = Some((date, told));
                break;
            }
            maybe.get_or_insert(date);
        }
        // "Morgen" below the 11th of March is its morning, and below "Heute" tomorrow.
        match (found, maybe) {
            (Some((date, Told::Date)), _) | (Some((date, _)), None) => Some(date),
            (_, maybe) => maybe.or_else(|| self.day_in_paragraph(at)),
        }
    }

    /// Whether the table around a node has days or weekdays over its columns.
    fn has_days(&self, at: usize) -> bool {
        let table = self.layout.table(at);
        let head = table.and_then(|(table, _)| self.first_row(table));
        head.is_some_and(|head| {
            let mut cells = self.cells(head).take(COLUMNS);
            cells.any(|cell| self.weekdays.contains(&cell) || self.moment(cell).date.is_some())
        })
    }

    /// The one day that a paragraph names over the list in which a time stands.
    fn day_in_paragraph(&self, at: usize) -> Option<Date> {
        if self.has_days(at) || self.moment(at).time.is_none() && self.entry_around(at).is_none() {
            return None;
        }
        let around: Vec<usize> = self.layout.ancestors(at).map(|(at, _)| at).collect();
        let before = self.dated.partition_point(|dated| *dated < at);
        let is_paragraph = |line: &usize| {
            self.layout.node(*line).is_some_and(|node| {
                node.block.role == Role::Text
                    && node.block.text.len() > LABEL
                    && node.area != Area::Frame
                    && node.parent.is_none_or(|parent| around.contains(&parent))
            })
        };
        let line = self
            .dated
            .iter()
            .take(before)
            .rev()
            .take_while(|line| at - **line <= ROW)
            .find(|line| is_paragraph(line))?;
        let moment = self.moment(*line);
        let is_one = moment.told == Told::Date && !moment.range && moment.second.is_none();
        moment.date.filter(|date| is_one && self.is_ahead(*date))
    }

    /// The days that the lines before a time name, the nearest first, as far as what these lines are in is around the time.
    fn days_above(&self, at: usize) -> impl Iterator<Item = (Date, Told)> {
        let around: Vec<usize> = self.layout.ancestors(at).map(|(at, _)| at).collect();
        let is_around = move |at: Option<usize>| at.is_none_or(|at| around.contains(&at));
        let before = self.dated.partition_point(|dated| *dated < at);
        let lines = self.dated.iter().take(before).rev().copied();
        // Where the days to choose from begin that were looked at as one.
        let mut first = at;
        lines.take_while(move |line| at - line <= FAR).filter_map(move |line| {
            let named = Some(line).filter(|line| *line < first).and_then(|line| self.day_named(line))?;
            if !self.is_day_choice(line) {
                return Some(named)
                    .filter(|_| self.reaches(line, &is_around) || self.is_carried_down(line, at));
            }
            // Below days to choose from stand the times of the chosen one.
            let days = self.day_choices(line);
            first = days.first;
            days.chosen.filter(|_| is_around(self.scope(line))).map(|chosen| (chosen, Told::Date))
        })
    }

    /// The day ahead that a line names for what stands below it.
    fn day_named(&self, line: usize) -> Option<(Date, Told)> {
        let node = self.layout.node(line).filter(|node| node.area != Area::Frame)?;
        let moment = self.moment(line);
        let is_label = node.block.text.len() <= LABEL
            && !moment.range
            && !self.leads_back_or_on(line, node)
            && (moment.told != Told::Date || moment.alone && !node.is_control() || !node.says(Sign::Turn));
        Some((moment.date.filter(|date| is_label && self.is_ahead(*date))?, moment.told))
    }

    /// Whether what a line is in, or what its heading is in, is around the time below it.
    fn reaches(&self, line: usize, is_around: impl Fn(Option<usize>) -> bool) -> bool {
        self.layout.node(line).is_some_and(|node| {
            let above = || self.layout.ancestors(line).nth(1).map(|(at, _)| at);
            let is_in_header = || {
                let around = self.layout.ancestors(line).next();
                around.is_some_and(|(_, node)| node.block.role == Role::Header)
            };
            let in_scope = is_around(node.parent)
                || (node.block.role == Role::Heading || is_in_header()) && is_around(above())
                || self.row_of_its_own(line).is_some_and(|table| is_around(Some(table)));
            in_scope && node.block.role != Role::Option
        })
    }

    /// Whether a day in the first column also holds for a row below it, whose own first cell is blank or the same.
    fn is_carried_down(&self, line: usize, at: usize) -> bool {
        let (Some((row, cell)), Some((own, _))) = (self.row_and_cell(line), self.row_and_cell(at)) else {
            return false;
        };
        let table = |row: usize| self.layout.node(row).and_then(|node| node.parent);
        let is_blank =
            |cell: usize| self.layout.within(cell).take(ROW).all(|(_, node)| node.block.text.is_empty());
        let first = self.cells(own).next();
        row < own
            && table(row) == table(own)
            && self.column(row, cell) == Some(0)
            && first.is_some_and(|first| is_blank(first) || self.column(own, first) != Some(0))
    }

    /// The table of a row in which nothing else stands than a line: it heads the rows below.
    fn row_of_its_own(&self, line: usize) -> Option<usize> {
        let (row, _) = self.row_and_cell(line)?;
        let mut others = self.layout.within(row).take(ROW).filter(|(at, _)| *at != line);
        let is_blank = |(_, node): (usize, &Node<'_>)| node.block.text.is_empty() && !node.is_control();
        if others.all(is_blank) { self.layout.node(row)?.parent } else { None }
    }

    /// The day of a calendar in whose cell a node stands.
    pub(super) fn cell_day(&self, at: usize) -> Option<Date> {
        let (cell, _) = self.layout.ancestors(at).find(|(_, node)| node.block.role == Role::Cell)?;
        self.days.range(cell..at).next().map(|(_, date)| *date)
    }

    /// Whether a control names a day and no time.
    fn is_day_choice(&self, at: usize) -> bool {
        let moment = self.moment(at);
        self.layout.node(at).is_some_and(Node::is_control) && moment.date.is_some() && moment.time.is_none()
    }

    /// The days to choose from that stand one after the other up to one of them, with nothing else between. One alone is
    /// chosen, but in a field.
    fn day_choices(&self, last: usize) -> DayChoices {
        let is_blank = |at: usize| {
            self.layout.node(at).is_some_and(|node| node.block.text.is_empty() && !node.is_control())
        };
        let mut days = DayChoices { first: last, chosen: None };
        let mut count = 0;
        for at in (last.saturating_sub(FAR)..=last).rev().filter(|at| !is_blank(*at)) {
            let Some(node) = self.layout.node(at).filter(|_| self.is_day_choice(at)) else { break };
            (days.first, count) = (at, count + 1);
            if node.block.selected {
                days.chosen = days.chosen.or(self.moment(at).date);
            }
        }
        let is_option = self.layout.node(last).is_some_and(|node| node.block.role == Role::Option);
        if count == 1 && !is_option {
            days.chosen = self.moment(last).date;
        }
        days
    }

    /// What the days of a list, a table or a field are chosen in.
    fn scope(&self, at: usize) -> Option<usize> {
        let is_part = |role| {
            matches!(role, Role::Item | Role::List | Role::Cell | Role::Row | Role::Table | Role::Field)
        };
        self.layout.ancestors(at).find(|(_, node)| !is_part(node.block.role)).map(|(at, _)| at)
    }

    /// The day in the head of the column in which a node stands, where the table has such a head.
    pub(super) fn column_day(&self, at: usize) -> Option<Date> {
        let (row, cell) = self.row_and_cell(at)?;
        let (table, _) = self.layout.table(row)?;
        let column = self.column(row, cell)?;
        let head = self.head_of_days(table).filter(|head| *head < row)?;
        self.moment(self.cell_in_column(head, column)?).date
    }

    /// The row in the head of a table that has days over its columns. One with the month may stand above.
    fn head_of_days(&self, table: usize) -> Option<usize> {
        let nodes = self.layout.within(table).take(ROW);
        let mut rows = nodes.filter(|(_, node)| node.block.role == Role::Row).map(|(row, _)| row).take(HEAD);
        rows.find(|row| {
            let dated = self.cells(*row).take(COLUMNS).filter(|cell| self.moment(*cell).date.is_some());
            dated.take(2).count() == 2
        })
    }

    /// The first row of a table, which may be its head. A table is not searched to its end for each of its cells.
    pub(super) fn first_row(&self, table: usize) -> Option<usize> {
        let mut nodes = self.layout.within(table).take(ROW);
        nodes.find(|(_, node)| node.block.role == Role::Row).map(|(row, _)| row)
    }

    /// In which column of a row a cell stands. A row is not searched to its end for each of its cells.
    pub(super) fn column(&self, row: usize, cell: usize) -> Option<usize> {
        if let Some(columns) = self.spans.columns(cell) {
            return Some(columns.start);
        }
        let nodes = self.layout.within(row).take(COLUMNS);
        nodes.filter(|(_, node)| node.parent == Some(row)).position(|(at, _)| at == cell)
    }

    /// The cell of a row that stands over a column.
    pub(super) fn cell_in_column(&self, row: usize, column: usize) -> Option<usize> {
        let is_there = |(nth, cell): &(usize, usize)| match self.spans.columns(*cell) {
            Some(columns) => columns.contains(&column),
            None => *nth == column,
        };
        self.cells(row).take(COLUMNS).enumerate().find(is_there).map(|(_, cell)| cell)
    }

    pub(super) fn cells(&self, row: usize) -> impl Iterator<Item = usize> + use<'_, 'a> {
        self.layout.within(row).filter(move |(_, node)| node.parent == Some(row)).map(|(at, _)| at)
    }

    /// The heading of the section that a slot is in, where it names neither day nor time: mostly the place.
    pub(super) fn place_above(&self, at: usize) -> Option<Quote> {
        for (container, node) in self.layout.ancestors(at) {
            if matches!(node.block.role, Role::Main | Role::Dialog) {
                return None;
            }
            let heading = match node.block.role {
                Role::List | Role::Table => container
                    .checked_sub(1)
                    .and_then(|before| Some((before, self.layout.node(before)?)))
                    .filter(|(_, before)| before.block.role == Role::Heading && before.parent == node.parent),
                _ => self.layout.within(container).take(ROW).find(|(heading, node)| {
                    *heading < at && node.block.role == Role::Heading && node.parent == Some(container)
                }),
            };
            if let Some((heading, node)) = heading {
                let moment = self.moment(heading);
                let names = moment.is_empty()
                    && moment.month.is_none()
                    && ![Sign::Choose, Sign::Booking, Sign::Filter, Sign::Free]
                        .iter()
                        .any(|sign| node.says(*sign));
                return names.then(|| Quote::new(node.block.text)).filter(|place| !place.is_empty());
            }
        }
        None
    }

    /// The row in which a node stands, and the cell of it.
    pub(super) fn row_and_cell(&self, at: usize) -> Option<(usize, usize)> {
        let mut cell = at;
        for (above, node) in self.layout.ancestors(at) {
            if node.block.role == Role::Row {
                return Some((above, cell));
            }
            cell = above;
        }
        None
    }

    /// The first words of a row.
    pub(super) fn row_head(&self, at: usize) -> Option<Quote> {
        let (row, _) = self.layout.ancestors(at).find(|(_, node)| node.block.role == Role::Row)?;
        let head = self.cells(row).next().filter(|head| *head != at && self.moment(*head).is_empty())?;
        let text = self.layout.node(head)?.block.text;
        (!text.is_empty()).then(|| Quote::new(text))
    }
}
