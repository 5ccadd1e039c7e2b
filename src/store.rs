//! The form in which the state is saved: one record with its version.

use crate::site::Site;
use crate::watch::State;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The version this program writes.
pub const VERSION: u32 = 1;

/// The saved record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Saved {
    version: u32,
    state: State,
}

/// Why a saved record cannot be used. The shell sets the record aside and goes on with what can be salvaged of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Broken {
    /// It was written by a newer version of the extension.
    Newer {
        /// That version.
        version: u32,
    },
    /// It does not have the form of its version.
    Malformed(
        /// What is wrong.
        String,
    ),
}

impl std::fmt::Display for Broken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Broken::Newer { version } => {
                write!(formatter, "saved by a newer version (form {version}, this one writes {VERSION})")
            }
            Broken::Malformed(reason) => write!(formatter, "not a saved state: {reason}"),
        }
    }
}

impl std::error::Error for Broken {}

impl Saved {
    /// Packs a state.
    pub fn new(state: State) -> Self {
        Saved { version: VERSION, state }
    }

    /// Packs what of a state may be stored on the disk: nothing that belongs to a private window.
    pub fn public(state: &State) -> Self {
        let mut state = state.clone();
        state.watches.retain(|watch| !watch.order.private);
        state.alerts.retain(|alert| !alert.private);
        state.start.take_if(|start| start.order.private);
        let watches = &state.watches;
        state.ledgers.retain(|site, ledger| {
            let is_known = ledger.forget_private();
            is_known || watches.iter().any(|watch| watch.sites().any(|watched| watched == *site))
        });
        Saved::new(state)
    }

    /// Unpacks a state out of what `deserialize` reads.
    ///
    /// # Errors
    /// Where the record is of a newer version or malformed.
    pub fn load<'de, D: serde::Deserializer<'de>>(deserialize: D) -> Result<State, Broken> {
        let saved = Saved::deserialize(deserialize).map_err(|error| Broken::Malformed(error.to_string()))?;
        if saved.version > VERSION {
            return Err(Broken::Newer { version: saved.version });
        }
        Ok(saved.state)
    }

    /// What can still be read of a record that is broken, or of a newer version: piece by piece.
    pub fn salvage(record: &impl Part) -> State {
        let Some(state) = record.field("state") else { return State::default() };
        State {
            watches: items(&state, "watches"),
            lost: items(&state, "lost"),
            ledgers: entries(&state, "ledgers"),
            schedule: read(&state, "schedule"),
            hints: entries(&state, "hints"),
            alerts: items(&state, "alerts"),
            alerts_made: read(&state, "alertsMade"),
            alerting: read(&state, "alerting"),
            phone: read(&state, "phone"),
            debt: read(&state, "debt"),
            ..State::default()
        }
    }
}

/// A part of a record that may be broken.
pub trait Part: Sized {
    /// The field of that name, where this has fields.
    fn field(&self, name: &str) -> Option<Self>;
    /// All fields with their names; none where this has no fields.
    fn fields(&self) -> Vec<(String, Self)>;
    /// What a list holds; nothing where this is no list.
    fn items(&self) -> Vec<Self>;
    /// The whole part, where it has that form.
    fn read<T: DeserializeOwned>(&self) -> Option<T>;
}

fn read<T: DeserializeOwned + Default>(state: &impl Part, name: &str) -> T {
    state.field(name).and_then(|part| part.read()).unwrap_or_default()
}

fn items<T: DeserializeOwned>(state: &impl Part, name: &str) -> Vec<T> {
    let items = state.field(name).map(|part| part.items()).unwrap_or_default();
    items.iter().filter_map(Part::read).collect()
}

fn entries<T: DeserializeOwned>(state: &impl Part, name: &str) -> BTreeMap<Site, T> {
    let entries = state.field(name).map(|part| part.fields()).unwrap_or_default();
    entries.into_iter().filter_map(|(site, part)| Some((Site::try_from(site).ok()?, part.read()?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pace::Ledger;
    use crate::verdict::Note;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    impl Part for Value {
        fn field(&self, name: &str) -> Option<Self> {
            self.get(name).cloned()
        }

        fn fields(&self) -> Vec<(String, Self)> {
            self.as_object().cloned().unwrap_or_default().into_iter().collect()
        }

        fn items(&self) -> Vec<Self> {
            self.as_array().cloned().unwrap_or_default()
        }

        fn read<T: DeserializeOwned>(&self) -> Option<T> {
            serde_json::from_value(self.clone()).ok()
        }
    }

    #[test]
    fn a_state_comes_back_as_it_was_saved() {
        let state = State { alerts_made: 3, ..State::default() };
        let saved = serde_json::to_value(Saved::new(state.clone())).unwrap();
        assert_eq!(Saved::load(saved), Ok(state));
    }

    #[test]
    fn a_record_of_a_newer_version_is_not_guessed_at() {
        let mut saved = serde_json::to_value(Saved::new(State::default())).unwrap();
        saved["version"] = json!(9);
        assert_eq!(Saved::load(saved), Err(Broken::Newer { version: 9 }));
    }

    #[test]
    fn a_record_of_another_form_is_refused() {
        for record in [json!(null), json!({}), json!({"version": 1, "state": {"watches": 5}})] {
            assert!(matches!(Saved::load(record.clone()), Err(Broken::Malformed(_))), "{record}");
        }
    }

    #[test]
    fn a_record_with_a_field_too_many_is_refused_wherever_it_stands() {
        let saved = full();
        assert!(Saved::load(saved.clone()).is_ok());
        for pointer in places(&saved, "") {
            let mut saved = saved.clone();
            let Some(object) = saved.pointer_mut(&pointer).unwrap().as_object_mut() else { continue };
            object.insert("extra".into(), json!(1));
            assert!(Saved::load(saved).is_err(), "{pointer}");
        }
    }

    #[test]
    fn of_a_damaged_record_what_can_be_read_is_kept() {
        let ledger = serde_json::to_value(Ledger::default()).unwrap();
        let record = json!({"version": 1, "state": {
            "watches": [{"order": 5}], "ledgers": {"a.example": ledger, "b.example": 7}, "alerts": "none", "alertsMade": 3,
        }});
        assert!(Saved::load(record.clone()).is_err());
        let state = Saved::salvage(&record);
        assert_eq!((state.watches.len(), state.alerts_made), (0, 3));
        assert_eq!(state.ledgers.keys().map(Site::name).collect::<Vec<_>>(), ["a.example"]);
    }

    #[test]
    fn of_a_record_of_another_version_everything_that_is_worth_it_is_kept() {
        let state = Saved::load(full()).unwrap();
        let mut record = full();
        record["version"] = json!(9);
        // What is under way is not: the permission that is asked for, a rehearsal, the alarm that was ordered.
        let kept = Saved::salvage(&record);
        let expected = State {
            watches: state.watches,
            lost: state.lost,
            ledgers: state.ledgers,
            schedule: state.schedule,
            hints: state.hints,
            alerts: state.alerts,
            alerts_made: state.alerts_made,
            alerting: state.alerting,
            phone: state.phone,
            debt: state.debt,
            ..State::default()
        };
        assert_eq!(kept, expected);
        for (name, part) in serde_json::to_value(&expected).unwrap().as_object().unwrap() {
            let blank = serde_json::to_value(State::default()).unwrap()[name].clone();
            let is_under_way = ["start", "rehearsal", "wake", "unsaved", "unsavedTold", "updateWaits"]
                .contains(&name.as_str());
            assert_eq!(*part == blank, is_under_way, "{name}");
        }
    }

    #[test]
    fn of_what_is_no_record_nothing_is_kept() {
        for record in [json!(null), json!([1]), json!({"state": 1})] {
            assert_eq!(Saved::salvage(&record), State::default());
        }
    }

    #[test]
    fn a_list_that_grew_too_long_keeps_what_is_within_its_bounds() {
        for (pointer, most) in [
            ("/state/watches", 50),
            ("/state/alerts", 20),
            ("/state/alerts/0/about/free/slots", 5),
            ("/state/alerts/3/about/gone/slots", 5),
            ("/state/watches/0/find/slots", 5),
            ("/state/watches/0/order/wishes", 6),
            ("/state/hints/a.example", 8),
            ("/state/hints/a.example/0/looks", 8),
            ("/state/ledgers/a.example/rechecks", 200),
            ("/state/ledgers/a.example/answers/refusals", 2),
            ("/state/watches/0/looks", 20),
            ("/state/watches/0/looks/0/verdict/meaning/Free", 12),
            ("/state/watches/0/looks/0/verdict/evidence", 8),
            ("/state/watches/0/looks/0/verdict/against", 8),
            ("/state/watches/0/looks/0/verdict/notes", Note::ALL.len()),
            ("/state/watches/0/unread", 16),
            ("/state/watches/0/order/frames", 16),
            ("/state/lost", 20),
            ("/state/phone/messages", 20),
            ("/state/debt/records", 300),
        ] {
            let mut saved = full();
            let list = saved.pointer_mut(pointer).unwrap().as_array_mut().unwrap();
            let entry = list[0].clone();
            list.resize(most + 1, entry);
            assert_eq!(length(&reloaded(saved), pointer), most, "{pointer}");
        }
    }

    #[test]
    fn a_set_that_grew_too_large_keeps_what_is_within_its_bounds() {
        for (pointer, most, entry) in [
            (
                "/state/watches/0/offered",
                1000,
                (|number| json!(format!("{number:04}"))) as fn(usize) -> Value,
            ),
            ("/state/watches/0/gist", 400, |number| json!(number)),
        ] {
            let mut saved = full();
            *saved.pointer_mut(pointer).unwrap() = (0..=most).map(entry).collect();
            assert_eq!(length(&reloaded(saved), pointer), most, "{pointer}");
        }
        let mut saved = full();
        let ledger = saved["state"]["ledgers"]["a.example"].clone();
        saved["state"]["ledgers"] =
            (0..=400).map(|number| (format!("a{number:03}.example"), ledger.clone())).collect();
        assert_eq!(reloaded(saved)["state"]["ledgers"].as_object().unwrap().len(), 400);
        let mut saved = full();
        let hints = saved["state"]["hints"]["a.example"].clone();
        saved["state"]["hints"] =
            (0..=400).map(|number| (format!("a{number:03}.example"), hints.clone())).collect();
        assert_eq!(reloaded(saved)["state"]["hints"].as_object().unwrap().len(), 400);
    }

    #[test]
    fn of_looks_at_a_site_the_newest_are_kept_because_the_pace_rests_on_them() {
        let mut saved = full();
        let entry = |at: usize| json!({"at": at, "way": "reload", "reason": "planned", "outcome": null});
        saved["state"]["ledgers"]["a.example"]["rechecks"] = (0..300).map(entry).collect();
        let rechecks = &reloaded(saved)["state"]["ledgers"]["a.example"]["rechecks"];
        assert_eq!((&rechecks[0]["at"], &rechecks[199]["at"]), (&json!(100), &json!(299)));
    }

    #[test]
    fn an_interval_that_no_site_allows_becomes_the_nearest_that_one_does() {
        for (stored, kept) in [(0, 2_000), (u32::MAX, 14_400_000)] {
            let mut saved = full();
            saved["state"]["watches"][0]["order"]["interval"] = json!(stored);
            assert_eq!(reloaded(saved)["state"]["watches"][0]["order"]["interval"], json!(kept));
        }
    }

    #[test]
    fn what_is_no_site_and_no_pattern_is_refused() {
        for (field, value) in [
            ("site", ""),
            ("site", "a.example/b"),
            ("site", "user@a.example"),
            ("origin", "a.example"),
            ("origin", "https://*/*"),
            ("origin", "ftp://a.example/*"),
        ] {
            let mut saved = full();
            saved["state"]["watches"][0]["order"][field] = json!(value);
            assert_eq!(Saved::load(saved).is_ok(), value == "https://*/*", "{field} {value}");
        }
    }

    /// A record that holds one of everything.
    fn full() -> Value {
        serde_json::from_str(include_str!("../fuzz/seeds/records/full.json")).unwrap()
    }

    fn reloaded(saved: Value) -> Value {
        serde_json::to_value(Saved::new(Saved::load(saved).unwrap())).unwrap()
    }

    fn length(saved: &Value, pointer: &str) -> usize {
        saved.pointer(pointer).unwrap().as_array().unwrap().len()
    }

    /// Every place in a value, as a pointer.
    fn places(value: &Value, at: &str) -> Vec<String> {
        let children: Vec<(String, &Value)> = match value {
            Value::Object(fields) => fields.iter().map(|(name, field)| (name.clone(), field)).collect(),
            Value::Array(list) => (0..).map(|index: usize| index.to_string()).zip(list).collect(),
            _ => Vec::new(),
        };
        let below = children.into_iter().flat_map(|(name, child)| places(child, &format!("{at}/{name}")));
        std::iter::once(at.to_owned()).chain(below).collect()
    }

    proptest! {
        #[test]
        fn whatever_stands_in_a_place_of_a_record_what_is_loaded_is_saved_and_loaded_alike(
            place in any::<prop::sample::Index>(), value in any_value(),
        ) {
            let mut saved = full();
            let places = places(&saved, "");
            *saved.pointer_mut(place.get::<String>(&places)).unwrap() = value;
            if let Ok(state) = Saved::load(saved) {
                let again = serde_json::to_value(Saved::new(state.clone())).unwrap();
                prop_assert_eq!(Saved::load(again), Ok(state));
            }
        }
    }

    fn any_value() -> impl Strategy<Value = Value> {
        prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            (0u32..200_000).prop_map(Value::from),
            ".{0,300}".prop_map(Value::from),
            prop::collection::vec(any::<u32>(), 0..500).prop_map(Value::from),
        ]
    }

    #[test]
    fn a_refusal_outlasts_the_watch_although_nothing_was_refreshed() {
        let mut state = State::default();
        let mut ledger = Ledger::default();
        ledger.refused(crate::time::Instant(1_800_000_000_000), false);
        state.ledgers.insert(Site::of("https://a.example/").unwrap(), ledger);
        assert_eq!(Saved::public(&state), Saved::new(state));
    }
}
