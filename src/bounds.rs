//! How much of anything comes in.
//!
//! A message beyond its bounds is refused, with an error that names what is too long: nothing of ours is. Of a stored
//! list [`first`] or [`last`] keeps what is within, so that a record that grew too long is not lost as a whole.

use serde::de::{Deserialize, Deserializer, Error};

/// Declares text with the most characters it may have, as a function for `deserialize_with`.
macro_rules! texts {
    ($($(#[$meta:meta])* $name:ident: $most:literal)*) => { $(
        $(#[$meta])*
        pub(crate) fn $name<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
            bounded(String::deserialize(deserializer)?, stringify!($name), $most)
        }
    )* };
}

texts! {
    /// The address of a page. Chromium takes none that is longer, and Firefox only half of it.
    address: 2_097_152
    /// The title of a page; the reader sends the beginning of a longer one.
    title: 1_000
    /// The language of a page, as a tag (RFC 5646), of which the longest registered has 17.
    language: 100
    /// What an operator says to us; the reader sends the beginning of what is longer.
    operator: 300
    /// The outline of a page: the reader stops at 2,000,000 characters, after which the line may still end.
    outline: 2_200_000
    /// Where a frame stands among the windows of a page: a number for each one around it.
    place: 100
    /// What tells a slot apart from others: 120 bytes, as `src/slot.rs` makes it.
    identity: 120
    /// The name of an alert: `alert-` and a number of 32 bits.
    alert: 16
}

/// An address, where there is one.
pub(crate) fn address_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    #[derive(serde::Deserialize)]
    struct Address(#[serde(deserialize_with = "address")] String);
    Ok(Option::<Address>::deserialize(deserializer)?.map(|Address(address)| address))
}

/// The patterns of sites that the browser grants or takes back at once.
pub(crate) fn patterns<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
    const MOST: usize = 1_000;
    const MOST_CHARACTERS: usize = 300;
    let patterns = Vec::<String>::deserialize(deserializer)?;
    if patterns.len() > MOST {
        return Err(D::Error::custom(format_args!("there are more than {MOST} patterns")));
    }
    patterns.into_iter().map(|pattern| bounded(pattern, "pattern", MOST_CHARACTERS)).collect()
}

fn bounded<E: Error>(text: String, name: &str, most: usize) -> Result<String, E> {
    // No text has more characters than bytes.
    if text.len() > most && text.chars().nth(most).is_some() {
        return Err(E::custom(format_args!("the {name} is longer than {most} characters")));
    }
    Ok(text)
}

/// A minute of a day, 0 to 1439.
pub(crate) fn minute<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u16, D::Error> {
    let minute = u16::deserialize(deserializer)?;
    if minute < 24 * 60 { Ok(minute) } else { Err(D::Error::custom("no day has such a minute")) }
}

/// The first `MOST` of a list; the rest is passed over.
pub(crate) fn first<'de, const MOST: usize, D, C>(deserializer: D) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    C: Deserialize<'de> + IntoIterator + FromIterator<C::Item>,
{
    Ok(C::deserialize(deserializer)?.into_iter().take(MOST).collect())
}

/// The last `MOST` of a list, which are the newest; those before are passed over.
pub(crate) fn last<'de, const MOST: usize, D, C>(deserializer: D) -> Result<C, D::Error>
where
    D: Deserializer<'de>,
    C: Deserialize<'de> + IntoIterator<IntoIter: ExactSizeIterator> + FromIterator<C::Item>,
{
    let list = C::deserialize(deserializer)?.into_iter();
    let over = list.len().saturating_sub(MOST);
    Ok(list.skip(over).collect())
}

#[cfg(test)]
mod tests {
    use crate::journal::Look;
    use crate::operator::Word;
    use crate::profile::Profile;
    use crate::time::Now;
    use crate::watch::Event;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn read_with(field: &str, value: Value) -> Result<Event, String> {
        let mut page = json!({"url": "https://a.example/", "title": "", "language": "", "status": 200, "outline": "", "cut": false});
        page[field] = value;
        let situation = json!({"serial": 1, "sinceInput": null, "unsent": false, "stale": false});
        take(json!({"pageRead": {"tab": 1, "page": page, "situation": situation}}))
    }

    fn take(event: Value) -> Result<Event, String> {
        serde_json::from_value(event).map_err(|error| error.to_string())
    }

    #[test]
    fn a_page_beyond_its_bounds_is_refused_with_what_is_too_long() {
        for (field, name, most) in [
            ("url", "address", 2_097_152),
            ("title", "title", 1_000),
            ("language", "language", 100),
            ("operator", "operator", 300),
            ("outline", "outline", 2_200_000),
        ] {
            assert!(read_with(field, json!("ü".repeat(most))).is_ok(), "{field}");
            let error = read_with(field, json!("ü".repeat(most + 1))).unwrap_err();
            assert_eq!(error, format!("the {name} is longer than {most} characters"));
        }
    }

    #[test]
    fn an_address_of_a_loaded_page_may_be_missing_but_not_endless() {
        let loaded = |url: Value| take(json!({"pageLoaded": {"tab": 1, "url": url}}));
        assert!(loaded(Value::Null).is_ok());
        assert!(take(json!({"pageLoaded": {"tab": 1}})).is_ok());
        assert!(loaded(json!("x".repeat(2_097_153))).is_err());
    }

    #[test]
    fn patterns_are_few_and_short() {
        let granted = |origins: Vec<String>| take(json!({"permissionGranted": {"origins": origins}}));
        assert!(granted(vec!["https://a.example/*".into(); 1_000]).is_ok());
        assert_eq!(granted(vec![String::new(); 1_001]).unwrap_err(), "there are more than 1000 patterns");
        assert_eq!(granted(vec!["x".repeat(301)]).unwrap_err(), "the pattern is longer than 300 characters");
    }

    #[test]
    fn the_name_of_an_alert_is_one_of_ours() {
        let shown = |alert: &str| take(json!({"alertShown": {"alert": alert}}));
        assert!(shown("alert-4294967295").is_ok());
        assert!(shown("alert-42949672950").is_err());
    }

    #[test]
    fn an_hour_of_no_day_is_refused() {
        let schedule = |from: u16, to: u16| {
            let quiet = json!({"from": from, "to": to});
            take(json!({"scheduleChanged": {"schedule": {"quiet": quiet, "days": 127}}}))
        };
        assert!(schedule(1380, 420).is_ok());
        assert!(schedule(1441, 420).is_err());
        assert!(schedule(420, 420).is_err());
    }

    #[test]
    fn a_minute_of_no_day_is_refused() {
        let now = |minute: u16| {
            let now = json!({"instant": 0, "today": "2026-03-04", "minute": minute, "online": true, "ahead": 0, "seed": 1});
            serde_json::from_value::<Now>(now).is_ok()
        };
        assert!(now(1439));
        assert!(!now(1440));
    }

    #[test]
    fn a_message_with_a_field_too_many_is_refused() {
        for event in [
            json!({"woken": {"extra": 1}}),
            json!({"pageUnreadable": {"tab": 1, "extra": 1}}),
            json!({"scheduleChanged": {"schedule": {"quiet": null, "days": 127, "extra": 1}}}),
            json!("nothingSuch"),
        ] {
            assert!(take(event.clone()).is_err(), "{event}");
        }
        assert!(read_with("extra", json!(1)).is_err());
    }

    #[test]
    fn the_seeds_of_the_fuzz_targets_have_the_form_that_these_take() {
        let seeds = |folder: &str| {
            let folder = format!("{}/fuzz/seeds/{folder}", env!("CARGO_MANIFEST_DIR"));
            std::fs::read_dir(folder)
                .unwrap()
                .map(|file| std::fs::read_to_string(file.unwrap().path()).unwrap())
        };
        for message in seeds("messages") {
            serde_json::from_str::<Event>(&message).unwrap_or_else(|error| panic!("{message}: {error}"));
        }
        for lines in seeds("states") {
            for message in lines.lines().skip(1) {
                serde_json::from_str::<Event>(message).unwrap_or_else(|error| panic!("{message}: {error}"));
            }
        }
        for profile in seeds("profiles") {
            assert!(Profile::parse(&profile).is_ok(), "{profile}");
        }
        for word in seeds("words") {
            assert_ne!(Word::read(&word), Word::default(), "{word}");
        }
    }

    #[test]
    fn a_look_of_the_journal_with_a_field_too_many_is_refused() {
        let look =
            json!({"site": "a.example", "at": 1, "way": "reload", "reason": "planned", "outcome": null});
        let record: Look = serde_json::from_value(look.clone()).unwrap();
        assert_eq!(serde_json::to_value(record).unwrap(), look);
        let mut more = look;
        more["extra"] = json!(1);
        assert!(serde_json::from_value::<Look>(more).is_err());
    }

    proptest! {
        #[test]
        fn a_text_is_taken_whole_or_refused(title in ".{0,40}", times in 1usize..60) {
            let title = title.repeat(times);
            match read_with("title", json!(title)) {
                Ok(Event::PageRead { page, .. }) => {
                    prop_assert!(title.chars().count() <= 1_000);
                    prop_assert_eq!(page.title, title);
                }
                _ => prop_assert!(title.chars().count() > 1_000),
            }
        }
    }
}
