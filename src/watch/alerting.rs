//! How a person is called: shown anew until they have seen it, taken back when it is gone, aloud, and rehearsed.

use super::Mark;
use super::alert::{About, Alert, AlertId, MOST_SLOTS, Told};
use super::event::{Effect, TabId};
use super::turn::{ANSWER_PATIENCE, Turn};
use crate::bounds;
use crate::page::{Line, Page, Situation};
use crate::quote::Quote;
use crate::slot::{Slot, SlotIdentity, TimeSpan};
use crate::sound::{Tune, Volume};
use crate::time::{Instant, Now, Span};
use crate::verdict::Places;
use jiff::civil::time;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// Between one showing of an alert and the next, until it is seen: a minute and three minutes after the first.
const PAUSES: [Span; 2] = [Span::minutes(1), Span::minutes(2)];

/// How the person wants to be called.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Alerting {
    /// The sound; `None` for none.
    pub tune: Option<Tune>,
    /// How loud it is.
    pub volume: Volume,
    /// Whether an alert comes again until it is seen.
    pub repeats: bool,
    /// Whether sounds and repeats keep the quiet hours. What comes then comes from a page that renews itself, for
    /// nothing is refreshed: so few things do that by default the person hears of them.
    pub keeps_quiet_hours: bool,
}

impl Default for Alerting {
    fn default() -> Self {
        Alerting {
            tune: Some(Tune::Rising),
            volume: Volume::percent(50),
            repeats: true,
            keeps_quiet_hours: false,
        }
    }
}

/// How far an alert that is shown anew until somebody has seen it has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Repeat {
    /// When the browser showed it last; `None` before the first time.
    shown: Option<Instant>,
    /// How often it was to be shown anew.
    round: u8,
    /// Since when the reader is asked whether the person has used the page since.
    asked: Option<Instant>,
}

impl Repeat {
    /// When something is to be done about it, if nobody has seen it until then.
    fn due(&self) -> Option<Instant> {
        let shown = self.shown?;
        let pause = PAUSES.get(usize::from(self.round))?;
        Some(self.asked.map_or(shown + *pause, |asked| asked + ANSWER_PATIENCE))
    }

    fn mind_the_clock(&mut self, now: Instant) {
        for moment in [&mut self.shown, &mut self.asked] {
            *moment = moment.map(|moment| moment.min(now));
        }
    }
}

/// What a watch found and the person has not answered yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Find {
    /// The first of the slots, [`MOST_SLOTS`] at the most.
    #[serde(deserialize_with = "bounds::first::<MOST_SLOTS, _, _>")]
    pub slots: Vec<Told>,
    /// How many there were.
    pub count: usize,
    /// When a look first showed them.
    pub came: Instant,
    /// When a look first showed none of them.
    pub gone: Option<Instant>,
    /// Where the first of those still there stood at the last look.
    spot: Option<Spot>,
}

impl Find {
    /// How long it was there, as far as looks show; `None` while it is.
    pub fn stayed(&self) -> Option<Span> {
        Some(self.gone? - self.came)
    }
}

/// A place on a page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spot {
    /// The reading that the line counts in.
    serial: u32,
    line: Line,
}

/// A pretend alert, by which the person finds out whether a real one would reach them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Rehearsal {
    /// The tab of the settings.
    pub tab: TabId,
    /// The alert.
    pub alert: AlertId,
    /// Whether the browser took its notification over.
    pub shown: bool,
    /// Whether the person clicked on it.
    pub clicked: bool,
}

impl About {
    /// Whether it makes a sound: where what it tells of is gone within minutes.
    fn is_aloud(&self) -> bool {
        use super::Need::{Through, YourTurn};
        match self {
            About::Free { .. } | About::Rehearsal { .. } => true,
            About::Need { need, .. } => matches!(need, YourTurn | Through),
            About::Gone { .. } | About::Memory { .. } | About::Phone { .. } => false,
        }
    }
}

impl Turn {
    /// Makes a new find the one that is waited for.
    pub(super) fn found(&mut self, tab: TabId, slots: Vec<Told>, count: usize) {
        let came = self.now.instant;
        if let Some(watch) = self.watch(tab) {
            watch.find = Some(Find { slots, count, came, gone: None, spot: None });
        }
    }

    /// Compares the find with what a look shows: some slots or none. When it is gone, the notification that is on show
    /// says so instead.
    pub(super) fn mind_the_find(&mut self, tab: TabId, page: &Page, slots: &[Slot], seen: &Sight<'_>) {
        let now = self.now.instant;
        let Some(watch) = self.watch(tab) else { return };
        let fit_left = !watch.offered.is_empty();
        let Some(find) = watch.find.as_mut().filter(|find| find.gone.is_none()) else { return };
        let shown: BTreeSet<SlotIdentity> = slots.iter().map(Slot::identity).collect();
        let mut left = find.slots.iter().map(|told| told.slot.identity()).filter(|id| shown.contains(id));
        let first = left.next();
        // Of those that are not named, somebody may still get one.
        let is_there = first.is_some() || find.count > find.slots.len() && fit_left;
        let line = first.and_then(|id| seen.places.get(&id).copied());
        find.spot = line.map(|line| Spot { serial: page.serial_of(line.frame, seen.serial), line });
        if is_there {
            return;
        }
        find.gone = Some(now);
        let about = About::Gone { slots: find.slots.clone(), count: find.count, after: now - find.came };
        let on_show = self.state.alerts.iter_mut().filter(|alert| alert.tab == Some(tab) && alert.is_free());
        for id in on_show.map(|alert| alert.id.clone()).collect::<Vec<_>>() {
            if let Some(alert) = self.alert_mut(&id) {
                alert.about = about.clone();
                alert.repeat = None;
            }
            self.forget_messages(&id);
            self.renew(&id);
        }
    }

    /// Shows an alert anew, in the place of its notification that may be on show.
    fn renew(&mut self, id: &AlertId) {
        let (now, fresh) = (self.now.instant, self.next_alert_id());
        self.rename_messages(id, &fresh);
        let Some(alert) = self.alert_mut(id) else { return };
        let before = alert.replaces.replace(std::mem::replace(&mut alert.id, fresh));
        let was_owed = alert.owed.replace(now).is_some();
        let alert = Box::new(alert.clone());
        // What it was to replace itself.
        if let Some(before) = before.filter(|_| was_owed) {
            self.effects.push(Effect::Withdraw { alert: before });
        }
        self.effects.push(Effect::Notify { alert });
    }

    /// The browser shows an alert: it is heard too, and comes again.
    pub(super) fn alert_shown(&mut self, id: &AlertId) {
        let now = self.now.instant;
        let Some(alert) = self.alert_mut(id) else { return };
        if alert.owed.take().is_none() {
            return;
        }
        alert.replaces = None;
        if let Some(repeat) = &mut alert.repeat {
            repeat.shown = Some(now);
        }
        let (is_aloud, is_rehearsal) =
            (alert.about.is_aloud(), matches!(alert.about, About::Rehearsal { .. }));
        if is_rehearsal && let Some(rehearsal) = &mut self.state.rehearsal {
            rehearsal.shown = true;
        }
        if is_aloud && (is_rehearsal || !self.keeps_still()) {
            self.sound();
        }
    }

    /// Whether it is an hour in which the person wants neither sounds nor repeats.
    fn keeps_still(&self) -> bool {
        self.state.alerting.keeps_quiet_hours && self.state.schedule.is_quiet(self.now)
    }

    /// Plays the chosen sound.
    pub(super) fn sound(&mut self) {
        let Alerting { tune, volume, .. } = self.state.alerting;
        if let Some(tune) = tune {
            self.effects.push(Effect::Sound { tones: tune.tones(), gain: volume.gain() });
        }
    }

    /// The person has seen what a tab's alerts tell.
    pub(super) fn seen(&mut self, tab: TabId) {
        self.settle(|alert, _| alert.tab == Some(tab));
    }

    /// The reader says when the person last used the page: what was shown before is seen.
    pub(super) fn note_use(&mut self, tab: TabId, situation: Situation) {
        let now = self.now.instant;
        let Some(since) = [situation.since_input, situation.since_front].into_iter().flatten().min() else {
            return;
        };
        let used = |repeat: &Repeat| repeat.shown.is_some_and(|shown| since < now - shown);
        self.settle(|alert, repeat| alert.tab == Some(tab) && used(repeat));
    }

    /// Those alerts are seen: they do not come again.
    fn settle(&mut self, is_seen: impl Fn(&Alert, &Repeat) -> bool) {
        let mut withdrawn = Vec::new();
        for alert in &mut self.state.alerts {
            let Some(repeat) = alert.repeat.filter(|repeat| is_seen(alert, repeat)) else { continue };
            alert.repeat = None;
            // It was shown before; that it is to be shown anew has lost its reason.
            if repeat.round > 0 && alert.owed.take().is_some() {
                withdrawn.extend(alert.replaces.take());
            }
        }
        self.effects.extend(withdrawn.into_iter().map(|alert| Effect::Withdraw { alert }));
    }

    /// The reader has answered: alerts of which it could not say that they are seen come again.
    pub(super) fn repeat_asked(&mut self, tab: TabId) {
        let asked = |repeat: Repeat| repeat.asked.is_some();
        let alerts = self.state.alerts.iter();
        let due = alerts.filter(|alert| alert.tab == Some(tab) && alert.repeat.is_some_and(asked));
        for id in due.map(|alert| alert.id.clone()).collect::<Vec<_>>() {
            self.repeat(&id);
        }
    }

    /// Shows alerts anew that nobody has seen. Before, the reader is asked whether the person has used the page.
    pub(super) fn mind_the_unseen(&mut self) {
        let now = self.now.instant;
        let due = |alert: &&Alert| {
            alert.owed.is_none() && alert.repeat.and_then(|repeat| repeat.due()).is_some_and(|due| due <= now)
        };
        for alert in self.state.alerts.iter().filter(due).cloned().collect::<Vec<_>>() {
            let watched = alert.tab.filter(|tab| self.state.watch(*tab).is_some());
            let is_asked = alert.repeat.is_some_and(|repeat| repeat.asked.is_some());
            match watched {
                Some(tab) if !is_asked => {
                    if let Some(repeat) = self.alert_mut(&alert.id).and_then(|alert| alert.repeat.as_mut()) {
                        repeat.asked = Some(now);
                    }
                    self.read(tab, Span(0));
                }
                _ => self.repeat(&alert.id),
            }
        }
    }

    fn repeat(&mut self, id: &AlertId) {
        let is_wanted = self.state.alerting.repeats && !self.keeps_still();
        let Some(alert) = self.alert_mut(id) else { return };
        let Some(repeat) = &mut alert.repeat else { return };
        if is_wanted {
            *repeat = Repeat { round: repeat.round.saturating_add(1), asked: None, ..*repeat };
            self.renew(id);
        } else {
            alert.repeat = None;
        }
    }

    /// When the next alert is to be shown anew.
    pub(super) fn repeat_deadline(&self) -> Option<Instant> {
        let waiting = self.state.alerts.iter().filter(|alert| alert.owed.is_none());
        waiting.filter_map(|alert| alert.repeat?.due()).min()
    }

    pub(super) fn mind_the_alerts_clock(&mut self) {
        let now = self.now.instant;
        for alert in &mut self.state.alerts {
            alert.owed = alert.owed.map(|since| since.min(now));
            if let Some(repeat) = &mut alert.repeat {
                repeat.mind_the_clock(now);
            }
        }
    }

    pub(super) fn alert_clicked(&mut self, id: &AlertId) {
        let Some(alert) = self.state.alerts.iter().find(|alert| alert.id == *id).cloned() else { return };
        if let Some(rehearsal) = self.state.rehearsal.as_mut().filter(|rehearsal| rehearsal.alert == *id) {
            rehearsal.clicked = true;
            self.effects.push(Effect::Focus { tab: rehearsal.tab });
        } else if let Some(watch) = alert.tab.and_then(|tab| self.state.watch(tab)) {
            let tab = watch.order.tab;
            let spot = watch.find.as_ref().filter(|_| alert.is_free()).and_then(|find| find.spot);
            self.effects.push(Effect::Focus { tab });
            if let Some(Spot { serial, line }) = spot {
                self.effects.push(Effect::Outline { tab, serial, line });
            }
        }
        self.withdraw_if(|alert| alert.id == *id);
    }

    // The rehearsal

    /// Plays everything that happens when an appointment is found, but for the appointment.
    pub(super) fn rehearse(&mut self, tab: TabId) {
        self.end_rehearsal();
        let about = About::Rehearsal { slot: pretend_slot(self.now) };
        let alert = self.owe(Some(tab), Quote::default(), false, about);
        self.test_phone();
        self.state.rehearsal = Some(Rehearsal { tab, alert, shown: false, clicked: false });
        self.effects.push(Effect::Badge { tab, mark: Mark::Free, age: None });
    }

    pub(super) fn end_rehearsal(&mut self) {
        let Some(Rehearsal { tab, alert, .. }) = self.state.rehearsal.take() else { return };
        self.withdraw_if(|kept| kept.id == alert);
        self.effects.push(Effect::Badge { tab, mark: Mark::Idle, age: None });
    }

    fn alert_mut(&mut self, id: &AlertId) -> Option<&mut Alert> {
        self.state.alerts.iter_mut().find(|alert| alert.id == *id)
    }
}

/// What a look shows of the places of slots.
pub(super) struct Sight<'a> {
    /// The number of the reading of the page itself.
    pub(super) serial: u32,
    /// Where the slots stand.
    pub(super) places: &'a Places,
}

/// An appointment that nobody offers: tomorrow at half past ten.
fn pretend_slot(now: Now) -> Slot {
    let start = time(10, 30, 0, 0);
    Slot { date: now.today.tomorrow().ok(), time: Some(TimeSpan { start, end: None }), ..Slot::default() }
}

impl Alert {
    /// Whether it tells of appointments that are free.
    fn is_free(&self) -> bool {
        matches!(self.about, About::Free { .. })
    }
}
