//! What the popup says, before any of it is drawn.

use crate::operator::Word;
use crate::pace::{Bound, MOST_A_DAY, Touch};
use crate::profile::{Profile, Stance};
use crate::quote::Quote;
use crate::recheck::Recheck;
use crate::site::Origin;
use crate::time::{Instant, Now};
use crate::verdict::{Meaning, Reason, Verdict};
use crate::watch::{Condition, Look, Mark, Need, State, Watch};
use crate::wording::{self, Argument, Words};

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
    pub next: Option<Next>,
    /// From when on the person may have a look made; `None` where nothing is ever refreshed for them, or not now.
    pub look: Option<Instant>,
    /// What the person should know about the site and its operator's wishes.
    pub terms: Vec<Words>,
    /// How many re-checks the site had within a day.
    pub counted: Option<Words>,
    /// Whether the watch waits for the person's *go on*.
    pub waits_for_go_on: bool,
}

/// When a re-check comes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// It is being made. What was seen last stays until it is over, so that no look moves what a person is about to press.
    Now,
    /// Then.
    At(Instant),
}

/// What the popup says about a watched tab.
pub fn of_watch(watch: &Watch, state: &State, now: Now) -> View {
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
    view.terms = of_terms(&watch.order.origin, &watch.word);
    let unread = watch.unread.iter().map(|origin| Argument::Text(Quote::new(origin.host())));
    view.terms.extend(unread.map(|host| Words::with("frame_unread", [host])));
    let pace = watch.pace(&state.ledgers, state.schedule);
    let (earliest, bound) = pace.earliest(now);
    let touches = watch.order.recheck.touches() && watch.terms().touch == Touch::Recheck;
    if touches {
        let numbers = [pace.ledger.rechecks().len(), MOST_A_DAY].map(Argument::Number);
        view.counted = Some(Words::with("pace_counted", numbers));
    }
    let is_refreshed = watch.order.recheck != Recheck::Nothing;
    match &watch.condition {
        Condition::Resting { .. } | Condition::Asking { .. } | Condition::Rechecking { .. } => {
            let next = match watch.condition {
                Condition::Resting { next } => Next::At(next),
                _ => Next::Now,
            };
            view.next = is_refreshed.then_some(next);
            view.look = touches.then_some(earliest);
            view.explanation = match (watch.hold, bound) {
                (Some(hold), _) => Some(Words::plain(&format!("hold_{}", hold.name()))),
                _ if !is_refreshed => Some(Words::plain("reads_only")),
                _ if watch.told == Some(Need::NotReloaded) => Some(Words::plain("need_notReloaded_body")),
                (None, Some(Bound::Break)) => Some(Words::plain("bound_break")),
                (None, Some(Bound::Hours)) => Some(Words::plain("bound_hours")),
                (None, Some(Bound::Budget)) => Some(Words::plain("bound_budget")),
                (None, Some(Bound::Pause) | None) => None,
            };
        }
        Condition::Found => {
            view.explanation = Some(Words::plain("found_hands_off"));
            view.waits_for_go_on = true;
            if let Some((find, after)) = watch.find.as_ref().and_then(|find| Some((find, find.stayed()?)))
                && view.slots.is_empty()
            {
                view.headline = wording::gone(&find.slots, after);
                view.explanation = Some(Words::plain("gone_hands_off"));
            }
        }
        Condition::Needs { need, .. } => {
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

/// What the person should know about a site before and while its pages are watched.
pub fn of_terms(origin: &Origin, word: &Word) -> Vec<Words> {
    let mut terms = Vec::new();
    if let Some(profile) = Profile::of(origin.host()) {
        if let Some(note) = profile.note {
            terms.push(Words::with(&format!("site_{}", note.name()), [host_of(&profile.source)]));
        }
        if let Some(phone) = &profile.phone {
            terms.push(Words::with("site_phone", [Argument::Text(Quote::new(&phone.number))]));
        }
        if let Some(address) = &profile.waiting_list {
            terms.push(Words::with("site_waiting_list", [host_of(address)]));
        }
        match profile.stance {
            Stance::RemindOnly => terms.push(Words::plain("site_remind_only")),
            Stance::Never => terms.push(Words::plain("site_never")),
            Stance::Slow | Stance::Welcome => {}
        }
    }
    if word.no_watch {
        terms.push(Words::plain("operator_no_watch"));
    } else if word.no_recheck {
        terms.push(Words::plain("operator_no_recheck"));
    }
    if let Some(interval) = word.min_interval {
        let minutes = usize::try_from(interval.0.div_ceil(60_000)).unwrap_or(usize::MAX);
        terms.push(Words::with("operator_min_interval", [Argument::Number(minutes)]));
    }
    if let Some(hours) = word.hours {
        let hours = [hours.from(), hours.to()].map(|minute| Argument::Number(usize::from(minute / 60)));
        terms.push(Words::with("operator_hours", hours));
    }
    terms
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
            look: None,
            terms: Vec::new(),
            counted: None,
            waits_for_go_on: false,
        }
    }
}

/// Who says something, by the address where it stands.
fn host_of(address: &str) -> Argument {
    Argument::Text(Quote::new(Origin::of(address).as_ref().map(Origin::host).unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The keys of what is said before a page is watched.
    fn said(url: &str, word: &str) -> Vec<String> {
        let terms = of_terms(&Origin::of(url).unwrap(), &Word::read(word));
        terms.into_iter().map(|words| words.key).collect()
    }

    #[test]
    fn where_automated_queries_were_blocked_the_person_is_told_so_before_the_first_watch() {
        for url in ["https://001-iz.impfterminservice.de/", "https://www.116117-termine.de/"] {
            assert_eq!(said(url, ""), ["site_automated_queries_blocked", "site_phone"]);
        }
    }

    #[test]
    fn where_appointments_are_given_out_by_telephone_too_the_person_is_told_the_number() {
        assert_eq!(said("https://service.berlin.de/terminvereinbarung/", ""), ["site_phone"]);
    }

    #[test]
    fn where_the_site_has_a_waiting_list_of_its_own_the_person_is_told_of_it() {
        assert_eq!(said("https://www.doctolib.de/hausarzt/berlin", ""), ["site_waiting_list"]);
    }

    #[test]
    fn an_unknown_site_without_wishes_needs_no_words() {
        assert_eq!(said("https://example.org/", ""), Vec::<String>::new());
    }

    #[test]
    fn each_wish_of_an_operator_is_shown_once() {
        assert_eq!(
            said("https://example.org/", "no-recheck min-interval=900 hours=08-18"),
            ["operator_no_recheck", "operator_min_interval", "operator_hours"]
        );
        assert_eq!(said("https://example.org/", "no-watch no-recheck"), ["operator_no_watch"]);
    }
}
