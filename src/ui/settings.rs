//! The settings: when pages may be re-checked.

use super::alerting;
use super::browser::{self, Store};
use super::data;
use super::dom::{Dom, say};
use super::phone;
use super::shell::{send, stored, weekdays};
use super::sites;
use crate::lexicon;
use crate::pace::{Days, Hours, Schedule};
use crate::quote::Quote;
use crate::watch::Event;
use crate::wording::{self, Argument, Words};
use jiff::civil::Weekday;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlInputElement;

struct Settings {
    dom: Dom,
}

/// Draws the settings and keeps them up to date for as long as they are open.
#[wasm_bindgen]
pub async fn settings(journal: Store) {
    let Some(dom) = Dom::here() else { return };
    dom.fill_in_words();
    dom.is_tab();
    let settings = Rc::new(Settings { dom });
    settings.show_schedule(stored().await.unwrap_or_default().schedule);
    // What a person sees already they may press already.
    settings.listen();
    data::listen(&settings.dom, journal);
    phone::section(&settings.dom).await;
    show_about(&settings.dom);
    sites::show(&settings.dom).await;
    alerting::show(&settings.dom).await;
}

/// Which program this is, and which languages it knows.
fn show_about(dom: &Dom) {
    let version = js_sys::Reflect::get(&browser::manifest(), &"version".into()).ok();
    let version = version.and_then(|version| version.as_string()).unwrap_or_default();
    dom.text("version", &say(&Words::with("about_version", [Argument::Text(Quote::new(&version))])));
    let pages = Argument::Languages(lexicon::languages().collect());
    dom.text("languages", &say(&Words::with("about_languages", [pages])));
    let words = Argument::Languages(wording::LANGUAGES.to_vec());
    dom.text("words", &say(&Words::with("about_words", [words])));
    let first_versions = Argument::Languages(wording::FIRST_VERSIONS.to_vec());
    dom.text("first-versions", &say(&Words::with("about_first", [first_versions])));
}

impl Settings {
    fn input(&self, id: &str) -> Option<HtmlInputElement> {
        self.dom.get(id)
    }

    fn show_schedule(&self, schedule: Schedule) {
        let quiet = schedule.quiet.or(Schedule::default().quiet);
        let clock = |minute: u16| format!("{:02}:{:02}", minute / 60, minute % 60);
        if let (Some(is_quiet), Some(from), Some(to), Some(hours)) =
            (self.input("quiet"), self.input("from"), self.input("to"), quiet)
        {
            is_quiet.set_checked(schedule.quiet.is_some());
            from.set_value(&clock(hours.from()));
            to.set_value(&clock(hours.to()));
        }
        for (index, day) in weekdays().enumerate() {
            if let Some(input) = self.input(&format!("day-{index}")) {
                input.set_checked(schedule.days.has(day));
            }
        }
    }

    /// What is entered; nothing where it is no schedule.
    fn entered(&self) -> Option<Schedule> {
        let minute = |id| {
            let value = self.input(id)?.value();
            let (hour, minute) = value.split_once(':')?;
            Some(hour.parse::<u16>().ok()? * 60 + minute.parse::<u16>().ok()?)
        };
        let quiet = if self.input("quiet")?.checked() {
            Some(Hours::new(minute("from")?, minute("to")?)?)
        } else {
            None
        };
        let chosen = |index: usize| self.input(&format!("day-{index}")).is_some_and(|input| input.checked());
        let days: Vec<Weekday> =
            weekdays().enumerate().filter(|(index, _)| chosen(*index)).map(|(_, day)| day).collect();
        (!days.is_empty()).then(|| Schedule { quiet, days: Days::new(days) })
    }

    fn listen(self: &Rc<Self>) {
        let settings = Rc::clone(self);
        self.dom.on("schedule", "change", move || {
            let entered = settings.entered();
            settings.dom.show("schedule-error", entered.is_none());
            settings.dom.show("schedule-saved", entered.is_some());
            if let Some(schedule) = entered {
                send(&Event::ScheduleChanged { schedule });
            }
        });
        let settings = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || {
            let settings = Rc::clone(&settings);
            spawn_local(async move { settings.follow().await });
        });
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();
    }

    /// Shows what was brought from a file, or is left when everything is deleted: not while the person is choosing.
    async fn follow(&self) {
        let stored = stored().await.unwrap_or_default().schedule;
        if self.entered() != Some(stored) && !self.dom.has_focus("schedule") {
            self.show_schedule(stored);
        }
    }
}
