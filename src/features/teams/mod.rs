//! Teams: the list, one team's page, making, editing and deleting teams, and who is in them.

mod access;
mod attributes;
mod list;
mod people;
mod show;

use crate::{
    directory::Snapshot,
    domain::{Intent, Team, TeamId, TeamPatch},
    web::{App, Cx, Fault, paths},
};
use axum::{
    Router,
    routing::{get, post},
};

pub fn routes() -> Router<App> {
    let one = format!("{}/{{id}}", paths::TEAMS);
    Router::new()
        .route(paths::TEAMS, get(list::list))
        .route(&paths::csv(paths::TEAMS), get(list::csv))
        .route(&one, get(show::show))
        .route(&format!("{one}/access"), post(access::plan))
        .route(&format!("{one}/attributes"), post(attributes::plan))
}

/// The team, as long as the directory knows it.
fn find<'a>(id: &TeamId, snapshot: &'a Snapshot) -> Result<&'a Team, Fault> {
    snapshot.team(id).ok_or(Fault::NotFound)
}

/// Whether whoever asks may edit the team, its members and its existence.
fn may_edit(cx: &Cx, id: &TeamId) -> bool {
    let nothing = Intent::EditTeam { team_id: id.clone(), patch: TeamPatch::default() };
    cx.app.changes.may(&nothing, &cx.actor)
}
