//! Somebody's own values of user attributes, from their page.

use super::super::subject;
use crate::{
    domain::{AppError, AttributeWish, Baseline, Capability, ChangeId, Grantee, MemberId, UserAttributeId},
    features::shared::attribute_value::{self, Entered},
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans a value of somebody's own, and leads to the review.
#[server(endpoint = "members/set-attribute")]
pub async fn set_attribute(
    #[server(default)] member_id: MemberId,
    #[server(default)] attribute_id: UserAttributeId,
    #[server(default)] value: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (member, _) = subject(&cx, &member_id)?;
    let wish = Entered::wish(attribute_id, &value, Grantee::Member(member.id))?;
    attribute_value::propose(&cx, wish, &base, NavItem::Members).await
}

/// Plans to take a value of somebody's own away, and leads to the review.
#[server(endpoint = "members/unset-attribute")]
pub async fn unset_attribute(
    #[server(default)] member_id: MemberId,
    #[server(default)] attribute_id: UserAttributeId,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (member, _) = subject(&cx, &member_id)?;
    let wish = AttributeWish { attribute_id, holder: Grantee::Member(member.id), value: None };
    attribute_value::propose(&cx, wish, &base, NavItem::Members).await
}
