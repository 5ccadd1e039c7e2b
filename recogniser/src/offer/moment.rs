//! The days and times that a block names, in its text and in its markup.

use super::LABEL;
use super::calendar::YearMonth;
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
}

impl Moment {
    /// What a block names.
    pub(super) fn of(node: &Node<'_>, scanner: &mut Scanner) -> Self {
        let mut moment = Moment::default();
        let block = &node.block;
        if block.text.len() <= 4 * LABEL {
            let found = scanner.scan(block.text);
            let covered: usize = found.iter().map(|found| found.end - found.start).sum();
            moment.alone = !found.is_empty() && covered * 2 >= block.text.trim().len();
            for found in found {
                moment.take(found.what);
            }
            moment.says_time = moment.time.is_some();
        }
        if node.is_control()
            || matches!(block.role, Role::Cell | Role::Heading | Role::Item | Role::Text | Role::Image)
        {
            // Markup completes what the text leaves out.
            let mut aside = Moment::default();
            for (name, text) in block.attributes() {
                if name != Attribute::Source
                    && name != Attribute::Type
                    && text.len() <= 4 * LABEL
                    && text != block.text
                {
                    for found in scanner.scan(text) {
                        aside.take(found.what);
                    }
                }
            }
            moment.date = moment.date.or(aside.date);
            moment.time = moment.time.or(aside.time);
            moment.month = moment.month.or(aside.month);
        }
        // Date pickers name their grid by its month.
        if matches!(block.role, Role::Table | Role::Section)
            && let Some(label) = block.attribute(Attribute::Label).filter(|label| label.len() <= LABEL)
        {
            let mut named = Moment::default();
            for found in scanner.scan(label) {
                named.take(found.what);
            }
            moment.month = moment.month.or(named.month);
        }
        if node.says(Sign::OtherDate) && !node.is_control() {
            return Moment::default();
        }
        moment
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
