//! The calls a plan consists of, as data: what is sent, not how.

use super::{
    AttributeValue, ConnectionId, ConnectionPatch, DatasetId, Deactivation, DocumentRef, FilePatch, Grantee, MemberId,
    MemberPatch, NewPerson, NewTeam, Permission, Ref, ResourceRef, Subject, TeamChoice, TeamId, TeamPatch,
    UserAttributeId, WorkspaceId,
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

/// One call to Sigma; two where lowering a level takes two.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "call", rename_all = "snake_case")]
pub enum Call {
    /// `POST /v2/members`, with the teams to join.
    InviteMember {
        person: NewPerson,
        /// Teams to join at once.
        teams: Vec<TeamChoice>,
    },
    /// `PATCH /v2/members/{memberId}`.
    UpdateMember {
        member_id: MemberId,
        patch: MemberPatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: MemberPatch,
    },
    /// `PATCH /v2/members/{memberId}` with `isArchived: true`.
    DeactivateMember {
        member: Ref<MemberId>,
        /// What becomes of what they leave behind.
        how: Deactivation,
        /// Teams that they administer and that the plan leaves with another active team admin.
        #[serde(default)]
        keeps_admins: Vec<TeamId>,
    },
    /// `PATCH /v2/members/{memberId}` with `isArchived: false`.
    ReactivateMember { member_id: MemberId },
    /// `DELETE /v2/members/{memberId}`: deactivates, and gives the documents to the owner of the credentials.
    DeleteMember {
        member_id: MemberId,
        /// Teams that they administer and that the plan leaves with another active team admin.
        #[serde(default)]
        keeps_admins: Vec<TeamId>,
    },
    /// `POST /v2/members/{memberId}/revoke`.
    RevokeTokens { member_id: MemberId },
    /// `POST /v2/teams`.
    CreateTeam { team: NewTeam },
    /// `PATCH /v2/teams/{teamId}`.
    UpdateTeam {
        team_id: TeamId,
        patch: TeamPatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: TeamPatch,
    },
    /// `DELETE /v2/teams/{teamId}`.
    DeleteTeam { team: Ref<TeamId> },
    /// `PATCH /v2/teams/{teamId}/members`.
    UpdateTeamMembers {
        team_id: TeamId,
        add: Vec<MemberId>,
        remove: Vec<MemberId>,
        /// Whether team admins are among those who leave, and the plan leaves another one.
        #[serde(default)]
        keeps_admin: bool,
    },
    /// `POST /v2/workspaces` with `noDuplicates`.
    CreateWorkspace { name: String },
    /// `PATCH /v2/workspaces/{workspaceId}` with `noDuplicates`.
    RenameWorkspace {
        workspace_id: WorkspaceId,
        /// Its new name.
        name: String,
        /// The name that the plan saw; `None` where it was not written down.
        #[serde(default)]
        before: Option<String>,
    },
    /// `DELETE /v2/workspaces/{workspaceId}`.
    DeleteWorkspace { workspace: Ref<WorkspaceId> },
    /// `PATCH /v2/connections/{connectionId}`.
    UpdateConnection {
        connection_id: ConnectionId,
        patch: ConnectionPatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: ConnectionPatch,
    },
    /// `POST /v2/{workspaces|connections}/{id}/grants`: grants that are new or raised.
    Grant {
        resource: ResourceRef,
        /// To whom, and how much.
        grants: Vec<(GranteeRef, Permission)>,
        /// What the plan saw them hold: whoever is missing held nothing. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, Permission)>>,
    },
    /// `DELETE` of the present grant, then `POST` of the lower one; the old one is put back if that fails, because
    /// whether `POST` can lower a level is unknown (BEHAVIOUR.md section 10).
    LowerGrant {
        resource: ResourceRef,
        grantee: Grantee,
        /// The level held now.
        from: Permission,
        /// The level wanted.
        to: Permission,
    },
    /// `DELETE /v2/{workspaces|connections}/{id}/grants/{grantId}`.
    Revoke {
        resource: ResourceRef,
        /// From whom; their grant's id is read when the step runs.
        grantee: GranteeRef,
        /// What it allows.
        permission: Permission,
    },
    /// `POST /v2/grants`: a grant on a document.
    Share {
        document: DocumentRef,
        grantee: Grantee,
        permission: Permission,
        /// What the plan saw them hold: nothing where it is empty. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, Permission)>>,
    },
    /// `DELETE /v2/grants/{grantId}`.
    Unshare {
        document: DocumentRef,
        /// From whom; their grant's id is read when the step runs.
        grantee: Grantee,
        /// What it allows.
        permission: Permission,
    },
    /// `PATCH /v2/files/{inodeId}`.
    UpdateFile {
        document: DocumentRef,
        patch: FilePatch,
        /// What the plan saw of the same fields; empty where it was not written down.
        #[serde(default)]
        before: FilePatch,
    },
    /// `POST /v2/user-attributes/{userAttributeId}/users`, or `POST /v2/teams/{teamId}/assignedUserAttributes` for one
    /// team, or `POST /v2/user-attributes/{userAttributeId}/teams` for several.
    SetAttribute {
        attribute_id: UserAttributeId,
        /// Whose value, and the value. All of one kind: members or teams.
        values: Vec<(Grantee, AttributeValue)>,
        /// The values that the plan saw: whoever is missing had none. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, AttributeValue)>>,
    },
    /// `DELETE /v2/user-attributes/{userAttributeId}/users/{userId}` or `…/teams/{teamId}`; `PATCH …/users` for several
    /// members.
    UnsetAttribute {
        attribute_id: UserAttributeId,
        /// Whose value: any number of members, or one team.
        holders: Vec<Grantee>,
        /// The values that the plan saw: whoever is missing had none. `None` where it was not written down.
        #[serde(default)]
        held: Option<Vec<(Grantee, AttributeValue)>>,
    },
    /// `POST /v2/datasets/{datasetId}/materialization`.
    Materialize { dataset_id: DatasetId },
}

impl Call {
    /// How many requests it takes when nothing goes wrong, reads not counted.
    pub fn cost(&self) -> u32 {
        if matches!(self, Self::LowerGrant { .. }) { 2 } else { 1 }
    }

    /// What the call is about, as far as it exists.
    pub fn subjects(&self) -> Vec<Subject> {
        let member = |id: &MemberId| Subject::Member(id.clone());
        let team = |id: &TeamId| Subject::Team(id.clone());
        match self {
            Self::InviteMember { person, teams } => {
                let teams = teams.iter().map(|choice| team(&choice.team_id));
                std::iter::once(Subject::Address(person.email.clone())).chain(teams).collect()
            }
            Self::UpdateMember { member_id, .. }
            | Self::ReactivateMember { member_id }
            | Self::DeleteMember { member_id, .. }
            | Self::RevokeTokens { member_id } => vec![member(member_id)],
            Self::DeactivateMember { member: who, .. } => who.known().map(member).into_iter().collect(),
            Self::CreateTeam { team } => team.members.iter().map(member).collect(),
            Self::UpdateTeam { team_id, .. } => vec![team(team_id)],
            Self::DeleteTeam { team: which } => which.known().map(team).into_iter().collect(),
            Self::UpdateTeamMembers { team_id, add, remove, .. } => {
                std::iter::once(team(team_id)).chain(add.iter().chain(remove).map(member)).collect()
            }
            Self::CreateWorkspace { .. } => Vec::new(),
            Self::RenameWorkspace { workspace_id, .. } => vec![Subject::Workspace(workspace_id.clone())],
            Self::DeleteWorkspace { workspace } => {
                workspace.known().cloned().map(Subject::Workspace).into_iter().collect()
            }
            Self::UpdateConnection { connection_id, .. } => vec![Subject::Connection(connection_id.clone())],
            Self::Grant { resource, grants, .. } => {
                let holders = grants.iter().filter_map(|(who, _)| who.known());
                std::iter::once(resource.into()).chain(holders.map(|who| (&who).into())).collect()
            }
            Self::LowerGrant { resource, grantee, .. } => vec![resource.into(), grantee.into()],
            Self::Revoke { resource, grantee, .. } => {
                std::iter::once(resource.into()).chain(grantee.known().map(|who| (&who).into())).collect()
            }
            Self::Share { document, grantee, .. } | Self::Unshare { document, grantee, .. } => {
                vec![document.into(), grantee.into()]
            }
            Self::UpdateFile { document, .. } => vec![document.into()],
            Self::SetAttribute { attribute_id, values, .. } => {
                let attribute = Subject::UserAttribute(attribute_id.clone());
                std::iter::once(attribute).chain(values.iter().map(|(who, _)| who.into())).collect()
            }
            Self::UnsetAttribute { attribute_id, holders, .. } => {
                let attribute = Subject::UserAttribute(attribute_id.clone());
                std::iter::once(attribute).chain(holders.iter().map(Into::into)).collect()
            }
            Self::Materialize { dataset_id } => vec![Subject::Dataset(dataset_id.clone())],
        }
    }

    /// The call with the ids that earlier steps have created in place; references to what does not exist yet stay.
    #[must_use]
    pub fn resolved<'a>(mut self, created: impl Fn(u32) -> Option<&'a Subject>) -> Self {
        let member = |r: &mut Ref<MemberId>| {
            if let Ref::CreatedBy(step) = r
                && let Some(Subject::Member(id)) = created(*step)
            {
                *r = Ref::Known(id.clone());
            }
        };
        let team = |r: &mut Ref<TeamId>| {
            if let Ref::CreatedBy(step) = r
                && let Some(Subject::Team(id)) = created(*step)
            {
                *r = Ref::Known(id.clone());
            }
        };
        let holder = |who: &mut GranteeRef| match who {
            GranteeRef::Member(who) => member(who),
            GranteeRef::Team(which) => team(which),
        };
        match &mut self {
            Self::DeactivateMember { member: who, .. } => member(who),
            Self::DeleteTeam { team: which } => team(which),
            Self::DeleteWorkspace { workspace } => {
                if let Ref::CreatedBy(step) = workspace
                    && let Some(Subject::Workspace(id)) = created(*step)
                {
                    *workspace = Ref::Known(id.clone());
                }
            }
            Self::Grant { grants, .. } => grants.iter_mut().for_each(|(who, _)| holder(who)),
            Self::Revoke { grantee, .. } => holder(grantee),
            Self::InviteMember { .. }
            | Self::UpdateMember { .. }
            | Self::ReactivateMember { .. }
            | Self::DeleteMember { .. }
            | Self::RevokeTokens { .. }
            | Self::CreateTeam { .. }
            | Self::UpdateTeam { .. }
            | Self::UpdateTeamMembers { .. }
            | Self::CreateWorkspace { .. }
            | Self::RenameWorkspace { .. }
            | Self::UpdateConnection { .. }
            | Self::LowerGrant { .. }
            | Self::Share { .. }
            | Self::Unshare { .. }
            | Self::UpdateFile { .. }
            | Self::SetAttribute { .. }
            | Self::UnsetAttribute { .. }
            | Self::Materialize { .. } => {}
        }
        self
    }

    /// The call without those whom it is not to touch; `None` when nobody is left, or nothing would be sent.
    #[must_use]
    pub fn sparing(self, spared: &[Subject]) -> Option<Self> {
        let is_spared = |subject: &Subject| spared.contains(subject);
        let grantee = |who: &Grantee| is_spared(&who.into());
        let member = |id: &MemberId| is_spared(&Subject::Member(id.clone()));
        match self {
            Self::Grant { resource, grants, held } => {
                let stays = |who: &GranteeRef| !who.known().is_some_and(|who| grantee(&who));
                let grants: Vec<_> = grants.into_iter().filter(|(who, _)| stays(who)).collect();
                (!grants.is_empty()).then_some(Self::Grant { resource, grants, held })
            }
            Self::LowerGrant { grantee: ref who, .. }
            | Self::Share { grantee: ref who, .. }
            | Self::Unshare { grantee: ref who, .. } => (!grantee(who)).then_some(self),
            Self::Revoke { grantee: ref who, .. } => (!who.known().is_some_and(|who| grantee(&who))).then_some(self),
            Self::UpdateTeamMembers { team_id, mut add, mut remove, keeps_admin } => {
                add.retain(|id| !member(id));
                remove.retain(|id| !member(id));
                let is_left = !(add.is_empty() && remove.is_empty());
                is_left.then_some(Self::UpdateTeamMembers { team_id, add, remove, keeps_admin })
            }
            Self::SetAttribute { attribute_id, mut values, held } => {
                values.retain(|(who, _)| !grantee(who));
                (!values.is_empty()).then_some(Self::SetAttribute { attribute_id, values, held })
            }
            Self::UnsetAttribute { attribute_id, mut holders, held } => {
                holders.retain(|who| !grantee(who));
                (!holders.is_empty()).then_some(Self::UnsetAttribute { attribute_id, holders, held })
            }
            Self::UpdateMember { ref patch, .. } => (!patch.is_empty()).then_some(self),
            Self::UpdateTeam { ref patch, .. } => (!patch.is_empty()).then_some(self),
            Self::UpdateConnection { ref patch, .. } => (!patch.is_empty()).then_some(self),
            Self::UpdateFile { ref patch, .. } => (!patch.is_empty()).then_some(self),
            Self::InviteMember { .. }
            | Self::DeactivateMember { .. }
            | Self::ReactivateMember { .. }
            | Self::DeleteMember { .. }
            | Self::RevokeTokens { .. }
            | Self::CreateTeam { .. }
            | Self::DeleteTeam { .. }
            | Self::CreateWorkspace { .. }
            | Self::RenameWorkspace { .. }
            | Self::DeleteWorkspace { .. }
            | Self::Materialize { .. } => Some(self),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::WorkspacePermission;

    #[test]
    fn references_are_filled_in_where_there_is_something() {
        let invited = Subject::Member(MemberId::new("m-7"));
        let resource = ResourceRef::Workspace(WorkspaceId::new("w"));
        let level = || Permission::Workspace(WorkspacePermission::View);
        let to = |step| (GranteeRef::Member(Ref::CreatedBy(step)), level());
        let call = Call::Grant { resource: resource.clone(), grants: vec![to(0), to(1)], held: None };
        let resolved = call.resolved(|step| (step == 0).then_some(&invited));
        let known = (GranteeRef::Member(Ref::Known(MemberId::new("m-7"))), level());
        assert_eq!(resolved, Call::Grant { resource, grants: vec![known, to(1)], held: None });
    }
    #[test]
    fn whom_a_step_has_left_alone_its_undoing_leaves_alone_too() {
        let (own, other) = (MemberId::new("own"), MemberId::new("other"));
        let spared = [Subject::Member(other.clone())];
        let back = |remove: Vec<MemberId>| Call::UpdateTeamMembers {
            team_id: TeamId::new("t"),
            add: vec![],
            remove,
            keeps_admin: false,
        };
        assert_eq!(back(vec![own.clone(), other.clone()]).sparing(&spared), Some(back(vec![own.clone()])));
        assert_eq!(back(vec![other.clone()]).sparing(&spared), None);
        let revoke = |id: &MemberId| Call::Revoke {
            resource: ResourceRef::Workspace(WorkspaceId::new("w")),
            grantee: Grantee::Member(id.clone()).into(),
            permission: Permission::Workspace(WorkspacePermission::View),
        };
        assert_eq!(revoke(&other).sparing(&spared), None);
        assert_eq!(revoke(&own).sparing(&spared), Some(revoke(&own)));
    }

    #[test]
    fn a_call_that_would_send_nothing_is_none() {
        let nothing = Call::UpdateMember {
            member_id: MemberId::new("m"),
            patch: MemberPatch::default(),
            before: MemberPatch::default(),
        };
        assert_eq!(nothing.sparing(&[]), None);
    }
}
