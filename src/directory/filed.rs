//! Documents by place: which workspace each lies in, whose it is, and who holds what apart from what workspaces give.

use super::{Snapshot, grouped::GroupedVec, opened::Document, payload::DocumentAccess};
use crate::domain::{DocumentRef, Grant, Grantee, MemberId, Permission, Workspace};
use std::collections::HashMap;

/// The index of documents. Places count workbooks first, then datasets, data models and reports, each by name.
#[derive(Default)]
pub struct DocumentIndex {
    /// At each document's place, that of the workspace it lies in.
    homes: Vec<Option<u32>>,
    /// At each workspace's place, the documents in it.
    inside: GroupedVec<u32>,
    /// What was granted on documents and on the folders above them, by who holds it.
    granted: HashMap<Grantee, Vec<(u32, Permission)>>,
    owned: HashMap<MemberId, Vec<u32>>,
}

impl DocumentIndex {
    /// Files every document. It lies in the workspace whose grants it inherits, and where there are none in the only
    /// one that has the name its path begins with.
    pub fn of(snapshot: &Snapshot) -> Self {
        let mut named: HashMap<&str, Option<u32>> = HashMap::new();
        for (workspace, at) in snapshot.workspaces().iter().zip(0..) {
            named.entry(&workspace.name).and_modify(|several| *several = None).or_insert(Some(at));
        }
        let home = |path: &str, access: Option<&DocumentAccess>| {
            let known = access.and_then(|access| snapshot.workspace_place(access.workspace.as_ref()?));
            known.or_else(|| *named.get(path.split('/').next()?)?)
        };
        let mut filed = Self::default();
        for document in snapshot.documents() {
            let access = snapshot.document_access(&document.to_ref());
            filed.file(home(document.path(), access), document.owner(), access);
        }
        let homes = filed.homes.iter().zip(0..).filter_map(|(home, at)| Some(((*home)?, at)));
        filed.inside = GroupedVec::new(snapshot.workspaces().len(), homes.collect());
        filed
    }

    fn file(&mut self, home: Option<u32>, owner: MemberId, access: Option<&DocumentAccess>) {
        let Ok(place) = u32::try_from(self.homes.len()) else { return };
        self.homes.push(home);
        self.owned.entry(owner).or_default().push(place);
        let grants = access.into_iter().flat_map(|access| access.own.iter().chain(&access.folders));
        for grant in grants {
            if let Some(grantee) = Grant::grantee(grant) {
                self.granted.entry(grantee).or_default().push((place, grant.permission.clone()));
            }
        }
    }

    /// How many documents there are.
    pub fn count(&self) -> usize {
        self.homes.len()
    }

    /// The place of the workspace that the document at a place lies in.
    pub fn home(&self, document: u32) -> Option<u32> {
        *self.homes.get(document as usize)?
    }

    /// The places of the documents in the workspace at a place.
    pub fn inside(&self, workspace: u32) -> &[u32] {
        self.inside.of(workspace)
    }

    /// What a member or team holds on documents, and on folders for each document in them.
    pub fn granted_to(&self, grantee: &Grantee) -> &[(u32, Permission)] {
        self.granted.get(grantee).map_or(&[], Vec::as_slice)
    }

    /// The places of the documents that a member owns.
    pub fn owned_by(&self, member: &MemberId) -> &[u32] {
        self.owned.get(member).map_or(&[], Vec::as_slice)
    }
}

impl Snapshot {
    /// The workspace that a document lies in; `None` for one in somebody's own documents, and where it is not known.
    pub fn home(&self, document: &DocumentRef) -> Option<&Workspace> {
        self.workspaces().get(self.filed.home(self.document_place(document)?)? as usize)
    }

    /// Documents of every kind: workbooks, datasets, data models and reports, each by name.
    pub fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        let (workbooks, datasets) = (self.workbooks().iter(), self.datasets().iter());
        let (models, reports) = (self.data_models().iter(), self.reports().iter());
        let first = workbooks.map(Document::Workbook).chain(datasets.map(Document::Dataset));
        first.chain(models.map(Document::DataModel)).chain(reports.map(Document::Report))
    }

    /// A document by what it is.
    pub fn document(&self, of: &DocumentRef) -> Option<Document<'_>> {
        Some(match of {
            DocumentRef::Workbook(id) => Document::Workbook(self.workbook(id)?),
            DocumentRef::Dataset(id) => Document::Dataset(self.dataset(id)?),
            DocumentRef::DataModel(id) => Document::DataModel(self.data_model(id)?),
            DocumentRef::Report(id) => Document::Report(self.report(id)?),
        })
    }

    /// The document at a place.
    pub fn document_at(&self, place: u32) -> Option<Document<'_>> {
        let mut place = place as usize;
        if let Some(workbook) = self.workbooks().get(place) {
            return Some(Document::Workbook(workbook));
        }
        place -= self.workbooks().len();
        if let Some(dataset) = self.datasets().get(place) {
            return Some(Document::Dataset(dataset));
        }
        place -= self.datasets().len();
        if let Some(model) = self.data_models().get(place) {
            return Some(Document::DataModel(model));
        }
        place -= self.data_models().len();
        self.reports().get(place).map(Document::Report)
    }

    fn document_place(&self, document: &DocumentRef) -> Option<u32> {
        let (workbooks, datasets, models) = (self.workbooks().len(), self.datasets().len(), self.data_models().len());
        let (before, place) = match document {
            DocumentRef::Workbook(id) => (0, self.sections.workbooks.held()?.content.list.place(id)?),
            DocumentRef::Dataset(id) => (workbooks, self.sections.datasets.held()?.content.list.place(id)?),
            DocumentRef::DataModel(id) => {
                (workbooks + datasets, self.sections.data_models.held()?.content.list.place(id)?)
            }
            DocumentRef::Report(id) => {
                (workbooks + datasets + models, self.sections.reports.held()?.content.list.place(id)?)
            }
        };
        Some(u32::try_from(before).ok()? + place)
    }
}
