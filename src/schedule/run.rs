//! One run of a task, from the claim to the end of its lease.

use super::{Failure, Next, Task, TaskContext};
use crate::store::{self, Store, TaskFence, lease};
use std::{sync::Arc, time::Duration};
use tokio::{task::JoinError, time::Instant};
use tokio_util::task::AbortOnDropHandle;

/// A claimed task.
pub(super) struct Run {
    pub(super) store: Store,
    pub(super) task: Arc<Task>,
    pub(super) fence: TaskFence,
    pub(super) lease: Duration,
    /// Until when nobody else can have claimed it.
    pub(super) held_until: Instant,
    pub(super) context: TaskContext,
}

/// How the work came to its end; an error when it panicked or was cut off.
type Ended = Result<Result<Next, Failure>, JoinError>;

impl Run {
    /// Does the work and writes down what became of it. Returns when nothing of the work goes on.
    pub(super) async fn carry_out(self) {
        let stop = self.context.stop.clone();
        // On a task of its own, so that work which keeps its thread busy does not keep the lease from being renewed,
        // and a panic ends the run alone.
        let mut work = AbortOnDropHandle::new(tokio::spawn((self.task.work)(self.context.clone())));
        let is_lost = tokio::select! {
            biased;
            ended = &mut work => return self.written_down(self.finish(ended).await),
            is_held = lease::keep(self.lease, self.held_until, &stop, || self.store.renew_task(&self.fence)) => !is_held,
        };
        stop.cancel();
        work.abort();
        let ended = work.await;
        if is_lost {
            self.written_down(Err(store::Error::LeaseLost));
        } else if ended.as_ref().is_err_and(JoinError::is_cancelled) {
            self.written_down(self.store.release_task(&self.fence).await);
        } else {
            self.written_down(self.finish(ended).await);
        }
    }

    async fn finish(&self, ended: Ended) -> Result<(), store::Error> {
        let result = ended.unwrap_or_else(|_| Err(Failure::new("it panicked")));
        let (next, error) = match result {
            Ok(next) => (next, None),
            Err(Failure { message, next }) => {
                let task = self.fence.name();
                tracing::warn!(task, error = message, "Timed work failed: {task}");
                (next, Some(message))
            }
        };
        self.store.finish_task(&self.fence, next.wait(self.task.every), error).await
    }

    /// Says what could not be written down. The task is then run again when its lease has run out.
    fn written_down(&self, result: Result<(), store::Error>) {
        if let Err(error) = result {
            let task = self.fence.name();
            tracing::warn!(task, %error, "What became of timed work could not be written down: {task}");
        }
    }
}
