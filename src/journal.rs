//! The journal: which looks caused traffic, what the pages said, and which appointments came and went.
//!
//! It stays in this browser. [`crate::watch`] makes the records; the shell keeps them under keys made of their fields,
//! so that a record written twice is there once, and a later one about the same thing takes its place.

pub mod pattern;

use crate::bounds;
use crate::csv::line;
use crate::pace::{Entry, Outcome, Reason, Way};
use crate::quote::Quote;
use crate::site::Site;
use crate::slot::{Slot, SlotIdentity};
use crate::time::Instant;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// The most records that are owed at a time. Where more are, the oldest are given up.
pub const MOST_OWED: usize = 300;

/// One thing to remember.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Record {
    /// A look that caused traffic.
    Look(Look),
    /// A verdict that differs from the one before.
    Seen(Seen),
    /// An appointment that came, or went.
    Offer(Offer),
}

/// A look that caused traffic: a line of the courtesy contract's ledger. It holds nothing of the page. The key is the
/// time and the site.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Look {
    /// The site.
    pub site: Site,
    /// When the page was refreshed.
    pub at: Instant,
    /// How.
    pub way: Way,
    /// Why.
    pub reason: Reason,
    /// What came; `None` while it is awaited, or where nobody was there to see it.
    pub outcome: Option<Outcome>,
}

impl Look {
    /// An entry of the ledger of a site.
    pub fn new(site: Site, entry: Entry) -> Self {
        let Entry { at, way, reason, outcome, private: _ } = entry;
        Look { site, at, way, reason, outcome }
    }
}

/// What a page meant from a look on. The key is the time and the watch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    /// The site.
    pub site: Site,
    /// When the watch began.
    pub watch: Instant,
    /// The page's title.
    pub page: Quote,
    /// When it was seen.
    pub at: Instant,
    /// What it meant; `None` where the watch ended.
    pub meaning: Option<Outcome>,
}

/// An appointment that came on offer, as wished or not. One that never had come cannot have gone: both are one record.
/// The key is the time when it came, the watch and the slot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Offer {
    /// The site.
    pub site: Site,
    /// When the watch began.
    pub watch: Instant,
    /// The page's title.
    pub page: Quote,
    /// What makes the slot the same one at every look.
    pub id: SlotIdentity,
    /// The slot, without the words around it.
    pub slot: Slot,
    /// The first look that showed it.
    pub at: Instant,
    /// The look before, which did not: it came in between. `None` where it may have been there for long.
    pub unseen: Option<Instant>,
    /// When it went; `None` while it is on offer, or where the watch ended before.
    pub gone: Option<Gone>,
}

/// Between which looks an appointment went.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Gone {
    /// The last look that showed it.
    pub seen: Instant,
    /// The first that did not.
    pub at: Instant,
}

/// Records of the journal, by kind.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Records {
    /// The looks that caused traffic.
    pub look: Vec<Look>,
    /// What pages meant.
    pub seen: Vec<Seen>,
    /// The appointments that came and went.
    pub offer: Vec<Offer>,
}

/// Records that the journal may still lack: a debt, as an alert is. They are saved with the state and cleared when
/// they are written, so that a worker that is killed in between loses none.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Debt {
    /// How many were cleared.
    cleared: u32,
    #[serde(deserialize_with = "bounds::last::<MOST_OWED, _, _>")]
    records: VecDeque<Record>,
}

impl Debt {
    /// Owes one more.
    pub fn owe(&mut self, record: Record) {
        self.records.push_back(record);
        if self.records.len() > MOST_OWED {
            self.clear(self.cleared.wrapping_add(1));
        }
    }

    /// What is owed, oldest first.
    pub fn owed(&self) -> impl ExactSizeIterator<Item = &Record> {
        self.records.iter()
    }

    /// The number up to which it is.
    pub fn until(&self) -> u32 {
        self.cleared.wrapping_add(u32::try_from(self.records.len()).unwrap_or(u32::MAX))
    }

    /// Clears the records up to that number. One that was cleared already changes nothing.
    pub fn clear(&mut self, until: u32) {
        let count = until.wrapping_sub(self.cleared) as usize;
        if count <= self.records.len() {
            self.records.drain(..count);
            self.cleared = until;
        }
    }

    /// Gives all of them up.
    pub fn forget(&mut self) {
        self.clear(self.until());
    }
}

/// The looks as CSV: one a line, times in UTC.
///
/// ```
/// use terminwacht::journal::{Look, csv_of_looks};
/// use terminwacht::pace::{Outcome, Reason, Way};
/// use terminwacht::site::Site;
/// use terminwacht::time::Instant;
///
/// let site = Site::of("https://termine.example.org/").unwrap();
/// let at = Instant(1_790_000_000_000);
/// let look = Look { site, at, way: Way::Reload, reason: Reason::Planned, outcome: Some(Outcome::NoneFree) };
/// assert_eq!(
///     csv_of_looks(&[look]),
///     "time,site,way,reason,outcome\r\n2026-09-21T14:13:20Z,example.org,reload,planned,NoneFree\r\n"
/// );
/// ```
pub fn csv_of_looks(looks: &[Look]) -> String {
    let mut text = line(["time", "site", "way", "reason", "outcome"]);
    for Look { site, at, way, reason, outcome } in looks {
        let outcome = outcome.map_or("", Outcome::name);
        text.push_str(&line([&time(*at), site.name(), way.name(), reason.name(), outcome]));
    }
    text
}

/// What was seen and what was on offer as CSV: one a line, oldest first, times in UTC. `unseen` to `gone` are the looks
/// between which an appointment came and went.
///
/// ```
/// use terminwacht::journal::{Seen, csv_of_sights};
/// use terminwacht::pace::Outcome;
/// use terminwacht::quote::Quote;
/// use terminwacht::site::Site;
/// use terminwacht::time::{Instant, Span};
///
/// let watch = Instant(1_790_000_000_000);
/// let site = Site::of("https://termine.example.org/").unwrap();
/// let page = Quote::new("Termine, heute");
/// let seen = Seen { site, watch, page, at: watch + Span::seconds(4), meaning: Some(Outcome::NoneFree) };
/// assert_eq!(
///     csv_of_sights(&[seen], &[]),
///     "time,site,watch,page,what,slot,unseen,seen,gone\r\n\
///      2026-09-21T14:13:24Z,example.org,2026-09-21T14:13:20Z,\"Termine, heute\",NoneFree,,,,\r\n"
/// );
/// ```
pub fn csv_of_sights(seen: &[Seen], offers: &[Offer]) -> String {
    let sights = seen.iter().map(|Seen { site, watch, page, at, meaning }| {
        let what = meaning.map_or("end", Outcome::name);
        (*at, line([&time(*at), site.name(), &time(*watch), page.as_str(), what, "", "", "", ""]))
    });
    let offers = offers.iter().map(|Offer { site, watch, page, id, at, unseen, gone, slot: _ }| {
        let [unseen, seen, gone] = [*unseen, gone.map(|gone| gone.seen), gone.map(|gone| gone.at)]
            .map(|moment| moment.map(time).unwrap_or_default());
        let (at_text, watch) = (time(*at), time(*watch));
        let fields = [&at_text, site.name(), &watch, page.as_str(), "offer", id.as_str()];
        (*at, line(fields.into_iter().chain([&*unseen, &*seen, &*gone])))
    });
    let mut lines: Vec<(Instant, String)> = sights.chain(offers).collect();
    lines.sort_by_key(|(at, _)| *at);
    let head = line(["time", "site", "watch", "page", "what", "slot", "unseen", "seen", "gone"]);
    lines.into_iter().fold(head, |text, (_, line)| text + &line)
}

fn time(at: Instant) -> String {
    Timestamp::from_millisecond(at.0).map(|time| time.to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look(at: i64) -> Record {
        let entry =
            Entry { at: Instant(at), way: Way::Press, reason: Reason::Asked, outcome: None, private: false };
        Record::Look(Look::new(Site::of("https://a.example/").unwrap(), entry))
    }

    fn owed(debt: &Debt) -> Vec<Record> {
        debt.owed().cloned().collect()
    }

    #[test]
    fn what_came_to_be_owed_while_others_were_written_stays_owed() {
        let mut debt = Debt::default();
        debt.owe(look(1));
        let until = debt.until();
        debt.owe(look(2));
        debt.clear(until);
        assert_eq!(owed(&debt), [look(2)]);
        debt.clear(until);
        assert_eq!(owed(&debt), [look(2)]);
    }

    #[test]
    fn a_debt_that_nobody_pays_gives_its_oldest_up() {
        let mut debt = Debt { cleared: u32::MAX - 1, ..Debt::default() };
        for at in 0..=2 + i64::try_from(MOST_OWED).unwrap() {
            debt.owe(look(at));
        }
        assert_eq!((owed(&debt).len(), debt.records.front()), (MOST_OWED, Some(&look(3))));
        debt.forget();
        assert_eq!(owed(&debt), []);
    }

    #[test]
    fn an_appointment_stands_in_the_table_with_the_looks_between_which_it_came_and_went() {
        let words = "=HYPERLINK(\"https://a.example\")";
        let slot = Slot { words: Quote::new(words), ..Slot::default() };
        let [watch, unseen, at, seen, gone] = [0, 1000, 2000, 3000, 4000].map(Instant);
        let offer = Offer {
            site: Site::of("https://a.example/").unwrap(),
            watch,
            page: Quote::new("Termine"),
            id: slot.identity(),
            slot,
            at,
            unseen: Some(unseen),
            gone: Some(Gone { seen, at: gone }),
        };
        let text = csv_of_sights(&[], &[offer]);
        let times = [watch, unseen, at, seen, gone].map(time);
        assert_eq!(
            text.lines().nth(1).unwrap(),
            format!(
                "{},a.example,{},Termine,offer,\"'=HYPERLINK(\"\"https://a.example\"\")\",{},{},{}",
                times[2], times[0], times[1], times[3], times[4]
            )
        );
    }
}
