use super::*;
use jiff::civil::date;
use proptest::prelude::*;

/// A Wednesday.
const TODAY: Date = date(2026, 3, 4);

fn write(what: &What) -> String {
    let clock = |time: &Time| format!("{:02}:{:02}", time.hour(), time.minute());
    match what {
        What::Date { date, .. } => date.to_string(),
        What::Dates { from, to } => format!("{from}/{to}"),
        What::Month { year, month } => format!("{year}-{month:02}"),
        What::Time(time) => clock(time),
        What::Times { start, end } => format!("{}-{}", clock(start), clock(end)),
    }
}

fn read(text: &str, language: &str) -> String {
    let context = Context { today: TODAY, language: Language::from_tag(language) };
    scan(text, &context).iter().map(|found| write(&found.what)).collect::<Vec<_>>().join(" ")
}

#[test]
fn every_example_is_read_as_it_says() {
    let mut wrong = Vec::new();
    for (number, line) in include_str!("examples.txt").lines().enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let mut fields = line.split('|').map(str::trim);
        let (language, text, expected) = (fields.next(), fields.next(), fields.next());
        let (Some(language), Some(text), Some(expected)) = (language, text, expected) else {
            panic!("src/when/examples.txt:{}: not \"language | text | expected\"", number + 1);
        };
        let got = read(text, language);
        if got != expected {
            wrong
                .push(format!("src/when/examples.txt:{}: {text:?} is {expected:?}, not {got:?}", number + 1));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_name_has_a_meaning() {
    for (number, line) in names::NAMES.lines().enumerate().filter(|(_, line)| !line.starts_with('#')) {
        let place = format!("src/when/names.txt:{}", number + 1);
        let (meaning, words) = line.split_once(": ").unwrap_or_else(|| panic!("{place}: no colon"));
        assert!(names::Meaning::default().learn(meaning), "{place}: no such meaning as {meaning:?}");
        assert!(
            words.split(' ').all(|word| !word.is_empty() && word.to_lowercase() == word),
            "{place}: not lower case"
        );
    }
}

#[test]
fn a_range_in_bytes_covers_the_words() {
    let text = "ab Freitag, den 13. März 2026 um 9h30";
    let context = Context { today: TODAY, language: None };
    let words: Vec<&str> =
        scan(text, &context).iter().filter_map(|found| text.get(found.start..found.end)).collect();
    assert_eq!(words, ["Freitag, den 13. März 2026", "9h30"]);
}

proptest! {
    #[test]
    fn any_text_is_read_in_order(text in "[0-9a-zA-Z.:/, äМ月日時\u{ad}-]{0,80}") {
        let context = Context { today: TODAY, language: None };
        let mut last = 0;
        for found in scan(&text, &context) {
            prop_assert!(last <= found.start && found.start < found.end);
            prop_assert!(text.get(found.start..found.end).is_some());
            last = found.end;
        }
    }

    #[test]
    fn an_iso_date_is_read_back(days in 0_i32..20_000) {
        let date = date(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
        prop_assert_eq!(read(&date.to_string(), ""), date.to_string());
    }
}
