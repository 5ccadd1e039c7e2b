//! Grids of days under a month: which of them can be pressed.

use super::entries::STATE;
use super::grid::{Grid, YearMonth, month_before};
use super::legend::Standing;
use super::numbers::{count, is_none_left};
use super::{LABEL, Offer, ROW, Search, Strength, words};
use crate::layout::Node;
use crate::lexicon::Sign;
use crate::page::{Attribute, Role};
use crate::slot::Slot;
use crate::verdict::Reason;
use crate::when;
use jiff::civil::{Date, Weekday};

/// So many days that cannot be pressed make those that can an offer.
const CONTRAST: usize = 3;
/// Days that are open in so many places, each behind days that are not, are what is left of them.
const RUNS: usize = 2;
/// So many nodes of the cell of a day are looked at.
const CELL: usize = 7;
/// So few letters beside a date are no state.
const WORD: usize = 3;

impl<'a> Search<'_, 'a> {
    /// Grids of days under a month.
    pub(super) fn calendars(&mut self) {
        for grid in self.grids().into_iter().filter(Grid::is_calendar) {
            for (month, numbers) in grid.months() {
                let days: Vec<Day> = numbers
                    .iter()
                    .filter_map(|(at, number)| {
                        let node = self.layout.node(*at)?;
                        // Its own label knows better than what stands above.
                        let own = self.moment(*at).date.filter(|date| date.day() == *number);
                        let date = month.and_then(|(year, month)| Date::new(year, month, *number).ok());
                        let own = own.filter(|own| !self.counts_months_from_zero(node, *own, month));
                        Some(Day {
                            at: *at,
                            date: own.or(date),
                            is_dated: own.is_some(),
                            press: self.press(*at, node),
                        })
                    })
                    .collect();
                self.days.extend(days.iter().filter_map(|day| Some((day.at, day.date?))));
                self.calendar(&days, grid.is_whole());
            }
        }
    }

    /// Whether the date in the markup of a day is a month too early, as where a script counts months from zero.
    fn counts_months_from_zero(&self, node: &Node<'a>, own: Date, above: Option<YearMonth>) -> bool {
        let is_before = above.is_some_and(|above| month_before(above) == (own.year(), own.month()));
        let is_said = |(name, text): (Attribute, &str)| {
            name != Attribute::Data && !when::scan(text, &self.context).is_empty()
        };
        is_before && !node.block.attributes().any(is_said)
    }

    /// What else stands in the cell of a day says whether it is taken: "2 free", "booked". Where some is and some is not, or
    /// times are named, that speaks for itself.
    fn told_in_cell(&self, at: usize, cell: Option<(usize, &Node<'a>)>) -> Option<bool> {
        let (cell, around) = cell.filter(|(cell, around)| around.end - cell <= ROW)?;
        let beside = (cell + 1..around.end).filter(|other| *other != at);
        let mut told = None;
        for (other, node) in beside.filter_map(|other| Some((other, self.layout.node(other)?))) {
            let is_label = node.block.name().split_whitespace().nth(STATE).is_none();
            let is_full = node.says_taken();
            let is_free = node.says(Sign::Free);
            if !self.moment(other).is_empty()
                || told.is_some_and(|told| is_full != is_free && told != is_full)
            {
                return None;
            }
            if is_label && is_full != is_free && !node.block.struck {
                told = Some(is_full);
            }
        }
        told
    }

    /// Whether something stands in the cell of a day besides.
    fn has_more(&self, at: usize, cell: Option<(usize, &Node<'a>)>) -> bool {
        cell.is_some_and(|(cell, _)| {
            let mut inside = self.layout.within(cell).take(CELL).skip(1).filter(|(other, _)| *other != at);
            inside.any(|(_, node)| node.block.name().contains(char::is_alphabetic))
        })
    }

    /// Whether a day can be pressed, by itself and by the cell around it.
    fn press(&self, at: usize, node: &Node<'a>) -> Press {
        let cell = self.layout.ancestors(at).next().filter(|(_, node)| node.block.role == Role::Cell);
        // "21" and beside it "△", which can be pressed.
        let beside = cell.filter(|_| !node.is_control()).and_then(|(cell, _)| {
            let mut controls = self.layout.within(cell).take(CELL).filter(|(_, node)| node.is_control());
            controls.next().filter(|_| controls.next().is_none())
        });
        let names = [Some((at, node)), cell, beside];
        let names = || names.iter().flatten();
        if names().any(|(_, node)| node.says_taken() || is_none_left(node)) {
            return Press::Taken;
        }
        let told = self.told_in_cell(at, cell);
        if told == Some(true) {
            return Press::Taken;
        }
        let standing = names().find_map(|(_, node)| self.legend.standing(node));
        if names().any(|(at, _)| self.shown.contains(at)) {
            return Press::Shown;
        }
        if standing == Some(Standing::Taken) {
            return Press::Taken;
        }
        if names().any(|(_, node)| !node.block.enabled) {
            return Press::Off;
        }
        if standing == Some(Standing::Free) {
            return if node.is_control() { Press::Free } else { Press::Marked };
        }
        let says_free = told == Some(false) || names().any(|(_, node)| node.says(Sign::Free));
        if !node.is_control() && beside.is_none() || node.block.struck {
            return match says_free && !node.block.struck {
                true => Press::Told,
                false if told.is_none() && self.has_more(at, cell) => Press::Unknown,
                false => Press::No,
            };
        }
        let free = says_free || names().any(|(_, node)| node.aside.has(Sign::Act));
        if free { Press::Free } else { Press::Yes }
    }

    /// Whether the label of a day says more than its date.
    fn says_more(&self, at: usize) -> bool {
        let Some(label) = self.layout.node(at).and_then(|node| node.block.attribute(Attribute::Label)) else {
            return false;
        };
        let dates = when::scan(label, &self.context);
        let is_inside = |at: usize| dates.iter().any(|found| (found.start..found.end).contains(&at));
        let words = label.char_indices().filter(|(at, letter)| letter.is_alphabetic() && !is_inside(*at));
        label.len() <= LABEL && words.count() > WORD
    }

    fn calendar(&mut self, days: &[Day], is_grid: bool) {
        let ahead = |day: &&Day| day.date.is_none_or(|date| self.is_ahead(date));
        let working = |day: &&Day| day.date.is_none_or(|date| !is_weekend(date));
        let closed = days
            .iter()
            .filter(ahead)
            .filter(working)
            .filter(|day| matches!(day.press, Press::No | Press::Unknown | Press::Off | Press::Taken))
            .count();
        // Where days say of themselves that they are taken, one that can be pressed and does not say so is not.
        let told = days.iter().filter(ahead).filter(working).filter(|day| day.press == Press::Taken).count();
        let days_ahead: Vec<&Day> = days.iter().filter(ahead).collect();
        // A day that is neither switched off nor seen to be a control may open all the same.
        let all_off = !days_ahead.iter().any(|day| match day.press {
            Press::Yes | Press::Free | Press::Marked | Press::Told | Press::Shown => true,
            Press::No | Press::Unknown => working(day),
            Press::Off | Press::Taken => false,
        });
        if is_grid && self.found.scarce.is_none() {
            let workdays: Vec<&Day> = days_ahead.iter().copied().filter(working).collect();
            self.found.scarce = first_of_few(&workdays);
        }
        // A word that we do not know, beside days that say that they are taken, may say that its day is free.
        self.found.silent |= told >= CONTRAST && days_ahead.iter().any(|day| day.press == Press::Unknown);
        for day in days_ahead {
            let strength = match day.press {
                Press::Free | Press::Shown => Strength::Plain,
                Press::Marked | Press::Told => Strength::Likely,
                // Beside days that say that they are taken, "9 June, closed" is not free either.
                Press::Yes if told >= CONTRAST && self.says_more(day.at) => Strength::Hint,
                Press::Yes if day.is_dated && told >= CONTRAST => Strength::Plain,
                Press::Yes if (is_grid || day.is_dated) && closed >= CONTRAST => Strength::Likely,
                Press::Yes => Strength::Hint,
                Press::Taken => {
                    self.found.taken.insert(day.at);
                    continue;
                }
                // A calendar in which every day is switched off says that they are all taken.
                Press::Off if all_off && day.date.is_some() && closed >= CONTRAST => {
                    self.found.taken.insert(day.at);
                    continue;
                }
                Press::Off | Press::No | Press::Unknown => continue,
            };
            // A lone number is a day only in a grid.
            if day.date.is_none() && !is_grid {
                continue;
            }
            let (at, date) = (day.at, day.date);
            let Some(node) = self.layout.node(at) else { continue };
            if self.moment(at).time.is_none() {
                let slot = Slot { date, count: count(node), words: words(node), ..Slot::default() };
                let reason = match day.press {
                    Press::Shown => Reason::Shown,
                    Press::Marked => Reason::Legend,
                    Press::Told => Reason::Text,
                    _ => Reason::OpenDay,
                };
                self.found.slots.push(Offer { slot, strength, reason, at });
            }
        }
    }
}

/// The first of the open days, where they lie in several places among more that are switched off.
fn first_of_few(days: &[&Day]) -> Option<usize> {
    let is_open = |day: &&&Day| matches!(day.press, Press::Yes | Press::Free);
    let off = days.iter().filter(|day| day.press == Press::Off).count();
    let open = days.iter().filter(is_open).count();
    let begins = |pair: &&[&Day]| matches!(pair, [before, day] if is_open(&day) && !is_open(&before));
    let runs = days.windows(2).filter(begins).count();
    days.iter().find(is_open).filter(|_| runs >= RUNS && off > open).map(|day| day.at)
}

fn is_weekend(date: Date) -> bool {
    matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// Whether a day of a calendar can be pressed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    No,
    /// It cannot, and what stands beside it is not understood.
    Unknown,
    /// Not now: it is switched off.
    Off,
    Taken,
    Yes,
    /// It can, and says that something is free there.
    Free,
    /// A legend says of its look that something is free there.
    Marked,
    /// It cannot be seen to be a control, and says that something is free there.
    Told,
    /// It is as the person has shown us free ones to be.
    Shown,
}

struct Day {
    at: usize,
    date: Option<Date>,
    /// Whether its own words name the date.
    is_dated: bool,
    press: Press,
}
