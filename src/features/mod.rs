//! What a person sees: one folder per subject. In each: routes, pages, and what only they need.
//!
//! A feature does not import another feature; what two share moves to `components`, `directory` or `domain`.

mod access;
mod attributes;
mod audit;
mod changes;
mod connections;
mod datasets;
mod directory;
mod find;
mod history;
mod kept_forms;
mod members;
mod onboarding;
mod overview;
mod settings;
mod sign_in;
mod teams;
mod workbooks;
mod workspaces;

use crate::web::App;
use axum::Router;

/// The routes of all features.
pub fn routes() -> Router<App> {
    Router::new()
        .merge(access::routes())
        .merge(attributes::routes())
        .merge(audit::routes())
        .merge(changes::routes())
        .merge(datasets::routes())
        .merge(connections::routes())
        .merge(directory::routes())
        .merge(find::routes())
        .merge(history::routes())
        .merge(kept_forms::routes())
        .merge(members::routes())
        .merge(onboarding::routes())
        .merge(overview::routes())
        .merge(settings::routes())
        .merge(sign_in::routes())
        .merge(teams::routes())
        .merge(workbooks::routes())
        .merge(workspaces::routes())
}
