//! What breaks a run off.

use crate::store;
use tokio::task::JoinError;

/// What keeps a change from being run to its end now.
#[derive(Debug, thiserror::Error)]
pub enum RunError {
    /// The journal could not be written.
    #[error(transparent)]
    Store(#[from] store::Error),
    /// The worker of a step broke off.
    #[error("the worker of a step broke off")]
    Worker(#[from] JoinError),
}
