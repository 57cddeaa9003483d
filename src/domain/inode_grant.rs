//! Grants on anything, as opposed to the lists of one workspace or connection.

use super::{Grant, Grantee, InodeId, MemberId, Permission, TeamId};
use serde::{Deserialize, Serialize};

/// A grant on any object (openapi.yaml, `GrantWithType`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InodeGrant {
    #[serde(flatten)]
    pub grant: Grant,
    /// What it is on: an open set of words that knows no workspace; a workspace is expected as `folder`
    /// (BEHAVIOUR.md section 10).
    #[serde(rename = "inodeType")]
    pub inode_type: String,
}

impl InodeGrant {
    /// Whether it is on a folder or a workspace, and not on a document.
    pub fn is_on_folder(&self) -> bool {
        matches!(self.inode_type.as_str(), "folder" | "workspace")
    }
}

/// Whose grants to list, of which Sigma wants exactly one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum GrantsOf {
    /// Of an object, those inherited from what it lies in included.
    Inode(InodeId),
    /// Of a team.
    Team(TeamId),
    /// Of a member.
    Member(MemberId),
}

/// A grant to make on any object, or to raise. It never lowers: for that the grant is deleted first (BEHAVIOUR.md
/// section 10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewInodeGrant {
    pub grantee: Grantee,
    pub permission: Permission,
    /// On what: the UUID of a document, folder, workspace or path of a connection.
    pub inode_id: InodeId,
    /// On one named version only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tag_id: Option<String>,
}
