//! Any profile of a site is read or refused with its line, and never lets a watch be quicker.

#![no_main]

use libfuzzer_sys::fuzz_target;
use terminwacht::pace::FLOOR;
use terminwacht::profile::Profile;

fuzz_target!(|text: &str| match Profile::parse(text) {
    Ok(profile) => {
        assert!(!profile.hosts.is_empty() && profile.source.starts_with("https://"));
        assert!(profile.interval.is_none_or(|interval| interval >= FLOOR));
    }
    Err(error) => assert!(error.line <= text.lines().count()),
});
