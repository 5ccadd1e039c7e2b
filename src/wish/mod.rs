//! What the person wishes for: which of the slots on offer are worth a call.
//!
//! What a page does not show is never held against a slot: it passes, with a mark of what is not known.

mod people;
mod text;

pub use people::{Fitting, MOST_PEOPLE, Wisher, Wishes};
pub use text::{Error, Tongue};

use crate::quote::Quote;
use crate::slot::{Slot, TimeSpan};
use jiff::civil::{Date, Time, Weekday};
use recogniser::named;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU8;

/// The most places a wish names on either side.
pub const MOST_PLACES: usize = 20;

/// Which slots fit. A blank wish fits all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wish {
    /// The first day that fits.
    pub from: Option<Date>,
    /// The last day that fits.
    pub until: Option<Date>,
    /// The weekdays that fit, from Monday; none for all.
    pub weekdays: Weekdays,
    /// The first time of day at which it may begin.
    pub starts: Option<Time>,
    /// The time of day before which it has to begin.
    pub before: Option<Time>,
    /// Words of the places that fit; none for all.
    pub places: Vec<String>,
    /// Words of the places that do not fit.
    pub without: Vec<String>,
    /// The appointment the person has already: only an earlier one fits.
    pub earlier_than: Option<(Date, Option<Time>)>,
    /// How many persons need an appointment at one place and day.
    pub persons: NonZeroU8,
}

impl Default for Wish {
    fn default() -> Self {
        Wish {
            from: None,
            until: None,
            weekdays: Weekdays::default(),
            starts: None,
            before: None,
            places: Vec::new(),
            without: Vec::new(),
            earlier_than: None,
            persons: NonZeroU8::MIN,
        }
    }
}

/// A set of weekdays; the blank one stands for all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Adds a day.
    pub fn add(&mut self, day: Weekday) {
        self.0 |= 1 << day.to_monday_zero_offset();
    }

    /// Whether the day is in it.
    pub fn has(self, day: Weekday) -> bool {
        self.0 & (1 << day.to_monday_zero_offset()) != 0
    }

    /// Whether no day is in it.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

named! {
    /// What a page does not show of a slot although the wish asks for it.
    Unknown {
        /// The day.
        Date = "date",
        /// The time.
        Time = "time",
        /// The place.
        Place = "place",
        /// Whether there are enough for all persons.
        Count = "count",
    }
}

impl Wish {
    /// Whether it fits every slot.
    pub fn is_blank(&self) -> bool {
        *self == Wish::default()
    }

    /// Of each slot, in the order given, what is not known of it where it fits; `None` where it does not.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use terminwacht::slot::Slot;
    /// use terminwacht::wish::{Unknown, Wish};
    ///
    /// let wish = Wish::read("Mon–Fri from 15:00, not Ulm", date(2026, 12, 1)).unwrap();
    /// let on = |day| Slot { date: Some(date(2026, 12, day)), ..Slot::default() };
    /// let fits = wish.fits(&[on(11), on(12)]);
    /// assert!(fits[0].as_ref().is_some_and(|unknown| unknown.contains(&Unknown::Time)));
    /// assert_eq!(fits[1], None);
    /// ```
    pub fn fits(&self, slots: &[Slot]) -> Vec<Option<BTreeSet<Unknown>>> {
        let mut fits: Vec<_> = slots.iter().map(|slot| self.fit(slot)).collect();
        if self.persons.get() > 1 {
            self.keep_enough(slots, &mut fits);
        }
        fits
    }

    /// What is not known of a slot that fits; `None` where it does not fit.
    fn fit(&self, slot: &Slot) -> Option<BTreeSet<Unknown>> {
        let mut unknown = BTreeSet::new();
        for answer in [self.on_day(slot), self.at_time(slot), self.is_earlier(slot), self.is_there(slot)] {
            match answer {
                Answer::Yes => {}
                Answer::No => return None,
                Answer::Unknown(what) => {
                    unknown.insert(what);
                }
            }
        }
        Some(unknown)
    }

    fn on_day(&self, slot: &Slot) -> Answer {
        if self.from.is_none() && self.until.is_none() && self.weekdays.is_empty() {
            return Answer::Yes;
        }
        let Some(date) = slot.date else { return Answer::Unknown(Unknown::Date) };
        Answer::of(
            self.from.is_none_or(|from| from <= date)
                && self.until.is_none_or(|until| date <= until)
                && (self.weekdays.is_empty() || self.weekdays.has(date.weekday())),
        )
    }

    fn at_time(&self, slot: &Slot) -> Answer {
        if self.starts.is_none() && self.before.is_none() {
            return Answer::Yes;
        }
        let Some(TimeSpan { start, .. }) = slot.time else { return Answer::Unknown(Unknown::Time) };
        Answer::of(
            self.starts.is_none_or(|starts| starts <= start)
                && self.before.is_none_or(|before| start < before),
        )
    }

    fn is_earlier(&self, slot: &Slot) -> Answer {
        let Some((own_date, own_time)) = self.earlier_than else { return Answer::Yes };
        let Some(date) = slot.date else { return Answer::Unknown(Unknown::Date) };
        match (slot.time, own_time) {
            _ if date != own_date => Answer::of(date < own_date),
            (Some(time), Some(own)) => Answer::of(time.start < own),
            (None, Some(_)) => Answer::Unknown(Unknown::Time),
            // On the same day as an appointment whose time is not known, nothing is known to be earlier.
            (_, None) => Answer::No,
        }
    }

    fn is_there(&self, slot: &Slot) -> Answer {
        let place = slot.place.as_ref().map(Quote::as_str).unwrap_or_default();
        let shown = format!("{place} {}", slot.words.as_str()).to_lowercase();
        let names = |words: &String| shown.contains(&words.to_lowercase());
        let asks = !self.places.is_empty() || !self.without.is_empty();
        match () {
            () if self.without.iter().any(names) => Answer::No,
            () if self.places.iter().any(names) => Answer::Yes,
            () if asks && place.is_empty() => Answer::Unknown(Unknown::Place),
            () => Answer::of(self.places.is_empty()),
        }
    }

    /// Drops what is too few for all persons at one place and day.
    fn keep_enough(&self, slots: &[Slot], fits: &mut [Option<BTreeSet<Unknown>>]) {
        let group = |slot: &Slot| (slot.date, slot.place.as_ref().map(|place| place.as_str().to_owned()));
        let mut groups: BTreeMap<_, (u32, bool)> = BTreeMap::new();
        for (slot, _) in slots.iter().zip(&*fits).filter(|(_, fit)| fit.is_some()) {
            let (seats, is_vague) = groups.entry(group(slot)).or_default();
            *seats = seats.saturating_add(slot.count.unwrap_or(1));
            *is_vague |= slot.count.is_none() && slot.time.is_none();
        }
        for (slot, fit) in slots.iter().zip(fits) {
            let (seats, is_vague) = groups.get(&group(slot)).copied().unwrap_or_default();
            if seats >= u32::from(self.persons.get()) {
                continue;
            }
            if is_vague && let Some(unknown) = fit {
                unknown.insert(Unknown::Count);
            } else {
                *fit = None;
            }
        }
    }
}

/// Whether a slot has what is asked for.
enum Answer {
    Yes,
    No,
    Unknown(Unknown),
}

impl Answer {
    fn of(fits: bool) -> Self {
        if fits { Answer::Yes } else { Answer::No }
    }
}

#[cfg(test)]
mod tests;
