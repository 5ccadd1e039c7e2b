//! What the words beside dates and times mean. The words are data: `names.txt`.

use std::sync::LazyLock;

pub(super) const NAMES: &str = include_str!("names.txt");

#[expect(clippy::struct_excessive_bools, reason = "each is an independent meaning of the word")]
/// What one word may mean. Several at once: *mar* is a month and a weekday.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Meaning {
    pub(super) month: Option<i8>,
    /// 1 is Monday.
    pub(super) weekday: Option<i8>,
    pub(super) hour: bool,
    pub(super) am: bool,
    pub(super) pm: bool,
    pub(super) of: bool,
    pub(super) ordinal: bool,
    pub(super) to: bool,
    pub(super) from: bool,
    pub(super) not_time: bool,
}

static WORDS: LazyLock<Vec<(&'static str, Meaning)>> = LazyLock::new(|| {
    let mut words: Vec<(&'static str, Meaning)> = Vec::new();
    for line in NAMES.lines().filter(|line| !line.starts_with('#')) {
        let Some((meaning, names)) = line.split_once(": ") else { continue };
        for name in names.split(' ') {
            let at = words.iter().position(|(word, _)| *word == name).unwrap_or_else(|| {
                words.push((name, Meaning::default()));
                words.len() - 1
            });
            if let Some((_, known)) = words.get_mut(at) {
                known.learn(meaning);
            }
        }
    }
    words.sort_unstable_by_key(|(word, _)| *word);
    words
});

impl Meaning {
    /// Takes up the meaning at the head of a line. Answers whether there is such a meaning.
    pub(super) fn learn(&mut self, meaning: &str) -> bool {
        let number = meaning.split_once(' ').and_then(|(_, number)| number.parse::<i8>().ok());
        match (meaning.split(' ').next(), number) {
            (Some("month"), Some(month @ 1..=12)) => self.month = Some(month),
            (Some("weekday"), Some(weekday @ 1..=7)) => self.weekday = Some(weekday),
            (Some("hour"), None) => self.hour = true,
            (Some("am"), None) => self.am = true,
            (Some("pm"), None) => self.pm = true,
            (Some("of"), None) => self.of = true,
            (Some("ordinal"), None) => self.ordinal = true,
            (Some("to"), None) => self.to = true,
            (Some("from"), None) => self.from = true,
            (Some("not_time"), None) => self.not_time = true,
            _ => return false,
        }
        true
    }
}

/// What a word in lower case means.
pub(super) fn meaning(word: &str) -> Meaning {
    WORDS
        .binary_search_by_key(&word, |(word, _)| word)
        .ok()
        .and_then(|at| WORDS.get(at))
        .map(|(_, meaning)| *meaning)
        .unwrap_or_default()
}
