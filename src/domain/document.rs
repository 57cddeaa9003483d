//! Documents: the things inside workspaces that the portal names.

use super::{DataModelId, DatasetId, InodeId, MemberId, ReportId, WorkbookId};
use serde::{Deserialize, Serialize};

/// A document of the file tree. Its own id is also its id among files (BEHAVIOUR.md section 13).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentRef {
    Workbook(WorkbookId),
    Dataset(DatasetId),
    DataModel(DataModelId),
    Report(ReportId),
}

impl DocumentRef {
    /// The kinds that lists offer: name in the URL, and words for people.
    pub const KINDS: &[(&str, &str)] =
        &[("workbook", "Workbooks"), ("dataset", "Datasets"), ("data_model", "Data models"), ("report", "Reports")];

    /// `workbook:ID` and the like: what stands for it in a form, as [`Subject::key`](super::Subject::key) prints it.
    pub fn key(&self) -> String {
        super::Subject::from(self).key()
    }

    /// Reads [`Self::key`] back.
    pub fn from_key(key: &str) -> Option<Self> {
        match key.split_once(':')? {
            (_, "") => None,
            ("workbook", id) => Some(Self::Workbook(id.into())),
            ("dataset", id) => Some(Self::Dataset(id.into())),
            ("data_model", id) => Some(Self::DataModel(id.into())),
            ("report", id) => Some(Self::Report(id.into())),
            _ => None,
        }
    }

    /// Its id among files.
    pub fn inode_id(&self) -> InodeId {
        InodeId::new(match self {
            Self::Workbook(id) => id.as_str(),
            Self::Dataset(id) => id.as_str(),
            Self::DataModel(id) => id.as_str(),
            Self::Report(id) => id.as_str(),
        })
    }

    /// The name of its kind in a URL and in [`Self::key`].
    pub fn slug(&self) -> &'static str {
        match self {
            Self::Workbook(_) => "workbook",
            Self::Dataset(_) => "dataset",
            Self::DataModel(_) => "data_model",
            Self::Report(_) => "report",
        }
    }

    /// The word for its kind.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Workbook(_) => "workbook",
            Self::Dataset(_) => "dataset",
            Self::DataModel(_) => "data model",
            Self::Report(_) => "report",
        }
    }

    /// The word for its kind, to begin with.
    pub fn label(&self) -> &'static str {
        match self {
            Self::Workbook(_) => "Workbook",
            Self::Dataset(_) => "Dataset",
            Self::DataModel(_) => "Data model",
            Self::Report(_) => "Report",
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
        for (document, (slug, _)) in [
            DocumentRef::Workbook("w:1".into()),
            DocumentRef::Dataset("d".into()),
            DocumentRef::DataModel("m".into()),
            DocumentRef::Report("r".into()),
        ]
        .into_iter()
        .zip(DocumentRef::KINDS)
        {
            assert_eq!(document.slug(), *slug);
            assert!(document.key().starts_with(slug));
            assert_eq!(DocumentRef::from_key(&document.key()), Some(document));
        }
        for key in ["", "workbook", "dataset:", "workspace:w"] {
            assert_eq!(DocumentRef::from_key(key), None, "{key}");
        }
    }
}
