//! Timed work: what is done again and again, once at a time however many processes share the database.
//!
//! Owns looking for tasks that are due, holding them while they run, and stopping a run whose lease is lost. When a
//! task is due and what became of it is kept by the `store`; what it does is said by whoever adds it.
//!
//! A run may be cut off at any `await`, and is then begun anew, here or elsewhere. A task must bear that.

// No default arm decides: a new kind of call, error or role must be thought of everywhere.
#![deny(clippy::wildcard_enum_match_arm)]

mod run;
mod task;

pub use task::{Failure, Next, TaskContext};

use crate::store::{self, Store};
use run::Run;
use std::{collections::BTreeMap, sync::Arc, time::Duration};
use task::Work;
use tokio::{
    sync::{Mutex, Notify},
    task::JoinSet,
    time::Instant,
};
use tokio_util::sync::CancellationToken;

/// The pace of a scheduler.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Timing {
    /// How often it looks for tasks that are due, give or take a quarter: processes started together drift apart.
    pub poll: Duration,
    /// How long a process may be silent before another takes its tasks over. Renewed three times as often.
    pub lease: Duration,
}

impl Default for Timing {
    fn default() -> Self {
        Self { poll: Duration::from_secs(1), lease: Duration::from_secs(30) }
    }
}

/// The timed work of this process: add tasks, then [`run`](Self::run) it once.
pub struct Scheduler {
    store: Store,
    timing: Timing,
    /// This process, in leases.
    owner: String,
    wake: Arc<Notify>,
    tasks: BTreeMap<&'static str, Arc<Task>>,
}

/// A task of this process.
struct Task {
    every: Duration,
    work: Box<Work>,
    /// Held while it runs here: a run that lost its lease must have ended before the next begins.
    turn: Arc<Mutex<()>>,
}

/// Asks for tasks to be run. Cheap to clone.
#[derive(Clone, Debug)]
pub struct SchedulerHandle {
    store: Store,
    wake: Arc<Notify>,
}

impl Scheduler {
    /// A scheduler without tasks.
    pub fn new(store: Store, timing: Timing) -> Self {
        let owner = uuid::Uuid::now_v7().to_string();
        Self { store, timing, owner, wake: Arc::default(), tasks: BTreeMap::new() }
    }

    /// Adds a task that runs at once where the database does not know it yet, and `every` so long after the end of its
    /// last run. Its name is its identity across processes, restarts and versions; a second task of the same name
    /// replaces the first.
    ///
    /// `work` is called for each run: `move |cx| { let part = part.clone(); async move { … } }`.
    pub fn add<F, R>(&mut self, name: &'static str, every: Duration, work: F)
    where
        F: Fn(TaskContext) -> R + Send + Sync + 'static,
        R: Future<Output = Result<Next, Failure>> + Send + 'static,
    {
        let work = Box::new(move |cx| -> futures::future::BoxFuture<'static, _> { Box::pin(work(cx)) });
        self.tasks.insert(name, Arc::new(Task { every, work, turn: Arc::default() }));
    }

    /// What asks for tasks of this and other processes to be run.
    pub fn handle(&self) -> SchedulerHandle {
        SchedulerHandle { store: self.store.clone(), wake: self.wake.clone() }
    }

    /// Runs tasks as they come due, until `stop`; then cuts off those under way and gives them back. A database out of
    /// reach is tried again.
    ///
    /// Dropping the future instead leaves its tasks to be taken over when their leases run out.
    pub async fn run(self, stop: CancellationToken) {
        let mut runs = JoinSet::new();
        let (mut is_known, mut is_failing) = (false, false);
        while !stop.is_cancelled() {
            let known = if is_known { Ok(()) } else { self.make_known().await };
            is_known = known.is_ok();
            let begun = match known {
                Ok(()) => self.begin_due(&mut runs, &stop).await,
                Err(error) => Err(error),
            };
            if let (Err(error), false) = (&begun, is_failing) {
                tracing::warn!(%error, "Timed work waits for the database");
            }
            is_failing = begun.is_err();
            tokio::select! {
                () = stop.cancelled() => {}
                () = self.wake.notified() => {}
                // Somebody may have asked for it again while it ran.
                Some(_) = runs.join_next() => {}
                () = tokio::time::sleep(self.timing.poll.mul_f64(rand::random_range(0.75..1.25))) => {}
            }
        }
        while runs.join_next().await.is_some() {}
    }

    /// Makes the database know the tasks.
    async fn make_known(&self) -> Result<(), store::Error> {
        for (name, task) in &self.tasks {
            self.store.ensure_task(name, task.every).await?;
        }
        Ok(())
    }

    /// Begins what is due.
    async fn begin_due(&self, runs: &mut JoinSet<()>, stop: &CancellationToken) -> Result<(), store::Error> {
        for name in self.store.due_tasks().await? {
            // Other versions of the portal may have other tasks.
            let Some(task) = self.tasks.get(name.as_str()) else { continue };
            let Ok(turn) = task.turn.clone().try_lock_owned() else { continue };
            let (asked, now) = (Instant::now(), self.store.clock().now());
            let Some(fence) = self.store.claim_task(&name, &self.owner, self.timing.lease).await? else { continue };
            let run = Run {
                store: self.store.clone(),
                task: task.clone(),
                fence,
                lease: self.timing.lease,
                held_until: asked + self.timing.lease,
                context: TaskContext { started_at: now, stop: stop.child_token() },
            };
            runs.spawn(async move {
                run.carry_out().await;
                drop(turn);
            });
        }
        Ok(())
    }
}

impl SchedulerHandle {
    /// Makes a task run at once, or once more if it runs already; a task of another process within its poll. Says
    /// whether there is such a task.
    ///
    /// # Errors
    /// [`store::Error::Database`].
    pub async fn run_soon(&self, name: &str) -> Result<bool, store::Error> {
        let is_known = self.store.run_task_soon(name).await?;
        self.wake.notify_one();
        Ok(is_known)
    }
}
