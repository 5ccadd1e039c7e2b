//! The settings: when pages may be re-checked, and the journal.

use super::alerting;
use super::browser;
use super::dom::{Dom, say};
use super::shell::{send, stored};
use crate::journal::{Look, Offer, Seen, csv_of_looks, csv_of_sights};
use crate::pace::{Days, Hours, Schedule};
use crate::quote::Quote;
use crate::site::Site;
use crate::wasm::from_js;
use crate::watch::Event;
use crate::wording::{Argument, Words};
use jiff::civil::Weekday;
use serde::Deserialize;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlInputElement, HtmlSelectElement, HtmlTemplateElement};

/// The most looks that the table shows.
const MOST_SHOWN: u32 = 100;

const DAYS: [Weekday; 7] = [
    Weekday::Monday,
    Weekday::Tuesday,
    Weekday::Wednesday,
    Weekday::Thursday,
    Weekday::Friday,
    Weekday::Saturday,
    Weekday::Sunday,
];

struct Settings {
    dom: Dom,
    shown: RefCell<Overview>,
}

/// What the journal has in short.
#[derive(Default, PartialEq, Deserialize)]
struct Overview {
    sites: Vec<Site>,
    /// How many looks there are of the chosen site.
    count: usize,
    /// The newest of them, newest first.
    looks: Vec<Look>,
}

/// Everything in the journal, by kind.
#[derive(Deserialize)]
struct Records {
    look: Vec<Look>,
    seen: Vec<Seen>,
    offer: Vec<Offer>,
}

/// What can be saved as a file.
#[derive(Clone, Copy)]
enum File {
    LooksCsv,
    LooksJson,
    JournalCsv,
    JournalJson,
}

/// Draws the settings and keeps them up to date for as long as they are open.
#[wasm_bindgen]
pub async fn settings() {
    let Some(dom) = Dom::here() else { return };
    dom.fill_in_words();
    dom.is_tab();
    let settings = Rc::new(Settings { dom, shown: RefCell::default() });
    settings.show_schedule(stored().await.unwrap_or_default().schedule);
    settings.listen();
    alerting::show(&settings.dom).await;
    settings.show_journal().await;
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
        for (index, day) in DAYS.into_iter().enumerate() {
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
            DAYS.into_iter().enumerate().filter(|(index, _)| chosen(*index)).map(|(_, day)| day).collect();
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
        let files = [
            ("looks-csv", File::LooksCsv),
            ("looks-json", File::LooksJson),
            ("journal-csv", File::JournalCsv),
            ("journal-json", File::JournalJson),
        ];
        for (button, file) in files {
            self.on(button, "click", async move |settings| settings.export(file).await);
        }
        self.on("site", "change", async |settings| settings.show_journal().await);
        self.on("delete", "click", async |settings| {
            if let Some(dialog) = settings.dom.get::<HtmlDialogElement>("deletion") {
                let _ = dialog.show_modal();
            }
        });
        self.on("keep", "click", async |settings| settings.close_dialog());
        self.on("delete-all", "click", async |settings| {
            settings.close_dialog();
            // First, or what is still owed would be written again.
            send(&Event::JournalDeleted);
            let deleted = browser::journal_erase().await;
            settings.show_journal().await;
            settings.dom.show("deleted", deleted.is_ok());
            if let Err(error) = deleted {
                settings.show_trouble(Some(&error));
            }
            settings.dom.focus("delete");
        });
        let settings = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || {
            let settings = Rc::clone(&settings);
            spawn_local(async move { settings.show_journal().await });
        });
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();
    }

    fn on(self: &Rc<Self>, id: &str, event: &str, act: impl AsyncFn(Rc<Self>) + Copy + 'static) {
        let settings = Rc::clone(self);
        self.dom.on(id, event, move || {
            let settings = Rc::clone(&settings);
            spawn_local(async move { act(settings).await });
        });
    }

    fn close_dialog(&self) {
        if let Some(dialog) = self.dom.get::<HtmlDialogElement>("deletion") {
            dialog.close();
        }
    }

    /// The chosen site; blank for all.
    fn site(&self) -> String {
        self.dom.get::<HtmlSelectElement>("site").map(|select| select.value()).unwrap_or_default()
    }

    async fn export(&self, file: File) {
        let exported = self.try_export(file).await;
        if let Err(error) = exported {
            self.show_trouble(Some(&error));
        }
    }

    async fn try_export(&self, file: File) -> Result<(), JsValue> {
        let list = browser::journal_records(&self.site()).await?;
        let json = |value: &JsValue| js_sys::JSON::stringify(value).map(String::from);
        let (name, kind, text) = match file {
            File::LooksCsv => {
                let looks = from_js::<Records>(list)?.look;
                ("terminwacht-looks.csv", "text/csv", csv_of_looks(&looks))
            }
            File::LooksJson => {
                let looks = js_sys::Reflect::get(&list, &"look".into())?;
                ("terminwacht-looks.json", "application/json", json(&looks)?)
            }
            File::JournalCsv => {
                let Records { seen, offer, .. } = from_js(list)?;
                ("terminwacht-journal.csv", "text/csv", csv_of_sights(&seen, &offer))
            }
            File::JournalJson => ("terminwacht-journal.json", "application/json", json(&list)?),
        };
        browser::download(name, kind, &text);
        Ok(())
    }

    async fn show_journal(&self) {
        let overview = browser::journal_overview(&self.site(), MOST_SHOWN).await;
        let unwritten = browser::journal_trouble().await.ok().filter(|trouble| !trouble.is_undefined());
        self.show_trouble(unwritten.as_ref().or(overview.as_ref().err()));
        let overview = overview.and_then(|overview| Ok(from_js::<Overview>(overview)?)).unwrap_or_default();
        self.dom.show("no-looks", overview.looks.is_empty());
        self.dom.show("has-looks", !overview.looks.is_empty());
        if *self.shown.borrow() == overview {
            return;
        }
        self.dom.show("deleted", false);
        self.dom.show("choose-site", overview.sites.len() > 1);
        self.fill_sites(&overview.sites);
        self.dom
            .text("looks-count", &say(&Words::with("settings_count", [Argument::Number(overview.count)])));
        self.fill_table(&overview.looks);
        *self.shown.borrow_mut() = overview;
    }

    fn show_trouble(&self, reason: Option<&JsValue>) {
        self.dom.show("trouble", reason.is_some());
        if let Some(reason) = reason {
            let error = reason.dyn_ref::<js_sys::Error>().map(|error| String::from(error.to_string()));
            let reason = error.or_else(|| reason.as_string()).unwrap_or_default();
            let words = Words::with("settings_trouble", [Argument::Text(Quote::new(&reason))]);
            self.dom.text("trouble", &say(&words));
        }
    }

    fn fill_sites(&self, sites: &[Site]) {
        if self.shown.borrow().sites == sites {
            return;
        }
        let chosen = self.site();
        if let Some(select) = self.dom.get::<Element>("site") {
            select.set_text_content(None);
        }
        self.dom.option("site", "", &say(&Words::plain("settings_all_sites")), chosen.is_empty());
        for site in sites {
            self.dom.option("site", site.name(), site.name(), site.name() == chosen);
        }
    }

    fn fill_table(&self, looks: &[Look]) {
        let (Some(table), Some(template)) =
            (self.dom.get::<Element>("looks"), self.dom.get::<HtmlTemplateElement>("look-template"))
        else {
            return;
        };
        table.set_text_content(None);
        for Look { site, at, way, reason, outcome } in looks {
            let Ok(copy) = template.content().clone_node_with_deep(true) else { continue };
            let _ = table.append_child(&copy);
            let Some(row) = table.last_element_child() else { continue };
            let outcome = outcome.map(|outcome| say(&Words::plain(&format!("outcome_{}", outcome.name()))));
            let cells = [
                say(&Words::with("moment", [Argument::Moment(*at)])),
                site.name().to_owned(),
                say(&Words::plain(&format!("look_{}", way.name()))),
                say(&Words::plain(&format!("look_{}", reason.name()))),
                outcome.unwrap_or_default(),
            ];
            let Ok(places) = row.query_selector_all("td") else { continue };
            for (index, text) in (0..).zip(&cells) {
                if let Some(cell) = places.get(index) {
                    cell.set_text_content(Some(text));
                }
            }
        }
    }
}
