//! The courtesy contract, clause by clause, in every life of watches.
//!
//! A life is a sequence of moves: time passes, clocks are set, alarms come early, late, twice or never, workers are
//! killed, pages answer this or that, people type, start, stop and ask. Each clause is a property of every refresh in
//! it, by time that passed for real. It holds in random lives, and in every life of a few moves.

mod life;

use super::tests::{CHALLENGE, FREE, NONE, QUEUE, REFUSED, SIGN_IN};
use super::{Condition, Need};
use crate::pace::{FLOOR, MOST_A_DAY, REFUSAL_PAUSE, Schedule};
use life::{Answer, DAY, DIALOG, Life, Move, OPERATORS, PAGES, PERSONAL, RESERVED, Refresh, any_moves};
use proptest::prelude::*;

/// What is promised of every refresh.
struct Clause {
    name: &'static str,
    holds: fn(&Refresh) -> bool,
}

macro_rules! clauses {
    ($($name:ident = $holds:expr, tempted by $moves:expr;)+) => {
        const CLAUSES: &[Clause] = &[$(Clause { name: stringify!($name), holds: $holds }),+];

        proptest! {
            #![proptest_config(ProptestConfig::with_cases(100))]

            $(
                #[test]
                fn $name(moves in any_moves(60), seed: u32) {
                    let mut life = Life::lived(seed, &moves);
                    start_anew(&mut life);
                    look(&mut life);
                    for next in $moves {
                        life.make(next);
                    }
                    let holds: fn(&Refresh) -> bool = $holds;
                    for refresh in life.refreshes {
                        prop_assert!(holds(&refresh), "{refresh:?}");
                    }
                }
            )+
        }
    };
}

// Each with moves that would break it, were it not kept: they follow upon a random life.
clauses! {
    no_two_refreshes_of_a_site_within_the_floor =
        |refresh| refresh.since_last.is_none_or(|since| since >= i64::from(FLOOR.0)),
        tempted by [Move::Start(1), second_tab(), PAUSE, Move::Look(0), Move::Look(1), NOTHING_FREE, second_tab()];
    stopping_and_starting_gains_nothing = |refresh| refresh.since_last.is_none_or(|since| since >= i64::from(FLOOR.0)),
        tempted by [Move::Stop(0), Move::Start(1), second_tab(), Move::Look(1), second_tab()];
    a_clock_set_forward_shortens_no_floor = |refresh| refresh.since_last.is_none_or(|since| since >= i64::from(FLOOR.0)),
        tempted by [Move::Start(1), second_tab(), Move::SetClock(7_200_000), Move::Look(1), second_tab()];
    a_clock_set_while_the_worker_is_away_shortens_no_floor = |refresh| refresh.since_last.is_none_or(|since| since >= i64::from(FLOOR.0)),
        tempted by [PAUSE, Move::Look(0), NOTHING_FREE, Move::Kill(7_200_000), Move::Alarm, NOTHING_FREE, Move::Look(0), NOTHING_FREE];
    a_clock_set_forward_shortens_no_pause =
        |refresh| refresh.since_refusal.is_none_or(|since| since >= i64::from(REFUSAL_PAUSE.0)),
        tempted by [says(REFUSED), Move::SetClock(7_200_000), Move::GoOn(0), Move::Look(0), NOTHING_FREE];
    a_refusal_pauses_the_site_for_half_an_hour =
        |refresh| refresh.since_refusal.is_none_or(|since| since >= i64::from(REFUSAL_PAUSE.0)),
        tempted by [says(REFUSED), PAUSE, Move::GoOn(0), Move::Look(0), NOTHING_FREE, Move::Wake, NOTHING_FREE];
    nothing_is_refreshed_in_quiet_hours = |refresh| (7 * 60..23 * 60).contains(&refresh.minute),
        tempted by [Move::Pass(12 * HOUR), Move::Look(0), NOTHING_FREE, Move::Alarm, NOTHING_FREE];
    nothing_is_refreshed_offline = |refresh| refresh.online,
        tempted by [PAUSE, Move::Network(false), Move::Look(0), NOTHING_FREE, Move::Wake, NOTHING_FREE];
    a_break_of_the_person_is_kept = |refresh| refresh.break_left <= 0,
        tempted by [PAUSE, Move::Alarm, Move::Break(0), NOTHING_FREE, Move::Wake, NOTHING_FREE];
    nothing_is_refreshed_until_the_person_says_go_on = |refresh| !refresh.halted,
        tempted by [says(FREE), PAUSE, Move::Look(0), says(FREE), Move::Alarm, says(FREE)];
    after_a_find_only_the_person_says_go_on_whatever_came_in_the_way = |refresh| !refresh.halted,
        tempted by [says(FREE), says(SIGN_IN), says(NONE), PAUSE, Move::Wake, NOTHING_FREE, Move::Wake, NOTHING_FREE];
    what_stands_in_the_way_is_not_refreshed = |refresh| !shows(refresh, &[QUEUE, CHALLENGE, SIGN_IN]),
        tempted by [Move::Wake, says(QUEUE), Move::GoOn(0), Move::Wake, says(CHALLENGE), Move::GoOn(0), Move::Wake, says(SIGN_IN)];
    a_page_in_use_is_not_refreshed = |refresh| refresh.asked || !used_within(refresh, FLOOR.0),
        tempted by [PAUSE, Move::Wake, used(NONE, FLOOR.0 - 1)];
    an_unsent_form_is_not_lost = |refresh| refresh.answer.is_none_or(|answer| !answer.unsent),
        tempted by [PAUSE, Move::Look(0), Move::Answer(Answer { unsent: true, ..Answer::default() })];
    a_dialog_that_the_person_opened_is_left_alone =
        |refresh| !(shows(refresh, &[DIALOG]) && used_within(refresh, u32::MAX)),
        tempted by [PAUSE, Move::Look(0), used(DIALOG, HOUR)];
    a_reservation_is_left_alone =
        |refresh| !(shows(refresh, &[RESERVED]) && used_within(refresh, u32::MAX)),
        tempted by [PAUSE, Move::Look(0), used(RESERVED, HOUR)];
    personal_data_are_left_alone = |refresh| !shows(refresh, &[PERSONAL]),
        tempted by [PAUSE, Move::Look(0), says(PERSONAL)];
    an_operator_who_wants_no_refresh_gets_none = |refresh| refresh.operator != "no-recheck",
        tempted by [PAUSE, Move::Look(0), operated("no-recheck"), Move::Wake, operated("no-recheck")];
    an_operators_interval_holds = |refresh| {
            refresh.operator != "min-interval=600" || refresh.since_last.is_none_or(|since| since >= 600_000)
        },
        tempted by [PAUSE, operated("min-interval=600"), Move::Look(0), operated("min-interval=600"), Move::Wake];
    an_operators_hours_hold =
        |refresh| refresh.operator != "hours=09-20" || (9 * 60..20 * 60).contains(&refresh.minute),
        tempted by [Move::Pass(9 * HOUR), operated("hours=09-20"), Move::Look(0), operated("hours=09-20"), Move::Alarm];
}

/// A while after which the site may be refreshed again.
const PAUSE: Move = Move::Pass(2 * FLOOR.0);
const HOUR: u32 = 3_600_000;
/// The reader of the first tab finds nothing free.
const NOTHING_FREE: Move = Move::Answer(Answer { tab: 0, page: 0, input: None, unsent: false, operator: 0 });

fn says(page: &str) -> Move {
    let page = PAGES.iter().position(|other| *other == page).unwrap();
    Move::Answer(Answer { page, ..Answer::default() })
}

fn used(page: &str, since: u32) -> Move {
    let page = PAGES.iter().position(|other| *other == page).unwrap();
    Move::Answer(Answer { page, input: Some(since), ..Answer::default() })
}

fn operated(word: &str) -> Move {
    let operator = OPERATORS.iter().position(|other| *other == word).unwrap();
    Move::Answer(Answer { operator, ..Answer::default() })
}

fn second_tab() -> Move {
    Move::Answer(Answer { tab: 1, ..Answer::default() })
}

fn shows(refresh: &Refresh, pages: &[&str]) -> bool {
    refresh.answer.is_some_and(|answer| pages.contains(&PAGES[answer.page]))
}

fn used_within(refresh: &Refresh, span: u32) -> bool {
    refresh.answer.is_some_and(|answer| answer.input.is_some_and(|input| input < span))
}

/// The person comes back at noon of the next day but one, sets the clock right and starts again.
fn start_anew(life: &mut Life) {
    life.make(Move::Network(true));
    life.make(Move::Stop(1));
    life.make(Move::Stop(2));
    life.real += 3 * DAY - life.real.rem_euclid(DAY);
    life.make(Move::SetClock(-life.skew));
    // A refusal that seemed to lie in the future counts from now.
    life.real += i64::from(REFUSAL_PAUSE.0);
    life.make(Move::Start(0));
    life.make(NOTHING_FREE);
}

/// Lets the first watch make one look, from wherever it is; how long it waited for it, in ms.
fn look(life: &mut Life) -> i64 {
    let (from, count) = (life.real, life.refreshes.len());
    // Some wake-up calls only show how old the last look is.
    for _ in 0..500 {
        life.make(Move::Wake);
        life.make(NOTHING_FREE);
        if life.refreshes.len() > count {
            break;
        }
    }
    let waited = life.real - from;
    life.make(Move::Pass(1000));
    life.make(Move::Load(0));
    life.make(Move::Pass(4000));
    life.make(NOTHING_FREE);
    waited
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    /// However often and far the clock is set, by whole days, so that the hours stay what they are.
    #[test]
    fn a_clock_that_is_set_delays_no_look(days in prop::collection::vec((-400i64..400, prop::bool::ANY), 1..8), seed: u32) {
        let mut life = Life::new(seed);
        life.make(NOTHING_FREE);
        for (days, is_away) in days {
            let by = days * DAY;
            life.make(if is_away { Move::Kill(by) } else { Move::SetClock(by) });
            let count = life.refreshes.len();
            let waited = look(&mut life);
            prop_assert_eq!(life.refreshes.len(), count + 1);
            prop_assert!(waited <= 4 * i64::from(FLOOR.0), "{} ms without a look", waited);
        }
    }

    /// Nothing stands in the way: the page is looked at again within twice the interval.
    #[test]
    fn a_watch_that_may_look_does_look(before in any_moves(40), seed: u32) {
        let mut life = Life::lived(seed, &before);
        start_anew(&mut life);
        for _ in 0..30 {
            let count = life.refreshes.len();
            let waited = look(&mut life);
            prop_assert_eq!(life.refreshes.len(), count + 1);
            prop_assert!(waited <= 2 * i64::from(FLOOR.0) + 60_000, "{} ms without a look", waited);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(5))]

    /// The fastest watch there may be spends the budget of a day, and goes on when a look is a day old.
    #[test]
    fn no_more_refreshes_in_a_day_than_the_budget(seed: u32) {
        let mut life = Life::new(seed);
        life.make(NOTHING_FREE);
        while life.refreshes.len() <= 2 * MOST_A_DAY && life.real < 5 * DAY {
            look(&mut life);
            life.make(Move::Pass(FLOOR.0));
            // Asking for looks gains nothing.
            life.make(Move::Look(0));
            life.make(NOTHING_FREE);
        }
        let most = life.refreshes.iter().map(|refresh| refresh.in_a_day).max();
        prop_assert_eq!(most, Some(MOST_A_DAY));
        prop_assert!(life.refreshes.len() > 2 * MOST_A_DAY, "it goes on");
    }
}

/// Makes every sequence of so many moves; how many there were.
fn all(life: &Life, moves: &[Move], depth: usize) -> usize {
    if depth == 0 {
        for clause in CLAUSES {
            assert!(life.refreshes.iter().all(clause.holds), "{}: {:?}", clause.name, life.refreshes);
        }
        return 1;
    }
    moves
        .iter()
        .map(|next| {
            let mut life = life.clone();
            life.make(*next);
            all(&life, moves, depth - 1)
        })
        .sum()
}

#[test]
fn every_clause_holds_in_every_life_of_four_moves() {
    let answer = |page| Move::Answer(Answer { page, ..Answer::default() });
    let moves = [
        Move::Wake,
        Move::Alarm,
        answer(0),
        answer(1),
        answer(2),
        answer(5),
        Move::Answer(Answer { input: Some(1000), operator: 1, ..Answer::default() }),
        Move::Answer(Answer { tab: 1, ..Answer::default() }),
        Move::Load(0),
        Move::Kill(0),
        Move::Start(1),
        Move::GoOn(0),
        Move::Look(0),
        Move::SetClock(7_200_000),
    ];
    let mut life = Life::new(7);
    life.make(NOTHING_FREE);
    // A watch that is about to look is where it matters.
    life.make(Move::Wake);
    assert_eq!(all(&life, &moves, 4), moves.len().pow(4));
}

#[test]
fn the_second_refusal_of_a_day_stops_every_watch_of_the_site() {
    let mut life = Life::new(300);
    life.make(Move::Start(1));
    life.make(Move::Start(2));
    for tab in 0..3 {
        life.make(Move::Answer(Answer { tab, ..Answer::default() }));
    }
    for tab in [0, 1] {
        life.make(Move::Answer(Answer { tab, page: 5, ..Answer::default() }));
    }
    for tab in [0, 1] {
        let condition = &life.watch(tab).unwrap().condition;
        assert_eq!(*condition, Condition::Needs { need: Need::RefusedAgain, found: false });
    }
    assert!(matches!(life.watch(2).unwrap().condition, Condition::Resting { .. }), "another site");
}

#[test]
fn the_default_hours_are_quiet_from_eleven_to_seven() {
    let usual = Schedule::default().quiet.unwrap();
    assert_eq!((usual.from(), usual.to()), (23 * 60, 7 * 60));
}
