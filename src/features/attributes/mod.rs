//! User attributes: the list, one attribute's page with who has which value, setting values and taking them away.

mod list;
mod show;
mod values;

use crate::web::{App, paths};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::ATTRIBUTES);
    Router::new()
        .route(paths::ATTRIBUTES, get(list::list))
        .route(&paths::csv(paths::ATTRIBUTES), get(list::csv))
        .route(&one, get(show::show))
        .route(&paths::csv(&one), get(show::csv))
        .route(&format!("{one}/values"), post(values::plan))
}
