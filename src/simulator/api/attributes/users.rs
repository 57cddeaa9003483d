//! Values of members.

use serde::Serialize;

use super::{Value, in_path, missing};
use crate::simulator::api::members;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty};
use crate::simulator::failure::Failure;
use crate::simulator::ids::MemberId;
use crate::simulator::page::Window;
use crate::simulator::state::{Audit, AuditWire, Organisation};
use crate::simulator::table::Slot;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    user_id: MemberId,
    value: Value<'a>,
    #[serde(flatten)]
    audit: AuditWire,
}

/// `GET /v2/user-attributes/{userAttributeId}/users`
pub fn users(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (_, attribute) = in_path(organisation, call)?;
    let page = window.cut(attribute.users.iter(), |(place, held)| Wire {
        user_id: organisation.members.id(Slot::at(*place)),
        value: Value::of(&held.value),
        audit: organisation.audit(&held.audit),
    });
    Ok(page.counted())
}

/// `POST /v2/user-attributes/{userAttributeId}/users`: sets all values or, when one member is unknown, none.
pub fn set_users(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let assignments = Fields::plain(&body)?.objects("assignments")?;
    let wanted: Vec<_> =
        assignments.iter().map(|one| Ok((one.text("userId")?, Value::read(one)?))).collect::<Result<_, Failure>>()?;
    let (slot, _) = in_path(organisation, call)?;
    let resolved: Vec<_> = wanted
        .into_iter()
        .map(|(id, value)| Ok((members::find(organisation, id)?, value)))
        .collect::<Result<_, Failure>>()?;
    let attribute = organisation.attributes.get_mut(slot).ok_or_else(missing)?;
    for (member, value) in resolved {
        attribute.set_user(member.place(), value, Audit::new(call.caller, call.now));
    }
    Ok(empty())
}

/// `PATCH /v2/user-attributes/{userAttributeId}/users`: only removes; an absent value is no error.
pub fn remove_users(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let rows = Fields::plain(&body)?.objects("delete")?;
    let ids: Vec<_> = rows.iter().map(|row| row.text("userId")).collect::<Result<_, _>>()?;
    let (slot, _) = in_path(organisation, call)?;
    let gone: Vec<_> = ids.into_iter().map(|id| members::find(organisation, id)).collect::<Result<_, _>>()?;
    let attribute = organisation.attributes.get_mut(slot).ok_or_else(missing)?;
    for member in gone {
        attribute.users.remove(&member.place());
    }
    Ok(empty())
}

/// `DELETE /v2/user-attributes/{userAttributeId}/users/{userId}`
pub fn remove_user(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let (slot, _) = in_path(organisation, call)?;
    let member = members::find(organisation, call.path("userId"))?;
    let attribute = organisation.attributes.get_mut(slot).ok_or_else(missing)?;
    match attribute.users.remove(&member.place()) {
        Some(_) => Ok(empty()),
        None => Err(Failure::not_found("The member has no value")),
    }
}
