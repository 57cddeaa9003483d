//! Which grants count for a thing: its own, and for a document those of what it lies in (BEHAVIOUR.md section 10: a
//! child cannot have less than its parent).

use super::{Snapshot, content::DocumentAccess};
use crate::domain::{
    Above, Dataset, DatasetId, DocumentRef, Grant, MemberId, ResourceRef, Subject, Workbook, WorkbookId, Workspace,
};
use jiff::Timestamp;
use std::collections::HashMap;

/// Something that people reach through grants.
pub trait Reachable: Clone {
    /// Everything that lets somebody in.
    fn gates<'s>(&self, snapshot: &'s Snapshot) -> Gates<'s>;

    /// What it is called elsewhere.
    fn subject(&self) -> Subject;
}

/// Everything that lets somebody in to one thing.
pub struct Gates<'s> {
    /// Whose it is. No source says that Sigma lists a grant for the owner, who can do everything with it.
    pub(super) owner: Option<MemberId>,
    /// Grants, each lot with where it was made; `None` is the thing itself.
    grants: Vec<(Option<Above>, &'s [Grant])>,
}

impl<'s> Gates<'s> {
    /// Each grant, with what it is inherited from.
    pub fn grants(&self) -> impl Iterator<Item = (Option<&Above>, &'s Grant)> {
        self.grants.iter().flat_map(|(above, grants)| grants.iter().map(move |grant| (above.as_ref(), grant)))
    }
}

impl Reachable for ResourceRef {
    fn gates<'s>(&self, snapshot: &'s Snapshot) -> Gates<'s> {
        Gates { owner: None, grants: vec![(None, snapshot.grants(self))] }
    }

    fn subject(&self) -> Subject {
        self.into()
    }
}

impl Reachable for DocumentRef {
    fn gates<'s>(&self, snapshot: &'s Snapshot) -> Gates<'s> {
        let owner = match self {
            Self::Workbook(id) => snapshot.workbook(id).map(|workbook| workbook.owner_id.clone()),
            Self::Dataset(id) => snapshot.dataset(id).map(|dataset| MemberId::new(dataset.owner.as_str())),
        };
        let mut grants = Vec::with_capacity(3);
        if let Some(access) = snapshot.document_access(self) {
            grants.push((None, access.own.as_slice()));
            grants.push((Some(Above::Folder), access.folders.as_slice()));
        }
        if let Some(home) = snapshot.home(self) {
            let from = Above::Workspace(home.id.clone());
            grants.push((Some(from), snapshot.grants(&ResourceRef::Workspace(home.id.clone()))));
        }
        Gates { owner, grants }
    }

    fn subject(&self) -> Subject {
        self.into()
    }
}

/// At each document's place, that of the workspace it lies in.
#[derive(Default)]
pub struct Homes {
    pub(super) workbooks: Vec<Option<u32>>,
    pub(super) datasets: Vec<Option<u32>>,
}

impl Homes {
    /// Finds the workspace of every document: the one whose grants it inherits, and where there are none the only one
    /// that has the name its path begins with.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut named: HashMap<&str, Option<u32>> = HashMap::new();
        for (workspace, at) in snapshot.workspaces().iter().zip(0..) {
            named.entry(&workspace.name).and_modify(|several| *several = None).or_insert(Some(at));
        }
        let place = |path: &str, access: Option<&DocumentAccess>| {
            let known = access.and_then(|access| snapshot.workspace_place(access.workspace.as_ref()?));
            known.or_else(|| *named.get(path.split('/').next()?)?)
        };
        let (workbooks, datasets) = (snapshot.sections.workbooks.held(), snapshot.sections.datasets.held());
        let workbook = |w: &Workbook| place(&w.path, workbooks.and_then(|held| held.content.detail(&w.id)));
        let dataset = |d: &Dataset| place(&d.path, datasets.and_then(|held| held.content.detail(&d.id)));
        Self {
            workbooks: snapshot.workbooks().iter().map(workbook).collect(),
            datasets: snapshot.datasets().iter().map(dataset).collect(),
        }
    }
}

impl Snapshot {
    /// Who may open a document apart from what its workspace gives; `None` until Sigma was asked, and where it refuses.
    pub fn document_access(&self, document: &DocumentRef) -> Option<&DocumentAccess> {
        match document {
            DocumentRef::Workbook(id) => self.sections.workbooks.held()?.content.detail(id),
            DocumentRef::Dataset(id) => self.sections.datasets.held()?.content.detail(id),
        }
    }

    /// When Sigma was last asked who may open a document; `None` while that is still to come.
    pub fn access_read_at(&self, document: &DocumentRef) -> Option<Timestamp> {
        match document {
            DocumentRef::Workbook(id) => Some(self.sections.workbooks.held()?.content.details.get(id)?.read_at),
            DocumentRef::Dataset(id) => Some(self.sections.datasets.held()?.content.details.get(id)?.read_at),
        }
    }

    /// The workspace that a document lies in; `None` for one in somebody's own documents, and where it is not known.
    pub fn home(&self, document: &DocumentRef) -> Option<&Workspace> {
        let home = match document {
            DocumentRef::Workbook(id) => self.homes.workbooks.get(self.workbook_place(id)?)?,
            DocumentRef::Dataset(id) => self.homes.datasets.get(self.dataset_place(id)?)?,
        };
        self.workspaces().get((*home)? as usize)
    }

    fn workbook_place(&self, id: &WorkbookId) -> Option<usize> {
        Some(self.sections.workbooks.held()?.content.list.place(id)? as usize)
    }

    fn dataset_place(&self, id: &DatasetId) -> Option<usize> {
        Some(self.sections.datasets.held()?.content.list.place(id)? as usize)
    }
}
