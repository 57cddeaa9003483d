//! Teams: the list, one team's page, making, editing and deleting teams, and who is in them.

mod access;
mod attributes;
mod create;
mod delete;
mod edit;
mod fields;
mod list;
mod members;
mod people;
mod roster;
mod show;
mod who;

use crate::{
    changes::TeamDeed,
    directory::Snapshot,
    domain::{Capability, Intent, Seen, Team, TeamId, TeamPatch},
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
        .route(paths::TEAM_NEW, get(create::form).post(create::submit))
        .route(&one, get(show::show))
        .route(&format!("{one}/edit"), get(edit::form).post(edit::submit))
        .route(&format!("{one}/members"), get(members::form).post(members::submit))
        .route(&format!("{one}/access"), post(access::plan))
        .route(&format!("{one}/attributes"), post(attributes::plan))
        .route(&format!("{one}/delete"), get(delete::impact).post(delete::plan))
}

/// The team, as long as the directory knows it.
fn find<'a>(id: &TeamId, snapshot: &'a Snapshot) -> Result<&'a Team, Fault> {
    snapshot.team(id).ok_or(Fault::NotFound)
}

/// Whether whoever asks may edit the team, its members and its existence.
fn may_edit(cx: &Cx, id: &TeamId) -> bool {
    let nothing = Intent::EditTeam { team_id: id.clone(), patch: TeamPatch::default(), before: Seen::default() };
    cx.app.changes.may(&nothing, &cx.actor)
}

/// Why the team cannot be edited by somebody who edits teams; none for those who can, and for those who edit none.
fn lock(cx: &Cx, id: &TeamId) -> Option<&'static str> {
    if !cx.can(Capability::WriteTeams) {
        None
    } else if let Some(why) = cx.app.changes.rules().team(TeamDeed::Edit).obstacle() {
        Some(why)
    } else if may_edit(cx, id) {
        None
    } else {
        Some("You do not administer this team in Sigma.")
    }
}

/// The team, if whoever asks may edit it.
fn editable<'a>(cx: &Cx, id: &TeamId, snapshot: &'a Snapshot) -> Result<&'a Team, Fault> {
    let team = find(id, snapshot)?;
    if may_edit(cx, id) { Ok(team) } else { Err(Fault::Forbidden) }
}
