//! A team's values of user attributes, from its page.

use super::super::find;
use crate::{
    domain::{AppError, AttributeWish, Baseline, Capability, ChangeId, Grantee, TeamId, UserAttributeId},
    features::shared::attribute_value::{self, Entered},
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans a value that everybody in a team is to have, and leads to the review.
#[server(endpoint = "teams/set-attribute")]
pub async fn set_attribute(
    #[server(default)] team_id: TeamId,
    #[server(default)] attribute_id: UserAttributeId,
    #[server(default)] value: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let holder = Grantee::Team(find(&team_id, &*cx.snapshot()?)?.id.clone());
    let wish = Entered::wish(attribute_id, &value, holder)?;
    attribute_value::propose(&cx, wish, &base, NavItem::Teams).await
}

/// Plans to take a value from a team, and leads to the review.
#[server(endpoint = "teams/unset-attribute")]
pub async fn unset_attribute(
    #[server(default)] team_id: TeamId,
    #[server(default)] attribute_id: UserAttributeId,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let holder = Grantee::Team(find(&team_id, &*cx.snapshot()?)?.id.clone());
    let wish = AttributeWish { attribute_id, holder, value: None };
    attribute_value::propose(&cx, wish, &base, NavItem::Teams).await
}
