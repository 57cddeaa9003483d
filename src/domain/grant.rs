//! Grants: who may do what with a workspace or connection.

use super::{ConnectionId, Extra, GrantId, MemberId, TeamId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// Who receives a grant: one member or one team, never both (BEHAVIOUR.md section 10).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Grantee {
    /// A single member.
    #[serde(rename = "memberId")]
    Member(MemberId),
    /// Everyone in a team.
    #[serde(rename = "teamId")]
    Team(TeamId),
}

impl Grantee {
    /// `member:ID` or `team:ID`: what stands for somebody in a form, as [`Subject::key`](super::Subject::key) prints it.
    pub fn key(&self) -> String {
        super::Subject::from(self).key()
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            ("member", id) if !id.is_empty() => Some(Self::Member(id.into())),
            ("team", id) if !id.is_empty() => Some(Self::Team(id.into())),
            _ => None,
        }
    }
}

/// A grant as Sigma lists it for a resource (openapi.yaml, `Grant`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Grant {
    #[serde(rename = "grantId")]
    pub id: GrantId,
    /// The resource, in its URL form (BEHAVIOUR.md section 4).
    pub inode_id: String,
    /// The member, when granted to one.
    #[serde(default)]
    pub member_id: Option<MemberId>,
    /// The team, when granted to one.
    #[serde(default)]
    pub team_id: Option<TeamId>,
    /// What it allows.
    pub permission: Permission,
    /// Fields this version does not use, as Sigma sent them.
    #[serde(flatten)]
    pub extra: Extra,
}

impl Grant {
    /// Who holds the grant; `None` for a grant to neither a member nor a team, a form Sigma does not document.
    pub fn grantee(&self) -> Option<Grantee> {
        match (&self.member_id, &self.team_id) {
            (Some(member), _) => Some(Grantee::Member(member.clone())),
            (None, Some(team)) => Some(Grantee::Team(team.clone())),
            (None, None) => None,
        }
    }
}

macro_rules! levels {
    ($(#[$doc:meta])* $name:ident { $($(#[$vdoc:meta])* $variant:ident = $slug:literal, $label:literal;)+ }) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "lowercase")]
        pub enum $name { $($(#[$vdoc])* $variant),+ }

        impl $name {
            /// All levels, lowest first.
            pub const ALL: &[Self] = &[$(Self::$variant),+];

            /// The word Sigma's API uses for it.
            pub fn slug(self) -> &'static str {
                match self { $(Self::$variant => $slug),+ }
            }

            /// The words of Sigma's own screens.
            pub fn label(self) -> &'static str {
                match self { $(Self::$variant => $label),+ }
            }

            /// Reads Sigma's word.
            pub fn from_slug(slug: &str) -> Option<Self> {
                Self::ALL.iter().copied().find(|level| level.slug() == slug)
            }
        }
    };
}

levels! {
    /// Levels of access to a workspace, lowest first (names: BEHAVIOUR.md section 10).
    WorkspacePermission {
        /// Open and read.
        View = "view", "Can view";
        /// Also explore the data.
        Explore = "explore", "Can explore";
        /// Also add and arrange content.
        Organize = "organize", "Can contribute";
        /// Everything, granting access included.
        Edit = "edit", "Can manage";
    }
}

levels! {
    /// Levels of access to a connection, lowest first (names: BEHAVIOUR.md section 10).
    ConnectionPermission {
        /// May be queried.
        Usage = "usage", "Can use";
        /// Also describe its tables and columns.
        Annotate = "annotate", "Can use and annotate";
    }
}

/// What any grant may say; Sigma's set is wider than what the portal grants, and open.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Permission {
    /// A level of a workspace (or of a document in it).
    Workspace(WorkspacePermission),
    /// A level of a connection.
    Connection(ConnectionPermission),
    /// Any other word of Sigma's.
    Other(String),
}

impl Permission {
    /// The word Sigma's API uses for it.
    pub fn slug(&self) -> &str {
        match self {
            Self::Workspace(level) => level.slug(),
            Self::Connection(level) => level.slug(),
            Self::Other(word) => word,
        }
    }

    /// The words of Sigma's own screens.
    pub fn label(&self) -> &str {
        match self {
            Self::Workspace(level) => level.label(),
            Self::Connection(level) => level.label(),
            Self::Other(word) => word,
        }
    }

    /// The level on a workspace, where it is one that this version knows.
    pub fn workspace(&self) -> Option<WorkspacePermission> {
        match self {
            Self::Workspace(level) => Some(*level),
            Self::Connection(_) | Self::Other(_) => None,
        }
    }

    /// The level on a connection, where it is one that this version knows.
    pub fn connection(&self) -> Option<ConnectionPermission> {
        match self {
            Self::Connection(level) => Some(*level),
            Self::Workspace(_) | Self::Other(_) => None,
        }
    }
}

impl From<String> for Permission {
    fn from(word: String) -> Self {
        WorkspacePermission::from_slug(&word)
            .map(Self::Workspace)
            .or_else(|| ConnectionPermission::from_slug(&word).map(Self::Connection))
            .unwrap_or(Self::Other(word))
    }
}

impl From<Permission> for String {
    fn from(permission: Permission) -> Self {
        permission.slug().to_owned()
    }
}

/// The kinds of resource the portal grants access to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceKind {
    Workspace,
    Connection,
}

impl ResourceKind {
    /// The levels that it can be granted at, lowest first: Sigma's words and those for people.
    pub fn levels(self) -> Vec<(&'static str, &'static str)> {
        match self {
            Self::Workspace => WorkspacePermission::ALL.iter().map(|level| (level.slug(), level.label())).collect(),
            Self::Connection => ConnectionPermission::ALL.iter().map(|level| (level.slug(), level.label())).collect(),
        }
    }
}

/// One resource that access is granted on.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ResourceRef {
    Workspace(WorkspaceId),
    Connection(ConnectionId),
}

impl From<WorkspaceId> for ResourceRef {
    fn from(id: WorkspaceId) -> Self {
        Self::Workspace(id)
    }
}

impl From<ConnectionId> for ResourceRef {
    fn from(id: ConnectionId) -> Self {
        Self::Connection(id)
    }
}

impl ResourceRef {
    /// `workspace:ID` or `connection:ID`: what stands for it in a form, as [`Subject::key`](super::Subject::key) prints it.
    pub fn key(&self) -> String {
        super::Subject::from(self).key()
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            ("workspace", id) if !id.is_empty() => Some(Self::Workspace(id.into())),
            ("connection", id) if !id.is_empty() => Some(Self::Connection(id.into())),
            _ => None,
        }
    }

    /// Which kind it is.
    pub fn kind(&self) -> ResourceKind {
        match self {
            Self::Workspace(_) => ResourceKind::Workspace,
            Self::Connection(_) => ResourceKind::Connection,
        }
    }

    /// The id as text.
    pub fn id(&self) -> &str {
        match self {
            Self::Workspace(id) => id.as_str(),
            Self::Connection(id) => id.as_str(),
        }
    }

    /// Reads a level of this kind of resource.
    pub fn permission(&self, slug: &str) -> Option<Permission> {
        match self {
            Self::Workspace(_) => WorkspacePermission::from_slug(slug).map(Permission::Workspace),
            Self::Connection(_) => ConnectionPermission::from_slug(slug).map(Permission::Connection),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissions_survive_the_round_trip_even_unknown_ones() {
        for word in ["view", "organize", "usage", "annotate", "writeback", "something-new"] {
            assert_eq!(String::from(Permission::from(word.to_owned())), word);
        }
    }

    #[test]
    fn grantees_and_resources_survive_a_form() {
        for grantee in [Grantee::Member("m:1".into()), Grantee::Team("t".into())] {
            assert_eq!(Grantee::from_key(&grantee.key()), Some(grantee));
        }
        for key in ["", "team", "team:", "workspace:w"] {
            assert_eq!(Grantee::from_key(key), None, "{key}");
        }
        for resource in [ResourceRef::Workspace("w".into()), ResourceRef::Connection("c:1".into())] {
            assert_eq!(ResourceRef::from_key(&resource.key()), Some(resource));
        }
        assert_eq!(ResourceRef::from_key("team:t"), None);
    }

    #[test]
    fn grantee_has_sigmas_shape() {
        let json = serde_json::to_string(&Grantee::Team(TeamId::new("t"))).unwrap();
        assert_eq!(json, r#"{"teamId":"t"}"#);
    }
}
