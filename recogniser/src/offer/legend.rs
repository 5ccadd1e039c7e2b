//! What a legend says of the marks that days and times bear.

use super::LABEL;
use super::numbers::count_in;
use crate::layout::{Layout, Node};
use crate::lexicon::{self, Sign, Signs};
use crate::page::{Line, Role};
use std::collections::{BTreeMap, BTreeSet};

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Free,
    Taken,
    /// Something else: today, a holiday, chosen.
    Other,
}

/// The legends of a page.
#[derive(Debug, Default)]
pub(super) struct Legend<'a> {
    /// What each look stands for; `None` where that is not sure.
    looks: BTreeMap<&'a str, Option<Standing>>,
    /// What the signs stand for that a text explains.
    symbols: BTreeMap<char, Standing>,
    /// The words that explain the marks.
    words: BTreeSet<&'a str>,
    /// The lines of cells beside their marks, where the legend is a table.
    cells: BTreeSet<Line>,
}

/// What nobody writes twice in a line but to explain it.
const MARKS: [char; 8] = ['=', '■', '●', '▪', '◼', '⬤', '◯', '○'];
/// The signs that texts explain.
const SYMBOLS: [char; 20] =
    ['✓', '✔', '✗', '✘', '✕', '✖', '×', '○', '◯', '◎', '●', '△', '▲', '■', '□', '☐', '☑', '☒', '★', '☆'];
/// What parts one explanation from the next besides.
const PARTS: [char; 4] = ['–', '—', '|', '·'];
/// So near a mark stands the cell that explains it.
const BESIDE: usize = 2;
/// So many leaves on stands the next mark of a legend.
const STEP: usize = 2;
/// What also says how much is free.
const DEGREES: [char; 3] = ['◎', '△', '×'];

/// Whether a line explains several marks: "3 = places left · 0 = full", "■ free ■ full", "◎: free △: few".
pub(super) fn is_legend(text: &str) -> bool {
    let is_repeated = || MARKS.iter().any(|mark| text.matches(*mark).nth(1).is_some());
    let is_explained = || {
        let marks = text.char_indices().filter(|(_, c)| MARKS.contains(c) || DEGREES.contains(c));
        let behind = marks.filter_map(|(at, c)| text.get(at + c.len_utf8()..)?.chars().next());
        behind.filter(|next| matches!(next, ':' | '：')).nth(1).is_some()
    };
    // Nearly all texts have none of them: but '=' and '×', which is never alone, they begin with this byte in UTF-8.
    let has_any = || text.bytes().any(|byte| byte == b'=' || byte == 0xe2);
    text.len() <= LABEL && has_any() && (is_repeated() || is_explained())
}

/// What classes of a legend's marks add to those of what they explain.
const ADDED: [&str; 6] = ["-key", "_key", "-legend", "_legend", "-legende", "-info"];

impl Standing {
    /// What words say: that it is taken, where they say both.
    fn of(signs: Signs) -> Self {
        match (signs.has(Sign::Free), signs.has(Sign::Full) || signs.has(Sign::None)) {
            (_, true) => Standing::Taken,
            (true, _) => Standing::Free,
            _ => Standing::Other,
        }
    }
}

/// What texts say of signs: "✓ free ✗ taken", "○ = free ● = taken".
fn symbols(layout: &Layout<'_>) -> BTreeMap<char, Standing> {
    let mut known = BTreeMap::new();
    // Nearly all texts have none of them.
    let may_explain =
        |text: &str| text.len() <= 2 * LABEL && text.bytes().any(|byte| byte == 0xe2 || byte == 0xc3);
    for (_, node) in layout.content().filter(|(_, node)| may_explain(node.block.text)) {
        let explained: Vec<(char, &str)> = node
            .block
            .text
            .split_inclusive(SYMBOLS)
            .zip(node.block.text.split(SYMBOLS).skip(1))
            .filter_map(|(before, behind)| Some((before.chars().next_back()?, behind.split(PARTS).next()?)))
            .filter(|(_, words)| words.contains(char::is_alphabetic))
            .collect();
        let signs: BTreeSet<char> = explained.iter().map(|(sign, _)| *sign).collect();
        if signs.len() > 1 && signs.len() == explained.len() {
            known.extend(
                explained.into_iter().map(|(sign, words)| (sign, Standing::of(lexicon::signs(words)))),
            );
        }
    }
    known
}

fn marks<'l, 'a>(layout: &'l Layout<'a>) -> impl Iterator<Item = (usize, &'l Node<'a>)> {
    layout.nodes.iter().enumerate().filter(|(_, node)| node.block.role == Role::Mark)
}

/// What marks say that stand one by one, each beside the state of what it belongs to, and are no legend: they count, or a
/// legend says the same elsewhere.
fn states<'a>(layout: &Layout<'a>) -> BTreeSet<&'a str> {
    if marks(layout).next().is_none() {
        return BTreeSet::new();
    }
    let says = |(_, node): &(usize, &Node<'a>)| node.block.role == Role::Mark || !node.block.text.is_empty();
    let leaves: Vec<(usize, &Node<'a>)> = layout.nodes.iter().enumerate().filter(says).collect();
    let is_mark =
        |leaf: Option<&(usize, &Node<'a>)>| leaf.is_some_and(|(_, node)| node.block.role == Role::Mark);
    // The marks of a legend follow each other, with the words for each between.
    let is_in_run = |leaf: usize| {
        is_mark(leaves.get(leaf + STEP))
            || leaf.checked_sub(STEP).is_some_and(|before| is_mark(leaves.get(before)))
    };
    let (in_run, alone): (Vec<usize>, Vec<usize>) =
        (0..leaves.len()).filter(|leaf| is_mark(leaves.get(*leaf))).partition(|leaf| is_in_run(*leaf));
    let names = |marks: &[usize]| -> BTreeSet<&'a str> {
        marks.iter().filter_map(|leaf| leaves.get(*leaf)).map(|(_, node)| node.block.name()).collect()
    };
    let (explained, alone) = (names(&in_run), names(&alone));
    let counts = alone.iter().any(|name| count_in(name).is_some());
    alone.into_iter().filter(|name| counts || explained.contains(name)).collect()
}

/// The class that a mark's own class names: `free` in `free-legend`.
fn meant(look: &str) -> Option<&str> {
    ADDED.iter().find_map(|added| look.strip_suffix(added)).or_else(|| look.strip_prefix("legend-"))
}

impl<'a> Legend<'a> {
    pub(super) fn of(layout: &Layout<'a>) -> Self {
        let mut legend = Legend { symbols: symbols(layout), ..Legend::default() };
        let states = states(layout);
        for (at, node) in marks(layout).filter(|(_, node)| !states.contains(node.block.name())) {
            let standing = Standing::of(node.signs.and(node.aside));
            // A day beside its mark is explained, and explains nothing.
            if standing == Standing::Other && node.block.name().contains(|c: char| c.is_ascii_digit()) {
                continue;
            }
            legend.words.insert(node.block.name());
            let beside = layout.nodes.iter().take(at + BESIDE + 1).skip(at.saturating_sub(BESIDE));
            let explained = beside
                .filter(|beside| beside.block.role == Role::Cell && beside.block.name() == node.block.name());
            legend.cells.extend(explained.map(|cell| cell.block.line));
            for look in node.block.looks().flat_map(|look| [Some(look), meant(look)]).flatten() {
                // What marks of different sense have in common tells nothing.
                legend
                    .looks
                    .entry(look)
                    .and_modify(|known| {
                        if *known != Some(standing) {
                            *known = None;
                        }
                    })
                    .or_insert(Some(standing));
            }
        }
        legend
    }

    /// Whether a node only explains a mark. A cell of a table may say the same of a slot.
    pub(super) fn explains(&self, node: &Node<'a>) -> bool {
        match node.block.role {
            Role::Cell => self.cells.contains(&node.block.line),
            _ => self.words.contains(node.block.name()),
        }
    }

    /// Whether a line explains a mark and goes on with the next.
    pub(super) fn begins(&self, text: &str) -> bool {
        let before = self.words.range(..=text).next_back().filter(|words| !words.is_empty());
        let rest = before.and_then(|words| text.strip_prefix(words));
        rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric) && text.len() <= LABEL)
    }

    /// What the legend says of a node; taken where it says both.
    pub(super) fn standing(&self, node: &Node<'a>) -> Option<Standing> {
        if node.block.role == Role::Mark { None } else { self.look_of(node) }
    }

    /// What a text says of the sign that is all of a node.
    pub(super) fn symbol(&self, node: &Node<'a>) -> Option<Standing> {
        let mut signs = node.block.text.chars();
        let sign = signs.next().filter(|_| signs.next().is_none())?;
        self.symbols.get(&sign).copied()
    }

    /// What the legend says of a node or of a mark beside it.
    pub(super) fn look_of(&self, node: &Node<'a>) -> Option<Standing> {
        if let Some(standing) = self.symbol(node) {
            return Some(standing);
        }
        if self.looks.is_empty() {
            return None;
        }
        let found = node.block.looks().filter_map(|look| self.looks.get(look).copied().flatten());
        found.reduce(|first, other| if other == Standing::Taken { other } else { first })
    }
}
