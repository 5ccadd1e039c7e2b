//! How much a page can have us store: one that shows very many appointments, with long words, others at each look.

use jiff::ToSpan;
use jiff::civil::{Date, date};
use terminwacht::page::Page;
use terminwacht::recheck::Recheck;
use terminwacht::store::Saved;
use terminwacht::time::{Instant, Now, Span};
use terminwacht::watch::{Event, MOST_LOOKS, Situation, State, TabId, update};
use terminwacht::wish::Wishes;

const TODAY: Date = date(2026, 3, 4);
const TAB: TabId = TabId(7);
const URL: &str = "https://termine.example.org/auswahl";
/// The most that is stored of such a page, in bytes of JSON; the browser's storage takes ten million in all.
const MOST: usize = 350_000;
/// The most while the journal has yet to be written.
const MOST_WITH_DEBT: usize = 650_000;

/// Each appointment stands under a heading of its own.
fn page(round: i32) -> Page {
    let long = "🐌".repeat(200);
    let offer = |index: i32| {
        let day = (TODAY + (7 + (index + round) % 300).days()).strftime("%d.%m.%Y");
        let (hour, minute) = (8 + index % 10, (index * 7 + round) % 60);
        format!("0\tsection\t\t\n1\theading\t\t{index} {long}\n1\tbutton\t\t{day}, {hour:02}:{minute:02} Uhr")
    };
    let head = "0\theading\t\tBitte wählen Sie einen Termin".to_owned();
    let outline = std::iter::once(head).chain((0..600).map(offer)).collect::<Vec<_>>().join("\n");
    Page { url: URL.into(), title: long, language: "de".into(), outline, ..Page::default() }
}

#[test]
fn a_page_whose_very_many_appointments_are_others_at_each_look_fills_no_storage() {
    let mut state = State::default();
    let mut moment = Instant(1_772_600_000_000);
    // What is stored after an event, in bytes, and what the journal is owed.
    let mut on = |event: Event| {
        moment = moment + Span::seconds(2);
        state = update(std::mem::take(&mut state), event, Now::at(moment, TODAY, 1)).0;
        let stored = serde_json::to_string(&Saved::public(&state)).unwrap().len();
        (stored, state.debt.until(), state.watches.first().map(|watch| watch.looks.len()))
    };
    on(Event::StartRequested {
        tab: TAB,
        url: URL.into(),
        title: "🐌".repeat(200).as_str().into(),
        recheck: Recheck::Reload,
        interval: Span::minutes(5),
        wishes: Wishes::default(),
        keep_awake: false,
        private: false,
        frames: vec![],
    });
    on(Event::PermissionGranted { origins: vec!["https://termine.example.org/*".into()] });
    for (count, round) in (1..=MOST_LOOKS).zip(0..) {
        let read = Event::PageRead { tab: TAB, page: page(round), situation: Situation::default() };
        let (stored, until, looks) = on(read);
        assert_eq!(looks, Some(count));
        assert!(stored < MOST_WITH_DEBT, "{stored} bytes after {count} looks, the journal not written");
        let (stored, ..) = on(Event::JournalWritten { until });
        assert!(stored < MOST, "{stored} bytes after {count} looks");
    }
}
