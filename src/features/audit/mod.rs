//! The audit log: its list, one event, and the log as other systems take it.

mod altered;
mod grouped;
mod lines;
mod list;
mod show;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::AUDIT, list::log)
        .route(paths::AUDIT_EVENT, get(show::show))
        .route(paths::AUDIT_LINES, get(lines::export))
}
