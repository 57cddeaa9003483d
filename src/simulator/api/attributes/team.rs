//! Values of one team, seen from the team.

use serde::Serialize;

use super::{Value, find};
use crate::simulator::api::teams;
use crate::simulator::body::{Fields, expecting};
use crate::simulator::call::{Answer, Call, empty};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::{Audit, Organisation};

/// The most assignments of one call.
const MAX: usize = 100;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    user_attribute_id: Id,
    user_attribute_name: &'a str,
    value: Value<'a>,
}

/// `GET /v2/teams/{teamId}/user-attributes`
pub fn list_for_team(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let place = teams::find(organisation, call.path("teamId"))?.place();
    let held =
        organisation.attributes.iter().filter_map(|(_, attribute)| Some((attribute, attribute.teams.get(&place)?)));
    let page = window.cut(held, |(attribute, held)| Wire {
        user_attribute_id: attribute.id,
        user_attribute_name: &attribute.name,
        value: Value::of(&held.value),
    });
    Ok(page.counted())
}

/// `POST /v2/teams/{teamId}/assignedUserAttributes`: at most 100 at once, all or none.
pub fn assign(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let assignments = Fields::plain(&body)?.objects("assignments")?;
    if assignments.len() > MAX {
        return Err(expecting("at most 100 assignments", "assignments", Some(&assignments.len().into())));
    }
    let wanted: Vec<_> = assignments
        .iter()
        .map(|one| Ok((one.text("userAttributeId")?, Value::read(one)?)))
        .collect::<Result<_, Failure>>()?;
    let team = teams::find(organisation, call.path("teamId"))?;
    let resolved: Vec<_> =
        wanted.into_iter().map(|(id, value)| Ok((find(organisation, id)?, value))).collect::<Result<_, Failure>>()?;
    for (slot, value) in resolved {
        if let Some(attribute) = organisation.attributes.get_mut(slot) {
            attribute.set_team(team.place(), value, Audit::new(call.caller, call.now));
        }
    }
    Ok(empty())
}
