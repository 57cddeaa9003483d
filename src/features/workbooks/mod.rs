//! Workbooks: the list, one workbook's pages, who may open it, and exports.

mod access;
pub(super) mod actions;
mod activity;
mod contents;
mod edit;
mod embeds;
mod export;
mod heading;
mod list;
mod outline;
mod show;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::WORKBOOKS, list::list)
        .route(paths::WORKBOOK, get(show::show))
        .route(paths::WORKBOOK_CONTENTS, get(contents::show))
        .route(paths::WORKBOOK_ACTIVITY, get(activity::show))
        .route(paths::WORKBOOK_EDIT, get(edit::form))
        .list(paths::WORKBOOK_PEOPLE, access::people)
        .route(paths::WORKBOOK_EXPORT, get(export::form))
        .route(paths::EXPORT, get(export::show))
        .route(paths::EXPORT_EVENTS, get(export::follow))
        .route(paths::EXPORT_FILE, get(export::file))
}
