//! How a page is refreshed for a re-check, and which control that takes.

use crate::layout::{Area, Layout};
use crate::page::{Line, Page, Role};
use crate::quote::Quote;
use serde::{Deserialize, Serialize};

const LABELS: &str = include_str!("labels.txt");
/// The most controls offered to the person.
const MOST_CANDIDATES: usize = 12;

/// How a page is refreshed, as a person would.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Recheck {
    /// The tab is reloaded.
    Reload,
    /// A control of the page itself is pressed.
    Press(Control),
    /// The page renews itself; it is only read.
    Nothing,
    /// The person refreshes it, and is reminded to.
    Remind,
}

impl Recheck {
    /// Whether it causes traffic.
    pub fn touches(&self) -> bool {
        matches!(self, Recheck::Reload | Recheck::Press(_))
    }
}

/// A control as a person would point it out, so that it is found again after the page was rebuilt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Control {
    /// `Button` or `Link`.
    pub role: Role,
    /// What it says.
    pub label: Quote,
    /// The heading it stands under; empty where there is none. Only asked where several controls are
    /// alike, because headings come and go with the content.
    pub place: Quote,
}

/// Why a control cannot be pressed now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Missing {
    /// No control like it is on the page.
    Gone,
    /// It is there but cannot be used.
    Disabled,
    /// Several are alike, and guessing could press the wrong one.
    Ambiguous,
}

/// A control and where it was found.
struct Found {
    /// Which of the page's blocks it is.
    at: usize,
    line: Line,
    control: Control,
    enabled: bool,
}

fn controls(page: &Page) -> impl Iterator<Item = Found> {
    let mut place = Quote::default();
    page.blocks().enumerate().filter_map(move |(at, block)| match block.role {
        Role::Heading => {
            place = Quote::new(block.text);
            None
        }
        Role::Button | Role::Link if !block.name().is_empty() => Some(Found {
            at,
            line: block.line,
            control: Control { role: block.role, label: Quote::new(block.name()), place: place.clone() },
            enabled: block.enabled,
        }),
        _ => None,
    })
}

/// The line at which the control stands.
///
/// # Errors
/// Where it is not there, cannot be used, or cannot be told from others.
pub fn find(page: &Page, wanted: &Control) -> Result<Line, Missing> {
    let alike: Vec<Found> = controls(page)
        .filter(|found| found.control.role == wanted.role && found.control.label == wanted.label)
        .collect();
    let in_place: Vec<&Found> = alike.iter().filter(|found| found.control.place == wanted.place).collect();
    let found = match (alike.as_slice(), in_place.as_slice()) {
        ([], _) => return Err(Missing::Gone),
        ([only], _) => only,
        (_, [only]) => *only,
        _ => return Err(Missing::Ambiguous),
    };
    if found.enabled { Ok(found.line) } else { Err(Missing::Disabled) }
}

/// The control at one line, where it can be pressed.
pub fn at_line(page: &Page, line: Line) -> Option<Control> {
    controls(page).find(|found| found.line == line && found.enabled).map(|found| found.control)
}

/// The buttons that may refresh the page, the likeliest first. A link may lead anywhere, so one is only
/// offered where it says what such buttons say; so is a button beside the page's main part, where cookie
/// notes and menus have theirs.
pub fn candidates(page: &Page) -> Vec<Control> {
    let layout = Layout::new(page);
    let is_aside = |at: usize| {
        layout.node(at).is_none_or(|node| node.area != Area::Main)
            || layout.ancestors(at).any(|(_, node)| node.block.role == Role::Aside)
    };
    let mut ranked: Vec<(usize, Control)> = controls(page)
        .filter(|found| found.enabled)
        .filter_map(|found| match rank(found.control.label.as_str()) {
            Some(rank) => Some((rank, found.control)),
            None if found.control.role == Role::Button && !is_aside(found.at) => {
                Some((usize::MAX, found.control))
            }
            None => None,
        })
        .collect();
    ranked.sort_by_key(|(rank, _)| *rank);
    let mut candidates: Vec<Control> = Vec::new();
    for (_, control) in ranked {
        if !candidates.contains(&control) && candidates.len() < MOST_CANDIDATES {
            candidates.push(control);
        }
    }
    candidates
}

/// What to propose to the person: the page's own search button where it says so plainly, else to reload.
pub fn proposal(page: &Page) -> Recheck {
    match candidates(page).into_iter().next() {
        Some(control) if control.role == Role::Button && is_search(control.label.as_str()) => {
            Recheck::Press(control)
        }
        _ => Recheck::Reload,
    }
}

fn labels() -> impl Iterator<Item = &'static str> {
    LABELS.lines().filter(|line| !line.is_empty() && !line.starts_with('#'))
}

fn rank(label: &str) -> Option<usize> {
    let label = label.to_lowercase();
    labels().position(|wanted| label.contains(wanted))
}

/// A label that names appointments or availability, not just "search": that may search the whole site.
fn is_search(label: &str) -> bool {
    let label = label.to_lowercase();
    labels().filter(|wanted| wanted.contains(' ')).any(|wanted| label.contains(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn page(outline: &str) -> Page {
        Page { outline: outline.into(), ..Page::default() }
    }

    fn control(label: &str, place: &str) -> Control {
        Control { role: Role::Button, label: Quote::new(label), place: Quote::new(place) }
    }

    fn line(number: usize) -> Line {
        Line { number, ..Line::default() }
    }

    const TWO_ALIKE: &str = "0\theading\t\tMannheim\n0\tbutton\t\tTermine suchen\n\
                             0\theading\t\tUlm\n0\tbutton\t\tTermine suchen";

    #[test]
    fn the_search_button_is_proposed_before_any_other() {
        let page = page("0\tbutton\t\tMenü\n0\tlink\t\tHilfe\n0\tbutton\t\tTERMINE SUCHEN");
        let labels: Vec<String> =
            candidates(&page).into_iter().map(|control| control.label.as_str().to_owned()).collect();
        assert_eq!(labels, ["TERMINE SUCHEN", "Menü"]);
        assert_eq!(proposal(&page), Recheck::Press(control("TERMINE SUCHEN", "")));
    }

    #[test]
    fn the_button_of_a_cookie_note_is_not_offered() {
        assert_eq!(candidates(&page("0\taside\t\t\n1\tbutton\t\tVerstanden")), []);
    }

    #[test]
    fn a_page_without_a_search_for_appointments_is_reloaded() {
        assert_eq!(proposal(&page("0\tbutton\t\tSuchen\n0\theading\t\tTermine")), Recheck::Reload);
    }

    #[test]
    fn a_button_is_found_again_on_a_page_that_was_rebuilt() {
        let rebuilt = page("0\theading\t\tKeine Termine\n0\ttext\t\tx\n1\tbutton\t\tTermine suchen");
        assert_eq!(find(&rebuilt, &control("Termine suchen", "Auswahl")), Ok(line(2)));
    }

    #[test]
    fn of_two_buttons_alike_the_one_in_its_place_is_found() {
        assert_eq!(find(&page(TWO_ALIKE), &control("Termine suchen", "Ulm")), Ok(line(3)));
        assert_eq!(find(&page(TWO_ALIKE), &control("Termine suchen", "Bonn")), Err(Missing::Ambiguous));
    }

    #[test]
    fn a_button_that_is_gone_or_disabled_is_not_pressed() {
        assert_eq!(find(&page("0\tlink\t\tSuchen"), &control("Suchen", "")), Err(Missing::Gone));
        assert_eq!(find(&page("0\tbutton\td\tSuchen"), &control("Suchen", "")), Err(Missing::Disabled));
    }

    #[test]
    fn every_label_can_match() {
        for (number, line) in LABELS.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
            assert_eq!(line.trim().to_lowercase(), line, "recogniser/src/recheck/labels.txt:{}", number + 1);
        }
    }
}
