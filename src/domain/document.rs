//! Documents: the things inside workspaces that the portal names.

use super::{DatasetId, InodeId, MemberId, WorkbookId};
use serde::{Deserialize, Serialize};

/// A document of the file tree. Its own id is also its id among files (BEHAVIOUR.md section 13).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentRef {
    Workbook(WorkbookId),
    Dataset(DatasetId),
}

impl DocumentRef {
    /// The kinds that lists offer: name in the URL, and words for people.
    pub const KINDS: &[(&str, &str)] = &[("workbook", "Workbooks"), ("dataset", "Datasets")];

    /// `workbook:ID` or `dataset:ID`: what stands for it in a form, as [`Subject::key`](super::Subject::key) prints it.
    pub fn key(&self) -> String {
        super::Subject::from(self).key()
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            ("workbook", id) if !id.is_empty() => Some(Self::Workbook(id.into())),
            ("dataset", id) if !id.is_empty() => Some(Self::Dataset(id.into())),
            _ => None,
        }
    }

    /// Its id among files.
    pub fn inode_id(&self) -> InodeId {
        match self {
            Self::Workbook(id) => InodeId::new(id.as_str()),
            Self::Dataset(id) => InodeId::new(id.as_str()),
        }
    }

    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Workbook(_) => "workbook",
            Self::Dataset(_) => "dataset",
        }
    }

    /// The word for its kind, to begin with.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Workbook(_) => "Workbook",
            Self::Dataset(_) => "Dataset",
        }
    }
}

/// A document that is to get another owner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnedDocument {
    pub document: DocumentRef,
    /// What it was called when it was decided.
    pub name: String,
    /// Whose it was when it was decided.
    pub owner: MemberId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_survive_a_form() {
        for document in [DocumentRef::Workbook("w:1".into()), DocumentRef::Dataset("d".into())] {
            assert_eq!(DocumentRef::from_key(&document.key()), Some(document));
        }
        for key in ["", "workbook", "dataset:", "workspace:w"] {
            assert_eq!(DocumentRef::from_key(key), None, "{key}");
        }
    }
}
