//! Connections: the list, one connection with who has access, whether it works and what its paths are, and what can be
//! changed there.

mod check;
mod edit;
mod list;
mod rows;
mod show;

use crate::{
    components::resource_access,
    domain::ConnectionId,
    web::{App, paths},
};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::CONNECTIONS);
    let people = format!("{one}/people");
    Router::new()
        .route(paths::CONNECTIONS, get(list::list))
        .route(&paths::csv(paths::CONNECTIONS), get(list::csv))
        .route(&one, get(show::show))
        .route(&people, get(resource_access::everyone::<ConnectionId>))
        .route(&paths::csv(&people), get(resource_access::csv::<ConnectionId>))
        .route(&format!("{one}/edit"), get(edit::form).post(edit::submit))
        .route(
            &format!("{one}/access"),
            get(resource_access::give_form::<ConnectionId>).post(resource_access::give::<ConnectionId>),
        )
        .route(&format!("{one}/grants"), post(resource_access::change::<ConnectionId>))
}
