//! Documents by place: which workspace each lies in, whose it is, and who holds what apart from what workspaces give.

use super::{Snapshot, grouped::GroupedVec, opened::Document, payload::DocumentAccess};
use crate::domain::{Dataset, DocumentRef, Grant, Grantee, MemberId, Permission, Workbook, Workspace};
use std::collections::HashMap;

/// The index of documents. Places count workbooks first, then datasets, each by name.
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
        let (workbooks, datasets) = (snapshot.sections.workbooks.held(), snapshot.sections.datasets.held());
        for Workbook { id, path, owner_id, .. } in snapshot.workbooks() {
            let access = workbooks.and_then(|held| held.content.detail(id));
            filed.file(home(path, access), owner_id.clone(), access);
        }
        for Dataset { id, path, owner, .. } in snapshot.datasets() {
            let access = datasets.and_then(|held| held.content.detail(id));
            filed.file(home(path, access), MemberId::new(owner.as_str()), access);
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

    /// Documents of every kind: workbooks before datasets, by name.
    pub fn documents(&self) -> impl Iterator<Item = Document<'_>> {
        (0..).map_while(|place| self.document_at(place))
    }

    /// A document by what it is.
    pub fn document(&self, of: &DocumentRef) -> Option<Document<'_>> {
        self.document_at(self.document_place(of)?)
    }

    /// The document at a place.
    pub fn document_at(&self, place: u32) -> Option<Document<'_>> {
        let (place, workbooks) = (place as usize, self.workbooks());
        match place.checked_sub(workbooks.len()) {
            None => workbooks.get(place).map(Document::Workbook),
            Some(place) => self.datasets().get(place).map(Document::Dataset),
        }
    }

    fn document_place(&self, document: &DocumentRef) -> Option<u32> {
        match document {
            DocumentRef::Workbook(id) => self.sections.workbooks.held()?.content.list.place(id),
            DocumentRef::Dataset(id) => {
                let place = self.sections.datasets.held()?.content.list.place(id)?;
                Some(u32::try_from(self.workbooks().len()).ok()? + place)
            }
        }
    }
}
