//! What can be asked for.

use super::Part;
use crate::domain::{ConnectionId, PackageId, Permission, ResourceRef, Subject, TeamId, WorkspaceId};
use serde::{Deserialize, Serialize};

/// Something that people may ask for, without a level. Policies and owners are kept for these.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "kind", content = "id", rename_all = "snake_case")]
pub enum Requestable {
    /// An access package: a bundle that belongs to a job.
    Package(PackageId),
    /// An account in Sigma: a new one, or the return of one that was deactivated.
    Account,
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

    /// `package:ID`, `team:ID`, `workspace:ID`, `connection:ID`, `type:NAME` or `account`: what stands for it in URLs, forms
    /// and the database.
    pub fn key(&self) -> String {
        match self {
            Self::Package(id) => format!("package:{id}"),
            Self::Account => ACCOUNT.to_owned(),
            Self::Team(id) => format!("team:{id}"),
            Self::Workspace(id) => format!("workspace:{id}"),
            Self::Connection(id) => format!("connection:{id}"),
            Self::AccountType(name) => format!("type:{name}"),
        }
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        if key == ACCOUNT {
            return Some(Self::Account);
        }
        match key.split_once(':')? {
            (_, "") => None,
            ("package", id) => Some(Self::Package(id.into())),
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
            Self::Package(_) => RequestableKind::Package,
            Self::Account => RequestableKind::Account,
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
            Self::Package(_) | Self::Account | Self::Team(_) | Self::AccountType(_) => None,
        }
    }

    /// It at this level: needed for a resource, ignored for the rest. None for a level that it does not have. Of an account
    /// it is the return; a new one takes more than a level, see [`NewAccount`].
    pub fn at(&self, level: &str) -> Option<Target> {
        match self {
            Self::Package(id) => Some(Target::Package(id.clone())),
            Self::Account => Some(Target::Return),
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

/// The key of [`Requestable::Account`].
const ACCOUNT: &str = "account";

/// The kinds of things that can be asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RequestableKind {
    Package,
    Account,
    Team,
    Workspace,
    Connection,
    AccountType,
}

impl RequestableKind {
    /// All, in the order of the catalogue.
    pub const ALL: [Self; 6] =
        [Self::Package, Self::Account, Self::Team, Self::Workspace, Self::Connection, Self::AccountType];

    /// The word for people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Package => "Access package",
            Self::Account => "Account",
            Self::Team => "Team",
            Self::Workspace => "Workspace",
            Self::Connection => "Connection",
            Self::AccountType => "Account type",
        }
    }

    /// The words for several of them.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Package => "Access packages",
            Self::Account => "Accounts in Sigma",
            Self::Team => "Teams",
            Self::Workspace => "Workspaces",
            Self::Connection => "Connections",
            Self::AccountType => "Account types",
        }
    }

    /// The word for URLs and the database.
    pub fn slug(self) -> &'static str {
        match self {
            Self::Package => "package",
            Self::Account => "account",
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
    /// All that an access package gives, as it is when the request is decided.
    Package(PackageId),
    /// An account in Sigma for somebody who has none, with what it is wanted for.
    Account(NewAccount),
    /// The return of a deactivated account.
    Return,
    /// To be a member of a team.
    Team(TeamId),
    /// Direct access to a workspace or connection at a level.
    Access(ResourceRef, Permission),
    /// Another account type, by its name in lower case.
    AccountType(String),
}

/// An account that somebody without one asks for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct NewAccount {
    /// Its account type, by name in lower case.
    pub account_type: String,
    /// Teams to be in from the start.
    #[serde(default)]
    pub teams: Vec<TeamId>,
    /// Direct access from the start.
    #[serde(default)]
    pub access: Vec<(ResourceRef, Permission)>,
}

impl NewAccount {
    /// The account type and all that comes with it, each as what it would be asked for by itself.
    pub fn items(&self) -> Vec<Target> {
        let teams = self.teams.iter().cloned().map(Target::Team);
        let access = self.access.iter().map(|(resource, level)| Target::Access(resource.clone(), level.clone()));
        std::iter::once(Target::AccountType(self.account_type.clone())).chain(teams).chain(access).collect()
    }
}

impl Target {
    /// The thing without its level.
    pub fn requestable(&self) -> Requestable {
        match self {
            Self::Package(id) => Requestable::Package(id.clone()),
            Self::Account(_) | Self::Return => Requestable::Account,
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
            Self::Package(_) | Self::Account(_) | Self::Return | Self::AccountType(_) => None,
        }
    }

    /// The one thing that it gives; `None` where it gives several, or an account.
    pub fn part(&self) -> Option<Part> {
        match self {
            Self::Team(id) => Some(Part::member(id)),
            Self::Access(resource, level) => Some(Part::Access(resource.clone(), level.clone())),
            Self::AccountType(name) => Some(Part::AccountType(name.clone())),
            Self::Package(_) | Self::Account(_) | Self::Return => None,
        }
    }

    /// What somebody has open once only: an account is an account, whatever is to come with it.
    #[must_use]
    pub fn exclusive(&self) -> Self {
        match self {
            Self::Account(_) => Self::Account(NewAccount::default()),
            Self::Package(_) | Self::Return | Self::Team(_) | Self::Access(..) | Self::AccountType(_) => self.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_survive_the_round_trip() {
        let all = [
            Requestable::Package("p-1".into()),
            Requestable::Account,
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
