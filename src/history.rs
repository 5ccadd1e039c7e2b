//! The looks that caused traffic, written down for whoever wants to see them: the person, or an operator.

use crate::csv;
use crate::pace::Record;
use jiff::Timestamp;

/// The looks as CSV (RFC 4180): one a line, oldest first, times in UTC.
///
/// ```
/// use terminwacht::history::csv;
/// use terminwacht::pace::{Entry, Outcome, Reason, Record, Way};
/// use terminwacht::site::Site;
/// use terminwacht::time::Instant;
///
/// let site = Site::of("https://termine.example.org/").unwrap();
/// let at = Instant(1_790_000_000_000);
/// let entry = Entry { at, way: Way::Reload, reason: Reason::Planned, outcome: Some(Outcome::NoneFree) };
/// let text = csv(&[Record { site, entry }]);
/// assert_eq!(text, "time,site,way,reason,outcome\r\n2026-09-21T14:13:20Z,example.org,reload,planned,NoneFree\r\n");
/// ```
pub fn csv(records: &[Record]) -> String {
    let mut text = csv::line(["time", "site", "way", "reason", "outcome"]);
    for Record { site, entry } in records {
        let time = Timestamp::from_millisecond(entry.at.0).map(|time| time.to_string()).unwrap_or_default();
        let outcome = entry.outcome.map_or("", |outcome| outcome.name());
        text += &csv::line([&time, site.name(), entry.way.name(), entry.reason.name(), outcome]);
    }
    text
}

/// The looks kept apart from those of the last day, put together with them: oldest first, none twice.
pub fn joined(mut older: Vec<Record>, recent: impl IntoIterator<Item = Record>) -> Vec<Record> {
    older.extend(recent);
    older.sort_by(|a, b| (a.entry.at, &a.site).cmp(&(b.entry.at, &b.site)));
    older.dedup_by(|a, b| a.entry.at == b.entry.at && a.site == b.site);
    older
}
