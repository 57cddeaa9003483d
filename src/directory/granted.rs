//! Grants the other way round: by who holds them.

use super::{Snapshot, collection::Collections, snapshot::Grants};
use crate::domain::{Connection, ConnectionId, Grant, Grantee, Permission, ResourceRef, Workspace, WorkspaceId};
use std::collections::HashMap;

/// Grants by grantee, workspaces before connections, each by name.
#[derive(Default)]
pub struct GrantsByGrantee(HashMap<Grantee, Grants>);

impl GrantsByGrantee {
    /// Collects the grants of every workspace and connection.
    pub fn new(sections: &Collections) -> Self {
        let mut granted: HashMap<Grantee, Grants> = HashMap::new();
        let mut note = |resource: ResourceRef, grants: Option<&Vec<Grant>>| {
            for grant in grants.into_iter().flatten() {
                if let Some(grantee) = grant.grantee() {
                    granted.entry(grantee).or_default().push((resource.clone(), grant.permission.clone()));
                }
            }
        };
        if let Some(held) = sections.workspaces.held() {
            for row in held.content.list.rows() {
                note(ResourceRef::Workspace(row.id.clone()), held.content.detail(&row.id));
            }
        }
        if let Some(held) = sections.connections.held() {
            for row in held.content.list.rows() {
                note(ResourceRef::Connection(row.id.clone()), held.content.detail(&row.id));
            }
        }
        Self(granted)
    }

    /// What is known to be held.
    pub fn of(granted: HashMap<Grantee, Grants>) -> Self {
        Self(granted)
    }

    /// Everybody who holds something, with what.
    pub fn iter(&self) -> impl Iterator<Item = (&Grantee, &Grants)> {
        self.0.iter()
    }

    /// What a member or team holds itself.
    pub fn to(&self, grantee: &Grantee) -> &[(ResourceRef, Permission)] {
        self.0.get(grantee).map_or(&[], Vec::as_slice)
    }
}

impl Snapshot {
    /// A workspace by id.
    pub fn workspace(&self, id: &WorkspaceId) -> Option<&Workspace> {
        self.sections.workspaces.held()?.content.list.get(id)
    }

    /// Workspaces, by name.
    pub fn workspaces(&self) -> &[Workspace] {
        self.sections.workspaces.held().map_or(&[], |held| held.content.list.rows())
    }

    /// A connection by id.
    pub fn connection(&self, id: &ConnectionId) -> Option<&Connection> {
        self.sections.connections.held()?.content.list.get(id)
    }

    /// Connections, by name.
    pub fn connections(&self) -> &[Connection] {
        self.sections.connections.held().map_or(&[], |held| held.content.list.rows())
    }

    /// Grants on a resource; none where Sigma refuses to list them.
    pub fn grants(&self, resource: &ResourceRef) -> &[Grant] {
        match resource {
            ResourceRef::Workspace(id) => self.sections.workspaces.held().and_then(|held| held.content.detail(id)),
            ResourceRef::Connection(id) => self.sections.connections.held().and_then(|held| held.content.detail(id)),
        }
        .map_or(&[], Vec::as_slice)
    }

    /// The grant that a member or team holds on a resource itself.
    pub fn grant_of(&self, resource: &ResourceRef, grantee: &Grantee) -> Option<&Grant> {
        self.grants(resource).iter().find(|grant| grant.grantee().as_ref() == Some(grantee))
    }
}
