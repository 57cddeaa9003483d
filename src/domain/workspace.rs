//! A workspace: the top-level folder that access is granted on.

use super::{Extra, WorkspaceId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// A workspace as Sigma describes it (openapi.yaml, `Workspace`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Workspace {
    /// UUID, used in requests.
    #[serde(rename = "workspaceId")]
    pub id: WorkspaceId,
    /// URL form of the id, which grants carry as `inodeId` (BEHAVIOUR.md section 4).
    #[serde(rename = "workspaceUrlId")]
    pub url_id: String,
    /// Name; several workspaces may share one.
    pub name: String,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// Fields this version does not use, as Sigma sent them.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Workspace {
    /// What a field of the edit form holds, by the form's name for it; `None` for a field that is none of a
    /// workspace's.
    pub fn value(&self, field: &str) -> Option<String> {
        (field == "name").then(|| self.name.clone())
    }
}
