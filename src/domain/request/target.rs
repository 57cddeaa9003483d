//! What can be asked for.

use crate::domain::{ConnectionId, Permission, ResourceRef, Subject, TeamId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// Something that people may ask for, without a level. Policies and owners are kept for these.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Requestable {
    Team(TeamId),
    Workspace(WorkspaceId),
    Connection(ConnectionId),
    /// An account type, by its name in lower case.
    AccountType(String),
}

impl Requestable {
    /// An account type by name; account types are compared without case (BEHAVIOUR.md section 7).
    pub fn account_type(name: &str) -> Self {
        Self::AccountType(name.trim().to_lowercase())
    }

    /// `team:ID`, `workspace:ID`, `connection:ID` or `type:NAME`: what stands for it in URLs, forms and the database.
    pub fn key(&self) -> String {
        match self {
            Self::Team(id) => format!("team:{id}"),
            Self::Workspace(id) => format!("workspace:{id}"),
            Self::Connection(id) => format!("connection:{id}"),
            Self::AccountType(name) => format!("type:{name}"),
        }
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            (_, "") => None,
            ("team", id) => Some(Self::Team(id.into())),
            ("workspace", id) => Some(Self::Workspace(id.into())),
            ("connection", id) => Some(Self::Connection(id.into())),
            ("type", name) => Some(Self::account_type(name)),
            _ => None,
        }
    }

    /// Which kind it is.
    pub fn kind(&self) -> RequestableKind {
        match self {
            Self::Team(_) => RequestableKind::Team,
            Self::Workspace(_) => RequestableKind::Workspace,
            Self::Connection(_) => RequestableKind::Connection,
            Self::AccountType(_) => RequestableKind::AccountType,
        }
    }

    /// The resource that is granted at a level, where it is one.
    pub fn resource(&self) -> Option<ResourceRef> {
        match self {
            Self::Workspace(id) => Some(ResourceRef::Workspace(id.clone())),
            Self::Connection(id) => Some(ResourceRef::Connection(id.clone())),
            Self::Team(_) | Self::AccountType(_) => None,
        }
    }

    /// It at this level: needed for a resource, ignored for the rest. None for a level that it does not have.
    pub fn at(&self, level: &str) -> Option<Target> {
        match self {
            Self::Team(id) => Some(Target::Team(id.clone())),
            Self::AccountType(name) => Some(Target::AccountType(name.clone())),
            Self::Workspace(_) | Self::Connection(_) => {
                let resource = self.resource()?;
                let permission = resource.permission(level)?;
                Some(Target::Access(resource, permission))
            }
        }
    }
}

/// The kinds of things that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RequestableKind {
    Team,
    Workspace,
    Connection,
    AccountType,
}

impl RequestableKind {
    /// All, in the order of the catalogue.
    pub const ALL: [Self; 4] = [Self::Team, Self::Workspace, Self::Connection, Self::AccountType];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Team => "Team",
            Self::Workspace => "Workspace",
            Self::Connection => "Connection",
            Self::AccountType => "Account type",
        }
    }

    /// The words for several of them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Team => "Teams",
            Self::Workspace => "Workspaces",
            Self::Connection => "Connections",
            Self::AccountType => "Account types",
        }
    }

    /// The word for URLs and the database.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Team => "team",
            Self::Workspace => "workspace",
            Self::Connection => "connection",
            Self::AccountType => "type",
        }
    }

    /// Reads [`Self::slug`] back.
    pub fn from_slug(slug: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.slug() == slug)
    }
}

/// What one request is for.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", content = "what", rename_all = "snake_case")]
pub enum Target {
    /// To be a member of a team.
    Team(TeamId),
    /// Direct access to a workspace or connection at a level.
    Access(ResourceRef, Permission),
    /// Another account type, by its name in lower case.
    AccountType(String),
}

impl Target {
    /// The thing without its level.
    pub fn requestable(&self) -> Requestable {
        match self {
            Self::Team(id) => Requestable::Team(id.clone()),
            Self::Access(ResourceRef::Workspace(id), _) => Requestable::Workspace(id.clone()),
            Self::Access(ResourceRef::Connection(id), _) => Requestable::Connection(id.clone()),
            Self::AccountType(name) => Requestable::AccountType(name.clone()),
        }
    }

    /// What the audit log's line about it is about, besides the person.
    pub fn subject(&self) -> Option<Subject> {
        match self {
            Self::Team(id) => Some(Subject::Team(id.clone())),
            Self::Access(resource, _) => Some(resource.into()),
            Self::AccountType(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_the_round_trip() {
        let all = [
            Requestable::Team("t-1".into()),
            Requestable::Workspace("w:1".into()),
            Requestable::Connection("c".into()),
            Requestable::account_type(" Build "),
        ];
        for thing in all {
            assert_eq!(Requestable::from_key(&thing.key()), Some(thing));
        }
        for key in ["", "team", "team:", "member:m"] {
            assert_eq!(Requestable::from_key(key), None, "{key}");
        }
    }

    #[test]
    fn only_a_level_of_its_own_makes_a_target_of_a_resource() {
        let workspace = Requestable::Workspace("w".into());
        assert!(workspace.at("explore").is_some());
        assert_eq!((workspace.at("usage"), workspace.at("")), (None, None));
        assert_eq!(Requestable::Team("t".into()).at(""), Some(Target::Team("t".into())));
    }
}
