//! What can be done to teams: server functions, whose arguments are the forms.

mod access;
mod attributes;

pub use access::GiveAccess;
pub use attributes::{SetAttribute, UnsetAttribute};

use super::{create, edit, editable, fields::Fields, members, mode::Mode, roster::Meanwhile, who::Who};
use crate::{
    changes::TeamDeed,
    domain::{AppError, Baseline, Capability, ChangeId, Intent, MemberId, TeamId},
    features::shared::review,
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans a new team and leads to the review.
#[server(endpoint = "teams/create")]
pub async fn create_team(
    #[server(flatten)] fields: Fields,
    #[server(default)] people: Who,
    #[server(default)] workspace: String,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::CreateTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Create))?;
    let intent = create::intent(&CreateTeam { fields, people, workspace }, &*cx.snapshot()?)?;
    cx.propose(intent, NavItem::Teams).await
}

/// Plans new values for a team and leads to the review. Only the fields that were touched are written.
#[server(endpoint = "teams/edit")]
pub async fn edit_team(
    #[server(default)] team_id: TeamId,
    #[server(flatten)] fields: Fields,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Edit))?;
    let snapshot = cx.snapshot()?;
    cx.propose(edit::intent(editable(&cx, &team_id, &snapshot)?, &fields, &base)?, NavItem::Teams).await
}

/// Plans the deletion of a team and leads to the review, which wants its name typed.
#[server(endpoint = "teams/delete")]
pub async fn delete_team(#[server(default)] team_id: TeamId) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    cx.done_here(cx.app.changes.rules().team(TeamDeed::Delete))?;
    editable(&cx, &team_id, &*cx.snapshot()?)?;
    cx.propose(Intent::DeleteTeam { team_id }, NavItem::Teams).await.map_err(review::in_words)
}

/// Compares a list of people with a team and leads to the page that shows what would change. `opened` is when the form
/// was opened, in milliseconds: who joined since is not on a list that was made before.
#[server(endpoint = "teams/compare-members")]
pub async fn compare_members(
    #[server(default)] team_id: TeamId,
    #[server(default)] mode: Mode,
    #[server(default)] people: Who,
    #[server(default)] opened: i64,
) -> Result<(), AppError> {
    let cx = members::changing(&team_id).await?;
    members::compare(&cx, CompareMembers { team_id, mode, people, opened }).await
}

/// Takes what is suggested for a line of a compared list that is not understood; `list` is the id of the list, `line` the
/// place of the entry in it.
#[server(endpoint = "teams/correct-line")]
pub async fn correct_line(
    #[server(default)] team_id: TeamId,
    #[server(default)] list: String,
    #[server(default)] line: usize,
) -> Result<(), AppError> {
    let cx = members::changing(&team_id).await?;
    members::mend(&cx, &team_id, &list, line, members::Mending::Correct).await
}

/// Takes what is suggested for every line of a compared list that is not understood, by the id of the list.
#[server(endpoint = "teams/correct-lines")]
pub async fn correct_lines(
    #[server(default)] team_id: TeamId,
    #[server(default)] list: String,
) -> Result<(), AppError> {
    let cx = members::changing(&team_id).await?;
    members::mend(&cx, &team_id, &list, 0, members::Mending::CorrectAll).await
}

/// Takes a line off a compared list; arguments as those of [`correct_line`].
#[server(endpoint = "teams/drop-line")]
pub async fn drop_line(
    #[server(default)] team_id: TeamId,
    #[server(default)] list: String,
    #[server(default)] line: usize,
) -> Result<(), AppError> {
    let cx = members::changing(&team_id).await?;
    members::mend(&cx, &team_id, &list, line, members::Mending::Drop).await
}

/// Plans what a compared list says, by its id, and leads to the review. `meanwhile` is the answer to what becomes of those
/// whom somebody else has added or removed since; it is asked for where there are such people.
#[server(endpoint = "teams/change-members")]
pub async fn change_members(
    #[server(default)] team_id: TeamId,
    #[server(default)] list: String,
    #[server(default)] meanwhile: Option<Meanwhile>,
) -> Result<ChangeId, AppError> {
    let cx = members::changing(&team_id).await?;
    let intent = members::intent(&cx, &team_id, &list, meanwhile).await?;
    cx.propose(intent, NavItem::Teams).await.map_err(review::in_words)
}

/// Plans that one person leaves a team and leads to the review.
#[server(endpoint = "teams/remove-member")]
pub async fn remove_member(
    #[server(default)] team_id: TeamId,
    #[server(default)] member_id: MemberId,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    editable(&cx, &team_id, &*cx.snapshot()?)?;
    let intent = Intent::EditTeamMembers { team_id, add: vec![], remove: vec![member_id] };
    cx.propose(intent, NavItem::Teams).await.map_err(review::in_words)
}
