//! The form in which the state is saved: one record with its version.

use crate::watch::State;
use serde::{Deserialize, Serialize};

/// The version this program writes.
pub const VERSION: u32 = 1;

/// The saved record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
pub struct Saved {
    version: u32,
    state: State,
}

/// Why a saved record cannot be used. The shell keeps the record aside and starts with a blank state.
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
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

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
}
