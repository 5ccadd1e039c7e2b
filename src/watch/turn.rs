//! One event's way through the state.

use super::schedule::READING_PAUSE;
use super::{
    About, Alert, AlertId, Condition, Effect, Event, Look, Mark, Need, Order, START_VALID, Situation, Start,
    State, TabId, Watch,
};
use crate::frames;
use crate::operator::Word;
use crate::pace::{Interval, Outcome, Record, Touch, Way};
use crate::page::Page;
use crate::quote::Quote;
use crate::recheck::Recheck;
use crate::site::{Origin, Site};
use crate::time::{Now, Span};
use crate::verdict::recognise;
use std::collections::{BTreeSet, VecDeque};

/// How long the reader may take to answer.
pub(super) const ANSWER_PATIENCE: Span = Span::seconds(15);
/// How long a refreshed page may take to arrive.
pub(super) const ARRIVAL_PATIENCE: Span = Span::seconds(60);
/// The most alerts that are kept.
const MOST_ALERTS: usize = 20;

/// The state in the middle of one event.
pub(super) struct Turn {
    pub(super) state: State,
    pub(super) now: Now,
    pub(super) effects: Vec<Effect>,
    /// What goes to the history.
    pub(super) records: Vec<Record>,
}

impl Turn {
    pub(super) fn new(state: State, now: Now) -> Self {
        let mut turn = Turn { state, now, effects: Vec::new(), records: Vec::new() };
        turn.mind_the_sleep();
        turn.tidy_ledgers();
        turn
    }

    /// Orders the next wake-up call and hands everything back.
    pub(super) fn finish(mut self) -> (State, Vec<Effect>) {
        self.mind_the_clock();
        self.show_marks();
        self.archive();
        let wake = self.next_deadline();
        if wake != self.state.wake {
            self.state.wake = wake;
            if let Some(at) = wake {
                self.effects.push(Effect::Wake { at });
            }
        }
        (self.state, self.effects)
    }

    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::WorkerStarted => self.worker_started(),
            Event::BrowserStarted => self.browser_started(),
            Event::Woken => self.woken(),
            Event::StartRequested { tab, url, title, recheck, interval, wish, keep_awake, frames } => {
                let (Some(site), Some(origin)) = (Site::of(&url), Origin::of(&url)) else { return };
                let interval = Interval::new(interval, &site);
                let title = Quote::new(&title);
                let order = Order { tab, title, site, origin, frames, recheck, interval, wish, keep_awake };
                self.state.start = Some(Start { order, asked: self.now.instant, refused: false });
            }
            Event::PermissionGranted { origins } => self.permission_granted(&origins),
            Event::PermissionRefused { tab } => {
                if let Some(start) = self.state.start.as_mut().filter(|start| start.order.tab == tab) {
                    start.refused = true;
                }
            }
            Event::PermissionRemoved { origins } => self.permission_removed(&origins),
            Event::StopRequested { tab } => self.end(tab),
            Event::GoOnRequested { tab } => self.go_on(tab),
            Event::LookRequested { tab } => self.look_requested(tab),
            Event::BreakRequested { tab } => self.break_requested(tab),
            Event::ScheduleChanged { schedule } => self.schedule_changed(schedule),
            Event::PageChanged { tab, url, nonce } => self.page_changed(tab, &url, nonce),
            Event::Pressed { tab } => self.read_soon(tab),
            Event::PageLoaded { tab, url } => self.page_loaded(tab, url.as_deref()),
            Event::PageRead { tab, page, situation } => self.page_read(tab, &page, situation),
            Event::PageUnreadable { tab } => self.page_unreadable(tab),
            Event::RecheckFailed { tab } => self.rest(tab),
            Event::TabDiscarded { tab } => self.need(tab, Need::Discarded, Quote::default()),
            Event::TabReplaced { tab, by } => self.tab_replaced(tab, by),
            Event::TabClosed { tab } => self.tab_closed(tab),
            Event::AlertShown { alert } => {
                if let Some(alert) = self.state.alerts.iter_mut().find(|kept| kept.id == alert) {
                    alert.owed = None;
                }
            }
            Event::AlertClicked { alert } => self.alert_clicked(&alert),
        }
    }

    // Starting and ending

    fn worker_started(&mut self) {
        // Alarms may be lost with the browser's process, and badges are: order and show them again.
        self.state.wake = None;
        let now = self.now.instant;
        for watch in &mut self.state.watches {
            self.effects.push(Effect::Badge { tab: watch.order.tab, mark: watch.mark });
            if watch.read_due.is_some() {
                // The answer was lost with the worker, not with the page: the page gets its time anew.
                watch.read_due = Some(now);
                match &mut watch.condition {
                    Condition::Asking { since } | Condition::Rechecking { since, .. } => *since = now,
                    _ => {}
                }
                let (tab, nonce) = (watch.order.tab, watch.nonce);
                self.effects.push(Effect::Read { tab, after: Span(0), nonce });
            }
        }
        self.show_owed(Span(0));
    }

    fn browser_started(&mut self) {
        // No alarm outlives the browser.
        self.state.wake = None;
        self.state.alerts.retain(|alert| alert.owed.is_some());
        self.show_owed(Span(0));
        for tab in self.state.watches.iter().map(|watch| watch.order.tab).collect::<Vec<_>>() {
            self.call(tab, Need::BrowserRestarted, Quote::default());
        }
        self.state.watches.clear();
    }

    fn permission_granted(&mut self, origins: &[String]) {
        let granted = |origin: &Origin| origins.iter().any(|pattern| pattern == origin.pattern());
        let Some(start) = self.state.start.take_if(|start| granted(&start.order.origin)) else { return };
        if self.now.instant - start.asked > START_VALID {
            return;
        }
        let tab = start.order.tab;
        self.end(tab);
        if start.order.keep_awake {
            self.effects.push(Effect::KeepAwake { tab });
        }
        self.state.ledgers.entry(start.order.site.clone()).or_default();
        self.state.watches.push(Watch {
            order: start.order,
            nonce: self.now.seed,
            unread: Vec::new(),
            condition: Condition::Resting { next: self.now.instant },
            hold: None,
            word: Word::default(),
            break_end: None,
            asked: false,
            richness: 0,
            visited: None,
            looks: VecDeque::new(),
            offered: BTreeSet::new(),
            gist: None,
            told: None,
            last_read: None,
            read_due: None,
            loaded: None,
            mark: Mark::Idle,
        });
        self.rest(tab);
        self.read(tab, Span(0));
    }

    fn permission_removed(&mut self, origins: &[String]) {
        let removed = |origin: &Origin| origins.iter().any(|pattern| pattern == origin.pattern());
        for tab in self.tabs(|watch| removed(&watch.order.origin)) {
            self.need(tab, Need::NotAllowed, Quote::default());
        }
        let blinded = |watch: &&Watch| watch.order.frames.iter().any(&removed);
        for tab in self.tabs(blinded) {
            self.read(tab, Span(0));
        }
    }

    /// Ends a watch, and takes its alerts away.
    fn end(&mut self, tab: TabId) {
        self.withdraw(tab);
        if self.state.watch(tab).is_some() {
            self.state.watches.retain(|watch| watch.order.tab != tab);
            self.effects.push(Effect::Badge { tab, mark: Mark::Idle });
        }
    }

    fn tab_closed(&mut self, tab: TabId) {
        self.state.start.take_if(|start| start.order.tab == tab);
        if self.state.watch(tab).is_some() {
            self.withdraw(tab);
            self.call(tab, Need::TabClosed, Quote::default());
            self.state.watches.retain(|watch| watch.order.tab != tab);
        }
    }

    fn tab_replaced(&mut self, tab: TabId, by: TabId) {
        let orders = self.state.watches.iter_mut().map(|watch| &mut watch.order);
        for order in orders.chain(self.state.start.iter_mut().map(|start| &mut start.order)) {
            if order.tab == tab {
                order.tab = by;
            }
        }
        for alert in self.state.alerts.iter_mut().filter(|alert| alert.tab == tab) {
            alert.tab = by;
        }
    }

    fn go_on(&mut self, tab: TabId) {
        self.withdraw(tab);
        if let Some(watch) = self.watch(tab) {
            watch.told = None;
            self.rest(tab);
            self.read(tab, Span(0));
        }
    }

    // What the page does

    /// Takes a reader's word only where it proves itself and speaks of a document that it may read.
    fn page_changed(&mut self, tab: TabId, url: &str, nonce: u32) {
        let knows = |watch: &Watch| watch.nonce == nonce && (watch.covers(url) || watch.reads_frame(url));
        if self.state.watch(tab).is_some_and(knows) {
            self.read_soon(tab);
        }
    }

    fn read_soon(&mut self, tab: TabId) {
        let Some(watch) = self.state.watch(tab) else { return };
        let since = watch.last_read.map_or(READING_PAUSE, |read| self.now.instant - read);
        let after = Span(READING_PAUSE.0.saturating_sub(since.0));
        self.read(tab, after);
    }

    fn page_loaded(&mut self, tab: TabId, url: Option<&str>) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        if !url.is_some_and(|url| watch.covers(url)) {
            self.need(tab, Need::Away, Quote::default());
            return;
        }
        watch.loaded = Some(now);
        let mark = watch.mark;
        match &mut watch.condition {
            Condition::Rechecking { arrived, .. } => *arrived = true,
            Condition::Needs { need: Need::Away | Need::Unreadable | Need::Discarded } => {
                watch.told = None;
                self.withdraw(tab);
                self.rest(tab);
            }
            Condition::Resting { .. } | Condition::Asking { .. } => watch.visited = Some(now),
            Condition::Found | Condition::Needs { .. } => {}
        }
        // The browser forgets a tab's own picture when the tab loads a page.
        self.effects.push(Effect::Badge { tab, mark });
        self.read(tab, Span(0));
    }

    fn page_read(&mut self, tab: TabId, page: &Page, situation: Situation) {
        let now = self.now;
        let Some(watch) = self.watch(tab) else { return };
        if !watch.covers(&page.url) {
            self.need(tab, Need::Away, Quote::default());
            return;
        }
        watch.last_read = Some(now.instant);
        watch.read_due = None;
        watch.unread = frames::worth_reading(page);
        let situation = page.whole(situation);
        if !page.title.is_empty() {
            watch.order.title = Quote::new(&page.title);
        }
        if !watch.heed(page) {
            self.withdraw(tab);
            self.call(tab, Need::NotWanted, Quote::new(&page.operators()));
            self.state.watches.retain(|watch| watch.order.tab != tab);
            self.effects.push(Effect::Badge { tab, mark: Mark::Idle });
            return;
        }
        let verdict = recognise(page, now.today);
        let notes = verdict.notes.clone();
        if situation.stale {
            self.read(tab, READING_PAUSE);
        }
        if let Some(after) = self.watch(tab).and_then(|watch| watch.too_early(&verdict, now.instant)) {
            self.read(tab, after);
            return;
        }
        let Some(watch) = self.watch(tab) else { return };
        let rechecked = matches!(watch.condition, Condition::Rechecking { arrived: true, .. });
        let asked = matches!(watch.condition, Condition::Asking { .. });
        self.judge(tab, page, verdict, rechecked);
        if asked
            && self.state.watch(tab).is_some_and(|watch| matches!(watch.condition, Condition::Asking { .. }))
        {
            self.may_recheck(tab, page, &notes, situation);
        }
    }

    pub(super) fn page_unreadable(&mut self, tab: TabId) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        watch.read_due = None;
        let was_blind = watch.latest().is_some_and(|look| look.verdict.is_none());
        match watch.condition {
            Condition::Rechecking { .. } => {
                watch.remember(Look::blind(now));
                let site = watch.order.site.clone();
                let ledger = self.ledger_mut(&site);
                ledger.came(Outcome::Trouble);
                ledger.troubled();
                self.call_once(tab, Need::Trouble, Quote::default());
                self.rest(tab);
            }
            // After a refresh that brought no page the browser shows its own error page, which nobody can
            // read and which holds nothing that a further reload could lose.
            Condition::Asking { .. }
                if was_blind
                    && watch.order.recheck == Recheck::Reload
                    && watch.terms().touch == Touch::Recheck =>
            {
                self.recheck(tab, Effect::Reload { tab }, Way::Reload);
            }
            Condition::Asking { .. } => self.need(tab, Need::Unreadable, Quote::default()),
            Condition::Resting { .. } if watch.looks.is_empty() => {
                self.need(tab, Need::Unreadable, Quote::default());
            }
            // A quiet look in the moment of a navigation: the new page announces itself.
            Condition::Resting { .. } | Condition::Found | Condition::Needs { .. } => {}
        }
    }

    // Calling the person

    /// Touches nothing any more, and calls the person once.
    pub(super) fn need(&mut self, tab: TabId, need: Need, quote: Quote) {
        self.set(tab, Condition::Needs { need });
        self.call_once(tab, need, quote);
    }

    pub(super) fn call_once(&mut self, tab: TabId, need: Need, quote: Quote) {
        let Some(watch) = self.watch(tab) else { return };
        if watch.told != Some(need) {
            self.call(tab, need, quote);
        }
    }

    pub(super) fn call(&mut self, tab: TabId, need: Need, quote: Quote) {
        if let Some(watch) = self.watch(tab) {
            watch.told = Some(need);
        }
        self.withdraw(tab);
        self.alert(tab, About::Need { need, quote });
    }

    pub(super) fn alert(&mut self, tab: TabId, about: About) {
        let title = self.state.watch(tab).map(|watch| watch.order.title.clone()).unwrap_or_default();
        self.state.alerts_made = self.state.alerts_made.wrapping_add(1);
        let id = AlertId::new(self.state.alerts_made);
        let alert = Alert { id, tab, title, about, owed: Some(self.now.instant) };
        self.effects.push(Effect::Notify { alert: alert.clone() });
        self.state.alerts.push(alert);
        if self.state.alerts.len() > MOST_ALERTS {
            self.state.alerts.remove(0);
        }
    }

    /// Takes a tab's alerts away: what they said is settled or said anew.
    pub(super) fn withdraw(&mut self, tab: TabId) {
        for alert in self.state.alerts.extract_if(.., |alert| alert.tab == tab) {
            self.effects.push(Effect::Withdraw { alert: alert.id });
        }
    }

    fn alert_clicked(&mut self, id: &AlertId) {
        let Some(alert) = self.state.alerts.iter().find(|alert| alert.id == *id) else { return };
        if self.state.watch(alert.tab).is_some() {
            self.effects.push(Effect::Focus { tab: alert.tab });
        }
        self.effects.push(Effect::Withdraw { alert: id.clone() });
        self.state.alerts.retain(|alert| alert.id != *id);
    }

    /// Shows again what the browser was asked to show so long ago and has not taken over.
    pub(super) fn show_owed(&mut self, patience: Span) {
        let now = self.now.instant;
        for alert in &mut self.state.alerts {
            if alert.owed.is_some_and(|since| now - since >= patience) {
                alert.owed = Some(now);
                self.effects.push(Effect::Notify { alert: alert.clone() });
            }
        }
    }

    fn show_marks(&mut self) {
        for watch in &mut self.state.watches {
            let mark = watch.fitting_mark();
            if mark != watch.mark {
                watch.mark = mark;
                self.effects.push(Effect::Badge { tab: watch.order.tab, mark });
            }
        }
    }

    // The parts of the state

    pub(super) fn watch(&mut self, tab: TabId) -> Option<&mut Watch> {
        self.state.watches.iter_mut().find(|watch| watch.order.tab == tab)
    }

    pub(super) fn set(&mut self, tab: TabId, condition: Condition) {
        if let Some(watch) = self.watch(tab) {
            watch.condition = condition;
        }
    }
}
