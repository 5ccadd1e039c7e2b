//! One event's way through the state.

use super::alerting::Sight;
use super::record::Running;
use super::schedule::READING_PAUSE;
use super::{
    About, Alert, AlertId, Arrival, Condition, Effect, Event, Hold, Look, MOST_ALERTS, MOST_FRAME_SITES,
    MemoryTrouble, Need, Order, Repeat, Situation, Start, State, TabId, Watch,
};
use crate::frames;
use crate::hint::Hints;
use crate::pace::{Interval, Outcome, Touch, Way};
use crate::page::Page;
use crate::quote::Quote;
use crate::recheck::{self, Recheck};
use crate::site::{Origin, Site, Url};
use crate::time::{Instant, Now, Span};
use crate::verdict::recognise_in_place;

/// How long the reader may take to answer.
pub(super) const ANSWER_PATIENCE: Span = Span::seconds(15);
/// How long a refreshed page may take to arrive, from elsewhere and from the person's own machine.
const ARRIVAL_PATIENCE: [Span; 2] = [Span::seconds(60), Span::seconds(15)];
/// For so long the person is not told again that nothing can be saved.
const UNSAVED_PATIENCE: Span = Span::minutes(60);
/// How far two clocks may be apart that say when the same page came.
const CLOCK_GRAIN: Span = Span::seconds(1);

/// The state in the middle of one event.
pub(super) struct Turn {
    pub(super) state: State,
    pub(super) now: Now,
    pub(super) effects: Vec<Effect>,
    /// The watches that ran before.
    pub(super) running: Vec<Running>,
}

impl Watch {
    /// How long the page may take to arrive.
    pub(super) fn arrival_patience(&self) -> Span {
        let [usual, loopback] = ARRIVAL_PATIENCE;
        if self.order.site.is_loopback() { loopback } else { usual }
    }
}

impl Turn {
    pub(super) fn new(state: State, now: Now) -> Self {
        let mut turn = Turn { state, now, effects: Vec::new(), running: Vec::new() };
        turn.running = turn.running();
        turn.tell_what_was_missed();
        turn.mind_the_sleep();
        turn.tidy_ledgers();
        turn
    }

    /// Orders the next wake-up call and hands everything back.
    pub(super) fn finish(mut self) -> (State, Vec<Effect>) {
        self.mind_the_clock();
        self.mind_the_lost();
        self.mind_the_sessions();
        self.mind_the_unseen();
        self.mind_the_phone();
        self.update_if_calm();
        self.show_marks();
        let running = std::mem::take(&mut self.running);
        self.hand_over(running);
        let wake = self.next_deadline();
        if wake != self.state.wake {
            self.state.wake = wake;
            self.effects.push(Effect::Wake { at: wake });
        }
        (self.state, self.effects)
    }

    pub(super) fn take(&mut self, event: Event) {
        match event {
            Event::WorkerStarted => self.worker_started(),
            Event::BrowserStarted { tabs } => self.browser_started(&tabs),
            Event::UpdateAvailable => self.state.update_waits = true,
            Event::MemoryDamaged => {
                self.rest_unknown_sites();
                self.tell_of_memory(MemoryTrouble::Damaged);
            }
            Event::NotSaved => self.not_saved(),
            Event::SavedAgain => self.saved_again(),
            Event::Woken => self.woken(),
            Event::StartRequested {
                tab,
                url,
                title,
                recheck,
                interval,
                wishes,
                keep_awake,
                private,
                frames,
            } => {
                let (Some(site), Some(origin)) = (Site::of(&url), Origin::of(&url)) else { return };
                let interval = Interval::new(interval, &site);
                let order = Order {
                    tab,
                    title,
                    site,
                    origin,
                    frames,
                    recheck,
                    interval,
                    wishes,
                    keep_awake,
                    private,
                };
                self.state.start = Some(Start { order, asked: self.now.instant, refused: false });
            }
            Event::PermissionGranted { origins } => self.permission_granted(&origins),
            Event::PermissionRefused { tab } => {
                if let Some(start) = self.state.start.as_mut().filter(|start| start.order.tab == tab) {
                    start.refused = true;
                }
            }
            Event::PermissionRemoved { origins } => self.permission_removed(&origins),
            Event::OrderChanged { tab, recheck, interval, wishes, keep_awake } => {
                self.order_changed(tab, recheck, interval, wishes, keep_awake);
            }
            Event::TabWanted { tab } => {
                if self.state.watch(tab).is_some() {
                    self.effects.push(Effect::Focus { tab });
                }
            }
            Event::HintGiven { private: true, .. } => {}
            Event::HintGiven { url, hint, private: false } => {
                self.hints_changed(&url, |hints| hints.add(hint));
            }
            Event::HintsForgotten { url } => self.hints_changed(&url, |hints| *hints = Hints::default()),
            Event::StopRequested { tab } => self.end(tab),
            Event::GoOnRequested { tab } => self.go_on(tab),
            Event::LookRequested { tab } => self.look_requested(tab),
            Event::BreakRequested { tab } => self.break_requested(tab),
            Event::ScheduleChanged { schedule } => self.schedule_changed(schedule),
            Event::PhoneChosen { push } => self.phone_chosen(push),
            Event::PhoneTestRequested => self.test_phone(),
            Event::MessageAnswered { message, answer } => self.answered(message, answer),
            Event::AlertingChanged { alerting } => self.state.alerting = alerting,
            Event::SoundRequested => self.sound(),
            Event::RehearsalRequested { tab } => self.rehearse(tab),
            Event::RehearsalEnded => self.end_rehearsal(),
            Event::TabSeen { tab } => self.seen(tab),
            Event::PageChanged { tab, url, nonce } => self.page_changed(tab, &url, nonce),
            Event::Pressed { tab } => self.read_soon(tab),
            Event::PageLoaded { tab, url } => self.page_loaded(tab, url.as_deref()),
            Event::Reloading { tab } => self.reloading(tab),
            Event::PageRead { tab, page, situation } => {
                let page = self.without_phone(tab, page);
                self.note_use(tab, page.whole(situation));
                self.page_read(tab, &page, situation);
                self.repeat_asked(tab);
            }
            Event::PageUnreadable { tab } => {
                self.page_unreadable(tab);
                self.repeat_asked(tab);
            }
            Event::RecheckFailed { tab } => self.recheck_failed(tab),
            Event::TabDiscarded { tab } => self.need(tab, Need::Discarded, Quote::default()),
            Event::TabFrozen { tab, frozen } => self.tab_frozen(tab, frozen),
            Event::TabReplaced { tab, by } => self.tab_replaced(tab, by),
            Event::TabClosed { tab } => self.tab_closed(tab),
            Event::JournalWritten { until } => self.state.debt.clear(until),
            Event::JournalDeleted => self.journal_deleted(),
            Event::Imported { settings, looks } => self.imported(settings, looks),
            Event::AllDeleted => self.all_deleted(),
            Event::AlertShown { alert } => self.alert_shown(&alert),
            Event::AlertClicked { alert } => self.alert_clicked(&alert),
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
        let Some(watch) = self.watch(tab) else { return self.look_for_lost(tab, url) };
        if !url.is_some_and(|url| watch.covers(url)) {
            self.away(tab);
            return;
        }
        watch.url = url.and_then(Url::of);
        watch.loaded = Some(now);
        watch.unanswered = None;
        let (mark, age) = (watch.mark, watch.age);
        match &mut watch.condition {
            Condition::Rechecking { arrival, .. } => *arrival = Arrival::Arrived,
            Condition::Needs { need, .. } if need.ends_with_the_page() => {
                watch.told = None;
                self.withdraw(tab);
                self.unblock(tab);
            }
            Condition::Resting { .. } | Condition::Asking { .. } => watch.visited = Some(now),
            Condition::Found | Condition::Needs { .. } => {}
        }
        // The browser forgets a tab's own picture when the tab loads a page.
        self.effects.push(Effect::Badge { tab, mark, age });
        self.read(tab, Span(0));
    }

    /// The page was not refreshed after all.
    fn recheck_failed(&mut self, tab: TabId) {
        if self.state.watch(tab).is_some_and(|watch| matches!(watch.condition, Condition::Rechecking { .. }))
        {
            self.rest(tab);
        }
    }

    /// From now on a page that does not come is the page's doing, and not that of a worker killed too early.
    fn reloading(&mut self, tab: TabId) {
        if let Some(Watch { condition: Condition::Rechecking { arrival, .. }, .. }) = self.watch(tab)
            && *arrival == Arrival::Ordered
        {
            *arrival = Arrival::Awaited;
        }
    }

    fn page_read(&mut self, tab: TabId, page: &Page, situation: Situation) {
        let now = self.now;
        let Some(watch) = self.watch(tab) else { return };
        if !watch.covers(&page.url) {
            self.away(tab);
            return;
        }
        watch.last_read = Some(now.instant);
        watch.read_due = None;
        watch.url = Url::of(&page.url);
        watch.unread = frames::worth_reading(page);
        watch.embeds = frames::of_other_sites(page, &watch.order.site).take(MOST_FRAME_SITES).collect();
        if !page.title.is_empty() {
            watch.order.title = Quote::new(&page.title);
        }
        if !watch.heed(page) {
            self.withdraw(tab);
            self.call(tab, Need::NotWanted, Quote::new(&page.operators()));
            self.let_go(tab);
            return;
        }
        // Of the page's own clock: a frame may be newer.
        if !self.settle_arrival(tab, page, situation) {
            return;
        }
        let situation = page.whole(situation);
        let hints = self.state.watch(tab).map(|watch| self.state.hints(&watch.order.site));
        let (verdict, places) = recognise_in_place(page, now.today, hints.unwrap_or_default());
        let sight = Sight { serial: situation.serial, places: &places };
        let notes = verdict.notes.clone();
        if situation.stale {
            self.read(tab, READING_PAUSE);
        }
        if let Some(after) = self.watch(tab).and_then(|watch| watch.too_early(&verdict, now.instant)) {
            self.read(tab, after);
            return;
        }
        let Some(watch) = self.watch(tab) else { return };
        let rechecked = matches!(watch.condition, Condition::Rechecking { arrival: Arrival::Arrived, .. });
        let asked = matches!(watch.condition, Condition::Asking { .. });
        self.judge(tab, page, verdict, rechecked, &sight);
        if asked
            && self.state.watch(tab).is_some_and(|watch| matches!(watch.condition, Condition::Asking { .. }))
        {
            self.may_recheck(tab, page, &notes, situation);
        }
    }

    /// Finds out whether what was read is what a refresh has brought. Whether there is something to judge.
    fn settle_arrival(&mut self, tab: TabId, page: &Page, situation: Situation) -> bool {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return false };
        let reloads = watch.order.recheck == Recheck::Reload;
        // The page's own clock, which nobody can set, says whether it was there before the refresh.
        let was_there = |since: Instant| {
            reloads && situation.age.is_some_and(|age| age.0 > (now - since).0.saturating_add(CLOCK_GRAIN.0))
        };
        if watch.unanswered.take().is_some_and(was_there) {
            self.not_reloaded(tab, page);
            return false;
        }
        let Condition::Rechecking { since, arrival } = &mut watch.condition else { return true };
        match (*arrival, was_there(*since)) {
            (Arrival::Ordered | Arrival::Awaited, _) => true,
            (_, false) => {
                *arrival = Arrival::Arrived;
                true
            }
            (Arrival::Arrived, true) => {
                *arrival = Arrival::Awaited;
                true
            }
            (Arrival::Unknown { .. }, true) => {
                self.rest(tab);
                true
            }
            (Arrival::Late { .. }, true) => {
                self.not_reloaded(tab, page);
                false
            }
        }
    }

    /// The browser did not reload the page: it asks the person whether a form shall be sent again or something may be lost,
    /// or a file came instead. It is not asked again: from now on the page's own button is pressed, or the person reminded.
    fn not_reloaded(&mut self, tab: TabId, page: &Page) {
        let Some(watch) = self.watch(tab) else { return };
        watch.order.recheck = match recheck::proposal(page) {
            press @ Recheck::Press(_) => press,
            _ => Recheck::Remind,
        };
        self.note_failure(tab, Outcome::NotReloaded);
        self.call(tab, Need::NotReloaded, Quote::default());
        self.rest(tab);
    }

    /// The page gave no answer in time: it shows a dialog, or stands still.
    pub(super) fn page_silent(&mut self, tab: TabId) {
        let now = self.now.instant;
        if let Some(watch) = self.watch(tab) {
            watch.read_due = Some(now);
            if let Condition::Rechecking { since, arrival: Arrival::Late { .. } } = watch.condition {
                watch.unanswered = Some(since);
            }
        }
        self.need(tab, Need::Silent, Quote::default());
    }

    pub(super) fn page_unreadable(&mut self, tab: TabId) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        watch.read_due = None;
        let was_blind = watch.latest().is_some_and(|look| look.verdict.is_none());
        match watch.condition {
            Condition::Rechecking { .. } => {
                watch.remember(Look::blind(now));
                let (site, private) = (watch.order.site.clone(), watch.order.private);
                self.note_failure(tab, Outcome::Trouble);
                self.ledger_mut(&site).troubled(private);
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
        let condition = self.watch(tab).map(|watch| &watch.condition);
        let found = matches!(condition, Some(Condition::Found | Condition::Needs { found: true, .. }));
        self.set(tab, Condition::Needs { need, found });
        self.call_once(tab, need, quote);
    }

    /// The tab shows something else. Who knows already that the page cannot be seen is not called again: a browser puts a
    /// page of its own in the place of one that crashed.
    fn away(&mut self, tab: TabId) {
        let Some(watch) = self.watch(tab) else { return };
        watch.read_due = None;
        if matches!(watch.condition, Condition::Needs { need, .. } if need.ends_with_the_page()) {
            watch.told = Some(Need::Away);
        }
        self.need(tab, Need::Away, Quote::default());
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
        let order = self.state.watch(tab).map(|watch| &watch.order);
        let title = order.map(|order| order.title.clone()).unwrap_or_default();
        let private = order.is_some_and(|order| order.private);
        self.owe(Some(tab), title, private, about);
    }

    /// Calls the person for a page that is no longer open.
    pub(super) fn tell_of_closed(&mut self, title: Quote, need: Need, private: bool) {
        self.owe(None, title, private, About::Need { need, quote: Quote::default() });
    }

    /// Small things may still be saved where larger ones cannot: so it comes and goes, and is told now and then only.
    fn not_saved(&mut self) {
        let now = self.now.instant;
        self.state.unsaved = true;
        if self.state.unsaved_told.is_none_or(|told| now - told >= UNSAVED_PATIENCE) {
            self.state.unsaved_told = Some(now);
            self.tell_of_memory(MemoryTrouble::Full);
        }
    }

    fn saved_again(&mut self) {
        self.state.unsaved = false;
        let waits = |watch: &&Watch| {
            watch.hold == Some(Hold::Unsaved) && matches!(watch.condition, Condition::Resting { .. })
        };
        for tab in self.tabs(waits) {
            if let Some(watch) = self.watch(tab) {
                (watch.hold, watch.held) = (None, None);
            }
            self.rest_soon(tab);
        }
    }

    fn tell_of_memory(&mut self, trouble: MemoryTrouble) {
        self.tell(About::Memory { trouble });
    }

    /// Tells what is about no page.
    pub(super) fn tell(&mut self, about: About) {
        self.owe(None, Quote::default(), false, about);
    }

    pub(super) fn owe(&mut self, tab: Option<TabId>, title: Quote, private: bool, about: About) -> AlertId {
        let id = self.next_alert_id();
        let repeat = matches!(about, About::Free { .. }).then(Repeat::default);
        let owed = Some(self.now.instant);
        let alert = Alert { id: id.clone(), tab, private, title, about, owed, replaces: None, repeat };
        self.effects.push(Effect::Notify { alert: Box::new(alert.clone()) });
        self.tell_phone(&alert);
        self.state.alerts.push(alert);
        if self.state.alerts.len() > MOST_ALERTS {
            self.state.alerts.remove(0);
        }
        id
    }

    pub(super) fn next_alert_id(&mut self) -> AlertId {
        self.state.alerts_made = self.state.alerts_made.wrapping_add(1);
        AlertId::new(self.state.alerts_made)
    }

    /// Takes a tab's alerts away: what they said is settled or said anew.
    pub(super) fn withdraw(&mut self, tab: TabId) {
        self.withdraw_if(|alert| alert.tab == Some(tab));
    }

    /// Takes those alerts away that fit, and what the phone has yet to be told of them.
    pub(super) fn withdraw_if(&mut self, mut fits: impl FnMut(&Alert) -> bool) {
        let settled: Vec<Alert> = self.state.alerts.extract_if(.., |alert| fits(alert)).collect();
        for alert in settled {
            self.forget_messages(&alert.id);
            // Where it is to be shown in the place of another, that one may be on show still.
            let names = std::iter::once(alert.id).chain(alert.replaces);
            self.effects.extend(names.map(|alert| Effect::Withdraw { alert }));
        }
    }

    /// Shows again what the browser was asked to show so long ago and has not taken over.
    pub(super) fn show_owed(&mut self, patience: Span) {
        let now = self.now.instant;
        let shown = self.effects.iter().filter_map(|effect| match effect {
            Effect::Notify { alert } => Some(alert.id.clone()),
            _ => None,
        });
        let shown: Vec<AlertId> = shown.collect();
        for alert in &mut self.state.alerts {
            if !shown.contains(&alert.id) && alert.owed.is_some_and(|since| now - since >= patience) {
                alert.owed = Some(now);
                self.effects.push(Effect::Notify { alert: Box::new(alert.clone()) });
            }
        }
    }

    /// Shows on the button what is new there.
    fn show_marks(&mut self) {
        let now = self.now;
        for watch in &mut self.state.watches {
            let mark = watch.fitting_mark();
            let (age, _) = watch.age_at(&self.state.ledgers, self.state.schedule, now);
            if (mark, age) != (watch.mark, watch.age) {
                (watch.mark, watch.age) = (mark, age);
                self.effects.push(Effect::Badge { tab: watch.order.tab, mark, age });
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
