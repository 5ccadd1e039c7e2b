//! Hours and days in which nothing is re-checked, by the person's own clock.

use crate::time::{Now, Span};
use jiff::civil::{Date, Weekday};
use serde::{Deserialize, Serialize};

const DAY: u16 = 24 * 60;

/// A part of every day, from one minute to before another; it may go past midnight.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Pair")]
pub struct Hours {
    from: u16,
    to: u16,
}

/// Two minutes of a day, before it is known whether they make hours.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Pair {
    from: u16,
    to: u16,
}

impl TryFrom<Pair> for Hours {
    type Error = &'static str;

    fn try_from(Pair { from, to }: Pair) -> Result<Self, Self::Error> {
        Hours::new(from, to).ok_or("no hours of a day")
    }
}

impl Hours {
    /// From one minute of the day to before another, 0 to 1440. Nothing for what is empty, a whole day, or impossible.
    pub const fn new(from: u16, to: u16) -> Option<Self> {
        let hours = Hours { from: from % DAY, to: to % DAY };
        if hours.from == hours.to || from > DAY || to > DAY { None } else { Some(hours) }
    }

    /// The minute it begins at.
    pub fn from(self) -> u16 {
        self.from
    }

    /// The minute it ends at.
    pub fn to(self) -> u16 {
        self.to
    }

    fn holds(self, minute: u16) -> bool {
        if self.from < self.to {
            (self.from..self.to).contains(&minute)
        } else {
            minute >= self.from || minute < self.to
        }
    }
}

/// Days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Days(u8);

impl Days {
    /// Every day.
    pub const ALL: Days = Days(0b111_1111);

    /// These days; every day where there are none, since a watch that never looks is none.
    pub fn new(days: impl IntoIterator<Item = Weekday>) -> Self {
        let bits = days.into_iter().fold(0, |bits, day| bits | bit(day));
        if bits == 0 { Days::ALL } else { Days(bits) }
    }

    /// Whether a day is one of them.
    pub fn has(self, day: Weekday) -> bool {
        self.0 & bit(day) != 0 || self.0 & Days::ALL.0 == 0
    }
}

fn bit(day: Weekday) -> u8 {
    1 << (day.to_monday_one_offset() - 1)
}

/// When the person lets pages be re-checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Schedule {
    /// The hours in which nothing is re-checked.
    pub quiet: Option<Hours>,
    /// The days on which there are re-checks.
    pub days: Days,
}

impl Default for Schedule {
    /// Quiet from 23 to 7, every day.
    fn default() -> Self {
        Schedule { quiet: Hours::new(23 * 60, 7 * 60), days: Days::ALL }
    }
}

/// A moment by the person's clock: a day and a minute of it.
#[derive(Clone, Copy, Debug)]
struct Local {
    day: Date,
    minute: u16,
}

impl Local {
    fn plus(self, minutes: u32) -> Local {
        let total = u32::from(self.minute) + minutes;
        let days = i64::from(total / u32::from(DAY));
        let minute = u16::try_from(total % u32::from(DAY)).unwrap_or(0);
        let day = self.day.checked_add(jiff::Span::new().days(days)).unwrap_or(self.day);
        Local { day, minute }
    }
}

impl Schedule {
    /// The minutes until the moment is no longer closed for one reason; 0 where it is open.
    fn closed(self, operator: Option<Hours>, at: Local) -> u32 {
        let until = |minute: u16| u32::from((minute + DAY - at.minute - 1) % DAY) + 1;
        if !self.days.has(at.day.weekday()) {
            return until(0);
        }
        if let Some(quiet) = self.quiet.filter(|quiet| quiet.holds(at.minute)) {
            return until(quiet.to);
        }
        operator.filter(|open| !open.holds(at.minute)).map_or(0, |open| until(open.from))
    }

    /// Whether the person wants quiet at this moment.
    pub fn is_quiet(self, now: Now) -> bool {
        self.quiet.is_some_and(|quiet| quiet.holds(now.minute))
    }

    /// How long it is from a moment `later` than now until re-checks are open, to the minute; none where they are.
    /// `operator` are the hours to which the operator limits them.
    pub fn wait(self, operator: Option<Hours>, now: Now, later: Span) -> Span {
        let start = Local { day: now.today, minute: now.minute }.plus(later.0 / 60_000);
        let mut minutes = 0;
        // Two kinds of hours and a week of days take turns so often at the most. Hours that leave nothing open keep
        // the watch waiting from one day to the next.
        for _ in 0..20 {
            match self.closed(operator, start.plus(minutes)) {
                0 => break,
                closed => minutes += closed,
            }
        }
        Span::minutes(minutes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::Instant;
    use jiff::civil::date;
    use proptest::prelude::*;

    /// Friday, 6 March 2026, at that time.
    fn friday(hour: u16, minute: u16) -> Now {
        Now { minute: hour * 60 + minute, ..Now::at(Instant(0), date(2026, 3, 6), 0) }
    }

    fn minutes(wait: Span) -> u32 {
        wait.0 / 60_000
    }

    #[test]
    fn quiet_hours_go_past_midnight() {
        let usual = Schedule::default();
        assert_eq!(minutes(usual.wait(None, friday(22, 59), Span(0))), 0);
        assert_eq!(minutes(usual.wait(None, friday(23, 0), Span(0))), 8 * 60);
        assert_eq!(minutes(usual.wait(None, friday(6, 59), Span(0))), 1);
        assert_eq!(minutes(usual.wait(None, friday(7, 0), Span(0))), 0);
        assert_eq!(minutes(usual.wait(None, friday(22, 58), Span::minutes(5))), 7 * 60 + 57);
    }

    #[test]
    fn days_off_are_passed_over() {
        let days = Days::new([Weekday::Monday, Weekday::Tuesday, Weekday::Friday]);
        let weekdays = Schedule { quiet: None, days };
        assert_eq!(minutes(weekdays.wait(None, friday(23, 30), Span(0))), 0);
        assert_eq!(minutes(weekdays.wait(None, friday(23, 30), Span::minutes(30))), 2 * 24 * 60);
    }

    #[test]
    fn the_operators_hours_and_the_persons_hold_together() {
        let open = Hours::new(6 * 60, 9 * 60);
        let usual = Schedule::default();
        assert_eq!(minutes(usual.wait(open, friday(8, 0), Span(0))), 0);
        // From nine to six the operator wants none, until seven the person.
        assert_eq!(minutes(usual.wait(open, friday(9, 0), Span(0))), 22 * 60);
    }

    #[test]
    fn no_days_are_all_days() {
        assert_eq!(Days::new([]), Days::ALL);
        assert!(Days(0).has(Weekday::Monday));
    }

    #[test]
    fn a_day_is_itself_alone_and_all_are_seven() {
        let week = || Weekday::Monday.cycle_forward().take(7);
        for day in week() {
            assert_eq!(week().filter(|other| Days::new([day]).has(*other)).collect::<Vec<_>>(), [day]);
        }
        assert_eq!(Days::new(week()), Days::ALL);
    }

    proptest! {
        #[test]
        fn what_is_waited_for_is_open_to_the_minute(
            quiet in prop::option::of((0u16..=1440, 0u16..=1440)), days in 0u8..128, open in prop::option::of((0u16..=1440, 0u16..=1440)),
            minute in 0u16..1440, later in 0u32..200_000_000,
        ) {
            let hours = |pair: Option<(u16, u16)>| pair.and_then(|(from, to)| Hours::new(from, to));
            let schedule = Schedule { quiet: hours(quiet), days: Days(days) };
            let open = hours(open);
            let now = Now { minute, ..friday(0, 0) };
            let wait = schedule.wait(open, now, Span(later));
            prop_assert!(minutes(wait) <= 20 * 1440);
            let end = Local { day: now.today, minute }.plus(later / 60_000).plus(minutes(wait));
            let is_open = |at: Local| schedule.closed(open, at) == 0;
            let ever = (0..7 * 1440).step_by(1).any(|minute| is_open(end.plus(minute)));
            prop_assert!(is_open(end) || !ever);
        }
    }
}
