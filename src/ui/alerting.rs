//! The settings' section on alerts: the sound, the repeats, and the rehearsal.

use super::browser;
use super::dom::{Dom, say};
use super::shell::{send, stored};
use crate::sound::{Tune, Volume};
use crate::wasm::from_js;
use crate::watch::{Alerting, Event, Rehearsal, TabId};
use crate::wording::Words;
use serde::Deserialize;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{HtmlInputElement, HtmlSelectElement};

/// A link of the chain from a find to the person.
struct Link {
    name: &'static str,
    /// The question whether it was noticed.
    question: &'static str,
    /// What may be the matter where it was not.
    helps: &'static [&'static str],
}

const LINKS: [Link; 5] = [
    Link {
        name: "notification",
        question: "rehearsal_notification",
        helps: &[
            "rehearsal_notification_focus",
            "rehearsal_notification_allowed",
            "rehearsal_notification_list",
        ],
    },
    Link {
        name: "sound",
        question: "rehearsal_sound",
        helps: &["rehearsal_sound_muted", "rehearsal_sound_browser", "rehearsal_sound_volume"],
    },
    Link { name: "badge", question: "rehearsal_badge", helps: &["rehearsal_badge_pin"] },
    Link {
        name: "phone",
        question: "rehearsal_phone",
        helps: &["rehearsal_phone_report", "rehearsal_phone_app"],
    },
    Link {
        name: "came",
        question: "rehearsal_came",
        helps: &["rehearsal_came_window", "rehearsal_came_closed"],
    },
];

struct Section {
    dom: Dom,
    /// The tab that shows the settings.
    tab: TabId,
}

/// Draws the section and keeps it up to date for as long as the page is open.
pub(super) async fn show(dom: &Dom) {
    #[derive(Deserialize)]
    struct Tab {
        id: i32,
    }
    let tab = browser::tabs_get_current().await.and_then(|tab| Ok(from_js::<Tab>(tab)?.id)).unwrap_or(-1);
    let section = Rc::new(Section { dom: dom.clone(), tab: TabId(tab) });
    let state = stored().await.unwrap_or_default();
    section.fill_in(state.alerting);
    section.offer_links();
    section.listen();
    section.follow().await;
    let level = browser::notifications_level().await;
    section.dom.show("alerts-denied", level.as_deref() == Some("denied"));
}

impl Section {
    fn fill_in(&self, alerting: Alerting) {
        for tune in Tune::ALL {
            let words = Words::plain(&format!("tune_{}", tune.name()));
            self.dom.option("tune", tune.name(), &say(&words), alerting.tune == Some(*tune));
        }
        self.dom.option("tune", "", &say(&Words::plain("alerts_silent")), alerting.tune.is_none());
        if let (Some(volume), Some(repeats), Some(keeps_quiet)) =
            (self.input("volume"), self.input("repeats"), self.input("keeps-quiet"))
        {
            volume.set_value(&alerting.volume.in_percent().to_string());
            repeats.set_checked(alerting.repeats);
            keeps_quiet.set_checked(alerting.keeps_quiet_hours);
        }
        self.allow_sound(alerting.tune.is_some());
    }

    fn input(&self, id: &str) -> Option<HtmlInputElement> {
        self.dom.get(id)
    }

    /// Volume and trial make sense where there is a sound.
    fn allow_sound(&self, allowed: bool) {
        self.dom.enable("volume", allowed);
        self.dom.enable("try-sound", allowed);
    }

    /// What is entered.
    fn entered(&self) -> Option<Alerting> {
        Some(Alerting {
            tune: Tune::from_name(&self.dom.get::<HtmlSelectElement>("tune")?.value()),
            volume: Volume::percent(self.input("volume")?.value().parse().ok()?),
            repeats: self.input("repeats")?.checked(),
            keeps_quiet_hours: self.input("keeps-quiet")?.checked(),
        })
    }

    fn listen(self: &Rc<Self>) {
        let section = Rc::clone(self);
        self.dom.on("alerting", "change", move || {
            if let Some(alerting) = section.entered() {
                section.allow_sound(alerting.tune.is_some());
                section.dom.show("alerting-saved", true);
                send(&Event::AlertingChanged { alerting });
            }
        });
        self.dom.on("try-sound", "click", || send(&Event::SoundRequested));
        let section = Rc::clone(self);
        self.dom.on("rehearse", "click", move || {
            section.forget_answers();
            send(&Event::RehearsalRequested { tab: section.tab });
        });
        let section = Rc::clone(self);
        self.dom.on("rehearsal", "change", move || section.judge());
        let section = Rc::clone(self);
        self.dom.on("rehearsal-end", "click", move || {
            send(&Event::RehearsalEnded);
            section.dom.focus("rehearse");
        });
        let section = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || {
            let section = Rc::clone(&section);
            spawn_local(async move { section.follow().await });
        });
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();
    }

    /// Shows how far the rehearsal has come.
    async fn follow(&self) {
        let Some(state) = stored().await else { return };
        let rehearsal = state.rehearsal.filter(|rehearsal| rehearsal.tab == self.tab);
        self.dom.show("rehearsal", rehearsal.is_some());
        let Some(Rehearsal { shown, clicked, .. }) = rehearsal else { return };
        self.dom.show("link-sound", state.alerting.tune.is_some());
        self.dom.show("link-phone", state.phone.push.is_some());
        let now = match (shown, clicked) {
            (_, true) => "rehearsal_clicked",
            (true, false) => "rehearsal_click",
            (false, false) => "rehearsal_calling",
        };
        self.dom.text("rehearsal-now", &say(&Words::plain(now)));
    }

    /// A question for each link.
    fn offer_links(&self) {
        let word = |key: &str| say(&Words::plain(key));
        for Link { name, question, helps } in LINKS {
            let Some(link) = self.dom.stamp("links", "link-template") else { return };
            link.name(&format!("link-{name}"));
            link.text("legend", &word(question));
            for answer in ["yes", "no"] {
                link.attribute(&format!("[value={answer}]"), "name", name);
            }
            let help = format!("help-{name}");
            link.attribute("ul", "id", &help);
            self.dom.list(&help, &helps.iter().map(|help| word(help)).collect::<Vec<_>>());
        }
        self.judge();
    }

    fn answer(&self, link: &Link) -> Option<bool> {
        let chosen = format!("input[name={}]:checked", link.name);
        self.dom.find::<HtmlInputElement>(&chosen).map(|input| input.value() == "yes")
    }

    fn forget_answers(&self) {
        for Link { name, .. } in LINKS {
            let chosen = format!("input[name={name}]:checked");
            if let Some(input) = self.dom.find::<HtmlInputElement>(&chosen) {
                input.set_checked(false);
            }
        }
        self.judge();
    }

    /// Helps where something was not noticed.
    fn judge(&self) {
        for link in &LINKS {
            self.dom.show(&format!("help-{}", link.name), self.answer(link) == Some(false));
        }
        let is_asked = |link: &&Link| self.dom.is_shown(&format!("link-{}", link.name));
        let good = LINKS.iter().filter(is_asked).all(|link| self.answer(link) == Some(true));
        self.dom.show("rehearsal-good", good);
    }
}
