//! Making an attribute, and deleting one.

use super::Value;
use super::list::wire;
use super::{in_path, missing};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::failure::Failure;
use crate::simulator::state::attribute::UserAttribute;
use crate::simulator::state::{Audit, Organisation};

/// `POST /v2/user-attributes`
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let (name, description) = (fields.text("name")?, fields.text_opt("description")?);
    let default_value = fields.object_opt("defaultValue")?.map(|value| Value::of_fields(&value)).transpose()?;
    let is_taken = organisation.attributes.iter().any(|(_, attribute)| attribute.name.eq_ignore_ascii_case(name));
    if is_taken {
        return Err(Failure::conflict("Duplicate record"));
    }
    let attribute = UserAttribute {
        id: organisation.mint.id(),
        name: name.into(),
        description: description.map(Into::into),
        default_value: default_value.map(Into::into),
        users: std::collections::BTreeMap::new(),
        teams: std::collections::BTreeMap::new(),
        audit: Audit::new(call.caller, call.now),
    };
    let slot = organisation.attributes.insert(attribute);
    let attribute = organisation.attributes.get(slot).ok_or_else(missing)?;
    Ok(json(&wire(organisation, attribute)))
}

/// `DELETE /v2/user-attributes/{userAttributeId}`: its values go along.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let (slot, _) = in_path(organisation, call)?;
    organisation.attributes.remove(slot);
    Ok(empty())
}
