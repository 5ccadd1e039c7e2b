//! What the popup says, before any of it is drawn.

use crate::quote::Quote;
use crate::recheck::Recheck;
use crate::time::Instant;
use crate::verdict::{Meaning, Reason, Verdict};
use crate::watch::{Condition, Hold, Look, Mark, Watch};
use crate::wording::{Argument, Words};

/// The most slots and quotes the popup shows.
const MOST_SHOWN: usize = 4;

/// The state of one page in plain words.
#[derive(Clone, Debug, PartialEq)]
pub struct View {
    /// The picture.
    pub mark: Mark,
    /// The state in a few words.
    pub headline: Words,
    /// What that means for the person, or what is needed from them.
    pub explanation: Option<Words>,
    /// The appointments on offer.
    pub slots: Vec<Words>,
    /// The page's own words that led to the verdict.
    pub quotes: Vec<Quote>,
    /// When the page was last looked at.
    pub last: Option<Instant>,
    /// When the next re-check comes.
    pub next: Option<Instant>,
    /// Whether the watch waits for the person's *go on*.
    pub waits_for_go_on: bool,
}

/// What the popup says about a watched tab.
pub fn of_watch(watch: &Watch) -> View {
    let mut view = match watch.latest() {
        None => View::bare(Mark::Watching, Words::plain("verdict_none_yet")),
        Some(Look { verdict: None, .. }) => View::bare(Mark::Paused, Words::plain("verdict_unreadable")),
        Some(Look { verdict: Some(verdict), .. }) => of_verdict(verdict),
    };
    let unfit = watch.latest().is_some_and(|look| {
        !look.fits && look.verdict.as_ref().is_some_and(|verdict| matches!(verdict.meaning, Meaning::Free(_)))
    });
    if unfit {
        view.headline = Words::plain("verdict_unfit");
    }
    view.mark = watch.mark;
    view.last = watch.last_read;
    match &watch.condition {
        Condition::Resting { next } => {
            view.next = (watch.order.recheck != Recheck::Nothing).then_some(*next);
            view.explanation = match watch.hold {
                Some(Hold::InUse) => Some(Words::plain("hold_inUse")),
                Some(Hold::UnsentForm) => Some(Words::plain("hold_unsentForm")),
                None if watch.order.recheck == Recheck::Nothing => Some(Words::plain("reads_only")),
                None => None,
            };
        }
        Condition::Asking { .. } | Condition::Rechecking { .. } => {
            view.explanation = Some(Words::plain("looking_now"));
        }
        Condition::Found => {
            view.explanation = Some(Words::plain("found_hands_off"));
            view.waits_for_go_on = true;
        }
        Condition::Needs { need } => {
            view.headline = Words::plain(&format!("need_{}", need.name()));
            view.explanation = Some(Words::plain(&format!("need_{}_body", need.name())));
            view.waits_for_go_on = true;
        }
    }
    view
}

/// What the popup says about a page that is not watched yet.
pub fn of_verdict(verdict: &Verdict) -> View {
    let mark = match verdict.meaning {
        Meaning::Free(_) => Mark::Free,
        Meaning::NoneFree => Mark::Idle,
        _ => Mark::Attention,
    };
    let mut view = View::bare(mark, Words::plain(&format!("verdict_{}", verdict.meaning.name())));
    if let Meaning::Free(slots) = &verdict.meaning {
        view.slots = slots
            .iter()
            .take(MOST_SHOWN)
            .map(|slot| Words::with("plain", [Argument::Slot(slot.clone())]))
            .collect();
    }
    for evidence in &verdict.evidence {
        if view.quotes.len() < MOST_SHOWN
            && !evidence.quote.is_empty()
            // That the page is about appointments at all is no news to who opened it.
            && evidence.reason != Reason::About
            && !view.quotes.contains(&evidence.quote)
        {
            view.quotes.push(evidence.quote.clone());
        }
    }
    view
}

impl View {
    fn bare(mark: Mark, headline: Words) -> Self {
        View {
            mark,
            headline,
            explanation: None,
            slots: Vec::new(),
            quotes: Vec::new(),
            last: None,
            next: None,
            waits_for_go_on: false,
        }
    }
}
