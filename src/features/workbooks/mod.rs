//! Workbooks: the list, one workbook's pages, who may open it, and exports.

mod access;
pub(super) mod actions;
mod contents;
mod edit;
mod export;
mod heading;
mod list;
mod outline;
mod show;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    let one = format!("{}/{{id}}", paths::WORKBOOKS);
    let people = format!("{one}/people");
    let export = format!("{}/{{id}}", paths::EXPORTS);
    Pages::new()
        .list(paths::WORKBOOKS, list::list)
        .route(&one, get(show::show))
        .route(&format!("{one}/contents"), get(contents::show))
        .route(&format!("{one}/edit"), get(edit::form))
        .list(&people, access::people)
        .route(&format!("{one}/export"), get(export::form))
        .route(&export, get(export::show))
        .route(&format!("{export}/events"), get(export::follow))
        .route(&format!("{export}/file"), get(export::file))
}
