//! Runs one change: steps in the order of what they need, a few at once, each written down before and after its call.

use super::{
    Inner, audit,
    calls::{self, Finding, Taken},
    guard,
    machine::{self, Move, Outcome},
};
use crate::{
    domain::{Call, Change, ChangeId, ChangeState, Intent, MemberId, Order, Step, StepState, Subject},
    store::{self, Fence},
};
use jiff::Timestamp;
use std::{
    collections::{BTreeSet, HashMap, HashSet},
    sync::Arc,
};
use tokio::task::{JoinError, JoinSet};

/// Calls of one change under way at once. Sigma's own limit lies at five for the whole portal (BEHAVIOUR.md section 6).
const AT_ONCE: usize = 5;

/// Members on one page of Sigma's list: what one call of a sweep reads.
const PAGE: usize = 1_000;

/// What keeps a change from being run to its end now.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The journal could not be written.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The worker of a step broke off.
    #[error("the worker of a step broke off")]
    Worker(#[from] JoinError),
}

/// Why the steps are no longer being worked on.
enum End {
    /// Every step that could be tried was tried.
    Tried,
    /// Somebody wants it to pause or to stop.
    Ordered(Order),
    /// The process stops; the next one goes on.
    Stopped,
}

/// Runs what is left of a change. False when another worker has it, or nothing is left.
///
/// # Errors
/// Why it broke off; the change is then taken up again later.
pub async fn run(inner: &Arc<Inner>, id: &ChangeId) -> Result<bool, Broken> {
    let lease = inner.settings.lease;
    let Some(fence) = inner.store.claim_change(id, &inner.owner, lease).await? else {
        return Ok(false);
    };
    let ran = tokio::select! {
        ran = run_claimed(inner, &fence, id) => ran,
        lost = keep(inner, &fence) => Err(lost.into()),
    };
    // Also after a failure: the next worker need not wait for the lease to run out.
    let released = inner.store.release(&fence).await;
    let ran = ran?;
    released?;
    Ok(ran)
}

/// Renews the lease while the change runs: a call with all its retries may last longer, and so may reading the members
/// before it and the directory after it. Returns when that fails. Somebody else may have the change by then, so what is
/// under way here is dropped.
async fn keep(inner: &Inner, fence: &Fence) -> store::Error {
    let lease = inner.settings.lease;
    loop {
        tokio::time::sleep(lease / 3).await;
        if let Err(error) = inner.store.renew_lease(fence).await {
            return error;
        }
    }
}

async fn run_claimed(inner: &Arc<Inner>, fence: &Fence, id: &ChangeId) -> Result<bool, Broken> {
    let Some(mut change) = inner.store.change(id).await? else { return Ok(false) };
    // Between listing and claiming, another worker may have finished it.
    if change.state.is_settled() {
        return Ok(false);
    }
    inner.store.save_change_state(fence, ChangeState::Running, None, None).await?;
    inner.notify(id);
    let taken = sweep(inner, &change).await.map(Arc::new);
    match run_steps(inner, fence, &mut change, taken.as_ref()).await? {
        End::Stopped => Ok(false),
        End::Tried | End::Ordered(Order::Go) => settle(inner, fence, change, None).await,
        End::Ordered(Order::Pause) => settle(inner, fence, change, Some(ChangeState::Paused)).await,
        End::Ordered(Order::Cancel) => {
            for step in &mut change.steps {
                if machine::cancelled(step, Timestamp::now()) {
                    inner.store.save_step(fence, step, None).await?;
                }
            }
            settle(inner, fence, change, None).await
        }
    }
}

/// Writes down how the change has ended, or that it pauses.
async fn settle(inner: &Inner, fence: &Fence, mut change: Change, state: Option<ChangeState>) -> Result<bool, Broken> {
    // Read back first: whoever sees the change done also finds its effect on every page.
    let created = change.steps.iter().filter_map(|step| step.created.clone());
    let touched: Vec<Subject> = change.subjects.iter().cloned().chain(created).collect();
    inner.directory.refresh(&touched).await;
    if let Intent::Undo { change_id } = &change.intent {
        inner.store.mark_undone(change_id, &undone(&change.steps)).await?;
        inner.notify(change_id);
    }
    change.state = state.unwrap_or_else(|| ChangeState::of(&change.steps));
    let event = audit::settled(&change);
    inner.store.save_change_state(fence, change.state, Some(Timestamp::now()), Some(&event)).await?;
    Ok(true)
}

/// The steps of another change that these have undone whole.
fn undone(steps: &[Step]) -> Vec<u32> {
    let mut whole: HashMap<u32, bool> = HashMap::new();
    for step in steps {
        if let Some(of) = step.undoes {
            *whole.entry(of).or_insert(true) &= step.state.is_met();
        }
    }
    whole.into_iter().filter(|(_, is)| *is).map(|(of, _)| of).collect()
}

/// Reads all addresses at once when that is cheaper than looking before each invitation. Without it, each looks.
async fn sweep(inner: &Inner, change: &Change) -> Option<Taken> {
    let open = |step: &&Step| step.state == StepState::Planned && matches!(step.call, Call::InviteMember { .. });
    let invitations = change.steps.iter().filter(open).count();
    let members = inner.directory.snapshot().map_or(usize::MAX, |s| s.people_count());
    if invitations <= members / PAGE + 1 {
        return None;
    }
    match Taken::read(&inner.client).await {
        Ok(taken) => Some(taken),
        Err(error) => {
            tracing::warn!(%error, "The members could not be read at once; each invitation looks by itself");
            None
        }
    }
}

async fn run_steps(
    inner: &Arc<Inner>,
    fence: &Fence,
    change: &mut Change,
    taken: Option<&Arc<Taken>>,
) -> Result<End, Broken> {
    let mut tried = BTreeSet::new();
    // Tasks of their own: a call must go on while this loop waits for the database, which it may itself hold.
    let mut flying: JoinSet<Result<(usize, Step), store::Error>> = JoinSet::new();
    let mut end = End::Tried;
    let leaving: HashSet<MemberId> =
        change.steps.iter().filter_map(|step| guard::leaves(&step.call)).cloned().collect();
    let leaving = Arc::new(leaving);
    let header = Arc::new(Change { steps: Vec::new(), ..change.clone() });
    loop {
        while flying.len() < AT_ONCE && matches!(end, End::Tried) {
            if inner.stop.is_cancelled() {
                end = End::Stopped;
                break;
            }
            let Some((at, first)) = machine::next(&change.steps, &tried) else { break };
            match inner.store.renew_lease(fence).await? {
                Order::Go => {}
                order => {
                    end = End::Ordered(order);
                    break;
                }
            }
            tried.insert(at);
            let step = resolved(&change.steps, at);
            change.steps[at].state = StepState::Running;
            let job = Job {
                inner: inner.clone(),
                fence: fence.clone(),
                change: header.clone(),
                leaving: leaving.clone(),
                taken: taken.cloned(),
            };
            flying.spawn(async move { job.work(step, first).await.map(|step| (at, step)) });
        }
        let Some(worked) = flying.join_next().await else { return Ok(end) };
        let (at, step) = worked??;
        // The plan's own call stays: what it referred to may be created anew by a retry.
        change.steps[at] = Step { call: change.steps[at].call.clone(), ..step };
        inner.notify(&change.id);
    }
}

/// The step with the ids that earlier steps have created.
fn resolved(steps: &[Step], at: usize) -> Step {
    let step = steps[at].clone();
    let call = step.call.clone().resolved(|of| steps.get(of as usize).and_then(|s| s.created.as_ref()));
    Step { call, ..step }
}

/// Work on one step.
struct Job {
    inner: Arc<Inner>,
    fence: Fence,
    /// The change without its steps.
    change: Arc<Change>,
    /// The members that steps of this change take their account or account type from.
    leaving: Arc<HashSet<MemberId>>,
    taken: Option<Arc<Taken>>,
}

impl Job {
    async fn work(&self, mut step: Step, first: Move) -> Result<Step, store::Error> {
        let outcome = self.outcome(&mut step, first).await?;
        machine::settled(&mut step, outcome, Timestamp::now());
        let event = audit::step(&self.change, &step);
        self.inner.store.save_step(&self.fence, &step, Some(&event)).await?;
        Ok(step)
    }

    async fn outcome(&self, step: &mut Step, first: Move) -> Result<Outcome, store::Error> {
        let client = &self.inner.client;
        if first == Move::Look {
            match calls::reconcile(client, step).await {
                Ok(Finding::Happened(outcome)) => return Ok(outcome),
                Ok(Finding::DidNot) => {}
                Err(unknown) => return Ok(unknown),
            }
        }
        if let Some(refusal) = self.refusal(&step.call) {
            return Ok(Outcome::refused(refusal));
        }
        machine::sent(step, Timestamp::now());
        self.inner.store.save_step(&self.fence, step, None).await?;
        self.inner.notify(&self.change.id);
        let outcome = calls::perform(client, step, self.taken.as_deref()).await;
        let Outcome::Unknown(error) = outcome else { return Ok(outcome) };
        Ok(match calls::reconcile(client, step).await {
            Ok(Finding::Happened(outcome)) => outcome,
            Ok(Finding::DidNot) => Outcome::Failed(error),
            Err(unknown) => unknown,
        })
    }

    /// Why the call must not be made now, though it could be when it was planned.
    fn refusal(&self, call: &Call) -> Option<String> {
        let snapshot = self.inner.directory.snapshot()?;
        let checked = guard::check(call, &self.change.actor, &snapshot, &self.inner.settings.rules, &self.leaving);
        checked.err().map(|refusal| format!("Nothing was sent: {refusal}"))
    }
}
