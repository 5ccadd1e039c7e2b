//! How many are free, as a few words and a number say it.

use super::LABEL;
use super::entries::STATE;
use crate::layout::Node;
use crate::lexicon::{self, Sign, Signs};

/// What is counted is named in so few words.
const TOTAL: usize = 6;

/// How many are free, where it says so: "3 freie Plätze", "1 frei", "2 appointments available".
pub(super) fn count(node: &Node<'_>) -> Option<u32> {
    // "Appointments: 3" counts as it is read, and "1 available" as it is said.
    let texts = std::iter::once(node.block.text).chain(node.block.attributes().map(|(_, text)| text));
    texts.into_iter().find_map(count_in).or_else(|| bare_total(node.block.text).filter(|count| *count > 0))
}

/// How many are free, as a text says it.
pub(super) fn count_in(text: &str) -> Option<u32> {
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    (0..words.len()).find_map(|at| {
        let word = words.get(at)?;
        // "0 of 16 places" has none, and "1. Appointment" is the first step.
        let is_of_none = at.checked_sub(2).and_then(|at| words.get(at)) == Some(&"0");
        if at == 0 && word.ends_with(['.', ')']) || is_of_none {
            return None;
        }
        let number = word.trim_matches(|c: char| !c.is_ascii_digit());
        let count: u32 = number.parse().ok().filter(|count| (1..1000).contains(count))?;
        // "Children under 6 (free)" pay nothing.
        let what = words.get(at + 1).filter(|what| !what.starts_with('('))?;
        let is_free = |text: &str| lexicon::signs(text).has(Sign::Free);
        // Of other things, a day among them, a number says something else.
        let is_appointment = || lexicon::signs(what).has(Sign::Booking);
        // "2 appointments free", and at the end of a label "Fri 21 November, 1 appointment".
        let then = || words.get(at + 2).map_or(at > 0, |then| is_free(then));
        (is_free(&format!("{count} {what}")) || is_appointment() && then()).then_some(count)
    })
}

/// Whether a control says that none is left: "0 of 22 appointments free", "0/22", "Free: 0".
pub(crate) fn is_none_left(node: &Node<'_>) -> bool {
    let texts = std::iter::once(node.block.text).chain(node.block.attributes().map(|(_, text)| text));
    texts.into_iter().any(|text| text.len() <= LABEL && says_none_left(text))
}

fn says_none_left(text: &str) -> bool {
    let is_number = |word: &str| word.parse::<u32>().is_ok_and(|number| number > 0);
    if bare_total(text) == Some(0) {
        return true;
    }
    if text.split_once('/').is_some_and(|(left, all)| left.trim() == "0" && is_number(all.trim())) {
        return true;
    }
    let words: Vec<&str> = text.split_whitespace().take(40).collect();
    let zero = words
        .windows(3)
        .position(|words| words.first() == Some(&"0") && words.last().is_some_and(|all| is_number(all)));
    let counted =
        zero.map(|zero| words.iter().skip(zero + 3).take(STATE).copied().collect::<Vec<_>>().join(" "));
    counted.is_some_and(|counted| {
        let signs = lexicon::signs(&format!("1 {counted}"));
        signs.has(Sign::Free) || signs.has(Sign::Booking)
    })
}

/// Whether a text has two numbers with a stroke and does not say of what: "6/6 places" may all be free or all be taken.
pub(super) fn is_ratio_alone(text: &str) -> bool {
    let is_number = |word: &str| word.parse::<u32>().is_ok();
    let is_ratio =
        |word: &&str| word.split_once('/').is_some_and(|(one, all)| is_number(one) && is_number(all));
    text.len() <= LABEL
        && text.split_whitespace().any(|word| is_ratio(&word))
        && !lexicon::signs(
            &text.split_whitespace().filter(|word| !is_ratio(word)).collect::<Vec<_>>().join(" "),
        )
        .has(Sign::Free)
}

/// How many are free, where a few words say what is counted and the number stands behind them: "Available appointments: 3".
pub(super) fn total(text: &str) -> Option<u32> {
    let (signs, number) = labelled(text)?;
    (signs.has(Sign::Free) && signs.has(Sign::Booking)).then_some(number)
}

/// How many are free, where it is not said of what: "Free: 3".
pub(super) fn bare_total(text: &str) -> Option<u32> {
    let (signs, number) = labelled(text)?;
    signs.has(Sign::Free).then_some(number)
}

/// What a few words before a number at the end say.
fn labelled(text: &str) -> Option<(Signs, u32)> {
    if !text.ends_with(|last: char| last.is_ascii_digit()) {
        return None;
    }
    let (what, number) = text.rsplit_once([':', '='])?;
    let number = number.trim().parse().ok().filter(|number| *number < 1000)?;
    (what.split_whitespace().count() <= TOTAL).then(|| (lexicon::signs(what), number))
}
