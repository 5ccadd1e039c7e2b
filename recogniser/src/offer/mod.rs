//! What a page offers: slots that can be taken, slots that are taken, and what is too weak to be either.
//!
//! The best evidence is a control that can be pressed and carries a day or a time. Where it stands tells the
//! rest: the time beside it in its row, the day in the heading above, the month over the grid.

mod around;
mod beside;
mod calendar;
mod cards;
mod controls;
mod counts;
mod entries;
mod grid;
mod legend;
mod lines;
mod moment;
mod numbers;
mod spans;
mod texts;

use grid::{YearMonth, day_number, month_after};
use legend::Legend;
use moment::Moment;
use numbers::count;
pub(crate) use numbers::is_none_left;
use spans::Spans;

use crate::hint::Hint;
use crate::layout::{Area, Layout, Node};
use crate::lexicon::Sign;
use crate::page::{Attribute, Role};
use crate::quote::Quote;
use crate::slot::{Slot, TimeSpan};
use crate::verdict::Reason;
use crate::when::{Context, Scanner};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// A label of more characters than this is running text.
pub(crate) const LABEL: usize = 120;
/// The most nodes of a row, item or section in which a control and a time belong together.
const ROW: usize = 40;
/// What is said of one slot, or of one place, has no more words.
const MOST_WORDS: usize = 12;
/// A span of so many hours, without a day, is a part of the day and no appointment.
const PART: i32 = 2;
/// The most slots of a page; the rest is cut.
pub(crate) const MOST_SLOTS: usize = 500;
/// The names of weekdays have no more bytes.
const WEEKDAY: usize = 30;
/// How far ahead appointments are given out, in days. A later date is about something else.
const FARTHEST: i32 = 2 * 366;

/// How much one offer says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Strength {
    /// It may be one: enough only to speak against "nothing free".
    Hint,
    /// It is one if the page is about appointments.
    Likely,
    /// It says so itself.
    Plain,
}

/// A slot and how it was found.
#[derive(Clone, Debug)]
pub(crate) struct Offer {
    pub(crate) slot: Slot,
    pub(crate) strength: Strength,
    pub(crate) reason: Reason,
    /// The node that offers it.
    pub(crate) at: usize,
}

/// What a page offers.
#[derive(Debug, Default)]
pub(crate) struct Offers {
    pub(crate) slots: Vec<Offer>,
    /// The nodes that say of a day or time that it is taken.
    pub(crate) taken: BTreeSet<usize>,
    /// How many of them are known by their words alone, without a day or time.
    pub(crate) full: usize,
    /// Whether beside entries that are taken another has a day and a time and says nothing of its state.
    pub(crate) silent: bool,
    /// The nodes that only say what a mark of a legend means.
    pub(crate) explaining: BTreeSet<usize>,
    /// A control that leads to more slots.
    pub(crate) more: Option<usize>,
    /// The first line that says how many appointments are free.
    pub(crate) counted: Option<usize>,
    /// The lines that count nothing, each for one of several places perhaps: "0 appointments available".
    pub(crate) zero: BTreeSet<usize>,
    /// The lines that say until when all is taken.
    pub(crate) full_until: BTreeSet<usize>,
    /// The lines that tell of a day that is over.
    pub(crate) over: BTreeSet<usize>,
    /// A time to choose among others that are taken: nothing but slots looks so, in any language.
    pub(crate) choice: Option<usize>,
    /// The first of a calendar's few open days, among more that are switched off.
    pub(crate) scarce: Option<usize>,
}

impl Offers {
    pub(crate) fn of(layout: &Layout<'_>, context: Context, hints: &[Hint]) -> Self {
        let mut search = Search {
            layout,
            context,
            legend: Legend::of(layout),
            spans: Spans::of(layout),
            times: Vec::with_capacity(layout.nodes.len()),
            dated: Vec::new(),
            said_before: said_before(layout),
            weekdays: BTreeSet::new(),
            days: BTreeMap::new(),
            shown: BTreeSet::new(),
            found: Offers::default(),
        };
        let mut scanner = Scanner::new(context);
        for node in &layout.nodes {
            search.times.push(if node.area == Area::Frame {
                Moment::default()
            } else {
                Moment::of(node, &mut scanner)
            });
        }
        let is_weekday = |(at, node): (usize, &Node<'_>)| {
            let is_short = node.block.role == Role::Cell && (1..=WEEKDAY).contains(&node.block.text.len());
            (is_short && scanner.weekday(node.block.text).is_some()).then_some(at)
        };
        search.weekdays = layout.content().filter_map(is_weekday).collect();
        search.days_under_months(&mut scanner);
        let dated = search.times.iter().enumerate().filter(|(_, moment)| moment.date.is_some());
        search.dated = dated.map(|(at, _)| at).collect();
        let mut fits = |node: &Node<'_>| hints.iter().any(|hint| hint.fits(&node.block, &mut scanner));
        search.shown = layout.content().filter(|(_, node)| fits(node)).map(|(at, _)| at).collect();
        search.calendars();
        search.shown();
        search.controls();
        search.texts();
        search.entries();
        search.agenda();
        search.lines();
        search.tables();
        search.numbers();
        search.counted();
        let explains = |(_, node): &(usize, &Node<'_>)| {
            search.legend.begins(node.block.text) || legend::is_legend(node.block.text)
        };
        search.found.explaining = layout.content().filter(explains).map(|(at, _)| at).collect();
        search.found.tidy()
    }

    /// Notes that a node says in words that all is taken there.
    fn add_full(&mut self, at: usize) {
        self.full += usize::from(self.taken.insert(at));
    }

    /// One offer a slot, the stronger of two; days only where none of their times is shown.
    fn tidy(mut self) -> Self {
        self.slots.sort_by_key(|offer| std::cmp::Reverse(offer.strength));
        // Beside appointments with their particulars, a bare word says nothing of one.
        let has_whole =
            self.slots.iter().any(|offer| offer.reason == Reason::Control && offer.slot.is_whole());
        let is_bare = |offer: &Offer| {
            let Slot { date, time, count, .. } = &offer.slot;
            offer.reason == Reason::Text && date.is_none() && time.is_none() && count.is_none()
        };
        self.slots.retain(|offer| !has_whole || !is_bare(offer));
        let mut seen = BTreeSet::new();
        self.slots.retain(|offer| seen.insert(offer.slot.identity()));
        let timed: BTreeSet<Date> = self
            .slots
            .iter()
            .filter(|offer| offer.slot.time.is_some())
            .filter_map(|offer| offer.slot.date)
            .collect();
        self.slots.retain(|offer| {
            offer.slot.time.is_some() || offer.slot.date.is_none_or(|date| !timed.contains(&date))
        });
        self.slots.sort_by_key(|offer| {
            (offer.slot.date, offer.slot.time.map(|time| time.start), offer.slot.place.clone())
        });
        self.slots.truncate(MOST_SLOTS);
        self
    }
}

struct Search<'s, 'a> {
    layout: &'s Layout<'a>,
    context: Context,
    legend: Legend<'a>,
    /// Where cells stand that reach over several columns or rows.
    spans: Spans,
    /// What each node names.
    times: Vec<Moment>,
    /// The nodes that name a day, in their order.
    dated: Vec<usize>,
    /// For each node the last before it that says something and is no choice of a list.
    said_before: Vec<Option<usize>>,
    /// The cells that are the name of a weekday, and nothing else.
    weekdays: BTreeSet<usize>,
    /// The days of calendars, by the nodes with their numbers.
    days: BTreeMap<usize, Date>,
    /// The nodes that are as the person has shown us free ones to be.
    shown: BTreeSet<usize>,
    found: Offers,
}

impl<'a> Search<'_, 'a> {
    fn moment(&self, at: usize) -> Moment {
        self.times.get(at).copied().unwrap_or_default()
    }

    /// The days that lines tell by weekday and number alone, under their month, a span of days or a heading with one:
    /// "Sat 14" under "February 2026", under "9 to 15 February", or under "The week of 9 February".
    fn days_under_months(&mut self, scanner: &mut Scanner) {
        let mut months: Option<[YearMonth; 2]> = None;
        for (at, node) in self.layout.nodes.iter().enumerate() {
            let Some(moment) = self.times.get_mut(at) else { continue };
            let is_chosen = node.block.role != Role::Option || node.block.selected;
            let leads = node.is_control() && node.says(Sign::Turn);
            let may_be_week = moment.range || node.block.role == Role::Heading;
            let first = moment.date.filter(|_| may_be_week).map(|date| (date.year(), date.month()));
            if is_chosen && !leads {
                if let Some(month) = moment.month.filter(|_| moment.date.is_none()) {
                    months = Some([month, month]);
                } else if let Some(first) = first {
                    // A week may end in the next month.
                    months = Some([first, month_after(first)]);
                }
            }
            let bare = moment.date.is_none() && moment.time.is_none();
            let day = months.filter(|_| bare).zip(weekday_and_number(node.block.text));
            let Some((months, (word, number))) = day else { continue };
            let Some(weekday) = scanner.weekday(word) else { continue };
            let mut dates = months.iter().filter_map(|(year, month)| Date::new(*year, *month, number).ok());
            let date = dates.find(|date| date.weekday() == weekday);
            if date.is_some() {
                (moment.date, moment.alone) = (date, true);
            }
        }
    }

    fn is_ahead(&self, date: Date) -> bool {
        date >= self.context.today && (date - self.context.today).get_days() <= FARTHEST
    }

    fn content(&self) -> impl Iterator<Item = (usize, &Node<'a>)> + use<'_, 'a> {
        self.layout.content()
    }

    /// What is as the person has shown us free ones to be. Days of a calendar are its own.
    fn shown(&mut self) {
        for at in self.shown.clone() {
            let Some(node) = self.layout.node(at) else { continue };
            if day_number(node).is_some() {
                continue;
            }
            let own = self.moment(at);
            let (date, time) = match (own.date, own.time) {
                (None, None) => self.beside(at).unwrap_or_default(),
                own => own,
            };
            let date = date.or_else(|| self.day_above(at));
            let slot = self.slot(at, node, date, time);
            self.found.slots.extend(self.checked(Offer {
                slot,
                strength: Strength::Plain,
                reason: Reason::Shown,
                at,
            }));
        }
    }

    /// What a node tells of a day and time, at the place above it.
    fn slot(&self, at: usize, node: &Node<'_>, date: Option<Date>, time: Option<TimeSpan>) -> Slot {
        let place = self.place_above(at);
        Slot { date, time, place, count: count(node), words: words(node), second: None }
    }

    fn checked(&self, offer: Offer) -> Option<Offer> {
        offer.slot.date.is_none_or(|date| self.is_ahead(date)).then_some(offer)
    }
}

fn said_before(layout: &Layout<'_>) -> Vec<Option<usize>> {
    let mut last = None;
    let mut before = Vec::with_capacity(layout.nodes.len());
    for (at, node) in layout.nodes.iter().enumerate() {
        before.push(last);
        if node.block.role != Role::Option && !node.block.text.is_empty() {
            last = Some(at);
        }
    }
    before
}

/// The word and the number from 1 to 31 that are all of a text: "Sat 14", "14. Sa", "14日(土)".
fn weekday_and_number(text: &str) -> Option<(&str, i8)> {
    let number = |text: &str| {
        text.trim_end_matches(['.', ',', '日']).parse().ok().filter(|day| (1..=31).contains(day))
    };
    let in_brackets = |text: &str| text.contains(['(', '（']);
    let (one, other) = if in_brackets(text) {
        text.trim_end_matches([')', '）']).split_once(['(', '（'])
    } else {
        text.split_once(' ')
    }
    .filter(|_| text.len() <= LABEL / 4)?;
    number(other).map(|day| (one, day)).or_else(|| number(one.trim_end()).map(|day| (other, day)))
}

fn words(node: &Node<'_>) -> Quote {
    let text = node.block.text;
    let label = node.block.attribute(Attribute::Label).or(node.block.attribute(Attribute::Title));
    // The label of a bare number says more than the number.
    match label {
        Some(label) if text.len() < 12 && label.len() > text.len() => Quote::new(label),
        _ => Quote::new(node.block.name()),
    }
}
