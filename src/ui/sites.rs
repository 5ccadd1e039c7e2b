//! The settings' list of sites that may be read, with the way to take each back.

use super::browser;
use super::dom::{Dom, say};
use super::permissions::Permissions;
use super::shell::stored;
use crate::grants::{self, Grant};
use crate::quote::Quote;
use crate::wording::{Argument, Words};
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::Element;

struct Sites {
    dom: Dom,
    shown: RefCell<Vec<Grant>>,
}

/// Shows the list and keeps it up to date for as long as the page is open.
pub(super) async fn show(dom: &Dom) {
    let sites = Rc::new(Sites { dom: dom.clone(), shown: RefCell::default() });
    sites.dom.show("no-sites", true);
    sites.draw().await;
    let acting = Rc::clone(&sites);
    sites.dom.on_choice("sites", "data-pattern", move |pattern| {
        let sites = Rc::clone(&acting);
        spawn_local(async move { sites.take_back(pattern).await });
    });
    let changed = Closure::<dyn FnMut()>::new(move || {
        let sites = Rc::clone(&sites);
        spawn_local(async move { sites.draw().await });
    });
    let listener = changed.as_ref().unchecked_ref();
    browser::on_storage_changed(listener);
    browser::on_permissions_added(listener);
    browser::on_permissions_removed(listener);
    changed.forget();
}

impl Sites {
    async fn take_back(&self, pattern: String) {
        let name =
            self.shown.borrow().iter().find(|grant| grant.pattern == pattern).map(|grant| grant.name.clone());
        let done = Permissions::of_sites(vec![pattern]).give_back().await;
        self.draw().await;
        let key = if done.is_ok() { "sites_taken_back" } else { "sites_not_taken_back" };
        self.dom.text("sites-done", &say(&Words::with(key, [Argument::Text(name.unwrap_or_default())])));
        // The button that was pressed is gone.
        self.dom.focus("sites-title");
    }

    async fn draw(&self) {
        let Permissions { origins, .. } = Permissions::given().await;
        let grants = grants::of(&origins, &stored().await.unwrap_or_default());
        if *self.shown.borrow() == grants {
            return;
        }
        self.dom.show("no-sites", grants.is_empty());
        if let Some(list) = self.dom.get::<Element>("sites") {
            list.set_text_content(None);
        }
        for grant in &grants {
            self.draw_one(grant);
        }
        *self.shown.borrow_mut() = grants;
    }

    fn draw_one(&self, grant: &Grant) {
        let Some(row) = self.dom.copy("sites", "site-template") else { return };
        let part = |selector: &str| row.query_selector(selector).ok().flatten();
        let put = |selector: &str, words: &Words| {
            if let Some(element) = part(selector) {
                element.set_text_content(Some(&say(words)));
            }
        };
        let name = || [Argument::Text(grant.name.clone())];
        put("strong", &Words::with("plain", name()));
        let used = match grant.pages.as_slice() {
            [] => Words::plain("sites_unused"),
            pages => {
                let pages = pages.iter().map(Quote::as_str).collect::<Vec<_>>().join(" · ");
                Words::with("sites_used", [Argument::Text(Quote::new(&pages))])
            }
        };
        put(".used", &used);
        put("button", &Words::plain("sites_take_back"));
        if let Some(button) = part("button") {
            let _ = button.set_attribute("data-pattern", &grant.pattern);
            let _ = button.set_attribute("aria-label", &say(&Words::with("sites_take_back_of", name())));
        }
        if let Some(link) = part("a") {
            match &grant.site {
                Some(site) => {
                    let site_name = js_sys::encode_uri_component(site.name());
                    let _ = link.set_attribute("href", &format!("journal.html?site={site_name}"));
                    link.set_text_content(Some(&say(&Words::plain("sites_done_there"))));
                    let what = say(&Words::with("sites_done_there_of", name()));
                    let _ = link.set_attribute("aria-label", &what);
                }
                None => link.remove(),
            }
        }
    }
}
