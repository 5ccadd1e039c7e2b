//! What the words of a page are a sign of, in eighteen languages.
//!
//! The phrases are data, one file a language: a section per [`Sign`], one phrase a line. A phrase is a row of
//! words in lower case; `a|b` takes either word, `stem*` and `*ending` any word that begins or ends so, `..` skips up
//! to [`MOST_SKIPPED`] words whatever marks are between them, `...` up to [`MOST_SKIPPED_IN_CLAUSE`] of the same clause,
//! and `^` is the beginning of a sentence. Files of languages that write without spaces hold strings instead:
//! `a|b` is either string, `..` skips up to [`MOST_SKIPPED_CHARACTERS`] characters, `#` is a number above zero, and outside of `^`
//! and `$` at the edges stands no letter or digit. The phrases of all languages apply to every page, because
//! pages mix languages and state the wrong one.

mod phrases;
mod sentence;

use crate::named;
pub use phrases::{MOST_SKIPPED, MOST_SKIPPED_CHARACTERS, MOST_SKIPPED_IN_CLAUSE};
use phrases::{Phrases, phrases};
use sentence::{Words, sentences, unquoted, without_brackets};
pub(crate) use sentence::{begins_with_quotation, is_quotation, letters};

/// The phrases of one language.
struct Source {
    /// Where they stand. The file is named after its language.
    file: &'static str,
    text: &'static str,
    /// Whether the language parts words by spaces.
    spaced: bool,
}

macro_rules! sources {
    ($($file:literal $spaced:literal,)+) => {
        // A constant would stand twice in what is built, once for each use.
        static SOURCES: &[Source] = &[
            $(Source { file: concat!("recogniser/src/lexicon/", $file), text: include_str!($file), spaced: $spaced },)+
        ];
    };
}

sources! {
    "de.txt" true,
    "en.txt" true,
    "fr.txt" true,
    "es.txt" true,
    "it.txt" true,
    "nl.txt" true,
    "pl.txt" true,
    "pt.txt" true,
    "ru.txt" true,
    "tr.txt" true,
    "uk.txt" true,
    "cs.txt" true,
    "sv.txt" true,
    "da.txt" true,
    "ja.txt" false,
    "ko.txt" false,
    "zh.txt" false,
}

/// The languages in which pages are understood, as tags (RFC 5646).
///
/// ```
/// assert!(recogniser::lexicon::languages().any(|language| language == "ja"));
/// ```
pub fn languages() -> impl Iterator<Item = &'static str> {
    SOURCES.iter().filter_map(|source| source.file.rsplit('/').next()?.strip_suffix(".txt"))
}

named! {
    /// What a phrase is a sign of. Those with an exclamation mark decide a short page alone; their namesakes
    /// without one only support them, because they stand on many other pages too.
    Sign {
        /// Nothing is free, said of the page.
        None = "none",
        /// It takes the sense of "nothing is free" away: a condition, what the person needs, has or has chosen.
        Unsaid = "unsaid",
        /// Said of one slot: it is taken.
        Full = "full",
        /// Said of one slot: it is free.
        Free = "free",
        /// It costs nothing, or anybody may come: it takes the sense of "free" away.
        Gratis = "gratis",
        /// It names the first slot that is free.
        First = "first",
        /// It is about appointments.
        Booking = "booking",
        /// The person is asked to choose a day or a time.
        Choose = "choose",
        /// What a control says that takes one slot.
        Act = "act",
        /// What a control of a shop says.
        Cart = "cart",
        /// What a control says that leads elsewhere: next, back, change, print.
        Turn = "turn",
        /// It explains the marks of a calendar.
        Legend = "legend",
        /// There may be more slots than shown.
        More = "more",
        /// It narrows a search down.
        Filter = "filter",
        /// A date or time beside it is none of a slot.
        OtherDate = "other_date",
        /// An appointment was just made.
        Made = "past!",
        /// Perhaps the choice of a slot lies behind: personal data, confirmation.
        Past = "past",
        /// Something is reserved for the person for a while.
        Reserved = "reserved",
        /// The person's session ends in a while, or they are signed out in a while.
        Session = "session!",
        /// Perhaps the person's session.
        SessionHint = "session",
        /// How much time is left, for whatever it may be.
        TimeLeft = "time_left",
        /// It is the person's turn in a waiting room.
        YourTurn = "your_turn",
        /// It takes the sense of a session's end or of the person's turn away: a rule, a condition, not yet.
        NotNow = "not_now",
        /// A waiting room.
        Queue = "queue!",
        /// Perhaps a waiting room.
        QueueHint = "queue",
        /// A test whether a person is there.
        Challenge = "challenge!",
        /// Perhaps such a test.
        ChallengeHint = "challenge",
        /// Signing in is demanded.
        SignIn = "sign_in!",
        /// Signing in is possible.
        SignInHint = "sign_in",
        /// The site refuses.
        Refused = "refused!",
        /// Perhaps a refusal.
        RefusedHint = "refused",
        /// The site is out of order.
        Trouble = "trouble!",
        /// Perhaps out of order.
        TroubleHint = "trouble",
        /// It is still loading.
        Loading = "loading",
        /// People write about something: comments on an article, posts of a forum, answers to questions.
        Article = "article",
        /// Guests say what they think: below such a heading the page does not speak itself.
        Review = "review",
        /// The page lists what the person has booked: it offers nothing.
        Own = "own",
        /// Somebody is sorry to say it: no article is.
        Regret = "regret",
    }
}

/// A set of signs.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Signs(u64);

impl Signs {
    /// Whether the sign is in it.
    pub fn has(self, sign: Sign) -> bool {
        self.0 & bit(sign) != 0
    }

    /// Both together.
    #[must_use]
    pub fn and(self, other: Signs) -> Signs {
        Signs(self.0 | other.0)
    }

    fn add(&mut self, sign: Sign) {
        self.0 |= bit(sign);
    }

    fn remove(&mut self, sign: Sign) {
        self.0 &= !bit(sign);
    }
}

fn bit(sign: Sign) -> u64 {
    1 << sign as u32
}

/// The signs of a text. A phrase never reaches over the end of a sentence, and that something is free or not is not said by
/// who quotes it.
///
/// ```
/// use recogniser::lexicon::{Sign, signs};
///
/// assert!(signs("Leider sind derzeit keine freien Termine verfügbar.").has(Sign::None));
/// assert!(!signs("Keine Sorge. Freie Termine finden Sie unten.").has(Sign::None));
/// assert!(!signs("Wer bisher nur „Keine Termine frei“ gelesen hat, kann aufatmen.").has(Sign::None));
/// ```
pub fn signs(text: &str) -> Signs {
    Reader::default().signs(text)
}

/// Reads texts, one after the other, in the same memory.
pub(crate) struct Reader {
    phrases: &'static Phrases,
    words: Words,
}

impl Default for Reader {
    fn default() -> Self {
        Reader { phrases: phrases(), words: Words::default() }
    }
}

impl Reader {
    /// As [`signs`].
    pub(crate) fn signs(&mut self, text: &str) -> Signs {
        let mut found = self.of_all(text);
        let stated = [Sign::None, Sign::Full, Sign::Free, Sign::First];
        if stated.iter().any(|sign| found.has(*sign))
            && let Some(own) = unquoted(text)
        {
            let own = self.of_all(&own);
            stated.into_iter().filter(|sign| !own.has(*sign)).for_each(|sign| found.remove(sign));
        }
        // "All places (1 to 31 March) are taken."
        if !found.has(Sign::None)
            && !found.has(Sign::Free)
            && let Some(plain) = without_brackets(text)
            && self.of_all(&plain).has(Sign::None)
        {
            found.add(Sign::None);
        }
        found
    }

    fn of_all(&mut self, text: &str) -> Signs {
        sentences(text).map(|sentence| self.sentence(sentence)).fold(Signs::default(), Signs::and)
    }

    fn sentence(&mut self, sentence: &str) -> Signs {
        self.words.split(sentence);
        let mut found = Signs::default();
        self.phrases.find(&self.words, &mut found);
        if self.words.unspaced {
            self.phrases.find_rows(sentence, &mut found);
        }
        // "No free appointments" also holds the words of "free appointments".
        if found.has(Sign::None) || found.has(Sign::Full) {
            found.remove(Sign::Free);
        }
        // "Free admission" counts nothing; "free admission, 3 places free" does.
        if found.has(Sign::Gratis) && !sentence.contains(|c: char| c.is_ascii_digit()) {
            found.remove(Sign::Free);
        }
        // A question states nothing.
        if found.has(Sign::Unsaid) || sentence.trim_end().ends_with(['?', '？']) {
            found.remove(Sign::None);
        }
        if found.has(Sign::Unsaid) {
            found.remove(Sign::Full);
        }
        if found.has(Sign::NotNow) {
            found.remove(Sign::Session);
            found.remove(Sign::YourTurn);
        }
        // "You will be signed out" also holds the words of "signed out".
        if found.has(Sign::Session) {
            found.remove(Sign::SignIn);
        }
        // Only who waits has a turn.
        if found.has(Sign::YourTurn) {
            found.add(Sign::Queue);
        }
        found
    }
}

const MACHINERY: &str = include_str!("machinery.txt");

/// What an address that a page loads from is a sign of: the machinery of a test or of a waiting room. It stands on
/// many pages that are none, so it only counts where a page shows next to nothing.
pub fn machinery(address: &str) -> Option<Sign> {
    let address = address.to_ascii_lowercase();
    let mut sign = None;
    MACHINERY.lines().filter(|line| !line.is_empty()).find_map(|line| {
        if let Some(name) = line.strip_prefix('[') {
            sign = Sign::from_name(name.trim_end_matches(']'));
            return None;
        }
        sign.filter(|_| address.contains(line))
    })
}

/// The first sentence of a text that has the sign; the text itself where none has it alone.
pub fn sentence_with(text: &str, sign: Sign) -> &str {
    let mut reader = Reader::default();
    sentences(text).find(|sentence| reader.signs(sentence).has(sign)).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::phrases::{KEY, NUMBER, START};
    use super::*;
    use proptest::prelude::*;

    fn has(text: &str, sign: Sign) -> bool {
        signs(text).has(sign)
    }

    #[test]
    fn a_gap_skips_a_few_words_but_not_the_end_of_a_sentence() {
        assert!(has("Es sind keine für Sie passenden freien Termine da", Sign::None));
        assert!(!has("Keine Angst! Termine gibt es genug", Sign::None));
        assert!(!has("Keine der hier von uns lange im Voraus angebotenen Termine", Sign::None));
    }

    #[test]
    fn a_wide_gap_skips_when_and_where_but_not_the_end_of_a_clause() {
        assert!(has("Termine sind an diesem Standort in den nächsten 14 Tagen nicht verfügbar", Sign::None));
        assert!(!has("Termine werden online gebucht, und ein Anruf ist dafür nicht möglich", Sign::None));
        assert!(!has("Termine sind hier, wie Sie sehen, und das Telefon ist nicht verfügbar", Sign::None));
    }

    #[test]
    fn a_word_is_matched_whole() {
        assert!(has("Ausgebucht", Sign::Full));
        assert!(!has("fullness", Sign::Full));
    }

    #[test]
    fn nothing_free_is_not_free() {
        assert!(!has("Keine freien Termine", Sign::Free));
        assert!(has("3 freie Termine", Sign::Free));
    }

    #[test]
    fn languages_without_spaces_are_read_too() {
        assert!(has("現在、予約枠がありません。", Sign::None));
        assert!(has("예약 가능한 날짜가 없습니다", Sign::None));
    }

    #[test]
    fn a_string_at_an_edge_is_part_of_no_longer_word() {
        assert!(has("周四 有号", Sign::Free));
        assert!(!has("所有号码", Sign::Free));
        assert!(has("已约", Sign::Full));
        assert!(!has("已约3人", Sign::Full));
    }

    #[test]
    fn chinese_phrases_leave_japanese_alone() {
        assert!(has("一旦受付を終了しました", Sign::None));
        assert!(has("他人数の予約はすべて満席です", Sign::None));
        assert!(!has("地下一階の候補日をご連絡します", Sign::Turn) && !has("候補日", Sign::Full));
        assert!(!has("何時でも結構です", Sign::Choose));
    }

    #[test]
    fn a_count_is_above_zero_and_no_time() {
        assert!(has("剩余：8", Sign::Free) && has("余 12", Sign::Free));
        assert!(!has("剩余 0", Sign::Free) && !has("剩余 04:59", Sign::Free));
    }

    #[test]
    fn the_turkish_i_is_read_in_capitals() {
        assert!(has("GİRİŞ YAP", Sign::SignInHint));
    }

    #[test]
    fn the_machinery_of_a_test_is_known_by_its_address() {
        assert_eq!(machinery("https://a.example/cdn-cgi/challenge-platform/h/b/x.js"), Some(Sign::Challenge));
        assert_eq!(machinery("https://a.example/app.js"), None);
    }

    #[test]
    fn every_insertion_begins_with_words_in_lower_case() {
        for (number, line) in sentence::INSERTIONS.lines().enumerate() {
            let is_word = |word: &str| !word.is_empty() && word.chars().all(char::is_lowercase);
            let place = format!("recogniser/src/lexicon/insertions.txt:{}: {line:?}", number + 1);
            assert!(line.split(' ').all(is_word), "{place}: not words in lower case");
        }
    }

    #[test]
    fn every_line_of_machinery_has_its_form() {
        for (number, line) in MACHINERY.lines().enumerate().filter(|(_, line)| !line.is_empty()) {
            let place = format!("recogniser/src/lexicon/machinery.txt:{}: {line:?}", number + 1);
            match line.strip_prefix('[') {
                Some(name) => {
                    assert!(Sign::from_name(name.trim_end_matches(']')).is_some(), "{place}: no such sign");
                }
                None => assert!(
                    line.len() > 5 && line.to_ascii_lowercase() == line,
                    "{place}: too short, or not lower case"
                ),
            }
        }
    }

    /// The marks at the edges of a line of a language without spaces.
    const EDGES: [char; 2] = ['^', '$'];

    /// A text that the line matches: of each choice the first or the last.
    fn example(line: &str, spaced: bool, choose: fn(std::str::Split<'_, char>) -> Option<&str>) -> String {
        if !spaced {
            let strings = line.trim_matches(EDGES).split("..").filter_map(|part| choose(part.split('|')));
            return strings.collect::<String>().replace(NUMBER, "3");
        }
        let words = line.split(' ').filter(|word| ![START, "..", "..."].contains(word));
        words
            .filter_map(|word| choose(word.split('|')))
            .collect::<Vec<_>>()
            .join(" ")
            .replace('*', "")
            .replace(NUMBER, "3")
    }

    fn phrases() -> impl Iterator<Item = (String, &'static str, Sign, bool)> {
        SOURCES.iter().flat_map(|source| {
            let mut sign = None;
            source.text.lines().enumerate().filter(|(_, line)| !line.is_empty()).filter_map(
                move |(number, line)| {
                    let place = format!("{}:{}: {line:?}", source.file, number + 1);
                    if let Some(name) = line.strip_prefix('[') {
                        sign = Sign::from_name(name.trim_end_matches(']'));
                        assert!(sign.is_some(), "{place}: no such sign");
                        return None;
                    }
                    Some((place, line, sign?, source.spaced))
                },
            )
        })
    }

    #[test]
    fn every_phrase_has_its_form() {
        let mut seen = std::collections::BTreeMap::new();
        for (place, line, sign, spaced) in phrases() {
            let file = place.split(':').next().unwrap_or_default().to_owned();
            if let Some(before) = seen.insert((file, line, sign as u32), place.clone()) {
                panic!("{place} stands there twice, before at {before}");
            }
            let example = example(line, spaced, |mut words| words.next());
            let mut words = Words::default();
            words.split(&example);
            let letters: Vec<&[u8]> = (0..words.words().len()).filter_map(|at| words.letters(at)).collect();
            let plain = letters == example.split(' ').map(str::as_bytes).collect::<Vec<_>>();
            assert!(!spaced || plain, "{place}: not plain lower case");
            let edge = line.starts_with("..") || line.ends_with("..");
            assert!(!edge, "{place}: a gap at the edge");
            for word in line.split([' ', '|']).filter(|word| word.contains('*')) {
                assert!(word.len() > KEY, "{place}: {word} fits too many words");
            }
        }
    }

    #[test]
    fn every_phrase_is_found() {
        type Choose = fn(std::str::Split<'_, char>) -> Option<&str>;
        let choices: [Choose; 2] = [|mut words| words.next(), |mut words| words.next_back()];
        for (place, line, sign, spaced) in phrases() {
            for choose in choices {
                let example = example(line, spaced, choose);
                let mut reader = Reader::default();
                let found = reader.sentence(&example);
                // A sentence may also hold what takes this sense away.
                let overruled = match sign {
                    Sign::Free => found.has(Sign::None) || found.has(Sign::Full),
                    Sign::None => found.has(Sign::Unsaid),
                    Sign::Session | Sign::YourTurn => found.has(Sign::NotNow),
                    Sign::SignIn => found.has(Sign::Session),
                    _ => false,
                };
                assert!(found.has(sign) || overruled, "{place}: {example:?} is not found");
            }
        }
    }

    proptest! {
        #[test]
        fn any_text_is_read_without_a_panic(text in ".{0,300}") {
            let _ = signs(&text);
            let _ = sentence_with(&text, Sign::None);
        }
    }
}
