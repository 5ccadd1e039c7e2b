//! How much of a message comes in, beside what [`recogniser::bounds`] says of pages.

pub(crate) use recogniser::bounds::{address, first, last};

use recogniser::bounds::bounded;
use serde::de::{Deserialize, Deserializer, Error};

/// The name of an alert: `alert-` and a number of 32 bits.
pub(crate) fn alert<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    bounded(String::deserialize(deserializer)?, "alert", 16)
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
