//! Settings: how the portal is set up and how it is doing, for admins and auditors. Shows no secret.

mod account_type;
mod panels;
mod reading;
mod readings;
mod show;
mod sigma;

use crate::web::{App, paths};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    Router::new()
        .route(paths::SETTINGS, get(show::show))
        .route(&paths::settings_read(), post(reading::read))
        .route(&paths::settings_accept(), post(reading::accept))
        .route(&format!("{}/account-types/{{id}}", paths::SETTINGS), get(account_type::show))
}
