//! What the bench measures: the dates of a text, and the verdict about a page.

use jiff::civil::Date;
use terminwacht::page::Page;
use terminwacht::verdict;
use terminwacht::when::{self, Context, Language};
use wasm_bindgen::prelude::*;

/// The day on which all texts are read.
pub const TODAY: Date = jiff::civil::date(2026, 3, 4);

fn context(language: &str) -> Context {
    Context { today: TODAY, language: Language::from_tag(language) }
}

/// The dates and times in a text, parted by spaces: `2026-03-13`, `14:30`, `14:30-15:00`, `2026-03-09/2026-03-13`.
#[wasm_bindgen]
pub fn dates(text: &str, language: &str) -> String {
    let found = when::scan(text, &context(language));
    found.iter().map(|found| found.what.to_string()).collect::<Vec<_>>().join(" ")
}

/// How many dates and times a text has.
#[wasm_bindgen]
pub fn count(text: &str, language: &str) -> usize {
    when::scan(text, &context(language)).len()
}

/// The word for what a page means whose every line is a line of text.
#[wasm_bindgen]
pub fn verdict(text: &str, language: &str) -> String {
    let mut outline = String::with_capacity(text.len() * 2);
    for line in text.lines() {
        outline.push_str("0\ttext\t\t");
        outline.push_str(line);
        outline.push('\n');
    }
    let page = Page { language: language.into(), outline, ..Page::default() };
    verdict::recognise(&page, TODAY).meaning.name().to_owned()
}
