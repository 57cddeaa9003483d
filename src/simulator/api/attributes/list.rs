//! Listing and reading attributes.

use serde::Serialize;

use super::{Value, in_path};
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::attribute::UserAttribute;
use crate::simulator::state::{AuditWire, Organisation};

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire<'a> {
    user_attribute_id: Id,
    name: &'a str,
    #[serde(flatten)]
    audit: AuditWire,
    description: Option<&'a str>,
    default_value: Option<Value<'a>>,
}

/// An attribute as answers carry it.
pub fn wire<'a>(organisation: &Organisation, attribute: &'a UserAttribute) -> Wire<'a> {
    Wire {
        user_attribute_id: attribute.id,
        name: &attribute.name,
        audit: organisation.audit(&attribute.audit),
        description: attribute.description.as_deref(),
        default_value: attribute.default_value.as_deref().map(Value::of),
    }
}

/// `GET /v2/user-attributes`: a name matches as a part, without case; the rule is not published.
pub fn list(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let wanted = call.query.text("name").map(str::to_lowercase);
    let admits =
        |attribute: &UserAttribute| wanted.as_ref().is_none_or(|wanted| attribute.name.to_lowercase().contains(wanted));
    let rows = organisation.attributes.iter().map(|(_, attribute)| attribute).filter(|attribute| admits(attribute));
    Ok(window.cut(rows, |attribute| wire(organisation, attribute)).counted())
}

/// `GET /v2/user-attributes/{userAttributeId}`
pub fn show(organisation: &Organisation, call: &Call) -> Answer {
    let (_, attribute) = in_path(organisation, call)?;
    Ok(json(&wire(organisation, attribute)))
}
