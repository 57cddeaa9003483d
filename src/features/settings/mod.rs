//! Settings: how the portal is set up and how it is doing, for admins and auditors. Shows no secret.

mod account_type;
mod actions;
mod assign;
mod assigned;
mod audit_log;
mod notifications;
mod panels;
mod posture;
mod reading;
mod readings;
mod roles;
mod show;
mod sigma;

use crate::web::{Pages, get, paths};

pub fn routes() -> Pages {
    Pages::new()
        .route(paths::SETTINGS, get(show::show))
        .route(paths::ROLES, get(roles::show))
        .route(paths::ACCOUNT_TYPE, get(account_type::show))
}
