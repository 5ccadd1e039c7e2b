//! Times of day and spans of time.

use super::What;
use super::names::Sense;
use super::reader::{Read, Reader};
use jiff::civil::Time;

/// Nothing that is written with a point begins before that hour.
const EARLY: i8 = 6;

/// How sure it is that a number is a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    /// Only an hour: `9`.
    Bare,
    /// `14.30`, which may also be a price or a date.
    Dotted,
    /// `9 hours`, which may also be a duration.
    Lasting,
    /// `14:30`
    Colon,
    /// With a word: `9 Uhr`, `2 pm`.
    Worded,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Half {
    Am,
    Pm,
}

/// A time as far as it is written.
#[derive(Clone, Copy, Debug)]
struct Clock {
    hour: i8,
    minute: i8,
    half: Option<Half>,
    form: Form,
}

impl Clock {
    /// The time; 24:00 only as an end.
    fn time(self, is_end: bool) -> Option<Time> {
        let hour = match (self.half, self.hour) {
            (Some(Half::Am), 12) => 0,
            (Some(Half::Pm), 1..=11) => self.hour + 12,
            (_, 24) if is_end && self.minute == 0 => 0,
            (_, hour) => hour,
        };
        Time::new(hour, self.minute, 0, 0).ok()
    }
}

impl Reader<'_> {
    /// A time or a span of time.
    pub(super) fn time(&self, at: usize) -> Option<Read<What>> {
        if !self.begins(at) {
            return None;
        }
        let first = self.clock(at)?;
        let before = at.checked_sub(1).filter(|_| self.gap(at).is(&[" ", ": ", ". ", ":", ""]));
        let is_before = |sense| before.is_some_and(|before| self.has(before, sense));
        let at_word = is_before(Sense::At);
        let introduced = at_word || is_before(Sense::Before);
        if is_before(Sense::Not) && first.value.form != Form::Worded {
            return None;
        }
        let far_before = at.checked_sub(2).filter(|_| at_word && self.gap(at - 1).is(&[" "]));
        let is_between =
            is_before(Sense::Between) || far_before.is_some_and(|at| self.has(at, Sense::Between));
        let between = is_between && self.has(first.next, Sense::And);
        let and = || (between && self.gap(first.next).is(&[" "])).then_some(first.next + 1);
        let end_at = self.span_end(first.next).or_else(and);
        if let Some(span) =
            end_at.and_then(|end_at| self.span_of_time(&first, at, end_at, introduced || between))
        {
            return Some(span);
        }
        let certain = match first.value.form {
            Form::Worded | Form::Colon => true,
            Form::Dotted => {
                let alone = self.is_nordic()
                    && (self.is_whole(at, first.next)
                        || self.is_behind_day(at)
                        || self.begins_text(at, &first));
                // "from 1.08" is no hour of the night.
                (introduced && first.value.hour >= EARLY || alone || self.is_dotted_time(at, &first))
                    && !self.followed_by(first.next, Sense::Unit)
            }
            // "de" before a duration only joins it to its noun.
            Form::Lasting => introduced && !is_before(Sense::Of),
            // A word behind it is more often what is counted.
            Form::Bare => {
                at_word && !self.gap(first.next).begins(" x") && self.gap(first.next).last() != b'/'
            }
        };
        let time = first.value.time(false).filter(|_| certain)?;
        Some(first.map(|_| What::Time(time)))
    }

    /// Whether a text is nothing but `17.15`, in a language that writes times so: by day, in steps of five minutes. A date would
    /// end with a point.
    fn is_dotted_time(&self, at: usize, read: &Read<Clock>) -> bool {
        let Clock { hour, minute, .. } = read.value;
        self.dots_times() && (EARLY..=22).contains(&hour) && minute % 5 == 0 && self.is_whole(at, read.next)
    }

    /// Whether a text begins with what looks like the time of a slot: `10.30 Ledig`.
    fn begins_text(&self, at: usize, read: &Read<Clock>) -> bool {
        let has_two_digits = self.number(at).is_some_and(|(_, digits)| digits == 2);
        at == 0 && self.gap(at).is(&[""]) && has_two_digits && read.value.minute % 5 == 0
    }

    /// Whether a day, month, weekday or year stands right before: `13 mars 10.30`.
    fn is_behind_day(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).filter(|_| self.gap(at).is(&[" ", ", "])) else { return false };
        self.year(before).is_some()
            || [Sense::Month(1), Sense::Weekday(1), Sense::Near(0), Sense::NearIn(0)]
                .iter()
                .any(|sense| self.has(before, *sense))
    }

    fn span_of_time(
        &self,
        first: &Read<Clock>,
        at: usize,
        end_at: usize,
        introduced: bool,
    ) -> Option<Read<What>> {
        let stated = self.has(end_at, Sense::At) && self.gap(end_at + 1).is(&[" ", ". "]);
        let last = self.clock(if stated { end_at + 1 } else { end_at })?;
        let (mut start, mut end) = (first.value, last.value);
        if !self.is_span(first, at, end_at, &last, introduced) {
            return None;
        }
        match (start.half, end.half) {
            (None, Some(Half::Pm)) if start.hour <= 12 => {
                let afternoon = Clock { half: Some(Half::Pm), ..start };
                let fits = afternoon.time(false)? <= end.time(true)?;
                start.half = Some(if fits { Half::Pm } else { Half::Am });
            }
            (None, Some(Half::Am)) if start.hour <= 12 => start.half = Some(Half::Am),
            (Some(Half::Pm), None) if end.hour < 12 => end.half = Some(Half::Pm),
            _ => {}
        }
        let (start, end) = (start.time(false)?, end.time(true)?);
        Some(last.map(|_| What::Times { start, end }))
    }

    /// Whether two times are sure enough, each by itself or by the other, to be a span.
    fn is_span(
        &self,
        first: &Read<Clock>,
        first_at: usize,
        end_at: usize,
        last: &Read<Clock>,
        introduced: bool,
    ) -> bool {
        let worded = introduced && end_at > first.next;
        let stated = |at: usize| at.checked_sub(1).is_some_and(|at| self.has(at, Sense::At));
        match (first.value.form, last.value.form) {
            // Italian says "alle" for both "at" and "to".
            (Form::Bare, Form::Bare) => {
                worded && stated(end_at)
                    || self.is_nordic() && stated(first_at) && self.ends_number(last.next)
            }
            (Form::Bare, Form::Dotted) if self.is_nordic() => stated(first_at),
            (Form::Bare, Form::Colon) => worded,
            (Form::Bare | Form::Dotted, Form::Lasting) => introduced,
            (Form::Dotted, Form::Dotted) => {
                let may_be_month = |clock: Clock| (1..=12).contains(&clock.minute);
                introduced || !may_be_month(first.value) || !may_be_month(last.value)
            }
            (Form::Worded | Form::Colon, Form::Bare) => worded && !self.gap(last.next).begins(" x"),
            (Form::Worded | Form::Colon | Form::Lasting, Form::Lasting)
            | (Form::Worded | Form::Colon, Form::Colon)
            | (_, Form::Worded) => true,
            _ => false,
        }
    }

    /// One time in any of its forms.
    fn clock(&self, at: usize) -> Option<Read<Clock>> {
        let half_before = self.half(at);
        let at = if half_before.is_some() { at + 1 } else { at };
        let hour = self.small(at).filter(|hour| (0..=24).contains(hour))?;
        if half_before.is_some() && !self.follows(at) {
            return None;
        }
        let mut read = self.minutes(at, hour)?;
        if let Some(half) = half_before {
            // "PM 2" alone is too little.
            if read.value.form == Form::Bare {
                return None;
            }
            read.value.half = Some(half);
            return Some(read);
        }
        let next = read.next;
        let half = self.half(next).filter(|_| self.follows(next));
        // In 午前9時 - 午後2時 the word belongs to what comes next.
        let half = half.filter(|_| self.clock_word(next) && !matches!(read.value.form, Form::Worded));
        if half.is_some() {
            read.value = Clock { half, form: Form::Worded, ..read.value };
            read.next = next + 1;
            read.end = self.end(next);
        }
        Some(read)
    }

    /// Whether the word for a half of the day is one that stands behind the time.
    fn clock_word(&self, at: usize) -> bool {
        let token = self.tokens.get(at);
        token.and_then(|token| self.text.get(token.start..token.end)).is_some_and(str::is_ascii)
    }

    fn half(&self, at: usize) -> Option<Half> {
        self.sense(at, &[Sense::Am, Sense::Pm], |name| match name.sense {
            Sense::Am => Some(Half::Am),
            Sense::Pm => Some(Half::Pm),
            _ => None,
        })
    }

    /// The hour's minutes and the words behind them.
    fn minutes(&self, at: usize, hour: i8) -> Option<Read<Clock>> {
        let clock = |minute, form| Clock { hour, minute, half: None, form };
        let two_digits = |at: usize| {
            self.small(at).filter(|minute| {
                (0..=59).contains(minute) && self.number(at).is_some_and(|number| number.1 == 2)
            })
        };
        let next = at + 1;
        if self.gap(next).is(&[":", " : "]) && self.number(next).is_some() {
            let minute = two_digits(next)?;
            // With seconds it is a countdown.
            if self.continued(next + 1, ":") {
                return None;
            }
            return self.with_word(Read {
                value: clock(minute, Form::Colon),
                next: next + 1,
                end: self.end(next),
            });
        }
        if self.gap(next).is(&["."]) && self.number(next).is_some() {
            let minute = two_digits(next)?;
            if self.continued(next + 1, ":") {
                return None;
            }
            return self.with_word(Read {
                value: clock(minute, Form::Dotted),
                next: next + 1,
                end: self.end(next),
            });
        }
        let bare = Read { value: clock(0, Form::Bare), next, end: self.end(at) };
        let form = if self.followed_by(next, Sense::Hour) {
            Form::Worded
        } else if self.followed_by(next, Sense::Hours) {
            Form::Lasting
        } else {
            return self.with_word(bare);
        };
        let minute_at = next + 1;
        let marked = self.followed_by(minute_at + 1, Sense::Minute);
        let glued = self.gap(minute_at).is(&[""]);
        // What is counted in `9 Uhr 12 Plätze` are no minutes.
        let counts = [" x", "$", " $", "%", " %", ".", ":"];
        let counted = counts.iter().any(|mark| self.gap(minute_at + 1).begins(mark))
            || (self.follows(minute_at + 1) && self.is_word(minute_at + 1));
        let joined = self.follows(minute_at) || (marked && self.gap(minute_at).is(&[". "]));
        if let Some(minute) = self.small(minute_at).filter(|_| joined) {
            let minute_fits = (0..=59).contains(&minute);
            if minute_fits && (marked || ((glued || !counted) && two_digits(minute_at).is_some())) {
                let last = if marked { minute_at + 1 } else { minute_at };
                // `1 hour 30 minutes` is a duration unless a word such as "at" goes before.
                let value = clock(minute, if marked { form } else { Form::Worded });
                return Some(Read { value, next: last + 1, end: self.end(last) });
            }
        }
        if self.followed_by(minute_at, Sense::Half) {
            let value = clock(30, Form::Worded);
            return Some(Read { value, next: minute_at + 1, end: self.end(minute_at) });
        }
        let read = Read { value: clock(0, form), next: minute_at, end: self.end(next) };
        (!self.glued_word(minute_at)).then_some(read)
    }

    fn is_word(&self, at: usize) -> bool {
        at + 1 < self.tokens.len() && self.number(at).is_none()
    }

    fn glued_word(&self, at: usize) -> bool {
        self.gap(at).is(&[""]) && self.has(at, Sense::Unit)
    }

    /// The word behind a time, and nothing behind it that makes it something else.
    fn with_word(&self, mut read: Read<Clock>) -> Option<Read<Clock>> {
        let next = read.next;
        if self.half(next).is_some() && self.follows(next) {
            return Some(read);
        }
        let clock =
            self.gap(next).is(&[" "]) && self.gap(next + 1).is(&["'"]) && self.has(next + 1, Sense::Clock);
        let last = if clock { Some(next + 1) } else { None }.or_else(|| {
            let hour = self.followed_by(next, Sense::Hour);
            let hours = self.followed_by(next, Sense::Hours) && read.value.form != Form::Bare;
            (hour || hours).then_some(next)
        });
        if let Some(last) = last {
            read.value.form = Form::Worded;
            read.next = last + 1;
            read.end = self.end(last);
            return Some(read);
        }
        let unit = self.gap(next).is(&["", " ", "-"]) && self.has(next, Sense::Unit);
        // `09:30 € 38`: the number behind has the price.
        let is_priced = read.value.form == Form::Colon
            && self.gap(next).is(&[" $", " $ "])
            && self.number(next).is_some();
        (!unit && (is_priced || self.ends_number(next))).then_some(read)
    }

    /// A time with seconds and offset behind a date, as in ISO 8601; it counts as the clock there shows it.
    pub(super) fn precise_time(&self, at: usize) -> Option<Read<What>> {
        let (hour, minute) = (self.small(at)?, self.small(at + 1)?);
        if !self.gap(at).is(&["", " "]) || !self.gap(at + 1).is(&[":"]) {
            return None;
        }
        let time = Time::new(hour, minute, 0, 0).ok()?;
        let mut next = at + 2;
        if self.continued(next, ":") {
            next += 1;
            if self.continued(next, ".") || self.continued(next, ",") {
                next += 1;
            }
        } else if self.gap(at).is(&[" "]) {
            // An ordinary time.
            return None;
        }
        if self.continued(next, "+") || self.continued(next, "-") {
            next += if self.continued(next + 1, ":") { 2 } else { 1 };
        }
        let end = self.end(next - 1);
        let zulu = self.text.get(end..).is_some_and(|rest| rest.starts_with('Z'));
        Some(Read { value: What::Time(time), next, end: end + usize::from(zulu) })
    }
}
