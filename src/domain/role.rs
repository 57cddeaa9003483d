//! Roles of the portal and what each may do.

use serde::{Deserialize, Serialize};

/// What a signed-in person is in the portal; independent of their account type in Sigma.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// May do all that the portal offers.
    Admin,
    /// Edits the teams they manage and the access to workspaces and connections they manage, and sees those and the people
    /// in them. What that is follows from Sigma, and from what was assigned in the portal.
    TeamManager,
    /// Reads everything, changes nothing.
    Auditor,
    /// Sees their own access.
    Member,
    /// Has no account in Sigma: a guest of the portal, who sees nothing of the organisation.
    Visitor,
}

/// Something a page or a change needs its caller to be allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Capability {
    /// Read the directory, as far as the scope of the role reaches.
    ReadDirectory,
    /// Read the changes and audit log of everybody.
    ReadAudit,
    /// Invite people and edit members.
    WriteMembers,
    /// Add people to and remove them from a team; for a team manager, only of teams they manage.
    WriteTeams,
    CreateTeams,
    /// Grant and revoke access to anything.
    WriteGrants,
    /// Make, rename and delete workspaces.
    WriteWorkspaces,
    WriteConnections,
    /// Turn on and off what the organisation allows everybody in Sigma, and renew the portal's own credentials.
    WriteOrganization,
    /// Edit and share documents, start materializations.
    WriteDocuments,
    /// Read what documents contain, by exports. Not an auditor's: an export runs with the rights of the portal's
    /// credentials, so it hands out business data that the auditor's own account in Sigma may not show, and auditing
    /// who can reach what does not need it.
    ReadDocuments,
    /// Ask for an immediate refresh of the directory.
    RefreshDirectory,
    /// Accept that a list of Sigma's is suddenly much shorter.
    AcceptShorterLists,
    /// Make API tokens for programs of others, and revoke them.
    ManageTokens,
    /// List everybody's sessions, end them, and release addresses for other accounts at the sign-in provider.
    ManageSessions,
    /// Try the channels that people are told by, and have sent again what was given up.
    ManageNotifications,
    /// Have the portal log more for a while.
    ManageLogs,
    /// Give roles to members and take them away.
    ManageRoles,
}

impl Capability {
    /// Every capability, as the page about roles shows them.
    pub const ALL: [Self; 18] = [
        Self::ReadDirectory,
        Self::RefreshDirectory,
        Self::WriteTeams,
        Self::CreateTeams,
        Self::WriteMembers,
        Self::WriteGrants,
        Self::WriteWorkspaces,
        Self::WriteConnections,
        Self::WriteOrganization,
        Self::WriteDocuments,
        Self::ReadDocuments,
        Self::ReadAudit,
        Self::ManageSessions,
        Self::ManageRoles,
        Self::ManageTokens,
        Self::ManageNotifications,
        Self::ManageLogs,
        Self::AcceptShorterLists,
    ];

    /// What it allows, to follow “does not allow you to …”.
    pub fn deed(self) -> &'static str {
        match self {
            Self::ReadDirectory => "read the directory",
            Self::ReadAudit => "read the audit log",
            Self::WriteMembers => "invite, edit and deactivate people",
            Self::WriteTeams => "edit teams",
            Self::CreateTeams => "make teams",
            Self::WriteGrants => "change access",
            Self::WriteWorkspaces => "change workspaces",
            Self::WriteConnections => "edit connections",
            Self::WriteOrganization => "change organization settings",
            Self::WriteDocuments => "change documents",
            Self::ReadDocuments => "export documents",
            Self::RefreshDirectory => "sync the directory",
            Self::AcceptShorterLists => "accept shorter lists from Sigma",
            Self::ManageSessions => "manage sessions",
            Self::ManageTokens => "manage API tokens",
            Self::ManageNotifications => "manage notifications",
            Self::ManageLogs => "change what is logged",
            Self::ManageRoles => "assign roles",
        }
    }
}

impl Role {
    /// Every role, as lists show them.
    pub const ALL: [Self; 5] = [Self::Admin, Self::TeamManager, Self::Auditor, Self::Member, Self::Visitor];

    /// The words for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Admin => "Admin",
            Self::TeamManager => "Team manager",
            Self::Auditor => "Auditor",
            Self::Member => "Member",
            Self::Visitor => "Visitor",
        }
    }

    /// What the role may do, in one sentence.
    pub fn summary(self) -> &'static str {
        match self {
            Self::Admin => "Onboards people, edits teams, grants and revokes access.",
            Self::TeamManager => {
                "Edits the teams and the access to workspaces and connections that they manage; sees those and the people in them."
            }
            Self::Auditor => "Reads everything, the audit log included; changes nothing.",
            Self::Member => "Sees their own profile, teams and access.",
            Self::Visitor => "Has no active account in Sigma: requests one, and sees nothing else of the organization.",
        }
    }

    /// Whether the role has the capability.
    pub fn can(self, capability: Capability) -> bool {
        use Capability as C;
        let roles: &[Self] = match capability {
            C::ReadDirectory | C::RefreshDirectory => &[Self::Admin, Self::TeamManager, Self::Auditor],
            C::ReadAudit => &[Self::Admin, Self::Auditor],
            C::WriteTeams => &[Self::Admin, Self::TeamManager],
            C::WriteMembers
            | C::CreateTeams
            | C::WriteGrants
            | C::WriteWorkspaces
            | C::WriteConnections
            | C::WriteOrganization
            | C::WriteDocuments
            | C::ReadDocuments
            | C::AcceptShorterLists
            | C::ManageSessions
            | C::ManageTokens
            | C::ManageNotifications
            | C::ManageLogs
            | C::ManageRoles => &[Self::Admin],
        };
        roles.contains(&self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_admins_write_members_and_grants() {
        for role in Role::ALL {
            use Capability as C;
            for capability in [C::WriteMembers, C::WriteGrants, C::CreateTeams, C::WriteWorkspaces, C::WriteConnections]
            {
                assert_eq!(role.can(capability), role == Role::Admin, "{role:?} {capability:?}");
            }
        }
    }

    #[test]
    fn auditors_change_nothing() {
        use Capability as C;
        for capability in [C::WriteMembers, C::WriteTeams, C::WriteGrants, C::WriteDocuments] {
            assert!(!Role::Auditor.can(capability));
        }
    }

    #[test]
    fn visitors_see_no_more_than_members() {
        use Capability as C;
        for capability in [C::ReadDirectory, C::ReadAudit, C::RefreshDirectory, C::ReadDocuments, C::WriteTeams] {
            assert!(!Role::Visitor.can(capability) && !Role::Member.can(capability), "{capability:?}");
        }
    }
}
