//! The few things the pages do with their markup. Text is only ever set as text.

use super::browser;
use crate::wasm::to_js;
use crate::wording::Words;
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

    /// Puts in the wordings that elements name: `data-words` as their text, `data-placeholder` as what stands in
    /// a blank field.
    pub(super) fn fill_in_words(&self) {
        if let Some(root) = self.document.document_element() {
            let _ = root.set_attribute("lang", &browser::language());
        }
        self.each("data-words", |element, text| element.set_text_content(Some(text)));
        self.each("data-placeholder", |element, text| {
            let _ = element.set_attribute("placeholder", text);
        });
    }

    /// Does something with each element that names a wording, and with the wording.
    fn each(&self, attribute: &str, put: impl Fn(&Element, &str)) {
        let Ok(elements) = self.document.query_selector_all(&format!("[{attribute}]")) else { return };
        for index in 0..elements.length() {
            let element = elements.get(index).and_then(|node| node.dyn_into::<Element>().ok());
            if let Some(element) = element
                && let Some(key) = element.get_attribute(attribute)
            {
                put(&element, &say(&Words::plain(&key)));
            }
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

    /// Lets a button be pressed, or not.
    pub(super) fn enable(&self, id: &str, enabled: bool) {
        if let Some(element) = self.get::<Element>(id) {
            let _ = element.toggle_attribute_with_force("disabled", !enabled);
        }
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
        list.set_text_content(None);
        for entry in entries {
            if let Ok(item) = self.document.create_element("li") {
                item.set_text_content(Some(entry));
                let _ = list.append_child(&item);
            }
        }
        if let Ok(list) = list.dyn_into::<HtmlElement>() {
            list.set_hidden(entries.is_empty());
        }
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
        let (Some(list), Some(template)) =
            (self.get::<Element>(id), self.get::<HtmlTemplateElement>(template))
        else {
            return;
        };
        let Ok(copy) = template.content().clone_node_with_deep(true) else { return };
        let _ = list.append_child(&copy);
        let Some(label) = list.last_element_child() else { return };
        if let Ok(Some(span)) = label.query_selector("span") {
            span.set_text_content(Some(text));
        }
        if let Some(input) = label.query_selector("input").ok().flatten() {
            let input: HtmlInputElement = input.unchecked_into();
            input.set_value(&value.to_string());
            input.set_checked(ticked);
        }
    }

    /// Calls `listener` for every event of that kind at an element, for as long as the page lives.
    pub(super) fn on(&self, id: &str, event: &str, mut listener: impl FnMut() + 'static) {
        let Some(element) = self.get::<Element>(id) else { return };
        let listener = Closure::<dyn FnMut(web_sys::Event)>::new(move |event: web_sys::Event| {
            event.prevent_default();
            listener();
        });
        let _ = element.add_event_listener_with_callback(event, listener.as_ref().unchecked_ref());
        listener.forget();
    }
}

/// A wording in the person's language.
pub(super) fn say(words: &Words) -> String {
    to_js(words).map_or_else(|_| words.key.clone(), |words| browser::say(&words))
}
