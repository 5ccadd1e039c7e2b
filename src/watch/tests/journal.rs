//! What the journal tells of a watch's life.

use super::*;
use crate::journal::{Gone, Look, Offer, Record, Seen};
use crate::pace::Way;
use crate::site::Site;
use std::fmt::Write;

/// A journal as the shell keeps it: the same thing has the same key.
#[derive(Clone, Debug, Default, PartialEq)]
struct Journal(BTreeMap<String, Record>);

impl Journal {
    fn write(&mut self, effects: &[Effect]) -> Option<u32> {
        let (records, until) = effects.iter().find_map(|effect| match effect {
            Effect::Journal { records, until, .. } => Some((records, *until)),
            _ => None,
        })?;
        self.0.extend(records.iter().map(|record| (key(record), record.clone())));
        Some(until)
    }

    fn looks(&self) -> Vec<&Look> {
        self.0
            .values()
            .filter_map(|record| if let Record::Look(look) = record { Some(look) } else { None })
            .collect()
    }

    /// When what was seen.
    fn seen(&self) -> Vec<(Instant, Option<Outcome>)> {
        let seen = self
            .0
            .values()
            .filter_map(|record| if let Record::Seen(seen) = record { Some(seen) } else { None });
        seen.map(|Seen { at, meaning, .. }| (*at, *meaning)).collect()
    }

    fn offers(&self) -> Vec<&Offer> {
        self.0
            .values()
            .filter_map(|record| if let Record::Offer(offer) = record { Some(offer) } else { None })
            .collect()
    }
}

fn key(record: &Record) -> String {
    match record {
        Record::Look(Look { at, site, .. }) => format!("look {} {}", at.0, site.name()),
        Record::Seen(Seen { at, watch, .. }) => format!("seen {} {}", at.0, watch.0),
        Record::Offer(Offer { at, watch, id, .. }) => format!("offer {} {} {}", at.0, watch.0, id.as_str()),
    }
}

impl World {
    /// What the journal may lack is written, and the core told so.
    fn written(&mut self, journal: &mut Journal, effects: &[Effect]) {
        if let Some(until) = journal.write(effects) {
            let effects = self.on(Event::JournalWritten { until });
            assert_eq!(journal.write(&effects), None);
        }
    }

    fn journal(&mut self) -> Journal {
        let mut journal = Journal::default();
        let effects = self.on(Event::Woken);
        self.written(&mut journal, &effects);
        journal
    }
}

#[test]
fn a_look_is_in_the_journal_before_it_is_made_and_once_with_what_came() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    let mut journal = Journal::default();
    journal.write(&world.read(NONE));
    let made = Look {
        site: Site::of(URL).unwrap(),
        at: world.instant,
        way: Way::Reload,
        reason: Reason::Planned,
        outcome: None,
    };
    assert_eq!(journal.looks(), [&made]);
    journal.write(&world.arrive(FREE));
    assert_eq!(journal.looks(), [&Look { outcome: Some(Outcome::Free), ..made }]);
}

#[test]
fn a_look_that_brings_no_page_met_trouble() {
    let mut world = World::watching(Recheck::Reload);
    world.wake();
    world.read(NONE);
    world.wait(Span::seconds(60));
    world.on(Event::PageUnreadable { tab: TAB });
    let journal = world.journal();
    assert_eq!(journal.looks()[0].outcome, Some(Outcome::Trouble));
    assert_eq!(journal.seen().last(), Some(&(world.instant, Some(Outcome::Trouble))));
}

#[test]
fn an_appointment_comes_stays_goes_and_comes_back() {
    let mut world = World::watching(Recheck::Nothing);
    let none = world.instant;
    let [free, more, gone, back] = [FREE, FREE_TOO, NONE, FREE].map(|page| {
        world.wait(Span::minutes(3));
        world.read(page);
        world.instant
    });
    let journal = world.journal();
    let seen: Vec<_> = journal
        .offers()
        .iter()
        .map(|Offer { id, at, unseen, gone, .. }| (id.as_str().to_owned(), *unseen, *at, *gone))
        .collect();
    let went = Some(Gone { seen: more, at: gone });
    assert_eq!(
        seen,
        [
            ("2026-10-12T14:30:00".to_owned(), Some(none), free, went),
            ("2026-10-13T09:00:00".to_owned(), Some(free), more, went),
            ("2026-10-12T14:30:00".to_owned(), Some(gone), back, None),
        ]
    );
    let meanings: Vec<_> = journal.seen();
    assert_eq!(
        meanings,
        [
            (none, Some(Outcome::NoneFree)),
            (free, Some(Outcome::Free)),
            (gone, Some(Outcome::NoneFree)),
            (back, Some(Outcome::Free))
        ]
    );
}

#[test]
fn an_appointment_that_is_not_as_wished_is_in_the_journal_too() {
    let mut world = World::new();
    world.wishes = Wish::read("before 1 Oct 2026", jiff::civil::date(2026, 9, 21)).unwrap().into();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    assert!(calls(&world.read(FREE)).is_empty());
    assert_eq!(world.journal().offers().len(), 1);
}

#[test]
fn what_the_first_look_shows_may_have_been_there_for_long() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(FREE);
    assert_eq!(world.journal().offers()[0].unseen, None);
}

#[test]
fn what_stands_in_the_way_takes_no_appointment_away() {
    let mut world = World::watching(Recheck::Reload);
    for page in [FREE, QUEUE, FREE] {
        world.read(page);
        world.wait(Span::seconds(9));
    }
    let journal = world.journal();
    assert_eq!(journal.offers().iter().map(|offer| offer.gone).collect::<Vec<_>>(), [None]);
}

#[test]
fn of_a_page_with_very_many_appointments_none_is_said_to_have_come_that_was_there() {
    let mut outline = String::from("0\tmain\t\t\n1\theading\t\tFreie Termine");
    for day in 1..=30 {
        for hour in [8, 10, 12, 14] {
            let _ = write!(outline, "\n1\tbutton\t\t{day:02}.11.2026, {hour:02}:00 Uhr");
        }
    }
    let mut world = World::watching(Recheck::Nothing);
    let fewer = outline.replace("\n1\tbutton\t\t01.11.2026, 08:00 Uhr", "");
    for page in [&*outline, &fewer, NONE, FREE] {
        world.wait(Span::minutes(3));
        world.read(page);
    }
    let journal = world.journal();
    let offers = journal.offers();
    let unknown = offers.iter().filter(|offer| offer.unseen.is_none()).count();
    assert_eq!((offers.len(), unknown), (102, 1));
    assert_eq!(offers.iter().filter(|offer| offer.gone.is_none()).count(), 1);
}

#[test]
fn the_end_of_a_watch_is_in_the_journal() {
    let mut world = World::watching(Recheck::Reload);
    world.wait(Span::minutes(1));
    world.on(Event::TabReplaced { tab: TAB, by: TabId(77) });
    assert_eq!(world.journal().seen().len(), 1);
    world.on(Event::StopRequested { tab: TabId(77) });
    assert_eq!(world.journal().seen(), [(world.instant, None)]);
    world.on(Event::StopRequested { tab: TabId(77) });
    assert_eq!(world.journal().seen(), []);
}

#[test]
fn records_are_handed_over_again_until_they_are_written() {
    let mut world = World::watching(Recheck::Reload);
    let [mut first, mut again] = [Journal::default(), Journal::default()];
    first.write(&world.on(Event::Woken));
    let effects = world.restart();
    world.written(&mut again, &effects);
    assert_eq!((first.0.len(), &first), (1, &again));
    assert_eq!(Journal::default().write(&world.restart()), None);
}

#[test]
fn records_go_after_ninety_days() {
    let mut world = World::watching(Recheck::Reload);
    let ninety_days_ago = Instant(world.instant.0 - 90 * 86_400_000);
    let effects = world.on(Event::Woken);
    assert!(
        effects.iter().any(
            |effect| matches!(effect, Effect::Journal { keep_from, .. } if *keep_from == ninety_days_ago)
        )
    );
}

#[test]
fn after_the_journal_was_deleted_nothing_from_before_comes_back() {
    let mut world = World::watching(Recheck::Nothing);
    world.read(FREE);
    assert_eq!(Journal::default().write(&world.on(Event::JournalDeleted)), None);
    world.wait(Span::minutes(1));
    world.read(NONE);
    let journal = world.journal();
    assert_eq!((journal.seen(), journal.0.len()), (vec![(world.instant, Some(Outcome::NoneFree))], 1));
}

#[test]
fn of_a_private_window_the_journal_knows_nothing() {
    let mut world = World::new();
    world.private = true;
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    world.read(NONE);
    world.recheck(FREE);
    world.on(Event::StopRequested { tab: TAB });
    assert_eq!(world.journal(), Journal::default());
}

proptest! {
    /// A worker may be killed before what an event brought is written.
    #[test]
    fn a_killed_worker_loses_and_doubles_nothing(
        steps in prop::collection::vec((steps(), prop::bool::weighted(0.3)), 1..12)
    ) {
        let mut world = World::watching(Recheck::Reload);
        let [mut journal, mut everything] = [Journal::default(), Journal::default()];
        for (steps, killed) in steps {
            for step in steps.into_iter().take(20) {
                let effects = world.step(step);
                everything.write(&effects);
                if !killed {
                    world.written(&mut journal, &effects);
                }
            }
            let effects = world.restart();
            everything.write(&effects);
            world.written(&mut journal, &effects);
        }
        prop_assert_eq!(journal, everything);
    }

    /// The ledger is for operators to see.
    #[test]
    fn a_look_says_nothing_of_the_page_and_no_appointment_goes_that_had_not_come(steps in steps()) {
        let words: Vec<&str> = Outcome::ALL.iter().map(|outcome| outcome.name())
            .chain(Way::ALL.iter().map(|way| way.name()))
            .chain(Reason::ALL.iter().map(|reason| reason.name()))
            .chain(["example.org"])
            .collect();
        let mut world = World::watching(Recheck::Reload);
        let mut journal = Journal::default();
        for step in steps {
            let effects = world.step(step);
            let Some(Effect::Journal { records, .. }) =
                effects.iter().find(|effect| matches!(effect, Effect::Journal { .. })) else { continue };
            for record in records {
                match record {
                    Record::Look(look) => {
                        let look = serde_json::to_value(look).unwrap();
                        let says = look.as_object().unwrap().values().filter_map(|value| value.as_str());
                        prop_assert!(says.clone().all(|word| words.contains(&word)), "{look}");
                    }
                    Record::Offer(offer) if offer.gone.is_some() => {
                        let came = Record::Offer(Offer { gone: None, ..offer.clone() });
                        let before = journal.0.get(&key(record));
                        prop_assert!(before == Some(&came) || before == Some(record), "{record:?}");
                    }
                    _ => {}
                }
                journal.0.insert(key(record), record.clone());
            }
        }
    }
}
