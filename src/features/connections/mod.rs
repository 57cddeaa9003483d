//! Connections: the list, one connection with who has access, whether it works and what its paths are, and what can be
//! changed there.

mod access;
pub(super) mod actions;
mod check;
mod check_page;
mod edit;
mod list;
mod parts;
mod rows;
mod show;

use crate::{
    domain::ConnectionId,
    features::shared::resource_access,
    web::{Pages, get, paths},
};

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::CONNECTIONS, list::list)
        .route(paths::CONNECTION, get(show::show))
        .list(paths::CONNECTION_PEOPLE, resource_access::everyone::<ConnectionId>)
        .list(paths::CONNECTION_PATHS, parts::show)
        .route(paths::CONNECTION_CHECK, get(check_page::show))
        .route(paths::CONNECTION_ACTIVITY, get(resource_access::activity::<ConnectionId>))
        .route(paths::CONNECTION_EDIT, get(edit::form))
        .route(paths::CONNECTION_ACCESS, get(access::form))
}
