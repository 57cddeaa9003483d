//! Access packages: bundles of access that belong to a job, who holds them, and bringing holders back to them.

mod actions;
mod back;
mod delete;
mod edit;
mod form;
mod list;
mod show;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::PACKAGES, list::list)
        .route(paths::PACKAGE_NEW, get(edit::new))
        .route(paths::PACKAGE, get(show::show))
        .route(paths::PACKAGE_EDIT, get(edit::edit))
        .route(paths::PACKAGE_DELETE, get(delete::question))
}
