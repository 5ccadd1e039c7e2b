//! The form in which the person orders a watch, or changes one: how to look again, how often, for what.

use super::super::dom::{Dom, say};
use super::Frames;
use super::wishes::Editor;
use crate::frames;
use crate::pace::{DEFAULT_INTERVAL, Interval, MOST_A_DAY, Touch};
use crate::page::Page;
use crate::recheck::{self, Control, Recheck};
use crate::site::{Origin, Site};
use crate::time::Span;
use crate::watch::Order;
use crate::wish::Wishes;
use crate::wording::{Argument, Words};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use web_sys::HtmlInputElement;

/// The intervals on offer, in seconds; those below the site's floor are left out.
const INTERVALS: [u32; 13] = [2, 5, 60, 120, 180, 300, 600, 900, 1800, 3600, 7200, 10_800, 14_400];
/// Shorter pauses, in seconds, are those of somebody in a hurry.
const PATIENT: u32 = 180;
/// Longer pauses, in seconds, are those of somebody who looks in now and then.
const CALM: u32 = 1800;
const HOUR: u32 = 3600;

/// The form, and what it offers.
pub(super) struct Form {
    dom: Dom,
    /// The ways to refresh the page, in the order they are offered.
    ways: RefCell<Vec<Recheck>>,
    /// What the operator of the page lets us do.
    pub(super) touch: Cell<Touch>,
    frames: RefCell<Frames>,
    /// The pauses the slider stands for.
    intervals: Vec<Span>,
    /// What shall fit.
    pub(super) wishes: Rc<Editor>,
}

impl Form {
    /// The form for a page; `changed` is called whenever something else is wished for.
    pub(super) fn new(dom: &Dom, site: Option<&Site>, changed: impl Fn() + 'static) -> Rc<Self> {
        let is_allowed =
            |wanted: &Span| site.is_some_and(|site| Interval::new(*wanted, site).span() == *wanted);
        let intervals: Vec<Span> = INTERVALS.map(Span::seconds).into_iter().filter(is_allowed).collect();
        let form = Rc::new(Form {
            dom: dom.clone(),
            ways: RefCell::default(),
            touch: Cell::new(Touch::Recheck),
            frames: RefCell::default(),
            intervals,
            wishes: Editor::new(dom, changed),
        });
        if let Some(slider) = form.slider() {
            slider.set_max(&form.intervals.len().saturating_sub(1).to_string());
        }
        form.set_interval(DEFAULT_INTERVAL);
        form.wishes.fill(&Wishes::default());
        let drawn = Rc::clone(&form);
        dom.on("interval", "input", move || drawn.draw_pace());
        form
    }

    fn slider(&self) -> Option<HtmlInputElement> {
        self.dom.get("interval")
    }

    /// The mean pause that is chosen.
    pub(super) fn interval(&self) -> Span {
        let place = self.slider().and_then(|slider| slider.value().parse::<usize>().ok());
        place.and_then(|place| self.intervals.get(place)).copied().unwrap_or(DEFAULT_INTERVAL)
    }

    fn set_interval(&self, wanted: Span) {
        let place = self.intervals.iter().take_while(|interval| **interval < wanted).count();
        if let Some(slider) = self.slider() {
            slider.set_value(&place.to_string());
        }
        self.draw_pace();
    }

    fn draw_pace(&self) {
        let pace = say(&pace_in_words(self.interval()));
        self.dom.text("pace", &pace);
        if let Some(slider) = self.slider() {
            let _ = slider.set_attribute("aria-valuetext", &pace);
        }
    }

    /// Shows what a watch that runs goes by.
    pub(super) fn fill(&self, order: &Order) {
        self.set_interval(order.interval.span());
        self.wishes.fill(&order.wishes);
        if let Some(awake) = self.dom.get::<HtmlInputElement>("keep-awake") {
            awake.set_checked(order.keep_awake);
        }
    }

    /// Whether the browser shall not put the tab to sleep.
    pub(super) fn keeps_awake(&self) -> bool {
        self.dom.get::<HtmlInputElement>("keep-awake").is_some_and(|input| input.checked())
    }

    /// Lists the ways to refresh the page, one of them chosen: the one that was picked on the page, the one in use, or
    /// the proposed one.
    pub(super) fn offer_ways(&self, page: &Page, picked: Option<Control>, used: Option<&Recheck>) {
        let controls =
            recheck::candidates(page).into_iter().filter(|control| Some(control) != picked.as_ref());
        let mut ways: Vec<Recheck> = picked.iter().cloned().chain(controls).map(Recheck::Press).collect();
        ways.extend([Recheck::Reload, Recheck::Remind, Recheck::Nothing]);
        if let Some(used) = used.filter(|used| !ways.contains(used)) {
            ways.insert(0, used.clone());
        }
        let proposed = || recheck::proposal(page);
        let mut chosen = match (picked, used) {
            (Some(control), _) => Recheck::Press(control),
            (None, used) => used.cloned().unwrap_or_else(proposed),
        };
        if self.touch.get() != Touch::Recheck {
            ways.retain(|way| !way.touches());
            chosen = Recheck::Remind;
        }
        self.dom.text("ways", "");
        for (index, way) in ways.iter().enumerate() {
            self.dom.choice("ways", "way-template", &say(&name_of(way)), index, *way == chosen);
        }
        *self.ways.borrow_mut() = ways;
    }

    /// Whether the page was looked at, so that there is something to choose from.
    pub(super) fn has_ways(&self) -> bool {
        !self.ways.borrow().is_empty()
    }

    /// The way that is chosen.
    pub(super) fn recheck(&self) -> Recheck {
        let chosen = self.dom.find::<HtmlInputElement>("input[name=way]:checked");
        let index = chosen.and_then(|input| input.value().parse::<usize>().ok());
        index.and_then(|index| self.ways.borrow().get(index).cloned()).unwrap_or(Recheck::Reload)
    }

    /// Lists where the frames come from that may be read with the page, if the person wishes.
    pub(super) fn offer_frames(&self, page: &Page) {
        let read = page.frames.iter().filter_map(|frame| Origin::of(&frame.url)).collect();
        let asked = frames::worth_reading(page);
        self.dom.show("frames-line", !asked.is_empty());
        self.dom.text("frames", "");
        for (index, origin) in asked.iter().enumerate() {
            self.dom.choice("frames", "frame-template", origin.host(), index, true);
        }
        *self.frames.borrow_mut() = Frames { read, asked };
    }

    /// Where the frames come from that the person wants to have read.
    pub(super) fn chosen_frames(&self) -> Vec<Origin> {
        let frames = self.frames.borrow();
        let ticked = |index: &usize| {
            let wanted = format!("input[name=frame][value=\"{index}\"]:checked");
            self.dom.find::<HtmlInputElement>(&wanted).is_some()
        };
        let asked = frames.asked.iter().enumerate().filter(|(index, _)| ticked(index));
        frames.read.iter().chain(asked.map(|(_, origin)| origin)).cloned().collect()
    }
}

/// A way to look again.
pub(super) fn name_of(way: &Recheck) -> Words {
    match way {
        Recheck::Press(control) => Words::with("way_press", [Argument::Text(control.label.clone())]),
        Recheck::Reload => Words::plain("way_reload"),
        Recheck::Nothing => Words::plain("way_nothing"),
        Recheck::Remind => Words::plain("way_remind"),
    }
}

/// What a pause means: how many looks that are, and who would look so often.
fn pace_in_words(interval: Span) -> Words {
    let seconds = (interval.0 / 1000).max(1);
    let every = Argument::Length(interval);
    let looks = |of: u32| Argument::Number((of / seconds) as usize);
    match seconds {
        0..60 => Words::with("pace_practice", [every]),
        60..PATIENT => Words::with("pace_hurried", [every, looks(HOUR), Argument::Number(MOST_A_DAY)]),
        PATIENT..CALM => Words::with("pace_patient", [every, looks(HOUR)]),
        _ => Words::with("pace_calm", [every, looks(24 * HOUR)]),
    }
}
