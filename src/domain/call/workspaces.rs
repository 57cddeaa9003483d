//! Calls about a workspace.

use super::Created;
use crate::domain::{Ref, Subject, WorkspaceId};
use serde::{Deserialize, Serialize};

/// A call about a workspace.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum WorkspaceCall {
    /// `POST /v2/workspaces` with `noDuplicates`.
    #[serde(rename = "create_workspace")]
    Create { name: String },
    /// `PATCH /v2/workspaces/{workspaceId}` with `noDuplicates`.
    #[serde(rename = "rename_workspace")]
    Rename {
        workspace_id: WorkspaceId,
        /// Its new name.
        name: String,
        /// The name that the plan saw; `None` where it was not written down.
        #[serde(default)]
        before: Option<String>,
    },
    /// `DELETE /v2/workspaces/{workspaceId}`.
    #[serde(rename = "delete_workspace")]
    Delete { workspace: Ref<WorkspaceId> },
}

impl WorkspaceCall {
    pub(super) fn subjects(&self) -> Vec<Subject> {
        match self {
            Self::Create { .. } => Vec::new(),
            Self::Rename { workspace_id, .. } => vec![Subject::Workspace(workspace_id.clone())],
            Self::Delete { workspace } => workspace.known().cloned().map(Subject::Workspace).into_iter().collect(),
        }
    }

    pub(super) fn resolve(&mut self, created: &Created<'_>) {
        match self {
            Self::Delete { workspace } => created.workspace(workspace),
            Self::Create { .. } | Self::Rename { .. } => {}
        }
    }
}
