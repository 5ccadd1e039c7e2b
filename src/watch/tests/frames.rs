//! Examples of frames from elsewhere in a page.

use super::*;

/// A page with nothing of its own but a frame, and perhaps what is in it.
fn embedding(frame: Option<Frame>) -> Page {
    let outline = "0\tmain\t\t\n1\theading\t\tTermine\n\
                   1\tframe\t\t\tsource=https://widget.example.net/embedded\tsize=640x480\tplace=0";
    let frames = frame.into_iter().collect();
    Page { url: URL.into(), language: "de".into(), outline: outline.into(), frames, ..Page::default() }
}

fn frame(outline: &str) -> Frame {
    Frame {
        id: FrameId(5),
        place: "0".into(),
        url: FRAME_URL.into(),
        outline: outline.into(),
        cut: false,
        operator: String::new(),
        situation: Situation { serial: 41, ..Situation::default() },
    }
}

#[test]
fn an_appointment_in_a_frame_is_called() {
    let mut world = World::watching(Recheck::Reload);
    let page = embedding(Some(frame(FREE)));
    world.on(Event::PageRead { tab: TAB, page, situation: Situation::default() });
    assert_eq!(world.watch().condition, Condition::Found);
    assert_eq!(world.watch().unread, []);
}

#[test]
fn a_frame_that_cannot_be_read_is_remembered_until_it_can() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::PageRead { tab: TAB, page: embedding(None), situation: Situation::default() });
    assert_eq!(world.watch().unread, [Origin::of(FRAME_URL).unwrap()]);
    let page = embedding(Some(frame("0\ttext\t\tKeine freien Termine.")));
    world.on(Event::PageRead { tab: TAB, page, situation: Situation::default() });
    assert_eq!(world.watch().unread, []);
}

#[test]
fn a_button_in_a_frame_is_pressed_there() {
    let control =
        Control { role: Role::Button, label: Quote::new("Termine suchen"), place: Quote::default() };
    let mut world = World::watching(Recheck::Press(control));
    world.wake();
    let page = embedding(Some(frame("0\ttext\t\tKeine freien Termine.\n0\tbutton\t\tTermine suchen")));
    let situation = Situation { serial: 7, ..Situation::default() };
    let effects = world.on(Event::PageRead { tab: TAB, page, situation });
    let line = Line { frame: FrameId(5), number: 1 };
    assert!(effects.contains(&Effect::Press { tab: TAB, serial: 41, line }), "{effects:?}");
}

#[test]
fn whoever_embeds_a_page_is_bound_by_the_word_of_its_operator() {
    let mut world = World::watching(Recheck::Reload);
    let mut forbidding = frame("0\ttext\t\tKeine freien Termine.");
    forbidding.operator = "no-recheck".into();
    world.on(Event::PageRead {
        tab: TAB,
        page: embedding(Some(forbidding)),
        situation: Situation::default(),
    });
    assert!(world.watch().word.no_recheck);
}

#[test]
fn a_change_is_only_taken_from_a_reader_of_the_watch() {
    let mut world = World::watching(Recheck::Reload);
    let nonce = world.watch().nonce;
    let foreign = "https://termine.example.com/auswahl";
    for (url, nonce) in [(URL, nonce + 1), (foreign, nonce), ("", nonce)] {
        let effects = world.changed(url, nonce);
        assert!(!effects.iter().any(|effect| matches!(effect, Effect::Read { .. })), "{url} {nonce}");
    }
    for url in [URL, FRAME_URL] {
        world.wait(Span::seconds(20));
        let effects = world.changed(url, nonce);
        assert!(
            effects.contains(&Effect::Read { tab: TAB, after: Span(0), nonce, looks: false }),
            "{url}: {effects:?}"
        );
        world.read(NONE);
    }
}

#[test]
fn readers_keep_their_word_when_the_worker_starts_again() {
    let mut world = World::watching(Recheck::Reload);
    world.seed = 301;
    world.restart();
    assert_eq!(world.watch().nonce, 300);
}

#[test]
fn the_watch_starts_where_the_page_is_granted_and_its_frame_is_not() {
    let mut world = World::new();
    world.start(TAB, URL, Recheck::Reload);
    world.on(Event::PermissionGranted { origins: vec!["https://widget.example.net/*".into()] });
    assert_eq!(world.state.watch(TAB), None);
    world.grant();
    assert!(world.state.watch(TAB).is_some());
}

#[test]
fn a_frame_that_may_no_longer_be_read_leads_to_a_quiet_look() {
    let mut world = World::watching(Recheck::Reload);
    let removed = Event::PermissionRemoved { origins: vec!["https://widget.example.net/*".into()] };
    assert!(world.on(removed).iter().any(|effect| matches!(effect, Effect::Read { .. })));
    assert!(matches!(world.watch().condition, Condition::Resting { .. }));
}

/// A page is read that embeds something of another site, with nothing free in it.
fn read_nothing_free(world: &mut World, tab: TabId, url: &str) -> Vec<Effect> {
    let outline = "0\tmain\t\t\n1\ttext\t\tKeine freien Termine.";
    let page = Page { url: url.into(), ..embedding(Some(frame(outline))) };
    world.on(Event::PageRead { tab, page, situation: Situation::default() })
}

#[test]
fn a_refresh_counts_for_the_sites_of_its_frames_too() {
    let mut world = World::watching(Recheck::Reload);
    read_nothing_free(&mut world, TAB, URL);
    world.wake();
    assert_eq!(touches(&read_nothing_free(&mut world, TAB, URL)), 1);
    let asked: Vec<_> =
        world.state.ledgers.iter().map(|(site, ledger)| (site.name(), ledger.rechecks().len())).collect();
    assert_eq!(asked, [("example.net", 1), ("example.org", 1)]);
}

#[test]
fn two_pages_of_different_sites_do_not_ask_the_site_of_a_frame_in_both_within_its_floor() {
    const OTHER: (TabId, &str) = (TabId(9), "https://praxis.example.com/termine");
    let mut world = World::new();
    let both = [(TAB, URL), OTHER];
    for (tab, url) in both {
        world.start(tab, url, Recheck::Reload);
        world.on(Event::PermissionGranted { origins: vec![Origin::of(url).unwrap().pattern().into()] });
        read_nothing_free(&mut world, tab, url);
    }
    let mut asked = Vec::new();
    while asked.len() < 20 {
        world.instant = world.state.wake.unwrap();
        world.seed = world.seed.wrapping_mul(31).wrapping_add(7);
        world.on(Event::Woken);
        for (tab, url) in both {
            if matches!(world.state.watch(tab).unwrap().condition, Condition::Asking { .. })
                && touches(&read_nothing_free(&mut world, tab, url)) == 1
            {
                asked.push(world.instant);
                world.wait(Span::seconds(1));
                world.on(Event::PageLoaded { tab, url: Some(url.into()) });
                read_nothing_free(&mut world, tab, url);
            }
        }
    }
    for (before, after) in asked.iter().zip(&asked[1..]) {
        assert!(*after - *before >= FLOOR, "{asked:?}");
    }
}

#[test]
fn what_holds_for_the_site_of_a_frame_holds_for_the_page() {
    let mut world = World::watching(Recheck::Reload);
    let url = "https://001-iz.impfterminservice.de/impftermine/suche";
    let page = Page {
        outline: format!("0\tmain\t\t\n1\tframe\t\t\tsource={url}\tsize=640x480\tplace=0"),
        frames: vec![Frame { url: url.into(), ..frame("0\ttext\t\tKeine freien Termine.") }],
        ..embedding(None)
    };
    assert_eq!(world.watch().terms().floor, FLOOR);
    world.on(Event::PageRead { tab: TAB, page, situation: Situation::default() });
    assert_eq!(world.watch().terms().floor, Span::minutes(10));
}

#[test]
fn a_private_page_leaves_nothing_of_the_sites_of_its_frames() {
    let mut world = World::new();
    world.private = true;
    world.start(TAB, URL, Recheck::Reload);
    world.grant();
    read_nothing_free(&mut world, TAB, URL);
    world.wake();
    assert_eq!(touches(&read_nothing_free(&mut world, TAB, URL)), 1);
    let stored = serde_json::to_string(&Saved::public(&world.state)).unwrap();
    assert!(!stored.contains("example"), "{stored}");
}
