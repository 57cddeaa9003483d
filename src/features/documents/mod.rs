//! Documents of every kind: the list with the stale ones, and giving documents to another owner.

pub(super) mod actions;
mod list;
mod owner;
mod selection;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new().list(paths::DOCUMENTS, list::list).route(paths::DOCUMENTS_OWNER, get(owner::form))
}
