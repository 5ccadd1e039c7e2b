//! Pictures in a page's `<svg>` elements.
//!
//! A few rectangles and texts: a chart library would weigh more than the rest of the extension's scripts (uPlot, the
//! smallest that is maintained, has 50 kB), draws on a canvas that no screen reader reads, and sets styles that our
//! content policy forbids.

use super::dom::Dom;
use std::cell::RefCell;
use web_sys::Element;

/// A picture, whose parts are appended one after another.
pub(super) struct Canvas<'a> {
    dom: &'a Dom,
    svg: Element,
    last: RefCell<Option<Element>>,
}

impl<'a> Canvas<'a> {
    /// A blank picture of that size, in CSS pixels, in the `<svg>` with that id.
    pub(super) fn over(dom: &'a Dom, id: &str, width: f64, height: f64) -> Option<Self> {
        let svg = dom.get::<Element>(id)?;
        svg.set_text_content(None);
        let canvas = Canvas { dom, svg, last: RefCell::default() };
        set(&canvas.svg, "width", width);
        set(&canvas.svg, "height", height);
        let _ = canvas.svg.set_attribute("viewBox", &format!("0 0 {width:.1} {height:.1}"));
        Some(canvas)
    }

    /// Appends a rectangle: its left, its top, its width and its height.
    pub(super) fn rect(&self, class: &str, place: [f64; 4]) {
        self.append("rect", class, &["x", "y", "width", "height"], &place);
    }

    /// Appends a line from one point to another.
    pub(super) fn line(&self, class: &str, ends: [f64; 4]) {
        self.append("line", class, &["x1", "y1", "x2", "y2"], &ends);
    }

    /// Appends a text, which begins at a point of its base line.
    pub(super) fn text(&self, class: &str, x: f64, y: f64, text: &str) {
        self.append("text", class, &["x", "y"], &[x, y]);
        if let Some(element) = &*self.last.borrow() {
            element.set_text_content(Some(text));
        }
    }

    /// Appends a text that belongs to the last part, which stays the last.
    pub(super) fn beside(&self, class: &str, x: f64, y: f64, text: &str) {
        let last = self.last.take();
        self.text(class, x, y, text);
        self.last.replace(last);
    }

    /// Fills the last part with a pattern of the page.
    pub(super) fn fill(&self, pattern: &str) {
        if let Some(element) = &*self.last.borrow() {
            let _ = element.set_attribute("fill", pattern);
        }
    }

    /// Says what the last part is, for who points at it.
    pub(super) fn title(&self, text: &str) {
        let last = self.last.borrow();
        if let Some(title) = last.as_ref().and_then(|element| self.dom.append(element, "title")) {
            title.set_text_content(Some(text));
        }
    }

    fn append(&self, name: &str, class: &str, names: &[&str], values: &[f64]) {
        let element = self.dom.append(&self.svg, name);
        if let Some(element) = &element {
            let _ = element.set_attribute("class", class);
            for (name, value) in names.iter().zip(values) {
                set(element, name, *value);
            }
        }
        self.last.replace(element);
    }
}

fn set(element: &Element, name: &str, value: f64) {
    let _ = element.set_attribute(name, &format!("{value:.1}"));
}
