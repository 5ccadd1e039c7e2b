//! A slot: an appointment on offer, with whatever the page shows of it.

use crate::bounds;
use crate::quote::Quote;
use jiff::civil::{Date, Time};
use serde::{Deserialize, Serialize};
use std::fmt::Write;

/// From when to when an appointment lasts, in civil time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TimeSpan {
    /// When it begins.
    pub start: Time,
    /// When it ends, where the page says so.
    pub end: Option<Time>,
}

/// An appointment on offer. What the page does not show is empty.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Slot {
    /// The day.
    pub date: Option<Date>,
    /// The time of day.
    pub time: Option<TimeSpan>,
    /// Where it is.
    pub place: Option<Quote>,
    /// How many are free.
    pub count: Option<u32>,
    /// What the page says where it offers the slot.
    pub words: Quote,
    /// The second appointment that is booked with this one.
    pub second: Option<Box<Slot>>,
}

/// The most bytes of an identity: a day, a time and the name of a place.
const MOST_BYTES: usize = 120;

/// What makes a slot the same one at every look, however the page is laid out around it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SlotIdentity(#[serde(deserialize_with = "bounds::identity")] String);

impl SlotIdentity {
    /// It as text: `2026-03-13T10:20:00@Ulm`. Of one that is longer than 120 bytes a hash stands for the end, so that a
    /// page of many slots with long names fills no storage.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl Slot {
    /// Whether it has a day and a time.
    pub fn is_whole(&self) -> bool {
        self.date.is_some() && self.time.is_some()
    }

    /// The slot's identity: day, begin and place, and those of the second; what the page says only where it
    /// shows neither day nor time. The count is not part of it: one more at the same time is no new slot.
    pub fn identity(&self) -> SlotIdentity {
        let mut identity = String::new();
        self.write_identity(&mut identity);
        if identity.len() > MOST_BYTES {
            let hash = hash(&identity);
            identity.truncate(identity.floor_char_boundary(MOST_BYTES - 17));
            let _ = write!(identity, "~{hash:016x}");
        }
        SlotIdentity(identity)
    }

    /// The slot without what may differ from look to look: the count, and what the page says where it shows a day or a
    /// time.
    #[must_use]
    pub fn essence(&self) -> Slot {
        let is_dated = self.date.is_some() || self.time.is_some();
        Slot {
            count: None,
            words: if is_dated { Quote::default() } else { self.words.clone() },
            second: self.second.as_ref().map(|second| Box::new(second.essence())),
            ..self.clone()
        }
    }

    fn write_identity(&self, identity: &mut String) {
        if let Some(date) = self.date {
            let _ = write!(identity, "{date}");
        }
        if let Some(time) = self.time {
            let _ = write!(identity, "T{}", time.start);
        }
        if identity.is_empty() {
            identity.push_str(self.words.as_str());
        }
        if let Some(place) = &self.place {
            let _ = write!(identity, "@{}", place.as_str());
        }
        if let Some(second) = &self.second {
            identity.push('+');
            identity.push_str(&second.identity().0);
        }
    }
}

/// A hash of a text (FNV-1a of 64 bits, by Fowler, Noll and Vo).
fn hash(text: &str) -> u64 {
    let step = |hash: u64, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::{date, time};

    fn slot() -> Slot {
        Slot {
            date: Some(date(2026, 3, 13)),
            time: Some(TimeSpan { start: time(10, 20, 0, 0), end: None }),
            words: Quote::new("10:20 Uhr"),
            ..Slot::default()
        }
    }

    #[test]
    fn a_slot_stays_itself_when_more_become_free_or_its_words_change() {
        let later = Slot { count: Some(3), words: Quote::new("noch 3 um 10:20"), ..slot() };
        assert_eq!(slot().identity(), later.identity());
    }

    #[test]
    fn what_a_slot_is_at_every_look_does_not_hold_the_words_around_it() {
        let essence = Slot { count: Some(3), ..slot() }.essence();
        assert_eq!(essence, Slot { words: Quote::default(), ..slot() });
        let bare = Slot { words: Quote::new("Vormittag"), ..Slot::default() };
        let pair = Slot { second: Some(Box::new(bare)), ..slot() };
        assert_eq!(pair.essence().identity(), pair.identity());
    }

    #[test]
    fn another_place_or_second_appointment_is_another_slot() {
        let elsewhere = Slot { place: Some(Quote::new("Ulm")), ..slot() };
        let pair = Slot { second: Some(Box::new(slot())), ..slot() };
        assert_ne!(slot().identity(), elsewhere.identity());
        assert_ne!(slot().identity(), pair.identity());
    }

    #[test]
    fn slots_at_places_with_long_names_are_told_apart_by_short_identities() {
        let at = |place: String| Slot { place: Some(Quote::new(&place)), ..slot() }.identity();
        let [one, other] = ["A", "B"].map(|end| at("Ü".repeat(150) + end));
        assert_ne!(one, other);
        assert!(one.as_str().starts_with("2026-03-13T10:20:00@Ü") && one.as_str().len() <= MOST_BYTES);
    }

    #[test]
    fn without_day_and_time_the_words_tell_slots_apart() {
        let bare = |words| Slot { words: Quote::new(words), ..Slot::default() };
        assert_ne!(bare("Vormittag").identity(), bare("Nachmittag").identity());
    }
}
