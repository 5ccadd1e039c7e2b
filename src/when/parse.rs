//! Dates and times out of tokens.

use super::names::Meaning;
use super::token::{Kind, Token, Unit, tokens};
use super::{Context, Found, Language, What};
use jiff::civil::{Date, Time};

/// A date without a year that passed fewer days ago than this is still meant for this year.
const JUST_PAST: i32 = 60;
/// The years that dates of appointments lie in.
const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

pub(super) struct Parser<'c> {
    tokens: Vec<Token>,
    context: &'c Context,
    length: usize,
}

/// A clock time that may still miss its half of the day.
#[derive(Clone, Copy)]
struct Clock {
    hour: i8,
    minute: i8,
    half: Option<Half>,
    /// Whether it is a time beyond doubt: by its form or a word.
    sure: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Half {
    Morning,
    Afternoon,
}

impl Clock {
    fn time(self) -> Option<Time> {
        let hour = match (self.half, self.hour) {
            (Some(_), 0 | 13..) => return None,
            (Some(Half::Morning), 12) => 0,
            (Some(Half::Afternoon), hour @ 1..=11) => hour + 12,
            (_, 24) if self.minute == 0 => 0,
            (_, hour) => hour,
        };
        Time::new(hour, self.minute, 0, 0).ok()
    }
}

impl<'c> Parser<'c> {
    pub(super) fn new(text: &str, context: &'c Context) -> Self {
        Parser { tokens: tokens(text), context, length: text.len() }
    }

    pub(super) fn run(&self) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        let mut at = 0;
        while at < self.tokens.len() {
            let Some((what, next)) = self.item(at) else {
                at += 1;
                continue;
            };
            let (Some(first), Some(last)) = (self.tokens.get(at), self.tokens.get(next.max(1) - 1)) else {
                break;
            };
            found.push(Found { start: first.start, end: last.end, what });
            at = next.max(at + 1);
        }
        found
    }

    fn item(&self, at: usize) -> Option<(What, usize)> {
        if let Some((date, explicit_year, next)) = self.dated(at) {
            if let Some((to, _, end)) =
                self.dash(next).and_then(|next| self.dated(next)).filter(|(to, ..)| *to > date)
            {
                return Some((What::Dates { from: date, to }, end));
            }
            return Some((What::Date { date, explicit_year }, next));
        }
        self.times(at).or_else(|| self.month(at))
    }

    fn kind(&self, at: usize) -> Option<Kind> {
        self.tokens.get(at).map(|token| token.kind)
    }

    fn word(&self, at: usize) -> Option<Meaning> {
        match self.kind(at)? {
            Kind::Word(meaning) => Some(meaning),
            _ => None,
        }
    }

    fn is_sign(&self, at: usize, sign: char) -> bool {
        self.kind(at) == Some(Kind::Sign(sign))
    }

    /// A number directly behind what stands before it.
    fn tight(&self, at: usize) -> Option<(u32, u8)> {
        self.number(at).filter(|_| !self.tokens.get(at).is_some_and(|token| token.spaced))
    }

    fn number(&self, at: usize) -> Option<(u32, u8)> {
        match self.kind(at)? {
            Kind::Number { value, digits } => Some((value, digits)),
            _ => None,
        }
    }

    /// Whether something of the same row of signs stands directly before: a number or a sign that parts
    /// numbers. Then this is the rest of a telephone number, a version, an address.
    fn is_inside(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        if token.spaced || at == 0 {
            // "+49 30 1205": a telephone number in groups.
            return at > 1 && self.is_sign(at - 2, '+');
        }
        match self.kind(at - 1) {
            Some(
                Kind::Sign('(' | '[' | ',' | '>' | '"' | '\'' | '|' | '*' | '•' | '„' | '“')
                | Kind::Unit(_)
                | Kind::DayCharacter(_),
            )
            | None => false,
            Some(Kind::Sign('-')) => {
                at > 1
                    && self.tokens.get(at - 1).is_some_and(|token| !token.spaced)
                    && !self.is_date_part(at - 2)
            }
            Some(Kind::Word(meaning)) => meaning == Meaning::default(),
            // The T between an ISO date and its time.
            Some(Kind::Other) => !self.is_iso_time(at - 1),
            _ => true,
        }
    }

    fn is_date_part(&self, at: usize) -> bool {
        matches!(self.kind(at), Some(Kind::Word(_) | Kind::Sign('.' | ')'))) || self.tokens.get(at).is_none()
    }

    /// Whether digits go on directly behind: then this was part of something longer.
    fn goes_on(&self, next: usize) -> bool {
        let Some(token) = self.tokens.get(next) else { return false };
        if token.spaced {
            return matches!(token.kind, Kind::Sign('€' | '$' | '£' | '%' | '₺'));
        }
        match token.kind {
            Kind::Number { .. } | Kind::Sign('€' | '$' | '£' | '%' | '₺' | '@') => true,
            Kind::Sign('.' | '/' | ':' | '-' | ',') => {
                self.tight(next + 1).is_some_and(|(_, digits)| token.kind != Kind::Sign('-') || digits > 2)
            }
            _ => false,
        }
    }

    // Dates.

    /// A date, with a weekday before or behind.
    fn dated(&self, at: usize) -> Option<(Date, bool, usize)> {
        let (weekday, start) = self.weekday(at).map_or((None, at), |(weekday, next)| (Some(weekday), next));
        let (parts, mut next) = self.date(start, weekday.is_some())?;
        let mut weekday = weekday;
        if weekday.is_none()
            && let Some((behind, end)) = self.weekday_behind(next)
        {
            (weekday, next) = (Some(behind), end);
        }
        let date = match parts.year {
            Some(year) => Date::new(year, parts.month, parts.day).ok()?,
            None => self.nearest(parts.month, parts.day, weekday)?,
        };
        Some((date, parts.year.is_some(), next))
    }

    /// A weekday's name and what leads on from it to a date.
    fn weekday(&self, at: usize) -> Option<(i8, usize)> {
        let weekday = self.word(at)?.weekday?;
        let mut next = at + 1;
        for _ in 0..3 {
            let leads = matches!(self.kind(next), Some(Kind::Sign('.' | ',' | '-' | '(' | '|' | '·' | '/')))
                || self.word(next).is_some_and(|word| word.of)
                || self.tokens.get(next).is_some_and(|token| {
                    token.kind == Kind::Other
                        && token.end - token.start <= 5
                        && self.is_sign(next.wrapping_sub(1), '-')
                });
            if !leads {
                break;
            }
            next += 1;
        }
        Some((weekday, next))
    }

    /// "(Mi)", ", Mittwoch", "(水)" behind a date.
    fn weekday_behind(&self, at: usize) -> Option<(i8, usize)> {
        let open = self.is_sign(at, '(');
        let start = if open || self.is_sign(at, ',') { at + 1 } else { return None };
        let weekday = match self.kind(start)? {
            Kind::Word(meaning) => meaning.weekday?,
            Kind::DayCharacter(weekday) if open => weekday,
            Kind::Unit(Unit::Month) if open => 1,
            Kind::Unit(Unit::Day) if open => 7,
            _ => return None,
        };
        let mut next = start + 1;
        if self.is_sign(next, '.') {
            next += 1;
        }
        if open {
            return self.is_sign(next, ')').then_some((weekday, next + 1));
        }
        // "12.05.2021, Mi 13.05.": the weekday belongs to the next date.
        self.number(next).is_none().then_some((weekday, next))
    }

    fn date(&self, at: usize, with_weekday: bool) -> Option<(Parts, usize)> {
        if self.is_inside(at) {
            return None;
        }
        self.number_date(at, with_weekday)
            .or_else(|| self.day_month(at))
            .or_else(|| self.month_day(at))
            .or_else(|| self.unit_date(at))
            .filter(|(_, next)| !self.goes_on(*next) || self.is_iso_time(*next - 1))
    }

    /// "2021-05-12", "12.05.2021", "12.05.", "12/05/21".
    fn number_date(&self, at: usize, with_weekday: bool) -> Option<(Parts, usize)> {
        let (first, digits) = self.number(at)?;
        if digits == 8 && self.tokens.len() == 1 && self.length == 8 {
            let parts = parts(first / 10_000, first / 100 % 100, first % 100)?;
            return (2000..=2100).contains(&parts.year?).then_some((parts, at + 1));
        }
        let Some(Kind::Sign(sign @ ('-' | '.' | '/'))) =
            self.kind(at + 1).filter(|_| !self.tokens.get(at + 1).is_some_and(|token| token.spaced))
        else {
            return None;
        };
        let (second, second_digits) = if sign == '.' { self.number(at + 2)? } else { self.tight(at + 2)? };
        if second_digits > 2 || digits > 2 && digits != 4 {
            return None;
        }
        let parted = self.is_sign(at + 3, sign) && !self.tokens.get(at + 3).is_some_and(|token| token.spaced);
        if digits == 4 {
            let (third, third_digits) = self.tight(at + 4).filter(|_| parted)?;
            let next = if self.is_iso_time(at + 5) { at + 6 } else { at + 5 };
            return (third_digits <= 2).then(|| Some((parts(first, second, third)?, next)))?;
        }
        let third = if sign == '.' { self.number(at + 4) } else { self.tight(at + 4) };
        if let Some((year, 4 | 2)) =
            third.filter(|(_, digits)| parted && (*digits == 4 || self.tight(at + 4).is_some()))
        {
            let (day, month) = self.order(first, second, sign)?;
            let year = if year < 100 { 2000 + year } else { year };
            return Some((parts(year, month, day)?, at + 5));
        }
        // Without a year, only a full stop behind or a weekday before makes it a date.
        let (day, month) = self.order(first, second, sign)?;
        let next = match sign {
            '.' if parted => at + 4,
            _ if with_weekday => at + 3,
            _ => return None,
        };
        Some((Parts { year: None, ..parts(2000, month, day)? }, next))
    }

    /// Whether the T between an ISO date and its time stands here.
    fn is_iso_time(&self, at: usize) -> bool {
        self.tokens
            .get(at)
            .is_some_and(|token| !token.spaced && token.end - token.start == 1 && token.kind == Kind::Other)
            && self.tight(at + 1).is_some()
    }

    /// Day and month in the order that the language and the numbers allow.
    fn order(&self, first: u32, second: u32, sign: char) -> Option<(u32, u32)> {
        let month_first = sign != '.' && self.context.language == Some(Language::MonthFirst);
        match (month_first, first, second) {
            (true, 1..=12, 1..=31) => Some((second, first)),
            (_, 1..=31, 1..=12) => Some((first, second)),
            (false, 1..=12, 13..=31) if sign != '.' => Some((second, first)),
            _ => None,
        }
    }

    /// "12. Mai 2021", "1er juin", "12 de mayo de 2021".
    fn day_month(&self, at: usize) -> Option<(Parts, usize)> {
        let (day, 1..=2) = self.number(at)? else { return None };
        let mut next = at + 1;
        if self.is_sign(next, '.')
            || self.word(next).is_some_and(|word| word.ordinal)
                && !self.tokens.get(next).is_some_and(|token| token.spaced)
        {
            next += 1;
        }
        if self.is_sign(next, '-') && self.tokens.get(next).is_some_and(|token| !token.spaced) {
            next += 1;
        }
        if self.word(next).is_some_and(|word| word.of) {
            next += 1;
        }
        let month = self.word(next)?.month?;
        next += 1;
        if self.is_sign(next, '.') && self.tokens.get(next).is_some_and(|token| !token.spaced)
            || self.is_sign(next, '-')
        {
            next += 1;
        }
        let (year, next) = self.year(next);
        Some((Parts { year, month, day: i8::try_from(day).ok().filter(|day| (1..=31).contains(day))? }, next))
    }

    /// A year behind a day and month, if there is one.
    fn year(&self, at: usize) -> (Option<i16>, usize) {
        let mut next = at;
        if self.is_sign(next, ',') || self.word(next).is_some_and(|word| word.of) {
            next += 1;
        }
        match self.number(next) {
            Some((year, 4)) => match i16::try_from(year).ok().filter(|year| YEARS.contains(year)) {
                Some(year) => (Some(year), next + 1),
                None => (None, at),
            },
            _ => (None, at),
        }
    }

    /// "May 12th, 2021".
    fn month_day(&self, at: usize) -> Option<(Parts, usize)> {
        let month = self.word(at)?.month?;
        let mut next = at + 1;
        if self.is_sign(next, '.') {
            next += 1;
        }
        let (day, 1..=2) = self.number(next)? else { return None };
        // "May 9:30" names a time.
        if self.is_sign(next + 1, ':') {
            return None;
        }
        next += 1;
        if self.word(next).is_some_and(|word| word.ordinal) {
            next += 1;
        }
        let (year, next) = self.year(next);
        Some((Parts { year, month, day: i8::try_from(day).ok().filter(|day| (1..=31).contains(day))? }, next))
    }

    /// "2021年5月12日", "5월 12일".
    fn unit_date(&self, at: usize) -> Option<(Parts, usize)> {
        let unit = |at, unit| self.kind(at) == Some(Kind::Unit(unit));
        let (first, digits) = self.number(at)?;
        let (year, at) = if digits == 4 && unit(at + 1, Unit::Year) {
            (Some(i16::try_from(first).ok()?), at + 2)
        } else {
            (None, at)
        };
        let (month, _) = self.number(at).filter(|_| unit(at + 1, Unit::Month))?;
        let (day, _) = self.number(at + 2).filter(|_| unit(at + 3, Unit::Day))?;
        let parts = parts(2000, month, day)?;
        Some((Parts { year, ..parts }, at + 4))
    }

    /// The next such day that the weekday confirms; one that has just passed stays in this year.
    fn nearest(&self, month: i8, day: i8, weekday: Option<i8>) -> Option<Date> {
        let today = self.context.today;
        let this_year = today.year();
        let candidates =
            (0..=6).chain(-1..=-1).filter_map(|offset| Date::new(this_year + offset, month, day).ok());
        let mut plain = None;
        for date in candidates {
            let ahead = (date - today).get_days();
            let is_near = ahead > -JUST_PAST && ahead < 2 * 366;
            if !is_near {
                continue;
            }
            if weekday.is_none_or(|weekday| date.weekday().to_monday_one_offset() == weekday) {
                return Some(date);
            }
            plain = plain.or(Some(date));
        }
        plain
    }

    /// "Mai 2021", "05/2021" is left alone, "2021年5月".
    fn month(&self, at: usize) -> Option<(What, usize)> {
        if let Some((year, 4)) = self.number(at) {
            let is = |at, unit| self.kind(at) == Some(Kind::Unit(unit));
            let (month, _) =
                self.number(at + 2).filter(|_| is(at + 1, Unit::Year) && is(at + 3, Unit::Month))?;
            let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
            return Some((What::Month { year: i16::try_from(year).ok()?, month }, at + 4));
        }
        let month = self.word(at)?.month?;
        let dotted = usize::from(self.is_sign(at + 1, '.'));
        let (year, next) = self.year(at + 1 + dotted);
        Some((What::Month { year: year?, month }, next))
    }

    // Times.

    fn times(&self, at: usize) -> Option<(What, usize)> {
        let (first, next) = self.clock(at)?;
        if let Some((second, end)) = self.dash(next).and_then(|next| self.clock_here(next)) {
            let half =
                first.half.or(if first.hour <= 12 && first.hour <= second.hour { second.half } else { None });
            let (start, finish) = (Clock { half, ..first }.time(), second.time());
            if let (Some(start), Some(finish), true) = (start, finish, second.sure)
                && !self.is_no_time(end)
                && start != finish
            {
                return Some((What::Times { start, end: finish }, end));
            }
        }
        if !first.sure || self.is_no_time(next) {
            return None;
        }
        Some((What::Time(first.time()?), next))
    }

    fn is_no_time(&self, next: usize) -> bool {
        self.goes_on(next) || self.word(next).is_some_and(|word| word.not_time)
    }

    /// What joins the ends of a range.
    fn dash(&self, at: usize) -> Option<usize> {
        (self.is_sign(at, '-') || self.word(at).is_some_and(|word| word.to)).then_some(at + 1)
    }

    fn clock(&self, at: usize) -> Option<(Clock, usize)> {
        if self.is_inside(at) { None } else { self.clock_here(at) }
    }

    fn clock_here(&self, at: usize) -> Option<(Clock, usize)> {
        if let Some(word) = self.word(at).filter(|word| word.am || word.pm) {
            let half = if word.pm { Half::Afternoon } else { Half::Morning };
            let (clock, next) = self.clock(at + 1)?;
            return clock.sure.then_some((Clock { half: Some(half), ..clock }, next));
        }
        let (hour, 1..=2) = self.number(at)? else { return None };
        let hour = i8::try_from(hour).ok().filter(|hour| (0..=24).contains(hour))?;
        let minute = |value: u32| i8::try_from(value).ok().filter(|minute| (0..60).contains(minute));
        let (minute, mut next, mut sure, dotted) = match self.kind(at + 1) {
            Some(Kind::Sign(':')) => match self.tight(at + 2) {
                Some((value, 2)) => (minute(value)?, at + 3, true, false),
                _ => return None,
            },
            Some(Kind::Sign('.')) => match self.tight(at + 2) {
                Some((value, 2)) => (minute(value)?, at + 3, false, true),
                _ => (0, at + 1, false, false),
            },
            Some(Kind::Unit(Unit::Hour)) => match self.number(at + 2) {
                Some((value, _)) if self.kind(at + 3) == Some(Kind::Unit(Unit::Minute)) => {
                    (minute(value)?, at + 4, true, false)
                }
                _ => (0, at + 2, true, false),
            },
            // "9h30", "14 h 30"
            Some(Kind::Word(word)) if word.hour => match self.number(at + 2) {
                Some((value, 2))
                    if self.tokens.get(at + 1).is_some_and(|token| token.end - token.start == 1) =>
                {
                    (minute(value)?, at + 3, true, false)
                }
                _ => (0, at + 1, false, false),
            },
            _ => (0, at + 1, false, false),
        };
        // Seconds.
        if sure && self.is_sign(next, ':') && self.tight(next + 1).is_some_and(|(_, digits)| digits == 2) {
            next += 2;
        }
        if self.word(next).is_some_and(|word| word.hour) {
            (next, sure) = (next + 1, true);
        }
        let mut half = None;
        if let Some((found, end)) = self.half(next) {
            (half, next, sure) = (Some(found), end, true);
        }
        if dotted && !sure && !self.in_dotted_range(next) {
            return None;
        }
        Some((Clock { hour, minute, half, sure }, next))
    }

    /// "09.00-12.00 Uhr": the word behind the second makes the first a time too.
    fn in_dotted_range(&self, next: usize) -> bool {
        self.dash(next).is_some()
    }

    /// "am", "p.m." behind a time.
    fn half(&self, at: usize) -> Option<(Half, usize)> {
        if let Some(word) = self.word(at).filter(|word| word.am || word.pm) {
            return Some((if word.pm { Half::Afternoon } else { Half::Morning }, at + 1));
        }
        let token = self.tokens.get(at)?;
        let is_letter = token.end - token.start == 1 && matches!(token.kind, Kind::Other | Kind::Word(_));
        let second = self.tokens.get(at + 2)?;
        if !is_letter || !self.is_sign(at + 1, '.') || second.end - second.start != 1 || second.spaced {
            return None;
        }
        let end = if self.is_sign(at + 3, '.') { at + 4 } else { at + 3 };
        // "a" also joins ranges, so it has a meaning; "p" has none.
        let morning = matches!(token.kind, Kind::Word(_));
        Some((if morning { Half::Morning } else { Half::Afternoon }, end))
    }
}

/// Day and month, perhaps with a year.
#[derive(Clone, Copy)]
struct Parts {
    year: Option<i16>,
    month: i8,
    day: i8,
}

fn parts(year: u32, month: u32, day: u32) -> Option<Parts> {
    let year = i16::try_from(year).ok().filter(|year| YEARS.contains(year))?;
    let month = i8::try_from(month).ok().filter(|month| (1..=12).contains(month))?;
    let day = i8::try_from(day).ok().filter(|day| (1..=31).contains(day))?;
    Some(Parts { year: Some(year), month, day })
}
