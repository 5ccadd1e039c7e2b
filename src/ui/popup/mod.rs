//! The popup: what the page says, and the button to watch it.

mod drawing;
mod order;
mod wishes;

use super::browser;
use super::dom::{Dom, say};
use super::permissions::Permissions;
use super::shell::{first_of, send, stored, today};
use crate::hint::{self, Hint};
use crate::operator::Word;
use crate::pace::Terms;
use crate::page::{Line, Page};
use crate::quote::Quote;
use crate::recheck;
use crate::site::{Origin, Site};
use crate::slot::Slot;
use crate::verdict::{Meaning, recognise, recognise_with};
use crate::view::{self, View};
use crate::wasm::from_js;
use crate::watch::{Event, State, TabId, Watch};
use crate::wish::Tongue;
use crate::wording::Words;
use drawing::Other;
use gloo_timers::callback::{Interval as Ticker, Timeout};
use js_sys::Promise;
use order::Form;
use recogniser::named;
use serde::Deserialize;
use std::cell::{Cell, RefCell};
use std::rc::{Rc, Weak};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};

/// A text that goes sooner than this is a flicker, and the page would be laid out for it. In ms.
const NOTICED: u32 = 300;

/// The tab the popup is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Tab {
    id: i32,
    #[serde(default)]
    auto_discardable: Option<bool>,
    #[serde(default)]
    url: Option<String>,
    #[serde(default)]
    title: Option<String>,
    #[serde(default)]
    incognito: bool,
}

struct Popup {
    dom: Dom,
    /// Whether it is opened as a page in a tab of its own.
    is_page: bool,
    tab: Tab,
    state: RefCell<State>,
    form: Rc<Form>,
    /// Whether the person is changing what the watch goes by.
    is_changing: Cell<bool>,
    /// What a look at the page saw that was made for the form.
    preview: RefCell<Option<Preview>>,
    /// The watches of other tabs, as they are drawn.
    others: RefCell<Vec<Other>>,
}

/// While it lives, the popup says that it reads the page, unless that is soon over.
struct ReadingNote {
    dom: Dom,
    _begins: Timeout,
}

impl ReadingNote {
    fn new(dom: &Dom) -> Self {
        let shown = dom.clone();
        ReadingNote { dom: dom.clone(), _begins: Timeout::new(NOTICED, move || shown.show("reading", true)) }
    }
}

impl Drop for ReadingNote {
    fn drop(&mut self) {
        self.dom.show("reading", false);
    }
}

/// What a look at the page saw.
struct Preview {
    view: View,
    meaning: Meaning,
}

impl Preview {
    /// What is on offer there.
    fn slots(&self) -> &[Slot] {
        if let Meaning::Free(slots) = &self.meaning { slots } else { &[] }
    }
}

named! {
    /// What the person points at something for.
    Purpose {
        /// To have it pressed.
        Press = "press",
        /// To show that it is free.
        Free = "free",
    }
}

/// Where frames come from.
#[derive(Default)]
struct Frames {
    /// Those that were read already, because the browser grants them.
    read: Vec<Origin>,
    /// Those that are worth asking for, in the order they are offered.
    asked: Vec<Origin>,
}

/// Draws the popup and keeps it up to date for as long as it is open. `tab` is what the browser tells of the tab it is
/// about, `undefined` where there is none; `stored` what the background saved last, as `stored` in pages.js answers;
/// `reading` what `readPage` answers for a page that is not watched, or `undefined`.
#[wasm_bindgen]
pub async fn popup(is_page: bool, tab: JsValue, stored: Vec<JsValue>, reading: Promise) {
    let Some(dom) = Dom::here() else { return };
    dom.fill_in_words();
    if is_page {
        dom.is_tab();
    }
    let Ok(tab) = from_js::<Tab>(tab) else {
        dom.show("closed", true);
        return;
    };
    let popup = Rc::new_cyclic(|popup: &Weak<Popup>| Popup {
        form: {
            let popup = Weak::clone(popup);
            let site = Site::of(tab.url.as_deref().unwrap_or_default());
            Form::new(&dom, site.as_ref(), move || {
                if let Some(popup) = popup.upgrade() {
                    popup.draw();
                }
            })
        },
        dom,
        is_page,
        tab,
        state: RefCell::new(first_of(stored).unwrap_or_default()),
        is_changing: Cell::new(false),
        preview: RefCell::default(),
        others: RefCell::default(),
    });
    popup.dom.text("page", &popup.name());
    // Whoever opens the popup of a page learns what its alerts tell.
    send(&Event::TabSeen { tab: TabId(popup.tab.id) });
    // While the page is read there is time for it.
    popup.listen();
    if popup.watch().is_none() && popup.is_web_page() {
        popup.first_look(reading).await;
    }
    // Only some browsers can be asked not to put a tab to sleep.
    popup.dom.show("keep-awake-line", popup.tab.auto_discardable.is_some());
    popup.draw();
    popup.dom.focus("watch");
    popup.keep_up();
    // What was saved before anything listened.
    popup.follow().await;
    if popup.is_web_page() {
        popup.take_picked().await;
    }
    popup.notice_refusal().await;
}

impl Popup {
    fn url(&self) -> &str {
        self.tab.url.as_deref().unwrap_or_default()
    }

    fn is_web_page(&self) -> bool {
        Site::of(self.url()).is_some()
    }

    fn watch(&self) -> Option<Watch> {
        self.state.borrow().watch(TabId(self.tab.id)).cloned()
    }

    /// Takes over what the background saved, and draws it.
    async fn follow(&self) {
        if let Some(state) = stored().await {
            *self.state.borrow_mut() = state;
        }
        if self.watch().is_none() && self.is_web_page() && !self.form.has_ways() {
            self.look().await;
        }
        self.draw();
    }

    /// Where the browser's question closes the popup, its answer is only seen by its effect.
    async fn notice_refusal(&self) {
        let pending = self
            .state
            .borrow()
            .start
            .clone()
            .filter(|start| start.order.tab.0 == self.tab.id && !start.refused);
        let Some(start) = pending else { return };
        let wanted = Permissions::of(&start.order.origin, &start.order.frames);
        if wanted.are_given().await == Some(false) {
            send(&Event::PermissionRefused { tab: start.order.tab });
        }
    }

    /// Looks at the page for the form: what it says now, and how it could be refreshed.
    async fn look(&self) {
        let reading = {
            let _note = ReadingNote::new(&self.dom);
            browser::read_page(self.tab.id, !self.hints().is_empty()).await
        };
        self.take_reading(reading);
    }

    /// Takes the look that was begun before. Without one, or where hints want to know more of the page, it is made now.
    async fn first_look(&self, reading: Promise) {
        // The first verdict takes long, for the phrases are filed for it: one about no page is given meanwhile.
        let _ = recognise(&Page::default(), today());
        let reading = {
            let _note = ReadingNote::new(&self.dom);
            JsFuture::from(reading).await
        };
        match reading {
            Ok(reading) if !reading.is_undefined() && self.hints().is_empty() => {
                self.take_reading(Ok(reading));
            }
            _ => self.look().await,
        }
    }

    /// What the person has shown to be free on this site.
    fn hints(&self) -> Vec<Hint> {
        Site::of(self.url()).map(|site| self.state.borrow().hints(&site).to_vec()).unwrap_or_default()
    }

    /// Takes up what `readPage` answered.
    fn take_reading(&self, reading: Result<JsValue, JsValue>) {
        #[derive(Deserialize)]
        struct Reading {
            page: Page,
        }
        let form = &self.form;
        let used = self.watch().map(|watch| watch.order.recheck);
        let Ok(Reading { page }) = reading.and_then(|reading| Ok(from_js(reading)?)) else {
            return form.offer_ways(&Page::default(), None, used.as_ref());
        };
        let own = Origin::of(self.url());
        let page = self.state.borrow().phone.without(page, |origin| own.as_ref() == Some(origin));
        let verdict = recognise_with(&page, today(), &self.hints());
        let mut view = view::of_verdict(&verdict);
        if let (Some(site), Some(origin)) = (Site::of(self.url()), Origin::of(self.url())) {
            let word = Word::read(&page.operators());
            form.touch.set(Terms::of(&site, &origin, &word).touch);
            view.terms = view::of_terms(&origin, &word);
        }
        *self.preview.borrow_mut() = Some(Preview { view, meaning: verdict.meaning });
        form.offer_frames(&page);
        form.offer_ways(&page, None, used.as_ref());
    }

    /// Lets the buttons do what they say.
    fn listen(self: &Rc<Self>) {
        let tab = TabId(self.tab.id);
        self.on("form", "submit", |popup| popup.submit());
        self.on("pick", "click", |popup| popup.pick(Purpose::Press));
        self.on("hint", "click", |popup| popup.pick(Purpose::Free));
        self.on("forget", "click", Self::forget_hints);
        self.on("change", "click", Self::change);
        self.on("cancel", "click", |popup| {
            popup.is_changing.set(false);
            popup.draw();
            popup.dom.focus("change");
        });
        self.on("stop", "click", move |_| send(&Event::StopRequested { tab }));
        self.on("go-on", "click", move |_| send(&Event::GoOnRequested { tab }));
        self.on("look", "click", move |popup| {
            if popup.may_look() {
                send(&Event::LookRequested { tab });
            }
        });
        self.on("break", "click", move |_| send(&Event::BreakRequested { tab }));
        self.on("settings", "click", |_| {
            let _ = browser::open_options();
        });
    }

    /// Follows what the background saves, what the person points at and the time, from now on.
    fn keep_up(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || {
            let popup = Rc::clone(&popup);
            spawn_local(async move { popup.follow().await });
        });
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();

        // In a tab of its own it comes back to the front when the person has pointed at something.
        let popup = Rc::clone(self);
        self.dom.on_front(move || {
            let popup = Rc::clone(&popup);
            spawn_local(async move { popup.take_picked().await });
        });

        let popup = Rc::clone(self);
        Ticker::new(1000, move || popup.draw_times()).forget();
    }

    fn on(self: &Rc<Self>, id: &str, event: &str, act: impl Fn(&Rc<Self>) + 'static) {
        let popup = Rc::clone(self);
        self.dom.on(id, event, move || act(&popup));
    }

    /// Opens the form with what the watch goes by.
    fn change(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        spawn_local(async move {
            popup.look().await;
            let Some(watch) = popup.watch() else { return };
            popup.form.fill(&watch.order);
            popup.is_changing.set(true);
            popup.draw();
            popup.dom.focus("watch");
        });
    }

    fn submit(&self) {
        if self.watch().is_none() {
            return self.start();
        }
        let form = &self.form;
        let Some(wishes) = form.wishes.take() else { return };
        send(&Event::OrderChanged {
            tab: TabId(self.tab.id),
            recheck: form.recheck(),
            interval: form.interval(),
            wishes,
            keep_awake: form.keeps_awake(),
        });
        self.is_changing.set(false);
        self.draw();
        self.dom.focus("change");
    }

    /// Asks the browser for the site. The background learns of it first, because the popup may be closed by
    /// the browser's own prompt; nothing may come between the press and the question.
    fn start(&self) {
        let form = &self.form;
        let tab = TabId(self.tab.id);
        let Some(origin) = Origin::of(self.url()) else { return };
        let Some(wishes) = form.wishes.take() else { return };
        let frames = form.chosen_frames();
        let asked = Permissions::of(&origin, &frames);
        send(&Event::StartRequested {
            tab,
            url: self.url().to_owned(),
            title: Quote::new(self.tab.title.as_deref().unwrap_or_default()),
            recheck: form.recheck(),
            interval: form.interval(),
            wishes,
            keep_awake: form.keeps_awake(),
            private: self.tab.incognito,
            frames,
        });
        let Ok(answer) = asked.ask() else {
            return send(&Event::PermissionRefused { tab });
        };
        spawn_local(async move {
            let granted = JsFuture::from(answer).await.is_ok_and(|granted| granted.is_truthy());
            send(&if granted {
                Event::PermissionGranted { origins: asked.origins }
            } else {
                Event::PermissionRefused { tab }
            });
        });
    }

    /// Lets the person point at something of the page. Their click closes the popup; in a tab of its own it stays.
    fn pick(self: &Rc<Self>, purpose: Purpose) {
        let popup = Rc::clone(self);
        spawn_local(async move {
            let is_picking = browser::pick(popup.tab.id, purpose.name()).await.is_ok();
            popup.dom.show("picking", is_picking);
        });
    }

    /// Takes up what the person has pointed at.
    async fn take_picked(&self) {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Picked {
            page: Page,
            line: Line,
            purpose: Purpose,
        }
        let picked = browser::take_picked(self.tab.id).await;
        let Some(Picked { page, line, purpose }) =
            picked.ok().and_then(|picked| from_js::<Option<Picked>>(picked).ok()).flatten()
        else {
            return;
        };
        self.dom.show("picking", false);
        match purpose {
            Purpose::Press => {
                if let Some(control) = recheck::at_line(&page, line) {
                    self.form.offer_ways(&page, Some(control), None);
                    self.dom.open("manner");
                }
            }
            Purpose::Free => self.take_hint(&page, line).await,
        }
    }

    async fn take_hint(&self, page: &Page, line: Line) {
        let hint = Hint::of(page, line, today());
        let error = hint.as_ref().err().map(|error| match error {
            hint::Error::Nothing => Words::plain("hint_nothing"),
            hint::Error::Common => Words::plain("hint_common"),
        });
        self.dom.show("hint-error", error.is_some());
        self.dom.text("hint-error", &error.as_ref().map(say).unwrap_or_default());
        if let (Ok(hint), Some(site)) = (hint, Site::of(self.url())) {
            let (url, private) = (self.url().to_owned(), self.tab.incognito);
            send(&Event::HintGiven { url, private, hint: hint.clone() });
            self.state.borrow_mut().hints.entry(site).or_default().add(hint);
            self.look().await;
        }
        self.draw();
    }

    fn forget_hints(self: &Rc<Self>) {
        let popup = Rc::clone(self);
        send(&Event::HintsForgotten { url: self.url().to_owned() });
        if let Some(site) = Site::of(self.url()) {
            self.state.borrow_mut().hints.remove(&site);
        }
        spawn_local(async move {
            popup.look().await;
            popup.draw();
        });
    }

    /// The title that the page had when its watch began, or has now.
    fn name(&self) -> String {
        let title = || Quote::new(self.tab.title.as_deref().unwrap_or_default());
        self.watch().map_or_else(title, |watch| watch.order.title).as_str().to_owned()
    }
}

/// The language of our words.
fn tongue() -> Tongue {
    Tongue::from_name(&say(&Words::plain("language"))).unwrap_or(Tongue::English)
}
