//! Reads one cluster of tokens: what stands where, and what has to stand around it.

use super::letters::{Look, look};
use super::names::{Name, Names, Sense};
use super::tokens::{Gap, Kind, Token};
use super::{Context, Found, Language, What};

/// A cluster of tokens and what it is read with. Tokens are named by their index.
pub(super) struct Reader<'a> {
    pub(super) text: &'a str,
    pub(super) tokens: &'a [Token],
    pub(super) names: &'a Names,
    pub(super) context: Context,
}

/// Something read: its value, the token behind it and the byte it ends at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Read<T> {
    pub(super) value: T,
    pub(super) next: usize,
    pub(super) end: usize,
}

impl<T> Read<T> {
    pub(super) fn map<U>(self, change: impl FnOnce(T) -> U) -> Read<U> {
        Read { value: change(self.value), next: self.next, end: self.end }
    }
}

/// The dashes between start and end.
const DASHES: &[&str] = &["-", " - ", "- ", " -"];

impl Reader<'_> {
    /// Reads the cluster from front to back.
    pub(super) fn read(&self, found: &mut Vec<Found>) {
        let mut at = 0;
        let mut behind_date = None;
        while let Some(token) = self.tokens.get(at) {
            let seconds = behind_date == Some(at);
            match self.read_at(at, seconds) {
                Some(read) => {
                    let single = matches!(read.value, What::Date { .. } | What::Time(_));
                    let bound = single && self.is_bound(at, read.next);
                    found.push(Found { start: token.start, end: read.end, what: read.value, bound });
                    at = read.next.max(at + 1);
                    let zoned = self.has(at, Sense::Zone) && self.gap(at).is(&[""]);
                    if zoned && self.gap(at + 1).is(&[""]) {
                        at += 1;
                    }
                    behind_date = matches!(read.value, What::Date { .. }).then_some(at);
                }
                None => at += 1,
            }
        }
    }

    /// Whether a word before a date or time, or behind it, says that it is a bound.
    fn is_bound(&self, at: usize, next: usize) -> bool {
        let is_joined = |at: usize| self.gap(at).is(&["", " ", "'", " '"]);
        let mut first = at;
        while let Some(before) = first.checked_sub(1)
            && (is_joined(first) || self.gap(first).is(&[". "]) && self.has(before, Sense::At))
        {
            if self.has(before, Sense::Bound) {
                return true;
            }
            if !self.has_any(before, &[Sense::The, Sense::To, Sense::At]) {
                break;
            }
            first = before;
        }
        is_joined(next) && self.has(next, Sense::Bound)
    }

    fn read_at(&self, at: usize, seconds: bool) -> Option<Read<What>> {
        match self.kind(at) {
            Kind::End => None,
            // A number for itself, in a text that says more.
            Kind::Number { .. } if self.tokens.len() == 2 && !self.is_whole(0, 1) => None,
            // Of two numbers with only a space between them, the first is nothing.
            Kind::Number { .. } if self.continued(at + 1, " ") => None,
            Kind::Number { .. } => self
                .whole_number(at)
                .or_else(|| if seconds { self.precise_time(at) } else { None })
                .or_else(|| self.dates(at))
                .or_else(|| self.month(at))
                .or_else(|| self.time(at)),
            Kind::Word { .. } if !self.leads(at) => None,
            Kind::Word { .. } => self
                .dates(at)
                .or_else(|| self.month(at))
                .or_else(|| self.time(at))
                .or_else(|| self.weekday_alone(at))
                .or_else(|| self.near_day(at)),
        }
    }

    /// Whether a date or time can begin with that word.
    fn leads(&self, at: usize) -> bool {
        const LEADING: [Sense; 8] = [
            Sense::Month(1),
            Sense::Weekday(1),
            Sense::Era(0),
            Sense::Am,
            Sense::Pm,
            Sense::Near(0),
            Sense::MaybeNear(0),
            Sense::NearIn(0),
        ];
        self.has_any(at, &LEADING)
    }

    fn kind(&self, at: usize) -> Kind {
        self.tokens.get(at).map_or(Kind::End, |token| token.kind)
    }

    /// The gap before a token.
    pub(super) fn gap(&self, at: usize) -> Gap {
        self.tokens.get(at).map_or_else(Gap::default, |token| token.gap)
    }

    /// The byte a token ends at.
    pub(super) fn end(&self, at: usize) -> usize {
        self.tokens.get(at).map_or(self.text.len(), |token| token.end)
    }

    /// A number and how many digits it has.
    pub(super) fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.kind(at) {
            Kind::Number { value, digits } if digits <= 8 => Some((value, digits)),
            _ => None,
        }
    }

    /// A number of one or two digits.
    pub(super) fn small(&self, at: usize) -> Option<i8> {
        let (value, digits) = self.number(at)?;
        if digits <= 2 { i8::try_from(value).ok() } else { None }
    }

    /// A number that can be a year.
    pub(super) fn year(&self, at: usize) -> Option<i16> {
        let (value, digits) = self.number(at)?;
        let year = i16::try_from(value).ok()?;
        (digits == 4 && (1900..=2100).contains(&year)).then_some(year)
    }

    /// The first of a word's senses that is asked for; one of the page's language comes first. `of` are the senses
    /// that may be meant, to know at once where there is none.
    #[inline]
    pub(super) fn sense<T>(&self, at: usize, of: &[Sense], ask: impl Fn(&Name) -> Option<T>) -> Option<T> {
        if !self.has_any(at, of) {
            return None;
        }
        let Kind::Word { word, capital, .. } = self.kind(at) else { return None };
        let language = self.context.language;
        let own = |name: &&Name| language.is_some_and(|language| name.holds(language));
        let senses = || self.names.senses(word, language, capital);
        senses().filter(own).find_map(&ask).or_else(|| senses().find_map(&ask))
    }

    /// Whether a word has that sense, of any value.
    #[inline]
    pub(super) fn has(&self, at: usize, sense: Sense) -> bool {
        self.has_any(at, &[sense])
    }

    #[inline]
    fn has_any(&self, at: usize, of: &[Sense]) -> bool {
        let senses = of.iter().fold(0, |senses, sense| senses | sense.bit());
        matches!(self.kind(at), Kind::Word { senses: found, .. } if found & senses != 0)
    }

    /// Whether the token belongs to the one before: nothing or a space between them.
    pub(super) fn follows(&self, at: usize) -> bool {
        self.gap(at).is(&["", " "])
    }

    /// Whether a word with that sense follows.
    pub(super) fn followed_by(&self, at: usize, sense: Sense) -> bool {
        self.follows(at) && self.has(at, sense)
    }

    /// Whether the language writes the month before the day in numbers.
    pub(super) fn month_first(&self) -> bool {
        matches!(self.context.language, Some(Language::English { american: true })) || self.east_asian()
    }

    /// Whether the language is Japanese, Korean or Chinese.
    pub(super) fn east_asian(&self) -> bool {
        matches!(self.context.language, Some(Language::Japanese | Language::Korean | Language::Chinese))
    }

    /// Whether the language is Chinese.
    pub(super) fn is_chinese(&self) -> bool {
        matches!(self.context.language, Some(Language::Chinese))
    }

    /// Whether the language is Swedish, Danish or Norwegian.
    pub(super) fn is_nordic(&self) -> bool {
        matches!(self.context.language, Some(Language::Swedish | Language::Danish))
    }

    /// Whether its language may write the time of day with a point, and never a date so.
    pub(super) fn dots_times(&self) -> bool {
        use Language::{Czech, Dutch, French, German, Italian, Polish, Portuguese, Spanish, Turkish};
        let known = [Czech, Dutch, French, German, Italian, Polish, Portuguese, Spanish, Turkish];
        self.context.language.is_some_and(|language| known.contains(&language))
    }

    /// Whether something begins here, rather than a number going on from a letter, a sign or another number.
    pub(super) fn begins(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        if !matches!(token.kind, Kind::Number { .. }) {
            return true;
        }
        match token.gap.last() {
            b'+' | b'_' | b'@' | b'#' | b'$' => false,
            // A product and its version.
            b'/' if self.year(at).is_none() && self.letter_before(token.start.saturating_sub(1)) => false,
            b'.' | b',' | b'-' | b'/' | b':' => {
                let joined = token.gap.is(&[".", ",", "-", "/", ":"]);
                !(joined && at > 0 && self.number(at - 1).is_some())
            }
            _ => {
                !self.letter_before(token.start) && !self.in_phone_number(at) && !self.begins_phone_number(at)
            }
        }
    }

    /// Whether three digits follow behind a dash, which no date has: `1-800-746-7287`.
    fn begins_phone_number(&self, at: usize) -> bool {
        let next = self.tokens.get(at + 1).filter(|_| self.number(at + 1).is_some());
        next.is_some_and(|next| self.gap(at + 1).is(&["-"]) && self.end(at + 1) - next.start == 3)
    }

    /// Whether the numbers before began with a plus sign, as in `+49 30 12 05`.
    fn in_phone_number(&self, at: usize) -> bool {
        const MOST_GROUPS: usize = 5;
        let mut groups = (0..=at).rev().take(MOST_GROUPS);
        let first = groups.find(|&group| {
            let joined =
                group > 0 && self.gap(group).is(&[" ", "-", "/"]) && self.number(group - 1).is_some();
            !joined
        });
        first.is_some_and(|first| first < at && self.gap(first).last() == b'+')
    }

    /// Whether nothing goes on where a number ended: no letter, currency or percent sign.
    pub(super) fn ends_number(&self, next: usize) -> bool {
        let gap = self.gap(next);
        let priced = ["$", " $", "%", " %", "_"].iter().any(|sign| gap.begins(sign));
        let end = next.checked_sub(1).map_or(0, |last| self.end(last));
        !priced && !self.letter_after(end) && !self.continued(next, ".") && !self.continued(next, ",")
    }

    /// Whether exactly that mark and another number follow.
    pub(super) fn continued(&self, next: usize, mark: &str) -> bool {
        self.gap(next).is(&[mark]) && self.number(next).is_some()
    }

    /// Whether a character of a script without spaces goes right before.
    pub(super) fn is_glued(&self, at: usize) -> bool {
        let start = self.tokens.get(at).map_or(0, |token| token.start);
        let before = self.text.get(..start).and_then(|text| text.chars().next_back());
        before.is_some_and(|c| look(c) == Look::Ideograph)
    }

    fn letter_before(&self, byte: usize) -> bool {
        let before = self.text.get(..byte).and_then(|text| text.chars().next_back());
        before.is_some_and(|c| matches!(look(c), Look::Letter(_)))
    }

    fn letter_after(&self, byte: usize) -> bool {
        let after = self.text.get(byte..).and_then(|text| text.chars().next());
        after.is_some_and(|c| matches!(look(c), Look::Letter(_)))
    }

    /// The end moved behind one of these marks, if it comes next.
    pub(super) fn end_with(&self, end: usize, marks: &[u8]) -> usize {
        let next = self.text.get(end..).and_then(|text| text.chars().next());
        match next.map(|c| (look(c), c)) {
            Some((Look::Mark(mark), c)) if marks.contains(&mark) => end + c.len_utf8(),
            _ => end,
        }
    }

    /// Whether these tokens are all there is in the text, marks and spaces aside.
    pub(super) fn is_whole(&self, first: usize, next: usize) -> bool {
        // Between clusters the gap is never blank, so only the outer ones of the text can be.
        let blank = |at: usize| self.gap(at).is(&["", " ", ".", ". ", ") ", ")", "(", " ("]);
        first == 0 && next + 1 == self.tokens.len() && blank(first) && blank(next)
    }

    /// The token an end stands at, if what was read up to `next` is the start of a span.
    pub(super) fn span_end(&self, next: usize) -> Option<usize> {
        let gap = self.gap(next);
        let marks = gap.marks()?;
        let skipped = marks.iter().take_while(|mark| matches!(mark, b'.' | b')')).count();
        let rest = marks.get(skipped..)?;
        if DASHES.iter().any(|dash| dash.as_bytes() == rest) {
            return Some(next);
        }
        let word = matches!(rest, b"" | b" " | b", " | b" '") && self.has(next, Sense::To);
        (word && self.gap(next + 1).is(&["", " ", ". "])).then_some(next + 1)
    }
}
