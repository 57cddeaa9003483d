//! What somebody wants: the input of planning. Kept with the change, so that a plan can be made anew.

use super::{
    Adjustment, ChangeId, ConnectionId, ConnectionPatch, ConnectionPath, ConnectionPermission, DatasetId, Deactivation,
    DocumentRef, FilePatch, Grantee, Invitee, MemberId, MemberPatch, NewTeam, NewUserAttribute, OrganizationSwitch,
    OwnedDocument, Permission, ResourceRef, Seen, Subject, TeamId, TeamPatch, UserAttributeId, WorkspaceId,
    WorkspacePermission,
};
use serde::{Deserialize, Serialize};

/// A value of a user attribute to set, or to take away.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttributeWish {
    pub attribute_id: UserAttributeId,
    /// Whose value: a member's or a team's.
    pub holder: Grantee,
    /// The value; `None` takes it away, so that the default holds.
    pub value: Option<String>,
}

impl AttributeWish {
    /// What stands for the value in a form and in [`Seen`]: the attribute and its holder.
    pub fn key(attribute: &UserAttributeId, holder: &Grantee) -> String {
        format!("attribute:{attribute} {}", holder.key())
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<(UserAttributeId, Grantee)> {
        let (attribute, holder) = key.strip_prefix("attribute:")?.split_once(' ')?;
        Some((attribute.into(), Grantee::from_key(holder)?))
    }
}

/// What somebody wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Intent {
    /// Invite people with all they need.
    Onboard {
        /// Who, each with what they need.
        people: Vec<Invitee>,
    },
    /// Change fields of a member.
    EditMember {
        member_id: MemberId,
        patch: MemberPatch,
        /// What was held of these fields when it was decided.
        #[serde(default, skip_serializing_if = "Seen::is_empty")]
        before: Seen,
    },
    /// Give several members one account type.
    SetAccountType {
        members: Vec<MemberId>,
        /// The account type, by name.
        account_type: String,
        /// The account types that they had when it was decided, by member id.
        #[serde(default, skip_serializing_if = "Seen::is_empty")]
        before: Seen,
    },
    /// Deactivate members, and say what becomes of what they leave behind.
    Offboard {
        members: Vec<MemberId>,
        /// What becomes of their documents and exports.
        how: Deactivation,
        /// Whether their refresh tokens end at once.
        revoke_tokens: bool,
        /// Whether they leave their teams, so that a return does not bring back old access.
        leave_teams: bool,
        /// Whether grants of their own are taken away, for the same reason.
        revoke_grants: bool,
    },
    /// Take deactivated members back.
    Reactivate { members: Vec<MemberId> },
    /// Deactivate a member by Sigma's `DELETE`: their documents go to the owner of the API credentials.
    DeleteMember { member_id: MemberId },
    /// Make a team.
    CreateTeam { team: NewTeam },
    /// Change a team's name, description or visibility.
    EditTeam {
        team_id: TeamId,
        patch: TeamPatch,
        /// What was held of these fields when it was decided.
        #[serde(default, skip_serializing_if = "Seen::is_empty")]
        before: Seen,
    },
    /// Delete a team.
    DeleteTeam { team_id: TeamId },
    /// Add people to a team and remove people from it.
    EditTeamMembers { team_id: TeamId, add: Vec<MemberId>, remove: Vec<MemberId> },
    /// Make a workspace with a name nobody else's has.
    CreateWorkspace {
        name: String,
        /// Who gets access to it at once, and how much.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        access: Vec<(Grantee, WorkspacePermission)>,
    },
    /// Give a workspace another name.
    RenameWorkspace {
        workspace_id: WorkspaceId,
        name: String,
        /// What was held of these fields when it was decided.
        #[serde(default, skip_serializing_if = "Seen::is_empty")]
        before: Seen,
    },
    /// Delete a workspace for good.
    DeleteWorkspace { workspace_id: WorkspaceId },
    /// Give access, set it to another level, take it away.
    SetAccess {
        resource: ResourceRef,
        /// Whose access, and the level; `None` takes the grant away.
        access: Vec<(Grantee, Option<Permission>)>,
        /// The levels held when it was decided, by [`Grantee::key`].
        #[serde(default, skip_serializing_if = "Seen::is_empty")]
        before: Seen,
    },
    /// Give people what was decided for them, or take it back: account types, teams, direct access, user attributes.
    AdjustMembers { people: Vec<Adjustment> },
    /// Change what can be changed of a connection.
    EditConnection {
        connection_id: ConnectionId,
        patch: ConnectionPatch,
        /// What was held of these fields when it was decided.
        #[serde(default, skip_serializing_if = "Seen::is_empty")]
        before: Seen,
    },
    /// Make a user attribute with a name nobody else's has.
    CreateAttribute { attribute: NewUserAttribute },
    /// Give somebody a level on one database, schema or table, or take it away.
    SetPathAccess {
        path: ConnectionPath,
        grantee: Grantee,
        /// The level they have now by a grant on the path.
        before: Option<ConnectionPermission>,
        /// The level wanted; `None` takes the grant away.
        permission: Option<ConnectionPermission>,
    },
    /// Set values of user attributes, or take them away.
    SetAttributes {
        values: Vec<AttributeWish>,
        /// The values held when it was decided, by [`AttributeWish::key`].
        #[serde(default, skip_serializing_if = "Seen::is_empty")]
        before: Seen,
    },
    /// Rename, move or restore a document, or give it to somebody else.
    EditDocument {
        document: DocumentRef,
        name: String,
        patch: FilePatch,
        /// The values that it has now of the fields to change, to put back.
        before: FilePatch,
    },
    /// Give documents to another owner.
    ChangeOwner {
        documents: Vec<OwnedDocument>,
        /// Whose they are to be.
        owner: MemberId,
    },
    /// Give somebody a grant on a document, or take it away.
    ShareDocument {
        document: DocumentRef,
        name: String,
        grantee: Grantee,
        /// The level they have now by a grant of their own.
        before: Option<Permission>,
        /// The level wanted; `None` takes the grant away.
        permission: Option<Permission>,
    },
    /// Start a dataset's materialization.
    Materialize { dataset_id: DatasetId, name: String },
    /// Turn something on or off for the whole organization; it was the other way when it was decided.
    SetSwitch { switch: OrganizationSwitch, enabled: bool },
    /// Make new API credentials for the portal, use them, and delete those that it has used so far.
    RenewCredentials {
        /// What they are called in Sigma.
        name: String,
    },
    /// Delete API credentials that the portal has made, and that its configuration has moved on from.
    DeleteLeftCredentials { client_id: String },
    /// Undo what a change has done, as far as Sigma allows it.
    Undo { change_id: ChangeId },
}

impl Intent {
    /// Gives somebody access to something, or sets it to this level.
    pub fn grant(resource: ResourceRef, grantee: Grantee, permission: Permission) -> Self {
        Self::SetAccess { resource, access: vec![(grantee, Some(permission))], before: Seen::default() }
    }

    /// Takes somebody's grant on something away.
    pub fn revoke(resource: ResourceRef, grantee: Grantee) -> Self {
        Self::SetAccess { resource, access: vec![(grantee, None)], before: Seen::default() }
    }

    /// Everybody and everything that it names by an id, what exists already.
    pub fn named(&self) -> Vec<Subject> {
        let people = |ids: &[MemberId]| ids.iter().cloned().map(Subject::Member).collect::<Vec<_>>();
        match self {
            Self::Onboard { people } => {
                let of_one = |joiner: &Invitee| {
                    let teams = joiner.teams.iter().map(|choice| Subject::Team(choice.team_id.clone()));
                    let workspaces = joiner.workspaces.iter().map(|(id, _)| Subject::Workspace(id.clone()));
                    let connections = joiner.connections.iter().map(|(id, _)| Subject::Connection(id.clone()));
                    let attributes = joiner.attributes.iter().map(|(id, _)| Subject::UserAttribute(id.clone()));
                    teams.chain(workspaces).chain(connections).chain(attributes).collect::<Vec<_>>()
                };
                people.iter().flat_map(of_one).collect()
            }
            Self::EditMember { member_id, .. } | Self::DeleteMember { member_id } => {
                vec![Subject::Member(member_id.clone())]
            }
            Self::SetAccountType { members, .. } | Self::Offboard { members, .. } | Self::Reactivate { members } => {
                people(members)
            }
            Self::CreateTeam { team } => people(&team.members),
            Self::EditTeam { team_id, .. } | Self::DeleteTeam { team_id } => vec![Subject::Team(team_id.clone())],
            Self::EditTeamMembers { team_id, add, remove, .. } => {
                let mut named = people(add);
                named.extend(people(remove));
                named.push(Subject::Team(team_id.clone()));
                named
            }
            Self::CreateWorkspace { access, .. } => access.iter().map(|(grantee, _)| grantee.into()).collect(),
            Self::RenameWorkspace { workspace_id, .. } | Self::DeleteWorkspace { workspace_id } => {
                vec![Subject::Workspace(workspace_id.clone())]
            }
            Self::SetAccess { resource, access, .. } => {
                let holders = access.iter().map(|(grantee, _)| Subject::from(grantee));
                holders.chain([Subject::from(resource)]).collect()
            }
            Self::AdjustMembers { people } => people.iter().flat_map(Adjustment::named).collect(),
            Self::EditConnection { connection_id, .. } => vec![Subject::Connection(connection_id.clone())],
            Self::SetPathAccess { path, grantee, .. } => {
                vec![Subject::Connection(path.connection_id.clone()), grantee.into()]
            }
            Self::SetAttributes { values, .. } => {
                let of_one = |wish: &AttributeWish| {
                    [Subject::UserAttribute(wish.attribute_id.clone()), Subject::from(&wish.holder)]
                };
                values.iter().flat_map(of_one).collect()
            }
            Self::EditDocument { document, .. } => vec![document.into()],
            Self::ChangeOwner { documents, owner } => {
                let documents = documents.iter().map(|owned| Subject::from(&owned.document));
                documents.chain([Subject::Member(owner.clone())]).collect()
            }
            Self::ShareDocument { document, grantee, .. } => vec![document.into(), grantee.into()],
            Self::Materialize { dataset_id, .. } => vec![Subject::Dataset(dataset_id.clone())],
            Self::CreateAttribute { .. }
            | Self::SetSwitch { .. }
            | Self::RenewCredentials { .. }
            | Self::DeleteLeftCredentials { .. } => Vec::new(),
            Self::Undo { change_id } => vec![Subject::Change(change_id.clone())],
        }
    }

    /// Whether somebody holds an access package once it is done.
    pub fn gives_package(&self) -> bool {
        matches!(self, Self::Onboard { people } if people.iter().any(|joiner| joiner.package.is_some()))
    }

    /// Which kind it is.
    pub fn kind(&self) -> ChangeKind {
        match self {
            Self::Onboard { .. } => ChangeKind::Onboard,
            Self::EditMember { .. } => ChangeKind::EditMember,
            Self::SetAccountType { .. } => ChangeKind::SetAccountType,
            Self::Offboard { .. } => ChangeKind::Offboard,
            Self::Reactivate { .. } => ChangeKind::Reactivate,
            Self::DeleteMember { .. } => ChangeKind::DeleteMember,
            Self::CreateTeam { .. } => ChangeKind::CreateTeam,
            Self::EditTeam { .. } => ChangeKind::EditTeam,
            Self::DeleteTeam { .. } => ChangeKind::DeleteTeam,
            Self::EditTeamMembers { .. } => ChangeKind::EditTeamMembers,
            Self::CreateWorkspace { .. } => ChangeKind::CreateWorkspace,
            Self::RenameWorkspace { .. } => ChangeKind::RenameWorkspace,
            Self::DeleteWorkspace { .. } => ChangeKind::DeleteWorkspace,
            Self::SetAccess { .. } => ChangeKind::SetAccess,
            Self::AdjustMembers { .. } => ChangeKind::AdjustMembers,
            Self::EditConnection { .. } => ChangeKind::EditConnection,
            Self::CreateAttribute { .. } => ChangeKind::CreateAttribute,
            Self::SetPathAccess { .. } => ChangeKind::SetPathAccess,
            Self::SetAttributes { .. } => ChangeKind::SetAttributes,
            Self::EditDocument { .. } => ChangeKind::EditDocument,
            Self::ChangeOwner { .. } => ChangeKind::ChangeOwner,
            Self::ShareDocument { .. } => ChangeKind::ShareDocument,
            Self::Materialize { .. } => ChangeKind::Materialize,
            Self::SetSwitch { .. } => ChangeKind::SetSwitch,
            Self::RenewCredentials { .. } => ChangeKind::RenewCredentials,
            Self::DeleteLeftCredentials { .. } => ChangeKind::DeleteLeftCredentials,
            Self::Undo { .. } => ChangeKind::Undo,
        }
    }
}

macro_rules! kinds {
    ($($name:ident = $label:literal),+ $(,)?) => {
        /// What kind of change it is, for lists and filters; one for each [`Intent`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        pub enum ChangeKind { $($name),+ }

        impl ChangeKind {
            /// All, in the order of a filter.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The words for people.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label),+ }
            }
        }
    };
}

kinds! {
    Onboard = "Onboard people",
    EditMember = "Edit a member",
    SetAccountType = "Set account types",
    Offboard = "Offboard people",
    Reactivate = "Reactivate people",
    DeleteMember = "Delete a member",
    CreateTeam = "Create a team",
    EditTeam = "Edit a team",
    DeleteTeam = "Delete a team",
    EditTeamMembers = "Change team members",
    CreateWorkspace = "Create a workspace",
    RenameWorkspace = "Rename a workspace",
    DeleteWorkspace = "Delete a workspace",
    SetAccess = "Change access",
    AdjustMembers = "Adjust people’s access",
    EditConnection = "Edit a connection",
    CreateAttribute = "Create a user attribute",
    SetPathAccess = "Change access to a schema or table",
    SetAttributes = "Set user attributes",
    EditDocument = "Edit a document",
    ChangeOwner = "Change document owners",
    ShareDocument = "Share a document",
    Materialize = "Materialize a dataset",
    SetSwitch = "Change an organization setting",
    RenewCredentials = "Renew the portal’s credentials",
    DeleteLeftCredentials = "Delete credentials that are left",
    Undo = "Undo a change",
}
