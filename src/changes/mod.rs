//! The writing road: intent, plan, apply, journal, reconcile.
//!
//! Everything that is written to Sigma passes through here. Owns what a plan consists of, in which order its steps
//! run and what is known of each afterwards; the `store` keeps it, the `sigma` client makes the calls.
//!
//! What is peculiar to one kind of thing (people, teams, workspaces, connections, access, documents, attributes) is in
//! the folder of that kind: `plan` makes its steps, `call` looks at Sigma and sends, `mod.rs` says what its calls need and
//! which rules they are under. Everything else treats all kinds alike.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod access;
mod attributes;
pub mod audit;
mod calls;
mod connections;
mod consequences;
mod documents;
mod guard;
mod job;
mod labels;
mod licence;
mod lock;
pub mod machine;
mod members;
mod needs;
mod orders;
mod organization;
mod paths;
mod plan;
mod preview;
mod provisioning;
mod quorum;
mod rules;
mod run;
mod run_error;
mod steps;
mod teams;
mod workspaces;

pub use consequences::of as consequences;
pub use guard::Refusal;
pub use members::onboard::{obstacles, remarks};
pub use orders::ChangeOrder;
pub use organization::NO_SECRET;
pub use plan::plan;
pub use provisioning::{AccountDeed, Provisioning, TeamDeed};
pub use rules::Rules;

use crate::{
    directory::{Authority, Directory},
    domain::{Actor, Change, ChangeId, ChangeState, Intent, Mandate},
    sigma::SigmaClient,
    store::{self, Store},
};
use std::{
    collections::HashSet,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};
use tokio::sync::broadcast;
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How often the journal is looked at for what another process has written into it.
const CROSS_PROCESS_POLL: Duration = Duration::from_millis(500);

/// The one door through which the portal writes to Sigma.
#[derive(Clone)]
pub struct Changes(Arc<Inner>);

struct Inner {
    store: Store,
    directory: Directory,
    client: SigmaClient,
    authority: Authority,
    settings: Settings,
    /// This process, in leases.
    owner: String,
    /// Changes that a worker of this process has taken on.
    active: Mutex<HashSet<ChangeId>>,
    /// Says that a change's journal has moved on.
    moved: broadcast::Sender<ChangeId>,
    workers: TaskTracker,
    stop: CancellationToken,
}

impl Inner {
    fn notify(&self, id: &ChangeId) {
        // Nobody listening is the ordinary case.
        _ = self.moved.send(id.clone());
    }
}

/// How changes are guarded and run.
#[derive(Clone, Debug)]
pub struct Settings {
    /// What this installation forbids or wants confirmed.
    pub rules: Rules,
    /// How long a process may be silent before another takes its changes over. Renewed while a change runs.
    pub lease: Duration,
    /// How long a creation whose answer was lost may still happen: longer than Sigma takes for its slowest answer. Until
    /// then it is looked for and not sent again.
    pub settle: Duration,
    /// Changes that one person may have queued and running. What an approval or a term makes is not theirs, and not counted.
    pub most_open: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { rules: Rules::default(), lease: Duration::from_secs(30), settle: Duration::from_mins(5), most_open: 200 }
    }
}

/// A reviewed plan that somebody wants applied.
#[derive(Clone, Debug)]
pub struct AcceptChange {
    /// The id the plan was shown with.
    pub id: ChangeId,
    /// What is wanted.
    pub intent: Intent,
    /// Who wants it.
    pub actor: Actor,
    /// Why, in their words; may be empty.
    pub reason: String,
    /// [`Plan::fingerprint`] of the plan that was shown.
    pub fingerprint: String,
    /// What was typed to confirm it; needed where the plan says so.
    pub confirmation: String,
}

/// Why a change was not accepted.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It may not or cannot be done, for this reason.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The organisation has changed since the plan was shown; another plan would be applied than was reviewed.
    #[error("the plan is out of date")]
    Stale,
    /// The plan does what an identity provider does otherwise, and no reason was given.
    #[error("the plan needs a reason")]
    Unexplained,
    /// The plan must be confirmed by typing its phrase, and something else was typed.
    #[error("the plan was not confirmed")]
    Unconfirmed,
    /// The journal could not be written, so nothing was begun.
    #[error("the change could not be recorded")]
    Store(#[from] store::Error),
}

impl Changes {
    /// Opens the door. `authority` says who may do what whenever it is asked, and is asked again before every step. Work
    /// goes on until `stop`; a change cut off by it is resumed by the next process.
    pub fn new(
        store: Store,
        directory: Directory,
        client: SigmaClient,
        authority: Authority,
        settings: Settings,
        stop: CancellationToken,
    ) -> Self {
        let owner = uuid::Uuid::now_v7().to_string();
        let (moved, _) = broadcast::channel(256);
        Self(Arc::new(Inner {
            store,
            directory,
            client,
            authority,
            settings,
            owner,
            active: Mutex::default(),
            moved,
            workers: TaskTracker::new(),
            stop,
        }))
    }

    /// An id for a change that is about to be shown as a plan. It travels with the plan, so that a plan applied twice,
    /// by a double click or a repeated form, is one change.
    pub fn fresh_id() -> ChangeId {
        ChangeId::new(uuid::Uuid::now_v7().to_string())
    }

    /// Plans anew, records the change under `id` and begins it in the background. A change of that id that was
    /// accepted before stays as it is.
    ///
    /// # Errors
    /// Why it may not or cannot be done, that the plan is no longer the one with this fingerprint or was not confirmed,
    /// or that it could not be recorded.
    pub async fn accept(&self, wish: AcceptChange) -> Result<ChangeId, Error> {
        Box::pin(self.accept_with(wish, None)).await
    }

    /// The same for what was decided: it does not need the actor's role, and nothing is to be typed, as the decision
    /// confirms it.
    ///
    /// # Errors
    /// As [`Self::accept`].
    pub async fn accept_decided(&self, wish: AcceptChange, mandate: Mandate) -> Result<ChangeId, Error> {
        Box::pin(self.accept_with(wish, Some(mandate))).await
    }

    async fn accept_with(&self, wish: AcceptChange, mandate: Option<Mandate>) -> Result<ChangeId, Error> {
        let AcceptChange { id, intent, actor, reason, fingerprint, confirmation } = wish;
        if self.0.store.change(&id).await?.is_some() {
            return Ok(id);
        }
        let (plan, actor, snapshot) = self.planned(&intent, &actor, mandate.as_ref()).await?;
        if plan.fingerprint() != fingerprint {
            return Err(Error::Stale);
        }
        let must_confirm = plan.confirm.as_ref().filter(|_| mandate.is_none());
        if must_confirm.is_some_and(|wanted| !wanted.is_met_by(&confirmation)) {
            return Err(Error::Unconfirmed);
        }
        if plan.reason_needed.is_some() && reason.trim().is_empty() {
            return Err(Error::Unexplained);
        }
        if mandate.is_none() {
            self.refuse_too_many(&actor).await?;
        }
        let now = self.0.store.clock().now();
        let told = consequences(&plan, &snapshot);
        let change = Change {
            id,
            title: plan.title,
            intent,
            actor,
            ordered_by: None,
            mandate: mandate.map(Box::new),
            stopped: None,
            reason,
            state: ChangeState::Queued,
            created_at: now,
            accepted_at: self.0.client.sigma_time(),
            waiting: None,
            ended_at: None,
            handled: None,
            undone_by: None,
            steps: plan.steps,
            warnings: plan.warnings,
            subjects: plan.subjects,
        };
        match self.0.store.accept_change(&change, &told, &audit::accepted(now, &change)).await {
            Ok(()) => self.begin(change.id.clone()),
            // The other half of a double click was faster.
            Err(store::Error::Exists) => {}
            Err(error) => return Err(error.into()),
        }
        Ok(change.id)
    }

    /// Refuses one change more than a person may have under way: each waits for Sigma, and holds up those of others.
    async fn refuse_too_many(&self, actor: &Actor) -> Result<(), Error> {
        let most = self.0.settings.most_open;
        if self.0.store.open_changes_of(&actor.key()).await? < most {
            return Ok(());
        }
        let why = format!(
            "You have {most} changes under way, as many as one person can have. Wait until some are done, or cancel those that you don’t need."
        );
        Err(Refusal::Blocked(why).into())
    }

    /// Whether the actor may ask for this at all, in the role that they have now. Of an undo, which needs what the change
    /// needed that it undoes, [`Self::may_order`] says it.
    pub fn may(&self, intent: &Intent, actor: &Actor) -> bool {
        self.0.directory.snapshot().is_some_and(|snapshot| {
            let actor = self.0.present(actor, &snapshot);
            actor.is_ok_and(|actor| guard::authorise(intent, &[], &actor, &snapshot).is_ok())
        })
    }

    /// Why this would be refused now, in a sentence; `None` when it can be planned, and when only its details are
    /// wrong. For controls and forms that say why they are of no use.
    pub async fn obstacle(&self, intent: &Intent, actor: &Actor) -> Option<String> {
        match self.preview(intent, actor).await {
            Err(Error::Refused(
                refusal @ (Refusal::Forbidden(_) | Refusal::Blocked(_) | Refusal::Nothing(_) | Refusal::NotReady),
            )) => Some(refusal.to_string()),
            // It can be planned, or why not is no matter of the wish; asking for it says so.
            Ok(_)
            | Err(
                Error::Refused(Refusal::Invalid(_))
                | Error::Store(_)
                | Error::Stale
                | Error::Unconfirmed
                | Error::Unexplained,
            ) => None,
        }
    }

    /// Takes up what stays unfinished, until the process stops: changes that an earlier process left, and those whose
    /// worker lost the database on the way. A change that a living worker holds is left alone.
    pub async fn keep_resuming(&self) {
        // Often enough that a lease which has run out is soon noticed.
        let every = self.0.settings.lease / 4;
        loop {
            match self.0.store.unsettled_changes().await {
                Ok(open) => open.into_iter().for_each(|id| self.begin(id)),
                Err(error) => tracing::warn!(%error, "Unfinished changes could not be listed"),
            }
            tokio::select! {
                () = self.0.stop.cancelled() => return,
                () = tokio::time::sleep(every) => {}
            }
        }
    }

    /// Waits until the change has settled, at most for `patience`.
    ///
    /// # Errors
    /// That the journal could not be read.
    pub async fn settled(&self, id: &ChangeId, patience: Duration) -> Result<Option<Change>, Error> {
        let deadline = tokio::time::Instant::now() + patience;
        let mut moves = self.watch();
        while tokio::time::Instant::now() < deadline {
            let state = self.0.store.change_state(id).await?;
            if state.is_none_or(ChangeState::is_settled) && !self.is_active(id) {
                break;
            }
            // Another process may be at work on it, of whose moves nothing is heard here.
            let next = deadline.min(tokio::time::Instant::now() + CROSS_PROCESS_POLL);
            _ = tokio::time::timeout_at(next, moves.recv()).await;
        }
        Ok(self.0.store.change(id).await?)
    }

    /// What this installation forbids or wants confirmed.
    pub fn rules(&self) -> Rules {
        self.0.settings.rules.clone()
    }

    /// Hears the id of every change whose journal moves on.
    pub fn watch(&self) -> broadcast::Receiver<ChangeId> {
        self.0.moved.subscribe()
    }

    /// Waits for the workers to reach a safe point; call after cancelling `stop`.
    pub async fn drain(&self) {
        self.0.workers.close();
        self.0.workers.wait().await;
    }

    fn is_active(&self, id: &ChangeId) -> bool {
        self.0.active.lock().unwrap_or_else(PoisonError::into_inner).contains(id)
    }

    /// Hands the change to a worker, unless one of this process has it already.
    fn begin(&self, id: ChangeId) {
        if !self.0.active.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone()) {
            return;
        }
        let this = self.clone();
        self.0.workers.spawn(async move {
            // Again while it worked: an order or a retry that came while the last run was ending found it taken.
            loop {
                match run::run(&this.0, &id).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(error) => {
                        tracing::error!(change.id = %id, %error, "Change {id} broke off and is taken up again later");
                        break;
                    }
                }
            }
            this.0.active.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
            this.0.notify(&id);
        });
    }
}
