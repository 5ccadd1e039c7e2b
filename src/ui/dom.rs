//! The few things the pages do with their markup. Text is only ever set as text.

use super::browser;
use crate::quote::Quote;
use crate::wasm::to_js;
use crate::wording::{Argument, Words};
use wasm_bindgen::prelude::*;
use web_sys::{Document, Element, HtmlElement, HtmlInputElement, HtmlTemplateElement};

/// A page's markup. What is asked for must stand in it: a missing element is passed over, and the tests of
/// the page would show it.
#[derive(Clone)]
pub(super) struct Dom {
    document: Document,
}

impl Dom {
    /// The markup of this page.
    pub(super) fn here() -> Option<Self> {
        Some(Dom { document: web_sys::window()?.document()? })
    }

    /// Marks a page that is shown in a tab instead of over the toolbar: its width is the window's.
    pub(super) fn is_tab(&self) {
        if let Some(root) = self.document.document_element() {
            let _ = root.set_attribute("data-tab", "");
        }
    }

    /// Puts in the wordings that elements name, and the language.
    pub(super) fn fill_in_words(&self) {
        if let Some(root) = self.document.document_element() {
            let _ = root.set_attribute("lang", &browser::language());
            fill_in_words(&root);
        }
    }

    /// The element with that id, as the type asked for.
    pub(super) fn get<T: JsCast>(&self, id: &str) -> Option<T> {
        self.document.get_element_by_id(id)?.dyn_into().ok()
    }

    /// The first element a selector matches.
    pub(super) fn find<T: JsCast>(&self, selector: &str) -> Option<T> {
        self.document.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Sets the text of an element.
    pub(super) fn text(&self, id: &str, text: &str) {
        if let Some(element) = self.get::<Element>(id)
            && element.text_content().as_deref() != Some(text)
        {
            element.set_text_content(Some(text));
        }
    }

    /// Sets the title, which screen readers say first.
    pub(super) fn title(&self, title: &str) {
        self.document.set_title(title);
    }

    /// Shows or hides an element.
    pub(super) fn show(&self, id: &str, shown: bool) {
        if let Some(element) = self.get::<HtmlElement>(id) {
            element.set_hidden(!shown);
        }
    }

    /// Whether an element is not hidden itself.
    pub(super) fn is_shown(&self, id: &str) -> bool {
        self.get::<HtmlElement>(id).is_some_and(|element| !element.hidden())
    }

    /// Lets a control be used, or not.
    pub(super) fn enable(&self, id: &str, enabled: bool) {
        if let Some(element) = self.get::<Element>(id) {
            let _ = element.toggle_attribute_with_force("disabled", !enabled);
        }
    }

    /// Says of a button whether a press does something now. One that comes and goes by itself would else take the
    /// keyboard's focus along.
    pub(super) fn ready(&self, id: &str, ready: bool) {
        if let Some(element) = self.get::<Element>(id) {
            let _ = element.set_attribute("aria-disabled", if ready { "false" } else { "true" });
        }
    }

    /// Opens what is folded.
    pub(super) fn open(&self, id: &str) {
        if let Some(element) = self.get::<Element>(id) {
            let _ = element.set_attribute("open", "");
        }
    }

    /// Calls `listener` whenever the page comes to the front.
    pub(super) fn on_front(&self, mut listener: impl FnMut() + 'static) {
        let document = self.document.clone();
        let listener = Closure::<dyn FnMut()>::new(move || {
            if !document.hidden() {
                listener();
            }
        });
        let _ = self
            .document
            .add_event_listener_with_callback("visibilitychange", listener.as_ref().unchecked_ref());
        listener.forget();
    }

    /// Puts the keyboard's focus on an element, where that is shown.
    pub(super) fn focus(&self, id: &str) {
        if let Some(element) = self.get::<HtmlElement>(id) {
            let _ = element.focus();
        }
    }

    /// Replaces the entries of a list.
    pub(super) fn list(&self, id: &str, entries: &[String]) {
        let Some(list) = self.get::<Element>(id) else { return };
        let children = list.children();
        let shown = (0..children.length()).filter_map(|at| children.item(at)?.text_content());
        // What says the same is not said anew: a screen reader would read it out again.
        if !shown.eq(entries.iter().cloned()) {
            list.set_text_content(None);
            for entry in entries {
                if let Ok(item) = self.document.create_element("li") {
                    item.set_text_content(Some(entry));
                    let _ = list.append_child(&item);
                }
            }
        }
        if let Ok(list) = list.dyn_into::<HtmlElement>() {
            list.set_hidden(entries.is_empty());
        }
    }

    /// Appends an element to another, of the same kind of markup: in a picture it is a part of the picture.
    pub(super) fn append(&self, parent: &Element, name: &str) -> Option<Element> {
        let element = self.document.create_element_ns(parent.namespace_uri().as_deref(), name).ok()?;
        parent.append_child(&element).ok()?;
        Some(element)
    }

    /// Replaces the rows of a table. The first cell of each names it.
    pub(super) fn rows<const N: usize>(&self, id: &str, rows: impl Iterator<Item = [String; N]>) {
        let Some(table) = self.get::<Element>(id) else { return };
        table.set_text_content(None);
        for row in rows {
            let Some(line) = self.append(&table, "tr") else { return };
            for (index, text) in row.iter().enumerate() {
                let cell = self.append(&line, if index == 0 { "th" } else { "td" });
                if let Some(cell) = cell {
                    cell.set_text_content(Some(text));
                    if index == 0 {
                        let _ = cell.set_attribute("scope", "row");
                    }
                }
            }
        }
    }

    /// Appends what a template holds, one element, to a list.
    pub(super) fn copy(&self, id: &str, template: &str) -> Option<Element> {
        self.append_copy(&self.get(id)?, template)
    }

    fn append_copy(&self, place: &Element, template: &str) -> Option<Element> {
        let copy = self.get::<HtmlTemplateElement>(template)?.content().clone_node_with_deep(true).ok()?;
        place.append_child(&copy).ok()?;
        place.last_element_child()
    }

    /// Calls `listener` with the value of an attribute whenever an element below that has it is pressed, for as long as
    /// the page lives.
    pub(super) fn on_choice(&self, id: &str, attribute: &'static str, listener: impl Fn(String) + 'static) {
        let Some(element) = self.get::<Element>(id) else { return };
        let listener = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
            let chosen = target.and_then(|target| target.closest(&format!("[{attribute}]")).ok().flatten());
            if let Some(value) = chosen.and_then(|chosen| chosen.get_attribute(attribute)) {
                listener(value);
            }
        });
        let _ = element.add_event_listener_with_callback("click", listener.as_ref().unchecked_ref());
        listener.forget();
    }

    /// Whether the keyboard's focus is on an element or within it.
    pub(super) fn has_focus(&self, id: &str) -> bool {
        let focused = self.document.active_element();
        self.get::<Element>(id).is_some_and(|element| element.contains(focused.as_deref()))
    }

    /// How wide what is around an element is, in CSS pixels.
    pub(super) fn width_around(&self, id: &str) -> f64 {
        let around = self.get::<Element>(id).and_then(|element| element.parent_element());
        around.map_or(0.0, |around| around.client_width().into())
    }

    /// What the page's address says after `?name=`.
    pub(super) fn parameter(&self, name: &str) -> Option<String> {
        let search = self.document.location()?.search().ok()?;
        let value = search.strip_prefix('?')?.strip_prefix(name)?.strip_prefix('=')?;
        js_sys::decode_uri_component(value).ok().map(String::from)
    }

    /// Calls `listener` whenever the window has another size, for as long as the page lives.
    pub(super) fn on_resize(&self, listener: impl FnMut() + 'static) {
        let listener = Closure::<dyn FnMut()>::new(listener);
        if let Some(window) = self.document.default_view() {
            let _ = window.add_event_listener_with_callback("resize", listener.as_ref().unchecked_ref());
        }
        listener.forget();
    }

    /// Appends a choice to a select box.
    pub(super) fn option(&self, id: &str, value: &str, text: &str, selected: bool) {
        let (Some(select), Ok(option)) = (self.get::<Element>(id), self.document.create_element("option"))
        else {
            return;
        };
        option.set_text_content(Some(text));
        let _ = option.set_attribute("value", value);
        if selected {
            let _ = option.set_attribute("selected", "");
        }
        let _ = select.append_child(&option);
    }

    /// Appends a choice to tick, made from a template: its text, its value, and whether it is ticked.
    pub(super) fn choice(&self, id: &str, template: &str, text: &str, value: usize, ticked: bool) {
        let Some(label) = self.copy(id, template) else { return };
        if let Ok(Some(span)) = label.query_selector("span") {
            span.set_text_content(Some(text));
        }
        if let Some(input) = label.query_selector("input").ok().flatten() {
            let input: HtmlInputElement = input.unchecked_into();
            input.set_value(&value.to_string());
            input.set_checked(ticked);
        }
    }

    /// Appends a copy of a template to an element, with the wordings that it names.
    pub(super) fn stamp(&self, id: &str, template: &str) -> Option<Part> {
        let part = self.copy(id, template)?;
        fill_in_words(&part);
        Some(Part(part))
    }

    /// The same, to an element of a copy.
    pub(super) fn stamp_in(&self, part: &Part, selector: &str, template: &str) -> Option<Part> {
        let part = self.append_copy(&part.find(selector)?, template)?;
        fill_in_words(&part);
        Some(Part(part))
    }

    /// Calls `listener` for every event of that kind at an element, for as long as the page lives.
    pub(super) fn on(&self, id: &str, event: &str, listener: impl FnMut() + 'static) {
        if let Some(element) = self.get::<Element>(id) {
            listen(&element, event, listener);
        }
    }
}

/// A copy of a template. Its elements are found by selectors.
#[derive(Clone, PartialEq)]
pub(super) struct Part(Element);

impl Part {
    fn find<T: JsCast>(&self, selector: &str) -> Option<T> {
        self.0.query_selector(selector).ok()??.dyn_into().ok()
    }

    /// Whether there is such an element in it.
    pub(super) fn has(&self, selector: &str) -> bool {
        self.find::<Element>(selector).is_some()
    }

    /// Sets the text of an element.
    pub(super) fn text(&self, selector: &str, text: &str) {
        if let Some(element) = self.find::<Element>(selector) {
            element.set_text_content(Some(text));
        }
    }

    /// Gives it an id, by which it is found on the page.
    pub(super) fn name(&self, id: &str) {
        self.0.set_id(id);
    }

    /// Sets an attribute of an element.
    pub(super) fn attribute(&self, selector: &str, name: &str, value: &str) {
        if let Some(element) = self.find::<Element>(selector) {
            let _ = element.set_attribute(name, value);
        }
    }

    /// Shows or hides an element.
    pub(super) fn show(&self, selector: &str, shown: bool) {
        if let Some(element) = self.find::<HtmlElement>(selector) {
            element.set_hidden(!shown);
        }
    }

    /// What stands in a field.
    pub(super) fn value(&self, selector: &str) -> String {
        self.find::<HtmlInputElement>(selector).map(|input| input.value()).unwrap_or_default()
    }

    /// Puts something into a field, unless it stands there already: that would move the cursor.
    pub(super) fn set_value(&self, selector: &str, value: &str) {
        if let Some(input) = self.find::<HtmlInputElement>(selector)
            && input.value() != value
        {
            input.set_value(value);
        }
    }

    /// Whether a box is ticked.
    pub(super) fn is_checked(&self, selector: &str) -> bool {
        self.find::<HtmlInputElement>(selector).is_some_and(|input| input.checked())
    }

    /// Ticks a box, or not.
    pub(super) fn set_checked(&self, selector: &str, checked: bool) {
        if let Some(input) = self.find::<HtmlInputElement>(selector) {
            input.set_checked(checked);
        }
    }

    /// Puts the keyboard's focus on an element.
    pub(super) fn focus(&self, selector: &str) {
        if let Some(element) = self.find::<HtmlElement>(selector) {
            let _ = element.focus();
        }
    }

    /// Calls `listener` for every event of that kind at an element or in it.
    pub(super) fn on(&self, selector: &str, event: &str, listener: impl FnMut() + 'static) {
        if let Some(element) = self.find::<Element>(selector) {
            listen(&element, event, listener);
        }
    }

    /// Takes it off the page.
    pub(super) fn remove(&self) {
        self.0.remove();
    }
}

/// Puts in the wordings that elements name: `data-words` as their text, `data-placeholder` as what stands in a blank
/// field, `data-label` as what they are called where nothing is written.
fn fill_in_words(root: &Element) {
    each(root, "data-words", |element, text| element.set_text_content(Some(text)));
    for (named, attribute) in [("data-placeholder", "placeholder"), ("data-label", "aria-label")] {
        each(root, named, |element, text| {
            let _ = element.set_attribute(attribute, text);
        });
    }
}

/// Does something with each element that names a wording, and with the wording.
fn each(root: &Element, attribute: &str, put: impl Fn(&Element, &str)) {
    let Ok(elements) = root.query_selector_all(&format!("[{attribute}]")) else { return };
    for index in 0..elements.length() {
        let element = elements.get(index).and_then(|node| node.dyn_into::<Element>().ok());
        if let Some(element) = element
            && let Some(key) = element.get_attribute(attribute)
        {
            put(&element, &say(&Words::plain(&key)));
        }
    }
}

fn listen(element: &Element, event: &str, mut listener: impl FnMut() + 'static) {
    let listener = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
        // Nothing here is sent or opened by the browser itself.
        if matches!(event.type_().as_str(), "submit" | "click") {
            event.prevent_default();
        }
        listener();
    });
    let _ = element.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
    listener.forget();
}

/// Says why the journal cannot be kept or read, where a page has a place for it.
pub(super) fn show_trouble(dom: &Dom, reason: Option<&JsValue>) {
    dom.show("trouble", reason.is_some());
    if let Some(reason) = reason {
        let words = Words::with("settings_trouble", [Argument::Text(Quote::new(&reason_of(reason)))]);
        dom.text("trouble", &say(&words));
    }
}

/// What an error of the browser says.
pub(super) fn reason_of(error: &JsValue) -> String {
    let text = error.dyn_ref::<js_sys::Error>().map(|error| String::from(error.to_string()));
    text.or_else(|| error.as_string()).unwrap_or_default()
}

/// A wording in the person's language.
pub(super) fn say(words: &Words) -> String {
    to_js(words).map_or_else(|_| words.key.clone(), |words| browser::say(&words))
}
