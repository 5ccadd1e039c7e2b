//! Lengths of time, as countdowns show them.

use super::names::Sense;
use super::reader::{Read, Reader};
use super::{Context, names, tokens};
use crate::time::Span;

/// One length of time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Duration {
    /// Its first byte in the text as given.
    pub start: usize,
    /// One past its last byte.
    pub end: usize,
    /// How long it is; never nothing, for a countdown that stands at zero counts nothing down.
    pub length: Span,
    /// Whether it is told to the second, as what runs down is.
    pub to_the_second: bool,
}

/// The most digits of a number that counts minutes or seconds.
const MOST_DIGITS: u8 = 4;

/// Finds the lengths of time in a text, in its order and without overlap: `4:59` (minutes and seconds), `1:04:59`,
/// `12 minutes`, `1 h 20 min`. A time of day is none. Linear in the text's length.
pub fn durations(text: &str, context: &Context) -> Vec<Duration> {
    let names = names::names();
    let mut found = Vec::new();
    tokens::clusters(text, names, context.language, &mut Vec::new(), |tokens| {
        let reader = Reader { text, tokens, names, context: *context };
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let read = reader.duration(at).filter(|read| read.value.0 > 0);
            if let Some(Read { value: (seconds, to_the_second), end, .. }) = read {
                found.push(Duration {
                    start: token.start,
                    end,
                    length: Span::seconds(seconds),
                    to_the_second,
                });
            }
            at = read.map_or(at + 1, |read| read.next);
        }
    });
    found
}

/// Seconds, and whether they are told.
type Length = (u32, bool);

impl Reader<'_> {
    fn duration(&self, at: usize) -> Option<Read<Length>> {
        if !self.begins(at) {
            return None;
        }
        self.clockwork(at).or_else(|| self.counted(at))
    }

    /// `4:59`, `1:04:59`, `4:59 min`, `1:20 h`
    fn clockwork(&self, at: usize) -> Option<Read<Length>> {
        let (first, _) = self.number(at).filter(|(_, digits)| *digits < MOST_DIGITS)?;
        let second = self.sixtieths(at + 1)?;
        let third = self.sixtieths(at + 2);
        let next = at + if third.is_some() { 3 } else { 2 };
        if self.is_time_of_day(at, next) || self.continued(next, ":") || !self.ends_number(next) {
            return None;
        }
        let unit = self.unit(next).filter(|_| self.follows(next));
        let (minutes, seconds) = match third {
            Some(third) => (first * 60 + second, Some(third)),
            None if unit == Some(3600) => (first * 60 + second, None),
            None => (first, Some(second)),
        };
        let behind = next + usize::from(unit.is_some());
        let value = (minutes * 60 + seconds.unwrap_or(0), seconds.is_some());
        Some(Read { value, next: behind, end: self.end(behind - 1) })
    }

    /// Two digits behind a colon.
    fn sixtieths(&self, at: usize) -> Option<u32> {
        let (value, digits) = self.number(at).filter(|_| self.gap(at).is(&[":", " : "]))?;
        (digits == 2 && value < 60).then_some(value)
    }

    fn is_time_of_day(&self, at: usize, next: usize) -> bool {
        let introduced = at.checked_sub(1).filter(|_| self.gap(at).is(&[" ", ". "])).is_some_and(|before| {
            // "de" before a duration only joins it to its noun.
            self.has(before, Sense::At) || self.has(before, Sense::Before) && !self.has(before, Sense::Of)
        });
        // 上午 and 下午 go before their time.
        let halved = at.checked_sub(1).filter(|_| self.follows(at));
        let halved = halved.is_some_and(|before| self.has(before, Sense::Am) || self.has(before, Sense::Pm));
        introduced
            || halved
            || [Sense::Hour, Sense::Am, Sense::Pm].iter().any(|sense| self.followed_by(next, *sense))
    }

    /// `12 minutes`, `1 hour and 20 minutes`, `04m 59s`
    fn counted(&self, at: usize) -> Option<Read<Length>> {
        let mut read: Option<Read<Length>> = None;
        let mut smallest = u32::MAX;
        let mut number_at = at;
        while let Some((value, unit)) = self.quantity(number_at).filter(|(_, unit)| *unit < smallest) {
            let seconds = read.map_or(0, |read| read.value.0) + value * unit;
            let next = number_at + 2;
            read = Some(Read { value: (seconds, unit == 1), next, end: self.end(next - 1) });
            smallest = unit;
            let and = self.has(next, Sense::And) && self.gap(next).is(&[" "]);
            number_at = next + usize::from(and);
            if !self.gap(number_at).is(&["", " ", ", ", ":", " : "]) {
                break;
            }
        }
        read
    }

    /// A number and the seconds of the unit behind it.
    fn quantity(&self, at: usize) -> Option<(u32, u32)> {
        let (value, _) = self.number(at).filter(|(_, digits)| *digits <= MOST_DIGITS)?;
        let unit = self.unit(at + 1).filter(|_| self.gap(at + 1).is(&["", " ", "-"]))?;
        Some((value, unit))
    }

    fn unit(&self, at: usize) -> Option<u32> {
        self.sense(at, &[Sense::Length(0)], |name| match name.sense {
            Sense::Length(seconds) => u32::try_from(seconds).ok(),
            _ => None,
        })
    }
}
