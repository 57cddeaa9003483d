//! What can be done to user attributes and their values: server functions, whose arguments are the forms.

use super::{create, show::find, values};
use crate::{
    domain::{AppError, AttributeWish, Baseline, Capability, ChangeId, Grantee, UserAttributeId},
    features::shared::{attribute_value, picker::Grantees},
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans a new user attribute and leads to the review. `back` is the page that wants it: gone on with from the change.
#[server(endpoint = "attributes/create")]
pub async fn create_attribute(
    #[server(default)] name: String,
    #[server(default)] description: String,
    #[server(default)] default_value: String,
    #[server(default)] back: String,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let next = Some(back.clone()).filter(|back| !back.is_empty());
    let intent = create::intent(&CreateAttribute { name, description, default_value, back })?;
    cx.propose_for(intent, NavItem::Attributes, next).await
}

/// Plans a value of an attribute for the person or team that was typed or chosen, and leads to the review.
#[server(endpoint = "attributes/set-value")]
pub async fn set_value(
    #[server(default)] attribute_id: UserAttributeId,
    #[server(default)] who: String,
    #[server(default)] who_pick: String,
    #[server(default)] value: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (attribute, snapshot) = find(&cx, &attribute_id)?;
    let who = values::SET.meant(&who, &who_pick, &Grantees { snapshot: &snapshot, levels: Vec::new() })?;
    let value = match value.trim() {
        "" => return Err(AppError::field("value", "Enter the value to set.")),
        value => Some(value.to_owned()),
    };
    let holder = Grantee::from_key(&who.key).ok_or(AppError::Broken)?;
    let wish = AttributeWish { attribute_id: attribute.id, holder, value };
    attribute_value::propose(&cx, wish, &base, NavItem::Attributes).await
}

/// Plans to take the value of an attribute from its holder, and leads to the review.
#[server(endpoint = "attributes/unset-value")]
pub async fn unset_value(
    #[server(default)] attribute_id: UserAttributeId,
    #[server(default)] holder: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let (attribute, _) = find(&cx, &attribute_id)?;
    let holder = Grantee::from_key(&holder).ok_or(AppError::Unreadable)?;
    let wish = AttributeWish { attribute_id: attribute.id, holder, value: None };
    attribute_value::propose(&cx, wish, &base, NavItem::Attributes).await
}
