//! Grids of days under a month: which of them can be pressed.

use super::counts::count;
use super::entries::STATE;
use super::legend::Standing;
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
/// So few letters beside a date are no state.
const WORD: usize = 3;
/// So few numbers make no calendar.
const SMALL: usize = 7;

impl<'a> Search<'_, 'a> {
    /// Grids of days under a month.
    pub(super) fn calendars(&mut self) {
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
            let number = day_number(node).filter(|_| !moment.says_time);
            if let (Some(number), Some(grid)) = (number, grids.last_mut()) {
                grid.numbers.push((at, number));
            }
        }
        for grid in grids.into_iter().filter(Grid::is_calendar) {
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
                self.calendar(&days, grid.numbers.len() > SMALL);
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
            let mut inside = self.layout.within(cell).take(SMALL).skip(1).filter(|(other, _)| *other != at);
            inside.any(|(_, node)| node.block.name().contains(char::is_alphabetic))
        })
    }

    /// Whether a day can be pressed, by itself and by the cell around it.
    fn press(&self, at: usize, node: &Node<'a>) -> Press {
        let cell = self.layout.ancestors(at).next().filter(|(_, node)| node.block.role == Role::Cell);
        // "21" and beside it "△", which can be pressed.
        let beside = cell.filter(|_| !node.is_control()).and_then(|(cell, _)| {
            let mut controls = self.layout.within(cell).take(SMALL).filter(|(_, node)| node.is_control());
            controls.next().filter(|_| controls.next().is_none())
        });
        let names = [Some((at, node)), cell, beside];
        let names = || names.iter().flatten();
        if names().any(|(_, node)| node.says_taken()) {
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

/// A year and one of its months, 1 to 12.
pub(super) type YearMonth = (i16, i8);

/// Days of one month: where each stands, and its number.
type Part<'g> = (Option<YearMonth>, &'g [(usize, i8)]);

/// The numbers of days that follow one month's name.
#[derive(Default)]
struct Grid {
    month: Option<YearMonth>,
    numbers: Vec<(usize, i8)>,
}

/// A first row that begins with so late a day begins in the month before.
const LATE: i8 = 22;
/// Of so many numbers of a calendar, at most one is smaller than the one before it and no first of a month.
const FALLS: usize = 7;
/// More days before a first are no rest of the month before.
const MOST_BEFORE: usize = 6;

impl Grid {
    /// Whether the days follow each other, as they do in a calendar. Under a month's name other numbers may stand between.
    fn is_calendar(&self) -> bool {
        let falls = self
            .numbers
            .windows(2)
            .filter(|pair| matches!(pair, [(_, day), (_, next)] if next < day && *next > 1));
        self.month.is_some() || self.numbers.len() <= SMALL || falls.count() * FALLS <= self.numbers.len()
    }

    /// The numbers by the month they belong to: the first and last rows may hold days of the months beside.
    fn months(&self) -> Vec<Part<'_>> {
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

fn month_before((year, month): YearMonth) -> YearMonth {
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
