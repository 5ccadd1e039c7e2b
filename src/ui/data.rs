//! The settings' part on the person's data: taking it along, bringing it back, deleting it.

use super::browser::{self, Store};
use super::dom::{Dom, reason_of, say};
use super::permissions::Permissions;
use super::shell::{now, send, stored};
use crate::backup::{self, Backup, MOST_BYTES, Settings};
use crate::journal::Records;
use crate::quote::Quote;
use crate::wasm::{from_js, to_js};
use crate::watch::Event;
use crate::wording::{Argument, Words};
use serde_wasm_bindgen::Deserializer;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{HtmlDialogElement, HtmlInputElement};

/// Why something could not be done.
enum Failure {
    /// The file cannot be used.
    File(backup::Error),
    /// The browser says so.
    Browser(JsValue),
}

impl From<backup::Error> for Failure {
    fn from(error: backup::Error) -> Self {
        Failure::File(error)
    }
}

impl From<JsValue> for Failure {
    fn from(error: JsValue) -> Self {
        Failure::Browser(error)
    }
}

impl From<JsError> for Failure {
    fn from(error: JsError) -> Self {
        Failure::Browser(error.into())
    }
}

/// Lets the buttons do what they say, for as long as the page is open.
pub(super) fn listen(dom: &Dom, journal: Store) {
    let dom = dom.clone();
    let data = Rc::new(Data { dom, journal });
    data.on("export", "click", async |Data { dom, journal }| {
        let done = export(journal).await;
        tell(dom, &done.map(|()| Words::plain("data_exported")));
    });
    data.on("import", "change", async |Data { dom, journal }| {
        let done = bring_in(dom, journal).await;
        tell(dom, &done.map(|added| Words::with("data_imported", [Argument::Number(added)])));
    });
    data.on("delete-everything", "click", async |Data { dom, .. }| {
        if let Some(dialog) = dom.get::<HtmlDialogElement>("everything") {
            let _ = dialog.show_modal();
        }
    });
    data.on("keep-everything", "click", async |Data { dom, .. }| close_dialog(dom));
    data.on("really-everything", "click", async |Data { dom, journal }| {
        close_dialog(dom);
        let done = delete_everything(journal).await;
        tell(dom, &done.map(|()| Words::plain("data_deleted")));
        dom.focus("delete-everything");
    });
}

struct Data {
    dom: Dom,
    journal: Store,
}

impl Data {
    fn on(self: &Rc<Self>, id: &str, event: &str, act: impl AsyncFn(&Data) + Copy + 'static) {
        let data = Rc::clone(self);
        self.dom.on(id, event, move || {
            let data = Rc::clone(&data);
            spawn_local(async move { act(&data).await });
        });
    }
}

fn close_dialog(dom: &Dom) {
    if let Some(dialog) = dom.get::<HtmlDialogElement>("everything") {
        dialog.close();
    }
}

fn tell(dom: &Dom, done: &Result<Words, Failure>) {
    let failure = match done {
        Ok(_) => None,
        Err(Failure::File(error)) => Some(error.words()),
        Err(Failure::Browser(error)) => {
            Some(Words::with("data_failed", [Argument::Text(Quote::new(&reason_of(error)))]))
        }
    };
    dom.show("data-failed", failure.is_some());
    dom.text("data-failed", &failure.as_ref().map(say).unwrap_or_default());
    dom.text("data-done", &done.as_ref().map(say).unwrap_or_default());
}

async fn export(journal: &Store) -> Result<(), Failure> {
    let journal: Records = from_js(journal.records("").await?)?;
    let settings = Settings::of(&stored().await.unwrap_or_default());
    let file = js_sys::JSON::stringify(&to_js(&Backup::new(settings, journal, now()))?)?;
    browser::download("terminwacht.json", "application/json", &String::from(file));
    Ok(())
}

/// Brings in the chosen file. Answers how many records the journal did not know.
async fn bring_in(dom: &Dom, journal: &Store) -> Result<usize, Failure> {
    let Some(input) = dom.get::<HtmlInputElement>("import") else { return Ok(0) };
    let Some(file) = input.files().and_then(|files| files.get(0)) else { return Ok(0) };
    #[allow(clippy::cast_precision_loss, reason = "the bound is far below where floats skip numbers")]
    let is_long = file.size() > MOST_BYTES as f64;
    if is_long {
        return Err(backup::Error::Long.into());
    }
    let text = JsFuture::from(file.text()).await;
    // The same file may be chosen again.
    input.set_value("");
    let text = text?.as_string().unwrap_or_default();
    backup::check(&text)?;
    let value = js_sys::JSON::parse(&text).map_err(|_| backup::Error::NoJson)?;
    let now = now();
    let backup = Backup::read(|| Deserializer::from(value.clone()))?.until(now);
    let added = journal.add(&to_js(&backup.journal)?).await?;
    let looks = backup.recent(now);
    send(&Event::Imported { settings: backup.settings, looks });
    Ok(from_js(added)?)
}

async fn delete_everything(journal: &Store) -> Result<(), Failure> {
    // First, or what is still owed to the journal would be written again, and watches would tell that they may no longer
    // read their pages.
    send(&Event::AllDeleted);
    journal.erase().await?;
    browser::forget_all_but("state").await?;
    Ok(Permissions::given().await.give_back().await?)
}
