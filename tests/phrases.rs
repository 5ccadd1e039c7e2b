//! What booking pages say, in eighteen languages, and what the lexicon takes it for: `tests/phrases/*.txt` holds a
//! section per sign and one sentence a line. Under `[gratis]` nothing counts as free; under `[unsaid]` stand sentences
//! that only sound like "nothing free", under `[not_now]` those that only sound like the end of a session or the person's
//! turn.

use std::fs;
use terminwacht::lexicon::{Sign, signs};

#[test]
fn every_sentence_is_taken_for_what_it_says() {
    let mut wrong = Vec::new();
    for entry in fs::read_dir("tests/phrases").unwrap() {
        let path = entry.unwrap().path();
        let mut sign = Sign::None;
        for (number, line) in fs::read_to_string(&path).unwrap().lines().enumerate() {
            let place = format!("{}:{}: {line}", path.display(), number + 1);
            if let Some(name) = line.strip_prefix('[') {
                sign = Sign::from_name(name.trim_end_matches(']'))
                    .unwrap_or_else(|| panic!("{place}: no such sign"));
            } else if !line.is_empty() {
                let found = signs(line);
                let is_right = match sign {
                    Sign::Unsaid => !found.has(Sign::None),
                    Sign::Gratis => found.has(sign) && !found.has(Sign::Free),
                    Sign::NotNow => !found.has(Sign::Session) && !found.has(Sign::YourTurn),
                    sign => found.has(sign),
                };
                if !is_right {
                    wrong.push(place);
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{} are not:\n{}", wrong.len(), wrong.join("\n"));
}
