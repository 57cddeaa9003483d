//! Writing down what becomes of a change.

use super::{
    database::Database,
    on_both,
    samples::{LEASE, at, event, insert},
};
use sigma_portal::domain::{Change, ChangeState, MemberId, Step, StepError, StepState, Subject};
use sigma_portal::store::{AuditFilter, Error, Fence, PageRequest, Store};

on_both!(
    keeps_what_became_of_a_step,
    keeps_a_step_and_its_event_or_neither,
    knows_its_steps,
    keeps_what_became_of_the_change,
    keeps_a_state_and_its_event_or_neither,
);

async fn claimed(store: &Store) -> (Change, Fence) {
    let change = Box::pin(insert(store, "c", 0)).await;
    let fence = store.claim_change(&change.id, "worker", LEASE).await.unwrap().unwrap();
    (change, fence)
}

async fn events(store: &Store) -> u64 {
    store.audit(&AuditFilter::default(), PageRequest { number: 1, size: 1 }).await.unwrap().total
}

async fn keeps_what_became_of_a_step(database: Database) {
    let store = database.store().await;
    let (mut change, fence) = claimed(&store).await;
    let error = StepError {
        message: "Sigma said “no”\0.".into(),
        status: Some(409),
        code: Some("conflict".into()),
        request_id: Some("r-1".into()),
    };
    let made = Subject::Member(MemberId::new("m-new"));
    let states = [
        StepState::Running,
        StepState::Unknown,
        StepState::Failed,
        StepState::Done,
        StepState::Skipped,
        StepState::Cancelled,
        StepState::Undone,
        StepState::Planned,
    ];
    for (attempts, state) in (1..).zip(states) {
        let step = &mut change.steps[1];
        step.state = state;
        step.attempts = attempts;
        step.error = (state == StepState::Failed).then(|| error.clone());
        step.created = state.is_met().then(|| made.clone());
        step.request_id = state.is_met().then(|| "r-2".into());
        step.started_at = Some(at(1));
        step.ended_at = state.is_met().then(|| at(2));
        store.save_step(&fence, &change.steps[1], None).await.unwrap();
        if state == StepState::Done {
            // From then on the change is also about what it has made.
            change.subjects.push(made.clone());
        }
        assert_eq!(store.change(&change.id).await.unwrap().as_ref(), Some(&change));
    }
}

async fn keeps_a_step_and_its_event_or_neither(database: Database) {
    let store = database.store().await;
    let (change, fence) = claimed(&store).await;
    let running = Step { state: StepState::Running, ..change.steps[0].clone() };
    store.save_step(&fence, &running, Some(&event("e", 1))).await.unwrap();
    assert_eq!(events(&store).await, 2);
    let done = Step { state: StepState::Done, ..running.clone() };
    let refused = store.save_step(&fence, &done, Some(&event("e", 2))).await;
    assert!(matches!(refused, Err(Error::Exists)), "{refused:?}");
    assert_eq!(store.change(&change.id).await.unwrap().unwrap().steps[0], running);
}

async fn knows_its_steps(database: Database) {
    let store = database.store().await;
    let (change, fence) = claimed(&store).await;
    let stranger = Step { index: 7, ..change.steps[0].clone() };
    let refused = store.save_step(&fence, &stranger, Some(&event("e", 1))).await;
    assert!(matches!(refused, Err(Error::NoSuchStep(7))), "{refused:?}");
    assert_eq!(events(&store).await, 1);
}

async fn keeps_what_became_of_the_change(database: Database) {
    let store = database.store().await;
    let (change, fence) = claimed(&store).await;
    for (state, ended_at) in
        [(ChangeState::Running, None), (ChangeState::Done, Some(at(5))), (ChangeState::Queued, None)]
    {
        store.save_change_state(&fence, state, ended_at, None).await.unwrap();
        let expected = Change { state, ended_at, ..change.clone() };
        assert_eq!(store.change(&change.id).await.unwrap(), Some(expected));
    }
}

async fn keeps_a_state_and_its_event_or_neither(database: Database) {
    let store = database.store().await;
    let (change, fence) = claimed(&store).await;
    store.save_change_state(&fence, ChangeState::Running, None, Some(&event("e", 1))).await.unwrap();
    let refused = store.save_change_state(&fence, ChangeState::Done, Some(at(2)), Some(&event("e", 2))).await;
    assert!(matches!(refused, Err(Error::Exists)), "{refused:?}");
    assert_eq!(store.change(&change.id).await.unwrap().unwrap().state, ChangeState::Running);
    assert_eq!(events(&store).await, 2);
}
