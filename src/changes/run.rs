//! Runs one change: steps in the order of what they need, a few at once, each written down before and after its call.

use super::{
    Inner, audit,
    calls::{self, Finding, Taken},
    guard,
    licence::{self, Licence, Obstacle},
    machine::{self, Move, Outcome},
    provisioning,
};
use crate::{
    domain::{Actor, Call, Change, ChangeId, ChangeState, Intent, MemberId, Order, Step, StepState, Subject},
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
    /// The process stops, or the directory is not there to ask who may do this; somebody goes on later.
    Later,
    /// Whom it is sent for may no longer do it, for this reason.
    Forbidden(String),
}

/// Runs what is left of a change. False when another worker has it, or nothing is left.
///
/// # Errors
/// Why it broke off; the change is then taken up again later.
pub async fn run(inner: &Arc<Inner>, id: &ChangeId) -> Result<bool, Broken> {
    // Who may do what is not known yet: it waits, and is taken up again.
    if inner.directory.snapshot().is_none() {
        return Ok(false);
    }
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
        End::Later => Ok(false),
        End::Forbidden(why) => stop(inner, fence, change, &why).await,
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

/// Writes down that the change goes no further until somebody who may has it go on.
async fn stop(inner: &Inner, fence: &Fence, change: Change, why: &str) -> Result<bool, Broken> {
    read_back(inner, &change).await?;
    let event = audit::stopped(&change, why);
    inner.store.save_stopped(fence, why, Timestamp::now(), &event).await?;
    Ok(true)
}

/// Writes down how the change has ended, or that it pauses.
async fn settle(inner: &Inner, fence: &Fence, mut change: Change, state: Option<ChangeState>) -> Result<bool, Broken> {
    read_back(inner, &change).await?;
    change.state = state.unwrap_or_else(|| ChangeState::of(&change.steps));
    let event = audit::settled(&change);
    inner.store.save_change_state(fence, change.state, Some(Timestamp::now()), Some(&event)).await?;
    Ok(true)
}

/// Brings what the change has done into the directory, and into the change that it undoes.
async fn read_back(inner: &Inner, change: &Change) -> Result<(), Broken> {
    // Read back first: whoever sees the change done also finds its effect on every page.
    let created = change.steps.iter().filter_map(|step| step.created.clone());
    let touched: Vec<Subject> = change.subjects.iter().cloned().chain(created).collect();
    inner.directory.refresh(&touched).await;
    if let Intent::Undo { change_id } = &change.intent {
        inner.store.mark_undone(change_id, &undone(&change.steps)).await?;
        inner.notify(change_id);
    }
    Ok(())
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
    let mut flying: JoinSet<Result<(usize, Step, Option<Obstacle>), store::Error>> = JoinSet::new();
    let mut end = End::Tried;
    let leaving: HashSet<MemberId> =
        change.steps.iter().filter_map(|step| guard::leaves(&step.call)).cloned().collect();
    let leaving = Arc::new(leaving);
    let header = Arc::new(Change { steps: Vec::new(), ..change.clone() });
    let licence = Arc::new(inner.licence(change).await?);
    loop {
        while flying.len() < AT_ONCE && matches!(end, End::Tried | End::Forbidden(_)) {
            if inner.stop.is_cancelled() {
                end = End::Later;
                break;
            }
            let next = match &end {
                // Nothing is sent any more; what may have been sent is still looked at.
                End::Forbidden(_) => machine::next_look(&change.steps, &tried).map(|at| (at, Move::Look)),
                End::Tried | End::Ordered(_) | End::Later => machine::next(&change.steps, &tried),
            };
            let Some((at, first)) = next else { break };
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
                licence: licence.clone(),
                leaving: leaving.clone(),
                taken: taken.cloned(),
            };
            flying.spawn(async move { job.work(step, first).await.map(|(step, obstacle)| (at, step, obstacle)) });
        }
        let Some(worked) = flying.join_next().await else { return Ok(end) };
        let (at, step, obstacle) = worked??;
        // The plan's own call stays: what it referred to may be created anew by a retry.
        change.steps[at] = Step { call: change.steps[at].call.clone(), ..step };
        inner.notify(&change.id);
        match obstacle {
            Some(Obstacle::Stop(why)) => end = End::Forbidden(why),
            Some(Obstacle::Wait) => end = End::Later,
            // A step that a rule stands against has failed; the others go on.
            Some(Obstacle::Refused(_)) | None => {}
        }
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
    licence: Arc<Licence>,
    /// The members that steps of this change take their account or account type from.
    leaving: Arc<HashSet<MemberId>>,
    taken: Option<Arc<Taken>>,
}

/// What came of the work on a step.
enum Worked {
    /// The call was made, or was not needed, or a rule stands against it.
    Settled(Outcome),
    /// It was not made, and the change goes no further for now.
    Unsent(Obstacle),
}

impl Job {
    /// The step as it is afterwards, and what keeps the whole change from going on.
    async fn work(&self, mut step: Step, first: Move) -> Result<(Step, Option<Obstacle>), store::Error> {
        let mut actor = self.licence.sent_for().clone();
        match self.outcome(&mut step, first, &mut actor).await? {
            Worked::Settled(outcome) => {
                machine::settled(&mut step, outcome, Timestamp::now());
                let event = audit::step(&self.change, &actor, &step);
                self.inner.store.save_step(&self.fence, &step, Some(&event)).await?;
                Ok((step, None))
            }
            Worked::Unsent(obstacle) => {
                machine::unsent(&mut step);
                self.inner.store.save_step(&self.fence, &step, None).await?;
                Ok((step, Some(obstacle)))
            }
        }
    }

    /// `actor` becomes whom the call was made for, in the role that they had then.
    async fn outcome(&self, step: &mut Step, first: Move, actor: &mut Actor) -> Result<Worked, store::Error> {
        let client = &self.inner.client;
        if first == Move::Look {
            match calls::reconcile(client, step).await {
                Ok(Finding::Happened(outcome)) => return Ok(Worked::Settled(outcome)),
                Ok(Finding::DidNot) => {}
                Err(unknown) => return Ok(Worked::Settled(unknown)),
            }
        }
        match self.permitted(&step.call) {
            Ok(present) => *actor = present,
            Err(Obstacle::Refused(refusal)) => {
                return Ok(Worked::Settled(Outcome::refused(format!("Nothing was sent: {refusal}"))));
            }
            Err(obstacle @ (Obstacle::Stop(_) | Obstacle::Wait)) => return Ok(Worked::Unsent(obstacle)),
        }
        machine::sent(step, Timestamp::now());
        self.inner.store.save_step(&self.fence, step, None).await?;
        self.inner.notify(&self.change.id);
        let outcome = calls::perform(client, step, self.taken.as_deref()).await;
        let Outcome::Unknown(error) = outcome else { return Ok(Worked::Settled(outcome)) };
        Ok(Worked::Settled(match calls::reconcile(client, step).await {
            Ok(Finding::Happened(outcome)) => outcome,
            Ok(Finding::DidNot) => Outcome::Failed(error),
            Err(unknown) => unknown,
        }))
    }

    /// For whom the call is made, in the role that they have at this moment.
    ///
    /// # Errors
    /// Why it must not be made now, though it could be when it was planned.
    fn permitted(&self, call: &Call) -> Result<Actor, Obstacle> {
        let (actor, snapshot) = self.licence.now(&self.inner)?;
        let rules = &self.inner.settings.rules;
        guard::check(call, &actor, &snapshot, rules, &self.leaving)
            .and_then(|()| provisioning::explained(call, &self.change.reason, rules, &snapshot))
            .map_err(|refusal| licence::said(refusal, &actor))?;
        Ok(actor)
    }
}
