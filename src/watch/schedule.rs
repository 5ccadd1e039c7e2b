//! When a page is refreshed, and what keeps it from being.

use super::turn::{ANSWER_PATIENCE, Turn};
use super::{About, Arrival, Condition, Effect, Held, Hold, Need, Situation, TabId, Watch};
use crate::operator::Word;
use crate::pace::{self, BREAK, Bound, Ledger, Pace, Reason, Schedule, Terms, Touch, Way};
use crate::page::Page;
use crate::quote::Quote;
use crate::recheck::{self, Recheck};
use crate::site::Site;
use crate::time::{Instant, Now, Span};
use crate::verdict::Note;
use std::collections::BTreeMap;

/// When a notification that the browser has not taken over is shown again.
const ALERT_PATIENCE: Span = Span::seconds(20);
/// Between two readings of a page that keeps changing.
pub(super) const READING_PAUSE: Span = Span::seconds(2);
/// Chromium lets an alarm wait for half a minute, and one that was lost comes again a minute later.
const ALARM_PATIENCE: Span = Span::minutes(2);
/// A clock that runs so far ahead of time, in ms, was set, or the machine slept.
const AHEAD: i64 = 5_000;

/// Where a plan begins.
#[derive(Clone, Copy)]
enum Start {
    /// A whole pause from now.
    Spread,
    /// Somewhere within a pause from now.
    Soon,
}

impl Turn {
    pub(super) fn woken(&mut self) {
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
        let now = self.now;
        let Some(watch) = self.watch(tab) else { return };
        match watch.condition {
            Condition::Resting { .. } => {
                let patience = pace::patience(&watch.order.site);
                let touches = watch.order.recheck.touches();
                if watch.is_offline(now) {
                    self.put_off(tab, Hold::Offline);
                    return;
                }
                if watch.hold == Some(Hold::Offline) {
                    watch.hold = None;
                    self.rest_soon(tab);
                    return;
                }
                // What the person has just seen for themselves counts as the look.
                let visited = watch.visited.take().is_some_and(|visited| now.instant - visited < patience);
                if visited || touches && !self.may_touch(tab) {
                    self.rest(tab);
                } else {
                    self.ask(tab);
                }
            }
            Condition::Rechecking { since, arrival: Arrival::Ordered | Arrival::Awaited } => {
                self.late(tab, since);
            }
            Condition::Rechecking { arrival: Arrival::Unknown { .. }, .. } => self.page_unreadable(tab),
            Condition::Asking { .. } | Condition::Rechecking { .. } => self.page_silent(tab),
            Condition::Found | Condition::Needs { .. } => {}
        }
    }

    /// The page that a reload should bring did not come in time.
    pub(super) fn late(&mut self, tab: TabId, since: Instant) {
        let until = self.now.instant + ANSWER_PATIENCE;
        self.set(tab, Condition::Rechecking { since, arrival: Arrival::Late { until } });
        self.read(tab, Span(0));
    }

    /// Tries again when the person must have left the page alone.
    fn put_off(&mut self, tab: TabId, hold: Hold) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        watch.hold = Some(hold);
        watch.asked = false;
        watch.condition = Condition::Resting { next: now + pace::patience(&watch.order.site) };
        let bearable = watch.bearable();
        let Held { since, told } = watch.held.get_or_insert(Held { since: now, told: false });
        if now - *since >= bearable && !std::mem::replace(told, true) {
            self.call(tab, Need::Overdue, Quote::default());
        }
    }

    /// Asks what the person is doing on the page.
    fn ask(&mut self, tab: TabId) {
        let now = self.now.instant;
        self.set(tab, Condition::Asking { since: now });
        self.read(tab, Span(0));
    }

    /// Plans the next re-check.
    pub(super) fn rest(&mut self, tab: TabId) {
        self.plan(tab, Start::Spread);
    }

    /// Plans a re-check after a time without any.
    pub(super) fn rest_soon(&mut self, tab: TabId) {
        self.plan(tab, Start::Soon);
    }

    fn plan(&mut self, tab: TabId, start: Start) {
        let now = self.now;
        let next = |pace: &Pace<'_>| match start {
            Start::Spread => pace.next(now),
            Start::Soon => pace.soon(now),
        };
        let Some((next, bound)) = self.pace(tab, |pace| (next(pace), pace.earliest(now).1)) else { return };
        self.set(tab, Condition::Resting { next });
        if bound == Some(Bound::Budget) {
            self.call_once(tab, Need::BudgetSpent, Quote::default());
        }
    }

    /// What the pace of a watch says.
    fn pace<T>(&self, tab: TabId, ask: impl FnOnce(&Pace<'_>) -> T) -> Option<T> {
        let watch = self.state.watch(tab)?;
        Some(ask(&watch.pace(&self.state.ledgers, self.state.schedule)))
    }

    fn may_touch(&self, tab: TabId) -> bool {
        let now = self.now;
        self.pace(tab, |pace| pace.earliest(now).0 <= now.instant).unwrap_or(false)
    }

    pub(super) fn look_requested(&mut self, tab: TabId) {
        let Some(watch) = self.watch(tab) else { return };
        let rests = matches!(watch.condition, Condition::Resting { .. });
        if !rests || !watch.order.recheck.touches() || watch.terms().touch != Touch::Recheck {
            return;
        }
        watch.break_end = None;
        if self.may_touch(tab) {
            if let Some(watch) = self.watch(tab) {
                watch.asked = true;
            }
            self.ask(tab);
        }
    }

    pub(super) fn break_requested(&mut self, tab: TabId) {
        let end = self.now.instant + BREAK;
        let Some(watch) = self.watch(tab) else { return };
        watch.break_end = Some(end);
        if matches!(watch.condition, Condition::Resting { .. } | Condition::Asking { .. }) {
            watch.read_due = None;
            self.rest(tab);
        }
    }

    pub(super) fn schedule_changed(&mut self, schedule: Schedule) {
        self.state.schedule = schedule;
        self.plan_anew(|_| true);
    }

    /// Gives those watches that fit and rest new plans.
    pub(super) fn plan_anew(&mut self, fits: impl Fn(&Watch) -> bool) {
        let rests = |watch: &Watch| matches!(watch.condition, Condition::Resting { .. });
        for tab in self.tabs(|watch| rests(watch) && fits(watch)) {
            self.rest(tab);
        }
    }

    /// The tabs of the watches that fit.
    pub(super) fn tabs(&self, fits: impl FnMut(&&Watch) -> bool) -> Vec<TabId> {
        self.state.watches.iter().filter(fits).map(|watch| watch.order.tab).collect()
    }

    pub(super) fn next_deadline(&self) -> Option<Instant> {
        let alerts =
            self.state.alerts.iter().filter_map(|alert| alert.owed.map(|since| since + ALERT_PATIENCE));
        let watches = &self.state.watches;
        let answers = watches.iter().filter_map(Watch::answer_deadline);
        let sessions = watches.iter().filter_map(|watch| watch.session.warning());
        let ages = watches
            .iter()
            .filter_map(|watch| watch.age_at(&self.state.ledgers, self.state.schedule, self.now).1);
        let deadlines = watches.iter().filter_map(Watch::deadline).chain(answers).chain(alerts);
        let others = self.lost_deadline().into_iter().chain(self.repeat_deadline());
        deadlines.chain(sessions).chain(ages).chain(others).chain(self.state.phone.deadline()).min()
    }

    /// Takes a clock that was set forward, or a machine that slept, for what it is: no pause is shorter for it, and
    /// nobody comes the moment the machine wakes.
    pub(super) fn mind_the_sleep(&mut self) {
        let now = self.now;
        if now.ahead < AHEAD {
            return;
        }
        let ahead = Span(u32::try_from(now.ahead).unwrap_or(u32::MAX));
        let watches = &self.state.watches;
        for (site, ledger) in &mut self.state.ledgers {
            let asking = watches.iter().filter(|watch| watch.sites().any(|asked| asked == *site));
            let floors = asking.map(|watch| watch.terms().floor);
            let floor = floors.max().unwrap_or_default().max(pace::floor(site));
            let terms = Terms { floor, touch: Touch::Recheck, hours: None, is_budgeted: !site.is_loopback() };
            ledger.run_ahead(&terms, now.instant, ahead);
        }
        for watch in &mut self.state.watches {
            watch.break_end = watch.break_end.map(|end| (end + ahead).min(now.instant + BREAK));
        }
        let missed =
            |watch: &&Watch| matches!(watch.condition, Condition::Resting { next } if next <= now.instant);
        for tab in self.tabs(missed) {
            self.rest_soon(tab);
        }
    }

    /// Whatever kept the looks from being made, the person learns of it at the first chance.
    pub(super) fn tell_what_was_missed(&mut self) {
        let now = self.now.instant;
        let missed = |watch: &&Watch| {
            watch.order.recheck != Recheck::Remind
                && matches!(watch.condition, Condition::Resting { next } if now - next >= watch.bearable())
        };
        for tab in self.tabs(missed) {
            self.call_once(tab, Need::Overdue, Quote::default());
        }
    }

    /// Tells who will be signed out soon.
    pub(super) fn mind_the_sessions(&mut self) {
        let now = self.now.instant;
        let due = |watch: &&Watch| watch.session.warning().is_some_and(|warning| warning <= now);
        for tab in self.tabs(due) {
            if let Some(watch) = self.watch(tab) {
                watch.session.warned();
            }
            self.alert(tab, About::Need { need: Need::SessionEnds, quote: Quote::default() });
        }
    }

    /// Brings back whatever a clock that was set back has put out of reach.
    pub(super) fn mind_the_clock(&mut self) {
        let now = self.now;
        for watch in &mut self.state.watches {
            for moment in [&mut watch.last_read, &mut watch.loaded, &mut watch.visited, &mut watch.valid] {
                *moment = moment.map(|moment| moment.min(now.instant));
            }
            watch.held = watch.held.map(|held| Held { since: held.since.min(now.instant), ..held });
            watch.read_due = watch.read_due.map(|due| due.min(now.instant + READING_PAUSE));
            let end = watch.break_end.map(|end| end.min(now.instant + BREAK));
            watch.break_end = end.filter(|end| *end > now.instant);
            if let Condition::Asking { since } | Condition::Rechecking { since, .. } = &mut watch.condition {
                *since = (*since).min(now.instant);
            }
        }
        let resting = self.tabs(|watch| matches!(watch.condition, Condition::Resting { .. }));
        for tab in resting {
            let latest = self.pace(tab, |pace| pace.latest(now));
            let lost = self.state.watch(tab).is_some_and(
                |watch| matches!(watch.condition, Condition::Resting { next } if Some(next) > latest),
            );
            if lost {
                self.rest(tab);
            }
        }
        self.mind_the_alerts_clock();
        self.state.unsaved_told = self.state.unsaved_told.map(|told| told.min(now.instant));
    }

    /// Orders a reading, unless one that is as soon is on its way.
    pub(super) fn read(&mut self, tab: TabId, after: Span) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        let due = now + after;
        if watch.read_due.is_some_and(|ordered| ordered <= due && now < ordered + ANSWER_PATIENCE) {
            return;
        }
        watch.read_due = Some(due);
        let (nonce, site) = (watch.nonce, watch.order.site.clone());
        let looks = self.state.hints.contains_key(&site);
        self.effects.push(Effect::Read { tab, after, nonce, looks });
    }

    /// Touches the page if the person and the site leave it free.
    pub(super) fn may_recheck(&mut self, tab: TabId, page: &Page, notes: &[Note], situation: Situation) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        let patience = pace::patience(&watch.order.site);
        if let Some(hold) = watch.reason_to_wait(notes, situation, patience) {
            self.put_off(tab, hold);
            return;
        }
        (watch.hold, watch.held) = (None, None);
        let terms = watch.terms();
        let reminds = watch.order.recheck == Recheck::Remind
            || watch.order.recheck.touches() && terms.touch == Touch::Remind;
        if reminds {
            self.call(tab, Need::TimeToLook, Quote::default());
            self.rest(tab);
            return;
        }
        // By a clock that nobody can set: a page so fresh is not refreshed again.
        if let Some(age) = situation.age.filter(|age| *age < terms.floor && watch.order.recheck.touches()) {
            let left = Span(terms.floor.0 - age.0);
            self.set(tab, Condition::Resting { next: now + left });
            return;
        }
        let step = match &watch.order.recheck {
            Recheck::Nothing | Recheck::Remind => None,
            Recheck::Reload => Some((Effect::Reload { tab }, Way::Reload)),
            Recheck::Press(control) => {
                let Ok(line) = recheck::find(page, control) else {
                    let label = control.label.clone();
                    self.need(tab, Need::ControlMissing, label);
                    return;
                };
                let serial = page.serial_of(line.frame, situation.serial);
                Some((Effect::Press { tab, serial, line }, Way::Press))
            }
        };
        match step {
            Some((effect, way)) => self.recheck(tab, effect, way),
            None => self.rest(tab),
        }
    }

    /// Refreshes the page. It is in the ledger before it happens.
    pub(super) fn recheck(&mut self, tab: TabId, effect: Effect, way: Way) {
        let now = self.now.instant;
        if self.state.watch(tab).is_some_and(|watch| watch.is_offline(self.now)) {
            self.put_off(tab, Hold::Offline);
            return;
        }
        if self.state.unsaved {
            self.put_off(tab, Hold::Unsaved);
            return;
        }
        if !self.may_touch(tab) {
            self.rest(tab);
            return;
        }
        let Some(watch) = self.watch(tab) else { return };
        let reason = if std::mem::take(&mut watch.asked) { Reason::Asked } else { Reason::Planned };
        self.enter(tab, way, reason);
        let arrival = if way == Way::Press { Arrival::Arrived } else { Arrival::Ordered };
        self.set(tab, Condition::Rechecking { since: now, arrival });
        self.effects.push(effect);
    }

    /// Where it is not known when a site was asked last, that may have been just now.
    pub(super) fn rest_unknown_sites(&mut self) {
        let now = self.now.instant;
        let watches = std::mem::take(&mut self.state.watches);
        for watch in &watches {
            for site in watch.sites() {
                self.ledger_mut(&site).rest_for(now, watch.terms().floor);
            }
        }
        self.state.watches = watches;
        self.plan_anew(|_| true);
    }

    /// Forgets what the pace does not need.
    pub(super) fn tidy_ledgers(&mut self) {
        let now = self.now.instant;
        for ledger in self.state.ledgers.values_mut() {
            ledger.tidy(now);
        }
        let watches = &self.state.watches;
        self.state.ledgers.retain(|site, ledger| {
            !ledger.is_blank() || watches.iter().any(|watch| watch.order.site == *site)
        });
    }

    pub(super) fn ledger_mut(&mut self, site: &Site) -> &mut Ledger {
        self.state.ledgers.entry(site.clone()).or_default()
    }
}

impl Watch {
    /// The pace of this watch, with what all sites were asked so far.
    pub fn pace<'a>(&self, ledgers: &'a BTreeMap<Site, Ledger>, schedule: Schedule) -> Pace<'a> {
        let frames = self.embedded().filter_map(|(site, terms)| Some(ledgers.get(&site)?.bounds(&terms)));
        Pace {
            frames_end: frames.flatten().max_by_key(|(end, _)| *end),
            ledger: ledgers.get(&self.order.site).unwrap_or(Ledger::BLANK),
            terms: self.terms(),
            schedule,
            interval: self.order.interval,
            break_end: self.break_end,
        }
    }

    /// Takes the operator's word over; answers whether the page may be watched.
    pub(super) fn heed(&mut self, page: &Page) -> bool {
        self.word = Word::read(&page.operators());
        self.terms().touch != Touch::Never
    }

    /// For so long a look may be missing before the person is told: three of the usual pauses, and no less than browsers
    /// may let an alarm wait.
    fn bearable(&self) -> Span {
        Span(self.terms().mean(self.order.interval).0.saturating_mul(3)).max(ALARM_PATIENCE)
    }

    /// Whether there is no network that its site would need.
    fn is_offline(&self, now: Now) -> bool {
        !now.online && !self.order.site.is_loopback()
    }

    fn reason_to_wait(&self, notes: &[Note], situation: Situation, patience: Span) -> Option<Hold> {
        let acts = situation.since_input.is_some();
        let in_use = situation.since_input.is_some_and(|since| since < patience);
        let has = |note| notes.contains(&note);
        let reasons = [
            // Who asks for a look has left the page alone for it.
            (in_use && !self.asked, Hold::InUse),
            (acts && has(Note::Dialog), Hold::Dialog),
            (acts && has(Note::Reserved), Hold::Reserved),
            (has(Note::Past), Hold::Past),
            (has(Note::StillLoading), Hold::Loading),
            (situation.unsent && self.order.recheck == Recheck::Reload, Hold::UnsentForm),
        ];
        reasons.into_iter().find(|(holds, _)| *holds).map(|(_, hold)| hold)
    }
}
