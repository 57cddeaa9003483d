//! Changes: the list, one change with its journal, and the review of a plan before it is accepted.

mod accept;
mod actions;
mod list;
mod next;
mod orders;
mod outcome;
mod review;
mod show;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::CHANGES, list::list)
        .route(paths::REVIEW, get(accept::review))
        .route(paths::CHANGE, get(show::show))
        .route(paths::CHANGE_EVENTS, get(show::follow))
}
