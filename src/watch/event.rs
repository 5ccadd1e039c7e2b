//! What can happen to a watch, and what a watch can have done.

use super::alert::{Alert, AlertId};
use crate::named::named;
use crate::pace::{Record, Schedule};
use crate::page::{Line, Page, Situation};
use crate::recheck::Recheck;
use crate::site::Origin;
use crate::time::{Instant, Span};
use crate::wish::Wish;
use serde::{Deserialize, Serialize};

/// The browser's number for a tab, unique while the browser runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct TabId(pub i32);

/// Something that happened, as the shell forwards it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Event {
    /// The worker started again after it was killed.
    WorkerStarted,
    /// The worker started with the browser: tabs have new numbers.
    BrowserStarted,
    /// An alarm or a timer went off.
    Woken,
    /// The person pressed *Watch this page*; the browser is now asking for its permission.
    StartRequested {
        /// The tab to watch.
        tab: TabId,
        /// Its address when the person pressed.
        url: String,
        /// Its title then.
        title: String,
        /// How to refresh the page.
        recheck: Recheck,
        /// The mean pause between re-checks, in ms.
        interval: Span,
        /// Which slots are worth a call.
        wish: Wish,
        /// Whether the browser shall not put the tab to sleep.
        keep_awake: bool,
        /// Where the frames come from that shall be read with the page.
        #[serde(default)]
        frames: Vec<Origin>,
    },
    /// The browser granted us sites, named by match patterns.
    PermissionGranted {
        /// The patterns of all that we may read by now.
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
        origins: Vec<String>,
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
    /// A tab finished loading. The address is missing where we may not see it.
    PageLoaded {
        /// The tab.
        tab: TabId,
        /// Its address.
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

/// Something to be done, in the order given, after the state was saved.
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
    /// Show a notification; the answer is [`Event::AlertShown`].
    Notify {
        /// What to show.
        alert: Alert,
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
    /// Keep the browser from putting a tab to sleep, where it can be asked to.
    KeepAwake {
        /// The tab.
        tab: TabId,
    },
    /// Add looks to the history in the same step in which the state is saved, and drop the days of the history before one.
    Archive {
        /// The looks, oldest first.
        records: Vec<Record>,
        /// The first day to keep, in days since 1970.
        first_day: i64,
    },
    /// Show the state of a tab on the extension's button.
    Badge {
        /// The tab.
        tab: TabId,
        /// The picture.
        mark: Mark,
    },
    /// Send [`Event::Woken`] at that time. It replaces the call before.
    Wake {
        /// When.
        at: Instant,
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
