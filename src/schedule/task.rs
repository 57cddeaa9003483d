//! What a task is told when it runs, and what it answers.

use futures::future::BoxFuture;
use jiff::Timestamp;
use std::{fmt, time::Duration};
use tokio_util::sync::CancellationToken;

/// A run of a task, as the task sees it.
#[derive(Clone, Debug)]
pub struct TaskContext {
    /// When this run began.
    pub started_at: Timestamp,
    /// Cancelled when the process stops or the lease is lost. The run itself is dropped then, at its next `await`; only
    /// what it has handed to other threads or tasks needs to watch this.
    pub stop: CancellationToken,
}

/// When a task wants to run next. Somebody who asks for it sooner gets it sooner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Next {
    /// After the interval it was added with.
    #[default]
    Regularly,
    /// After this time.
    In(Duration),
}

impl Next {
    /// How long after the end of a run.
    pub(super) fn wait(self, every: Duration) -> Duration {
        match self {
            Self::Regularly => every,
            Self::In(time) => time,
        }
    }
}

/// A run that did not do what it should have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failure {
    /// Why, in words that people may read.
    pub(super) message: String,
    /// When to try again.
    pub(super) next: Next,
}

impl Failure {
    /// A failure of which this is known; the task runs again at its regular time.
    pub fn new(message: impl fmt::Display) -> Self {
        Self { message: message.to_string(), next: Next::Regularly }
    }

    /// Runs the task again after this time.
    #[must_use]
    pub fn retry_in(self, time: Duration) -> Self {
        Self { next: Next::In(time), ..self }
    }
}

/// Takes an error's own words and not those of its sources, which may hold values that are nobody's business.
impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self::new(error)
    }
}

/// What a task does.
pub(super) type Work = dyn Fn(TaskContext) -> BoxFuture<'static, Result<Next, Failure>> + Send + Sync;
