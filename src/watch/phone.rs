//! What the person's phone is told. A message is a debt until the server has taken it.
//!
//! It is sent at least once: a worker that is killed between the sending and the answer sends it again.

use super::turn::Turn;
use super::{About, Alert, AlertId, Effect, TabId};
use crate::bounds;
use crate::page::Page;
use crate::push::{Answer, Letter, Push, Subject, notice};
use crate::site::{Origin, Url};
use crate::time::{Instant, Span};
use serde::{Deserialize, Serialize};

/// The most messages that wait at a time.
const MOST_MESSAGES: usize = 20;
/// After a message could not be sent, so long until it is sent again; then it is given up. Together less than an hour: later
/// no appointment would be there any more (half of those that are scarce are gone after 15 to 30 minutes).
const PAUSES: [Span; 6] = [
    Span::seconds(30),
    Span::minutes(1),
    Span::minutes(2),
    Span::minutes(5),
    Span::minutes(15),
    Span::minutes(30),
];
/// After so many failures in a row the person is told: a hiccup is over by then.
const BEARABLE: usize = 3;
/// How long an answer may take. The shell gives up after a third of it, so that only a killed worker stays silent so long.
const ANSWER_PATIENCE: Span = Span::minutes(1);

/// The phone: how it is told, and what it has yet to be told.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Phone {
    /// How it is told, where the person wants it to be.
    pub push: Option<Push>,
    /// Whether the browser lets us send there, as far as is known.
    pub allowed: bool,
    /// What it has yet to be told.
    #[serde(deserialize_with = "bounds::last::<MOST_MESSAGES, _, _>")]
    pub messages: Vec<Message>,
    /// How many messages were made.
    pub made: u32,
    /// Whether the person was told that nothing can be sent, since it last could.
    pub told: bool,
    /// What came of the last sending.
    pub report: Option<Report>,
}

/// One message that the server has yet to take.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Message {
    /// Its name.
    pub id: MessageId,
    /// The notification that says the same.
    pub alert: Option<AlertId>,
    /// What it is about.
    pub subject: Subject,
    /// When it was made.
    pub since: Instant,
    /// How often sending it has failed.
    pub failures: usize,
    /// Where it is.
    pub stage: Stage,
}

/// The number of a message, counted from the first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageId(pub u32);

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Stage {
    /// It waits to be sent.
    Waiting {
        /// Until then.
        until: Instant,
    },
    /// It is on its way.
    Underway {
        /// Since then.
        since: Instant,
    },
}

/// What came of the last sending.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Report {
    /// When.
    pub at: Instant,
    /// Whether it was a test.
    pub test: bool,
    /// What the server answered.
    pub answer: Answer,
}

impl Phone {
    /// Whether something is on its way.
    pub(super) fn is_sending(&self) -> bool {
        self.messages.iter().any(|message| matches!(message.stage, Stage::Underway { .. }))
    }

    /// Whether a test has yet to be answered.
    pub fn is_testing(&self) -> bool {
        self.messages.iter().any(|message| message.subject == Subject::Test)
    }

    /// When something has to be sent, or should have been answered.
    pub(super) fn deadline(&self) -> Option<Instant> {
        self.messages.iter().map(Message::deadline).min()
    }
}

impl Message {
    fn deadline(&self) -> Instant {
        match self.stage {
            Stage::Waiting { until } => until,
            Stage::Underway { since } => since + ANSWER_PATIENCE,
        }
    }
}

impl Turn {
    /// The person chose how the phone is told, and the browser lets us send there.
    pub(super) fn phone_chosen(&mut self, push: Option<Push>) {
        self.withdraw_troubles();
        let now = self.now.instant;
        let phone = &mut self.state.phone;
        let made = phone.made;
        let messages = std::mem::take(&mut phone.messages);
        *phone = Phone { allowed: push.is_some(), push, made, ..Phone::default() };
        if phone.push.is_some() {
            // What could not be sent as it was before may be as it is now.
            phone.messages = messages;
            for message in &mut phone.messages {
                message.stage = Stage::Waiting { until: now };
            }
        }
    }

    pub(super) fn test_phone(&mut self) {
        self.state.phone.messages.retain(|message| message.subject != Subject::Test);
        self.owe_message(Subject::Test, None);
    }

    /// Owes the phone what the person is called for. Of private windows it is told nothing.
    pub(super) fn tell_phone(&mut self, alert: &Alert) {
        let wanted = self.state.phone.push.as_ref().is_some_and(|push| push.wants(&alert.about));
        if wanted && !alert.private {
            let watch = alert.tab.and_then(|tab| self.state.watch(tab));
            let page: Option<Url> = watch.and_then(|watch| watch.url.clone());
            let (title, about) = (alert.title.clone(), alert.about.clone());
            self.owe_message(Subject::Alert { title, about, page }, Some(alert.id.clone()));
        }
    }

    fn owe_message(&mut self, subject: Subject, alert: Option<AlertId>) {
        let now = self.now.instant;
        let phone = &mut self.state.phone;
        if phone.push.is_none() || !phone.allowed {
            return;
        }
        phone.made = phone.made.wrapping_add(1);
        let id = MessageId(phone.made);
        let stage = Stage::Waiting { until: now };
        phone.messages.push(Message { id, alert, subject, since: now, failures: 0, stage });
        let surplus = phone.messages.len().saturating_sub(MOST_MESSAGES);
        phone.messages.drain(..surplus);
    }

    /// Takes back what waits to be sent and whose notification is settled.
    pub(super) fn forget_messages(&mut self, alert: &AlertId) {
        let is_settled = |message: &Message| {
            message.alert.as_ref() == Some(alert) && matches!(message.stage, Stage::Waiting { .. })
        };
        self.state.phone.messages.retain(|message| !is_settled(message));
    }

    /// An alert is shown anew under another name.
    pub(super) fn rename_messages(&mut self, before: &AlertId, name: &AlertId) {
        for message in &mut self.state.phone.messages {
            if message.alert.as_ref() == Some(before) {
                message.alert = Some(name.clone());
            }
        }
    }

    /// Sends what is due; what was never answered has failed.
    pub(super) fn mind_the_phone(&mut self) {
        let now = self.now.instant;
        let longest = PAUSES.iter().copied().max().unwrap_or_default();
        for message in &mut self.state.phone.messages {
            message.since = message.since.min(now);
            match &mut message.stage {
                Stage::Waiting { until } => *until = (*until).min(now + longest),
                Stage::Underway { since } => *since = (*since).min(now),
            }
        }
        let silent =
            |message: &&Message| matches!(message.stage, Stage::Underway { .. }) && message.deadline() <= now;
        let silent: Vec<MessageId> =
            self.state.phone.messages.iter().filter(silent).map(|message| message.id).collect();
        for id in silent {
            self.answered(id, Answer::Late);
        }
        let phone = &mut self.state.phone;
        let Some(push) = phone.push.as_ref().filter(|_| phone.allowed) else { return };
        for message in &mut phone.messages {
            if matches!(message.stage, Stage::Waiting { until } if until <= now) {
                message.stage = Stage::Underway { since: now };
                let letter = Box::new(push.letter(Letter::id(message.id.0, message.since), &message.subject));
                let notice = notice(&message.subject, push.detail);
                self.effects.push(Effect::Send { message: message.id, notice, letter });
            }
        }
    }

    /// The worker that sent something was killed: nobody hears the answer.
    pub(super) fn send_again(&mut self) {
        let now = self.now.instant;
        for message in &mut self.state.phone.messages {
            if matches!(message.stage, Stage::Underway { .. }) {
                message.stage = Stage::Waiting { until: now };
            }
        }
    }

    /// The server answered, or did not.
    pub(super) fn answered(&mut self, id: MessageId, answer: Answer) {
        let now = self.now.instant;
        let phone = &mut self.state.phone;
        let Some(place) = phone.messages.iter().position(|message| message.id == id) else { return };
        let mut message = phone.messages.remove(place);
        let test = message.subject == Subject::Test;
        phone.report = Some(Report { at: now, test, answer });
        if answer.is_taken() {
            phone.told = false;
            self.withdraw_troubles();
            return;
        }
        if answer == Answer::NotAllowed {
            return self.phone_not_allowed();
        }
        // Who sends a test looks at what comes of it.
        if test {
            return;
        }
        message.failures += 1;
        let failures = message.failures;
        let pause = PAUSES.get(failures - 1).filter(|_| answer.may_mend());
        if let Some(pause) = pause {
            message.stage = Stage::Waiting { until: now + *pause };
            phone.messages.insert(place, message);
        }
        if pause.is_none() || failures >= BEARABLE {
            self.tell_of_phone(answer);
        }
    }

    /// The person took back the permission to send there. What waited is dropped: it may be long until it is given back.
    fn phone_not_allowed(&mut self) {
        let phone = &mut self.state.phone;
        phone.allowed = false;
        phone.messages.clear();
        self.tell_of_phone(Answer::NotAllowed);
    }

    /// Tells once that nothing can be sent.
    fn tell_of_phone(&mut self, answer: Answer) {
        if !std::mem::replace(&mut self.state.phone.told, true) {
            self.tell(About::Phone { answer });
        }
    }

    pub(super) fn permission_to_send(&mut self, is_meant: impl Fn(&Origin) -> bool, granted: bool) {
        let Some(origin) = self.state.phone.push.as_ref().and_then(Push::origin) else { return };
        if !is_meant(&origin) || self.state.phone.allowed == granted {
            return;
        }
        if granted {
            let phone = &mut self.state.phone;
            (phone.allowed, phone.told, phone.report) = (true, false, None);
            self.withdraw_troubles();
        } else {
            self.phone_not_allowed();
        }
    }

    fn withdraw_troubles(&mut self) {
        self.withdraw_if(|alert| matches!(alert.about, About::Phone { .. }));
    }

    /// Takes frames that come from the server which tells the phone out of a reading: the person let us send there, and
    /// not read. Where they chose to watch or read its pages, those are read.
    pub(super) fn without_phone(&self, tab: TabId, page: Page) -> Page {
        let order = self.state.watch(tab).map(|watch| &watch.order);
        let is_read = |origin: &Origin| {
            order.is_some_and(|order| order.origin == *origin || order.frames.contains(origin))
        };
        self.state.phone.without(page, is_read)
    }
}

impl Phone {
    /// Takes frames that come from the server which tells the phone out of a reading, but where `is_read` says otherwise.
    pub fn without(&self, mut page: Page, is_read: impl Fn(&Origin) -> bool) -> Page {
        if let Some(own) = self.push.as_ref().and_then(Push::origin).filter(|own| !is_read(own)) {
            page.frames.retain(|frame| Origin::of(&frame.url).as_ref() != Some(&own));
        }
        page
    }
}
