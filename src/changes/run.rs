//! Runs one change: step by step, each written down before and after its call.

use super::{
    Inner, audit,
    perform::{Outcome, perform},
    reconcile::{Finding, reconcile},
};
use crate::{
    domain::{Change, ChangeId, ChangeState, Step, StepState},
    store::{self, Fence},
};
use jiff::Timestamp;

/// Which changes to run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Again {
    /// Only one that has not settled.
    OnlyOpen,
    /// Also one that settled without success: somebody asked for a retry.
    AlsoFailed,
}

/// Runs what is left of a change, if no other worker has it.
///
/// # Errors
/// That the journal could not be written; the change is then taken up again later.
pub async fn run(inner: &Inner, id: &ChangeId, again: Again) -> Result<(), store::Error> {
    let Some(fence) = inner.store.claim_change(id, &inner.owner, Timestamp::now(), inner.lease).await? else {
        return Ok(());
    };
    let ran = tokio::select! {
        ran = run_claimed(inner, &fence, id, again) => ran,
        lost = keep(inner, &fence) => Err(lost),
    };
    // Also after a failure: the next worker need not wait for the lease to run out.
    let released = inner.store.release(&fence).await;
    ran.and(released)
}

/// Renews the lease while the change runs, however long a call takes. Returns when that fails: somebody else may have
/// the change by now, so nothing more of it is sent from here.
async fn keep(inner: &Inner, fence: &Fence) -> store::Error {
    loop {
        tokio::time::sleep(inner.lease / 3).await;
        if let Err(error) = inner.store.renew_lease(fence, Timestamp::now(), inner.lease).await {
            return error;
        }
    }
}

async fn run_claimed(inner: &Inner, fence: &Fence, id: &ChangeId, again: Again) -> Result<(), store::Error> {
    let Some(mut change) = inner.store.change(id).await? else { return Ok(()) };
    // Between listing and claiming, another worker may have finished it.
    if change.state.is_settled() && again == Again::OnlyOpen {
        return Ok(());
    }
    inner.store.save_change_state(fence, ChangeState::Running, None, None).await?;
    notify(inner, id);
    if run_steps(inner, fence, &mut change).await? {
        // Read back first: whoever sees the change done also finds its effect on every page.
        inner.directory.refresh(&change.subjects).await;
        change.state = ChangeState::of(&change.steps);
        let event = audit::settled(&change);
        inner.store.save_change_state(fence, change.state, Some(Timestamp::now()), Some(&event)).await?;
    }
    Ok(())
}

/// Runs the steps; false when the process stops before the last.
async fn run_steps(inner: &Inner, fence: &Fence, change: &mut Change) -> Result<bool, store::Error> {
    for at in 0..change.steps.len() {
        if inner.stop.is_cancelled() {
            return Ok(false);
        }
        let step = &change.steps[at];
        let ready = step.needs.iter().all(|n| change.steps.get(*n as usize).is_some_and(|s| s.state.is_met()));
        if step.state.is_met() || !ready {
            continue;
        }
        let in_doubt = matches!(step.state, StepState::Running | StepState::Unknown);
        let outcome = if in_doubt {
            match reconcile(&inner.client, step, &change.steps).await {
                Ok(Finding::Happened(outcome)) => outcome,
                Ok(Finding::DidNot) => send(inner, fence, change, at).await?,
                Err(unknown) => unknown,
            }
        } else {
            send(inner, fence, change, at).await?
        };
        settle(&mut change.steps[at], outcome);
        let event = audit::step(change, &change.steps[at]);
        inner.store.save_step(fence, &change.steps[at], Some(&event)).await?;
        notify(inner, &change.id);
    }
    Ok(true)
}

/// Writes down that the call is about to be made, makes it, and looks at Sigma once when its answer is lost.
async fn send(inner: &Inner, fence: &Fence, change: &mut Change, at: usize) -> Result<Outcome, store::Error> {
    let step = &mut change.steps[at];
    step.state = StepState::Running;
    step.attempts += 1;
    step.started_at.get_or_insert_with(Timestamp::now);
    step.error = None;
    inner.store.save_step(fence, step, None).await?;
    notify(inner, &change.id);
    let outcome = perform(&inner.client, &change.steps[at], &change.steps).await;
    let Outcome::Unknown(error) = outcome else { return Ok(outcome) };
    Ok(match reconcile(&inner.client, &change.steps[at], &change.steps).await {
        Ok(Finding::Happened(outcome)) => outcome,
        Ok(Finding::DidNot) => Outcome::Failed(error),
        Err(unknown) => unknown,
    })
}

fn settle(step: &mut Step, outcome: Outcome) {
    let (state, error, invited) = match outcome {
        Outcome::Done { invited, request_id } => {
            step.request_id = request_id;
            (StepState::Done, None, invited)
        }
        // A step that was sent and is found fulfilled was done by this very plan.
        Outcome::Met { invited } if step.attempts > 0 => (StepState::Done, None, invited),
        Outcome::Met { invited } => (StepState::Skipped, None, invited),
        Outcome::Failed(error) => (StepState::Failed, Some(error), None),
        Outcome::Unknown(error) => (StepState::Unknown, Some(error), None),
    };
    step.state = state;
    step.error = error;
    step.invited = invited.or_else(|| step.invited.take());
    step.ended_at = Some(Timestamp::now());
}

fn notify(inner: &Inner, id: &ChangeId) {
    // Nobody listening is the ordinary case.
    _ = inner.moved.send(id.clone());
}
