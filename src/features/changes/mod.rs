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
    let one = format!("{}/{{id}}", paths::CHANGES);
    Pages::new()
        .list(paths::CHANGES, list::list)
        .route(&format!("{}/{{id}}", paths::REVIEWS), get(accept::review))
        .route(&one, get(show::show))
        .route(&format!("{one}/events"), get(show::follow))
}
