//! The tables of texts in this directory, and what holds for any text.

use super::names::Names;
use super::{Context, Duration, Found, Language, What, durations, scan};
use jiff::civil::{Date, Time, date};
use proptest::prelude::*;

/// A Monday; every table is read on that day.
const TODAY: Date = date(2021, 5, 3);

/// The expectations of a table: `language | text | what is found in it`, `-` for an unknown language.
///
/// What is found stands as `2021-05-12` (`~` before it: without a year in the text; `bound` before it: it only bounds
/// what is told), `2021-05-12..2021-05-14`, `2021-05`, `wednesday`, `near 2021-05-04` (`near?` where the word may mean
/// something else), `14:30`, `09:00-12:00`, `day 7`; nothing where nothing may be found. In a text, `\u{a0}` is the
/// character of that number.
fn check(file: &str, table: &str, read: impl Fn(&str, Context) -> Vec<String>) {
    let mut wrong = Vec::new();
    for (index, row) in table.lines().enumerate() {
        if row.is_empty() || row.starts_with('#') {
            continue;
        }
        let place = format!("recogniser/src/when/tests/{file}:{}", index + 1);
        let mut cells = row.split(" | ");
        let (Some(tag), Some(text), found, None) = (cells.next(), cells.next(), cells.next(), cells.next())
        else {
            panic!("{place}: a row is: language | text | what is found");
        };
        let language = Language::from_tag(tag);
        assert!(language.is_some() || tag == "-", "{place}: no such language: {tag}");
        let text = unescape(text.trim_end_matches(" |"));
        let expected = found.unwrap_or_default().trim();
        let actual = read(&text, Context { today: TODAY, language });
        if actual.join(", ") != expected {
            wrong.push(format!(
                "{place}: {text:?}\n    expected {expected}\n    found    {}",
                actual.join(", ")
            ));
        }
    }
    assert!(wrong.is_empty(), "{} rows\n{}", wrong.len(), wrong.join("\n"));
}

fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (code, rest) = part.split_once('}').expect("a closed escape");
        let code = u32::from_str_radix(code, 16).expect("a hexadecimal number");
        plain.push(char::from_u32(code).expect("a character"));
        plain.push_str(rest);
    }
    plain
}

fn show(what: What) -> String {
    let clock = |time: Time| format!("{:02}:{:02}", time.hour(), time.minute());
    match what {
        What::Date { date, explicit_year: true } => date.to_string(),
        What::Date { date, explicit_year: false } => format!("~{date}"),
        What::Dates { from, to } => format!("{from}..{to}"),
        What::Month { year, month } => format!("{year}-{month:02}"),
        What::Weekday(weekday) => format!("{weekday:?}").to_lowercase(),
        What::Near { date, sure } => format!("near{} {date}", if sure { "" } else { "?" }),
        What::Time(time) => clock(time),
        What::Times { start, end } => format!("{}-{}", clock(start), clock(end)),
        What::DayNumber(day) => format!("day {day}"),
    }
}

fn dates(text: &str, context: Context) -> Vec<String> {
    let bound = |found: &Found| if found.bound { "bound " } else { "" };
    scan(text, &context).iter().map(|found| format!("{}{}", bound(found), show(found.what))).collect()
}

/// `4:59` where the seconds are told, `12m` where they are not.
fn show_duration(duration: &Duration) -> String {
    let seconds = duration.length.0 / 1000;
    let (minutes, rest) = (seconds / 60, seconds % 60);
    if duration.to_the_second { format!("{minutes}:{rest:02}") } else { format!("{minutes}m") }
}

#[test]
fn lengths_of_time_are_read() {
    let read = |text: &str, context| durations(text, &context).iter().map(show_duration).collect();
    check("durations.txt", include_str!("durations.txt"), read);
}

/// One test per table, so that each names its own file.
macro_rules! tables {
    ($($test:ident: $file:literal,)+) => {
        $(#[test]
        fn $test() {
            check($file, include_str!($file), dates);
        })+
    };
}

tables! {
    german_texts_are_read: "de.txt",
    english_texts_are_read: "en.txt",
    french_texts_are_read: "fr.txt",
    italian_texts_are_read: "it.txt",
    spanish_texts_are_read: "es.txt",
    dutch_texts_are_read: "nl.txt",
    polish_texts_are_read: "pl.txt",
    turkish_texts_are_read: "tr.txt",
    portuguese_texts_are_read: "pt.txt",
    russian_texts_are_read: "ru.txt",
    japanese_texts_are_read: "ja.txt",
    korean_texts_are_read: "ko.txt",
    ukrainian_texts_are_read: "uk.txt",
    czech_texts_are_read: "cs.txt",
    swedish_texts_are_read: "sv.txt",
    danish_and_norwegian_texts_are_read: "da.txt",
    chinese_texts_are_read: "zh.txt",
    texts_of_unknown_or_mistaken_language_are_read: "any.txt",
    what_is_no_date_is_left_alone: "none.txt",
}

#[test]
fn every_row_of_names_is_valid() {
    if let Err((line, error)) = Names::parse(include_str!("../names.txt")) {
        panic!("recogniser/src/when/names.txt:{line}: {error:?}");
    }
}

fn found(text: &str, tag: &str) -> Vec<Found> {
    scan(text, &Context { today: TODAY, language: Language::from_tag(tag) })
}

/// The pieces of the text that are found.
fn pieces<'a>(text: &'a str, tag: &str) -> Vec<&'a str> {
    found(text, tag).iter().filter_map(|found| text.get(found.start..found.end)).collect()
}

#[test]
fn a_range_covers_the_weekday_and_all_of_the_date() {
    let text = "Frei: Mi., 12.\u{a0}Mai\u{a0}2021 (noch 3)";
    assert_eq!(pieces(text, "de"), ["Mi., 12.\u{a0}Mai\u{a0}2021"]);
}

#[test]
fn a_range_refers_to_the_text_as_given() {
    let text = "５月１２日（水）午後２：３０";
    assert_eq!(pieces(text, "ja"), ["５月１２日（水）", "午後２：３０"]);
}

#[test]
fn dates_that_can_be_read_in_one_way_only_tell_american_english_from_the_rest() {
    let american = |tag, text| Language::of(tag, text) == Some(Language::English { american: true });
    assert!(!american("en", "Exams: 16/02/2026, 09/03/2026"));
    assert!(!american("en-US", "from 16/02/2026"));
    assert!(american("en-GB", "Fri 8/12/2022 or Mon 8/15/2022"));
    assert!(american("en", "09/03/2026"));
    assert!(american("en", "16/02/2026 and 02/16/2026"));
    assert!(american("en", "16/02/26 32/02/2026 16/02/20261"));
    assert_eq!(Language::of("de", "02/16/2026"), Some(Language::German));
}

#[test]
fn a_region_tells_american_english_from_the_rest() {
    assert_eq!(Language::from_tag("en-US"), Some(Language::English { american: true }));
    assert_eq!(Language::from_tag("en"), Some(Language::English { american: true }));
    assert_eq!(Language::from_tag("en-Latn-GB"), Some(Language::English { american: false }));
    assert_eq!(Language::from_tag("DE_at"), Some(Language::German));
    assert_eq!(Language::from_tag("xx"), None);
}

fn any_language() -> impl Strategy<Value = Option<Language>> {
    let tags = [
        "de", "en", "en-GB", "fr", "it", "es", "nl", "pl", "tr", "pt", "ru", "ja", "ko", "uk", "cs", "sv",
        "da", "zh", "-",
    ];
    proptest::sample::select(tags.to_vec()).prop_map(Language::from_tag)
}

/// Texts made of the pieces dates are made of, in any order.
fn date_soup() -> impl Strategy<Value = String> {
    let pieces = [
        "12",
        "05",
        "2021",
        "9",
        "24",
        "61",
        "123456789",
        ".",
        ". ",
        "/",
        "-",
        " – ",
        ":",
        " ",
        ", ",
        "(",
        ")",
        "Mai",
        "May",
        "mayo",
        "Mi",
        "Mittwoch",
        "Wed",
        "segunda",
        "feira",
        "Uhr",
        "h",
        "am",
        "pm",
        "p.m.",
        "a.",
        "o'clock",
        "bis",
        "to",
        "T",
        "Z",
        "+",
        "der",
        "de",
        "th",
        "月",
        "日",
        "年",
        "時",
        "分",
        "半",
        "午後",
        "（水）",
        "월",
        "일",
        "오후",
        "시",
        "\u{ad}",
        "\u{a0}",
        "€",
        "%",
        "min",
        "noch",
        "um",
        "令和",
        "民國",
        "下午",
        "點",
        "号",
        "週三",
        "至",
        "一",
        "мая",
        "січня",
        "п'ятниця",
        "května",
        "kl.",
        "måndag",
        "i dag",
        "ё",
        "İ",
        "e\u{301}",
        "\u{1f600}",
        "０５",
        "：",
        "x",
    ];
    proptest::collection::vec(proptest::sample::select(pieces.to_vec()), 0..24)
        .prop_map(|pieces| pieces.concat())
}

fn any_date() -> impl Strategy<Value = Date> {
    (-9999_i16..=9999, 1_i8..=12, 1_i8..=28).prop_map(|(year, month, day)| date(year, month, day))
}

fn is_orderly(text: &str, context: Context) -> Result<(), TestCaseError> {
    let mut end = 0;
    for found in scan(text, &context) {
        prop_assert!(found.start >= end && found.end > found.start, "{found:?} after {end}");
        prop_assert!(text.get(found.start..found.end).is_some(), "{found:?}");
        if let What::Dates { from, to } = found.what {
            prop_assert!(from <= to);
        }
        end = found.end;
    }
    Ok(())
}

proptest! {
    #[test]
    fn any_text_is_read_in_order_within_its_bounds(
        text in any::<String>(), today in any_date(), language in any_language(),
    ) {
        is_orderly(&text, Context { today, language })?;
    }

    #[test]
    fn any_mixture_of_the_pieces_of_dates_is_read_in_order_within_its_bounds(
        text in date_soup(), today in any_date(), language in any_language(),
    ) {
        is_orderly(&text, Context { today, language })?;
    }

    #[test]
    fn a_date_reads_the_same_in_every_usual_form(
        year in 2000_i16..=2099, month in 1_i8..=12, day in 1_i8..=28,
    ) {
        let expected = date(year, month, day);
        let forms = [
            format!("{year}-{month:02}-{day:02}"),
            format!("{day:02}.{month:02}.{year}"),
            format!("{day}.{month}.{year}"),
            format!("{day}. {month}. {year}"),
            format!("{day:02}/{month:02}/{year}"),
            format!("{year}年{month}月{day}日"),
            format!("{year}{month:02}{day:02}"),
        ];
        for text in forms {
            let found = found(&text, "de");
            let what: Vec<What> = found.iter().map(|found| found.what).collect();
            prop_assert_eq!(what, [What::Date { date: expected, explicit_year: true }], "{}", text);
        }
    }

    #[test]
    fn a_year_of_two_digits_is_at_most_ten_years_ahead(
        year in 1932_i16..=2031, month in 1_i8..=12, day in 1_i8..=28,
    ) {
        let what: Vec<What> = found(&format!("{day:02}.{month:02}.{:02}", year % 100), "de")
            .iter()
            .map(|found| found.what)
            .collect();
        prop_assert_eq!(what, [What::Date { date: date(year, month, day), explicit_year: true }]);
    }

    #[test]
    fn a_yearless_date_is_less_than_sixty_days_past_or_to_come(
        today in (2000_i16..=2090, 1_i8..=12, 1_i8..=28).prop_map(|(y, m, d)| date(y, m, d)),
        month in 1_i8..=12, day in 1_i8..=28,
    ) {
        let text = format!("am {day:02}.{month:02}. frei");
        let found = scan(&text, &Context { today, language: Some(Language::German) });
        let [Found { what: What::Date { date, explicit_year: false }, .. }] = found[..] else {
            panic!("{found:?}");
        };
        let away = today.until(date).expect("days").get_days();
        prop_assert!((-59..=366).contains(&away), "{} days from {} to {}", away, today, date);
    }

    #[test]
    fn a_long_repetition_of_any_piece_is_read_in_order_within_its_bounds(piece in date_soup()) {
        let text = piece.repeat(200);
        is_orderly(&text, Context { today: TODAY, language: None })?;
    }
}
