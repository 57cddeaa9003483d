//! Works through the steps of one change: a few at once, those that rest when their time has come.

use super::{
    Inner, audit,
    calls::{ExistingEmails, Memo},
    guard,
    job::{Job, Rest, Why, Worked},
    licence::{Licence, Obstacle},
    machine::{self, Action},
    run_error::RunError,
};
use crate::{
    domain::{Call, Change, MemberCall, MemberId, Order, Step, StepState, Waiting},
    store::{self, Fence},
};
use jiff::SignedDuration;
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::{
    task::JoinSet,
    time::{Instant, sleep_until},
};
use tokio_util::sync::CancellationToken;

/// Calls of one change under way at once. Sigma's own limit lies at five for the whole portal (BEHAVIOUR.md section 6).
const AT_ONCE: usize = 5;

/// How often a change that waits looks whether something was ordered, which may happen at another process.
const HEAR_AGAIN: Duration = Duration::from_secs(1);

/// Two moments this close are the end of the same wait.
const SAME_WAIT: SignedDuration = SignedDuration::from_secs(5);

/// Why the steps are no longer being worked on.
pub enum StopReason {
    /// Every step that could be tried was tried.
    Tried,
    /// Somebody wants it to pause or to stop.
    Ordered(Order),
    /// The process stops, or the directory is not there to ask who may do this; somebody goes on later.
    Later,
    /// Whom it is sent for may no longer do it, for this reason.
    Forbidden(String),
}

/// A step that is tried again later, and the state it has until then.
struct Resting {
    until: Instant,
    by: Instant,
    state: StepState,
}

/// The work on one change, by whoever holds its lease.
pub struct Work<'a> {
    inner: &'a Arc<Inner>,
    fence: &'a Fence,
    change: &'a mut Change,
    licence: Arc<Licence>,
    existing: Option<Arc<ExistingEmails>>,
    lost: &'a CancellationToken,
    header: Arc<Change>,
    leaving: Arc<HashSet<MemberId>>,
    memo: Arc<Memo>,
    /// Places that this run has taken up: no run sends a step twice.
    tried: BTreeSet<usize>,
    /// Places that this run has sent, and that rest.
    sent: BTreeSet<usize>,
    resting: BTreeMap<usize, Resting>,
    /// Until when Sigma takes no calls.
    paused: Option<Instant>,
    /// What keeps the change from sending anything more.
    obstacle: Option<Obstacle>,
    /// What was wanted of the change when a step was last written down.
    heard: Option<Order>,
    /// What the journal says that the change waits for.
    waiting: Option<Waiting>,
    // Tasks of their own: a call must go on while this loop waits for the database, which it may itself hold, and nothing
    // of it is dropped half-way.
    under_way: JoinSet<Result<(usize, Worked), store::Error>>,
}

impl<'a> Work<'a> {
    /// The work that is left of a change.
    pub fn new(
        inner: &'a Arc<Inner>,
        fence: &'a Fence,
        change: &'a mut Change,
        licence: Arc<Licence>,
        existing: Option<Arc<ExistingEmails>>,
        lost: &'a CancellationToken,
    ) -> Self {
        let leaving = change.steps.iter().filter_map(|step| guard::leaves(&step.call)).cloned().collect();
        Self {
            inner,
            fence,
            licence,
            existing,
            lost,
            header: Arc::new(Change { steps: Vec::new(), ..change.clone() }),
            waiting: change.waiting.clone(),
            change,
            leaving: Arc::new(leaving),
            memo: Arc::default(),
            tried: BTreeSet::new(),
            sent: BTreeSet::new(),
            resting: BTreeMap::new(),
            paused: None,
            heard: None,
            obstacle: None,
            under_way: JoinSet::new(),
        }
    }

    /// Works until there is nothing left to try, or something is ordered. Returns when nothing is under way any more.
    ///
    /// # Errors
    /// What kept the journal from being written, or that another worker has the change.
    pub async fn done(mut self) -> Result<StopReason, RunError> {
        let end = self.worked().await;
        // Whatever happened: what is under way ends by itself, at a point where the journal says what became of it.
        let mut broken = None;
        while let Some(worked) = self.under_way.join_next().await {
            if let Err(error) = self.ended(worked.map_err(RunError::from)) {
                broken.get_or_insert(error);
            }
        }
        for (at, resting) in std::mem::take(&mut self.resting) {
            self.change.steps[at].state = resting.state;
        }
        let end = end?;
        broken.map_or(Ok(end), Err)
    }

    async fn worked(&mut self) -> Result<StopReason, RunError> {
        loop {
            while self.under_way.len() < AT_ONCE {
                if let Some(end) = self.stopped()? {
                    return Ok(end);
                }
                self.woken();
                if self.paused.is_some() {
                    break;
                }
                let next = match &self.obstacle {
                    Some(Obstacle::Wait) => return Ok(StopReason::Later),
                    // Nothing is sent any more; what may have been sent is still looked at.
                    Some(Obstacle::Stop(_)) => {
                        machine::next_look(&self.change.steps, &self.tried).map(|at| (at, Action::Reconcile))
                    }
                    Some(Obstacle::Refused(_)) | None => machine::next(&self.change.steps, &self.tried),
                };
                let Some((at, first)) = next else { break };
                match self.order().await? {
                    Order::Go => {}
                    order @ (Order::Pause | Order::Cancel) => return Ok(StopReason::Ordered(order)),
                }
                match first {
                    Action::Send => self.goes_on().await?,
                    // Looking whether it has happened is part of the wait.
                    Action::Reconcile => {}
                }
                self.start(at, first);
            }
            let wake = self.wake();
            if !self.under_way.is_empty() {
                let ended = tokio::select! {
                    Some(worked) = self.under_way.join_next() => Some(worked),
                    () = sleep_until(wake.unwrap_or_else(Instant::now)), if wake.is_some() => None,
                };
                if let Some(worked) = ended {
                    self.ended(worked.map_err(RunError::from))?;
                }
            } else if let Some(wake) = wake {
                if let Some(end) = self.wait(wake).await? {
                    return Ok(end);
                }
            } else {
                return Ok(match self.obstacle.take() {
                    Some(Obstacle::Stop(why)) => StopReason::Forbidden(why),
                    Some(Obstacle::Wait) => StopReason::Later,
                    Some(Obstacle::Refused(_)) | None => StopReason::Tried,
                });
            }
        }
    }

    fn stopped(&self) -> Result<Option<StopReason>, RunError> {
        if self.lost.is_cancelled() {
            return Err(store::Error::LeaseLost.into());
        }
        Ok(self.inner.stop.is_cancelled().then_some(StopReason::Later))
    }

    /// What is wanted of the change: as the journal said when it was last written, or asked for.
    async fn order(&mut self) -> Result<Order, RunError> {
        match self.heard.take() {
            Some(order) => Ok(order),
            None => Ok(self.inner.store.renew_lease(self.fence).await?),
        }
    }

    fn start(&mut self, at: usize, first: Action) {
        self.tried.insert(at);
        let step = resolved(&self.change.steps, at);
        self.change.steps[at].state = StepState::Running;
        let job = Job {
            inner: self.inner.clone(),
            fence: self.fence.clone(),
            change: self.header.clone(),
            licence: self.licence.clone(),
            leaving: self.leaving.clone(),
            gates: gates(&self.change.steps, at),
            existing: self.existing.clone(),
            memo: self.memo.clone(),
            was_sent: self.sent.contains(&at),
            lost: self.lost.clone(),
        };
        self.under_way.spawn(async move { job.work(step, first).await.map(|worked| (at, worked)) });
    }

    /// Takes over what became of a try.
    fn ended(&mut self, worked: Result<Result<(usize, Worked), store::Error>, RunError>) -> Result<(), RunError> {
        let (at, Worked { step, rest, obstacle, order }) = worked??;
        self.heard = Some(order);
        match obstacle {
            // A step that a rule stands against has failed; the others go on.
            Some(Obstacle::Refused(_)) | None => {}
            Some(obstacle @ (Obstacle::Stop(_) | Obstacle::Wait)) => self.obstacle = Some(obstacle),
        }
        if let Some(Rest { until, by, why }) = rest {
            if why == Why::Pause {
                self.paused = self.paused.max(Some(until));
            }
            if step.state == StepState::Unknown && step.attempts > self.change.steps[at].attempts {
                self.sent.insert(at);
            }
            self.resting.insert(at, Resting { until, by, state: step.state });
        }
        // The plan's own call stays: what it referred to may be created anew by a retry.
        let state = if rest.is_some() { StepState::Running } else { step.state };
        self.change.steps[at] = Step { call: self.change.steps[at].call.clone(), state, ..step };
        self.inner.notify(&self.change.id);
        Ok(())
    }

    /// Lets those steps be tried again whose time has come.
    fn woken(&mut self) {
        let now = Instant::now();
        self.paused = self.paused.filter(|until| *until > now);
        let due: Vec<usize> = self.resting.iter().filter(|(_, rest)| rest.until <= now).map(|(at, _)| *at).collect();
        for at in due {
            if let Some(resting) = self.resting.remove(&at) {
                self.change.steps[at].state = resting.state;
                self.tried.remove(&at);
            }
        }
    }

    /// When something can be tried again that rests.
    fn wake(&self) -> Option<Instant> {
        self.paused.or_else(|| self.resting.values().map(|rest| rest.until).min())
    }

    /// Waits, and says so in the journal, until something can be tried again or something is ordered.
    async fn wait(&mut self, until: Instant) -> Result<Option<StopReason>, RunError> {
        self.waits(until).await?;
        let mut moves = self.inner.moved.subscribe();
        loop {
            if let Some(end) = self.stopped()? {
                return Ok(Some(end));
            }
            match self.inner.store.renew_lease(self.fence).await? {
                Order::Go => {}
                order @ (Order::Pause | Order::Cancel) => return Ok(Some(StopReason::Ordered(order))),
            }
            if Instant::now() >= until {
                return Ok(None);
            }
            let hear = until.min(Instant::now() + HEAR_AGAIN.min(self.inner.settings.lease / 3));
            let is_ours = async { while moves.recv().await.is_ok_and(|id| id != self.change.id) {} };
            tokio::select! {
                () = sleep_until(hear) => {}
                () = self.inner.stop.cancelled() => {}
                () = self.lost.cancelled() => {}
                () = is_ours => {}
            }
        }
    }

    /// Says in the journal that the change waits, once for each wait.
    async fn waits(&mut self, until: Instant) -> Result<(), RunError> {
        let (by, why) = if let Some(paused) = self.paused {
            (paused, "Sigma asked for a pause.")
        } else {
            let by = self.resting.values().map(|rest| rest.by).max().unwrap_or(until);
            (by, "Sigma has not answered a call, and what it was to create is not there yet.")
        };
        let now = self.inner.store.clock().now();
        let until = now.checked_add(by.saturating_duration_since(Instant::now())).unwrap_or(now);
        let waiting = Waiting { until, why: why.to_owned() };
        let is_same =
            |known: &Waiting| known.why == waiting.why && known.until.duration_since(waiting.until).abs() < SAME_WAIT;
        if self.waiting.as_ref().is_some_and(is_same) {
            return Ok(());
        }
        let event = audit::waiting(now, &self.header, &waiting);
        self.inner.store.save_waiting(self.fence, Some(&waiting), Some(&event)).await?;
        self.waiting = Some(waiting);
        self.inner.notify(&self.change.id);
        Ok(())
    }

    async fn goes_on(&mut self) -> Result<(), RunError> {
        if self.waiting.take().is_some() {
            self.inner.store.save_waiting(self.fence, None, None).await?;
        }
        Ok(())
    }
}

/// The step with the ids that earlier steps have created.
fn resolved(steps: &[Step], at: usize) -> Step {
    let step = steps[at].clone();
    let call = step.call.clone().resolved(|of| steps.get(of as usize).and_then(|s| s.created.as_ref()));
    Step { call, ..step }
}

/// The calls that take somebody's account once this step has come to an end.
fn gates(steps: &[Step], at: usize) -> Vec<Call> {
    let needs = |later: &&Step| later.needs.iter().any(|need| *need as usize == at) && !later.state.is_met();
    let takes = |call: &Call| matches!(call, Call::Member(MemberCall::Deactivate { .. }));
    let later = steps.iter().enumerate().filter(|(_, later)| needs(later) && takes(&later.call));
    later.map(|(at, _)| resolved(steps, at).call).collect()
}
