//! Any saved record is loaded or refused, and what is loaded is saved and loaded alike.

#![no_main]

use libfuzzer_sys::fuzz_target;
use terminwacht::store::Saved;
use terminwacht::watch::State;

fuzz_target!(|text: &str| {
    let load = |text: &str| Saved::load(&mut serde_json::Deserializer::from_str(text)).ok();
    let Some(state): Option<State> = load(text) else { return };
    let written = serde_json::to_string(&Saved::new(state.clone())).unwrap();
    assert_eq!(load(&written), Some(state));
});
