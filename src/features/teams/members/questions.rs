//! What the form asks while a list is typed.

use super::{super::mode::Mode, compare, kept, list::TypedList, panel};
use crate::{
    domain::{AppError, TeamId},
    ui::islands::LiveAnswer,
};
use leptos::server;

/// What the list would do to the team as it is typed now. Changes nothing.
///
/// # Errors
/// Who may not change the team, [`AppError::NotFound`], and [`AppError::SignedOut`].
#[server(endpoint = "ask/team-members")]
pub async fn preview_members(
    #[server(default)] team_id: TeamId,
    #[server(default)] mode: Mode,
    #[server(default)] people: TypedList,
) -> Result<LiveAnswer, AppError> {
    let cx = kept::changing(&team_id).await?;
    Ok(panel::answer(compare::preview(&team_id, mode, &people.list, &*cx.snapshot()?)))
}
