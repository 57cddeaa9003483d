//! Changes: the list, one change with its journal, and the door that accepts a reviewed plan.

mod accept;
mod list;
mod orders;
mod show;

use crate::web::{App, paths};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::CHANGES);
    Router::new()
        .route(paths::CHANGES, get(list::list).post(accept::accept))
        .route(&format!("{}/{{id}}", paths::REVIEWS), get(accept::review))
        .route(&paths::csv(paths::CHANGES), get(list::csv))
        .route(&one, get(show::show))
        .route(&format!("{one}/orders"), post(orders::order))
        .route(&format!("{one}/events"), get(show::follow))
}
