//! What the browser lets us do beyond what it said when we were installed.

use super::browser;
use crate::push::{DataKind, Push};
use crate::site::Origin;
use crate::wasm::{from_js, to_js};
use js_sys::{Promise, Reflect};
use serde::{Deserialize, Serialize};
use wasm_bindgen::prelude::*;

/// Permissions as the browser takes and tells them: for sites and, in Firefox, for kinds of data that are sent away.
#[derive(Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Permissions {
    /// The patterns of sites.
    #[serde(default)]
    pub(super) origins: Vec<String>,
    /// The kinds of data. Elsewhere the browser does not know the word.
    #[serde(default, rename = "data_collection", skip_serializing_if = "Vec::is_empty")]
    data: Vec<String>,
}

impl Permissions {
    /// Those for a page and for frames in it.
    pub(super) fn of(page: &Origin, frames: &[Origin]) -> Self {
        let origins = std::iter::once(page).chain(frames);
        Permissions::of_sites(origins.map(|origin| origin.pattern().to_owned()).collect())
    }

    /// Those for sites, by their patterns.
    pub(super) fn of_sites(origins: Vec<String>) -> Self {
        Permissions { origins, ..Self::default() }
    }

    /// Those for telling the phone; nothing where its address is none of the web.
    pub(super) fn to_tell(push: &Push) -> Option<Self> {
        Some(Self::to_send(&push.origin()?, push.sends()))
    }

    /// Those for sending such data to a server.
    pub(crate) fn to_send(server: &Origin, data: Vec<DataKind>) -> Self {
        let data = if concern_data() { data } else { Vec::new() };
        let data = data.into_iter().map(DataKind::name).map(str::to_owned).collect();
        Permissions { data, ..Self::of(server, &[]) }
    }

    /// Those that were given.
    pub(super) async fn given() -> Self {
        let all = browser::permissions_all().await;
        all.and_then(|all| Ok(from_js(all)?)).unwrap_or_default()
    }

    /// Those that are not among others.
    pub(super) fn without(mut self, others: &Self) -> Self {
        self.origins.retain(|origin| !others.origins.contains(origin));
        self.data.retain(|kind| !others.data.contains(kind));
        self
    }

    /// Asks the person for them. Nothing may come between their press and this.
    pub(super) fn ask(&self) -> Result<Promise, JsValue> {
        browser::permissions_request(&to_js(self)?)
    }

    /// Whether they were given, where the browser can say it.
    pub(super) async fn are_given(&self) -> Option<bool> {
        let given = browser::permissions_contains(&to_js(self).ok()?).await.ok()?;
        Some(given.is_truthy())
    }

    /// Gives them back to the browser.
    pub(super) async fn give_back(&self) -> Result<(), JsValue> {
        if *self == Permissions::default() {
            return Ok(());
        }
        browser::permissions_remove(&to_js(self)?).await.map(|_| ())
    }
}

/// Whether the browser asks for the kinds of data that are sent too. Only Firefox does, and only its manifest tells of itself.
pub(super) fn concern_data() -> bool {
    Reflect::has(&browser::manifest(), &"browser_specific_settings".into()).unwrap_or(false)
}
