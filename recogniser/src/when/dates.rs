//! Dates, spans of dates, months and weekdays.

use super::names::{Name, Sense};
use super::reader::{Read, Reader};
use super::{Language, What};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

/// A date as far as it is written.
#[derive(Clone, Copy, Debug)]
struct Written {
    year: Option<i16>,
    month: i8,
    day: i8,
    weekday: Option<Weekday>,
}

impl Written {
    fn new(year: Option<i16>, month: i8, day: i8) -> Option<Written> {
        // A leap year has every day there is.
        Date::new(year.unwrap_or(2020), month, day).ok()?;
        Some(Written { year, month, day, weekday: None })
    }

    fn is_before(self, other: Written) -> bool {
        (self.month, self.day) < (other.month, other.day)
    }
}

/// A yearless date may be this many days past; one longer past is next year's.
const PAST_DAYS: i32 = 60;

/// The year before the first that Taiwan counts.
const REPUBLIC: i16 = 1911;

/// What may stand between a weekday and its date.
const BEHIND_WEEKDAY: &[&str] = &[
    " ", ", ", "., ", ". ", ".,", ",", ".", "(", " (", "-", " - ", ": ", ":", " | ", " / ", "/", ") ", " · ",
];

impl Reader<'_> {
    /// A date or a span of dates, with its weekdays.
    pub(super) fn dates(&self, at: usize) -> Option<Read<What>> {
        if !self.begins(at) {
            return None;
        }
        if let Some(span) = self.days_of_month(at) {
            return Some(span);
        }
        let first = self.date(at)?;
        let span = self
            .span_end(first.next)
            .and_then(|end| self.date(self.skip_the(end)))
            .or_else(|| self.day_behind_month(&first))
            .and_then(|last| self.span(first.value, &last));
        span.or_else(|| {
            let explicit_year = first.value.year.is_some();
            let date = self.resolve(first.value)?;
            Some(first.map(|_| What::Date { date, explicit_year }))
        })
    }

    /// `12.-14. Mai`, `12 - 14.05.2021`, `Mon 12 to Wed 14 May`: a span whose month stands only once.
    fn days_of_month(&self, at: usize) -> Option<Read<What>> {
        let at = self.behind_weekday(at);
        let day = self.small(at).filter(|day| (1..=31).contains(day))?;
        let end = self.span_end(at + 1)?;
        let last = self.day_first(self.behind_weekday(self.skip_the(end)))?;
        let first = Written::new(last.value.year, last.value.month, day)?;
        (day < last.value.day).then(|| self.span(first, &last))?
    }

    /// Where a day begins behind its weekday, if one stands there.
    fn behind_weekday(&self, at: usize) -> usize {
        let weekday = self.weekday(at).filter(|weekday| self.gap(weekday.next).is(BEHIND_WEEKDAY));
        weekday.map_or(at, |weekday| self.skip_the(weekday.next))
    }

    /// `May 12-14, 2021`, `5月12日〜14日`: the last day, behind a date whose month stands in front.
    fn day_behind_month(&self, first: &Read<Written>) -> Option<Read<Written>> {
        let end = self.span_end(first.next)?;
        if self.has_day_mark(end + 1) {
            let day = self.small(end).filter(|&day| day > first.value.day)?;
            let value = Written { day, weekday: None, ..first.value };
            return Some(Read { value, next: end + 2, end: self.end(end + 1) });
        }
        if !self.has(first.next.checked_sub(2)?, Sense::Month(1)) {
            return None;
        }
        let day = self.small(end).filter(|&day| day > first.value.day)?;
        let last = self.behind_day(end + 1);
        if self.gap(last.next).begins(":") || self.is_clock_mark(last.next) {
            return None;
        }
        Some(last.map(|year| Written { year, day, ..first.value }))
    }

    fn span(&self, first: Written, last: &Read<Written>) -> Option<Read<What>> {
        let (mut first, mut end) = (first, last.value);
        match (first.year, end.year) {
            (None, Some(year)) => first.year = Some(if end.is_before(first) { year - 1 } else { year }),
            (Some(year), None) => end.year = Some(if end.is_before(first) { year + 1 } else { year }),
            (None, None) => {
                let year = self.resolve(first)?.year();
                first.year = Some(year);
                end.year = Some(if end.is_before(first) { year + 1 } else { year });
            }
            (Some(_), Some(_)) => {}
        }
        let (from, to) = (self.resolve(first)?, self.resolve(end)?);
        (from <= to).then(|| last.map(|_| What::Dates { from, to }))
    }

    /// A date with the weekday before or behind it.
    fn date(&self, at: usize) -> Option<Read<Written>> {
        // The second of 場次二 is no Tuesday.
        if let Some(weekday) = self.weekday(at).filter(|weekday| weekday.value.1 || !self.is_glued(at)) {
            if !self.gap(weekday.next).is(BEHIND_WEEKDAY) {
                return None;
            }
            let start = self.skip_the(weekday.next);
            let mut date = self.bare_date(start, true).or_else(|| self.pair(start))?;
            date.value.weekday = Some(weekday.value.0);
            if self.gap(weekday.next).last() == b'(' {
                date.end = self.end_with(date.end, b")");
            }
            return Some(date);
        }
        let confirmed = |date: Read<Written>| self.weekday_behind(&date).unwrap_or(date);
        if let Some(date) = self.bare_date(at, false) {
            return Some(confirmed(date));
        }
        // Two numbers alone may be anything; a weekday behind them makes them a date.
        let pair = self.pair(at).or_else(|| self.bare_date(at, true))?;
        let whole = self.east_asian() && (self.is_whole(at, pair.next) || self.small(pair.next).is_some());
        self.weekday_behind(&pair).or_else(|| whole.then_some(pair))
    }

    /// The weekday behind a date, where it belongs to it.
    fn weekday_behind(&self, date: &Read<Written>) -> Option<Read<Written>> {
        let gap = self.gap(date.next);
        let weekday = self.weekday(date.next)?;
        let behind = self.gap(weekday.next);
        let with = Written { weekday: Some(weekday.value.0), ..date.value };
        if gap.last() == b'(' && gap.is(&["(", " (", ".(", ". (", ", (", "/("]) && behind.begins(")") {
            let end = self.end_with(weekday.end, b")");
            return Some(Read { value: with, next: weekday.next, end });
        }
        let beside = gap.is(&["", " ", ", ", ". ", "., ", " - ", ".", ".,"]);
        let ends = behind.is(&["", " ", ".", ",", ", "]) && self.is_end(weekday.next);
        let agrees = self.resolve(date.value).is_some_and(|date| date.weekday() == weekday.value.0);
        let numbers = gap.is(&[""]) && self.number(date.next.saturating_sub(1)).is_some();
        (beside && !numbers && agrees && (weekday.value.1 || ends)).then_some(Read {
            value: with,
            next: weekday.next,
            end: weekday.end,
        })
    }

    fn is_end(&self, at: usize) -> bool {
        at + 1 >= self.tokens.len()
    }

    /// A weekday and whether its name is a long one.
    fn weekday(&self, at: usize) -> Option<Read<(Weekday, bool)>> {
        let (day, long) = self.sense(at, &[Sense::Weekday(1)], |name| match name.sense {
            Sense::Weekday(day) => Some((day, name.long)),
            _ => None,
        })?;
        let weekday = Weekday::from_monday_one_offset(day).ok()?;
        let feira = self.gap(at + 1).is(&["-", " "]) && self.has(at + 1, Sense::Feira);
        let last = if feira { at + 1 } else { at };
        Some(Read { value: (weekday, long || feira), next: last + 1, end: self.end(last) })
    }

    /// The weekday that is all there is.
    pub(super) fn weekday_named(&self) -> Option<Weekday> {
        let read = self.weekday(0)?;
        let rest = self.text.get(read.end..)?;
        rest.trim_matches(['.', ',', ' ', ')', '）']).is_empty().then_some(read.value.0)
    }

    /// A weekday that stands for itself.
    pub(super) fn weekday_alone(&self, at: usize) -> Option<Read<What>> {
        let weekday = self.weekday(at)?;
        weekday.value.1.then(|| weekday.map(|(weekday, _)| What::Weekday(weekday)))
    }

    /// "Today", "tomorrow", "the day after tomorrow".
    pub(super) fn near_day(&self, at: usize) -> Option<Read<What>> {
        let (days, sure) =
            self.sense(at, &[Sense::Near(0), Sense::MaybeNear(0), Sense::NearIn(0)], |name| {
                match name.sense {
                    Sense::Near(days) => Some((days, true)),
                    Sense::MaybeNear(days) => Some((days, false)),
                    Sense::NearIn(days) if self.is_behind_i(at) => Some((days, true)),
                    _ => None,
                }
            })?;
        let is_of_every = || at.checked_sub(1).is_some_and(|before| self.has(before, Sense::Every));
        if !sure && is_of_every() {
            return None;
        }
        let is_next = |before: usize| self.has(before, Sense::Next);
        let of = |before: usize| self.has(before, Sense::Of) && before.checked_sub(1).is_some_and(is_next);
        let is_after =
            self.gap(at).is(&[" ", "-"]) && at.checked_sub(1).is_some_and(|at| is_next(at) || of(at));
        let date = self.context.today.checked_add((days + i8::from(is_after)).days()).ok()?;
        let value = What::Near { date, sure: sure || is_after };
        Some(Read { value, next: at + 1, end: self.end(at) })
    }

    /// Whether the word "i" stands right before, as in "i dag".
    fn is_behind_i(&self, at: usize) -> bool {
        let start = self.tokens.get(at).map_or(0, |token| token.start);
        let before = self.text.get(..start).and_then(|text| text.strip_suffix([' ', '\u{a0}']));
        let rest = before.and_then(|text| text.strip_suffix(['i', 'I']));
        rest.is_some_and(|rest| !rest.ends_with(char::is_alphanumeric))
    }

    /// Over filling words such as "the" or "den".
    fn skip_the(&self, at: usize) -> usize {
        let skips = |at: usize| self.has(at, Sense::The) && self.gap(at + 1).is(&[" ", ". "]);
        let once = if skips(at) { at + 1 } else { at };
        if once > at && skips(once) { once + 1 } else { once }
    }

    /// A date without its weekday; `named` tells whether there is one.
    fn bare_date(&self, at: usize, named: bool) -> Option<Read<Written>> {
        self.day_first_or(at, named)
            .or_else(|| self.year_first(at))
            .or_else(|| self.month_and_day_marks(at))
            .or_else(|| self.month_name_first(at))
            .or_else(|| self.slashed(at, named))
    }

    /// `13/3`, as Nordic languages write it behind "den", or before a time or a weekday.
    fn slashed(&self, at: usize, named: bool) -> Option<Read<Written>> {
        if !self.is_nordic() || !self.gap(at + 1).is(&["/"]) {
            return None;
        }
        let pair = self.pair(at)?;
        let before = at.checked_sub(1).filter(|_| self.gap(at).is(&[" "]));
        let introduced = before.is_some_and(|before| self.has(before, Sense::The));
        let timed = self.has(pair.next, Sense::At) && self.gap(pair.next).is(&[" ", ", "]);
        (named || introduced || timed).then_some(pair)
    }

    fn day_first(&self, at: usize) -> Option<Read<Written>> {
        self.day_first_or(at, true)
    }

    fn day_first_or(&self, at: usize, named: bool) -> Option<Read<Written>> {
        self.three_numbers(at)
            .or_else(|| self.day_and_month(at, named))
            .or_else(|| self.month_name_behind(at))
    }

    /// `2021-05-12`, `2021/05/12`, `2021. 5. 12.`, and `110/05/12` in Taiwan
    fn year_first(&self, at: usize) -> Option<Read<Written>> {
        let year = self.year(at).or_else(|| self.republican_year(at))?;
        let separators: &[&str] = &["-", "/", ".", ". "];
        let separator = separators.iter().find(|separator| self.gap(at + 1).is(&[separator]))?;
        if !self.gap(at + 2).is(&[separator]) {
            return None;
        }
        let date = Written::new(Some(year), self.small(at + 1)?, self.small(at + 2)?)?;
        let next = at + 3;
        let zoned = self.has(next, Sense::Zone) && self.gap(next).is(&[""]);
        if !zoned && (!self.ends_number(next) || self.continued(next, separator)) {
            return None;
        }
        let end = self.end(at + 2);
        let end = if *separator == ". " { self.end_with(end, b".") } else { end };
        Some(Read { value: date, next, end })
    }

    /// A year as Taiwan counts, with three digits since 2011.
    fn republican_year(&self, at: usize) -> Option<i16> {
        let (value, _) = self.number(at).filter(|(_, digits)| *digits == 3 && self.is_chinese())?;
        let year = i16::try_from(value).ok()?.checked_add(REPUBLIC)?;
        (2011..=2050).contains(&year).then_some(year)
    }

    /// `12.05.2021`, `12.5.21`, `12/05/2021`, `12-05-2021`, and with the month first where that is usual.
    fn three_numbers(&self, at: usize) -> Option<Read<Written>> {
        let (first, second) = (self.small(at)?, self.small(at + 1)?);
        let dotted = self.gap(at + 1).is(&[".", ". "]) && self.gap(at + 2).is(&[".", ". "]);
        let same = ["/", "-"].iter().any(|mark| self.gap(at + 1).is(&[mark]) && self.gap(at + 2).is(&[mark]));
        // `12/5-2021`, `12/5 2021`
        let nordic =
            self.is_nordic() && self.gap(at + 1).is(&["/"]) && self.gap(at + 2).is(&["-", " - ", " "]);
        if !(dotted || same || nordic) {
            return None;
        }
        let next = at + 3;
        let year = self.year(at + 2).or_else(|| {
            let (value, digits) = self.number(at + 2)?;
            // Two digits may also be an hour: `12. 05. 21 Uhr`.
            let is_dashed = nordic && self.gap(at + 2).is(&["-"]);
            let joined = (self.gap(at + 2).is(&[".", "/"]) || is_dashed) && !self.is_clock_mark(next);
            (digits == 2 && joined && !self.continued(next, ":")).then(|| self.full_year(value))?
        })?;
        if !self.ends_number(next) || (!dotted && (self.continued(next, "-") || self.continued(next, "/"))) {
            return None;
        }
        let (day, month) = self.ordered(first, second, dotted && !self.east_asian());
        let date = Written::new(Some(year), month, day)?;
        Some(Read { value: date, next, end: self.end(at + 2) })
    }

    /// The year of two digits: of this century, unless that is more than ten years ahead.
    fn full_year(&self, short: u32) -> Option<i16> {
        let year = i16::try_from(short).ok()?.checked_add(2000)?;
        Some(if year > self.context.today.year().saturating_add(10) { year - 100 } else { year })
    }

    /// Day and month of two numbers, by what is usual and what is possible.
    fn ordered(&self, first: i8, second: i8, day_first: bool) -> (i8, i8) {
        let day_first = day_first || !self.month_first();
        match (first > 12, second > 12) {
            (true, false) => (first, second),
            (false, true) if !day_first || self.context.language.is_none() || self.is_english() => {
                (second, first)
            }
            _ if day_first => (first, second),
            _ => (second, first),
        }
    }

    fn is_english(&self) -> bool {
        matches!(self.context.language, Some(Language::English { .. }))
    }

    /// `12.05.`, closed by a full stop.
    fn day_and_month(&self, at: usize, named: bool) -> Option<Read<Written>> {
        let (day, month) = (self.small(at)?, self.small(at + 1)?);
        let (_, day_digits) = self.number(at)?;
        let (_, month_digits) = self.number(at + 1)?;
        let behind = self.gap(at + 2);
        let spaced = named || matches!(self.context.language, Some(Language::Czech));
        let separated = self.gap(at + 1).is(&["."]) || (spaced && self.gap(at + 1).is(&[". "]));
        if !separated || !behind.begins(".") {
            return None;
        }
        // `12.05.14:30` has a time behind it, `12.05.14` has not.
        let time = self.gap(at + 3).is(&[":"]) || self.is_clock_mark(at + 3);
        if self.continued(at + 2, ".") && !time {
            return None;
        }
        let before = at.checked_sub(1);
        if before.is_some_and(|before| self.has(before, Sense::At) || self.has(before, Sense::Not)) {
            return None;
        }
        // `1.2.` is more often a heading's number.
        let introduced = before.is_some_and(|before| {
            self.has(before, Sense::The) || self.has(before, Sense::To) || self.has(before, Sense::Before)
        });
        let short = day_digits == 1 && month_digits == 1;
        let timed = self.gap(at + 3).is(&[":"]);
        if short
            && !(named || introduced || timed || self.span_end(at + 2).is_some() || self.is_whole(at, at + 2))
        {
            return None;
        }
        let (day, month) = if self.east_asian() { self.ordered(day, month, false) } else { (day, month) };
        let date = Written::new(None, month, day)?;
        Some(Read { value: date, next: at + 2, end: self.end_with(self.end(at + 1), b".") })
    }

    /// `12/05` or `12.05`, in Chinese also `05-12`, which is a date only beside a weekday.
    fn pair(&self, at: usize) -> Option<Read<Written>> {
        let (first, second) = (self.small(at)?, self.small(at + 1)?);
        let dotted = self.gap(at + 1).is(&["."]);
        let has_two_digits = |at: usize| self.number(at).is_some_and(|(_, digits)| digits == 2);
        let dashed = || {
            self.is_chinese() && self.gap(at + 1).is(&["-"]) && has_two_digits(at) && has_two_digits(at + 1)
        };
        if !(dotted || self.gap(at + 1).is(&["/"]) || dashed()) {
            return None;
        }
        let next = at + 2;
        let marks = ["/", ":", "-"];
        if !self.ends_number(next)
            || marks.iter().any(|mark| self.continued(next, mark))
            || self.is_clock_mark(next)
            || self.followed_by(next, Sense::Unit)
            || (dotted && self.span_end(next).is_some())
        {
            return None;
        }
        let (day, month) = self.ordered(first, second, dotted && !self.east_asian());
        Some(Read { value: Written::new(None, month, day)?, next, end: self.end(at + 1) })
    }

    /// Whether a word such as "Uhr" or "pm" comes next, which makes a time of the number before.
    fn is_clock_mark(&self, next: usize) -> bool {
        self.follows(next) && [Sense::Hour, Sense::Am, Sense::Pm].iter().any(|&sense| self.has(next, sense))
    }

    /// `12. Mai 2021`, `12th of May`, `12 de mayo de 2021`
    fn month_name_behind(&self, at: usize) -> Option<Read<Written>> {
        let day = self.small(at)?;
        let mut month_at = at + 1;
        if self.gap(month_at).is(&["", "-", " ", ":"]) && self.has(month_at, Sense::Ordinal) {
            month_at += 1;
        }
        if self.gap(month_at).is(&[" ", ". "]) && self.has(month_at, Sense::Of) {
            month_at += 1;
        }
        let separators = &["", " ", ".", ". ", "-", "/", ", ", " / ", "'"];
        let month = self.month_name(month_at).filter(|_| self.gap(month_at).is(separators))?;
        let read = self.behind_month(month_at + 1);
        Written::new(read.value, month, day).map(|date| read.map(|_| date))
    }

    /// `May 12th, 2021`, in languages that put the month first; in others only `Juni 13 @ 10:00`, as a calendar writes it
    /// whose words alone were translated.
    fn month_name_first(&self, at: usize) -> Option<Read<Written>> {
        let is_translated = self.gap(at + 2).begins(" @");
        let month = self.sense(at, &[Sense::Month(1)], |name| match name.sense {
            Sense::Month(month)
                if is_translated
                    || name.holds(Language::English { american: true })
                    || name.holds(Language::Spanish) =>
            {
                Some(month)
            }
            _ => None,
        })?;
        let is_usual =
            matches!(self.context.language, None | Some(Language::English { .. } | Language::Spanish));
        if !is_usual && !is_translated {
            return None;
        }
        let day = self.small(at + 1)?;
        if !self.gap(at + 1).is(&[" ", ". ", ".", "-"]) {
            return None;
        }
        let read = self.behind_day(at + 2);
        let next = at + 2;
        if read.next == next
            && (self.continued(next, ":") || self.continued(next, ".") || self.is_clock_mark(next))
        {
            return None;
        }
        if !self.ends_number(read.next) && !self.has(read.next, Sense::Zone) {
            return None;
        }
        Written::new(read.value, month, day).map(|date| read.map(|_| date))
    }

    /// The year behind a day, over its ordinal ending.
    fn behind_day(&self, next: usize) -> Read<Option<i16>> {
        let next = if self.gap(next).is(&[""]) && self.has(next, Sense::Ordinal) { next + 1 } else { next };
        self.year_at(next, &[", ", " ", ",", "., "])
    }

    /// The year behind the name of a month, over filling words.
    fn behind_month(&self, next: usize) -> Read<Option<i16>> {
        let filled = self.gap(next).is(&[" "]) && self.has(next, Sense::Of);
        if filled && self.year(next + 1).is_some() {
            return self.year_at(next + 1, &[" "]);
        }
        self.year_at(next, &[" ", ", ", ". ", ".", "-", "/", "., ", " / "])
    }

    fn year_at(&self, at: usize, separators: &[&str]) -> Read<Option<i16>> {
        let short = || {
            let (value, digits) = self.number(at)?;
            let dashed = |at: usize| self.gap(at).is(&["-"]);
            let joined = self.gap(at).is(&[" '"]) || (dashed(at) && dashed(at.checked_sub(1)?));
            (joined && digits == 2).then(|| self.full_year(value))?
        };
        let year = self.year(at).filter(|_| self.gap(at).is(separators)).or_else(short);
        let year = year.filter(|_| !self.continued(at + 1, ":") && self.ends_year(at + 1));
        if year.is_none() {
            return Read { value: None, next: at, end: self.end(at.saturating_sub(1)) };
        }
        let next = if self.followed_by(at + 1, Sense::Year) { at + 2 } else { at + 1 };
        Read { value: year, next, end: self.end(next - 1) }
    }

    fn ends_year(&self, next: usize) -> bool {
        self.followed_by(next, Sense::Year) || self.ends_number(next)
    }

    /// `2021年5月12日`, `5월 12일`
    fn month_and_day_marks(&self, at: usize) -> Option<Read<Written>> {
        let read = self.year_and_month_marks(at)?;
        let (year, month) = read.value;
        let day = self.small(read.next)?;
        let next = read.next + 1;
        if !self.follows(read.next) || !self.has_day_mark(next) {
            return None;
        }
        Some(Read { value: Written::new(year, month, day)?, next: next + 1, end: self.end(next) })
    }

    /// Whether a mark of a day stands there. 号 is one only behind a month: elsewhere it tells which of a row.
    fn has_day_mark(&self, at: usize) -> bool {
        let is_chinese = |name: &Name| name.sense == Sense::Ordinal && name.holds(Language::Chinese);
        let counts = |name: &Name| is_chinese(name).then_some(());
        self.followed_by(at, Sense::DayMark)
            || self.follows(at) && self.sense(at, &[Sense::Ordinal], counts).is_some()
    }

    /// `2021年5月`, `5月`
    fn year_and_month_marks(&self, at: usize) -> Option<Read<(Option<i16>, i8)>> {
        let era = self.sense(at, &[Sense::Era(0)], |name| match name.sense {
            Sense::Era(before) => Some(before),
            _ => None,
        });
        let first = if era.is_some() { at + 1 } else { at };
        let mut month_at = first;
        let mut year = None;
        if self.followed_by(first + 1, Sense::Year) {
            let (value, digits) = self.number(first)?;
            let base = era.unwrap_or(match digits {
                2 => 2000,
                3 => REPUBLIC,
                _ => 0,
            });
            year = i16::try_from(value).ok()?.checked_add(base).filter(|year| (1900..=2100).contains(year));
            year?;
            month_at = first + 2;
            if !self.follows(month_at) {
                return None;
            }
        } else if era.is_some() {
            return None;
        }
        // 2026年六月
        if let Some(month) = self.month_name(month_at).filter(|_| year.is_some()) {
            return Some(Read { value: (year, month), next: month_at + 1, end: self.end(month_at) });
        }
        let month = self.small(month_at).filter(|month| (1..=12).contains(month))?;
        let mark = month_at + 1;
        self.followed_by(mark, Sense::MonthMark).then(|| Read {
            value: (year, month),
            next: mark + 1,
            end: self.end(mark),
        })
    }

    fn month_name(&self, at: usize) -> Option<i8> {
        self.sense(at, &[Sense::Month(1)], |name| match name.sense {
            Sense::Month(month) => Some(month),
            _ => None,
        })
    }

    /// A month of a year, or one that is all the text.
    pub(super) fn month(&self, at: usize) -> Option<Read<What>> {
        if !self.begins(at) {
            return None;
        }
        // `30. Februar 2021` is no date, and no month either.
        let day_before = at.checked_sub(1).and_then(|before| self.small(before)).is_some();
        if day_before && self.gap(at).is(&[" ", ". ", "."]) {
            return None;
        }
        let long = self
            .sense(at, &[Sense::Month(1)], |name| matches!(name.sense, Sense::Month(_)).then_some(name.long));
        let named = self.month_name(at).map(|month| self.behind_month(at + 1).map(|year| (year, month)));
        let read = named.or_else(|| self.year_and_month_marks(at)).or_else(|| self.numeric_month(at))?;
        let (year, month) = read.value;
        let year = match year {
            Some(year) => year,
            None if long != Some(false) && self.is_whole(at, read.next) => self.next_year_of(month),
            None => return None,
        };
        Some(read.map(|_| What::Month { year, month }))
    }

    /// `05/2021`, `05.2021`; `2021-05` and `2021.5` only where it is all the text.
    fn numeric_month(&self, at: usize) -> Option<Read<(Option<i16>, i8)>> {
        let next = at + 2;
        let two_digits = self.number(at)?.1 == 2;
        let month_first = self.gap(at + 1).is(&["/"]) || (self.gap(at + 1).is(&["."]) && two_digits);
        let (year, month) = match self.year(at + 1) {
            Some(year) if month_first => (year, self.small(at)?),
            _ if self.gap(at + 1).is(&["-", ".", ". "]) && self.is_whole(at, next) => {
                let is_dotted = !self.gap(at + 1).is(&["-"]);
                let month = self.small(at + 1);
                (
                    self.year(at)?,
                    month.filter(|_| is_dotted || self.number(at + 1).is_some_and(|n| n.1 == 2))?,
                )
            }
            _ => return None,
        };
        let bounded = self.ends_number(next) && !self.continued(next, "/");
        (bounded && (1..=12).contains(&month)).then(|| Read {
            value: (Some(year), month),
            next,
            end: self.end(at + 1),
        })
    }

    fn next_year_of(&self, month: i8) -> i16 {
        let today = self.context.today;
        if month < today.month() { today.year().saturating_add(1) } else { today.year() }
    }

    /// A number that is all the text: a day, or a date of eight digits as attributes have it.
    pub(super) fn whole_number(&self, at: usize) -> Option<Read<What>> {
        let (value, digits) = self.number(at)?;
        let marked = self.followed_by(at + 1, Sense::DayMark);
        let next = if marked { at + 2 } else { at + 1 };
        if !self.is_whole(at, next) {
            return None;
        }
        let what = match digits {
            1 | 2 => What::DayNumber(i8::try_from(value).ok().filter(|day| (1..=31).contains(day))?),
            8 => {
                let year = i16::try_from(value / 10000).ok().filter(|year| (2000..=2100).contains(year))?;
                let (month, day) = (i8::try_from(value / 100 % 100).ok()?, i8::try_from(value % 100).ok()?);
                What::Date { date: Date::new(year, month, day).ok()?, explicit_year: true }
            }
            _ => return None,
        };
        Some(Read { value: what, next, end: self.end(next - 1) })
    }

    /// The day meant. Without a year: one its weekday confirms, from sixty days past to two years ahead;
    /// otherwise the next, or one less than sixty days past.
    fn resolve(&self, written: Written) -> Option<Date> {
        if let Some(year) = written.year {
            return Date::new(year, written.month, written.day).ok();
        }
        let today = self.context.today;
        let earliest = today.checked_sub(PAST_DAYS.days()).ok()?;
        let years = today.year().saturating_sub(1)..=today.year().saturating_add(8);
        let mut candidates = years
            .filter_map(|year| Date::new(year, written.month, written.day).ok())
            .filter(|date| *date > earliest);
        let first = candidates.next()?;
        let confirmed = |date: &Date| written.weekday.is_none_or(|weekday| date.weekday() == weekday);
        let latest = today.checked_add(2.years()).ok()?;
        let mut near = std::iter::once(first).chain(candidates).take_while(|date| *date <= latest);
        Some(near.find(confirmed).unwrap_or(first))
    }
}
