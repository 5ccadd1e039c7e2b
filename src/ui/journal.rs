//! The journal's page: pictures of the pattern in it, the looks, and what can be done with it.

use super::browser::{self, Store};
use super::canvas::Canvas;
use super::dom::{Dom, say, show_trouble};
use super::shell::{ahead_of_utc, now, send};
use crate::journal::pattern::{Band, Hour, Pattern, Piece, SHOWN_LOOKS, Stretch, Week, last_days, pieces};
use crate::journal::{Look, Records, csv_of_looks, csv_of_sights};
use crate::pace::MOST_A_DAY;
use crate::site::Site;
use crate::time::{Instant, Span};
use crate::wasm::from_js;
use crate::watch::Event;
use crate::wording::{Argument, Words};
use jiff::civil::Date;
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{Element, HtmlDialogElement, HtmlSelectElement};

/// The most looks and stretches that a table shows: the newest.
const MOST_ROWS: usize = 100;
/// How wide what stands before a row of days is, and before a row of hours.
const LABEL: f64 = 72.0;
const WEEK_LABEL: f64 = 40.0;
/// How high a row of days is.
const ROW: f64 = 28.0;
/// How high an hour of the week is.
const CELL: f64 = 34.0;
/// How high the line with the hours is.
const HEAD: f64 = 18.0;
/// Where less space than this is left, the pictures scroll in their own boxes.
const NARROWEST_COURSE: f64 = 560.0;
const NARROWEST_DAYS: f64 = 250.0;

struct Journal {
    dom: Dom,
    store: Store,
    /// What is shown: nothing before the first reading.
    shown: RefCell<Option<Shown>>,
    /// Whether the journal is being read, and whether it changed meanwhile.
    reads: Cell<bool>,
    again: Cell<bool>,
}

#[derive(PartialEq)]
struct Shown {
    sites: Vec<Site>,
    records: Records,
}

/// What can be saved as a file.
#[derive(Clone, Copy)]
enum File {
    LooksCsv,
    LooksJson,
    JournalCsv,
    JournalJson,
}

/// Draws the journal and keeps it up to date for as long as it is open.
#[wasm_bindgen]
pub async fn journal(store: Store) {
    let Some(dom) = Dom::here() else { return };
    dom.fill_in_words();
    dom.is_tab();
    dom.title(&say(&Words::plain("settings_journal")));
    let journal = Rc::new(Journal {
        dom,
        store,
        shown: RefCell::default(),
        reads: Cell::new(false),
        again: Cell::new(false),
    });
    journal.choose_named_site();
    journal.show().await;
    journal.listen();
}

impl Journal {
    fn listen(self: &Rc<Self>) {
        let files = [
            ("looks-csv", File::LooksCsv),
            ("looks-json", File::LooksJson),
            ("journal-csv", File::JournalCsv),
            ("journal-json", File::JournalJson),
        ];
        for (button, file) in files {
            self.on(button, "click", async move |journal| {
                let exported = journal.export(file).await;
                if let Err(error) = exported {
                    show_trouble(&journal.dom, Some(&error));
                }
            });
        }
        self.on("site", "change", async |journal| journal.show().await);
        self.on("delete", "click", async |journal| {
            if let Some(dialog) = journal.dom.get::<HtmlDialogElement>("deletion") {
                let _ = dialog.show_modal();
            }
        });
        self.on("keep", "click", async |journal| journal.close_dialog());
        self.on("delete-all", "click", async |journal| {
            journal.close_dialog();
            // First, or what is still owed would be written again.
            send(&Event::JournalDeleted);
            let deleted = journal.store.erase().await;
            journal.show().await;
            journal.dom.show("deleted", deleted.is_ok());
            if let Err(error) = deleted {
                show_trouble(&journal.dom, Some(&error));
            }
            journal.dom.focus("delete");
        });
        let journal = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || journal.show_soon());
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();
        let journal = Rc::clone(self);
        self.dom.on_resize(move || {
            if let Some(shown) = &*journal.shown.borrow() {
                journal.draw(shown);
            }
        });
    }

    fn on(self: &Rc<Self>, id: &str, event: &str, act: impl AsyncFn(Rc<Self>) + Copy + 'static) {
        let journal = Rc::clone(self);
        self.dom.on(id, event, move || {
            let journal = Rc::clone(&journal);
            spawn_local(async move { act(journal).await });
        });
    }

    fn close_dialog(&self) {
        if let Some(dialog) = self.dom.get::<HtmlDialogElement>("deletion") {
            dialog.close();
        }
    }

    /// Shows what changed; what changes while the journal is read is shown after that.
    fn show_soon(self: &Rc<Self>) {
        self.again.set(true);
        if self.reads.replace(true) {
            return;
        }
        let journal = Rc::clone(self);
        spawn_local(async move {
            while journal.again.take() {
                journal.show().await;
            }
            journal.reads.set(false);
        });
    }

    /// The chosen site; blank for all.
    fn site(&self) -> String {
        self.dom.get::<HtmlSelectElement>("site").map(|select| select.value()).unwrap_or_default()
    }

    /// Chooses the site that the page's address names, as `?site=example.org`.
    fn choose_named_site(&self) {
        let named = self.dom.parameter("site").and_then(|name| Site::try_from(name).ok());
        if let Some(site) = named {
            self.dom.option("site", site.name(), site.name(), true);
        }
    }

    async fn export(&self, file: File) -> Result<(), JsValue> {
        let list = self.store.records(&self.site()).await?;
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

    async fn show(&self) {
        let read = self.read().await;
        let unwritten = self.store.trouble().await.ok().filter(|trouble| !trouble.is_undefined());
        show_trouble(&self.dom, unwritten.as_ref().or(read.as_ref().err()));
        let read = read.unwrap_or_else(|_| Shown { sites: Vec::new(), records: Records::default() });
        if self.shown.borrow().as_ref() == Some(&read) {
            return;
        }
        self.dom.show("deleted", false);
        self.fill_sites(&read.sites);
        self.draw(&read);
        self.fill_looks(&read.records.look);
        *self.shown.borrow_mut() = Some(read);
    }

    async fn read(&self) -> Result<Shown, JsValue> {
        let sites = from_js(self.store.sites().await?)?;
        let records = from_js(self.store.records(&self.site()).await?)?;
        Ok(Shown { sites, records })
    }

    fn fill_sites(&self, sites: &[Site]) {
        let chosen = self.site();
        // A site that was asked for and has no records stays to be seen as what it is: blank.
        let named = Site::try_from(chosen.clone()).ok().filter(|site| !sites.contains(site));
        self.dom.show("choose-site", sites.len() + usize::from(named.is_some()) > 1);
        if let Some(select) = self.dom.get::<Element>("site") {
            select.set_text_content(None);
        }
        self.dom.option("site", "", &say(&Words::plain("settings_all_sites")), chosen.is_empty());
        for site in sites.iter().chain(&named) {
            self.dom.option("site", site.name(), site.name(), site.name() == chosen);
        }
    }

    fn fill_looks(&self, looks: &[Look]) {
        self.dom.show("no-looks", looks.is_empty());
        self.dom.show("has-looks", !looks.is_empty());
        self.dom.text("looks-count", &say(&Words::with("settings_count", [Argument::Number(looks.len())])));
        let row = |Look { site, at, way, reason, outcome }: &Look| {
            let outcome = outcome.map(|outcome| say(&Words::plain(&format!("outcome_{}", outcome.name()))));
            [
                moment(*at),
                site.name().to_owned(),
                say(&Words::plain(&format!("look_{}", way.name()))),
                say(&Words::plain(&format!("look_{}", reason.name()))),
                outcome.unwrap_or_default(),
            ]
        };
        self.dom.rows("looks", looks.iter().rev().take(MOST_ROWS).map(row));
    }

    // The pictures

    fn draw(&self, shown: &Shown) {
        let Shown { sites, records } = shown;
        let is_blank = *records == Records::default();
        self.dom.show("nothing", is_blank);
        self.dom.show("pictures", !is_blank);
        if is_blank {
            return;
        }
        let now = now();
        let pattern = Pattern::of(records, now, ahead_of_utc);
        self.draw_week(&pattern.week);
        // What pages of several sites said at a time is no one course.
        let is_one = !self.site().is_empty() || sites.len() < 2;
        self.dom.show("course-one", !is_one);
        self.dom.show("course-box", is_one);
        if is_one {
            self.draw_course(&pattern.course, now);
        }
        let only = if is_one { records.look.first().map(|look| &look.site) } else { None };
        self.draw_days(&pattern.days, only.is_some_and(|site| !site.is_loopback()));
    }

    /// Days of the week down, hours across, in each how many came and how long half of them stayed.
    fn draw_week(&self, week: &Week) {
        let span = week.span();
        self.dom.show("no-week", week.most() == 0);
        let came: usize = week.hours.values().map(|hour| hour.came).sum();
        let sum = [came, week.unknown].map(Argument::Number);
        self.dom.text("week-sum", &say(&Words::with("journal_week_sum", sum)));
        let (first, last) = span.unwrap_or((8, 17));
        let (first, last) = (first.min(8), last.max(17));
        let columns = f64::from(last - first + 1);
        let space = self.dom.width_around("week");
        let cell = ((space - WEEK_LABEL) / columns).clamp(28.0, 46.0);
        let Some(canvas) =
            Canvas::over(&self.dom, "week", WEEK_LABEL + columns * cell + 1.0, HEAD + 7.0 * CELL + 1.0)
        else {
            return;
        };
        for (column, hour) in (first..=last).enumerate() {
            if (hour - first).is_multiple_of(2) {
                let x = WEEK_LABEL + cell * count(column) + 1.0;
                canvas.text("soft", x, HEAD - 6.0, &say(&Words::with("plain", [Argument::Hour(hour)])));
            }
        }
        for day in 0..7u8 {
            let y = HEAD + CELL * f64::from(day);
            canvas.text("", 0.0, y + 21.0, &weekday(day));
            for hour in first..=last {
                let x = WEEK_LABEL + cell * f64::from(hour - first);
                let known = week.hours.get(&(day, hour));
                draw_hour(&canvas, [x + 1.0, y + 1.0, cell - 2.0, CELL - 2.0], known, week.most());
                if let Some(known) = known {
                    canvas.title(&hour_in_words(day, hour, known));
                }
            }
        }
        let row = |((day, hour), known): (&(u8, u8), &Hour)| {
            let stay = known.median_stay().map(|stay| say(&Words::with("plain", [Argument::Length(stay)])));
            [
                weekday(*day),
                say(&Words::with("plain", [Argument::Hour(*hour)])),
                number(known.came),
                stay.unwrap_or_default(),
                number(known.looks),
            ]
        };
        self.dom.rows("week-table", week.hours.iter().map(row));
    }

    /// Days down, the time of day across, and in each what the pages said.
    fn draw_course(&self, course: &[Stretch], now: Instant) {
        let days = last_days(now, ahead_of_utc);
        let space = self.dom.width_around("course").max(NARROWEST_COURSE);
        let width = space - LABEL - 8.0;
        let height = HEAD + ROW * count(days.len()) + 2.0;
        let Some(canvas) = Canvas::over(&self.dom, "course", space, height) else { return };
        let place = |part: u32| LABEL + width * f64::from(part) / f64::from(Span::minutes(24 * 60).0);
        for hour in (0..24u8).step_by(3) {
            let x = place(Span::minutes(u32::from(hour) * 60).0);
            canvas.line("base", [x, HEAD - 2.0, x, height - 2.0]);
            canvas.text("soft", x + 2.0, HEAD - 6.0, &say(&Words::with("plain", [Argument::Hour(hour)])));
        }
        for (index, day) in days.iter().enumerate() {
            let y = HEAD + ROW * count(index);
            canvas.text("", 0.0, y + 19.0, &date(*day));
            canvas.line("base", [LABEL, y + 25.5, LABEL + width, y + 25.5]);
        }
        for piece in pieces(course, ahead_of_utc) {
            if let Some(index) = days.iter().position(|day| *day == piece.day) {
                let (from, until) = (place(piece.from), place(piece.until));
                draw_band(&canvas, from, (until - from).max(2.0), HEAD + ROW * count(index) + 25.0, &piece);
                canvas.title(&piece_in_words(&piece));
            }
        }
        let row = |stretch: &Stretch| [moment(stretch.from), moment(stretch.until), outcome(stretch.meaning)];
        self.dom.rows("course-table", course.iter().rev().take(MOST_ROWS).map(row));
    }

    /// A bar a day, and the number.
    fn draw_days(&self, days: &[(Date, usize)], is_budgeted: bool) {
        let key = if is_budgeted { "journal_days_budget" } else { "journal_days_what" };
        self.dom.text("days-what", &say(&Words::with(key, [Argument::Number(MOST_A_DAY)])));
        let last: Vec<&(Date, usize)> = days.iter().rev().take(SHOWN_LOOKS).rev().collect();
        let most = last.iter().map(|(_, looks)| *looks).max().unwrap_or(0);
        let most = if is_budgeted { most.max(MOST_A_DAY) } else { most.max(1) };
        let space = self.dom.width_around("days").clamp(NARROWEST_DAYS, 640.0);
        let width = space - LABEL - 40.0;
        let head = if is_budgeted { HEAD } else { 0.0 };
        let height = head + 22.0 * count(last.len()) + 2.0;
        let Some(canvas) = Canvas::over(&self.dom, "days", space, height) else { return };
        let length = |looks: usize| width * count(looks) / count(most);
        for (index, (day, looks)) in last.iter().enumerate() {
            let y = head + 22.0 * count(index);
            canvas.text("", 0.0, y + 15.0, &date(*day));
            canvas.rect("bar", [LABEL, y + 3.0, length(*looks), 16.0]);
            canvas.title(&format!("{}: {}", date(*day), number(*looks)));
            canvas.text("", LABEL + length(*looks) + 5.0, y + 15.0, &number(*looks));
        }
        if is_budgeted {
            let x = LABEL + length(MOST_A_DAY);
            canvas.line("budget", [x, head - 2.0, x, height]);
            canvas.text("soft end", x + 10.0, head - 6.0, &number(MOST_A_DAY));
        }
        let row = |(day, looks): &(Date, usize)| [date(*day), number(*looks)];
        self.dom.rows("days-table", days.iter().rev().map(row));
    }
}

fn draw_hour(canvas: &Canvas, place: [f64; 4], known: Option<&Hour>, most: usize) {
    let [x, y, width, _] = place;
    let middle = x + width / 2.0;
    let Some(known) = known else {
        canvas.rect("cell", place);
        return;
    };
    let is_many = known.came > 1 && known.came * 2 >= most;
    let class = match known.came {
        0 => "cell looked",
        _ if is_many => "cell came many",
        _ => "cell came",
    };
    canvas.rect(class, place);
    if known.came == 0 {
        canvas.beside("soft middle", middle, y + 20.0, &number(0));
        return;
    }
    let stay = known.median_stay();
    let line = if stay.is_some() { 15.0 } else { 20.0 };
    canvas.beside("strong middle", middle, y + line, &number(known.came));
    if let Some(stay) = stay {
        canvas.beside("stay middle", middle, y + 27.0, &briefly(stay));
    }
}

/// A band stands on its line: the height and the sign say what it is, and the colour says it again.
fn draw_band(canvas: &Canvas, x: f64, width: f64, floor: f64, piece: &Piece) {
    let band = Band::of(piece.meaning);
    let (height, sign) = match band {
        Band::Free => (22.0, "✓"),
        Band::None => (6.0, ""),
        Band::Person => (16.0, "!"),
        Band::Closed => (16.0, "×"),
        Band::Unclear => (10.0, ""),
    };
    canvas.rect(&format!("band {}", band.name()), [x, floor - height, width, height]);
    match band {
        Band::Person => canvas.fill("url(#dots)"),
        Band::Closed => canvas.fill("url(#stripes)"),
        Band::Free | Band::None | Band::Unclear => {}
    }
    if !sign.is_empty() && width >= 14.0 {
        canvas.beside(&format!("strong middle on-{}", band.name()), x + width / 2.0, floor - 4.0, sign);
    }
}

fn hour_in_words(day: u8, hour: u8, known: &Hour) -> String {
    let when = [Argument::Weekday(day), Argument::Hour(hour)];
    let counts = [known.came, known.looks].map(Argument::Number);
    let words = say(&Words::with("journal_hour_what", when.into_iter().chain(counts)));
    let stay = known.median_stay().map(|stay| say(&Words::with("journal_stay", [Argument::Length(stay)])));
    stay.map_or(words.clone(), |stay| format!("{words} {stay}"))
}

fn piece_in_words(piece: &Piece) -> String {
    let clock = |part: u32| Argument::Clock(part / 60_000);
    let when = [clock(piece.from), clock(piece.until)];
    format!("{}, {}: {}", date(piece.day), say(&Words::with("journal_span", when)), outcome(piece.meaning))
}

/// A length in so few characters that it fits into an hour of the picture.
fn briefly(length: Span) -> String {
    let minutes = usize::try_from(length.0.div_ceil(60_000)).unwrap_or(usize::MAX);
    let (key, count) =
        if minutes < 100 { ("journal_minutes", minutes) } else { ("journal_hours", minutes.div_ceil(60)) };
    say(&Words::with(key, [Argument::Number(count)]))
}

fn outcome(meaning: crate::pace::Outcome) -> String {
    say(&Words::plain(&format!("outcome_{}", meaning.name())))
}

fn moment(at: Instant) -> String {
    say(&Words::with("moment", [Argument::Moment(at)]))
}

fn date(day: Date) -> String {
    say(&Words::with("plain", [Argument::Day(day)]))
}

fn weekday(day: u8) -> String {
    say(&Words::with("plain", [Argument::Weekday(day)]))
}

fn number(count: usize) -> String {
    say(&Words::with("plain", [Argument::Number(count)]))
}

/// A count as a place in a picture.
#[allow(clippy::cast_precision_loss, reason = "a picture has no parts that a float could not count")]
fn count(number: usize) -> f64 {
    number as f64
}
