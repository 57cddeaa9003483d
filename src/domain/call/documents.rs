//! Calls about a document.

use super::Spared;
use crate::domain::{DatasetId, DocumentRef, FilePatch, Grantee, Permission, Subject};
use serde::{Deserialize, Serialize};

/// A call about a document.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum DocumentCall {
    /// `POST /v2/grants`: a grant on a document.
    #[serde(rename = "share")]
    Share {
        document: DocumentRef,
        grantee: Grantee,
        permission: Permission,
        /// What the plan saw them hold: nothing where it is empty. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, Permission)>>,
    },
    /// `DELETE /v2/grants/{grantId}`.
    #[serde(rename = "unshare")]
    Unshare {
        document: DocumentRef,
        /// From whom; their grant's id is read when the step runs.
        grantee: Grantee,
        /// What it allows.
        permission: Permission,
    },
    /// `PATCH /v2/files/{inodeId}`.
    #[serde(rename = "update_file")]
    Update {
        document: DocumentRef,
        patch: FilePatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: FilePatch,
    },
    /// `POST /v2/datasets/{datasetId}/materialization`.
    #[serde(rename = "materialize")]
    Materialize { dataset_id: DatasetId },
}

impl DocumentCall {
    pub(super) fn subjects(&self) -> Vec<Subject> {
        match self {
            Self::Share { document, grantee, .. } | Self::Unshare { document, grantee, .. } => {
                vec![document.into(), grantee.into()]
            }
            Self::Update { document, .. } => vec![document.into()],
            Self::Materialize { dataset_id } => vec![Subject::Dataset(dataset_id.clone())],
        }
    }

    pub(super) fn sparing(self, spared: Spared<'_>) -> Option<Self> {
        match &self {
            Self::Share { grantee, .. } | Self::Unshare { grantee, .. } => (!spared.has(grantee)).then_some(self),
            Self::Update { patch, .. } => (!patch.is_empty()).then_some(self),
            Self::Materialize { .. } => Some(self),
        }
    }
}
