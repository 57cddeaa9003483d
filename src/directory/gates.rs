//! Which grants count for a thing: its own, and for a document those of what it lies in (BEHAVIOUR.md section 10: a
//! child cannot have less than its parent).

use super::{Directory, Document, Snapshot, payload::DocumentAccess};
use crate::domain::{DocumentRef, Grant, InheritedFrom, MemberId, ResourceRef, Subject};
use jiff::Timestamp;

/// Something that people reach through grants.
pub trait Reachable: Clone {
    /// Everything that lets somebody in.
    fn gates<'s>(&self, snapshot: &'s Snapshot) -> ApplicableGrants<'s>;

    /// What it is called elsewhere.
    fn subject(&self) -> Subject;
}

/// Everything that lets somebody in to one thing.
pub struct ApplicableGrants<'s> {
    /// Whose it is. No source says that Sigma lists a grant for the owner, who can do everything with it.
    pub(super) owner: Option<MemberId>,
    /// Grants, each lot with where it was made; `None` is the thing itself.
    grants: Vec<(Option<InheritedFrom>, &'s [Grant])>,
}

impl<'s> ApplicableGrants<'s> {
    /// Each grant, with what it is inherited from.
    pub fn grants(&self) -> impl Iterator<Item = (Option<&InheritedFrom>, &'s Grant)> {
        self.grants.iter().flat_map(|(above, grants)| grants.iter().map(move |grant| (above.as_ref(), grant)))
    }
}

impl Reachable for ResourceRef {
    fn gates<'s>(&self, snapshot: &'s Snapshot) -> ApplicableGrants<'s> {
        ApplicableGrants { owner: None, grants: vec![(None, snapshot.grants(self))] }
    }

    fn subject(&self) -> Subject {
        self.into()
    }
}

impl Reachable for DocumentRef {
    fn gates<'s>(&self, snapshot: &'s Snapshot) -> ApplicableGrants<'s> {
        let owner = snapshot.document(self).map(Document::owner);
        let mut grants = Vec::with_capacity(3);
        if let Some(access) = snapshot.document_access(self) {
            grants.push((None, access.own.as_slice()));
            grants.push((Some(InheritedFrom::Folder), access.folders.as_slice()));
        }
        if let Some(home) = snapshot.home(self) {
            let from = InheritedFrom::Workspace(home.id.clone());
            grants.push((Some(from), snapshot.grants(&ResourceRef::Workspace(home.id.clone()))));
        }
        ApplicableGrants { owner, grants }
    }

    fn subject(&self) -> Subject {
        self.into()
    }
}

impl Snapshot {
    /// Who may open a document apart from what its workspace gives; `None` until Sigma was asked, and where it refuses.
    pub fn document_access(&self, document: &DocumentRef) -> Option<&DocumentAccess> {
        match document {
            DocumentRef::Workbook(id) => self.sections.workbooks.held()?.content.detail(id),
            DocumentRef::Dataset(id) => self.sections.datasets.held()?.content.detail(id),
            DocumentRef::DataModel(id) => self.sections.data_models.held()?.content.detail(id),
            DocumentRef::Report(id) => self.sections.reports.held()?.content.detail(id),
        }
    }

    /// When Sigma was last asked who may open a document; `None` while that is still to come.
    pub fn access_read_at(&self, document: &DocumentRef) -> Option<Timestamp> {
        let sections = &self.sections;
        Some(match document {
            DocumentRef::Workbook(id) => sections.workbooks.held()?.content.details.get(id)?.read_at,
            DocumentRef::Dataset(id) => sections.datasets.held()?.content.details.get(id)?.read_at,
            DocumentRef::DataModel(id) => sections.data_models.held()?.content.details.get(id)?.read_at,
            DocumentRef::Report(id) => sections.reports.held()?.content.details.get(id)?.read_at,
        })
    }
}

impl Directory {
    /// When Sigma was last asked who may open a document, as of now: what a page took from a snapshot may be older.
    pub fn access_read_at(&self, document: &DocumentRef) -> Option<Timestamp> {
        self.snapshot()?.access_read_at(document)
    }
}
