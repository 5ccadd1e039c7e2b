//! Any message is taken as it is or refused.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use terminwacht::store::Saved;
use terminwacht::time::{Instant, Now};
use terminwacht::watch::{Event, update};

/// A watched page and one that waits for permission, with something owed.
const SAVED: &str = include_str!("../seeds/records/full.json");

fuzz_target!(|text: &str| {
    let Ok(event) = serde_json::from_str::<Event>(text) else { return };
    let written = serde_json::to_string(&event).unwrap();
    assert_eq!(serde_json::from_str::<Event>(&written).unwrap(), event);
    let state = Saved::load(&mut serde_json::Deserializer::from_str(SAVED)).unwrap();
    update(state, event, Now::at(Instant(1_790_000_000_000), date(2026, 9, 21), 7));
});
