//! Why a section could not be read.

use super::Shortfall;
use crate::{sigma, store};

/// Why a section could not be read.
#[derive(Debug, thiserror::Error)]
pub enum Failure {
    /// Sigma did not give it.
    #[error(transparent)]
    Sigma(#[from] sigma::Error),
    /// What it gave leaves out too much of what was known.
    #[error(transparent)]
    Short(#[from] Shortfall),
    /// It gave no members at all, though the credentials belong to one.
    #[error("Sigma listed no members")]
    Nobody,
    /// Another process changed the section while the reading was put in.
    #[error("another process was reading at the same time")]
    Overtaken,
    /// What it gave could not be kept.
    #[error(transparent)]
    Store(#[from] store::Error),
}

impl Failure {
    /// How short the list was, when that is why.
    pub fn shortfall(&self) -> Option<Shortfall> {
        match self {
            Self::Short(shortfall) => Some(*shortfall),
            Self::Sigma(_) | Self::Nobody | Self::Overtaken | Self::Store(_) => None,
        }
    }
}
