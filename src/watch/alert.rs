//! What a person is called for. An alert is a stored debt until the browser has shown it.

use super::alerting::Repeat;
use super::event::TabId;
use crate::bounds;
use crate::push::Answer;
use crate::quote::Quote;
use crate::slot::Slot;
use crate::time::{Instant, Span};
use crate::wish::{MOST_PEOPLE, Unknown};
use recogniser::named;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// The most slots one alert names.
pub const MOST_SLOTS: usize = 5;

/// The name of an alert, the same before and after a restart: showing it again replaces it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AlertId(#[serde(deserialize_with = "bounds::alert")] String);

impl AlertId {
    /// The name of the `serial`-th alert.
    pub fn new(serial: u32) -> Self {
        AlertId(format!("alert-{serial}"))
    }
}

/// One call to the person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Alert {
    /// Its name.
    pub id: AlertId,
    /// The tab it is about, if it is about one that is open.
    pub tab: Option<TabId>,
    /// Whether it is about a tab in a private window, of which nothing is stored.
    pub private: bool,
    /// The page's title.
    pub title: Quote,
    /// What it says.
    pub about: About,
    /// Since when the browser has yet to show it; `None` once it did.
    pub owed: Option<Instant>,
    /// The name it had: its notification by that name goes as soon as this one is shown.
    pub replaces: Option<AlertId>,
    /// How far it has come in being shown anew; `None` for what is shown once, and once the person has seen it.
    pub repeat: Option<Repeat>,
}

/// What an alert says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub enum About {
    /// Appointments are free: the first [`MOST_SLOTS`], and how many there are in all.
    Free {
        /// The first of them.
        #[serde(deserialize_with = "bounds::first::<MOST_SLOTS, _, _>")]
        slots: Vec<Told>,
        /// How many.
        count: usize,
        /// What the wish asks for and the page does not show of them.
        unknown: BTreeSet<Unknown>,
    },
    /// What an alert told of is not free any more: the slots it named, and how many there were in all.
    Gone {
        /// The first of them.
        #[serde(deserialize_with = "bounds::first::<MOST_SLOTS, _, _>")]
        slots: Vec<Told>,
        /// How many.
        count: usize,
        /// For how long they were there, as far as looks show.
        after: Span,
    },
    /// Nothing: the person only tries whether an alert would reach them.
    Rehearsal {
        /// A slot that nobody offers.
        slot: Slot,
    },
    /// The person is needed, with the page's words.
    Need {
        /// What for.
        need: Need,
        /// What the page says.
        quote: Quote,
    },
    /// The browser's storage has trouble.
    Memory {
        /// Which.
        trouble: MemoryTrouble,
    },
    /// The phone could not be told.
    Phone {
        /// What the server answered.
        answer: Answer,
    },
}

/// A free appointment, and whom it fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Told {
    /// The appointment.
    pub slot: Slot,
    /// The names of those whom it fits.
    #[serde(deserialize_with = "bounds::first::<MOST_PEOPLE, _, _>")]
    pub whose: Vec<Quote>,
}

named! {
    /// What is wrong with what we have stored.
    MemoryTrouble {
        /// It could be read in part only.
        Damaged = "damaged",
        /// Nothing can be saved.
        Full = "full",
    }
}

named! {
    /// Why the person is needed.
    Need {
        /// The page asks for proof that a person is there.
        Challenge = "challenge",
        /// The page asks to sign in.
        SignIn = "signIn",
        /// The page is a waiting room.
        Queue = "queue",
        /// The site refused us: it rests for half an hour.
        Refused = "refused",
        /// The site refused us again within a day: the watch has ended.
        RefusedAgain = "refusedAgain",
        /// The site has trouble.
        Trouble = "trouble",
        /// The page no longer says anything about appointments.
        Unclear = "unclear",
        /// The page, of which nobody can tell what it means, says something new.
        Changed = "changed",
        /// Nothing is free any more where much was, or never anything: the site may give less than it has.
        MaybeLimited = "maybeLimited",
        /// The looks of the day are used up.
        BudgetSpent = "budgetSpent",
        /// It is time for the person to look.
        TimeToLook = "timeToLook",
        /// As many pages are watched as can be: this one is not.
        TooMany = "tooMany",
        /// The operator does not want the page watched: the watch has ended.
        NotWanted = "notWanted",
        /// The browser put the tab to sleep.
        Discarded = "discarded",
        /// The page can no longer be seen.
        Unreadable = "unreadable",
        /// The tab shows another site.
        Away = "away",
        /// The control to press is not there, or cannot be told from others.
        ControlMissing = "controlMissing",
        /// The browser did not reload the page: the person has to say something, or a file came instead of a page.
        NotReloaded = "notReloaded",
        /// The page does not answer: it shows a dialog, or stands still.
        Silent = "silent",
        /// No look could be made for three times the usual pause.
        Overdue = "overdue",
        /// The person will be signed out soon.
        SessionEnds = "sessionEnds",
        /// The waiting room lets the person in, and waits for them to go on.
        YourTurn = "yourTurn",
        /// The waiting room is over.
        Through = "through",
        /// The permission for the site was taken back.
        NotAllowed = "notAllowed",
        /// The browser was closed, and the page is no longer open.
        BrowserRestarted = "browserRestarted",
        /// The tab was closed, and the watch ended with it.
        TabClosed = "tabClosed",
    }
}
