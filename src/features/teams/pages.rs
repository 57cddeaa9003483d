//! The pages about teams, and what more than one of them asks about a team.

use super::{
    actions::{CompareMembers, CreateTeam, EditTeam, SetAttribute},
    activity, create, delete, edit, list,
    members::{self, PreviewMembers},
    reach, show,
};
use crate::{
    changes::TeamDeed,
    directory::Snapshot,
    domain::{Capability, Team, TeamId},
    web::{AppError, Pages, RequestContext, get, paths},
};
use leptos::server_fn::ServerFn;

/// The functions that take a list of people.
pub const LISTS: [&str; 3] = [CreateTeam::PATH, CompareMembers::PATH, PreviewMembers::PATH];

/// The functions whose forms say beside them what they change.
pub const PREVIEWED: [&str; 3] = [CreateTeam::PATH, EditTeam::PATH, SetAttribute::PATH];

pub fn routes() -> Pages {
    Pages::new()
        .list(paths::TEAMS, list::list)
        .route(paths::TEAM_NEW, get(create::form))
        .route(paths::TEAM, get(show::show))
        .route(paths::TEAM_ACCESS, get(reach::show))
        .route(paths::TEAM_ACTIVITY, get(activity::show))
        .route(paths::TEAM_EDIT, get(edit::form))
        .route(paths::TEAM_MEMBERS, get(members::page::form))
        .route(paths::TEAM_COMPARE, get(members::compare::show))
        .route(paths::TEAM_DELETE, get(delete::impact))
}

/// The team, as long as the directory knows it.
pub(super) fn find<'a>(id: &TeamId, snapshot: &'a Snapshot) -> Result<&'a Team, AppError> {
    snapshot.team(id).ok_or(AppError::NotFound)
}

/// Whether whoever asks may edit the team, its members and its existence.
pub(super) fn may_edit(cx: &RequestContext, id: &TeamId) -> bool {
    cx.snapshot().is_ok_and(|snapshot| snapshot.may_edit_team(&cx.actor, id))
}

/// Why the team cannot be edited by somebody who edits teams; none for those who can, and for those who edit none.
pub(super) fn lock(cx: &RequestContext, id: &TeamId) -> Option<&'static str> {
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
pub(super) fn editable<'a>(cx: &RequestContext, id: &TeamId, snapshot: &'a Snapshot) -> Result<&'a Team, AppError> {
    let team = find(id, snapshot)?;
    if may_edit(cx, id) { Ok(team) } else { Err(AppError::Forbidden) }
}
