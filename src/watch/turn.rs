//! One event's way through the state.

use super::{
    About, Alert, AlertId, Condition, Effect, Event, Hold, Look, MOST_LOOKS, MOST_SLOTS, Mark, Need, Order,
    START_VALID, Situation, Start, State, TabId, Watch,
};
use crate::gist::Gist;
use crate::pace::{self, AfterRefusal, Interval, Ledger};
use crate::page::Page;
use crate::quote::Quote;
use crate::recheck::{self, Recheck};
use crate::site::{Origin, Site};
use crate::slot::{Slot, SlotIdentity};
use crate::time::{Instant, Now, Span};
use crate::verdict::{Meaning, Note, Verdict, recognise};
use crate::wish::{Fitting, Wish};
use std::collections::{BTreeSet, VecDeque};

/// Between two readings of a page that keeps changing.
const READING_PAUSE: Span = Span::seconds(2);
/// How long a page that looks unfinished is given before it is believed.
const LOADING_PATIENCE: Span = Span::seconds(30);
/// How long a freshly loaded page may say nothing about appointments before that is believed: pages that
/// build themselves show their frame first.
const UNCLEAR_PATIENCE: Span = Span::seconds(3);
/// How long after a press the page still shows what it showed before.
const PRESS_SETTLES: Span = Span::seconds(3);
/// How long the reader may take to answer.
const ANSWER_PATIENCE: Span = Span::seconds(15);
/// How long a refreshed page may take to arrive.
const ARRIVAL_PATIENCE: Span = Span::seconds(60);
/// When a notification that the browser has not taken over is shown again.
const ALERT_PATIENCE: Span = Span::seconds(20);
/// No plan reaches further ahead: a re-check that seems to lie beyond comes from a clock that was set back.
const FURTHEST_PLAN: Span = Span::minutes(25 * 60);
/// The most slots that are remembered as already told.
const MOST_OFFERED: usize = 1000;
/// The most alerts that are kept.
const MOST_ALERTS: usize = 20;

/// The state in the middle of one event.
pub(super) struct Turn {
    state: State,
    now: Now,
    effects: Vec<Effect>,
}

impl Turn {
    pub(super) fn new(mut state: State, now: Now) -> Self {
        for ledger in state.ledgers.values_mut() {
            ledger.tidy(now.instant);
        }
        let watches = &state.watches;
        state.ledgers.retain(|site, ledger| {
            !ledger.is_blank() || watches.iter().any(|watch| watch.order.site == *site)
        });
        Turn { state, now, effects: Vec::new() }
    }

    /// Orders the next wake-up call and hands everything back.
    pub(super) fn finish(mut self) -> (State, Vec<Effect>) {
        self.mind_the_clock();
        self.show_marks();
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
            Event::StartRequested { tab, url, title, recheck, interval, wish } => {
                self.start_requested(tab, &url, &title, recheck, interval, wish);
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
            Event::PageChanged { tab } => self.page_changed(tab),
            Event::PageLoaded { tab, url } => self.page_loaded(tab, url.as_deref()),
            Event::PageRead { tab, page, situation } => self.page_read(tab, &page, situation),
            Event::PageUnreadable { tab } => self.page_unreadable(tab),
            Event::RecheckFailed { tab } => self.rest(tab),
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
                self.effects.push(Effect::Read { tab: watch.order.tab, after: Span(0) });
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

    fn start_requested(
        &mut self,
        tab: TabId,
        url: &str,
        title: &str,
        recheck: Recheck,
        interval: Span,
        wish: Wish,
    ) {
        let (Some(site), Some(origin)) = (Site::of(url), Origin::of(url)) else { return };
        let order = Order {
            tab,
            title: Quote::new(title),
            interval: Interval::new(interval, &site),
            site,
            origin,
            recheck,
            wish,
        };
        self.state.start = Some(Start { order, asked: self.now.instant, refused: false });
    }

    fn permission_granted(&mut self, origins: &[String]) {
        let granted = |origin: &Origin| origins.iter().any(|pattern| pattern == origin.pattern());
        let Some(start) = self.state.start.take_if(|start| granted(&start.order.origin)) else { return };
        if self.now.instant - start.asked > START_VALID {
            return;
        }
        let tab = start.order.tab;
        self.end(tab);
        self.state.ledgers.entry(start.order.site.clone()).or_default();
        self.state.watches.push(Watch {
            order: start.order,
            condition: Condition::Resting { next: self.now.instant },
            hold: None,
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
        let removed = |watch: &Watch| origins.iter().any(|pattern| pattern == watch.order.origin.pattern());
        let tabs: Vec<TabId> =
            self.state.watches.iter().filter(|watch| removed(watch)).map(|watch| watch.order.tab).collect();
        for tab in tabs {
            self.need(tab, Need::NotAllowed, Quote::default());
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

    fn go_on(&mut self, tab: TabId) {
        self.withdraw(tab);
        if let Some(watch) = self.watch(tab) {
            watch.told = None;
            self.rest(tab);
            self.read(tab, Span(0));
        }
    }

    // The schedule

    fn woken(&mut self) {
        let now = self.now.instant;
        self.show_owed(ALERT_PATIENCE);
        let due: Vec<TabId> = self
            .state
            .watches
            .iter()
            .filter(|watch| watch.deadline().is_some_and(|deadline| deadline <= now))
            .map(|watch| watch.order.tab)
            .collect();
        for tab in due {
            self.due(tab);
        }
        let lost =
            self.state.watches.iter().filter(|watch| watch.answer_deadline().is_some_and(|due| due <= now));
        for tab in lost.map(|watch| watch.order.tab).collect::<Vec<_>>() {
            self.read(tab, Span(0));
        }
    }

    fn due(&mut self, tab: TabId) {
        let now = self.now.instant;
        let Some(watch) = self.state.watch(tab) else { return };
        match watch.condition {
            Condition::Resting { .. } => {
                let earliest = self.ledger(&watch.order.site).earliest(&watch.order.site, now);
                if earliest > now && watch.order.recheck != Recheck::Nothing {
                    self.rest(tab);
                } else {
                    self.set(tab, Condition::Asking { since: now });
                    self.read(tab, Span(0));
                }
            }
            Condition::Asking { .. } | Condition::Rechecking { .. } => self.page_unreadable(tab),
            Condition::Found | Condition::Needs { .. } => {}
        }
    }

    /// Plans the next re-check.
    fn rest(&mut self, tab: TabId) {
        let Some(watch) = self.state.watch(tab) else { return };
        let next = self.ledger(&watch.order.site).plan(watch.order.interval, &watch.order.site, self.now);
        self.set(tab, Condition::Resting { next });
    }

    fn next_deadline(&self) -> Option<Instant> {
        let alerts =
            self.state.alerts.iter().filter_map(|alert| alert.owed.map(|since| since + ALERT_PATIENCE));
        let watches = &self.state.watches;
        let answers = watches.iter().filter_map(Watch::answer_deadline);
        watches.iter().filter_map(Watch::deadline).chain(answers).chain(alerts).min()
    }

    /// Brings back whatever a clock that was set back has put out of reach.
    fn mind_the_clock(&mut self) {
        let now = self.now.instant;
        let mut lost = Vec::new();
        for watch in &mut self.state.watches {
            for moment in [&mut watch.last_read, &mut watch.loaded] {
                *moment = moment.map(|moment| moment.min(now));
            }
            watch.read_due = watch.read_due.map(|due| due.min(now + READING_PAUSE));
            match &mut watch.condition {
                Condition::Resting { next } if *next - now > FURTHEST_PLAN => lost.push(watch.order.tab),
                Condition::Asking { since } | Condition::Rechecking { since, .. } => {
                    *since = (*since).min(now);
                }
                _ => {}
            }
        }
        for tab in lost {
            self.rest(tab);
        }
        for alert in &mut self.state.alerts {
            alert.owed = alert.owed.map(|since| since.min(now));
        }
    }

    /// Orders a reading, unless one that is as soon is on its way.
    fn read(&mut self, tab: TabId, after: Span) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        let due = now + after;
        if watch.read_due.is_some_and(|ordered| ordered <= due && now < ordered + ANSWER_PATIENCE) {
            return;
        }
        watch.read_due = Some(due);
        self.effects.push(Effect::Read { tab, after });
    }

    // What the page does

    fn page_changed(&mut self, tab: TabId) {
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
            Condition::Needs { need: Need::Away | Need::Unreadable } => {
                watch.told = None;
                self.withdraw(tab);
                self.rest(tab);
            }
            _ => {}
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
        if !page.title.is_empty() {
            watch.order.title = Quote::new(&page.title);
        }
        let verdict = recognise(page, now.today);
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
            self.may_recheck(tab, page, situation);
        }
    }

    fn page_unreadable(&mut self, tab: TabId) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        watch.read_due = None;
        let was_blind = watch.latest().is_some_and(|look| look.verdict.is_none());
        match watch.condition {
            Condition::Rechecking { .. } => {
                watch.remember(Look::blind(now));
                let site = watch.order.site.clone();
                self.ledger_mut(&site).troubled();
                self.call_once(tab, Need::Trouble, Quote::default());
                self.rest(tab);
            }
            // After a refresh that brought no page the browser shows its own error page, which nobody can
            // read and which holds nothing that a further reload could lose.
            Condition::Asking { .. } if was_blind && watch.order.recheck == Recheck::Reload => {
                self.recheck(tab, Effect::Reload { tab }, false);
            }
            Condition::Asking { .. } => self.need(tab, Need::Unreadable, Quote::default()),
            Condition::Resting { .. } if watch.looks.is_empty() => {
                self.need(tab, Need::Unreadable, Quote::default());
            }
            // A quiet look in the moment of a navigation: the new page announces itself.
            Condition::Resting { .. } | Condition::Found | Condition::Needs { .. } => {}
        }
    }

    /// Touches the page if the person and the site leave it free.
    fn may_recheck(&mut self, tab: TabId, page: &Page, situation: Situation) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        let patience = pace::patience(&watch.order.site);
        let hold = if situation.since_input.is_some_and(|since| since < patience) {
            Some(Hold::InUse)
        } else if situation.unsent && watch.order.recheck == Recheck::Reload {
            Some(Hold::UnsentForm)
        } else {
            None
        };
        watch.hold = hold;
        if hold.is_some() {
            let next = now + patience;
            self.set(tab, Condition::Resting { next });
            return;
        }
        let site = watch.order.site.clone();
        let step = match &watch.order.recheck {
            Recheck::Nothing => None,
            Recheck::Reload => Some((Effect::Reload { tab }, false)),
            Recheck::Press(control) => {
                let Ok(line) = recheck::find(page, control) else {
                    let label = control.label.clone();
                    self.need(tab, Need::ControlMissing, label);
                    return;
                };
                Some((Effect::Press { tab, serial: situation.serial, line }, true))
            }
        };
        match step {
            Some((effect, arrived)) if self.ledger(&site).earliest(&site, now) <= now => {
                self.recheck(tab, effect, arrived);
            }
            _ => self.rest(tab),
        }
    }

    /// Refreshes the page. It is in the ledger before it happens.
    fn recheck(&mut self, tab: TabId, effect: Effect, arrived: bool) {
        let now = self.now.instant;
        let Some(site) = self.state.watch(tab).map(|watch| watch.order.site.clone()) else { return };
        if self.ledger(&site).earliest(&site, now) > now {
            self.rest(tab);
            return;
        }
        self.ledger_mut(&site).enter(now);
        self.set(tab, Condition::Rechecking { since: now, arrived });
        self.effects.push(effect);
    }

    // What the page says

    /// Draws the conclusions from one look.
    fn judge(&mut self, tab: TabId, page: &Page, verdict: Verdict, rechecked: bool) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        let before =
            watch.latest().and_then(|look| look.verdict.as_ref()).map(|verdict| verdict.meaning.name());
        let news = before != Some(verdict.meaning.name());
        let quote = verdict.evidence.first().map(|evidence| evidence.quote.clone()).unwrap_or_default();
        let meaning = verdict.meaning.clone();
        let site = watch.order.site.clone();
        let before_unclear = watch.gist.take();
        if rechecked || news || watch.latest_verdict().map(|before| &before.meaning) != Some(&meaning) {
            let look = Look::new(now, rechecked, verdict, &watch.order.wish);
            watch.remember(look);
        }
        match meaning {
            Meaning::Free(slots) => {
                self.ledger_mut(&site).answered();
                self.free(tab, &slots, rechecked);
            }
            Meaning::NoneFree => {
                self.ledger_mut(&site).answered();
                self.none_free(tab, rechecked);
            }
            Meaning::Queue => self.need(tab, Need::Queue, quote),
            Meaning::Challenge => self.need(tab, Need::Challenge, quote),
            Meaning::SignIn => self.need(tab, Need::SignIn, quote),
            Meaning::Refused if rechecked || news => match self.ledger_mut(&site).refused(now) {
                AfterRefusal::Pause => {
                    self.call(tab, Need::Refused, quote);
                    self.rest(tab);
                }
                AfterRefusal::Stop => self.need(tab, Need::RefusedAgain, quote),
            },
            Meaning::Trouble if rechecked || news => {
                self.ledger_mut(&site).troubled();
                self.call_once(tab, Need::Trouble, quote);
                self.rest(tab);
            }
            Meaning::Refused | Meaning::Trouble => {}
            Meaning::Unclear => {
                let (gist, changed) = Gist::of(page, before_unclear.as_ref());
                watch.gist = Some(gist);
                if let Some(changed) = changed {
                    self.call_once(tab, Need::Changed, changed);
                } else if before.is_some_and(|before| before != Meaning::Unclear.name()) {
                    self.call_once(tab, Need::Unclear, quote);
                }
                if rechecked {
                    self.rest(tab);
                }
            }
        }
    }

    fn free(&mut self, tab: TabId, slots: &[Slot], rechecked: bool) {
        let Some(watch) = self.watch(tab) else { return };
        watch.told = None;
        let fitting = watch.order.wish.fitting(slots);
        let offered: BTreeSet<SlotIdentity> =
            fitting.iter().take(MOST_OFFERED).map(|fitting| fitting.slot.identity()).collect();
        let fresh: Vec<Fitting> =
            fitting.into_iter().filter(|fitting| !watch.offered.contains(&fitting.slot.identity())).collect();
        watch.offered = offered;
        if !fresh.is_empty() {
            watch.condition = Condition::Found;
            self.withdraw(tab);
            let count = fresh.len();
            let told = fresh.into_iter().take(MOST_SLOTS);
            let (slots, unknown): (Vec<Slot>, Vec<_>) =
                told.map(|fitting| (fitting.slot, fitting.unknown)).unzip();
            let unknown = unknown.into_iter().flatten().collect();
            self.alert(tab, About::Free { slots, count, unknown });
        } else if rechecked || self.is_halted(tab) {
            self.rest(tab);
        }
    }

    fn none_free(&mut self, tab: TabId, rechecked: bool) {
        let Some(watch) = self.watch(tab) else { return };
        watch.told = None;
        watch.offered.clear();
        if rechecked || self.is_halted(tab) {
            self.withdraw(tab);
            self.rest(tab);
        }
    }

    /// Whether the watch touches nothing because the page was in the way, which a look at appointments ends.
    fn is_halted(&self, tab: TabId) -> bool {
        self.state.watch(tab).is_some_and(|watch| {
            matches!(watch.condition, Condition::Needs { need } if need != Need::RefusedAgain && need != Need::NotAllowed)
        })
    }

    // Calling the person

    /// Touches nothing any more, and calls the person once.
    fn need(&mut self, tab: TabId, need: Need, quote: Quote) {
        self.set(tab, Condition::Needs { need });
        self.call_once(tab, need, quote);
    }

    fn call_once(&mut self, tab: TabId, need: Need, quote: Quote) {
        let Some(watch) = self.watch(tab) else { return };
        if watch.told != Some(need) {
            self.call(tab, need, quote);
        }
    }

    fn call(&mut self, tab: TabId, need: Need, quote: Quote) {
        if let Some(watch) = self.watch(tab) {
            watch.told = Some(need);
        }
        self.withdraw(tab);
        self.alert(tab, About::Need { need, quote });
    }

    fn alert(&mut self, tab: TabId, about: About) {
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
    fn withdraw(&mut self, tab: TabId) {
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
    fn show_owed(&mut self, patience: Span) {
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

    fn watch(&mut self, tab: TabId) -> Option<&mut Watch> {
        self.state.watches.iter_mut().find(|watch| watch.order.tab == tab)
    }

    fn set(&mut self, tab: TabId, condition: Condition) {
        if let Some(watch) = self.watch(tab) {
            watch.condition = condition;
        }
    }

    fn ledger(&self, site: &Site) -> Ledger {
        self.state.ledgers.get(site).cloned().unwrap_or_default()
    }

    fn ledger_mut(&mut self, site: &Site) -> &mut Ledger {
        self.state.ledgers.entry(site.clone()).or_default()
    }
}

impl Watch {
    fn covers(&self, url: &str) -> bool {
        Origin::of(url).as_ref() == Some(&self.order.origin)
    }

    /// When something has to happen even if nothing else does.
    fn deadline(&self) -> Option<Instant> {
        match self.condition {
            Condition::Resting { next } => Some(next),
            Condition::Asking { since } => Some(since + ANSWER_PATIENCE),
            Condition::Rechecking { since, .. } => Some(since + ARRIVAL_PATIENCE),
            Condition::Found | Condition::Needs { .. } => None,
        }
    }

    /// When a reading that was ordered has to be taken for lost, as it is when the worker was killed meanwhile.
    fn answer_deadline(&self) -> Option<Instant> {
        match self.condition {
            Condition::Found | Condition::Needs { .. } => None,
            _ => self.read_due.map(|due| due + ANSWER_PATIENCE),
        }
    }

    /// How long to wait before a page that may be unfinished is read again; `None` where it can be believed.
    fn too_early(&self, verdict: &Verdict, now: Instant) -> Option<Span> {
        if matches!(verdict.meaning, Meaning::Free(_)) {
            return None;
        }
        let left = |since: Instant, patience: Span| {
            Span(patience.0.saturating_sub((now - since).0)).min(READING_PAUSE)
        };
        let refreshed = match self.condition {
            Condition::Rechecking { since, arrived: true } => Some(since),
            _ => None,
        };
        let changed = self.loaded.max(refreshed)?;
        let wait = if verdict.notes.contains(&Note::StillLoading) {
            left(changed, LOADING_PATIENCE)
        } else if matches!(self.order.recheck, Recheck::Press(_)) && refreshed.is_some() {
            left(changed, PRESS_SETTLES)
        } else if verdict.meaning == Meaning::Unclear {
            left(changed, UNCLEAR_PATIENCE)
        } else {
            Span(0)
        };
        (wait > Span(0)).then_some(wait)
    }

    fn remember(&mut self, look: Look) {
        self.looks.push_back(look);
        while self.looks.len() > MOST_LOOKS {
            self.looks.pop_front();
        }
    }

    fn fitting_mark(&self) -> Mark {
        let meaning = self.latest().and_then(|look| look.verdict.as_ref()).map(|verdict| &verdict.meaning);
        match (&self.condition, meaning) {
            (Condition::Needs { .. }, _) => Mark::Attention,
            (_, Some(Meaning::Free(_))) if self.latest().is_some_and(|look| look.fits) => Mark::Free,
            (_, Some(Meaning::Free(_) | Meaning::NoneFree)) => Mark::Watching,
            (_, Some(Meaning::Refused | Meaning::Trouble)) => Mark::Paused,
            (_, Some(_)) => Mark::Attention,
            (_, None) if self.looks.is_empty() => Mark::Watching,
            (_, None) => Mark::Paused,
        }
    }
}
