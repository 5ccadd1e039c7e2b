//! The border: what JavaScript calls, and the only file that turns its values into ours and back.

use crate::page::Page;
use crate::push::{self, Address, Body, Request};
use crate::store::{Part, Saved};
use crate::time::Now;
use crate::ui::permissions::Permissions;
use crate::verdict;
use crate::watch::{Effects, Event, State, update};
use crate::wording::notice;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;
use wasm_bindgen::prelude::*;

/// The state in the worker's memory, between two events.
#[wasm_bindgen]
pub struct Core {
    state: State,
    /// The state that was saved last.
    saved: State,
}

/// What follows from one event.
#[derive(Serialize)]
struct Outcome {
    /// The record to save on the disk, where something is to be saved.
    saved: Option<Saved>,
    /// The record to keep in the browser's memory, where the disk may not have all of it.
    private: Option<Saved>,
    #[serde(flatten)]
    effects: Effects,
}

#[wasm_bindgen]
impl Core {
    /// Takes up the saved record; `undefined` for a blank start.
    ///
    /// # Errors
    /// Where the record cannot be used.
    pub fn load(saved: JsValue) -> Result<Core, JsError> {
        let state = if saved.is_undefined() {
            State::default()
        } else {
            Saved::load(serde_wasm_bindgen::Deserializer::from(saved))?
        };
        Ok(Core { saved: state.clone(), state })
    }

    /// Takes up what can be read of a record that cannot be used as a whole.
    pub fn salvage(saved: &JsValue) -> Core {
        Core { saved: State::default(), state: Saved::salvage(saved) }
    }

    /// Takes one event: `{saved?, private?, alarms, touches, others}`.
    ///
    /// # Errors
    /// Where the event or the moment do not have their form; the state stays as it was.
    pub fn take(&mut self, event: JsValue, now: JsValue) -> Result<JsValue, JsError> {
        let event: Event = serde_wasm_bindgen::from_value(event)?;
        let now: Now = serde_wasm_bindgen::from_value(now)?;
        let (state, effects) = update(self.state.clone(), event, now);
        self.state = state;
        let is_new = self.state != self.saved;
        let saved = is_new.then(|| Saved::public(&self.state));
        let is_apart = self.state.is_private() || self.state.unsaved;
        let private = (is_new && is_apart).then(|| Saved::new(self.state.clone()));
        to_js(&Outcome { saved, private, effects: Effects::from(effects) })
    }

    /// Notes that what [`Core::take`] answered last was saved.
    pub fn saved(&mut self) {
        self.saved = self.state.clone();
    }

    /// Whether the last that was tried to be saved could not be, as far as is known.
    #[wasm_bindgen(js_name = isUnsaved)]
    pub fn is_unsaved(&self) -> bool {
        self.state.unsaved
    }

    /// The tabs that are watched.
    pub fn watches(&self) -> Vec<i32> {
        self.state.watches.iter().map(|watch| watch.order.tab.0).collect()
    }
}

/// The words of a notification for an alert, as `{title, lines}`.
///
/// # Errors
/// Where the alert does not have its form.
#[wasm_bindgen(js_name = notice)]
pub fn notice_of(alert: JsValue) -> Result<JsValue, JsError> {
    to_js(&notice(&serde_wasm_bindgen::from_value(alert)?))
}

/// What the browser compiled of the core: a `WebAssembly.Module`.
#[wasm_bindgen]
pub fn compiled() -> JsValue {
    wasm_bindgen::module()
}

/// What is sent to the phone, as `{permissions, url, headers, body}`: a letter, and its words in the person's language.
///
/// # Errors
/// Where the letter does not have its form.
#[wasm_bindgen]
pub fn request(letter: JsValue, title: &str, lines: Vec<String>) -> Result<JsValue, JsError> {
    #[derive(Serialize)]
    struct Sending {
        permissions: Option<Permissions>,
        url: Address,
        headers: BTreeMap<&'static str, String>,
        body: Body,
    }
    let Request { origin, data, url, headers, body } = push::request(from_js(letter)?, title, lines);
    let permissions = origin.map(|server| Permissions::to_send(&server, data));
    to_js(&Sending { permissions, url, headers, body })
}

/// What one reading of a page means, for tools that measure the recogniser: `{verdict, slots, evidence,
/// against, notes, session}`. `today` is `YYYY-MM-DD`.
///
/// # Errors
/// Where the page or the date do not have their form.
#[wasm_bindgen]
pub fn recognise(page: JsValue, today: &str) -> Result<JsValue, JsError> {
    #[derive(Serialize)]
    struct Answer {
        verdict: &'static str,
        slots: Vec<crate::slot::Slot>,
        evidence: Vec<verdict::Evidence>,
        against: Vec<verdict::Evidence>,
        notes: Vec<verdict::Note>,
        session: Option<verdict::Countdown>,
    }
    let page: Page = serde_wasm_bindgen::from_value(page)?;
    let today: Date = today.parse()?;
    let verdict = verdict::recognise(&page, today);
    to_js(&Answer {
        verdict: verdict.meaning.name(),
        slots: match verdict.meaning {
            verdict::Meaning::Free(slots) => slots,
            _ => Vec::new(),
        },
        evidence: verdict.evidence,
        against: verdict.against,
        notes: verdict.notes,
        session: verdict.session,
    })
}

impl Part for JsValue {
    fn field(&self, name: &str) -> Option<Self> {
        // A list has no field that we ask for, and of what is no object none can be asked.
        js_sys::Reflect::get(self, &name.into()).ok()
    }

    fn fields(&self) -> Vec<(String, Self)> {
        let Some(object) = self.dyn_ref::<js_sys::Object>() else { return Vec::new() };
        let entries = js_sys::Object::entries(object).into_iter().map(|entry| js_sys::Array::from(&entry));
        entries.filter_map(|entry| Some((entry.get(0).as_string()?, entry.get(1)))).collect()
    }

    fn items(&self) -> Vec<Self> {
        self.dyn_ref::<js_sys::Array>().map(|list| list.iter().collect()).unwrap_or_default()
    }

    fn read<T: serde::de::DeserializeOwned>(&self) -> Option<T> {
        from_js(self.clone()).ok()
    }
}

/// Maps become plain objects, so that a record survives the browser's storage.
pub(crate) fn to_js(value: &impl Serialize) -> Result<JsValue, JsError> {
    Ok(value.serialize(&serde_wasm_bindgen::Serializer::json_compatible())?)
}

/// Reads a value of ours out of JavaScript's. Fields that it does not have are passed over: only those it has are asked
/// for.
pub(crate) fn from_js<T: serde::de::DeserializeOwned>(value: JsValue) -> Result<T, JsError> {
    Ok(serde_wasm_bindgen::from_value(value)?)
}
