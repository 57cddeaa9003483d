//! The documents that one person can open.

use super::{Snapshot, detailed_row::DetailedRow, payload::DocumentAccess};
use crate::domain::{
    DataModel, Dataset, DocumentRef, Grantee, Member, MemberId, MemberStatus, Permission, Report, ResourceRef,
    Staleness, Workbook, WorkspacePermission,
};
use jiff::Timestamp;
use std::collections::HashSet;

/// What an owner can do: everything.
pub(super) static OWNERS: Permission = Permission::Workspace(WorkspacePermission::Edit);

/// A document of any kind, borrowed from a snapshot.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Document<'s> {
    Workbook(&'s Workbook),
    Dataset(&'s Dataset),
    DataModel(&'s DataModel),
    Report(&'s Report),
}

impl<'s> Document<'s> {
    /// Which it is.
    pub fn to_ref(self) -> DocumentRef {
        match self {
            Self::Workbook(workbook) => DocumentRef::Workbook(workbook.id.clone()),
            Self::Dataset(dataset) => DocumentRef::Dataset(dataset.id.clone()),
            Self::DataModel(model) => DocumentRef::DataModel(model.id.clone()),
            Self::Report(report) => DocumentRef::Report(report.id.clone()),
        }
    }

    /// The name as Sigma has it.
    pub fn name(self) -> &'s str {
        match self {
            Self::Workbook(workbook) => &workbook.name,
            Self::Dataset(dataset) => &dataset.name,
            Self::DataModel(model) => &model.name,
            Self::Report(report) => &report.name,
        }
    }

    /// The folder it lies in.
    pub fn path(self) -> &'s str {
        match self {
            Self::Workbook(workbook) => &workbook.path,
            Self::Dataset(dataset) => &dataset.path,
            Self::DataModel(model) => &model.path,
            Self::Report(report) => &report.path,
        }
    }

    /// Its page in Sigma, as Sigma says it.
    pub fn url(self) -> &'s str {
        match self {
            Self::Workbook(workbook) => &workbook.url,
            Self::Dataset(dataset) => &dataset.url,
            Self::DataModel(model) => &model.url,
            Self::Report(report) => &report.url,
        }
    }

    /// Whose it is.
    pub fn owner(self) -> MemberId {
        match self {
            Self::Workbook(workbook) => workbook.owner_id.clone(),
            Self::Dataset(dataset) => MemberId::new(dataset.owner.as_str()),
            Self::DataModel(model) => model.owner_id.clone(),
            Self::Report(report) => report.owner_id.clone(),
        }
    }

    /// When it last changed.
    pub fn updated_at(self) -> Timestamp {
        match self {
            Self::Workbook(workbook) => workbook.updated_at,
            Self::Dataset(dataset) => dataset.updated_at,
            Self::DataModel(model) => model.updated_at,
            Self::Report(report) => report.updated_at,
        }
    }
}

/// A row of one of the lists of documents.
pub trait DocumentRow: DetailedRow<Detail = DocumentAccess> {
    /// The row as a document of whatever kind.
    fn as_document(&self) -> Document<'_>;
}

impl DocumentRow for Workbook {
    fn as_document(&self) -> Document<'_> {
        Document::Workbook(self)
    }
}

impl DocumentRow for Dataset {
    fn as_document(&self) -> Document<'_> {
        Document::Dataset(self)
    }
}

impl DocumentRow for DataModel {
    fn as_document(&self) -> Document<'_> {
        Document::DataModel(self)
    }
}

impl DocumentRow for Report {
    fn as_document(&self) -> Document<'_> {
        Document::Report(self)
    }
}

/// A document that somebody can open. [`Snapshot::access_to`] says why.
#[derive(Clone, Debug, PartialEq)]
pub struct AccessibleDocument<'s> {
    pub document: Document<'s>,
    /// The highest permission granted.
    pub permission: Permission,
}

impl Snapshot {
    /// The documents that a member can open: workbooks, datasets, data models and reports, each by name.
    pub fn documents_of(&self, member: &Member) -> Vec<AccessibleDocument<'_>> {
        let mut highest: Vec<Option<&Permission>> = vec![None; self.filed.count()];
        let mut raise = |document: u32, permission| {
            if let Some(highest) = highest.get_mut(document as usize) {
                *highest = (*highest).max(Some(permission));
            }
        };
        for (workspace, permission) in self.workspaces_of(member) {
            self.filed.inside(workspace).iter().for_each(|document| raise(*document, permission));
        }
        for (document, permission) in self.opened_directly(member) {
            raise(document, permission);
        }
        let opened = highest.into_iter().zip(0..).filter_map(|(permission, place)| {
            Some(AccessibleDocument { permission: permission?.clone(), document: self.document_at(place)? })
        });
        opened.collect()
    }

    /// Whether nobody seems to look after a document any more, as of when the directory was read.
    pub fn is_stale(&self, document: Document<'_>, staleness: Staleness) -> bool {
        staleness.admits(document.updated_at(), self.is_gone(&document.owner()), self.as_of())
    }

    /// Whether somebody is deactivated or not in the organisation any more. Who is shown a part of it cannot tell whom
    /// they do not see from who is not there.
    pub fn is_gone(&self, member: &MemberId) -> bool {
        self.member(member).map_or(self.is_whole(), |member| member.status() != MemberStatus::Active)
    }

    /// How many documents a member can open.
    pub fn document_count(&self, member: &Member) -> usize {
        let workspaces: HashSet<u32> = self.workspaces_of(member).map(|(workspace, _)| workspace).collect();
        let inside: usize = workspaces.iter().map(|workspace| self.filed.inside(*workspace).len()).sum();
        let elsewhere = |document: &u32| self.filed.home(*document).is_none_or(|home| !workspaces.contains(&home));
        let directly: HashSet<u32> =
            self.opened_directly(member).map(|(document, _)| document).filter(elsewhere).collect();
        inside + directly.len()
    }

    /// The workspaces that grants to a member or their teams are on, by place; one with several comes several times.
    fn workspaces_of(&self, member: &Member) -> impl Iterator<Item = (u32, &Permission)> {
        let granted = self.grantees_of(member).into_iter().flat_map(|grantee| self.granted_to(&grantee));
        granted.filter_map(|(resource, permission)| match resource {
            ResourceRef::Workspace(id) => Some((self.workspace_place(id)?, permission)),
            ResourceRef::Connection(_) => None,
        })
    }

    /// The documents that a member opens by other ways than their workspaces, by place; one may come several times.
    fn opened_directly(&self, member: &Member) -> impl Iterator<Item = (u32, &Permission)> {
        let owned = self.filed.owned_by(&member.id).iter().map(|document| (*document, &OWNERS));
        let granted = self.grantees_of(member).into_iter().flat_map(|grantee| self.filed.granted_to(&grantee));
        owned.chain(granted.map(|(document, permission)| (*document, permission)))
    }

    /// Whose grants reach a member: their own and those of their teams.
    fn grantees_of(&self, member: &Member) -> Vec<Grantee> {
        let teams = self.letting_in(&member.id).map(|team| Grantee::Team(team.clone()));
        std::iter::once(Grantee::Member(member.id.clone())).chain(teams).collect()
    }
}
