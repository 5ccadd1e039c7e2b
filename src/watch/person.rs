//! What the person says to a watch.

use super::turn::Turn;
use super::{Condition, Effect, MOST_SITES, Need, TabId};
use crate::hint::Hints;
use crate::pace::Interval;
use crate::recheck::Recheck;
use crate::site::Site;
use crate::time::Span;
use crate::wish::Wishes;

impl Turn {
    pub(super) fn go_on(&mut self, tab: TabId) {
        if let Some(watch) = self.watch(tab) {
            watch.find = None;
        }
        self.take_up_again(tab, Turn::rest);
    }

    /// What kept the page from being seen is over.
    pub(super) fn come_back(&mut self, tab: TabId) {
        self.take_up_again(tab, Turn::unblock);
    }

    fn take_up_again(&mut self, tab: TabId, plan: fn(&mut Turn, TabId)) {
        self.withdraw(tab);
        if let Some(watch) = self.watch(tab) {
            watch.told = None;
            plan(self, tab);
            self.read(tab, Span(0));
        }
    }

    /// What is on the page is judged anew. What waits for the person to go on waits still.
    pub(super) fn order_changed(
        &mut self,
        tab: TabId,
        recheck: Recheck,
        interval: Span,
        wishes: Wishes,
        keep_awake: bool,
    ) {
        let Some(watch) = self.watch(tab) else { return };
        let order = &mut watch.order;
        let is_other_way = order.recheck != recheck;
        let keeps_other_than_before = order.keep_awake != keep_awake;
        order.interval = Interval::new(interval, &order.site);
        (order.recheck, order.wishes, order.keep_awake) = (recheck, wishes, keep_awake);
        let misses_the_control =
            matches!(watch.condition, Condition::Needs { need: Need::ControlMissing, .. });
        if is_other_way && misses_the_control {
            watch.told = None;
            self.withdraw(tab);
            self.unblock(tab);
        } else {
            self.plan_anew(|watch| watch.order.tab == tab);
        }
        if keeps_other_than_before {
            self.effects.push(Effect::KeepAwake { tab, awake: keep_awake });
        }
        self.read(tab, Span(0));
    }

    /// Plans the next re-check, but after a find: then only the person says that it goes on.
    pub(super) fn unblock(&mut self, tab: TabId) {
        match self.watch(tab).map(|watch| &watch.condition) {
            Some(Condition::Found | Condition::Needs { found: true, .. }) => self.set(tab, Condition::Found),
            _ => self.rest(tab),
        }
    }

    /// Changes what the person has shown on a site, and judges its pages anew.
    pub(super) fn hints_changed(&mut self, url: &str, change: impl FnOnce(&mut Hints)) {
        let Some(site) = Site::of(url) else { return };
        let mut hints = self.state.hints.remove(&site).unwrap_or_default();
        change(&mut hints);
        if !hints.as_slice().is_empty() && self.state.hints.len() < MOST_SITES {
            self.state.hints.insert(site.clone(), hints);
        }
        for tab in self.tabs(|watch| watch.order.site == site) {
            self.read(tab, Span(0));
        }
    }
}
