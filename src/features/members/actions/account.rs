//! One person's account: edited, offboarded, deleted, taken back.

use super::super::{
    edit::{self, ProfileFields},
    offboard::OffboardOptions,
    subject,
};
use crate::{
    changes::AccountDeed,
    domain::{AppError, Baseline, Capability, ChangeId, Intent, MemberId},
    features::shared::{live_plan, review},
    ui::islands::LiveAnswer,
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans new values for a member and leads to the review. Only the fields that were touched are written.
#[server(endpoint = "members/edit")]
pub async fn edit_member(
    #[server(default)] member_id: MemberId,
    #[server(flatten)] fields: ProfileFields,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.propose(edited(&cx, &member_id, &fields, &base)?, NavItem::Members).await
}

/// What the form that edits a member would change as it is filled in now. Changes nothing.
///
/// # Errors
/// As [`live_plan::answer`].
#[server(endpoint = "ask/member-edit")]
pub async fn preview_member(
    #[server(default)] member_id: MemberId,
    #[server(flatten)] fields: ProfileFields,
    #[server(default)] base: Baseline,
) -> Result<LiveAnswer, AppError> {
    let cx = RequestContext::current().await?;
    live_plan::answer(&cx, edited(&cx, &member_id, &fields, &base)).await
}

fn edited(cx: &RequestContext, id: &MemberId, fields: &ProfileFields, base: &Baseline) -> Result<Intent, AppError> {
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(cx, id)?;
    cx.done_here(cx.app.changes.rules().account(&member.user_kind, AccountDeed::Edit))?;
    Ok(edit::intent(&member, fields, base, &snapshot)?)
}

/// Plans to deactivate a member, with what becomes of their documents and access, and leads to the review.
#[server(endpoint = "members/offboard")]
pub async fn offboard_member(
    #[server(default)] member_id: MemberId,
    #[server(flatten)] options: OffboardOptions,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &member_id)?;
    cx.propose(options.intent(vec![member.id], &snapshot)?, NavItem::Members).await
}

/// Plans Sigma's own `DELETE` of a member and leads to the review, which wants the address typed.
#[server(endpoint = "members/delete")]
pub async fn delete_member(#[server(default)] member_id: MemberId) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (member, _) = subject(&cx, &member_id)?;
    let intent = Intent::DeleteMember { member_id: member.id };
    cx.propose(intent, NavItem::Members).await.map_err(review::in_words)
}

/// Plans to take a deactivated member back and leads to the review.
#[server(endpoint = "members/reactivate")]
pub async fn reactivate_member(#[server(default)] member_id: MemberId) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (member, _) = subject(&cx, &member_id)?;
    let intent = Intent::Reactivate { members: vec![member.id] };
    cx.propose(intent, NavItem::Members).await.map_err(review::in_words)
}
