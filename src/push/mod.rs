//! Telling the person's phone: what is sent, how much it says, and to whom. Off until the person sets it up.
//!
//! What is sent is made here as a whole, [`request`]; the shell only sends it. When it is sent, and again, is decided in
//! [`crate::watch`].

mod address;

pub use address::{Address, AddressError, Token, Topic};

use crate::quote::Quote;
use crate::site::{Origin, Url};
use crate::time::Instant;
use crate::watch::{About, MOST_SLOTS, Need, Told};
use crate::wording::{self, Argument, Notice, Words};
use recogniser::named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most lines of a message. ntfy takes 4096 bytes for one; a line has 403 at the most.
const MOST_LINES: usize = 9;
/// The version of the message that goes to a webhook.
const VERSION: u32 = 1;

/// How the person's phone is told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Push {
    /// To whom.
    pub target: Target,
    /// What proves that we may send, where that is asked for.
    pub token: Option<Token>,
    /// How much is said.
    pub detail: Detail,
    /// Whether it is also told that the person is needed.
    pub needs: bool,
}

/// To whom messages are sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Target {
    /// An ntfy server, which hands the message to the phones that subscribed to the topic.
    Ntfy {
        /// The server.
        #[serde(deserialize_with = "server")]
        server: Address,
        /// The topic.
        topic: Topic,
        /// How loud the phone is.
        priority: Priority,
    },
    /// Any address that takes JSON.
    Webhook {
        /// The address.
        address: Address,
    },
}

fn server<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Address, D::Error> {
    let address = Address::deserialize(deserializer)?;
    Address::read_server(address.as_str()).map_err(|_| serde::de::Error::custom("this is more than a server"))
}

named! {
    /// How loud a phone is, in ntfy's words.
    Priority {
        /// Without sound.
        Low = "low",
        /// As any other message.
        Normal = "normal",
        /// Longer.
        High = "high",
        /// Very long, and on top of everything.
        Urgent = "urgent",
    }
}

impl Priority {
    /// ntfy's number for it.
    fn number(self) -> u8 {
        match self {
            Priority::Low => 2,
            Priority::Normal => 3,
            Priority::High => 4,
            Priority::Urgent => 5,
        }
    }
}

named! {
    /// How much a message says.
    Detail {
        /// That there is something, and nothing of the page.
        Little = "little",
        /// The first appointment, and the title of the page.
        Slot = "slot",
        /// What the notification on the computer says, and the address of the page.
        Everything = "everything",
    }
}

named! {
    /// A kind of data that is sent away, as [Firefox names it](https://extensionworkshop.com/documentation/develop/firefox-builtin-data-consent/).
    DataKind {
        /// What proves that we may send.
        Authentication = "authenticationInfo",
        /// What the page says.
        Website = "websiteContent",
        /// What tells who waits: the names that they entered.
        Personal = "personallyIdentifyingInfo",
        /// What tells of their health: the page of a practice does.
        Health = "healthInfo",
        /// Which page they have open.
        Browsing = "browsingActivity",
    }
}

impl DataKind {
    /// Those of what is sent with such a token and says so much.
    pub fn of(token: Option<&Token>, detail: Detail) -> Vec<Self> {
        let is_sent = |kind: &Self| match kind {
            DataKind::Authentication => token.is_some(),
            DataKind::Website | DataKind::Personal | DataKind::Health => detail >= Detail::Slot,
            DataKind::Browsing => detail >= Detail::Everything,
        };
        Self::ALL.iter().copied().filter(is_sent).collect()
    }
}

/// What a message is about.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Subject {
    /// Whether messages arrive.
    Test,
    /// What the person is called for.
    Alert {
        /// The page's title.
        title: Quote,
        /// What it says.
        about: About,
        /// The page's address, where it may be told.
        page: Option<Url>,
    },
}

named! {
    /// What a message is about, in a word for programs.
    Kind {
        /// Whether messages arrive.
        Test = "test",
        /// Appointments are free.
        Free = "free",
        /// The person is needed.
        Need = "need",
    }
}

/// What the server answered, as the shell saw it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum Answer {
    /// It answered with a status.
    Status(u16),
    /// It points to another address, which was not followed.
    Redirect,
    /// It could not be reached.
    Network,
    /// It gave no answer in time.
    Late,
    /// The browser does not let us send to it.
    NotAllowed,
}

impl Answer {
    /// Whether the server has taken the message.
    pub fn is_taken(self) -> bool {
        matches!(self, Answer::Status(200..=299))
    }

    /// Whether the same message may be taken later: the server has trouble (5xx), too much to do (429) or was too slow
    /// (408, 425), or something on the way to it does not work.
    pub fn may_mend(self) -> bool {
        matches!(self, Answer::Status(408 | 425 | 429 | 500..) | Answer::Network | Answer::Late)
    }
}

impl Push {
    /// Where messages are sent to.
    pub fn address(&self) -> &Address {
        match &self.target {
            Target::Ntfy { server, .. } => server,
            Target::Webhook { address } => address,
        }
    }

    /// What the browser is asked for.
    pub fn origin(&self) -> Option<Origin> {
        self.address().origin()
    }

    /// The kinds of data that messages may have in them.
    pub fn sends(&self) -> Vec<DataKind> {
        DataKind::of(self.token.as_ref(), self.detail)
    }

    /// Whether the person wants to be told of this away from the computer.
    pub fn wants(&self, about: &About) -> bool {
        match about {
            About::Free { .. } => true,
            About::Need { need, .. } => self.needs && need.calls_away(),
            About::Gone { .. } | About::Rehearsal { .. } | About::Memory { .. } | About::Phone { .. } => {
                false
            }
        }
    }

    /// The message about a subject, before it is put into the person's language. `id` is the same for each time that it
    /// is sent.
    pub fn letter(&self, id: String, subject: &Subject) -> Letter {
        let shown = |at: Detail| self.detail >= at;
        let (kind, alert) = match subject {
            Subject::Test => (Kind::Test, None),
            Subject::Alert { title, about, page } => (
                if matches!(about, About::Free { .. }) { Kind::Free } else { Kind::Need },
                Some((title, about, page)),
            ),
        };
        let mut letter = Letter {
            id,
            target: self.target.clone(),
            token: self.token.clone(),
            kind,
            need: None,
            page: None,
            slots: Vec::new(),
            click: None,
        };
        let Some((title, about, page)) = alert.filter(|_| shown(Detail::Slot)) else { return letter };
        letter.page = Some(title.clone());
        let most = if shown(Detail::Everything) { MOST_SLOTS } else { 1 };
        match about {
            About::Free { slots, .. } => letter.slots = slots.iter().take(most).cloned().collect(),
            About::Need { need, .. } => letter.need = Some(*need),
            About::Gone { .. } | About::Rehearsal { .. } | About::Memory { .. } | About::Phone { .. } => {}
        }
        letter.click = page.clone().filter(|_| shown(Detail::Everything));
        letter
    }
}

impl Need {
    /// Whether somebody who is not at the computer would want to know: what ends or halts the watch, or may be a chance.
    /// Not what they did themselves, nor what only slows the watch down.
    fn calls_away(self) -> bool {
        match self {
            Need::Challenge
            | Need::SignIn
            | Need::RefusedAgain
            | Need::Changed
            | Need::NotWanted
            | Need::Discarded
            | Need::Unreadable
            | Need::Away
            | Need::ControlMissing
            | Need::NotReloaded
            | Need::Silent
            | Need::Overdue
            | Need::SessionEnds
            | Need::YourTurn
            | Need::Through => true,
            Need::Queue
            | Need::Refused
            | Need::Trouble
            | Need::Unclear
            | Need::MaybeLimited
            | Need::BudgetSpent
            | Need::TimeToLook
            | Need::TooMany
            | Need::NotAllowed
            | Need::BrowserRestarted
            | Need::TabClosed => false,
        }
    }
}

/// The words of a message: so much of them as the person chose.
pub fn notice(subject: &Subject, detail: Detail) -> Notice {
    let Subject::Alert { title, about, .. } = subject else {
        let lines = vec![Words::plain("phone_message_test_body")];
        return Notice::new(Words::plain("phone_message_test"), lines);
    };
    match detail {
        Detail::Little => {
            let key = match about {
                About::Free { .. } => "phone_message_free",
                _ => "phone_message_need",
            };
            Notice::new(Words::plain("name"), vec![Words::plain(key)])
        }
        Detail::Slot => Notice {
            lines: vec![Words::with("alertPage", [Argument::Text(title.clone())])],
            ..wording::notice_about(title, about)
        },
        Detail::Everything => wording::notice_about(title, about),
    }
}

/// A message that is to be sent, but for its words.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Letter {
    id: String,
    target: Target,
    token: Option<Token>,
    kind: Kind,
    need: Option<Need>,
    page: Option<Quote>,
    slots: Vec<Told>,
    click: Option<Url>,
}

impl Letter {
    /// The name of the message numbered `serial`, first sent at that time. Two installations seldom share it.
    pub fn id(serial: u32, since: Instant) -> String {
        format!("{}-{serial}", since.0)
    }
}

/// What is sent: a POST with this JSON as its body.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Request {
    /// What the browser has to grant for it.
    pub origin: Option<Origin>,
    /// The kinds of data in it, which Firefox asks the person for.
    pub data: Vec<DataKind>,
    /// The address.
    pub url: Address,
    /// The headers.
    pub headers: BTreeMap<&'static str, String>,
    /// What becomes JSON.
    pub body: Body,
}

/// The body of what is sent.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Body {
    /// As ntfy takes it at the root of a server.
    Ntfy {
        /// The topic.
        topic: Topic,
        /// The first line.
        title: Quote,
        /// What stands below.
        message: String,
        /// ntfy's number for how loud the phone is.
        priority: u8,
        /// ntfy's names of the pictures beside the title.
        tags: [&'static str; 1],
        /// What opens at a touch.
        #[serde(skip_serializing_if = "Option::is_none")]
        click: Option<Url>,
    },
    /// As `docs/PHONE.md` describes it.
    Webhook {
        /// Who sends.
        app: &'static str,
        /// The version of this form.
        version: u32,
        /// The same each time that the same message is sent.
        id: String,
        /// What it is about.
        kind: Kind,
        /// The first line.
        title: Quote,
        /// What stands below.
        message: String,
        /// What the person is needed for.
        #[serde(skip_serializing_if = "Option::is_none")]
        need: Option<Need>,
        /// The title of the page.
        #[serde(skip_serializing_if = "Option::is_none")]
        page: Option<Quote>,
        /// The appointments.
        #[serde(skip_serializing_if = "Vec::is_empty")]
        slots: Vec<Told>,
        /// The address of the page.
        #[serde(skip_serializing_if = "Option::is_none")]
        url: Option<Url>,
    },
}

/// What is sent for a letter with these words, in the person's language.
///
/// ```
/// use terminwacht::push::{Address, Body, Detail, Priority, Push, Subject, Target, Topic, request};
///
/// let push = Push {
///     target: Target::Ntfy {
///         server: Address::read("ntfy.example.org").unwrap(),
///         topic: Topic::read("my-topic").unwrap(),
///         priority: Priority::High,
///     },
///     token: None,
///     detail: Detail::Little,
///     needs: true,
/// };
/// let request = request(push.letter("1-1".into(), &Subject::Test), "A test", vec!["It works.".into()]);
/// assert_eq!(request.url.as_str(), "https://ntfy.example.org/");
/// assert!(matches!(request.body, Body::Ntfy { priority: 4, .. }));
/// ```
pub fn request(letter: Letter, title: &str, lines: Vec<String>) -> Request {
    let Letter { id, target, token, kind, need, page, slots, click } = letter;
    let said = match (&page, &click) {
        (_, Some(_)) => Detail::Everything,
        (Some(_), None) => Detail::Slot,
        (None, None) => Detail::Little,
    };
    let data = DataKind::of(token.as_ref(), said);
    let title = Quote::new(title);
    let lines: Vec<Quote> = lines.into_iter().map(Quote::from).collect();
    let lines = lines.iter().filter(|line| !line.is_empty()).take(MOST_LINES);
    let message = lines.map(Quote::as_str).collect::<Vec<_>>().join("\n");
    let mut headers = BTreeMap::from([("Content-Type", "application/json".to_owned())]);
    if let Some(token) = token {
        headers.insert("Authorization", format!("Bearer {}", token.as_str()));
    }
    let (url, body) = match target {
        Target::Ntfy { server, topic, priority } => {
            let tag = if kind == Kind::Need { "warning" } else { "calendar" };
            (server, Body::Ntfy { topic, title, message, priority: priority.number(), tags: [tag], click })
        }
        Target::Webhook { address } => {
            let app = "terminwacht";
            (
                address,
                Body::Webhook {
                    app,
                    version: VERSION,
                    id,
                    kind,
                    title,
                    message,
                    need,
                    page,
                    slots,
                    url: click,
                },
            )
        }
    };
    Request { origin: url.origin(), data, url, headers, body }
}

#[cfg(test)]
pub(crate) mod tests;
