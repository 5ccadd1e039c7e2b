//! The part of the settings about the phone: how it is told, what it would show, and what came of it.

use super::browser;
use super::dom::{Dom, say};
use super::permissions::{self, Permissions};
use super::shell::{say_to_background, stored, today};
use crate::push::{
    self, Address, AddressError, Answer, DataKind, Detail, Priority, Push, Subject, Target, Token, Topic,
};
use crate::slot::{Slot, TimeSpan};
use crate::watch::{About, Event, Phone, Report, Stage, State, Told};
use crate::wording::{self, Argument, Words};
use jiff::ToSpan;
use jiff::civil::time;
use std::cell::RefCell;
use std::collections::BTreeSet;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// How the phone can be told.
const WAYS: [&str; 3] = ["off", "ntfy", "webhook"];
/// The ntfy server that the app itself proposes.
const USUAL_SERVER: &str = "ntfy.sh";
/// Where an error of each field is said.
const FIELDS: [&str; 4] = ["phone-server", "phone-topic", "phone-address", "phone-token"];

struct Section {
    dom: Dom,
    /// What the background saved last.
    phone: RefCell<Phone>,
}

/// Something entered that is wrong: in which field, and what is said about it where that is not always the same.
struct Wrong {
    field: &'static str,
    words: Option<Words>,
}

impl Wrong {
    fn address(field: &'static str) -> impl Fn(AddressError) -> Self {
        move |error| Wrong { field, words: Some(wording::address_error(error)) }
    }
}

/// Draws the section and keeps it up to date for as long as the page is open.
pub(super) async fn section(dom: &Dom) {
    let section = Rc::new(Section { dom: dom.clone(), phone: RefCell::default() });
    section.offer();
    *section.phone.borrow_mut() = stored().await.unwrap_or_default().phone;
    section.fill_in();
    section.show_ways();
    section.show_state();
    section.listen();
}

impl Section {
    fn input(&self, id: &str) -> Option<HtmlInputElement> {
        self.dom.get(id)
    }

    fn entered(&self, id: &str) -> String {
        self.input(id).map(|input| input.value()).unwrap_or_default()
    }

    fn chosen(&self, id: &str) -> String {
        self.dom.get::<HtmlSelectElement>(id).map(|select| select.value()).unwrap_or_default()
    }

    fn way(&self) -> &'static str {
        let is_chosen = |way: &&&str| {
            self.dom.find::<HtmlInputElement>(&format!("input[name=phone-by][value={way}]:checked")).is_some()
        };
        WAYS.iter().find(is_chosen).copied().unwrap_or("off")
    }

    fn offer(&self) {
        for priority in Priority::ALL {
            let words = Words::plain(&format!("phone_priority_{}", priority.name()));
            self.dom.option("phone-priority", priority.name(), &say(&words), *priority == Priority::High);
        }
        for detail in Detail::ALL {
            let words = Words::plain(&format!("phone_detail_{}", detail.name()));
            self.dom.option("phone-detail", detail.name(), &say(&words), *detail == Detail::Little);
        }
    }

    /// Puts what is saved into the fields.
    fn fill_in(&self) {
        let phone = self.phone.borrow();
        let put = |id: &str, text: &str| {
            if let Some(input) = self.input(id) {
                input.set_value(text);
            }
        };
        let choose = |id: &str, value: &str| {
            if let Some(select) = self.dom.get::<HtmlSelectElement>(id) {
                select.set_value(value);
            }
        };
        let way = match phone.push.as_ref().map(|push| &push.target) {
            None => "off",
            Some(Target::Ntfy { .. }) => "ntfy",
            Some(Target::Webhook { .. }) => "webhook",
        };
        if let Some(radio) = self.dom.find::<HtmlInputElement>(&format!("input[name=phone-by][value={way}]"))
        {
            radio.set_checked(true);
        }
        put("phone-server", USUAL_SERVER);
        let needs = phone.push.as_ref().is_none_or(|push| push.needs);
        if let Some(input) = self.input("phone-needs") {
            input.set_checked(needs);
        }
        let Some(push) = &phone.push else { return };
        match &push.target {
            Target::Ntfy { server, topic, priority } => {
                put("phone-server", server.as_str());
                put("phone-topic", topic.as_str());
                choose("phone-priority", priority.name());
            }
            Target::Webhook { address } => put("phone-address", address.as_str()),
        }
        put("phone-token", push.token.as_ref().map(Token::as_str).unwrap_or_default());
        choose("phone-detail", push.detail.name());
    }

    /// What is entered, as settings.
    fn read(&self) -> Result<Option<Push>, Vec<Wrong>> {
        let target = match self.way() {
            "ntfy" => self.read_ntfy(),
            "webhook" => Address::read(&self.entered("phone-address"))
                .map(|address| Target::Webhook { address })
                .map_err(|error| vec![Wrong::address("phone-address")(error)]),
            _ => return Ok(None),
        };
        let token = self.entered("phone-token");
        let token = match token.trim() {
            "" => Ok(None),
            token => Token::read(token).map(Some).ok_or(Wrong { field: "phone-token", words: None }),
        };
        match (target, token) {
            (Ok(target), Ok(token)) => Ok(Some(Push {
                target,
                token,
                detail: self.detail(),
                needs: self.input("phone-needs").is_none_or(|input| input.checked()),
            })),
            (target, token) => Err(target.err().into_iter().flatten().chain(token.err()).collect()),
        }
    }

    fn read_ntfy(&self) -> Result<Target, Vec<Wrong>> {
        let server =
            Address::read_server(&self.entered("phone-server")).map_err(Wrong::address("phone-server"));
        let topic =
            Topic::read(&self.entered("phone-topic")).ok_or(Wrong { field: "phone-topic", words: None });
        let priority = Priority::from_name(&self.chosen("phone-priority")).unwrap_or(Priority::High);
        match (server, topic) {
            (Ok(server), Ok(topic)) => Ok(Target::Ntfy { server, topic, priority }),
            (server, topic) => Err(server.err().into_iter().chain(topic.err()).collect()),
        }
    }

    fn detail(&self) -> Detail {
        Detail::from_name(&self.chosen("phone-detail")).unwrap_or(Detail::Little)
    }

    fn listen(self: &Rc<Self>) {
        let section = Rc::clone(self);
        self.dom.on("phone", "change", move || {
            section.show_ways();
            section.dom.show("phone-saved", false);
        });
        let section = Rc::clone(self);
        self.dom.on("phone", "input", move || section.warn());
        let section = Rc::clone(self);
        self.dom.on("phone", "submit", move || section.save(false));
        let section = Rc::clone(self);
        self.dom.on("phone-test", "click", move || section.save(true));
        let section = Rc::clone(self);
        self.dom.on("phone-topic-make", "click", move || {
            if let Some(input) = section.input("phone-topic") {
                input.set_value(&format!("termin-{}", browser::random_name()));
                section.show_wrong(&[]);
            }
        });
        let section = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || {
            let section = Rc::clone(&section);
            spawn_local(async move {
                *section.phone.borrow_mut() = stored().await.unwrap_or_default().phone;
                section.show_state();
            });
        });
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();
    }

    /// Shows the fields of the chosen way, and what the phone would show.
    fn show_ways(&self) {
        let way = self.way();
        self.dom.show("phone-of-ntfy", way == "ntfy");
        self.dom.show("phone-of-webhook", way == "webhook");
        self.dom.show("phone-of-both", way != "off");
        self.dom.show("phone-test", way != "off");
        let sample = push::notice(&sample(), self.detail());
        self.dom.text("phone-preview-title", &say(&sample.title));
        self.dom.text("phone-preview-text", &sample.lines.iter().map(say).collect::<Vec<_>>().join("\n"));
        self.warn();
    }

    /// Warns where what is sent could be read on its way, and prepares for what Firefox will ask.
    fn warn(&self) {
        let token = Token::read(self.entered("phone-token").trim());
        let data = DataKind::of(token.as_ref(), self.detail());
        self.dom.show("phone-data", permissions::concern_data() && !data.is_empty());
        for field in ["phone-server", "phone-address"] {
            let is_open = Address::read(&self.entered(field)).is_ok_and(|address| address.is_open());
            self.dom.show(&format!("{field}-open"), is_open);
        }
    }

    /// Says at each field what is wrong there, and leads to the first.
    fn show_wrong(&self, wrong: &[Wrong]) {
        for field in FIELDS {
            let error = wrong.iter().find(|wrong| wrong.field == field);
            let place = format!("{field}-error");
            if let Some(words) = error.and_then(|wrong| wrong.words.as_ref()) {
                self.dom.text(&place, &say(words));
            }
            self.dom.show(&place, error.is_some());
            if let Some(input) = self.dom.get::<Element>(field) {
                let _ = input.set_attribute("aria-invalid", if error.is_some() { "true" } else { "false" });
            }
        }
        if let Some(first) = wrong.first() {
            self.dom.focus(first.field);
        }
    }

    /// Asks the browser for the one server and for what is sent to it, and hands the settings over. Nothing may come between the press and the question.
    fn save(self: &Rc<Self>, test: bool) {
        self.dom.show("phone-denied", false);
        self.dom.show("phone-saved", false);
        let push = match self.read() {
            Ok(push) => push,
            Err(wrong) => return self.show_wrong(&wrong),
        };
        self.show_wrong(&[]);
        let asked = push.as_ref().and_then(Permissions::to_tell).map(|wanted| wanted.ask());
        let section = Rc::clone(self);
        spawn_local(async move {
            let granted = match asked {
                None => true,
                Some(Err(_)) => false,
                Some(Ok(answer)) => JsFuture::from(answer).await.is_ok_and(|granted| granted.is_truthy()),
            };
            section.dom.show("phone-denied", !granted);
            if granted {
                section.hand_over(push, test).await;
            }
        });
    }

    async fn hand_over(&self, push: Option<Push>, test: bool) {
        let before = self.phone.borrow().push.as_ref().and_then(Permissions::to_tell).unwrap_or_default();
        let after = push.as_ref().and_then(Permissions::to_tell).unwrap_or_default();
        let key = if push.is_some() { "phone_saved" } else { "phone_saved_off" };
        say_to_background(&Event::PhoneChosen { push }).await;
        give_back(before.without(&after)).await;
        if test {
            say_to_background(&Event::PhoneTestRequested).await;
        } else {
            self.dom.text("phone-saved", &say(&Words::plain(key)));
            self.dom.show("phone-saved", true);
        }
    }

    /// Shows what came of the last sending.
    fn show_state(&self) {
        let phone = self.phone.borrow();
        let words = state_of(&phone);
        let failed = !phone.is_testing()
            && (phone.report.is_some_and(|report| !report.answer.is_taken())
                || phone.push.is_some() && !phone.allowed);
        let text = words.iter().map(say).collect::<Vec<_>>().join(" ");
        self.dom.text("phone-status", &text);
        self.dom.show("phone-status", !words.is_empty());
        if let Some(status) = self.dom.get::<Element>("phone-status") {
            let _ = status.toggle_attribute_with_force("data-failed", failed);
        }
    }
}

/// What came of the last sending, in sentences.
fn state_of(phone: &Phone) -> Vec<Words> {
    if phone.push.is_none() {
        return Vec::new();
    }
    if phone.is_testing() {
        return vec![Words::plain("phone_sending")];
    }
    if !phone.allowed {
        return vec![wording::phone_answer(Answer::NotAllowed)];
    }
    let Some(Report { at, test, answer }) = phone.report else { return Vec::new() };
    let key = match (test, answer.is_taken()) {
        (true, true) => "phone_test_taken",
        (true, false) => "phone_test_failed",
        (false, true) => "phone_last_taken",
        (false, false) => "phone_last_failed",
    };
    let mut words = vec![Words::with(key, [Argument::Moment(at)])];
    if !answer.is_taken() {
        words.push(wording::phone_answer(answer));
    }
    if phone.messages.iter().any(|message| matches!(message.stage, Stage::Waiting { .. })) {
        words.push(Words::plain("phone_waiting"));
    }
    words
}

/// Gives permissions back to the browser, but for those of sites where a page is watched.
async fn give_back(mut unused: Permissions) {
    let State { watches, lost, start, .. } = stored().await.unwrap_or_default();
    let orders = watches.iter().chain(lost.iter().map(|lost| &lost.watch)).map(|watch| &watch.order);
    for order in orders.chain(start.iter().map(|start| &start.order)) {
        unused = unused.without(&Permissions::of(&order.origin, &order.frames));
    }
    let _ = unused.give_back().await;
}

/// An appointment as the phone would be told of it.
fn sample() -> Subject {
    let slot = |days: i32, hour| Slot {
        date: today().checked_add(days.days()).ok(),
        time: Some(TimeSpan { start: time(hour, 30, 0, 0), end: None }),
        ..Slot::default()
    };
    let told = |slot| Told { slot, whose: Vec::new() };
    let slots = vec![told(slot(3, 9)), told(slot(4, 14))];
    let title = say(&Words::plain("phone_preview_page")).as_str().into();
    Subject::Alert {
        title,
        about: About::Free { count: slots.len(), slots, unknown: BTreeSet::new() },
        page: None,
    }
}
