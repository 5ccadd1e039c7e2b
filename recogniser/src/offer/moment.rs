//! The days and times that a block names, in its text and in its markup.

use super::LABEL;
use super::grid::YearMonth;
use crate::layout::Node;
use crate::lexicon::Sign;
use crate::page::{Attribute, Role};
use crate::slot::TimeSpan;
use crate::when::{Scanner, What};
use jiff::civil::Date;

/// The days and times that one block names.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment {
    pub(super) date: Option<Date>,
    pub(super) time: Option<TimeSpan>,
    pub(super) month: Option<YearMonth>,
    /// A second day and time after the first.
    pub(super) second: Option<(Date, Option<TimeSpan>)>,
    /// Whether hardly anything else stands there.
    pub(super) alone: bool,
    /// Whether it names a range of days.
    pub(super) range: bool,
    /// Whether its text, and not its markup alone, names a time.
    pub(super) says_time: bool,
    /// How its day is told.
    pub(super) told: Told,
}

/// How a block tells a day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Told {
    /// By its date.
    #[default]
    Date,
    /// By how far it is from today.
    Near,
    /// By a word that may also mean the morning of another day ("Morgen", "Mañana").
    Maybe,
    /// Only as a bound ("until 31 March"): neither that nor what follows is taken.
    Bound,
}

/// The hours of a day.
const DAY: i32 = 24;
/// So many hours are those of a day, and no appointment.
const LONG: i32 = 5;

impl Moment {
    /// What a block names.
    pub(super) fn of(node: &Node<'_>, scanner: &mut Scanner) -> Self {
        let mut moment = Moment::default();
        let block = &node.block;
        if block.text.len() <= 4 * LABEL {
            let found = scanner.scan(block.text);
            let covered: usize = found.iter().map(|found| found.end - found.start).sum();
            // A price beside a time says nothing of it.
            let is_inside = |at: usize| found.iter().any(|found| (found.start..found.end).contains(&at));
            let is_priced =
                || !block.text.char_indices().any(|(at, letter)| letter.is_alphabetic() && !is_inside(at));
            moment.alone = !found.is_empty() && (covered * 2 >= block.text.trim().len() || is_priced());
            if found.iter().any(|found| found.bound) {
                moment.told = Told::Bound;
            }
            for found in found.iter().take_while(|found| !found.bound) {
                moment.take(found.what);
            }
            moment.says_time = moment.time.is_some();
            let near = found.iter().find_map(|found| match found.what {
                What::Near { date, sure } => Some((date, sure)),
                _ => None,
            });
            if near.is_some() && moment.is_open_then() {
                return Moment::default();
            }
            if let Some((date, sure)) = near.filter(|_| moment.may_be_near(node)) {
                moment.date = Some(date);
                moment.told = if sure || moment.time.is_some() { Told::Near } else { Told::Maybe };
            }
        }
        if node.is_control()
            || matches!(block.role, Role::Cell | Role::Heading | Role::Item | Role::Text | Role::Image)
        {
            // Markup completes what the text leaves out.
            let mut aside = Moment::default();
            // A number whose label says more. What is blank may be a cell around its day.
            let is_bare = !block.text.is_empty() && !block.text.contains(char::is_alphabetic);
            for (name, text) in block.attributes() {
                if name != Attribute::Source
                    && name != Attribute::Type
                    && name != Attribute::Span
                    && text.len() <= 4 * LABEL
                    && text != block.text
                {
                    let found = scanner.scan(text);
                    let covered: usize = found.iter().map(|found| found.end - found.start).sum();
                    moment.alone |= is_bare && !found.is_empty() && covered * 2 >= text.len();
                    for found in found {
                        aside.take(found.what);
                    }
                }
            }
            moment.date = moment.date.or(aside.date);
            moment.time = moment.time.or(aside.time);
            moment.month = moment.month.or(aside.month);
        }
        // Date pickers name their grid by its month, and lists of times their day.
        if matches!(block.role, Role::Table | Role::Section | Role::List)
            && let Some(label) = block.attribute(Attribute::Label).filter(|label| label.len() <= LABEL)
        {
            let mut named = Moment::default();
            for found in scanner.scan(label) {
                named.take(found.what);
            }
            moment.month = moment.month.or(named.month);
            if block.role == Role::List {
                moment.date = moment.date.or(named.date);
            }
        }
        if node.says(Sign::OtherDate) && !node.is_control() {
            return Moment::default();
        }
        moment
    }

    /// Whether "today" or "tomorrow" is the day of what it names. A control without a time leads to that day.
    fn may_be_near(&self, node: &Node<'_>) -> bool {
        let is_label = || !node.is_control() && (self.alone || node.signs.has(Sign::First));
        self.date.is_none() && if self.time.is_some() { node.block.text.len() <= LABEL } else { is_label() }
    }

    /// Whether its time spans so many hours that a place is open then.
    pub(super) fn is_open_then(&self) -> bool {
        self.lasts(LONG)
    }

    /// Whether its time spans so many hours.
    pub(super) fn lasts(&self, hours: i32) -> bool {
        let span = self.time.and_then(|time| time.start.until(time.end?).ok()).map(|span| span.get_hours());
        // What ends earlier than it begins ends on the next day.
        span.is_some_and(|span| if span < 0 { span + DAY >= hours } else { span >= hours })
    }

    /// Whether it names neither day nor time.
    pub(super) fn is_empty(&self) -> bool {
        self.date.is_none() && self.time.is_none()
    }

    fn take(&mut self, what: What) {
        match what {
            What::Date { date, .. } if self.date.is_none() => self.date = Some(date),
            What::Date { date, .. } if Some(date) != self.date && self.second.is_none() => {
                self.second = Some((date, None));
            }
            What::Dates { from, .. } if self.date.is_none() => {
                self.date = Some(from);
                self.range = true;
            }
            What::Time(start) => self.take_time(TimeSpan { start, end: None }),
            What::Times { start, end } => self.take_time(TimeSpan { start, end: Some(end) }),
            What::Month { year, month } if self.month.is_none() => self.month = Some((year, month)),
            _ => {}
        }
    }

    fn take_time(&mut self, time: TimeSpan) {
        match &mut self.second {
            Some((_, second)) if second.is_none() => *second = Some(time),
            None if self.time.is_none() => self.time = Some(time),
            _ => {}
        }
    }
}
