//! Access packages: bundles of access that belong to a job, who holds them, and bringing holders back to them.

mod actions;
mod back;
mod delete;
mod edit;
mod file;
mod form;
mod list;
mod show;

use crate::web::{Pages, get, paths};
use axum::extract::DefaultBodyLimit;

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::PACKAGES, list::list)
        .route(paths::PACKAGE_NEW, get(edit::new).post(file::take).layer(DefaultBodyLimit::max(file::BYTES)))
        .route(paths::PACKAGE_EXPORT, get(file::download))
        .route(paths::PACKAGE, get(show::show))
        .route(paths::PACKAGE_EDIT, get(edit::edit))
        .route(paths::PACKAGE_DELETE, get(delete::question))
}
