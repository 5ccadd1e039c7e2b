//! The popup: what the page says, and the button to watch it.

use super::browser;
use super::dom::{Dom, say};
use super::shell::{moment, now, send, stored, today};
use crate::frames;
use crate::operator::Word;
use crate::pace::{DEFAULT_INTERVAL, Interval, Terms, Touch};
use crate::page::{Line, Page};
use crate::quote::Quote;
use crate::recheck::{self, Control, Recheck};
use crate::site::{Origin, Site};
use crate::time::Span;
use crate::verdict::recognise;
use crate::view::{self, View};
use crate::wasm::{from_js, to_js};
use crate::watch::{Event, State, TabId, Watch};
use crate::wish::{Tongue, Wish};
use crate::wording::{self, Argument, Words};
use gloo_timers::callback::Interval as Ticker;
use serde::{Deserialize, Serialize};
use std::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

/// The intervals on offer, in seconds; those below the site's floor are left out.
const INTERVALS: [u32; 10] = [2, 5, 60, 120, 180, 300, 600, 1800, 3600, 14400];

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

/// Which tabs to ask the browser for.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Filter {
    active: bool,
    current_window: bool,
}

/// Which sites to ask the browser for.
#[derive(Serialize)]
struct Permissions {
    origins: Vec<String>,
}

impl Permissions {
    /// Those for a page and for frames in it.
    fn of(page: &Origin, frames: &[Origin]) -> Self {
        let origins = std::iter::once(page).chain(frames);
        Permissions { origins: origins.map(|origin| origin.pattern().to_owned()).collect() }
    }
}

struct Popup {
    dom: Dom,
    tab: Tab,
    state: RefCell<State>,
    /// What a look at the unwatched page saw.
    preview: RefCell<Option<View>>,
    /// The ways to refresh the page, in the order they are offered.
    ways: RefCell<Vec<Recheck>>,
    /// What the operator of the unwatched page lets us do.
    touch: Cell<Touch>,
    /// Where the frames of the unwatched page come from that may be read with it.
    frames: RefCell<Frames>,
}

/// Where frames come from.
#[derive(Default)]
struct Frames {
    /// Those that were read already, because the browser grants them.
    read: Vec<Origin>,
    /// Those that are worth asking for, in the order they are offered.
    asked: Vec<Origin>,
}

/// Draws the popup and keeps it up to date for as long as it is open.
#[wasm_bindgen]
pub async fn popup() {
    let Some(dom) = Dom::here() else { return };
    dom.fill_in_words();
    if named_tab().is_some() {
        dom.is_tab();
    }
    let Ok(tab) = current_tab().await else {
        dom.show("closed", true);
        return;
    };
    let popup = Rc::new(Popup {
        dom,
        tab,
        state: RefCell::default(),
        preview: RefCell::default(),
        ways: RefCell::default(),
        touch: Cell::new(Touch::Recheck),
        frames: RefCell::default(),
    });
    popup.reload().await;
    // Whoever opens the popup of a page learns what its alerts tell.
    send(&Event::TabSeen { tab: TabId(popup.tab.id) });
    if popup.watch().is_none() && popup.is_web_page() {
        popup.look().await;
    }
    popup.listen();
    // Only some browsers can be asked not to put a tab to sleep.
    popup.dom.show("keep-awake-line", popup.tab.auto_discardable.is_some());
    popup.draw();
    popup.dom.focus("watch");
    popup.notice_refusal().await;
}

/// The tab that `?tab=` names, where the popup is opened as a page in a tab of its own.
fn named_tab() -> Option<i32> {
    let search = web_sys::window()?.location().search().ok()?;
    search.strip_prefix("?tab=")?.parse().ok()
}

/// The tab the popup is about: the one it names, else the active one.
async fn current_tab() -> Result<Tab, JsValue> {
    let tab = if let Some(tab) = named_tab() {
        browser::tabs_get(tab).await?
    } else {
        let tabs = browser::tabs_query(&to_js(&Filter { active: true, current_window: true })?).await?;
        js_sys::Array::from(&tabs).get(0)
    };
    Ok(from_js(tab)?)
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

    /// Takes over what the background saved.
    async fn reload(&self) {
        if let Some(state) = stored().await {
            *self.state.borrow_mut() = state;
        }
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
        let Ok(wanted) = to_js(&Permissions::of(&start.order.origin, &start.order.frames)) else { return };
        if browser::permissions_contains(&wanted).await.is_ok_and(|granted| granted.is_falsy()) {
            send(&Event::PermissionRefused { tab: start.order.tab });
        }
    }

    /// Looks at the page before it is watched: what it says now, and how it could be refreshed.
    async fn look(&self) {
        #[derive(Deserialize)]
        struct Reading {
            page: Page,
        }
        let reading = browser::read_page(self.tab.id).await;
        let Ok(Reading { page }) = reading.and_then(|reading| Ok(from_js(reading)?)) else {
            return self.offer(&Page::default(), None);
        };
        let mut view = view::of_verdict(&recognise(&page, today()));
        if let (Some(site), Some(origin)) = (Site::of(self.url()), Origin::of(self.url())) {
            let word = Word::read(&page.operators());
            self.touch.set(Terms::of(&site, &origin, &word).touch);
            view.terms = view::of_terms(&origin, &word);
        }
        *self.preview.borrow_mut() = Some(view);
        self.offer_frames(&page);
        self.offer(&page, None);
    }

    /// Lists where the frames come from that may be read with the page, if the person wishes.
    fn offer_frames(&self, page: &Page) {
        let read = page.frames.iter().filter_map(|frame| Origin::of(&frame.url)).collect();
        let asked = frames::worth_reading(page);
        self.dom.show("frames-line", !asked.is_empty());
        self.dom.text("frames", "");
        for (index, origin) in asked.iter().enumerate() {
            self.dom.choice("frames", "frame-template", origin.host(), index, true);
        }
        *self.frames.borrow_mut() = Frames { read, asked };
    }

    /// Where the frames come from that the person wants to have read.
    fn chosen_frames(&self) -> Vec<Origin> {
        let frames = self.frames.borrow();
        let ticked = |index: &usize| {
            let wanted = format!("input[name=frame][value=\"{index}\"]:checked");
            self.dom.find::<HtmlInputElement>(&wanted).is_some()
        };
        let asked = frames.asked.iter().enumerate().filter(|(index, _)| ticked(index));
        frames.read.iter().chain(asked.map(|(_, origin)| origin)).cloned().collect()
    }

    /// Lists the ways to refresh the page, the proposed one chosen.
    fn offer(&self, page: &Page, picked: Option<Control>) {
        let controls =
            recheck::candidates(page).into_iter().filter(|control| Some(control) != picked.as_ref());
        let mut ways: Vec<Recheck> = picked.iter().cloned().chain(controls).map(Recheck::Press).collect();
        ways.extend([Recheck::Reload, Recheck::Remind, Recheck::Nothing]);
        let mut proposed = picked.map_or_else(|| recheck::proposal(page), Recheck::Press);
        if self.touch.get() != Touch::Recheck {
            ways.retain(|way| !way.touches());
            proposed = Recheck::Remind;
        }
        self.dom.text("ways", "");
        for (index, way) in ways.iter().enumerate() {
            self.dom.choice("ways", "way-template", &say(&name_of(way)), index, *way == proposed);
        }
        *self.ways.borrow_mut() = ways;
    }

    fn listen(self: &Rc<Self>) {
        self.offer_intervals();
        let popup = Rc::clone(self);
        self.dom.on("start", "submit", move || popup.start());
        let popup = Rc::clone(self);
        self.dom.on("pick", "click", move || popup.pick());
        let popup = Rc::clone(self);
        self.dom.on("stop", "click", move || send(&Event::StopRequested { tab: TabId(popup.tab.id) }));
        let popup = Rc::clone(self);
        self.dom.on("go-on", "click", move || send(&Event::GoOnRequested { tab: TabId(popup.tab.id) }));

        let popup = Rc::clone(self);
        self.dom.on("look", "click", move || send(&Event::LookRequested { tab: TabId(popup.tab.id) }));
        let popup = Rc::clone(self);
        self.dom.on("break", "click", move || send(&Event::BreakRequested { tab: TabId(popup.tab.id) }));
        self.dom.on("settings", "click", || {
            let _ = browser::open_options();
        });

        let popup = Rc::clone(self);
        let changed = Closure::<dyn FnMut()>::new(move || {
            let popup = Rc::clone(&popup);
            spawn_local(async move {
                popup.reload().await;
                if popup.watch().is_none() && popup.ways.borrow().is_empty() {
                    popup.look().await;
                }
                popup.draw();
            });
        });
        browser::on_storage_changed(changed.as_ref().unchecked_ref());
        changed.forget();

        let popup = Rc::clone(self);
        Ticker::new(1000, move || popup.draw_times()).forget();
    }

    fn offer_intervals(&self) {
        let Some(site) = Site::of(self.url()) else { return };
        for seconds in INTERVALS {
            let wanted = Span::seconds(seconds);
            if Interval::new(wanted, &site).span() == wanted {
                let (key, number) = match seconds {
                    0..60 => ("seconds", seconds),
                    60..3600 => ("minutes", seconds / 60),
                    _ => ("hours", seconds / 3600),
                };
                let text = say(&Words::with(key, [Argument::Number(number as usize)]));
                self.dom.option("interval", &wanted.0.to_string(), &text, wanted == DEFAULT_INTERVAL);
            }
        }
    }

    /// Asks the browser for the site. The background learns of it first, because the popup may be closed by
    /// the browser's own prompt; nothing may come between the press and the question.
    fn start(&self) {
        let chosen = self.dom.find::<HtmlInputElement>("input[name=way]:checked");
        let index = chosen.and_then(|input| input.value().parse::<usize>().ok());
        let recheck =
            index.and_then(|index| self.ways.borrow().get(index).cloned()).unwrap_or(Recheck::Reload);
        let interval =
            self.dom.get::<HtmlSelectElement>("interval").and_then(|select| select.value().parse().ok());
        let tab = TabId(self.tab.id);
        let Some(origin) = Origin::of(self.url()) else { return };
        let Some(wish) = self.wish() else { return };
        let frames = self.chosen_frames();
        let asked = Permissions::of(&origin, &frames);
        send(&Event::StartRequested {
            tab,
            url: self.url().to_owned(),
            title: Quote::new(self.tab.title.as_deref().unwrap_or_default()),
            recheck,
            interval: interval.map_or(DEFAULT_INTERVAL, Span),
            wish,
            keep_awake: self.dom.get::<HtmlInputElement>("keep-awake").is_some_and(|input| input.checked()),
            private: self.tab.incognito,
            frames,
        });
        let Ok(wanted) = to_js(&asked) else { return };
        let Ok(answer) = browser::permissions_request(&wanted) else {
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

    /// The wish as it was entered; where it cannot be read, the person is told and stays at it.
    fn wish(&self) -> Option<Wish> {
        let text = self.dom.get::<HtmlInputElement>("wish").map(|input| input.value()).unwrap_or_default();
        let read = Wish::read(&text, today());
        let error = read.as_ref().err().map(|error| say(&wording::wish_error(error)));
        self.dom.text("wish-error", error.as_deref().unwrap_or_default());
        self.dom.show("wish-error", error.is_some());
        if error.is_some() {
            self.dom.focus("wish");
        }
        read.ok()
    }

    fn pick(self: &Rc<Self>) {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct Picked {
            page: Page,
            line: Line,
        }
        let popup = Rc::clone(self);
        popup.dom.text("pick", &say(&Words::plain("popup_pick_now")));
        spawn_local(async move {
            if let Ok(Picked { page, line }) =
                browser::pick(popup.tab.id).await.and_then(|picked| Ok(from_js(picked)?))
                && let Some(control) = recheck::at_line(&page, line)
            {
                popup.offer(&page, Some(control));
            }
            popup.dom.text("pick", &say(&Words::plain("popup_pick")));
        });
    }

    fn draw(&self) {
        let watch = self.watch();
        let preview = self.preview.borrow();
        let is_web_page = self.is_web_page();
        let seen = |watch: &Watch| view::of_watch(watch, &self.state.borrow(), moment());
        let view = watch.as_ref().map(seen).or_else(|| preview.clone());
        let may_watch = watch.is_none() && is_web_page && self.touch.get() != Touch::Never;
        self.dom.text(
            "page",
            &watch.as_ref().map_or_else(|| self.page_name(), |watch| watch.order.title.as_str().into()),
        );
        self.dom.show("closed", watch.is_none() && !is_web_page);
        self.dom.show("start", may_watch);
        self.dom.show("watching", watch.is_some());
        self.dom.show("state", view.is_some());
        let refused = self
            .state
            .borrow()
            .start
            .as_ref()
            .is_some_and(|start| start.order.tab.0 == self.tab.id && start.refused);
        self.dom.show("refused", refused);
        if let Some(view) = &view {
            self.draw_view(view);
        }
        if let Some(watch) = &watch {
            self.dom.text("way", &say(&name_of(&watch.order.recheck)));
            self.dom.show("wish-line", !watch.order.wish.is_blank());
            self.dom.text("wished", &watch.order.wish.write(tongue()));
        }
        self.draw_times();
    }

    fn draw_view(&self, view: &View) {
        if let Some(state) = self.dom.get::<Element>("state") {
            let _ = state.set_attribute("data-mark", view.mark.name());
        }
        if let Some(mark) = self.dom.get::<Element>("mark") {
            let _ = mark.set_attribute("src", &format!("icons/{}-32.png", view.mark.name()));
        }
        let headline = say(&view.headline);
        self.dom.title(&format!("{headline} – Terminwacht"));
        self.dom.text("headline", &headline);
        self.dom.text("explanation", &view.explanation.as_ref().map(say).unwrap_or_default());
        self.dom.show("explanation", view.explanation.is_some());
        self.dom.list("slots", &view.slots.iter().map(say).collect::<Vec<_>>());
        self.dom.list(
            "quotes",
            &view
                .quotes
                .iter()
                .map(|quote| say(&Words::with("quoted", [Argument::Text(quote.clone())])))
                .collect::<Vec<_>>(),
        );
        self.dom.show("evidence", !view.quotes.is_empty());
        self.dom.list("terms", &view.terms.iter().map(say).collect::<Vec<_>>());
        self.dom.show("counted-line", view.counted.is_some());
        self.dom.text("counted", &view.counted.as_ref().map(say).unwrap_or_default());
        self.dom.show("break", view.look.is_some());
        self.dom.show("go-on", view.waits_for_go_on);
    }

    /// The times alone change every second.
    fn draw_times(&self) {
        let Some(watch) = self.watch() else { return };
        let view = view::of_watch(&watch, &self.state.borrow(), moment());
        self.dom.show("last-line", view.last.is_some());
        if let Some(last) = view.last {
            self.dom.text("last", &say(&Words::with("plain", [Argument::Moment(last)])));
        }
        self.dom.show("next-line", view.next.is_some());
        if let Some(next) = view.next {
            let left = (next - now()).0.div_ceil(1000);
            let text = format!("{}:{:02}", left / 60, left % 60);
            let moment = say(&Words::with("plain", [Argument::Moment(next)]));
            self.dom.text("next", &format!("{moment} (−{text})"));
        }
        self.dom.show("look", view.look.is_some());
        if let Some(look) = view.look {
            let words = if look > now() {
                Words::with("popup_look_from", [Argument::Moment(look)])
            } else {
                Words::plain("popup_look")
            };
            self.dom.text("look", &say(&words));
            self.dom.enable("look", look <= now());
        }
    }

    fn page_name(&self) -> String {
        Quote::new(self.tab.title.as_deref().unwrap_or_default()).as_str().to_owned()
    }
}

fn name_of(way: &Recheck) -> Words {
    match way {
        Recheck::Press(control) => Words::with("way_press", [Argument::Text(control.label.clone())]),
        Recheck::Reload => Words::plain("way_reload"),
        Recheck::Nothing => Words::plain("way_nothing"),
        Recheck::Remind => Words::plain("way_remind"),
    }
}

/// The language of our words.
fn tongue() -> Tongue {
    Tongue::from_name(&say(&Words::plain("language"))).unwrap_or(Tongue::English)
}
