//! Everything that a person may take along: settings and journal, as one file.

use crate::bounds;
use crate::hint::Hints;
use crate::journal::{Look, Records};
use crate::pace::{MOST_A_DAY, Schedule};
use crate::quote::Quote;
use crate::site::Site;
use crate::time::{Instant, Span};
use crate::watch::{Alerting, MOST_SITES, State};
use crate::wording::{Argument, Words};
use serde::{Deserialize, Deserializer, Serialize};
use std::collections::BTreeMap;

/// The version of the form that this program writes.
pub const VERSION: u32 = 1;
/// The most bytes of a file that is read. A site that is refreshed as often as the contract allows fills some 6 MB in 90
/// days.
pub const MOST_BYTES: usize = 64 << 20;
/// The deepest that what we write is nested, and some more: reading goes down with it.
const MOST_DEPTH: usize = 16;
/// The most looks of a file that are taken into the pace of their sites.
pub const MOST_LOOKS_TAKEN: usize = 10 * MOST_A_DAY;

/// What the person chose for all watches.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Settings {
    /// When pages may be re-checked.
    pub schedule: Schedule,
    /// What they have shown to be free, by site.
    #[serde(deserialize_with = "bounds::first::<MOST_SITES, _, _>")]
    pub hints: BTreeMap<Site, Hints>,
    /// How they want to be called.
    pub alerting: Alerting,
}

impl Settings {
    /// Those of a state.
    pub fn of(state: &State) -> Self {
        Settings { schedule: state.schedule, hints: state.hints.clone(), alerting: state.alerting }
    }
}

/// The file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Backup {
    /// The version of the form.
    terminwacht: u32,
    /// When it was made.
    made: Instant,
    /// What the person chose.
    pub settings: Settings,
    /// What the journal held.
    pub journal: Records,
}

/// Why a file cannot be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Error {
    /// It has more than [`MOST_BYTES`].
    Long,
    /// It is no JSON, or nested deeper than anything that we write.
    NoJson,
    /// It is JSON of something else.
    Foreign,
    /// A newer version wrote it.
    Newer,
    /// Something in it has another form.
    Malformed(String),
}

impl Error {
    /// What the person is told.
    pub fn words(&self) -> Words {
        match self {
            Error::Long => Words::plain("import_long"),
            Error::NoJson => Words::plain("import_no_json"),
            Error::Foreign => Words::plain("import_foreign"),
            Error::Newer => Words::plain("import_newer"),
            Error::Malformed(reason) => Words::with("import_malformed", [Argument::Text(Quote::new(reason))]),
        }
    }
}

/// What tells a file of ours from others, and of which version it is.
#[derive(Deserialize)]
struct Head {
    terminwacht: u32,
}

impl Backup {
    /// A file made now.
    pub fn new(settings: Settings, journal: Records, now: Instant) -> Self {
        Backup { terminwacht: VERSION, made: now, settings, journal }
    }

    /// Reads a file out of what a deserializer reads; it is asked for twice.
    ///
    /// # Errors
    /// Where it is not of ours, of a newer version, or malformed.
    pub fn read<'de, D: Deserializer<'de>>(deserializer: impl Fn() -> D) -> Result<Self, Error> {
        let Head { terminwacht } = Head::deserialize(deserializer()).map_err(|_| Error::Foreign)?;
        if terminwacht > VERSION {
            return Err(Error::Newer);
        }
        Backup::deserialize(deserializer()).map_err(|error| Error::Malformed(error.to_string()))
    }

    /// Leaves out what lies in the future, by a clock that was wrong: it would stay for ever.
    #[must_use]
    pub fn until(mut self, now: Instant) -> Self {
        let Records { look, seen, offer } = &mut self.journal;
        look.retain(|look| look.at <= now);
        seen.retain(|seen| seen.at <= now);
        offer.retain(|offer| offer.at <= now && offer.gone.is_none_or(|gone| gone.at <= now));
        self
    }

    /// The looks of the last 24 hours, the newest of each site, oldest first.
    pub fn recent(&self, now: Instant) -> Vec<Look> {
        let mut looks: Vec<&Look> =
            self.journal.look.iter().filter(|look| now - look.at < Span::minutes(24 * 60)).collect();
        looks.sort_by_key(|look| look.at);
        let mut counts: BTreeMap<&Site, usize> = BTreeMap::new();
        let mut recent: Vec<Look> = Vec::new();
        for look in looks.into_iter().rev() {
            let count = counts.entry(&look.site).or_default();
            *count += 1;
            if *count <= MOST_A_DAY && recent.len() < MOST_LOOKS_TAKEN {
                recent.push(look.clone());
            }
        }
        recent.reverse();
        recent
    }
}

/// Checks a file before it is parsed: its size and, outside of texts, its depth.
///
/// # Errors
/// Where it is too long or too deep.
///
/// ```
/// use terminwacht::backup::{Error, check};
///
/// assert_eq!(check("{\"a\": \"[[[[[[[[[[[[[[[[[[[[[[[[\\\"\"}"), Ok(()));
/// assert_eq!(check(&"[".repeat(50)), Err(Error::NoJson));
/// ```
pub fn check(text: &str) -> Result<(), Error> {
    if text.len() > MOST_BYTES {
        return Err(Error::Long);
    }
    let (mut depth, mut is_text, mut is_escaped) = (0_usize, false, false);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' if is_text => is_escaped = true,
            b'"' => is_text = !is_text,
            b'[' | b'{' if !is_text => depth += 1,
            b']' | b'}' if !is_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MOST_DEPTH {
            return Err(Error::NoJson);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::{Days, Ledger, Outcome, Reason, Terms, Touch, Way};
    use crate::time::Now;
    use crate::watch::{Event, update};
    use jiff::civil::{Weekday, date};
    use proptest::prelude::*;
    use serde_json::{Value, json};

    const NOW: Instant = Instant(1_790_000_000_000);

    fn look(site: &str, at: i64) -> Look {
        let site = Site::of(&format!("https://{site}/")).unwrap();
        Look {
            site,
            at: Instant(at),
            way: Way::Reload,
            reason: Reason::Planned,
            outcome: Some(Outcome::NoneFree),
        }
    }

    fn backup(looks: Vec<Look>) -> Backup {
        let schedule = Schedule { quiet: None, days: Days::new([Weekday::Monday]) };
        Backup::new(
            Settings { schedule, hints: BTreeMap::new(), alerting: Alerting::default() },
            Records { look: looks, ..Records::default() },
            NOW,
        )
    }

    fn file() -> Value {
        let records: Value = json!({
            "look": [{"site": "a.example", "at": 1, "way": "reload", "reason": "planned", "outcome": null}],
            "seen": [{"site": "a.example", "watch": 1, "page": "Termine", "at": 2, "meaning": "Free"}],
            "offer": [{"site": "a.example", "watch": 1, "page": "Termine", "id": "x", "at": 3, "unseen": 2,
                "slot": {"date": null, "time": null, "place": null, "count": null, "words": "x", "second": null},
                "gone": {"seen": 4, "at": 5}}],
        });
        let alerting = json!({"tune": "lively", "volume": 20, "repeats": false, "keepsQuietHours": true});
        let hint = json!({"role": "button", "shape": "platz # nehmen", "looks": []});
        let settings = json!({
            "schedule": {"quiet": null, "days": 127}, "hints": {"a.example": [hint]}, "alerting": alerting,
        });
        json!({"terminwacht": 1, "made": 9, "settings": settings, "journal": records})
    }

    fn read(value: &Value) -> Result<Backup, Error> {
        Backup::read(|| value.clone())
    }

    fn at(moment: Instant) -> Now {
        Now::at(moment, date(2026, 9, 21), 7)
    }

    fn after_import(state: State, looks: Vec<Look>) -> State {
        let backup = backup(looks);
        let looks = backup.recent(NOW);
        let event = Event::Imported { settings: backup.settings, looks };
        update(state, event, at(NOW)).0
    }

    #[test]
    fn a_file_comes_back_as_it_was_written() {
        let read = read(&file()).unwrap();
        assert_eq!(serde_json::to_value(&read).unwrap(), file());
        assert_eq!(check(&file().to_string()), Ok(()));
    }

    #[test]
    fn a_file_of_a_newer_version_is_refused_whatever_is_in_it() {
        assert_eq!(read(&json!({"terminwacht": 2, "more": []})), Err(Error::Newer));
    }

    #[test]
    fn a_file_of_something_else_is_refused() {
        for other in [json!(null), json!([]), json!({"version": 1}), json!({"terminwacht": "1"})] {
            assert_eq!(read(&other), Err(Error::Foreign), "{other}");
        }
    }

    #[test]
    fn what_has_another_form_is_refused_with_what_is_wrong() {
        for (pointer, value, reason) in [
            ("/journal/look/0/way", json!("fly"), "fly"),
            ("/journal/look/0/site", json!("a/b"), "site"),
            ("/journal/offer/0/id", json!("x".repeat(121)), "identity"),
            ("/settings/schedule/days", json!(-1), "-1"),
            ("/settings", json!({"schedule": {"quiet": null, "days": 127}, "more": 1}), "more"),
        ] {
            let mut file = file();
            *file.pointer_mut(pointer).unwrap() = value;
            let Err(Error::Malformed(what)) = read(&file) else { panic!("{pointer}") };
            assert!(what.contains(reason), "{what}");
        }
    }

    #[test]
    fn what_lies_in_the_future_is_left_out() {
        let backup = backup(vec![look("a.example", NOW.0), look("a.example", NOW.0 + 1)]).until(NOW);
        assert_eq!(backup.journal.look, [look("a.example", NOW.0)]);
    }

    #[test]
    fn an_import_replaces_the_settings_and_its_looks_count_for_the_pace() {
        let state =
            after_import(State::default(), vec![look("a.example", NOW.0 - 1000), look("b.example", 5)]);
        assert_eq!(state.schedule, backup(vec![]).settings.schedule);
        let counted: Vec<_> =
            state.ledgers.iter().map(|(site, ledger)| (site.name(), ledger.rechecks().len())).collect();
        assert_eq!(counted, [("a.example", 1)]);
    }

    #[test]
    fn a_file_of_very_many_sites_leaves_room_for_watches() {
        let looks = (0..500).map(|number| look(&format!("a{number}.example"), NOW.0 - 5)).collect();
        assert_eq!(after_import(State::default(), looks).ledgers.len(), 100);
    }

    proptest! {
        #[test]
        fn no_import_makes_anything_faster(
            here in prop::collection::vec(0i64..100_000_000, 0..250), brought in prop::collection::vec(-1000i64..100_000_000, 0..250),
            refused in any::<bool>(),
        ) {
            let site = look("a.example", 0).site;
            let mut ledger = Ledger::default();
            let mut here = here;
            here.sort_unstable_by(|a, b| b.cmp(a));
            for before in here {
                ledger.enter(Instant(NOW.0 - before), Way::Reload, Reason::Planned, false);
            }
            if refused {
                ledger.refused(NOW, false);
            }
            ledger.tidy(NOW);
            let state = State { ledgers: [(site.clone(), ledger.clone())].into(), ..State::default() };
            let looks = brought.iter().map(|before| look("a.example", NOW.0 - before)).collect();
            let after = after_import(state, looks);
            let terms = Terms { floor: Span::minutes(1), touch: Touch::Recheck, hours: None, is_budgeted: true };
            let ends = |ledger: &Ledger| ledger.bounds(&terms).map(|(end, _)| end).max();
            let known = after.ledgers.get(&site).cloned().unwrap_or_default();
            prop_assert!(ends(&known) >= ends(&ledger));
            prop_assert!(known.rechecks().map(|entry| entry.at).is_sorted());
            prop_assert!(known.rechecks().len() >= ledger.rechecks().len().min(200));
        }

        #[test]
        fn any_text_is_checked_without_a_panic(text in ".{0,200}") {
            let _ = check(&text);
        }
    }
}
