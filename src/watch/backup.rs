//! What the person brings from a file, and the end of everything.

use super::turn::Turn;
use super::{MOST_SITES, State};
use crate::backup::Settings;
use crate::journal::Look;
use crate::pace::Entry;

/// So many sites a file may bring a pace for: watches to come need room.
const MOST_BROUGHT: usize = MOST_SITES / 4;

impl Turn {
    /// Takes settings over. Looks in the file count for the pace of their sites as if they had been made here: no file makes
    /// anything faster.
    pub(super) fn imported(&mut self, settings: Settings, looks: Vec<Look>) {
        let now = self.now.instant;
        let Settings { schedule, hints, alerting } = settings;
        (self.state.hints, self.state.alerting) = (hints, alerting);
        self.schedule_changed(schedule);
        for Look { site, at, way, reason, outcome } in looks {
            let ledgers = &self.state.ledgers;
            if ledgers.contains_key(&site) || ledgers.len() < MOST_BROUGHT {
                self.ledger_mut(&site).add(Entry { at, way, reason, outcome, private: false }, now);
            }
        }
    }

    /// Ends every watch and forgets everything but the pace of sites in the last 24 hours.
    pub(super) fn all_deleted(&mut self) {
        self.end_rehearsal();
        for tab in self.tabs(|_| true) {
            self.end(tab);
        }
        self.withdraw_if(|_| true);
        let State { ledgers, alerts_made, mut debt, wake, unsaved, update_waits, .. } =
            std::mem::take(&mut self.state);
        debt.forget();
        self.state = State { ledgers, alerts_made, debt, wake, unsaved, update_waits, ..State::default() };
        // The journal is not told that they ended: it is deleted.
        self.running.clear();
    }
}
