//! What can happen to a watch, and what a watch can have done.

use super::age::Age;
use super::alert::{Alert, AlertId};
use super::alerting::Alerting;
use super::phone::MessageId;
use crate::backup::{MOST_LOOKS_TAKEN, Settings};
use crate::bounds;
use crate::hint::Hint;
use crate::journal::{Look, Record};
use crate::pace::Schedule;
use crate::page::{Line, MOST_FRAMES, Page, Situation};
use crate::push::{Answer, Letter, Push};
use crate::quote::Quote;
use crate::recheck::Recheck;
use crate::site::Origin;
use crate::sound::Tone;
use crate::time::{Instant, Span};
use crate::wish::Wishes;
use crate::wording::Notice;
use recogniser::named;
use serde::{Deserialize, Serialize};

/// The browser's number for a tab, unique while the browser runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TabId(pub i32);

/// So many open tabs are looked at when the worker starts.
const MOST_TABS: usize = 5_000;

/// Something that happened, as the shell forwards it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// The worker started again after it was killed.
    WorkerStarted,
    /// The worker started without knowing what was before: with the browser, after an update, or switched on again.
    /// Tabs may have new numbers.
    BrowserStarted {
        /// The tabs that are open.
        #[serde(deserialize_with = "bounds::first::<MOST_TABS, _, _>")]
        tabs: Vec<OpenTab>,
    },
    /// A new version of the extension is there.
    UpdateAvailable,
    /// What was stored could not be read, or had to be read in part.
    MemoryDamaged,
    /// The browser could not save the state that the event before led to.
    NotSaved,
    /// The browser saves again.
    SavedAgain,
    /// An alarm or a timer went off.
    Woken,
    /// The person pressed *Watch this page*; the browser is now asking for its permission.
    StartRequested {
        /// The tab to watch.
        tab: TabId,
        /// Its address when the person pressed.
        #[serde(deserialize_with = "bounds::address")]
        url: String,
        /// Its title then.
        title: Quote,
        /// How to refresh the page.
        recheck: Recheck,
        /// The mean pause between re-checks, in ms.
        interval: Span,
        /// Which slots are worth a call, and to whom.
        wishes: Wishes,
        /// Whether the browser shall not put the tab to sleep.
        keep_awake: bool,
        /// Whether the tab is in a private window.
        private: bool,
        /// Where the frames come from that shall be read with the page.
        #[serde(deserialize_with = "bounds::first::<MOST_FRAMES, _, _>")]
        frames: Vec<Origin>,
    },
    /// The browser granted us sites, named by match patterns.
    PermissionGranted {
        /// The patterns of all that we may read by now.
        #[serde(deserialize_with = "bounds::patterns")]
        origins: Vec<String>,
    },
    /// The person refused the permission.
    PermissionRefused {
        /// The tab it was asked for.
        tab: TabId,
    },
    /// The person took the permission for sites back.
    PermissionRemoved {
        /// The patterns.
        #[serde(deserialize_with = "bounds::patterns")]
        origins: Vec<String>,
    },
    /// The person wants something else of a watch that runs.
    OrderChanged {
        /// The watched tab.
        tab: TabId,
        /// How to refresh the page.
        recheck: Recheck,
        /// The mean pause between re-checks, in ms.
        interval: Span,
        /// Which slots are worth a call, and to whom.
        wishes: Wishes,
        /// Whether the browser shall not put the tab to sleep.
        keep_awake: bool,
    },
    /// The person wants to see a watched tab.
    TabWanted {
        /// The tab.
        tab: TabId,
    },
    /// The person showed something that is free, which was not seen.
    HintGiven {
        /// The address of its page.
        #[serde(deserialize_with = "bounds::address")]
        url: String,
        /// Whether that is in a private window, of which nothing is remembered.
        private: bool,
        /// What it is like.
        hint: Hint,
    },
    /// What the person showed on a site shall no longer count.
    HintsForgotten {
        /// The address of one of its pages.
        #[serde(deserialize_with = "bounds::address")]
        url: String,
    },
    /// The person ended the watch.
    StopRequested {
        /// The watched tab.
        tab: TabId,
    },
    /// The person said *go on* after the watch had stopped touching the page.
    GoOnRequested {
        /// The watched tab.
        tab: TabId,
    },
    /// The person wants a look now.
    LookRequested {
        /// The watched tab.
        tab: TabId,
    },
    /// The person wants no re-check for an hour.
    BreakRequested {
        /// The watched tab.
        tab: TabId,
    },
    /// The person chose when pages may be re-checked.
    ScheduleChanged {
        /// The hours and days.
        schedule: Schedule,
    },
    /// The person chose how their phone is told, and the browser lets us send there; nothing where it is told no more.
    PhoneChosen {
        /// How.
        push: Option<Push>,
    },
    /// The person wants a test on their phone.
    PhoneTestRequested,
    /// What came of [`Effect::Send`].
    MessageAnswered {
        /// The message.
        message: MessageId,
        /// What the server answered.
        answer: Answer,
    },
    /// The person chose how to be called.
    AlertingChanged {
        /// How.
        alerting: Alerting,
    },
    /// The person wants to hear the chosen sound.
    SoundRequested,
    /// The person wants to see whether an alert would reach them.
    RehearsalRequested {
        /// The tab of the settings.
        tab: TabId,
    },
    /// The person has seen enough of it.
    RehearsalEnded,
    /// The popup of a tab was opened.
    TabSeen {
        /// The tab.
        tab: TabId,
    },
    /// The reader says that the page changed since its last reading.
    PageChanged {
        /// The reader's tab.
        tab: TabId,
        /// The address of the document that changed.
        url: String,
        /// What the reader was given with [`Effect::Read`].
        nonce: u32,
    },
    /// The control was pressed as [`Effect::Press`] asked.
    Pressed {
        /// The tab.
        tab: TabId,
    },
    /// The browser has taken a reload over, as [`Effect::Reload`] asked.
    Reloading {
        /// The tab.
        tab: TabId,
    },
    /// A tab finished loading. The address is missing where we may not see it.
    PageLoaded {
        /// The tab.
        tab: TabId,
        /// Its address.
        #[serde(default, deserialize_with = "bounds::address_if_any")]
        url: Option<String>,
    },
    /// The reader's answer to [`Effect::Read`].
    PageRead {
        /// The reader's tab.
        tab: TabId,
        /// What it saw.
        page: Page,
        /// What the person is doing there.
        situation: Situation,
    },
    /// The page could not be read.
    PageUnreadable {
        /// The tab.
        tab: TabId,
    },
    /// The page could not be refreshed as [`Effect::Reload`] or [`Effect::Press`] asked.
    RecheckFailed {
        /// The tab.
        tab: TabId,
    },
    /// The browser put a tab to sleep: what it showed is gone until somebody wakes it.
    TabDiscarded {
        /// The tab.
        tab: TabId,
    },
    /// The browser stopped a tab where it stands, to save power, or lets it go on.
    TabFrozen {
        /// The tab.
        tab: TabId,
        /// Whether it stands still now.
        frozen: bool,
    },
    /// A tab has got another number.
    TabReplaced {
        /// The number it had.
        tab: TabId,
        /// The number it has.
        by: TabId,
    },
    /// A tab was closed.
    TabClosed {
        /// The tab.
        tab: TabId,
    },
    /// The journal has taken records over.
    JournalWritten {
        /// The number up to which.
        until: u32,
    },
    /// The person deleted the journal.
    JournalDeleted,
    /// The person brought settings back from a file.
    Imported {
        /// They take the place of those here.
        settings: Settings,
        /// The looks of the last 24 hours in the file: sites were asked by them too.
        #[serde(deserialize_with = "bounds::last::<MOST_LOOKS_TAKEN, _, _>")]
        looks: Vec<Look>,
    },
    /// The person deletes everything.
    AllDeleted,
    /// The browser took a notification over.
    AlertShown {
        /// The alert.
        alert: AlertId,
    },
    /// The person clicked a notification.
    AlertClicked {
        /// The alert.
        alert: AlertId,
    },
}

/// A tab that is open when the worker starts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct OpenTab {
    /// Its number.
    pub tab: TabId,
    /// Its address, where we may see it.
    #[serde(deserialize_with = "bounds::address_if_any")]
    pub url: Option<String>,
    /// Whether it is asleep: what it showed is loaded when the person comes to it.
    pub asleep: bool,
}

/// What follows from one event, by when it may be done. In each list in the order given.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Effects {
    /// Before the state is saved: without an alarm nothing would bring a killed worker back, and one too many does no
    /// harm.
    pub alarms: Vec<Effect>,
    /// Once the state is saved, and only then: what is not written down first could happen twice.
    pub touches: Vec<Effect>,
    /// Once it was tried to save the state.
    pub others: Vec<Effect>,
}

impl From<Vec<Effect>> for Effects {
    fn from(effects: Vec<Effect>) -> Self {
        let mut sorted = Effects::default();
        for effect in effects {
            let list = match effect {
                Effect::Wake { .. } => &mut sorted.alarms,
                Effect::Reload { .. } | Effect::Press { .. } => &mut sorted.touches,
                _ => &mut sorted.others,
            };
            list.push(effect);
        }
        sorted
    }
}

/// Something to be done. [`Effects`] says when.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Effect {
    /// Read the page; the answer is [`Event::PageRead`] or [`Event::PageUnreadable`].
    Read {
        /// The tab.
        tab: TabId,
        /// How long to wait before, in ms.
        after: Span,
        /// What a reader proves itself with when it tells of a change.
        nonce: u32,
        /// Whether the looks of days and times matter although no legend tells of them.
        looks: bool,
    },
    /// Reload the tab: a re-check.
    Reload {
        /// The tab.
        tab: TabId,
    },
    /// Press one control: a re-check.
    Press {
        /// The tab.
        tab: TabId,
        /// The reading that `line` counts in.
        serial: u32,
        /// Where the control stands.
        line: Line,
    },
    /// Bring into view what stands at one line, and outline it until the person does something there.
    Outline {
        /// The tab.
        tab: TabId,
        /// The reading that `line` counts in.
        serial: u32,
        /// Where it stands.
        line: Line,
    },
    /// Play notes.
    Sound {
        /// The notes.
        tones: &'static [Tone],
        /// What their swings are multiplied by, 0 to 1.
        gain: f64,
    },
    /// Show a notification; the answer is [`Event::AlertShown`].
    Notify {
        /// What to show.
        alert: Box<Alert>,
    },
    /// Tell the phone; the answer is [`Event::MessageAnswered`]. What is sent is [`crate::push::request`], with these words
    /// in the person's language.
    Send {
        /// The message.
        message: MessageId,
        /// Its words.
        notice: Notice,
        /// The rest of it.
        letter: Box<Letter>,
    },
    /// Take a notification away.
    Withdraw {
        /// The alert.
        alert: AlertId,
    },
    /// Bring a tab and its window to the front.
    Focus {
        /// The tab.
        tab: TabId,
    },
    /// Keep the browser from putting a tab to sleep, where it can be asked to, or let it again.
    KeepAwake {
        /// The tab.
        tab: TabId,
        /// Whether it shall stay awake.
        awake: bool,
    },
    /// Write records into the journal, and drop what is older than the last 90 days; the answer is
    /// [`Event::JournalWritten`].
    Journal {
        /// The records, oldest first.
        records: Vec<Record>,
        /// The number up to which they are written then.
        until: u32,
        /// What came before goes.
        keep_from: Instant,
    },
    /// Show the state of a tab on the extension's button.
    Badge {
        /// The tab.
        tab: TabId,
        /// The picture.
        mark: Mark,
        /// How old the last valid look is, where it is overdue; the shell gets it as text.
        #[serde(serialize_with = "Age::write")]
        age: Option<Age>,
    },
    /// Restart the extension in its new version.
    Update,
    /// Send [`Event::Woken`] at that time, and again every minute until another call replaces it: a worker that is killed
    /// while it takes the call has to be called again.
    Wake {
        /// When; `None` for no call any more.
        at: Option<Instant>,
    },
}

named! {
    /// The picture on the extension's button.
    Mark {
        /// Nothing is watched here.
        Idle = "idle",
        /// The page is watched and nothing is free.
        Watching = "watching",
        /// An appointment is free.
        Free = "free",
        /// The person is needed.
        Attention = "attention",
        /// The watch waits.
        Paused = "paused",
    }
}
