//! Any saved record and any events, as JSON parted by line feeds, are taken or refused.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use terminwacht::store::Saved;
use terminwacht::time::{Instant, Now};
use terminwacht::watch::{Event, State, update};

fuzz_target!(|text: &str| {
    let mut lines = text.lines();
    let saved = lines.next().unwrap_or_default();
    let mut state =
        Saved::load(&mut serde_json::Deserializer::from_str(saved)).unwrap_or_else(|_| State::default());
    for (number, line) in lines.enumerate().take(100) {
        let Ok(event) = serde_json::from_str::<Event>(line) else { continue };
        let instant = Instant(1_790_000_000_000 + 10_000 * number as i64);
        state = update(state, event, Now::at(instant, date(2026, 9, 21), 7)).0;
    }
});
