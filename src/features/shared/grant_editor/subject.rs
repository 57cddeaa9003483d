//! What the rows of an editor are.

use super::super::picker::PickFrom;
#[cfg(feature = "ssr")]
use super::super::picker::{CandidateSource, Grantees, Levels, Offered, Resources, Teams};
use crate::domain::ResourceRef;
#[cfg(feature = "ssr")]
use crate::{
    directory::Snapshot,
    domain::{Actor, RequestableKind, ResourceKind, WorkspaceId},
    requests::Offer,
};
use serde::{Deserialize, Serialize};

/// What the rows of an editor are, and so at which levels. As text it is `teams`, `workspaces`, `connections`,
/// `offered_teams`, `offered_workspaces`, or the key of a resource.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(into = "String", from = "String")]
pub enum EditorSubject {
    /// Teams that somebody joins, as a member or a team admin.
    #[default]
    Teams,
    /// Workspaces that somebody gets access to.
    Workspaces,
    /// Connections that somebody gets access to.
    Connections,
    /// Teams that whoever asks may ask for.
    OfferedTeams,
    /// Workspaces that whoever asks may ask for.
    OfferedWorkspaces,
    /// People and teams who get access to this resource.
    AccessTo(ResourceRef),
}

impl From<EditorSubject> for String {
    fn from(subject: EditorSubject) -> Self {
        match subject {
            EditorSubject::Teams => "teams".to_owned(),
            EditorSubject::Workspaces => "workspaces".to_owned(),
            EditorSubject::Connections => "connections".to_owned(),
            EditorSubject::OfferedTeams => "offered_teams".to_owned(),
            EditorSubject::OfferedWorkspaces => "offered_workspaces".to_owned(),
            EditorSubject::AccessTo(resource) => resource.key(),
        }
    }
}

/// What is no subject is read as teams, of which whoever asks sees no more than they may.
impl From<String> for EditorSubject {
    fn from(text: String) -> Self {
        match text.as_str() {
            "workspaces" => Self::Workspaces,
            "connections" => Self::Connections,
            "offered_teams" => Self::OfferedTeams,
            "offered_workspaces" => Self::OfferedWorkspaces,
            key => ResourceRef::from_key(key).map_or(Self::Teams, Self::AccessTo),
        }
    }
}

impl EditorSubject {
    /// What is suggested while a name is typed.
    pub fn pick_from(&self) -> PickFrom {
        match self {
            Self::Teams => PickFrom::Teams,
            Self::Workspaces => PickFrom::Workspaces,
            Self::Connections => PickFrom::Connections,
            Self::OfferedTeams => PickFrom::OfferedTeams,
            Self::OfferedWorkspaces => PickFrom::OfferedWorkspaces,
            Self::AccessTo(_) => PickFrom::Grantees,
        }
    }
}

#[cfg(feature = "ssr")]
impl EditorSubject {
    /// People and teams who get access to a workspace that is about to be made, and has no id yet.
    pub fn new_workspace() -> Self {
        Self::AccessTo(ResourceRef::Workspace(WorkspaceId::new("new")))
    }

    /// Whether what it is about is among what `snapshot` shows, or is yet to be made.
    pub fn is_known(&self, snapshot: &Snapshot) -> bool {
        match self {
            Self::AccessTo(resource) => *self == Self::new_workspace() || snapshot.shows(resource),
            Self::Teams | Self::Workspaces | Self::Connections | Self::OfferedTeams | Self::OfferedWorkspaces => true,
        }
    }

    /// What a row is called in a sentence: “team”.
    pub fn noun(&self) -> &'static str {
        match self {
            Self::Teams | Self::OfferedTeams => "team",
            Self::Workspaces | Self::OfferedWorkspaces => "workspace",
            Self::Connections => "connection",
            Self::AccessTo(_) => "person or team",
        }
    }

    /// The levels that a row can have, the usual one first.
    pub fn levels(&self) -> Levels {
        match self {
            Self::Teams => vec![("member", "Member"), ("admin", "Team admin")],
            Self::OfferedTeams => vec![("member", "Member")],
            Self::Workspaces | Self::OfferedWorkspaces => ResourceKind::Workspace.levels(),
            Self::Connections => ResourceKind::Connection.levels(),
            Self::AccessTo(resource) => resource.kind().levels(),
        }
    }

    /// Whether rows come from what can be asked for, and not from the organisation.
    pub fn is_offered(&self) -> bool {
        match self {
            Self::OfferedTeams | Self::OfferedWorkspaces => true,
            Self::Teams | Self::Workspaces | Self::Connections | Self::AccessTo(_) => false,
        }
    }

    /// Where rows come from: what `actor` may choose, or what is offered to them.
    pub fn candidates<'a>(
        &self,
        actor: &'a Actor,
        snapshot: &'a Snapshot,
        offers: &'a [Offer],
    ) -> Box<dyn CandidateSource + 'a> {
        match self {
            Self::OfferedTeams => Box::new(Offered { offers, kind: RequestableKind::Team, levels: self.levels() }),
            Self::OfferedWorkspaces => {
                Box::new(Offered { offers, kind: RequestableKind::Workspace, levels: self.levels() })
            }
            Self::Teams => Box::new(Teams { snapshot, actor, levels: self.levels() }),
            Self::Workspaces => Box::new(Resources { snapshot, kind: Some(ResourceKind::Workspace) }),
            Self::Connections => Box::new(Resources { snapshot, kind: Some(ResourceKind::Connection) }),
            Self::AccessTo(_) => Box::new(Grantees { snapshot, levels: self.levels() }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_subject_survives_the_way_through_a_form() {
        let workspace = ResourceRef::Workspace("w-1".into());
        for subject in [
            EditorSubject::Teams,
            EditorSubject::Workspaces,
            EditorSubject::Connections,
            EditorSubject::OfferedTeams,
            EditorSubject::OfferedWorkspaces,
            EditorSubject::AccessTo(workspace),
        ] {
            assert_eq!(EditorSubject::from(String::from(subject.clone())), subject);
        }
    }
}
