//! What the popup shows of the watch, of the page and of other watches.

use super::super::dom::say;
use super::super::shell::{moment, now, send};
use super::order::name_of;
use super::{Popup, wishes};
use crate::pace::Touch;
use crate::quote::Quote;
use crate::site::Site;
use crate::slot::Slot;
use crate::verdict::Meaning;
use crate::view::{self, Next, View};
use crate::watch::{Event, Mark, TabId, Told, Watch};
use crate::wording::{Argument, Words};
use web_sys::Element;

/// The most slots that are shown as fitting or not.
const MOST_OFFERS: usize = 8;

/// A watch of another tab, as the list shows it.
#[derive(PartialEq)]
pub(super) struct Other {
    tab: TabId,
    mark: Mark,
    title: Quote,
    headline: String,
}

impl Popup {
    /// Shows all that is so now.
    pub(super) fn draw(&self) {
        let watch = self.watch();
        let is_web_page = self.is_web_page();
        let is_changing = watch.is_some() && self.is_changing.get();
        let seen = |watch: &Watch| view::of_watch(watch, &self.state.borrow(), moment());
        let view = watch
            .as_ref()
            .map(seen)
            .or_else(|| self.preview.borrow().as_ref().map(|preview| preview.view.clone()));
        let may_watch = is_web_page && self.form.touch.get() != Touch::Never;
        self.dom.text("page", &self.name());
        self.dom.show("closed", watch.is_none() && !is_web_page);
        self.dom.show("form", is_changing || watch.is_none() && may_watch);
        self.dom.show("intro", !is_changing);
        self.dom.show("cancel", is_changing);
        let submit = if is_changing { "popup_save" } else { "popup_watch" };
        self.dom.text("watch", &say(&Words::plain(submit)));
        self.dom.show("watching", watch.is_some() && !is_changing);
        self.dom.show("state", view.is_some());
        let refused = self
            .state
            .borrow()
            .start
            .as_ref()
            .is_some_and(|start| start.order.tab.0 == self.tab.id && start.refused);
        self.dom.show("refused", refused);
        let is_hinted = Site::of(self.url()).is_some_and(|site| !self.state.borrow().hints(&site).is_empty());
        // What stands in the way hides whatever is free.
        let sees_none = self
            .preview
            .borrow()
            .as_ref()
            .is_some_and(|preview| matches!(preview.meaning, Meaning::NoneFree | Meaning::Unclear));
        // Of a private window nothing is remembered.
        self.dom.show("hint-line", sees_none && !self.tab.incognito);
        self.dom.show("forget-line", is_hinted);
        if let Some(view) = &view {
            let offers = if is_changing || watch.is_none() { self.offers() } else { None };
            let slots = offers.unwrap_or_else(|| view.slots.iter().map(say).collect());
            self.draw_view(view, &slots);
        }
        if let Some(watch) = &watch {
            let way = say(&name_of(&watch.order.recheck));
            let pause = Argument::Length(watch.order.interval.span());
            let words = [Argument::Text(Quote::new(&way)), pause];
            self.dom.text("way", &say(&Words::with("popup_way_and_pace", words)));
            let wished = wishes::summary(&watch.order.wishes);
            self.dom.show("wish-line", wished.is_some());
            self.dom.text("wished", &wished.as_ref().map(say).unwrap_or_default());
        }
        self.draw_others();
        self.draw_times();
    }

    fn draw_view(&self, view: &View, slots: &[String]) {
        if let Some(state) = self.dom.get::<Element>("state") {
            let _ = state.set_attribute("data-mark", view.mark.name());
        }
        if let Some(mark) = self.dom.get::<Element>("mark") {
            let _ = mark.set_attribute("src", &picture(view.mark));
        }
        let headline = say(&view.headline);
        self.dom.title(&format!("{headline} – Terminwacht"));
        self.dom.text("headline", &headline);
        self.dom.text("explanation", &view.explanation.as_ref().map(say).unwrap_or_default());
        self.dom.show("explanation", view.explanation.is_some());
        self.dom.list("slots", slots);
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

    /// Which of the slots on the page fit what is being entered; `None` where that cannot be read, or nothing is there.
    fn offers(&self) -> Option<Vec<String>> {
        let preview = self.preview.borrow();
        let slots = preview.as_ref()?.slots();
        let wishes = self.form.wishes.entered().filter(|_| !slots.is_empty())?;
        let fitting = wishes.fitting(slots);
        let line = |slot: &Slot| match fitting.iter().find(|fitting| fitting.slot == *slot) {
            Some(fitting) => {
                let told = Told { slot: slot.clone(), whose: fitting.whose.clone() };
                Words::with("slot_fits", [Argument::Told(told)])
            }
            None => Words::with("slot_unfit", [Argument::Slot(slot.clone())]),
        };
        let mut lines: Vec<String> = slots.iter().take(MOST_OFFERS).map(|slot| say(&line(slot))).collect();
        if slots.len() > 1 {
            let counts = [fitting.len(), slots.len()].map(Argument::Number);
            lines.push(say(&Words::with("slots_fitting", counts)));
        }
        Some(lines)
    }

    /// The watches of other tabs.
    fn draw_others(&self) {
        let state = self.state.borrow();
        let others: Vec<&Watch> =
            state.watches.iter().filter(|watch| watch.order.tab.0 != self.tab.id).collect();
        let entries: Vec<Other> = others
            .into_iter()
            .map(|watch| {
                let view = view::of_watch(watch, &state, moment());
                Other {
                    tab: watch.order.tab,
                    mark: view.mark,
                    title: watch.order.title.clone(),
                    headline: say(&view.headline),
                }
            })
            .collect();
        // What is drawn anew loses the keyboard's focus.
        if *self.others.borrow() == entries {
            return;
        }
        self.dom.show("others", !entries.is_empty());
        self.dom.text("watches", "");
        for Other { tab, mark, title, headline } in &entries {
            let Some(entry) = self.dom.stamp("watches", "watch-template") else { return };
            entry.attribute("img", "src", &picture(*mark));
            entry.text(".title", title.as_str());
            entry.text(".headline", headline);
            let (tab, is_page) = (*tab, self.is_page);
            entry.on("button", "click", move || {
                send(&Event::TabWanted { tab });
                if !is_page && let Some(window) = web_sys::window() {
                    let _ = window.close();
                }
            });
        }
        *self.others.borrow_mut() = entries;
    }

    /// Whether a look may be had right now.
    pub(super) fn may_look(&self) -> bool {
        let seen = |watch: &Watch| view::of_watch(watch, &self.state.borrow(), moment());
        self.watch().as_ref().map(seen).is_some_and(|view| is_look_due(&view))
    }

    /// The times alone change every second.
    pub(super) fn draw_times(&self) {
        let Some(watch) = self.watch() else { return };
        let view = view::of_watch(&watch, &self.state.borrow(), moment());
        self.dom.show("last-line", view.last.is_some());
        if let Some(last) = view.last {
            self.dom.text("last", &say(&Words::with("plain", [Argument::Moment(last)])));
        }
        self.dom.show("next-line", view.next.is_some());
        if let Some(next) = view.next {
            self.dom.text("next", &say(&next_in_words(next)));
        }
        self.dom.show("look", view.look.is_some());
        if let Some(look) = view.look {
            let words = if look > now() {
                Words::with("popup_look_from", [Argument::Moment(look)])
            } else {
                Words::plain("popup_look")
            };
            self.dom.text("look", &say(&words));
            self.dom.ready("look", is_look_due(&view));
        }
    }
}

/// Whether the person may have a look made now.
fn is_look_due(view: &View) -> bool {
    view.look.is_some_and(|from| from <= now()) && view.next != Some(Next::Now)
}

fn next_in_words(next: Next) -> Words {
    let Next::At(next) = next else { return Words::plain("looking_now") };
    let left = (next - now()).0.div_ceil(1000);
    // Nobody is made nervous by seconds that do not matter yet.
    let (key, number) = if left < 60 { ("next_in_seconds", left) } else { ("next_in_minutes", left / 60) };
    Words::with(key, [Argument::Moment(next), Argument::Number(number as usize)])
}

fn picture(mark: Mark) -> String {
    format!("icons/{}-32.png", mark.name())
}
