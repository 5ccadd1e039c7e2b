//! What wishes say, and that they come back from their text.

use super::*;
use crate::quote::Quote;
use jiff::civil::{date, time};
use proptest::prelude::*;

const TODAY: Date = date(2026, 11, 24);

fn read(text: &str) -> Wish {
    Wish::read(text, TODAY).unwrap()
}

fn slot(day: i8, hour: i8) -> Slot {
    let time = Some(TimeSpan { start: time(hour, 0, 0, 0), end: None });
    Slot { date: Some(date(2026, 12, day)), time, words: Quote::new("frei"), ..Slot::default() }
}

fn fits(text: &str, slot: &Slot) -> bool {
    read(text).fits(std::slice::from_ref(slot)) != [None]
}

#[test]
fn the_example_of_a_wish_means_what_it_says() {
    let wish = "Mo–Fr after 15:00 before 20 Dec, not Ulm";
    assert!(fits(wish, &slot(11, 16)));
    assert!(!fits(wish, &slot(11, 14)), "too early in the day");
    assert!(!fits(wish, &slot(12, 16)), "a Saturday");
    assert!(!fits(wish, &slot(21, 16)), "too late in the month");
    let ulm = Slot { place: Some(Quote::new("Ulm, Messe")), ..slot(11, 16) };
    assert!(!fits(wish, &ulm), "the wrong place");
}

#[test]
fn a_german_wish_is_the_same_wish() {
    assert_eq!(
        read("Mo–Fr ab 15:00, bis 19. Dezember, nicht Ulm"),
        read("Mon-Fri from 15:00 before 20 Dec, not Ulm")
    );
    assert_eq!(read("früher als 12. Januar 2027 10:30"), read("earlier than 12 Jan 2027 10:30"));
    assert_eq!(read("für 2 Personen in Ulm oder Blaustein"), read("in Ulm, Blaustein, for 2 people"));
}

#[test]
fn a_blank_wish_fits_everything() {
    assert!(read("  ").is_blank());
    assert!(fits("", &Slot::default()));
}

#[test]
fn what_a_page_does_not_show_is_marked_and_not_held_against_a_slot() {
    let wish = read("Sat 9:00–12:00 in Ulm");
    let unknown = BTreeSet::from([Unknown::Date, Unknown::Time, Unknown::Place]);
    assert_eq!(wish.fits(&[Slot::default()]), [Some(unknown)]);
}

#[test]
fn only_an_earlier_appointment_than_the_own_one_fits() {
    let wish = "earlier than 11 Dec 2026 14:00";
    assert!(fits(wish, &slot(10, 18)));
    assert!(fits(wish, &slot(11, 13)));
    assert!(!fits(wish, &slot(11, 14)));
    assert!(!fits(wish, &slot(12, 8)));
}

#[test]
fn two_persons_need_two_slots_at_one_place_and_day_or_two_seats() {
    let wish = read("for 2 persons");
    let known = || Some(BTreeSet::new());
    assert_eq!(wish.fits(&[slot(10, 9), slot(11, 9)]), [None, None]);
    assert_eq!(wish.fits(&[slot(10, 9), slot(10, 10), slot(11, 9)]), [known(), known(), None]);
    assert_eq!(wish.fits(&[Slot { count: Some(2), ..slot(10, 9) }]), [known()]);
    let day = Slot { time: None, ..slot(10, 9) };
    assert_eq!(wish.fits(&[day]), [Some(BTreeSet::from([Unknown::Count]))]);
}

#[test]
fn what_cannot_be_understood_is_an_error_that_names_it() {
    let error = |text: &str| Wish::read(text, TODAY).unwrap_err();
    assert_eq!(error("Mon soonish"), Error::Unknown { words: "soonish".into() });
    assert_eq!(error("after"), Error::Alone { word: "after".into() });
    assert_eq!(error("not"), Error::Alone { word: "not".into() });
    assert_eq!(error("from 20 Dec 2026, until 3 Dec 2026"), Error::Empty);
    assert_eq!(error(&"in Ulm ".repeat(80)), Error::Long);
    assert_eq!(error("15:00"), Error::Unknown { words: "15:00".into() });
}

#[test]
fn a_wish_is_written_in_the_persons_language() {
    let wish = read("Mo–Fr after 15:00 before 20 Dec, not Ulm, in “Bad in Holstein”");
    assert_eq!(
        wish.write(Tongue::English),
        "Mon–Fri, from 15:00, until 19 Dec 2026, in “Bad in Holstein”, not Ulm"
    );
    assert_eq!(
        wish.write(Tongue::German),
        "Mo–Fr, ab 15:00, bis 19. Dezember 2026, in “Bad in Holstein”, nicht Ulm"
    );
}

fn wishes() -> impl Strategy<Value = Wish> {
    let day = || {
        prop::option::of(
            (2026i16..2028, 1i8..13, 1i8..29).prop_map(|(year, month, day)| date(year, month, day)),
        )
    };
    let clock = || prop::option::of((0i8..24, 0i8..60).prop_map(|(hour, minute)| time(hour, minute, 0, 0)));
    let places = || prop::collection::vec("[A-ZÄÖÜa-zß][a-zäöüß ]{0,12}[a-z]", 0..3);
    let own = (day(), clock()).prop_map(|(day, clock)| day.map(|day| (day, clock)));
    ((day(), day(), 0u8..128), (clock(), clock()), (places(), places()), own, 1u8..9).prop_map(
        |((from, until, weekdays), (starts, before), (places, without), earlier_than, persons)| {
            let (from, until) = if from.zip(until).is_some_and(|(from, until)| from > until) {
                (until, from)
            } else {
                (from, until)
            };
            let is_span = starts.zip(before).is_none_or(|(starts, before)| starts < before);
            Wish {
                from,
                until,
                weekdays: Weekdays(weekdays),
                starts,
                before: before.filter(|_| is_span),
                places,
                without,
                earlier_than,
                persons: NonZeroU8::new(persons).unwrap(),
            }
        },
    )
}

proptest! {
    #[test]
    fn a_wish_comes_back_from_its_text(wish in wishes()) {
        for tongue in Tongue::ALL {
            let text = wish.write(*tongue);
            prop_assert_eq!(Wish::read(&text, TODAY), Ok(wish.clone()), "{}", text);
        }
    }

    #[test]
    fn any_text_is_read_or_refused_without_a_panic(text in ".{0,60}") {
        if let Ok(wish) = Wish::read(&text, TODAY) {
            prop_assert_eq!(Wish::read(&wish.write(Tongue::English), TODAY), Ok(wish));
        }
    }
}

#[test]
fn every_section_of_the_words_is_there_in_every_language() {
    for (number, line) in include_str!("words.txt").lines().enumerate() {
        let place = format!("src/wish/words.txt:{}: {line:?}", number + 1);
        let Some(section) = line.strip_prefix('[').map(|line| line.trim_end_matches(']')) else {
            let is_tongue = line.split(' ').next().is_some_and(|name| Tongue::from_name(name).is_some());
            assert!(line.is_empty() || is_tongue, "{place}: no such language");
            continue;
        };
        for tongue in Tongue::ALL {
            let count = text::words_of(section, *tongue).count();
            let fewest = match section {
                "weekdays" | "weekday names" => 7,
                "months" => 12,
                _ => 1,
            };
            assert!(count >= fewest, "{place}: {count} words of {}", tongue.name());
        }
    }
}

#[test]
fn today_and_tomorrow_are_days_too() {
    assert_eq!(read("until tomorrow"), read("until 25 Nov 2026"));
    assert_eq!(read("ab übermorgen"), read("from 26 Nov 2026"));
    assert_eq!(read("heute"), read("24 Nov 2026"));
    assert_eq!(read("after tomorrow"), read("from 26 Nov 2026"));
}
