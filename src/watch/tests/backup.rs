//! The end of everything.

use super::*;

#[test]
fn when_everything_is_deleted_watches_end_in_silence_and_the_pace_stays() {
    let mut world = World::watching(Recheck::Reload);
    world.on(Event::ScheduleChanged { schedule: Schedule { quiet: None, ..Schedule::default() } });
    world.wake();
    world.read(NONE);
    world.read(FREE);
    let ledgers = world.state.ledgers.clone();
    assert!(world.state.alerts.len() == 1 && ledgers.values().any(|ledger| ledger.rechecks().len() > 0));
    let effects = world.on(Event::AllDeleted);
    assert_eq!(
        world.state,
        State { ledgers, alerts_made: 1, debt: world.state.debt.clone(), ..State::default() }
    );
    assert_eq!(world.state.debt.owed().len(), 0);
    assert!(!effects.iter().any(|effect| matches!(effect, Effect::Notify { .. } | Effect::Journal { .. })));
    assert!(effects.iter().any(|effect| matches!(effect, Effect::Withdraw { .. })));
    assert!(effects.contains(&Effect::Badge { tab: TAB, mark: Mark::Idle, age: None }));
    let after = world.on(Event::PermissionRemoved { origins: vec![PATTERN.into()] });
    assert_eq!(after, []);
    assert_eq!(world.read(FREE), []);
}
