//! Which tab a watch is in: started, ended, renumbered, asleep, lost with the browser and found again.

use super::record::Course;
use super::turn::{ANSWER_PATIENCE, Turn};
use super::{
    About, Alert, Arrival, Condition, Effect, Lost, MOST_LOST, MOST_SITES, MOST_WATCHES, Mark, Need, OpenTab,
    Order, START_VALID, Session, State, TabId, Watch,
};
use crate::operator::Word;
use crate::quote::Quote;
use crate::site::{Origin, Site};
use crate::time::{Instant, Span};
use std::collections::{BTreeSet, VecDeque};

/// For so long a browser that has just started may take to bring its tabs back.
const RETURN_PATIENCE: Span = Span::minutes(1);
/// A watch whose page was not opened again for so long is given up.
const LOST_KEPT: Span = Span::minutes(7 * 24 * 60);

impl Watch {
    /// A watch that begins.
    fn new(order: Order, now: Instant, nonce: u32) -> Self {
        Watch {
            // Of a private window nothing is written down.
            course: (!order.private).then(|| Course::new(now)),
            order,
            url: None,
            nonce,
            unread: Vec::new(),
            embeds: Vec::new(),
            condition: Condition::Resting { next: now },
            hold: None,
            held: None,
            word: Word::default(),
            break_end: None,
            asked: false,
            richness: 0,
            visited: None,
            looks: VecDeque::new(),
            offered: BTreeSet::new(),
            find: None,
            gist: None,
            told: None,
            last_read: None,
            valid: None,
            session: Session::default(),
            read_due: None,
            unanswered: None,
            loaded: None,
            mark: Mark::Idle,
            age: None,
        }
    }

    /// Whether its page is the one at this address.
    fn is_at(&self, url: Option<&str>) -> bool {
        self.url.as_ref().zip(url).is_some_and(|(own, url)| own.is(url))
    }
}

impl Turn {
    pub(super) fn worker_started(&mut self) {
        // Alarms may be lost with the browser's process, and badges are: order and show them again.
        self.state.wake = None;
        let now = self.now.instant;
        for watch in &mut self.state.watches {
            let (tab, mark, age, nonce) = (watch.order.tab, watch.mark, watch.age, watch.nonce);
            self.effects.push(Effect::Badge { tab, mark, age });
            let mut reads = watch.read_due.is_some();
            let patience = watch.arrival_patience();
            match &mut watch.condition {
                // The answer was lost with the worker, not with the page: the page gets its time anew.
                Condition::Asking { since } => *since = now,
                Condition::Rechecking { since, arrival } => {
                    reads = true;
                    *arrival = match *arrival {
                        Arrival::Awaited if now - *since < patience => Arrival::Awaited,
                        Arrival::Awaited | Arrival::Late { .. } => {
                            Arrival::Late { until: now + ANSWER_PATIENCE }
                        }
                        Arrival::Ordered | Arrival::Arrived | Arrival::Unknown { .. } => {
                            Arrival::Unknown { until: now + patience }
                        }
                    };
                }
                _ => {}
            }
            if reads {
                watch.read_due = Some(now);
                let looks = self.state.hints.contains_key(&watch.order.site);
                self.effects.push(Effect::Read { tab, after: Span(0), nonce, looks });
            }
        }
        self.show_owed(Span(0));
        self.send_again();
    }

    /// Every watch looks for its page among the tabs that are open: in the tab it had, or in one that shows the very
    /// same address.
    pub(super) fn browser_started(&mut self, tabs: &[OpenTab]) {
        // No alarm outlives the browser, and no notification but what is owed.
        self.state.wake = None;
        self.state.rehearsal = None;
        let is_rehearsal = |alert: &Alert| matches!(alert.about, About::Rehearsal { .. });
        self.state.alerts.retain(|alert| alert.owed.is_some() && !is_rehearsal(alert));
        self.show_owed(Span(0));
        self.send_again();
        self.state.start = None;
        let watches = std::mem::take(&mut self.state.watches);
        let (mut same, other): (Vec<Watch>, Vec<Watch>) = watches.into_iter().partition(|watch| {
            tabs.iter().any(|open| open.tab == watch.order.tab && watch.is_at(open.url.as_deref()))
        });
        self.state.watches.append(&mut same);
        let since = self.now.instant;
        self.state.lost.extend(other.into_iter().map(|watch| Lost { watch, since, told: false }));
        for open in tabs {
            if self.state.watch(open.tab).is_none() {
                self.find(open.tab, open.url.as_deref());
            }
        }
        // What stands on the button of a tab may outlive what is known of it.
        let idle = tabs.iter().map(|open| open.tab).filter(|tab| self.state.watch(*tab).is_none());
        let idle = idle.map(|tab| Effect::Badge { tab, mark: Mark::Idle, age: None });
        self.effects.extend(idle);
        for tab in self.tabs(|_| true) {
            let asleep = tabs.iter().any(|open| open.tab == tab && open.asleep);
            self.take_up(tab, asleep);
        }
        for alert in &mut self.state.alerts {
            alert.tab =
                alert.tab.filter(|tab| self.state.watches.iter().any(|watch| watch.order.tab == *tab));
        }
    }

    /// Goes on after a time in which nobody watched.
    fn take_up(&mut self, tab: TabId, asleep: bool) {
        let Some(watch) = self.watch(tab) else { return };
        watch.read_due = None;
        let (mark, age) = (watch.mark, watch.age);
        match watch.condition {
            Condition::Found => {}
            Condition::Needs { need, .. } if !need.ends_with_the_page() => {}
            Condition::Needs { found: true, .. } => {
                watch.told = None;
                self.unblock(tab);
            }
            _ => {
                watch.told = None;
                self.rest_soon(tab);
            }
        }
        self.effects.push(Effect::Badge { tab, mark, age });
        if asleep {
            self.need(tab, Need::Discarded, Quote::default());
        } else {
            self.read(tab, Span(0));
        }
    }

    /// Looks whether a lost watch belongs to what a tab shows; whether it does.
    pub(super) fn find(&mut self, tab: TabId, url: Option<&str>) -> bool {
        let Some(place) = self.state.lost.iter().position(|lost| lost.watch.is_at(url)) else { return false };
        let Lost { mut watch, .. } = self.state.lost.remove(place);
        let before = std::mem::replace(&mut watch.order.tab, tab);
        for alert in self.state.alerts.iter_mut().filter(|alert| alert.tab == Some(before)) {
            alert.tab = Some(tab);
        }
        self.state.watches.push(watch);
        true
    }

    /// A tab that nobody watches has loaded a page: a lost watch may go on there.
    pub(super) fn look_for_lost(&mut self, tab: TabId, url: Option<&str>) {
        if self.find(tab, url) {
            self.take_up(tab, false);
        }
    }

    /// Tells of the watches whose page did not come back, and gives those up that wait for too long.
    pub(super) fn mind_the_lost(&mut self) {
        let now = self.now.instant;
        for lost in &mut self.state.lost {
            lost.since = lost.since.min(now);
        }
        self.state.lost.retain(|lost| now - lost.since < LOST_KEPT);
        let surplus = self.state.lost.len().saturating_sub(MOST_LOST);
        self.state.lost.drain(..surplus);
        let due = |lost: &&mut Lost| !lost.told && now - lost.since >= RETURN_PATIENCE;
        let mut titles = Vec::new();
        for lost in self.state.lost.iter_mut().filter(due) {
            lost.told = true;
            titles.push(lost.watch.order.title.clone());
        }
        for title in titles {
            self.tell_of_closed(title, Need::BrowserRestarted, false);
        }
    }

    /// When the next lost watch is to be told of.
    pub(super) fn lost_deadline(&self) -> Option<Instant> {
        self.state.lost.iter().filter(|lost| !lost.told).map(|lost| lost.since + RETURN_PATIENCE).min()
    }

    pub(super) fn permission_granted(&mut self, origins: &[String]) {
        let now = self.now.instant;
        let is_granted = |pattern: &str| origins.iter().any(|origin| origin == pattern);
        self.permission_to_send(|origin| is_granted(origin.pattern()), true);
        let refused = |watch: &&Watch| {
            is_granted(watch.order.origin.pattern())
                && matches!(watch.condition, Condition::Needs { need: Need::NotAllowed, .. })
        };
        for tab in self.tabs(refused) {
            self.come_back(tab);
        }
        let Some(start) = self.state.start.take_if(|start| is_granted(start.order.origin.pattern())) else {
            return;
        };
        if now - start.asked > START_VALID {
            return;
        }
        let tab = start.order.tab;
        self.end(tab);
        if !self.has_room_for(&start.order.site) {
            self.tell_of_closed(start.order.title, Need::TooMany, start.order.private);
            return;
        }
        if start.order.keep_awake {
            self.effects.push(Effect::KeepAwake { tab, awake: true });
        }
        self.state.ledgers.entry(start.order.site.clone()).or_default();
        self.state.watches.push(Watch::new(start.order, now, self.now.seed));
        self.rest(tab);
        self.read(tab, Span(0));
    }

    fn has_room_for(&self, site: &Site) -> bool {
        let State { watches, ledgers, .. } = &self.state;
        // What is left are the sites of frames.
        watches.len() < MOST_WATCHES && (ledgers.contains_key(site) || ledgers.len() < MOST_SITES / 2)
    }

    pub(super) fn permission_removed(&mut self, origins: &[String]) {
        let removed = |origin: &Origin| origins.iter().any(|pattern| pattern == origin.pattern());
        self.permission_to_send(removed, false);
        for tab in self.tabs(|watch| removed(&watch.order.origin)) {
            self.need(tab, Need::NotAllowed, Quote::default());
        }
        let blinded = |watch: &&Watch| watch.order.frames.iter().any(&removed);
        for tab in self.tabs(blinded) {
            self.read(tab, Span(0));
        }
    }

    /// Ends a watch, and takes its alerts away.
    pub(super) fn end(&mut self, tab: TabId) {
        self.withdraw(tab);
        self.let_go(tab);
    }

    /// Ends a watch whose tab stays open: its button and the browser's care for it are as before.
    pub(super) fn let_go(&mut self, tab: TabId) {
        let Some(watch) = self.state.watch(tab) else { return };
        if watch.order.keep_awake {
            self.effects.push(Effect::KeepAwake { tab, awake: false });
        }
        self.state.watches.retain(|watch| watch.order.tab != tab);
        self.effects.push(Effect::Badge { tab, mark: Mark::Idle, age: None });
    }

    pub(super) fn tab_closed(&mut self, tab: TabId) {
        self.state.start.take_if(|start| start.order.tab == tab);
        if self.state.rehearsal.take_if(|rehearsal| rehearsal.tab == tab).is_some() {
            self.withdraw(tab);
        }
        let Some(watch) = self.state.watch(tab) else { return };
        let (title, private) = (watch.order.title.clone(), watch.order.private);
        self.withdraw(tab);
        self.state.watches.retain(|watch| watch.order.tab != tab);
        self.tell_of_closed(title, Need::TabClosed, private);
    }

    pub(super) fn tab_replaced(&mut self, tab: TabId, by: TabId) {
        let orders = self.state.watches.iter_mut().map(|watch| &mut watch.order);
        for order in orders.chain(self.state.start.iter_mut().map(|start| &mut start.order)) {
            if order.tab == tab {
                order.tab = by;
            }
        }
        for alert in self.state.alerts.iter_mut().filter(|alert| alert.tab == Some(tab)) {
            alert.tab = Some(by);
        }
    }

    pub(super) fn tab_frozen(&mut self, tab: TabId, frozen: bool) {
        let Some(watch) = self.state.watch(tab) else { return };
        if frozen {
            self.page_silent(tab);
        } else if matches!(watch.condition, Condition::Needs { need: Need::Silent, .. }) {
            self.come_back(tab);
        }
    }

    /// Restarts the extension in its new version once nothing is under way.
    pub(super) fn update_if_calm(&mut self) {
        let is_calm = |watch: &Watch| {
            matches!(watch.condition, Condition::Resting { .. } | Condition::Found | Condition::Needs { .. })
        };
        if self.state.update_waits
            && self.state.watches.iter().all(is_calm)
            && self.state.alerts.iter().all(|alert| alert.owed.is_none())
            && !self.state.phone.is_sending()
        {
            self.state.update_waits = false;
            self.effects.push(Effect::Update);
        }
    }
}

impl Need {
    /// Whether it is about what a tab showed, and over once the page is there again.
    pub(super) fn ends_with_the_page(self) -> bool {
        matches!(self, Need::Away | Need::Unreadable | Need::Discarded | Need::Silent)
    }
}
