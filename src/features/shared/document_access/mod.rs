//! Access to one document: what the pages of every kind share.
//!
//! | file | owns |
//! |---|---|
//! | `panel` | who was given access, on the document and above it |
//! | `owner` | the way to another owner |
//! | `actions` | what the panel's forms call |

mod actions;
mod owner;
mod panel;

pub use actions::UnshareDocument;
pub use owner::change_owner;
pub use panel::{Given, panel};

use super::{adder::InlineAddForm, everyone::Reached};
use crate::{
    directory,
    domain::{AppError, DocumentRef, ResourceKind, Workbook, WorkbookId, WorkspacePermission},
    web::{NavItem, RequestContext, paths},
};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;

/// Levels that a document can be shared at. The fourth, to contribute, is a folder's.
const LEVELS: [WorkspacePermission; 3] =
    [WorkspacePermission::View, WorkspacePermission::Explore, WorkspacePermission::Edit];

/// What the form takes that shares a document.
const SHARE: InlineAddForm = InlineAddForm::of_grantees("Person or team to share with");

/// A document whose page this is.
#[derive(Clone, Debug)]
pub struct Document {
    pub of: DocumentRef,
    pub name: String,
    /// Nobody opens an archived one, so nobody is let in.
    pub is_archived: bool,
}

impl Document {
    /// The document of a form, for those who are shown it.
    ///
    /// # Errors
    /// [`AppError::Unreadable`] for what is no key, [`AppError::NotFound`], and as [`workbook`].
    async fn of_key(cx: &RequestContext, key: &str) -> Result<Self, AppError> {
        match DocumentRef::from_key(key).ok_or(AppError::Unreadable)? {
            DocumentRef::Workbook(id) => Ok(Self::from(&workbook(cx, &id).await?)),
            of => cx.snapshot()?.document(&of).map(Self::from).ok_or(AppError::NotFound),
        }
    }

    /// Its place in the navigation.
    pub fn place(&self) -> NavItem {
        match self.of {
            DocumentRef::Workbook(_) => NavItem::Workbooks,
            DocumentRef::Dataset(_) => NavItem::Datasets,
            DocumentRef::DataModel(_) | DocumentRef::Report(_) => NavItem::Documents,
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
            levels: ResourceKind::Workspace.levels(),
        }
    }
}

impl From<&Workbook> for Document {
    fn from(workbook: &Workbook) -> Self {
        let of = DocumentRef::Workbook(workbook.id.clone());
        Self { of, name: workbook.name.clone(), is_archived: workbook.is_archived }
    }
}

/// One of the directory, which holds none that are archived.
impl From<directory::Document<'_>> for Document {
    fn from(document: directory::Document<'_>) -> Self {
        Self { of: document.to_ref(), name: document.name().to_owned(), is_archived: false }
    }
}

/// A document's picture, by its kind.
pub fn icon(of: &DocumentRef) -> Drawing {
    match of {
        DocumentRef::Workbook(_) => lu::LuBookOpen,
        DocumentRef::Dataset(_) => lu::LuTable2,
        DocumentRef::DataModel(_) => lu::LuBoxes,
        DocumentRef::Report(_) => lu::LuFileText,
    }
}

/// The workbook: from the directory, or from Sigma itself when it is archived or new.
///
/// # Errors
/// [`AppError::NotFound`], also where Sigma does not answer; [`AppError::Elsewhere`] where it would have to be asked for
/// a page of another site; [`AppError::NotReady`].
pub async fn workbook(cx: &RequestContext, id: &WorkbookId) -> Result<Workbook, AppError> {
    let snapshot = cx.snapshot()?;
    if let Some(workbook) = snapshot.workbook(id) {
        return Ok(workbook.clone());
    }
    // Sigma would answer with the portal's rights. Which workspace such a workbook lies in is not known.
    if !snapshot.is_whole() {
        return Err(AppError::NotFound);
    }
    cx.require_own_page()?;
    cx.sigma().workbooks().get(id).await.map_err(|error| {
        if error.status().is_none_or(|status| status >= 500) {
            tracing::warn!(%error, "A workbook that the directory does not hold could not be asked for");
        }
        AppError::NotFound
    })
}
