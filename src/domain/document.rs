//! Documents: the things inside workspaces that the portal names.

use super::{DatasetId, InodeId, WorkbookId};
use serde::{Deserialize, Serialize};

/// A document of the file tree. Its own id is also its id among files (BEHAVIOUR.md section 13).
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DocumentRef {
    /// A workbook.
    Workbook(WorkbookId),
    /// A dataset.
    Dataset(DatasetId),
}

impl DocumentRef {
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
}
