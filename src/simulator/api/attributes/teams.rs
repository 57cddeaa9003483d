//! Values of teams, seen from the attribute.

use serde::Serialize;

use super::{Value, in_path, missing};
use crate::simulator::api::teams;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty};
use crate::simulator::failure::Failure;
use crate::simulator::ids::Id;
use crate::simulator::page::Window;
use crate::simulator::state::{Audit, AuditWire, Organisation};
use crate::simulator::table::Slot;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire<'a> {
    team_id: Id,
    value: Value<'a>,
    priority: u32,
    #[serde(flatten)]
    audit: AuditWire,
}

/// `GET /v2/user-attributes/{userAttributeId}/teams`
pub fn teams(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (_, attribute) = in_path(organisation, call)?;
    let rows = attribute.teams.iter().filter_map(|(place, held)| {
        let team = organisation.teams.get(Slot::at(*place))?;
        Some((team.id, held))
    });
    let page = window.cut(rows, |(team_id, held)| Wire {
        team_id,
        value: Value::of(&held.value),
        priority: held.priority,
        audit: organisation.audit(&held.audit),
    });
    Ok(page.counted())
}

/// `POST /v2/user-attributes/{userAttributeId}/teams`: sets all values or, when one team is unknown, none.
pub fn set_teams(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let assignments = Fields::plain(&body)?.objects("assignments")?;
    let wanted: Vec<_> =
        assignments.iter().map(|one| Ok((one.text("teamId")?, Value::read(one)?))).collect::<Result<_, Failure>>()?;
    let (slot, _) = in_path(organisation, call)?;
    let resolved: Vec<_> = wanted
        .into_iter()
        .map(|(id, value)| Ok((teams::find(organisation, id)?, value)))
        .collect::<Result<_, Failure>>()?;
    let attribute = organisation.attributes.get_mut(slot).ok_or_else(missing)?;
    for (team, value) in resolved {
        attribute.set_team(team.place(), value, Audit::new(call.caller, call.now));
    }
    Ok(empty())
}

/// `DELETE /v2/user-attributes/{userAttributeId}/teams/{teamId}`
pub fn remove_team(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let (slot, _) = in_path(organisation, call)?;
    let team = teams::find(organisation, call.path("teamId"))?;
    let attribute = organisation.attributes.get_mut(slot).ok_or_else(missing)?;
    match attribute.teams.remove(&team.place()) {
        Some(_) => Ok(empty()),
        None => Err(Failure::not_found("The team has no value")),
    }
}
