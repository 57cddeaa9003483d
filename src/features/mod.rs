//! What a person sees: one folder per subject. In each: routes, pages, and what only they need.
//!
//! A feature does not import another feature; what two share moves to `shared`.
//! Compiled for server and browser: pages are gated, functions and islands are open.

pub mod onboarding;
pub mod shared;
mod theme;

#[cfg(feature = "ssr")]
mod access;
#[cfg(feature = "ssr")]
mod api;
#[cfg(feature = "ssr")]
mod attributes;
#[cfg(feature = "ssr")]
mod audit;
#[cfg(feature = "ssr")]
mod changes;
#[cfg(feature = "ssr")]
mod connections;
#[cfg(feature = "ssr")]
mod datasets;
#[cfg(feature = "ssr")]
mod demo;
#[cfg(feature = "ssr")]
mod directory;
#[cfg(feature = "ssr")]
mod documents;
#[cfg(feature = "ssr")]
mod find;
#[cfg(feature = "ssr")]
mod help;
#[cfg(feature = "ssr")]
mod history;
#[cfg(feature = "ssr")]
mod kept_forms;
#[cfg(feature = "ssr")]
mod members;
#[cfg(feature = "ssr")]
mod notifications;
#[cfg(feature = "ssr")]
mod overview;
#[cfg(feature = "ssr")]
mod packages;
#[cfg(feature = "ssr")]
mod policies;
#[cfg(feature = "ssr")]
mod requests;
#[cfg(feature = "ssr")]
mod sessions;
#[cfg(feature = "ssr")]
mod settings;
#[cfg(feature = "ssr")]
mod sign_in;
#[cfg(feature = "ssr")]
mod status;
#[cfg(feature = "ssr")]
mod teams;
#[cfg(feature = "ssr")]
mod workbooks;
#[cfg(feature = "ssr")]
mod workspaces;

#[cfg(feature = "ssr")]
use crate::web::{self, AppState, FunctionPaths, Pages};
#[cfg(feature = "ssr")]
use axum::Router;
#[cfg(feature = "ssr")]
use connections::actions::GiveConnectionAccess;
#[cfg(feature = "ssr")]
use leptos::server_fn::ServerFn;
#[cfg(feature = "ssr")]
use workspaces::actions::GiveWorkspaceAccess;

/// Functions whose forms may have a list of people.
#[cfg(feature = "ssr")]
const LONG_FORMS: [&str; 2] = [GiveWorkspaceAccess::PATH, GiveConnectionAccess::PATH];

/// Functions whose forms say beside them what they change. One whose plan Sigma is asked for, as that of a workbook or of a
/// path of a connection, is not among them: a call for each key would take the pace that others need.
#[cfg(feature = "ssr")]
const PREVIEWED: [&str; 8] = [
    attributes::actions::CreateAttribute::PATH,
    attributes::actions::SetValue::PATH,
    connections::actions::EditConnection::PATH,
    GiveConnectionAccess::PATH,
    documents::actions::ChangeOwner::PATH,
    workspaces::actions::CreateWorkspace::PATH,
    GiveWorkspaceAccess::PATH,
    workspaces::actions::RenameWorkspace::PATH,
];

/// The pages of all features.
#[cfg(feature = "ssr")]
pub fn pages() -> Pages {
    Pages::new()
        .merge(access::routes())
        .merge(api::pages())
        .merge(attributes::routes())
        .merge(audit::routes())
        .merge(changes::routes())
        .merge(datasets::routes())
        .merge(connections::routes())
        .merge(directory::routes())
        .merge(documents::routes())
        .merge(find::routes())
        .merge(help::routes())
        .merge(history::routes())
        .merge(kept_forms::routes())
        .merge(members::routes())
        .merge(notifications::routes())
        .merge(onboarding::routes())
        .merge(overview::routes())
        .merge(packages::routes())
        .merge(policies::routes())
        .merge(requests::routes())
        .merge(sessions::routes())
        .merge(settings::routes())
        .merge(sign_in::routes())
        .merge(status::routes())
        .merge(teams::routes())
        .merge(workbooks::routes())
        .merge(workspaces::routes())
}

/// What answers people: the pages, and the functions that their forms and scripts call.
#[cfg(feature = "ssr")]
pub fn routes() -> Router<AppState> {
    let previewed = teams::PREVIEWED.into_iter().chain(members::PREVIEWED).chain(PREVIEWED).collect();
    pages().into_router().merge(web::function_routes(FunctionPaths { lists: long_forms(), previewed }))
}

/// What machines of others post: they have neither cookie nor page, and prove themselves by what they send.
#[cfg(feature = "ssr")]
pub fn machine_routes() -> Router<AppState> {
    sign_in::machine_routes()
}

/// What programs of others call by tokens.
#[cfg(feature = "ssr")]
pub fn api_routes(app: AppState) -> Router<AppState> {
    api::routes(app)
}

/// Paths of the functions whose forms may have a list of people.
#[cfg(feature = "ssr")]
pub fn long_forms() -> Vec<&'static str> {
    teams::LISTS.into_iter().chain(members::LISTS).chain(LONG_FORMS).collect()
}
