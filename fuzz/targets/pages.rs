//! Any outline is recognised.

#![no_main]

use jiff::civil::date;
use libfuzzer_sys::fuzz_target;
use terminwacht::gist::Gist;
use terminwacht::page::Page;
use terminwacht::recheck;
use terminwacht::verdict::recognise;

fuzz_target!(|input: (&str, &str, Option<u16>, &str)| {
    let (title, language, status, outline) = input;
    let page = Page {
        title: title.into(),
        language: language.into(),
        status,
        outline: outline.into(),
        ..Page::default()
    };
    let _ = recognise(&page, date(2026, 3, 4));
    let _ = recheck::candidates(&page);
    let (gist, _) = Gist::of(&page, None);
    assert_eq!(Gist::of(&page, Some(&gist)).1, None);
});
