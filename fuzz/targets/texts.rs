//! Any text is read for dates, signs and wishes.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use terminwacht::lexicon;
use terminwacht::when::{Context, Language, scan};
use terminwacht::wish::{Tongue, Wish};

const LANGUAGES: [&str; 18] = [
    "de", "en-GB", "en-US", "fr", "it", "es", "nl", "pl", "tr", "pt", "ru", "ja", "ko", "uk", "cs", "sv",
    "da", "zh",
];

fuzz_target!(|text: &str| {
    let today = date(2026, 3, 4);
    for language in LANGUAGES {
        let mut end = 0;
        for found in scan(text, &Context { today, language: Language::from_tag(language) }) {
            assert!(end <= found.start && found.start < found.end && text.is_char_boundary(found.end));
            end = found.end;
        }
    }
    let _ = lexicon::signs(text);
    if let Ok(wish) = Wish::read(text, today) {
        assert_eq!(Wish::read(&wish.write(Tongue::German), today), Ok(wish));
    }
});
