//! What can be done to teams: server functions, whose arguments are the forms.

use super::{edit, editable, fields::Fields};
use crate::{
    changes::TeamDeed,
    domain::{AppError, Baseline, Capability, ChangeId, TeamId},
    web::{NavItem, RequestContext},
};
use leptos::server;

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
    let team = editable(&cx, &team_id, &snapshot)?;
    cx.propose(edit::intent(team, &fields, &base)?, NavItem::Teams).await
}
