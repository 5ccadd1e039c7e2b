//! The part of the popup in which the person says what shall fit: a sentence for each person, and the same wish in
//! fields beside it.

use super::super::dom::{Dom, Part, say};
use super::super::shell::{today, weekdays};
use super::tongue;
use crate::quote::Quote;
use crate::wish::{MOST_PEOPLE, Weekdays, Wish, Wisher, Wishes};
use crate::wording::{self, Argument, Words};
use jiff::civil::{Date, Time};
use std::cell::RefCell;
use std::num::NonZeroU8;
use std::rc::{Rc, Weak};

/// The fields in which a wish stands in pieces.
mod field {
    pub(super) const NAME: &str = "[name=name]";
    pub(super) const TEXT: &str = "[name=wish]";
    pub(super) const FROM: &str = "[name=from]";
    pub(super) const UNTIL: &str = "[name=until]";
    pub(super) const STARTS: &str = "[name=starts]";
    pub(super) const BEFORE: &str = "[name=before]";
    pub(super) const PLACES: &str = "[name=places]";
    pub(super) const WITHOUT: &str = "[name=without]";
    pub(super) const EARLIER: &str = "[name=earlier]";
    pub(super) const EARLIER_TIME: &str = "[name=earlier-time]";
    pub(super) const PERSONS: &str = "[name=persons]";

    pub(super) fn day(day: usize) -> String {
        format!("[name=day][value=\"{day}\"]")
    }
}

const ERROR: &str = ".wish-error";
const REMOVE: &str = ".remove";
const PARTS: &str = "details";
const FIELDS: &str = ".parts";

/// The wishes as they are entered.
pub(super) struct Editor {
    own: Weak<Self>,
    dom: Dom,
    people: RefCell<Vec<Part>>,
    changed: Box<dyn Fn()>,
}

impl Editor {
    /// An editor with nobody in it; `changed` is called whenever something else is entered.
    pub(super) fn new(dom: &Dom, changed: impl Fn() + 'static) -> Rc<Self> {
        let editor = Rc::new_cyclic(|own| Editor {
            own: Weak::clone(own),
            dom: dom.clone(),
            people: RefCell::default(),
            changed: Box::new(changed),
        });
        let adding = Rc::clone(&editor);
        dom.on("add-person", "click", move || {
            adding.add(&Wisher::default());
            adding.focus_last();
            (adding.changed)();
        });
        editor
    }

    /// Shows these wishes.
    pub(super) fn fill(&self, wishes: &Wishes) {
        for person in self.people.take() {
            person.remove();
        }
        for wisher in wishes.people() {
            self.add(wisher);
        }
    }

    /// What is entered; `None` where a part of it cannot be read.
    pub(super) fn entered(&self) -> Option<Wishes> {
        let people = self.people.borrow();
        let read = |person: &Part| {
            let name = Quote::new(&person.value(field::NAME));
            Some(Wisher { name, wish: Wish::read(&person.value(field::TEXT), today()).ok()? })
        };
        people.iter().map(read).collect::<Option<Vec<_>>>().map(Wishes::from)
    }

    /// What is entered; where it cannot be read, the person is told and stays at it.
    pub(super) fn take(&self) -> Option<Wishes> {
        let entered = self.entered();
        if entered.is_none() {
            for person in self.people.borrow().iter().rev() {
                if show_error(person) {
                    person.focus(field::TEXT);
                }
            }
        }
        entered
    }

    fn add(&self, wisher: &Wisher) {
        let Some(person) = self.dom.stamp("people", "person-template") else { return };
        person.set_value(field::NAME, wisher.name.as_str());
        person.set_value(field::TEXT, &wisher.wish.write(tongue()));
        self.listen(&person);
        self.people.borrow_mut().push(person);
        self.show_names();
    }

    fn listen(&self, person: &Part) {
        let (editor, own) = (Weak::clone(&self.own), person.clone());
        person.on(field::TEXT, "input", move || {
            if let Ok(wish) = Wish::read(&own.value(field::TEXT), today()) {
                own.show(ERROR, false);
                show_parts(&own, &wish);
            }
            tell(&editor);
        });
        let own = person.clone();
        person.on(field::TEXT, "change", move || {
            show_error(&own);
        });
        let (dom, own) = (self.dom.clone(), person.clone());
        person.on(PARTS, "toggle", move || unfold(&dom, &own));
        let (editor, own) = (Weak::clone(&self.own), person.clone());
        person.on(PARTS, "change", move || {
            own.set_value(field::TEXT, &parts_of(&own).write(tongue()));
            show_error(&own);
            tell(&editor);
        });
        let editor = Weak::clone(&self.own);
        person.on(field::NAME, "input", move || tell(&editor));
        let (editor, own) = (Weak::clone(&self.own), person.clone());
        person.on(REMOVE, "click", move || {
            let Some(editor) = editor.upgrade() else { return };
            editor.people.borrow_mut().retain(|person| *person != own);
            own.remove();
            editor.show_names();
            editor.focus_last();
            (editor.changed)();
        });
    }

    /// A single person needs no name.
    fn show_names(&self) {
        let people = self.people.borrow();
        for person in people.iter() {
            person.show(".name", people.len() > 1);
            person.show(REMOVE, people.len() > 1);
            if people.len() == 1 {
                person.set_value(field::NAME, "");
            }
        }
        self.dom.show("add-person", people.len() < MOST_PEOPLE);
    }

    fn focus_last(&self) {
        if let Some(person) = self.people.borrow().last() {
            let is_alone = self.people.borrow().len() == 1;
            person.focus(if is_alone { field::TEXT } else { field::NAME });
        }
    }
}

fn tell(editor: &Weak<Editor>) {
    if let Some(editor) = editor.upgrade() {
        (editor.changed)();
    }
}

/// Says what cannot be read of a sentence; whether there is something.
fn show_error(person: &Part) -> bool {
    let error = Wish::read(&person.value(field::TEXT), today()).err();
    let words = error.as_ref().map(|error| say(&wording::wish_error(error)));
    person.text(ERROR, words.as_deref().unwrap_or_default());
    person.show(ERROR, error.is_some());
    error.is_some()
}

/// Makes the fields as they are unfolded first: browsers take long to make fields for days and times.
fn unfold(dom: &Dom, person: &Part) {
    if !person.has(FIELDS) && dom.stamp_in(person, PARTS, "parts-template").is_some() {
        show_parts(person, &Wish::read(&person.value(field::TEXT), today()).unwrap_or_default());
    }
}

/// Puts a wish into the fields, where they are.
fn show_parts(person: &Part, wish: &Wish) {
    let date = |date: Option<Date>| date.map(|date| date.to_string()).unwrap_or_default();
    let time = |time: Option<Time>| time.map(clock).unwrap_or_default();
    let list = |places: &[String]| places.join(", ");
    let (earlier, earlier_time) = wish.earlier_than.unzip();
    let values = [
        (field::FROM, date(wish.from)),
        (field::UNTIL, date(wish.until)),
        (field::STARTS, time(wish.starts)),
        (field::BEFORE, time(wish.before)),
        (field::PLACES, list(&wish.places)),
        (field::WITHOUT, list(&wish.without)),
        (field::EARLIER, date(earlier)),
        (field::EARLIER_TIME, time(earlier_time.flatten())),
        (field::PERSONS, wish.persons.to_string()),
    ];
    for (field, value) in values {
        person.set_value(field, &value);
    }
    for (number, day) in weekdays().enumerate() {
        person.set_checked(&field::day(number), wish.weekdays.has(day));
    }
}

/// The wish that stands in the fields.
fn parts_of(person: &Part) -> Wish {
    let date = |field| person.value(field).parse::<Date>().ok();
    let time = |field| person.value(field).parse::<Time>().ok();
    let list = |field| {
        let value = person.value(field);
        value.split(',').map(|place| place.trim().to_owned()).filter(|place| !place.is_empty()).collect()
    };
    let mut chosen = Weekdays::default();
    for (number, day) in weekdays().enumerate() {
        if person.is_checked(&field::day(number)) {
            chosen.add(day);
        }
    }
    Wish {
        from: date(field::FROM),
        until: date(field::UNTIL),
        weekdays: chosen,
        starts: time(field::STARTS),
        before: time(field::BEFORE),
        places: list(field::PLACES),
        without: list(field::WITHOUT),
        earlier_than: date(field::EARLIER).map(|own| (own, time(field::EARLIER_TIME))),
        persons: person.value(field::PERSONS).parse::<NonZeroU8>().unwrap_or(NonZeroU8::MIN),
    }
}

fn clock(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// Wishes in a line, for those who only read them; nothing where everything fits.
pub(super) fn summary(wishes: &Wishes) -> Option<Words> {
    let line = |Wisher { name, wish }: &Wisher| match (name.as_str(), wish.write(tongue())) {
        ("", wish) => wish,
        (name, wish) => format!("{name}: {wish}"),
    };
    let asks = wishes.people().iter().any(|person| !person.wish.is_blank());
    let lines: Vec<String> = wishes.people().iter().map(line).collect();
    asks.then(|| Words::with("plain", [Argument::Text(Quote::new(&lines.join("; ")))]))
}
