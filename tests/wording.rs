//! Every wording the program asks for stands in every language, and none stands there unasked.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may stop where its files do not have their form"
)]

use jiff::civil::date;
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use terminwacht::journal::pattern::Band;
use terminwacht::pace::{Outcome, Reason, Way};
use terminwacht::profile::SiteNote;
use terminwacht::push::{AddressError, Detail, Priority};
use terminwacht::sound::Tune;
use terminwacht::verdict::Meaning;
use terminwacht::watch::{Hold, Mark, MemoryTrouble, Need};
use terminwacht::wish::{Unknown, Wish};
use terminwacht::wording::{FIRST_VERSIONS, LANGUAGES};

/// A popup text of more characters than this wraps into a wall.
const MOST_CHARACTERS: usize = 240;

/// The Chrome Web Store takes no longer description of an extension.
const MOST_OF_A_DESCRIPTION: usize = 132;

/// Those that are complete and those that are a first version.
fn languages() -> impl Iterator<Item = &'static str> {
    LANGUAGES.into_iter().chain(FIRST_VERSIONS)
}

fn messages(language: &str) -> BTreeMap<String, String> {
    let path = format!("extension/_locales/{language}/messages.json");
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
    let messages: BTreeMap<String, Value> =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{path}: {error}"));
    messages
        .into_iter()
        .map(|(key, entry)| {
            let message = entry["message"].as_str().unwrap_or_else(|| panic!("{path}: {key} has no message"));
            (key, message.to_owned())
        })
        .collect()
}

/// The keys that the sources put together or name. A key that is named where it does not exist fails.
fn asked_for() -> BTreeSet<String> {
    let known: BTreeSet<String> = messages("en").into_keys().collect();
    let mut keys: BTreeSet<String> = BTreeSet::new();
    for need in Need::ALL {
        keys.extend([format!("need_{}", need.name()), format!("need_{}_body", need.name())]);
    }
    for trouble in MemoryTrouble::ALL {
        keys.extend([format!("memory_{}", trouble.name()), format!("memory_{}_body", trouble.name())]);
    }
    keys.extend(AddressError::ALL.iter().map(|error| format!("phone_address_{}", error.name())));
    keys.extend(Detail::ALL.iter().map(|detail| format!("phone_detail_{}", detail.name())));
    keys.extend(Priority::ALL.iter().map(|priority| format!("phone_priority_{}", priority.name())));
    keys.extend(Unknown::ALL.iter().map(|unknown| format!("unknown_{}", unknown.name())));
    keys.extend(Hold::ALL.iter().map(|hold| format!("hold_{}", hold.name())));
    keys.extend(SiteNote::ALL.iter().map(|note| format!("site_{}", note.name())));
    keys.extend(Way::ALL.iter().map(|way| format!("look_{}", way.name())));
    keys.extend(Reason::ALL.iter().map(|reason| format!("look_{}", reason.name())));
    keys.extend(Outcome::ALL.iter().map(|outcome| format!("outcome_{}", outcome.name())));
    keys.extend(Band::ALL.iter().map(|band| format!("band_{}", band.name())));
    keys.extend(Tune::ALL.iter().map(|tune| format!("tune_{}", tune.name())));
    keys.extend(Mark::ALL.iter().map(|mark| format!("mark_{}", mark.name())));
    let plain = [Meaning::NoneFree, Meaning::Queue, Meaning::Challenge, Meaning::SignIn];
    let other = [Meaning::Refused, Meaning::Trouble, Meaning::Unclear, Meaning::Free(Vec::new())];
    keys.extend(plain.iter().chain(&other).map(|meaning| format!("verdict_{}", meaning.name())));
    for (path, text) in sources() {
        keys.extend(text.split('"').skip(1).filter(|quoted| known.contains(*quoted)).map(str::to_owned));
        let named = [
            ("data-words=\"", '"'),
            ("data-placeholder=\"", '"'),
            ("data-label=\"", '"'),
            ("__MSG_", '_'),
            ("Words::plain(\"", '"'),
            ("Words::with(\"", '"'),
        ];
        for key in named.iter().flat_map(|(mark, end)| after(&text, mark, *end)) {
            assert!(known.contains(key), "{}: there is no wording {key:?}", path.display());
            keys.insert(key.to_owned());
        }
    }
    keys
}

fn after<'a>(text: &'a str, mark: &'a str, end: char) -> impl Iterator<Item = &'a str> {
    text.split(mark).skip(1).filter_map(move |rest| rest.split(end).next())
}

fn sources() -> Vec<(PathBuf, String)> {
    let mut paths = vec![PathBuf::from("manifest.json")];
    let mut folders = vec![PathBuf::from("src"), PathBuf::from("extension")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let is_source = ["rs", "js", "html"].iter().any(|wanted| has_extension(&path, wanted));
            if path.is_dir() && !path.ends_with("_locales") {
                folders.push(path);
            } else if is_source {
                paths.push(path);
            }
        }
    }
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn has_extension(path: &Path, wanted: &str) -> bool {
    path.extension().is_some_and(|extension| extension == wanted)
}

#[test]
fn every_language_has_every_wording_and_no_other() {
    let asked_for = asked_for();
    for language in languages() {
        let there: BTreeSet<String> = messages(language).into_keys().collect();
        let missing: Vec<_> = asked_for.difference(&there).collect();
        let unused: Vec<_> = there.difference(&asked_for).collect();
        assert!(missing.is_empty(), "extension/_locales/{language}/messages.json lacks {missing:?}");
        assert!(unused.is_empty(), "extension/_locales/{language}/messages.json has unused {unused:?}");
    }
}

#[test]
fn the_languages_are_those_that_have_a_folder() {
    let folders = fs::read_dir("extension/_locales").unwrap();
    let there: BTreeSet<String> =
        folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect();
    assert_eq!(there, languages().map(str::to_owned).collect());
}

#[test]
fn a_wording_takes_the_same_arguments_in_every_language() {
    let arguments =
        |message: &str| (1..=9).filter(|n| message.contains(&format!("${n}"))).collect::<Vec<_>>();
    let english = messages("en");
    for language in languages() {
        for (key, message) in messages(language) {
            assert_eq!(arguments(&message), arguments(&english[&key]), "{language}: {key}");
        }
    }
}

#[test]
fn no_wording_is_empty_or_too_long_to_read_at_a_glance() {
    for language in languages() {
        for (key, message) in messages(language) {
            let length = message.chars().count();
            assert!((1..=MOST_CHARACTERS).contains(&length), "{language}: {key} has {length} characters");
        }
    }
}

#[test]
fn the_description_is_one_that_the_stores_take() {
    for language in languages() {
        let length = messages(language)["description"].chars().count();
        assert!(length <= MOST_OF_A_DESCRIPTION, "{language}: {length} characters");
    }
}

#[test]
fn a_language_names_itself_by_the_tag_of_its_folder() {
    for language in languages() {
        assert_eq!(messages(language)["language"], language);
    }
}

#[test]
fn a_wish_that_is_given_as_an_example_can_be_entered() {
    for language in languages() {
        let messages = messages(language);
        let (_, in_an_error) = messages["wish_unknown"].rsplit_once(": ").unwrap();
        for example in [messages["popup_wish_example"].as_str(), in_an_error] {
            let wish = Wish::read(example, date(2026, 11, 2));
            assert!(wish.is_ok(), "{language}: {example:?} is read as {wish:?}");
        }
    }
}
