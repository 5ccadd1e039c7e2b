//! What a person has shown us to be free on the pages of a site, so that we see it there too.

use crate::bounds;
use crate::offer::LABEL;
use crate::page::{Block, Line, Page, Role};
use crate::quote::Quote;
use crate::when::{Context, Language, Scanner};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The most hints for one site.
pub const MOST_HINTS: usize = 8;
/// The most words of a look that a hint holds.
const MOST_LOOKS: usize = 8;

/// What the blocks are like that offer an appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hint {
    /// What they are.
    role: Role,
    /// What they say, with `#` for days, times and numbers.
    shape: Quote,
    /// What tells them at sight from others of that shape, as [`Block::looks`] has it; nothing where the shape does.
    #[serde(deserialize_with = "bounds::first::<MOST_LOOKS, _, _>")]
    looks: Vec<Quote>,
}

/// The hints for one site, [`MOST_HINTS`] at the most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hints(#[serde(deserialize_with = "bounds::last::<MOST_HINTS, _, _>")] Vec<Hint>);

impl Hints {
    /// Adds one; where there are too many, the oldest goes.
    pub fn add(&mut self, hint: Hint) {
        self.0.retain(|known| *known != hint);
        self.0.push(hint);
        if self.0.len() > MOST_HINTS {
            self.0.remove(0);
        }
    }

    /// All of them.
    pub fn as_slice(&self) -> &[Hint] {
        &self.0
    }
}

/// Why something can be no hint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// Nothing short stands there that can be used.
    Nothing,
    /// Others look the same, and it is not known which of them are free.
    Common,
}

impl Hint {
    /// What is told by the block at one line of a page. `today` is the civil date where the person is.
    ///
    /// # Errors
    /// Where nothing usable stands there, or where it cannot be told from others.
    ///
    /// ```
    /// use jiff::civil::date;
    /// use recogniser::hint::{Error, Hint};
    /// use recogniser::page::{Line, Page};
    ///
    /// let page = Page {
    ///     outline: "0\tcell\tp\t12\tlook=day open\n0\tcell\tp\t13\tlook=day\n0\tcell\tp\t14\tlook=day".into(),
    ///     ..Page::default()
    /// };
    /// let at = |number| Hint::of(&page, Line { number, ..Line::default() }, date(2026, 3, 4));
    /// assert!(at(0).is_ok());
    /// assert_eq!(at(1), Err(Error::Common));
    /// ```
    pub fn of(page: &Page, line: Line, today: Date) -> Result<Hint, Error> {
        let mut scanner =
            Scanner::new(Context { today, language: Language::of(&page.language, &page.outline) });
        let is_shown = |block: &Block<'_>| block.line == line;
        let shown = page.blocks().find(is_shown).filter(is_usable).ok_or(Error::Nothing)?;
        let shape = self::shape(&shown, &mut scanner).ok_or(Error::Nothing)?;
        let alike: Vec<Block<'_>> = page
            .blocks()
            .filter(|block| block.role == shown.role && is_usable(block) && !is_shown(block))
            .filter(|block| self::shape(block, &mut scanner).as_ref() == Some(&shape))
            .collect();
        if alike.is_empty() {
            return Ok(Hint { role: shown.role, shape, looks: Vec::new() });
        }
        // What most of them bear is the look of a day, not of a free one.
        let is_rare = |look: &&str| {
            alike.iter().filter(|block| block.looks().any(|own| own == *look)).count() * 2 < alike.len()
        };
        let looks: Vec<Quote> = shown.looks().filter(is_rare).take(MOST_LOOKS).map(Quote::new).collect();
        if looks.is_empty() { Err(Error::Common) } else { Ok(Hint { role: shown.role, shape, looks }) }
    }
}

impl Hint {
    /// Whether a block is as it says.
    pub(crate) fn fits(&self, block: &Block<'_>, scanner: &mut Scanner) -> bool {
        self.role == block.role
            && is_usable(block)
            && self.looks.iter().all(|look| block.looks().any(|own| own == look.as_str()))
            && shape(block, scanner).as_ref() == Some(&self.shape)
    }
}

/// What a block says, with `#` for days, times and numbers; nothing where that is too long, or nothing.
fn shape(block: &Block<'_>, scanner: &mut Scanner) -> Option<Quote> {
    let text = Some(block.name()).filter(|text| !text.is_empty() && text.len() <= LABEL)?;
    let mut bare = String::new();
    let mut at = 0;
    for found in scanner.scan(text) {
        bare.push_str(text.get(at..found.start).unwrap_or_default());
        bare.push('0');
        at = found.end;
    }
    bare.push_str(text.get(at..).unwrap_or_default());
    let mut was_number = false;
    let mut masked = String::new();
    for character in bare.to_lowercase().chars() {
        let is_number = character.is_numeric();
        if !(is_number && was_number) {
            masked.push(if is_number { '#' } else { character });
        }
        was_number = is_number;
    }
    Some(Quote::new(&masked))
}

fn is_usable(block: &Block<'_>) -> bool {
    block.enabled && !block.struck
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::verdict::{Meaning, Reason, Verdict, recognise, recognise_with};
    use jiff::civil::date;

    const TODAY: Date = date(2026, 3, 4);
    /// A calendar that tells free days by their colour alone, and a button of an office's own words.
    const CALENDAR: &str = "0\tmain\t\t\n1\theading\t\tTermin wählen\n1\theading\t\tMärz 2026\n1\ttable\t\t\n2\trow\t\t\n\
        3\tcell\t\t9\tlook=day grey\n3\tcell\t\t10\tlook=day mint\n3\tcell\t\t11\tlook=day grey\n3\tcell\t\t12\tlook=day grey\n3\tcell\t\t13\tlook=day grey\n\
        2\trow\t\t\n3\tcell\t\t16\tlook=day grey\n3\tcell\t\t17\tlook=day grey\n3\tcell\t\t18\tlook=day grey\n3\tcell\t\t19\tlook=day grey\n3\tcell\t\t20\tlook=day grey";

    fn page(outline: &str) -> Page {
        Page { language: "de".into(), outline: outline.into(), ..Page::default() }
    }

    fn line_of(page: &Page, text: &str) -> Line {
        page.blocks().find(|block| block.text == text).unwrap().line
    }

    fn hint(page: &Page, text: &str) -> Result<Hint, Error> {
        Hint::of(page, line_of(page, text), TODAY)
    }

    fn dates(verdict: &Verdict) -> Vec<Option<Date>> {
        match &verdict.meaning {
            Meaning::Free(slots) => slots.iter().map(|slot| slot.date).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn a_day_told_by_its_colour_alone_is_seen_once_it_was_shown_and_so_is_the_next() {
        let page = page(CALENDAR);
        assert_eq!(dates(&recognise(&page, TODAY)), []);
        let hint = hint(&page, "10").unwrap();
        let verdict = recognise_with(&page, TODAY, std::slice::from_ref(&hint));
        assert_eq!(dates(&verdict), [Some(date(2026, 3, 10))]);
        assert!(verdict.evidence.iter().any(|evidence| evidence.reason == Reason::Shown));
        let later = self::page(
            &CALENDAR
                .replace("look=day mint", "look=day grey")
                .replace("18\tlook=day grey", "18\tlook=day mint"),
        );
        assert_eq!(dates(&recognise_with(&later, TODAY, &[hint])), [Some(date(2026, 3, 18))]);
    }

    #[test]
    fn a_control_with_words_of_its_own_is_an_offer_where_it_was_shown_to_be() {
        let with = |control: &str| page(&format!("0\tmain\t\t\n1\theading\t\tSprechstunde\n{control}"));
        let shown = with("1\tbutton\t\tPlatz 3 nehmen");
        let hint = hint(&shown, "Platz 3 nehmen").unwrap();
        let free = |control: &str| {
            matches!(
                recognise_with(&with(control), TODAY, std::slice::from_ref(&hint)).meaning,
                Meaning::Free(_)
            )
        };
        assert!(free("1\tbutton\t\tPlatz 17 nehmen"));
        assert!(!free("1\tbutton\td\tPlatz 17 nehmen"), "switched off");
        assert!(!free("1\tbutton\t\tPlatz 17 ansehen"), "other words");
        assert!(!free("1\ttext\t\tPlatz 17 nehmen"), "no control");
    }

    #[test]
    fn what_cannot_be_told_from_others_is_no_hint() {
        assert_eq!(hint(&page(CALENDAR), "9"), Err(Error::Common));
        assert_eq!(hint(&page("0\tbutton\td\tSuchen"), "Suchen"), Err(Error::Nothing));
        let long = "x".repeat(LABEL + 1);
        assert_eq!(hint(&page(&format!("0\ttext\t\t{long}")), &long), Err(Error::Nothing));
    }
}
