//! The documents that one person can open.

use super::{Snapshot, content::DocumentAccess};
use crate::domain::{
    Dataset, DocumentRef, Grant, Grantee, Member, Permission, ResourceRef, TeamId, Workbook, WorkspacePermission,
};
use std::collections::HashSet;

/// What an owner can do: everything.
pub(super) static OWNERS: Permission = Permission::Workspace(WorkspacePermission::Edit);

/// A document.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Document<'s> {
    /// A workbook.
    Workbook(&'s Workbook),
    /// A dataset.
    Dataset(&'s Dataset),
}

impl Document<'_> {
    /// Which it is.
    pub fn to_ref(self) -> DocumentRef {
        match self {
            Self::Workbook(workbook) => DocumentRef::Workbook(workbook.id.clone()),
            Self::Dataset(dataset) => DocumentRef::Dataset(dataset.id.clone()),
        }
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Workbook(workbook) => &workbook.name,
            Self::Dataset(dataset) => &dataset.name,
        }
    }

    /// The folder it lies in.
    pub fn path(&self) -> &str {
        match self {
            Self::Workbook(workbook) => &workbook.path,
            Self::Dataset(dataset) => &dataset.path,
        }
    }
}

/// A document that somebody can open. [`Snapshot::access_to`] says why.
#[derive(Clone, Debug, PartialEq)]
pub struct Opened<'s> {
    /// Which.
    pub document: Document<'s>,
    /// The highest permission granted.
    pub permission: Permission,
}

/// Whose grants reach one person.
struct Holder<'s> {
    member: &'s Member,
    teams: HashSet<&'s TeamId>,
    /// At each workspace's place, the highest permission there.
    workspaces: Vec<Option<&'s Permission>>,
}

impl<'s> Holder<'s> {
    fn new(member: &'s Member, snapshot: &'s Snapshot) -> Self {
        let teams: HashSet<&TeamId> = snapshot.teams_of(&member.id).map(|(team, _)| &team.id).collect();
        let mut workspaces = vec![None; snapshot.workspaces().len()];
        let own = Grantee::Member(member.id.clone());
        let all = std::iter::once(own).chain(teams.iter().map(|team| Grantee::Team((*team).clone())));
        for grantee in all {
            for (resource, permission) in snapshot.granted_to(&grantee) {
                let ResourceRef::Workspace(id) = resource else { continue };
                let Some(place) = snapshot.workspace_place(id) else { continue };
                if let Some(highest) = workspaces.get_mut(place as usize) {
                    *highest = (*highest).max(Some(permission));
                }
            }
        }
        Self { member, teams, workspaces }
    }

    fn holds(&self, grant: &Grant) -> bool {
        match (&grant.member_id, &grant.team_id) {
            (Some(member), _) => *member == self.member.id,
            (None, Some(team)) => self.teams.contains(team),
            (None, None) => false,
        }
    }

    fn highest(&self, owner: &str, home: Option<u32>, access: Option<&DocumentAccess>) -> Option<Permission> {
        let owns = (owner == self.member.id.as_str()).then_some(&OWNERS);
        let inherited = home.and_then(|home| *self.workspaces.get(home as usize)?);
        let grants = access.into_iter().flat_map(|access| access.own.iter().chain(&access.folders));
        let granted = grants.filter(|grant| self.holds(grant)).map(|grant| &grant.permission).max();
        owns.max(inherited).max(granted).cloned()
    }
}

impl Snapshot {
    /// The documents that a member can open: workbooks before datasets, by name.
    pub fn documents_of<'s>(&'s self, member: &'s Member) -> Vec<Opened<'s>> {
        let holder = Holder::new(member, self);
        let (workbooks, datasets) = (self.sections.workbooks.held(), self.sections.datasets.held());
        let workbooks = self.workbooks().iter().zip(&self.homes.workbooks).filter_map(|(workbook, home)| {
            let access = workbooks.and_then(|held| held.content.detail(&workbook.id));
            let permission = holder.highest(workbook.owner_id.as_str(), *home, access)?;
            Some(Opened { document: Document::Workbook(workbook), permission })
        });
        let datasets = self.datasets().iter().zip(&self.homes.datasets).filter_map(|(dataset, home)| {
            let access = datasets.and_then(|held| held.content.detail(&dataset.id));
            let permission = holder.highest(&dataset.owner, *home, access)?;
            Some(Opened { document: Document::Dataset(dataset), permission })
        });
        workbooks.chain(datasets).collect()
    }
}
