//! What the bench measures: the dates of a text, and the verdict about a page.

use jiff::civil::Date;
use terminwacht::operator::Word;
use terminwacht::pace::{DEFAULT_INTERVAL, Interval, Ledger, Outcome, Pace, Reason, Schedule, Terms, Way};
use terminwacht::page::Page;
use terminwacht::site::{Origin, Site};
use terminwacht::time::{Instant, Now};
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

fn pace(ledger: &Ledger, terms: Terms, interval: Interval) -> Pace<'_> {
    Pace { ledger, terms, schedule: Schedule::default(), interval, break_end: None, frames_end: None }
}

/// How often watchers at the usual pace refresh a page of a site that has nothing free, in their second hour: the mean, the
/// least and the most.
pub fn requests(watchers: u32) -> (f64, u32, u32) {
    const URL: &str = "https://termine.example.org/";
    const BEGIN: i64 = 9 * 3_600_000;
    const HOUR: i64 = 3_600_000;
    let (Some(site), Some(origin)) = (Site::of(URL), Origin::of(URL)) else { return (0.0, 0, 0) };
    let terms = Terms::of(&site, &origin, &Word::default());
    let interval = Interval::new(DEFAULT_INTERVAL, &site);
    let counts: Vec<u32> = (0..watchers)
        .map(|number| {
            // Steps of the golden ratio fall evenly, and without a pattern that the pace would meet.
            let mut seed = number.wrapping_mul(0x9e37_79b9);
            let mut ledger = Ledger::default();
            let mut at = BEGIN;
            let mut count = 0;
            while at < BEGIN + 2 * HOUR {
                seed = seed.wrapping_mul(0x915f_77f5).wrapping_add(0x9e37_79b9);
                let minute = u16::try_from(at / 60_000).unwrap_or(0);
                let now = Now { minute, ..Now::at(Instant(at), TODAY, seed) };
                if pace(&ledger, terms, interval).earliest(now).0 <= now.instant {
                    ledger.enter(now.instant, Way::Reload, Reason::Planned, false);
                    count += u32::from(at >= BEGIN + HOUR);
                    ledger.came(Outcome::NoneFree);
                    ledger.answered(false);
                    ledger.gave_nothing(0, false, false);
                }
                at = pace(&ledger, terms, interval).next(now).0.max(at + 1);
            }
            count
        })
        .collect();
    let sum: f64 = counts.iter().map(|count| f64::from(*count)).sum();
    let mean = sum / f64::from(watchers.max(1));
    (mean, counts.iter().min().copied().unwrap_or(0), counts.iter().max().copied().unwrap_or(0))
}
