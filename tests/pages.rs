//! Pages in short form and what they mean: each section of `tests/pages/*.txt` is one behaviour.
//!
//! ```text
//! ## what it shows, as a sentence
//! expect: Free 2026-03-13T10:20 @Town hall, 2026-03-14   (`; your turn` and `; session 4:59` where it says so)
//! language: de            (title, status and today likewise; today is 2026-03-04 where nothing is said)
//!
//! main
//!   button d: Weiter {label=Weiter zum nächsten Schritt}
//! ```
//!
//! Two spaces are one container around; the letters behind the role are the flags of `recogniser/src/page.rs`.

#![expect(
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where its files do not have their form"
)]

use std::fmt::Write;
use std::fs;
use terminwacht::page::{Page, Role};
use terminwacht::slot::Slot;
use terminwacht::verdict::{Meaning, Note, Verdict, recognise};

struct Example {
    place: String,
    page: Page,
    today: String,
    expected: String,
}

fn examples() -> Vec<Example> {
    let mut paths: Vec<_> = fs::read_dir("tests/pages").unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut examples = Vec::new();
    for path in paths {
        let text = fs::read_to_string(&path).unwrap();
        let mut line = 1;
        for section in text.split("## ") {
            if let Some((name, rest)) =
                section.split_once('\n').filter(|_| line > 1 || text.starts_with("## "))
            {
                let place = format!("{}:{line}: {name}", path.display());
                examples.push(example(place, rest));
            }
            line += section.matches('\n').count();
        }
    }
    examples.retain(|example| !example.expected.is_empty());
    examples
}

fn example(place: String, text: &str) -> Example {
    let (head, body) =
        text.split_once("\n\n").unwrap_or_else(|| panic!("{place}: no empty line before the page"));
    let mut page = Page::default();
    let (mut today, mut expected) = ("2026-03-04".to_owned(), String::new());
    for line in head.lines() {
        let (key, value) =
            line.split_once(": ").unwrap_or_else(|| panic!("{place}: {line:?} is no \"key: value\""));
        match key {
            "expect" => value.clone_into(&mut expected),
            "language" => value.clone_into(&mut page.language),
            "title" => value.clone_into(&mut page.title),
            "today" => value.clone_into(&mut today),
            "status" => page.status = value.parse().ok(),
            _ => panic!("{place}: no such key as {key:?}"),
        }
    }
    let lines = body.lines().filter(|line| !line.is_empty()).map(|line| block(&place, line));
    page.outline = lines.collect::<Vec<_>>().join("\n");
    Example { place, page, today, expected }
}

/// `  button d: Weiter {label=Weiter}` as a line of an outline.
fn block(place: &str, line: &str) -> String {
    let depth = (line.len() - line.trim_start().len()) / 2;
    let (head, text) = line.trim_start().split_once(": ").unwrap_or((line.trim(), ""));
    let (role, flags) = head.split_once(' ').unwrap_or((head, ""));
    assert!(Role::from_name(role).is_some(), "{place}: no such role as {role:?}");
    let mut parts = text.split('{');
    let text = parts.next().unwrap_or_default().trim();
    let attributes = parts.map(|part| part.trim().trim_end_matches('}'));
    let depth = depth.to_string();
    [depth.as_str(), role, flags, text].into_iter().chain(attributes).collect::<Vec<_>>().join("\t")
}

fn write_verdict(verdict: &Verdict) -> String {
    let mut written = write_meaning(&verdict.meaning);
    if verdict.notes.contains(&Note::YourTurn) {
        written.push_str("; your turn");
    }
    if let Some(session) = &verdict.session {
        let seconds = session.left.0 / 1000;
        let _ = write!(written, "; session {}:{:02}", seconds / 60, seconds % 60);
    }
    written
}

fn write_meaning(meaning: &Meaning) -> String {
    let Meaning::Free(slots) = meaning else { return meaning.name().to_owned() };
    let slots: Vec<String> = slots.iter().map(write_slot).collect();
    format!("Free {}", slots.join(", "))
}

fn write_slot(slot: &Slot) -> String {
    let mut written = slot.date.map(|date| date.to_string()).unwrap_or_default();
    if let Some(time) = slot.time {
        let _ = write!(written, "T{:02}:{:02}", time.start.hour(), time.start.minute());
    }
    if let Some(place) = &slot.place {
        let _ = write!(written, " @{}", place.as_str());
    }
    if let Some(second) = &slot.second {
        let _ = write!(written, " + {}", write_slot(second));
    }
    written.trim_start().to_owned()
}

#[test]
fn every_page_means_what_it_should() {
    let mut wrong = Vec::new();
    for Example { place, page, today, expected } in examples() {
        let verdict = recognise(&page, today.parse().unwrap_or_else(|error| panic!("{place}: {error}")));
        let got = write_verdict(&verdict);
        if got != expected {
            let quotes: Vec<_> = verdict
                .evidence
                .iter()
                .map(|evidence| format!("{}: {}", evidence.reason.name(), evidence.quote.as_str()))
                .collect();
            wrong
                .push(format!("{place}\n  expected {expected}\n  got      {got}\n  {}", quotes.join("\n  ")));
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n\n{}", wrong.len(), wrong.join("\n\n"));
}
