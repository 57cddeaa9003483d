//! Effective access: what a member can do with something, and through which grants.

use super::{Permission, ResourceRef, TeamId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// How a grant reaches a member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum GrantSource {
    /// It is theirs: no grant, but what an owner may do.
    Owner,
    /// Granted to the member.
    Direct,
    /// Granted to a team the member is in.
    Team(TeamId),
}

/// What lies above a document and hands its grants down.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum InheritedFrom {
    /// The workspace it lies in.
    Workspace(WorkspaceId),
    /// A folder it lies in. Grants name it in a form that no list of Sigma's spells out, so it has no name here.
    Folder,
}

/// One grant that gives a member access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPath {
    /// How it reaches the member.
    pub via: GrantSource,
    /// Where it was made, when not on the thing itself: what it is inherited from.
    pub above: Option<InheritedFrom>,
    /// What it allows.
    pub permission: Permission,
}

/// What a member can do with one thing. The highest of all grants wins (BEHAVIOUR.md section 10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectiveAccess<R = ResourceRef> {
    pub resource: R,
    /// The highest permission granted.
    pub permission: Permission,
    /// Every grant that gives access, highest first.
    pub paths: Vec<AccessPath>,
    /// What the member's account type leaves of it.
    pub effect: Effect,
}

/// What an account type leaves of a granted permission (BEHAVIOUR.md section 11).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Effect {
    /// All of it.
    Full,
    /// A lower level.
    Lowered(Permission),
    /// The account type leaves nothing of the grant.
    Nothing,
}
