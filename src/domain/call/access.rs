//! Calls about who has access to a workspace or connection.

use super::{Created, Spared};
use crate::domain::{
    Grantee, MemberId, Permission, Ref, ResourceRef, Subject, TeamId, WorkspaceId, WorkspacePermission,
};
use serde::{Deserialize, Serialize};

/// Who receives a planned grant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GranteeRef {
    Member(Ref<MemberId>),
    Team(Ref<TeamId>),
}

impl From<Grantee> for GranteeRef {
    fn from(grantee: Grantee) -> Self {
        match grantee {
            Grantee::Member(id) => Self::Member(Ref::Known(id)),
            Grantee::Team(id) => Self::Team(Ref::Known(id)),
        }
    }
}

impl GranteeRef {
    /// The grantee, once both exist.
    pub fn known(&self) -> Option<Grantee> {
        match self {
            Self::Member(member) => member.known().cloned().map(Grantee::Member),
            Self::Team(team) => team.known().cloned().map(Grantee::Team),
        }
    }
}

/// A call about access to a workspace or connection.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call")]
pub enum AccessCall {
    /// `POST /v2/{workspaces|connections}/{id}/grants`: grants that are new or raised.
    #[serde(rename = "grant")]
    Grant {
        resource: ResourceRef,
        /// To whom, and how much.
        grants: Vec<(GranteeRef, Permission)>,
        /// What the plan saw them hold: whoever is missing held nothing. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, Permission)>>,
    },
    /// The first grants on a workspace that an earlier step makes: becomes [`Self::Grant`] once it has an id.
    #[serde(rename = "grant_on_new_workspace")]
    GrantOnNew {
        workspace: Ref<WorkspaceId>,
        /// To whom, and how much.
        grants: Vec<(Grantee, WorkspacePermission)>,
    },
    /// `DELETE` of the present grant, then `POST` of the lower one; the old one is put back if that fails, because
    /// whether `POST` can lower a level is unknown (BEHAVIOUR.md section 10).
    #[serde(rename = "lower_grant")]
    Lower {
        resource: ResourceRef,
        grantee: Grantee,
        /// The level held now.
        from: Permission,
        /// The level wanted.
        to: Permission,
    },
    /// `DELETE /v2/{workspaces|connections}/{id}/grants/{grantId}`.
    #[serde(rename = "revoke")]
    Revoke {
        resource: ResourceRef,
        /// From whom; their grant's id is read when the step runs.
        grantee: GranteeRef,
        /// What it allows.
        permission: Permission,
    },
}

impl AccessCall {
    /// What access is given to or taken from; `None` while it is still to be made.
    pub fn resource(&self) -> Option<&ResourceRef> {
        match self {
            Self::Grant { resource, .. } | Self::Lower { resource, .. } | Self::Revoke { resource, .. } => {
                Some(resource)
            }
            Self::GrantOnNew { .. } => None,
        }
    }

    pub(super) fn subjects(&self) -> Vec<Subject> {
        let holders: Vec<Grantee> = match self {
            Self::Grant { grants, .. } => grants.iter().filter_map(|(who, _)| who.known()).collect(),
            Self::GrantOnNew { grants, .. } => grants.iter().map(|(who, _)| who.clone()).collect(),
            Self::Lower { grantee, .. } => vec![grantee.clone()],
            Self::Revoke { grantee, .. } => grantee.known().into_iter().collect(),
        };
        self.resource().map(Into::into).into_iter().chain(holders.iter().map(Into::into)).collect()
    }

    pub(super) fn resolve(&mut self, created: &Created<'_>) {
        let holder = |who: &mut GranteeRef| match who {
            GranteeRef::Member(who) => created.member(who),
            GranteeRef::Team(which) => created.team(which),
        };
        match self {
            Self::Grant { grants, .. } => grants.iter_mut().for_each(|(who, _)| holder(who)),
            Self::Revoke { grantee, .. } => holder(grantee),
            Self::Lower { .. } => {}
            Self::GrantOnNew { workspace, grants } => {
                created.workspace(workspace);
                let Some(id) = workspace.known() else { return };
                let level = |(who, level): &(Grantee, WorkspacePermission)| {
                    (GranteeRef::from(who.clone()), Permission::Workspace(*level))
                };
                *self = Self::Grant {
                    resource: ResourceRef::Workspace(id.clone()),
                    grants: grants.iter().map(level).collect(),
                    held: Some(Vec::new()),
                };
            }
        }
    }

    pub(super) fn sparing(self, spared: Spared<'_>) -> Option<Self> {
        match self {
            Self::Grant { resource, mut grants, held } => {
                grants.retain(|(who, _)| !who.known().is_some_and(|who| spared.has(&who)));
                (!grants.is_empty()).then_some(Self::Grant { resource, grants, held })
            }
            Self::GrantOnNew { .. } => Some(self),
            Self::Lower { grantee: ref who, .. } => (!spared.has(who)).then_some(self),
            Self::Revoke { grantee: ref who, .. } => (!who.known().is_some_and(|who| spared.has(&who))).then_some(self),
        }
    }
}
