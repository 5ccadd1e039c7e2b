//! Examples of what is sent.

use super::*;
use crate::slot::{Slot, TimeSpan};
use jiff::civil::{date, time};
use proptest::prelude::*;
use serde_json::{Value, json};
use std::collections::BTreeSet;

pub(crate) fn ntfy(detail: Detail) -> Push {
    Push {
        target: Target::Ntfy {
            server: Address::read("https://ntfy.example.org").unwrap(),
            topic: Topic::read("my-topic").unwrap(),
            priority: Priority::Urgent,
        },
        token: None,
        detail,
        needs: true,
    }
}

fn webhook(detail: Detail) -> Push {
    let address = Address::read("https://a.example/hook?key=1").unwrap();
    Push { target: Target::Webhook { address }, token: Token::read("secret"), ..ntfy(detail) }
}

fn told(day: i8) -> Told {
    let time = TimeSpan { start: time(14, 30, 0, 0), end: None };
    let slot = Slot { date: Some(date(2026, 10, day)), time: Some(time), ..Slot::default() };
    Told { slot, whose: Vec::new() }
}

fn free() -> Subject {
    Subject::Alert {
        title: "Termine der Stadt".into(),
        about: About::Free { slots: vec![told(12), told(13)], count: 2, unknown: BTreeSet::new() },
        page: Url::of("https://termine.example.org/auswahl?a=1"),
    }
}

fn need(need: Need) -> Subject {
    Subject::Alert {
        title: "Termine".into(),
        about: About::Need { need, quote: "Wer sind Sie?".into() },
        page: None,
    }
}

fn sent(push: &Push, subject: &Subject) -> Value {
    let request = request(push.letter("5-1".into(), subject), "Title", vec!["One".into(), "Two".into()]);
    serde_json::to_value(request).unwrap()
}

fn keys(notice: &Notice) -> Vec<&str> {
    std::iter::once(&notice.title).chain(&notice.lines).map(|words| words.key.as_str()).collect()
}

#[test]
fn ntfy_gets_its_json_at_the_root_of_the_server() {
    assert_eq!(
        sent(&ntfy(Detail::Everything), &free()),
        json!({
            "origin": "https://ntfy.example.org/*",
            "data": ["websiteContent", "personallyIdentifyingInfo", "healthInfo", "browsingActivity"],
            "url": "https://ntfy.example.org/",
            "headers": {"Content-Type": "application/json"},
            "body": {
                "topic": "my-topic", "title": "Title", "message": "One\nTwo", "priority": 5, "tags": ["calendar"],
                "click": "https://termine.example.org/auswahl?a=1",
            },
        })
    );
}

#[test]
fn a_webhook_gets_what_programs_need_and_the_token() {
    let sent = sent(&webhook(Detail::Everything), &free());
    assert_eq!(sent["url"], json!("https://a.example/hook?key=1"));
    assert_eq!(sent["headers"]["Authorization"], json!("Bearer secret"));
    assert_eq!(
        sent["body"],
        json!({
            "app": "terminwacht", "version": 1, "id": "5-1", "kind": "free", "title": "Title", "message": "One\nTwo",
            "page": "Termine der Stadt", "slots": [told(12), told(13)], "url": "https://termine.example.org/auswahl?a=1",
        })
    );
}

#[test]
fn a_message_that_says_little_holds_nothing_of_the_page() {
    for subject in [free(), need(Need::SignIn)] {
        for push in [ntfy(Detail::Little), webhook(Detail::Little)] {
            let body = sent(&push, &subject)["body"].to_string();
            for of_page in ["Stadt", "termine.example", "2026", "signIn", "Wer"] {
                assert!(!body.contains(of_page), "{body}");
            }
        }
    }
    assert_eq!(keys(&notice(&free(), Detail::Little)), ["name", "phone_message_free"]);
    assert_eq!(keys(&notice(&need(Need::SignIn), Detail::Little)), ["name", "phone_message_need"]);
}

#[test]
fn a_message_with_page_and_time_names_the_first_appointment_and_no_address() {
    let sent = sent(&webhook(Detail::Slot), &free());
    assert_eq!(sent["body"]["slots"], json!([told(12)]));
    assert_eq!(sent["body"]["url"], Value::Null);
    assert_eq!(keys(&notice(&free(), Detail::Slot)), ["alertFree", "alertPage"]);
    assert_eq!(keys(&notice(&need(Need::SignIn), Detail::Slot)), ["need_signIn", "alertPage"]);
}

#[test]
fn a_full_message_says_what_the_notification_says() {
    assert_eq!(keys(&notice(&free(), Detail::Everything)), ["alertFree", "plain", "alertPage"]);
    let needed = notice(&need(Need::SignIn), Detail::Everything);
    assert_eq!(keys(&needed), ["need_signIn", "need_signIn_body", "alertPage", "alertQuote"]);
}

#[test]
fn of_needs_those_are_told_for_which_somebody_would_come() {
    let about = |need| About::Need { need, quote: Quote::default() };
    let push = ntfy(Detail::Little);
    for need in [Need::Through, Need::YourTurn, Need::SignIn, Need::Challenge, Need::Discarded] {
        assert!(push.wants(&about(need)), "{need:?}");
        assert!(!Push { needs: false, ..push.clone() }.wants(&about(need)), "{need:?}");
    }
    for need in [Need::TimeToLook, Need::TabClosed, Need::Trouble] {
        assert!(!push.wants(&about(need)), "{need:?}");
    }
}

#[test]
fn what_may_mend_is_parted_from_what_will_not() {
    for answer in [Answer::Status(503), Answer::Status(429), Answer::Network, Answer::Late] {
        assert!(answer.may_mend() && !answer.is_taken(), "{answer:?}");
    }
    for answer in
        [Answer::Status(401), Answer::Status(403), Answer::Status(404), Answer::Redirect, Answer::NotAllowed]
    {
        assert!(!answer.may_mend() && !answer.is_taken(), "{answer:?}");
    }
    assert!(Answer::Status(200).is_taken() && Answer::Status(204).is_taken());
}

#[test]
fn settings_that_no_form_would_give_are_refused() {
    let stored = serde_json::to_value(ntfy(Detail::Little)).unwrap();
    assert!(serde_json::from_value::<Push>(stored.clone()).is_ok());
    for (pointer, value) in [
        ("/target/ntfy/server", json!("https://ntfy.example.org/topic")),
        ("/target/ntfy/server", json!("https://a@ntfy.example.org/")),
        ("/target/ntfy/topic", json!("a/b")),
        ("/target/ntfy/priority", json!(9)),
        ("/token", json!("a\nb")),
        ("/detail", json!("all")),
    ] {
        let mut stored = stored.clone();
        *stored.pointer_mut(pointer).unwrap() = value.clone();
        assert!(serde_json::from_value::<Push>(stored).is_err(), "{pointer} {value}");
    }
}

#[test]
fn the_more_a_message_says_the_more_kinds_of_data_firefox_asks_for() {
    use DataKind::{Authentication, Browsing, Health, Personal, Website};
    assert_eq!(ntfy(Detail::Little).sends(), []);
    assert_eq!(ntfy(Detail::Slot).sends(), [Website, Personal, Health]);
    assert_eq!(ntfy(Detail::Everything).sends(), [Website, Personal, Health, Browsing]);
    assert_eq!(webhook(Detail::Little).sends(), [Authentication]);
}

#[test]
fn the_manifest_declares_every_kind_of_data() {
    let manifest: Value = serde_json::from_str(include_str!("../../manifest.json")).unwrap();
    let declared = &manifest["browser_specific_settings"]["gecko"]["data_collection_permissions"]["optional"];
    assert_eq!(*declared, json!(DataKind::ALL));
}

#[test]
fn no_message_has_a_kind_of_data_that_was_not_asked_for() {
    let subjects = [Subject::Test, free(), need(Need::SignIn)];
    for detail in Detail::ALL {
        for push in [ntfy(*detail), webhook(*detail)] {
            let asked = push.sends();
            let sent =
                subjects.iter().map(|subject| request(push.letter("1-1".into(), subject), "", vec![]).data);
            let sent: BTreeSet<_> = sent.flatten().collect();
            assert_eq!(sent.into_iter().collect::<Vec<_>>(), asked, "{push:?}");
        }
    }
}

proptest! {
    #[test]
    fn a_message_is_short_and_clean_whatever_the_page_says(title: String, lines in prop::collection::vec(".{0,500}", 0..20)) {
        let request = request(ntfy(Detail::Little).letter("1-1".into(), &free()), &title, lines);
        let Body::Ntfy { message, .. } = request.body else { return Err(TestCaseError::fail("not for ntfy")) };
        prop_assert!(message.len() <= 4096);
        prop_assert!(message.lines().all(|line| Quote::new(line).as_str() == line));
    }
}
