//! The settings: when pages may be re-checked, and what was asked of each site.

use super::browser;
use super::dom::{Dom, say};
use super::shell::{send, stored};
use crate::history;
use crate::pace::{Days, Hours, Record, Schedule};
use crate::wasm::{from_js, to_js};
use crate::watch::{Event, State};
use crate::wording::{Argument, Words};
use jiff::civil::Weekday;
use std::cell::RefCell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlInputElement, HtmlTemplateElement};

/// The most looks that the table shows.
const MOST_SHOWN: usize = 100;

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
    records: RefCell<Vec<Record>>,
}

/// Draws the settings and keeps them up to date for as long as they are open.
#[wasm_bindgen]
pub async fn settings() {
    let Some(dom) = Dom::here() else { return };
    dom.fill_in_words();
    dom.is_tab();
    let settings = Rc::new(Settings { dom, records: RefCell::default() });
    let state = stored().await.unwrap_or_default();
    settings.show_schedule(state.schedule);
    settings.show_looks(&state).await;
    settings.listen();
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
        let settings = Rc::clone(self);
        self.dom.on("csv", "click", move || {
            let text = history::csv(&settings.records.borrow());
            browser::download("terminwacht-looks.csv", "text/csv", &text);
        });
        let settings = Rc::clone(self);
        self.dom.on("json", "click", move || {
            let text =
                to_js(&*settings.records.borrow()).ok().and_then(|list| js_sys::JSON::stringify(&list).ok());
            if let Some(text) = text {
                browser::download("terminwacht-looks.json", "application/json", &String::from(text));
            }
        });
        let settings = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || {
            let settings = Rc::clone(&settings);
            spawn_local(async move { settings.show_looks(&stored().await.unwrap_or_default()).await });
        });
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();
    }

    async fn show_looks(&self, state: &State) {
        let older = browser::history().await.ok().and_then(|list| from_js::<Vec<Record>>(list).ok());
        let recent = state.ledgers.iter().flat_map(|(site, ledger)| {
            ledger.rechecks().map(|entry| Record { site: site.clone(), entry: *entry })
        });
        let records = history::joined(older.unwrap_or_default(), recent);
        self.dom.show("no-looks", records.is_empty());
        self.dom.show("looks-table", !records.is_empty());
        let count = [Argument::Number(records.len())];
        self.dom.text("looks-count", &say(&Words::with("settings_count", count)));
        self.fill_table(&records);
        *self.records.borrow_mut() = records;
    }

    fn fill_table(&self, records: &[Record]) {
        let (Some(table), Some(template)) =
            (self.dom.get::<Element>("looks"), self.dom.get::<HtmlTemplateElement>("look-template"))
        else {
            return;
        };
        table.set_text_content(None);
        for Record { site, entry } in records.iter().rev().take(MOST_SHOWN) {
            let Ok(copy) = template.content().clone_node_with_deep(true) else { continue };
            let _ = table.append_child(&copy);
            let Some(row) = table.last_element_child() else { continue };
            let outcome = entry.outcome.map_or("", |outcome| outcome.name());
            let cells = [
                say(&Words::with("moment", [Argument::Moment(entry.at)])),
                site.name().to_owned(),
                say(&Words::plain(&format!("look_{}", entry.way.name()))),
                say(&Words::plain(&format!("look_{}", entry.reason.name()))),
                if outcome.is_empty() {
                    String::new()
                } else {
                    say(&Words::plain(&format!("outcome_{outcome}")))
                },
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
