//! What the main part of a page says, to tell that it changed where nobody can tell what it means.
//!
//! Only words count: a clock, a counter or a price that moves is no news. Neither is a line that goes: what
//! matters to somebody who waits is what is new.

use crate::bounds;
use crate::layout::Layout;
use crate::page::{Page, Role};
use crate::quote::Quote;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most lines that are remembered.
const MOST_LINES: usize = 400;
/// A line of fewer letters says nothing.
const FEWEST_LETTERS: usize = 4;

/// The lines of a page's main part, as hashes of their words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gist(#[serde(deserialize_with = "bounds::first::<MOST_LINES, _, _>")] BTreeSet<u32>);

impl Gist {
    /// The gist of a page, and the first line of it that the gist of an earlier look lacks.
    ///
    /// ```
    /// use recogniser::gist::Gist;
    /// use recogniser::page::Page;
    ///
    /// let page = |outline: &str| Page { outline: outline.into(), ..Page::default() };
    /// let (gist, _) = Gist::of(&page("0\ttext\t\tNoch 12 Sekunden"), None);
    /// assert_eq!(Gist::of(&page("0\ttext\t\tNoch 11 Sekunden"), Some(&gist)).1, None);
    /// let (_, news) = Gist::of(&page("0\ttext\t\tNeu: Sprechstunde"), Some(&gist));
    /// assert_eq!(news.unwrap().as_str(), "Neu: Sprechstunde");
    /// ```
    pub fn of(page: &Page, before: Option<&Gist>) -> (Self, Option<Quote>) {
        let layout = Layout::new(page);
        let news = before.and_then(|before| {
            lines(&layout).find_map(|(hash, text)| (!before.0.contains(&hash)).then(|| Quote::new(text)))
        });
        (Gist(lines(&layout).map(|(hash, _)| hash).collect()), news)
    }
}

/// The lines of the main part that say something, with their hashes.
fn lines<'l>(layout: &'l Layout<'_>) -> impl Iterator<Item = (u32, &'l str)> {
    layout
        .content()
        .filter(|(_, node)| node.block.role != Role::Option)
        .map(|(_, node)| node.block.name())
        .filter(|text| text.chars().filter(|character| character.is_alphabetic()).count() >= FEWEST_LETTERS)
        .map(|text| (hash(text), text))
        .take(MOST_LINES)
}

/// A hash of the letters (FNV-1a, by Fowler, Noll and Vo).
fn hash(text: &str) -> u32 {
    let letters = text.chars().filter(|character| character.is_alphabetic()).flat_map(char::to_lowercase);
    letters.fold(0x811c_9dc5, |hash, letter| (hash ^ u32::from(letter)).wrapping_mul(0x0100_0193))
}
