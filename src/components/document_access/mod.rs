//! Access to one workbook or dataset: what the pages of both share.
//!
//! | file | owns |
//! |---|---|
//! | `panel` | who was given access, on the document and above it |
//! | `share` | what the panel's forms want |
//!
//! Owns no routes: the features of workbooks and datasets mount the handlers under their own paths.

mod panel;
mod share;

pub use panel::{Given, panel};
pub use share::plan;

use super::{everyone::Reached, things};
use crate::{
    domain::{DocumentRef, ResourceKind, WorkspacePermission},
    web::{Place, paths},
};

/// Levels that a document can be shared at. The fourth, to contribute, is a folder's.
const LEVELS: [WorkspacePermission; 3] =
    [WorkspacePermission::View, WorkspacePermission::Explore, WorkspacePermission::Edit];

/// One workbook or dataset.
#[derive(Clone, Debug)]
pub struct Document {
    /// Which.
    pub of: DocumentRef,
    /// Its name.
    pub name: String,
    /// Nobody opens an archived one, so nobody is let in.
    pub is_archived: bool,
}

impl Document {
    /// Its place in the navigation.
    pub fn place(&self) -> Place {
        match self.of {
            DocumentRef::Workbook(_) => Place::Workbooks,
            DocumentRef::Dataset(_) => Place::Datasets,
        }
    }

    /// Its list of people.
    pub fn reached(&self) -> Reached<DocumentRef> {
        Reached {
            of: self.of.clone(),
            name: self.name.clone(),
            place: self.place(),
            path: paths::document_people(&self.of),
            // What is inherited may be at any level.
            levels: things::levels_of(ResourceKind::Workspace),
        }
    }
}
