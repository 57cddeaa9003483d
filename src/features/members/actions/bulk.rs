//! One action on many people. A form names the people by the id under which the server keeps the selection.

use super::super::{
    bulk::{
        Action, Draft, Selection,
        account_type::TypeFields,
        moving::MoveFields,
        package::{self, PackageFields},
        paste::{self, PastedList},
        selected,
        team::{JoinFields, LeaveFields},
    },
    list,
    offboard::OffboardOptions,
};
use crate::{
    domain::{AppError, Capability, ChangeId, Intent, MemberId, TeamId},
    features::shared::review,
    web::{NavItem, RequestContext, paths},
};
use leptos::server;

/// Finds out who is meant, those that are ticked or, with the list's query in `all`, everybody who matches it; and leads
/// on to what else must be said, to the file, or to the review where nothing is left to say. `from` is the team on whose
/// page they were ticked.
#[server(endpoint = "members/bulk/start")]
pub async fn start_bulk(
    #[server(default)] action: Option<Action>,
    #[server(default)] member: Vec<MemberId>,
    #[server(default)] all: Option<String>,
    #[server(default)] from: TeamId,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let action = action.ok_or(AppError::Unreadable)?;
    let from = Some(from).filter(|team| !team.as_str().is_empty());
    begin(&cx, Draft { from, ..Draft::new(action, member, all, &*cx.snapshot()?) }).await
}

/// Selects the people of a pasted list and leads on with them as [`start_bulk`] does.
#[server(endpoint = "members/bulk/select")]
pub async fn select_list(
    #[server(default)] action: Option<Action>,
    #[server(flatten)] pasted: PastedList,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let people = pasted.people(&snapshot)?;
    begin(&cx, Draft::new(paste::action(action)?, people, None, &snapshot)).await
}

/// Leads on with a selection.
async fn begin(cx: &RequestContext, draft: Draft) -> Result<(), AppError> {
    let action = draft.action;
    cx.require(action.needs())?;
    let snapshot = cx.snapshot()?;
    if let Some(why) = action.obstacle(&cx.app.changes.rules(), &snapshot) {
        return Err(AppError::Provisioned(why.to_owned()));
    }
    if draft.ids.is_empty() {
        return Err(AppError::Refused("Select at least one person first.".into()));
    }
    match action {
        Action::Csv => leptos_axum::redirect(&paths::csv(&paths::members_bulk(&draft.keep(cx).await?))),
        Action::Reactivate => {
            let members = Selection::of(action, &draft.ids, &cx.actor, &cx.app.changes.rules(), &snapshot).members;
            cx.propose(Intent::Reactivate { members }, NavItem::Members).await.map_err(review::in_words)?;
        }
        Action::SetType | Action::Join | Action::Leave | Action::Move | Action::Offboard | Action::Request => {
            leptos_axum::redirect(&paths::members_bulk(&draft.keep(cx).await?));
        }
    }
    Ok(())
}

/// Goes back to the list at `at` with what is ticked in its URL, so that it goes along to other pages of it.
#[server(endpoint = "members/bulk/keep")]
pub async fn keep_selection(
    #[server(default)] member: Vec<MemberId>,
    #[server(default)] at: String,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    list::keep_picks(&cx, &at, &member).await;
    Ok(())
}

/// Plans one account type for the people of a selection and leads to the review.
#[server(endpoint = "members/bulk/change-type")]
pub async fn bulk_change_type(
    #[server(default)] selection: String,
    #[server(default)] seen: String,
    #[server(flatten)] fields: TypeFields,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (draft, members) = selected(&cx, Action::SetType, &selection, &seen).await?;
    cx.propose(fields.intent(&draft, members, &*cx.snapshot()?)?, NavItem::Members).await
}

/// Plans to add the people of a selection to a team and leads to the review.
#[server(endpoint = "members/bulk/add-to-team")]
pub async fn bulk_add_to_team(
    #[server(default)] selection: String,
    #[server(default)] seen: String,
    #[server(flatten)] fields: JoinFields,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let (_, members) = selected(&cx, Action::Join, &selection, &seen).await?;
    cx.propose(fields.intent(members, &cx.actor, &*cx.snapshot()?)?, NavItem::Members).await
}

/// Plans to remove the people of a selection from a team and leads to the review.
#[server(endpoint = "members/bulk/remove-from-team")]
pub async fn bulk_remove_from_team(
    #[server(default)] selection: String,
    #[server(default)] seen: String,
    #[server(flatten)] fields: LeaveFields,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let (_, members) = selected(&cx, Action::Leave, &selection, &seen).await?;
    cx.propose(fields.intent(members, &cx.actor, &*cx.snapshot()?)?, NavItem::Members).await
}

/// Plans to move the people of a selection from one team to another, in one change, and leads to the review.
#[server(endpoint = "members/bulk/move")]
pub async fn bulk_move(
    #[server(default)] selection: String,
    #[server(default)] seen: String,
    #[server(flatten)] fields: MoveFields,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let (_, members) = selected(&cx, Action::Move, &selection, &seen).await?;
    cx.propose(fields.intent(&members, &cx.actor, &*cx.snapshot()?)?, NavItem::Members).await
}

/// Plans to deactivate the people of a selection, with what becomes of their documents and access, and leads to the
/// review.
#[server(endpoint = "members/bulk/offboard")]
pub async fn bulk_offboard(
    #[server(default)] selection: String,
    #[server(default)] seen: String,
    #[server(flatten)] options: OffboardOptions,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (_, members) = selected(&cx, Action::Offboard, &selection, &seen).await?;
    cx.propose(options.intent(members, &*cx.snapshot()?)?, NavItem::Members).await
}

/// Asks for an access package for each of the people of a selection.
#[server(endpoint = "members/bulk/request-package")]
pub async fn bulk_request_package(
    #[server(default)] selection: String,
    #[server(default)] seen: String,
    #[server(flatten)] fields: PackageFields,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (_, members) = selected(&cx, Action::Request, &selection, &seen).await?;
    package::request(&cx, members, fields).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use leptos::server_fn::ServerFn;

    #[test]
    fn a_teams_page_finds_it() {
        assert_eq!(StartBulk::PATH, paths::START_BULK);
    }
}
