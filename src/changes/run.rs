//! Runs one change: claims it, keeps the claim while its steps are worked on, and writes down how it has ended.

use super::{
    Inner, audit,
    calls::ExistingEmails,
    machine,
    run_error::RunError,
    steps::{StopReason, Work},
};
use crate::{
    domain::{Call, Change, ChangeId, ChangeState, Intent, MemberCall, Order, Step, StepState, Subject},
    store::{Fence, lease},
};
use std::{collections::HashMap, sync::Arc, time::Duration};
use tokio::{task::JoinHandle, time::Instant};
use tokio_util::sync::CancellationToken;

/// How long the end of a change waits for its effects to be read back.
const READ_BACK: Duration = Duration::from_mins(2);
/// A pause of Sigma's that is waited for all the same.
const SHORT_PAUSE: Duration = Duration::from_secs(5);

/// Members on one page of Sigma's list: what one call of a sweep reads.
const PAGE: usize = 1_000;

/// Runs what is left of a change. False when another worker has it, or nothing is left.
///
/// # Errors
/// Why it broke off; the change is then taken up again later.
pub async fn run(inner: &Arc<Inner>, id: &ChangeId) -> Result<bool, RunError> {
    // Who may do what is not known yet: it waits, and is taken up again.
    if inner.directory.snapshot().is_none() {
        return Ok(false);
    }
    let lease = inner.settings.lease;
    let asked = Instant::now();
    let Some(fence) = inner.store.claim_change(id, &inner.owner, lease).await? else {
        return Ok(false);
    };
    let keeper = Keeper::start(inner, &fence, asked + lease);
    // Boxed: the change with all that is known of it makes the future a large one.
    let ran = Box::pin(run_claimed(inner, &fence, id, &keeper.lost)).await;
    keeper.stop().await;
    // Also after a failure: the next worker need not wait for the lease to run out.
    let released = inner.store.release(&fence).await;
    let ran = ran?;
    released?;
    Ok(ran)
}

/// Renews the lease while the change runs: a call with all its retries may last longer, and so may reading the members
/// before it and the directory after it.
struct Keeper {
    /// Cancelled when the lease is lost. Somebody else may have the change by then: what is under way comes to a safe
    /// point, and nothing more is begun.
    lost: CancellationToken,
    done: CancellationToken,
    // A task of its own, which ends by itself: a renewal must not be dropped half-way.
    renewing: JoinHandle<()>,
}

impl Keeper {
    /// Renews from now on; `until` is when the lease runs out as it is.
    fn start(inner: &Arc<Inner>, fence: &Fence, until: Instant) -> Self {
        let (lost, done) = (CancellationToken::new(), CancellationToken::new());
        let (inner, fence, is_lost, is_done) = (inner.clone(), fence.clone(), lost.clone(), done.clone());
        let renewing = tokio::spawn(async move {
            let renew = async || inner.store.renew_lease(&fence).await.map(drop);
            if !lease::keep(inner.settings.lease, until, &is_done, renew).await {
                is_lost.cancel();
            }
        });
        Self { lost, done, renewing }
    }

    /// Returns when no renewal is under way any more.
    async fn stop(self) {
        self.done.cancel();
        if let Err(error) = self.renewing.await {
            tracing::error!(%error, "Renewing a lease broke off");
        }
    }
}

async fn run_claimed(
    inner: &Arc<Inner>,
    fence: &Fence,
    id: &ChangeId,
    lost: &CancellationToken,
) -> Result<bool, RunError> {
    let Some(mut change) = inner.store.change(id).await? else { return Ok(false) };
    // Between listing and claiming, another worker may have finished it.
    if change.state.is_settled() {
        return Ok(false);
    }
    inner.store.save_change_state(fence, ChangeState::Running, None, None).await?;
    // The journal says so no longer.
    change.waiting = None;
    inner.notify(id);
    let existing = prefetch_emails(inner, &change).await.map(Arc::new);
    let licence = Arc::new(inner.licence(&change).await?);
    match Work::new(inner, fence, &mut change, licence, existing, lost).done().await? {
        StopReason::Later => Ok(false),
        StopReason::Forbidden(why) => stop(inner, fence, change, &why).await,
        StopReason::Tried | StopReason::Ordered(Order::Go) => settle(inner, fence, change, None).await,
        StopReason::Ordered(Order::Pause) => settle(inner, fence, change, Some(ChangeState::Paused)).await,
        StopReason::Ordered(Order::Cancel) => {
            for step in &mut change.steps {
                if machine::cancelled(step, inner.store.clock().now()) {
                    inner.store.save_step(fence, step, None).await?;
                }
            }
            settle(inner, fence, change, None).await
        }
    }
}

/// Writes down that the change goes no further until somebody who may has it go on.
async fn stop(inner: &Inner, fence: &Fence, change: Change, why: &str) -> Result<bool, RunError> {
    read_back(inner, &change).await?;
    let now = inner.store.clock().now();
    let event = audit::stopped(now, &change, why);
    inner.store.save_stopped(fence, why, now, &event).await?;
    Ok(true)
}

/// Writes down how the change has ended, or that it pauses.
async fn settle(
    inner: &Inner,
    fence: &Fence,
    mut change: Change,
    state: Option<ChangeState>,
) -> Result<bool, RunError> {
    read_back(inner, &change).await?;
    change.state = state.unwrap_or_else(|| ChangeState::of(&change.steps));
    let now = inner.store.clock().now();
    let event = audit::settled(now, &change);
    inner.store.save_change_state(fence, change.state, Some(now), Some(&event)).await?;
    Ok(true)
}

/// Brings what the change has done into the directory, and into the change that it undoes. Where Sigma takes no calls the
/// directory has it later: whoever ordered a pause is not to wait for Sigma's.
async fn read_back(inner: &Inner, change: &Change) -> Result<(), RunError> {
    // Read back first: whoever sees the change done also finds its effect on every page.
    let created = change.steps.iter().filter_map(|step| step.created.clone());
    let touched: Vec<Subject> = change.subjects.iter().cloned().chain(created).collect();
    let directory = inner.directory.clone();
    let reading = tokio::spawn(async move { directory.refresh(&touched).await });
    let is_paused = inner.client.limiter_status().pause.is_some_and(|pause| pause > SHORT_PAUSE);
    let patience = if is_paused { Duration::ZERO } else { READ_BACK };
    if tokio::time::timeout(patience, reading).await.is_err() {
        tracing::info!("What a change has touched is read back later");
    }
    if let Intent::Undo { change_id } = &change.intent {
        inner.store.mark_undone(change_id, &undone(&change.steps), &change.id).await?;
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
async fn prefetch_emails(inner: &Inner, change: &Change) -> Option<ExistingEmails> {
    let open =
        |step: &&Step| step.state == StepState::Planned && matches!(step.call, Call::Member(MemberCall::Invite { .. }));
    let invitations = change.steps.iter().filter(open).count();
    let members = inner.directory.snapshot().map_or(usize::MAX, |s| s.people_count());
    if invitations <= members / PAGE + 1 {
        return None;
    }
    match ExistingEmails::read(&inner.client).await {
        Ok(existing) => Some(existing),
        Err(error) => {
            tracing::warn!(%error, "The members could not be read at once; each invitation looks by itself");
            None
        }
    }
}
