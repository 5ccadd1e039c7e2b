//! The tables of `bench/`: explicit dates and times as people write them, in each language, and what only looks
//! like one. At least 95 of 100 are right in each.

#![expect(clippy::unwrap_used, reason = "a test may stop where its files do not have their form")]

use std::fs;
use std::path::Path;
use terminwacht::when::{Context, Language, scan};

const ENOUGH: f64 = 0.95;

fn found(text: &str, language: Option<Language>) -> Vec<String> {
    let context = Context { today: jiff::civil::date(2026, 3, 4), language };
    scan(text, &context).iter().map(|found| found.what.to_string()).collect()
}

/// Checks a table line by line: each holds what `is_right` says.
fn check(path: &Path, is_right: impl Fn(&str) -> Result<(), String>) {
    let text = fs::read_to_string(path).unwrap();
    let wrong: Vec<String> = text
        .lines()
        .enumerate()
        .filter_map(|(number, line)| {
            let found = is_right(line).err()?;
            Some(format!("{}:{}: {line} (found {found})", path.display(), number + 1))
        })
        .collect();
    let lines = text.lines().count();
    #[expect(clippy::cast_precision_loss, reason = "a table has a few lines")]
    let right = (lines - wrong.len()) as f64 / lines as f64;
    assert!(right >= ENOUGH, "{:.0} % are right:\n{}", right * 100.0, wrong.join("\n"));
}

#[test]
fn explicit_dates_and_times_are_found_in_every_language() {
    for entry in fs::read_dir("bench/dates").unwrap() {
        let path = entry.unwrap().path();
        let tag = path.file_stem().unwrap().to_string_lossy().into_owned();
        let language = Language::from_tag(&tag);
        assert!(language.is_some(), "{}: no such language", path.display());
        check(&path, |line| {
            let (text, expected) =
                line.split_once(" => ").unwrap_or_else(|| panic!("{}: no \" => \": {line}", path.display()));
            let found = found(text, language);
            let is_right = expected.split(' ').all(|token| found.iter().any(|found| found == token));
            if is_right { Ok(()) } else { Err(found.join(" ")) }
        });
    }
}

#[test]
fn what_only_looks_like_a_date_or_time_is_left_alone() {
    check(Path::new("bench/negatives.txt"), |line| {
        let found = found(line, None);
        if found.is_empty() { Ok(()) } else { Err(found.join(" ")) }
    });
}
