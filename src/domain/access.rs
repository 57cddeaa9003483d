//! Effective access: what a member can do with a resource, and through which grants.

use super::{Permission, ResourceRef, TeamId};
use serde::{Deserialize, Serialize};

/// How a grant reaches a member.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Via {
    /// Granted to the member.
    Direct,
    /// Granted to a team the member is in.
    Team(TeamId),
}

/// One grant that gives a member access.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessPath {
    /// How it reaches the member.
    pub via: Via,
    /// What it allows.
    pub permission: Permission,
}

/// What a member can do with one resource. The highest of all grants wins (BEHAVIOUR.md section 10).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EffectiveAccess {
    /// The resource.
    pub resource: ResourceRef,
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
    /// Nothing.
    Nothing,
}
