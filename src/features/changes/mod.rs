//! Changes: the list, one change with its journal, and the review of a plan before it is accepted.

mod accept;
mod actions;
mod list;
mod orders;
mod review;
mod show;

use crate::web::{AppState, paths};
use axum::{Router, routing::get};

pub fn routes() -> Router<AppState> {
    let one = format!("{}/{{id}}", paths::CHANGES);
    Router::new()
        .route(paths::CHANGES, get(list::list))
        .route(&format!("{}/{{id}}", paths::REVIEWS), get(accept::review))
        .route(&paths::csv(paths::CHANGES), get(list::csv))
        .route(&one, get(show::show))
        .route(&format!("{one}/events"), get(show::follow))
}
