//! Connections: the list, one connection with who has access, whether it works and what its paths are, and what can be
//! changed there.

mod access;
pub(super) mod actions;
mod check;
mod edit;
mod list;
mod rows;
mod show;

use crate::{
    domain::ConnectionId,
    features::shared::resource_access,
    web::{Pages, get, paths},
};

pub fn routes() -> Pages {
    let one = format!("{}/{{id}}", paths::CONNECTIONS);
    let people = format!("{one}/people");
    Pages::new()
        .list(paths::CONNECTIONS, list::list)
        .route(&one, get(show::show))
        .list(&people, resource_access::everyone::<ConnectionId>)
        .route(&format!("{one}/edit"), get(edit::form))
        .route(&format!("{one}/access"), get(access::form))
}
