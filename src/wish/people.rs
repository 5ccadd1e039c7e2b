//! Whose wishes a watch goes by: one person may look for several.

use super::{Unknown, Wish};
use crate::quote::Quote;
use crate::slot::Slot;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most people one watch looks for.
pub const MOST_PEOPLE: usize = 6;

/// What one person wishes for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wisher {
    /// What they are called; blank where nobody has to be told apart.
    pub name: Quote,
    /// What they wish for.
    pub wish: Wish,
}

/// What everybody wishes for whom a watch looks: one person at the least, [`MOST_PEOPLE`] at the most.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Vec<Wisher>")]
pub struct Wishes(Vec<Wisher>);

impl Default for Wishes {
    /// Those of one nameless person whom everything fits.
    fn default() -> Self {
        Wishes(vec![Wisher::default()])
    }
}

impl From<Vec<Wisher>> for Wishes {
    /// The first [`MOST_PEOPLE`]; of nobody, one nameless person whom everything fits.
    fn from(mut people: Vec<Wisher>) -> Self {
        people.truncate(MOST_PEOPLE);
        if people.is_empty() { Wishes::default() } else { Wishes(people) }
    }
}

impl From<Wish> for Wishes {
    /// Those of one nameless person.
    fn from(wish: Wish) -> Self {
        Wishes(vec![Wisher { name: Quote::default(), wish }])
    }
}

/// A slot that fits somebody, as far as the page shows.
#[derive(Clone, Debug, PartialEq)]
pub struct Fitting {
    /// The slot.
    pub slot: Slot,
    /// Whom it fits, of those who have a name.
    pub whose: Vec<Quote>,
    /// What a wish asks for and the page does not show, for the one of whom the least is not known.
    pub unknown: BTreeSet<Unknown>,
}

impl Wishes {
    /// The people and what they wish for.
    pub fn people(&self) -> &[Wisher] {
        &self.0
    }

    /// The slots that fit somebody, in the order given.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use terminwacht::quote::Quote;
    /// use terminwacht::slot::Slot;
    /// use terminwacht::wish::{Wish, Wisher, Wishes};
    ///
    /// let today = date(2026, 12, 1);
    /// let person = |name, wish| Wisher { name: Quote::new(name), wish: Wish::read(wish, today).unwrap() };
    /// let wishes = Wishes::from(vec![person("Anna", "Mon–Fri"), person("Ben", "Fri")]);
    /// let on = |day| Slot { date: Some(date(2026, 12, day)), ..Slot::default() };
    /// let fitting = wishes.fitting(&[on(10), on(11), on(12)]);
    /// assert_eq!(fitting.len(), 2);
    /// assert_eq!(fitting[0].whose, [Quote::new("Anna")]);
    /// assert_eq!(fitting[1].whose, [Quote::new("Anna"), Quote::new("Ben")]);
    /// ```
    pub fn fitting(&self, slots: &[Slot]) -> Vec<Fitting> {
        let mut fitting: Vec<Option<Fitting>> = slots.iter().map(|_| None).collect();
        for Wisher { name, wish } in &self.0 {
            for ((slot, known), unknown) in slots.iter().zip(&mut fitting).zip(wish.fits(slots)) {
                let Some(unknown) = unknown else { continue };
                let known = known.get_or_insert_with(|| Fitting {
                    slot: slot.clone(),
                    whose: Vec::new(),
                    unknown: unknown.clone(),
                });
                if unknown.len() < known.unknown.len() {
                    known.unknown = unknown;
                }
                if !name.is_empty() {
                    known.whose.push(name.clone());
                }
            }
        }
        fitting.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn person(name: &str, wish: &str) -> Wisher {
        Wisher { name: Quote::new(name), wish: Wish::read(wish, date(2026, 12, 1)).unwrap() }
    }

    fn on(day: i8) -> Slot {
        Slot { date: Some(date(2026, 12, day)), ..Slot::default() }
    }

    #[test]
    fn what_is_not_known_counts_for_the_one_of_whom_the_least_is_not() {
        let wishes = Wishes::from(vec![person("Anna", "Fri after 15:00 in Ulm"), person("Ben", "Fri")]);
        let [fitting] = wishes.fitting(&[on(11)]).try_into().unwrap();
        assert_eq!(fitting.whose.len(), 2);
        assert_eq!(fitting.unknown, BTreeSet::new());
    }

    #[test]
    fn there_is_always_somebody_and_never_a_crowd() {
        let read = |text: &str| serde_json::from_str::<Wishes>(text).unwrap();
        assert_eq!(read("[]"), Wishes::default());
        let crowd = vec![person("Anna", "Fri"); MOST_PEOPLE + 1];
        assert_eq!(read(&serde_json::to_string(&crowd).unwrap()).people().len(), MOST_PEOPLE);
    }

    #[test]
    fn they_come_back_from_their_saved_form() {
        let wishes = Wishes::from(vec![person("Anna", "Fri after 15:00 in Ulm"), person("", "")]);
        assert_eq!(serde_json::from_str::<Wishes>(&serde_json::to_string(&wishes).unwrap()).unwrap(), wishes);
    }
}
