//! Keeping changes and reading them back.

use super::{
    database::Database,
    on_both,
    samples::{accepted, at, change, event, insert, intents, step, steps},
};
use sigma_portal::domain::{Change, ChangeId, ChangeState, StepState};
use sigma_portal::store::{AuditFilter, Error, PageRequest};

on_both!(
    come_back_as_they_were,
    are_none_when_unknown,
    are_not_kept_twice,
    are_not_kept_without_their_event,
    may_have_thousands_of_steps,
    may_hold_any_character,
    are_unsettled_until_done_or_failed,
);

async fn come_back_as_they_were(database: Database) {
    let store = database.store().await;
    for (index, intent) in intents().into_iter().enumerate() {
        let change = Change { intent, steps: steps(), ..change(&format!("change-{index}"), 0) };
        store.insert_change(&change, &accepted(&change)).await.unwrap();
        assert_eq!(store.change_state(&change.id).await.unwrap(), Some(change.state));
        assert_eq!(store.change(&change.id).await.unwrap(), Some(change));
    }
}

async fn are_none_when_unknown(database: Database) {
    let (store, id) = (database.store().await, ChangeId::new("nobody's"));
    assert_eq!((store.change(&id).await.unwrap(), store.change_state(&id).await.unwrap()), (None, None));
}

async fn are_not_kept_twice(database: Database) {
    let store = database.store().await;
    let change = insert(&store, "c", 0).await;
    let again = store.insert_change(&change, &event("another", 0)).await;
    assert!(matches!(again, Err(Error::Exists)), "{again:?}");
    let log = store.audit(&AuditFilter::default(), PageRequest { number: 1, size: 10 }).await.unwrap();
    assert_eq!(log.total, 1);
}

async fn are_not_kept_without_their_event(database: Database) {
    let store = database.store().await;
    store.append_audit(&event("taken", 0)).await.unwrap();
    let change = change("c", 0);
    let refused = store.insert_change(&change, &event("taken", 0)).await;
    assert!(matches!(refused, Err(Error::Exists)), "{refused:?}");
    assert_eq!(store.change(&change.id).await.unwrap(), None);
}

async fn may_have_thousands_of_steps(database: Database) {
    let store = database.store().await;
    let steps = (0..5_000).map(|index| step(0).at(index)).collect();
    let change = Change { steps, ..change("c", 0) };
    store.insert_change(&change, &accepted(&change)).await.unwrap();
    assert_eq!(store.change(&change.id).await.unwrap(), Some(change));
}

/// `PostgreSQL` cannot keep a NUL in text; it must not cost the change.
async fn may_hold_any_character(database: Database) {
    let store = database.store().await;
    let change = Change { title: "a\0b".into(), reason: "“ß” \u{1f600} \\ ' \" % _ \n".into(), ..change("c", 0) };
    store.insert_change(&change, &accepted(&change)).await.unwrap();
    let kept = store.change(&change.id).await.unwrap().unwrap();
    assert_eq!((kept.title.as_str(), kept.reason), ("a\u{fffd}b", change.reason));
}

async fn are_unsettled_until_done_or_failed(database: Database) {
    let store = database.store().await;
    let states = [ChangeState::Done, ChangeState::Running, ChangeState::Failed, ChangeState::Queued];
    for (state, seconds) in states.into_iter().zip([1, 3, 2, 0]) {
        let change = Change { state, ended_at: Some(at(9)), ..change(&format!("{state:?}"), seconds) };
        store.insert_change(&change, &accepted(&change)).await.unwrap();
    }
    assert_eq!(store.unsettled_changes().await.unwrap(), ["Queued", "Running"].map(ChangeId::new));
}

trait At {
    fn at(self, index: u32) -> Self;
}

impl At for sigma_portal::domain::Step {
    fn at(self, index: u32) -> Self {
        Self { index, state: StepState::Planned, ..self }
    }
}
