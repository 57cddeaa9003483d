//! One try of one step: what is refused, the look at Sigma, the call, and the look after an answer that was lost. Each is
//! written down before the next.

use super::{
    Inner, audit,
    calls::{self, Context, ExistingEmails, InDoubt, LookError, Memo, Ready, Reconciled},
    guard,
    licence::{self, Licence, Obstacle},
    lock::Lock,
    machine::{self, Action, Outcome},
    provisioning, quorum,
};
use crate::{
    domain::{Actor, Call, Change, MemberId, Order, Step, StepError, StepState},
    sigma,
    store::{self, Fence},
};
use jiff::Timestamp;
use std::{collections::HashSet, sync::Arc, time::Duration};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

/// How soon something is looked for again that may still happen, at the earliest and at the latest.
const SOONEST_LOOK: Duration = Duration::from_millis(500);
const LATEST_LOOK: Duration = Duration::from_secs(15);

/// Work on one step.
pub struct Job {
    pub inner: Arc<Inner>,
    pub fence: Fence,
    /// The change without its steps.
    pub change: Arc<Change>,
    pub licence: Arc<Licence>,
    /// The members that steps of this change take their account or account type from.
    pub leaving: Arc<HashSet<MemberId>>,
    /// Calls that need this one to come to an end first and that must not be refused after it: nobody is to lose half
    /// of their access and then stay.
    pub gates: Vec<Call>,
    pub existing: Option<Arc<ExistingEmails>>,
    pub memo: Arc<Memo>,
    /// Whether this run has sent the step already.
    pub was_sent: bool,
    /// Cancelled when another worker may have the change.
    pub lost: CancellationToken,
}

/// What became of a try.
pub struct Worked {
    /// The step as it is written down.
    pub step: Step,
    /// When to try again, where nothing is settled.
    pub rest: Option<Rest>,
    /// What keeps the whole change from going on.
    pub obstacle: Option<Obstacle>,
    /// What is wanted of the change by now.
    pub order: Order,
}

/// A step that is to be tried again by itself.
#[derive(Clone, Copy, Debug)]
pub struct Rest {
    pub until: Instant,
    /// When at the latest the wait is over.
    pub by: Instant,
    pub why: Why,
}

/// What a step waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Why {
    /// Sigma takes no calls for now: every step waits.
    Pause,
    /// It was sent and may still happen: this step alone waits.
    Settling,
}

enum Ended {
    /// The call was made, or was not needed, or a rule stands against it.
    Settled(Outcome),
    /// Nothing is settled: it is tried again.
    Rests(Rest),
    /// The call was not made, and the change goes no further for now.
    Unsent(Obstacle),
}

impl Job {
    /// Tries the step once.
    ///
    /// # Errors
    /// When the journal cannot be written.
    pub async fn work(&self, mut step: Step, first: Action) -> Result<Worked, store::Error> {
        // A role that was taken away a moment ago, in whatever process, counts no more.
        self.inner.directory.refresh_roles().await?;
        // Becomes whom the call was made for, in the role that they had then.
        let mut actor = self.licence.sent_for().clone();
        let (rest, obstacle, event) = match self.tried(&mut step, first, &mut actor).await? {
            Ended::Settled(outcome) => {
                let now = self.inner.store.clock().now();
                machine::settled(&mut step, outcome, now);
                (None, None, Some(audit::step(now, &self.change, &actor, &step)))
            }
            Ended::Rests(rest) => (Some(rest), None, None),
            Ended::Unsent(obstacle) => {
                machine::unsent(&mut step);
                (None, Some(obstacle), None)
            }
        };
        let order = self.inner.store.save_step(&self.fence, &step, event.as_ref()).await?;
        Ok(Worked { step, rest, obstacle, order })
    }

    async fn tried(&self, step: &mut Step, first: Action, actor: &mut Actor) -> Result<Ended, store::Error> {
        let snapshot = self.inner.directory.snapshot();
        let cx = Context {
            client: &self.inner.client,
            store: &self.inner.store,
            change: &self.change,
            owner: snapshot.as_ref().map(|snapshot| snapshot.token_owner()),
            names: snapshot.as_deref(),
            existing: self.existing.as_deref(),
            memo: &self.memo,
            settle: self.inner.settings.settle,
        };
        let is_at_stake = match &snapshot {
            Some(snapshot) => quorum::is_at_stake(&step.call, snapshot),
            None => true,
        };
        if !is_at_stake {
            match quorum::takes_an_admin(&cx, &step.call).await {
                Ok(true) => {}
                Ok(false) => return self.looked(&cx, step, first, actor).await,
                Err(error) => return Ok(self.unread(step, first, &error)),
            }
        }
        if first == Action::Reconcile {
            // What is only looked for waits for nobody: the lock may still be held for this very call.
            let found = calls::look(&cx, step, InDoubt::Yes).await;
            if self.was_sent || !matches!(found, Ok(Reconciled::Send(_))) {
                return self.concluded(&cx, step, first, actor, found).await;
            }
        }
        let Some(lock) = Lock::take(&self.inner, &self.lost).await? else {
            let now = Instant::now();
            return Ok(Ended::Rests(Rest { until: now, by: now, why: Why::Settling }));
        };
        let ended = self.looked(&cx, step, first, actor).await?;
        // A call that may still be on its way must not be outrun by one that counts on its not happening.
        let after = match &ended {
            Ended::Settled(Outcome::Unknown(_)) if quorum::counts_admins(&step.call) => self.inner.settings.settle,
            Ended::Settled(Outcome::Unknown(_)) => self.inner.settings.lease,
            Ended::Rests(Rest { by, why: Why::Settling, .. }) if quorum::counts_admins(&step.call) => {
                by.saturating_duration_since(Instant::now())
            }
            Ended::Settled(_) | Ended::Rests(_) | Ended::Unsent(_) => Duration::ZERO,
        };
        lock.release(after).await;
        Ok(ended)
    }

    async fn looked(
        &self,
        cx: &Context<'_>,
        step: &mut Step,
        first: Action,
        actor: &mut Actor,
    ) -> Result<Ended, store::Error> {
        let doubt = match first {
            Action::Send => {
                if let Some(ended) = self.stopped(cx, step, first, actor).await {
                    return Ok(ended);
                }
                InDoubt::No
            }
            Action::Reconcile => InDoubt::Yes,
        };
        let found = calls::look(cx, step, doubt).await;
        self.concluded(cx, step, first, actor, found).await
    }

    /// What a look leads to: an end, a rest, or the call. The call is never made by a run that has made it already.
    async fn concluded(
        &self,
        cx: &Context<'_>,
        step: &mut Step,
        first: Action,
        actor: &mut Actor,
        found: Result<Reconciled, LookError>,
    ) -> Result<Ended, store::Error> {
        let ready = match found {
            Ok(Reconciled::Send(ready)) => ready,
            Ok(Reconciled::Done { created }) => return Ok(Ended::Settled(Outcome::Met { created })),
            Ok(Reconciled::Already(why)) => return Ok(Ended::Settled(Outcome::Already(why))),
            Ok(Reconciled::Changed(why)) => return Ok(Ended::Settled(Outcome::refused(why))),
            Ok(Reconciled::NotYet(until)) => return Ok(self.settling(step, until)),
            Err(LookError::Store(error)) => return Err(error),
            Err(LookError::Sigma(error)) => return Ok(self.unread(step, first, &error)),
        };
        if first == Action::Reconcile {
            if self.was_sent {
                if let Some(until) = calls::may_still_happen(cx, step, InDoubt::Yes) {
                    return Ok(self.settling(step, until));
                }
                let why = "Sigma has not answered, and it has not happened. A retry sends it again.";
                return Ok(Ended::Settled(Outcome::refused(why)));
            }
            if let Some(ended) = self.stopped(cx, step, first, actor).await {
                return Ok(ended);
            }
        }
        if let Some(snapshot) = self.inner.directory.snapshot() {
            match quorum::problem(cx, &step.call, &snapshot, &self.inner.settings.rules, &self.leaving).await {
                Ok(None) => {}
                Ok(Some(problem)) => {
                    return Ok(Ended::Settled(Outcome::refused(format!("Nothing was sent: {problem}"))));
                }
                Err(error) => return Ok(self.unread(step, first, &error)),
            }
        }
        self.sent(cx, step, &ready).await
    }

    async fn sent(&self, cx: &Context<'_>, step: &mut Step, ready: &Ready) -> Result<Ended, store::Error> {
        let new = ready.spared.iter().filter(|subject| !step.spared.contains(subject)).cloned().collect::<Vec<_>>();
        step.spared.extend(new);
        step.sent_at = cx.client.sigma_time();
        machine::sent(step, self.inner.store.clock().now());
        // Refused once another worker has the change: nothing is sent then.
        self.inner.store.save_step(&self.fence, step, None).await?;
        self.inner.notify(&self.change.id);
        let error = match calls::send(cx, ready).await {
            Ok(outcome) => return Ok(Ended::Settled(outcome)),
            Err(error) => error,
        };
        if !error.was_sent_maybe() {
            return Ok(match cx.client.pause_after(&error) {
                Some(pause) => {
                    machine::not_sent(step);
                    rest(pause)
                }
                None => Ended::Settled(Outcome::Failed(calls::described(&error))),
            });
        }
        let doubt = if error.is_final_answer() { InDoubt::No } else { InDoubt::Yes };
        Ok(match calls::look(cx, step, doubt).await {
            Ok(Reconciled::Done { created }) => Ended::Settled(Outcome::Met { created }),
            Ok(Reconciled::Already(why)) => Ended::Settled(Outcome::Already(why)),
            Ok(Reconciled::Changed(why)) => {
                let described = calls::described(&error);
                let message = format!("{} {why}", described.message);
                Ended::Settled(Outcome::Failed(StepError { message, ..described }))
            }
            Ok(Reconciled::NotYet(until)) => self.settling(step, until),
            Ok(Reconciled::Send(_)) => match calls::may_still_happen(cx, step, doubt) {
                Some(until) => self.settling(step, until),
                None => Ended::Settled(Outcome::Failed(calls::described(&error))),
            },
            Err(LookError::Store(error)) => return Err(error),
            Err(LookError::Sigma(error)) => self.unread(step, Action::Reconcile, &error),
        })
    }

    /// Why the step must not be sent now, though it could be when it was planned.
    async fn stopped(&self, cx: &Context<'_>, step: &mut Step, first: Action, actor: &mut Actor) -> Option<Ended> {
        let refused = |why: String| Some(Ended::Settled(Outcome::refused(format!("Nothing was sent: {why}"))));
        for call in std::iter::once(&step.call).chain(&self.gates) {
            match self.permitted(call) {
                Ok(present) => *actor = present,
                Err(Obstacle::Refused(refusal)) => return refused(refusal.to_string()),
                Err(obstacle @ (Obstacle::Stop(_) | Obstacle::Wait)) => return Some(Ended::Unsent(obstacle)),
            }
        }
        for gate in &self.gates {
            let found = match calls::new_owner_problem(cx, gate).await {
                Ok(None) => match self.inner.directory.snapshot() {
                    Some(snapshot) => {
                        quorum::problem(cx, gate, &snapshot, &self.inner.settings.rules, &self.leaving).await
                    }
                    None => Ok(None),
                },
                found => found,
            };
            match found {
                Ok(None) => {}
                Ok(Some(problem)) => return refused(problem),
                Err(error) => return Some(self.unread(step, first, &error)),
            }
        }
        None
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
        Ok(self.licence.named(actor))
    }

    /// Sigma could not be asked: nothing was sent by this try.
    fn unread(&self, step: &mut Step, first: Action, error: &sigma::Error) -> Ended {
        let described = calls::described(error);
        match (self.inner.client.pause_after(error), first) {
            (Some(pause), Action::Send) => {
                step.state = StepState::Planned;
                rest(pause)
            }
            (Some(pause), Action::Reconcile) => {
                step.state = StepState::Unknown;
                rest(pause)
            }
            (None, Action::Reconcile) => Ended::Settled(Outcome::Unknown(described)),
            (None, Action::Send) => Ended::Settled(Outcome::Failed(StepError {
                message: format!("Nothing was sent, because Sigma could not be asked first: {}", described.message),
                ..described
            })),
        }
    }

    /// It was sent, is not there and may still happen until this moment of Sigma's clock.
    fn settling(&self, step: &mut Step, until: Timestamp) -> Ended {
        step.state = StepState::Unknown;
        step.error = Some(StepError::own(
            "Sigma has not answered, and it is not there yet. It may still happen: it is looked for again before \
             anything is sent.",
        ));
        let left = self.inner.client.sigma_time().map(|now| until.duration_since(now));
        let left = left.and_then(|left| Duration::try_from(left).ok()).unwrap_or(self.inner.settings.settle);
        let now = Instant::now();
        // Nearly always it appears soon: looking now and then costs little beside waiting for all of it.
        let soon = (self.inner.settings.settle / 20).clamp(SOONEST_LOOK, LATEST_LOOK);
        Ended::Rests(Rest { until: now + left.min(soon), by: now + left, why: Why::Settling })
    }
}

fn rest(pause: Duration) -> Ended {
    let until = Instant::now() + pause;
    Ended::Rests(Rest { until, by: until, why: Why::Pause })
}
