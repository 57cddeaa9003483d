//! Members: the list, one person's page, and what can be changed there.

mod access;
mod edit;
mod list;
mod show;

use crate::web::{App, paths};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::MEMBERS);
    Router::new()
        .route(paths::MEMBERS, get(list::list))
        .route(&paths::csv(paths::MEMBERS), get(list::csv))
        .route(paths::ME, get(show::me))
        .route(&one, get(show::show))
        .route(&format!("{one}/edit"), get(edit::form).post(edit::submit))
        .route(&format!("{one}/access"), post(access::plan))
}
