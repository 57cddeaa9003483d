//! One person's account: edited, offboarded, deleted, taken back.

use super::super::{
    edit::{self, ProfileFields},
    offboard::OffboardOptions,
    subject,
};
use crate::{
    changes::AccountDeed,
    domain::{AppError, Baseline, Capability, ChangeId, Intent, MemberId},
    features::shared::review,
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
    cx.require(Capability::WriteMembers)?;
    let (member, snapshot) = subject(&cx, &member_id)?;
    cx.done_here(cx.app.changes.rules().account(&member.user_kind, AccountDeed::Edit))?;
    cx.propose(edit::intent(&member, &fields, &base, &snapshot)?, NavItem::Members).await
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
