//! Changing and deleting a team.

use super::{in_path, missing, require_team_admin, wire};
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty, json};
use crate::simulator::state::Organisation;
use crate::simulator::state::team::VISIBILITIES;

/// `PATCH /v2/teams/{teamId}`
pub fn update(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::plain(&body)?;
    let (name, description) = (fields.text_opt("name")?, fields.text_opt("description")?);
    let visibility = fields.choice_opt("visibility", &VISIBILITIES)?;
    let (slot, team) = in_path(organisation, call)?;
    require_team_admin(organisation, call, team)?;

    let team = organisation.teams.get_mut(slot).ok_or_else(missing)?;
    if let Some(name) = name {
        team.name = name.into();
    }
    if let Some(description) = description {
        team.description = Some(description.into());
    }
    team.visibility = visibility.or(team.visibility);
    team.audit.touch(call.caller, call.now);
    let team = organisation.teams.get(slot).ok_or_else(missing)?;
    Ok(json(&wire::wire(organisation, team)))
}

/// `DELETE /v2/teams/{teamId}`: the team's workspace stays; what Sigma does with it is unknown.
pub fn remove(organisation: &mut Organisation, call: &Call) -> Answer {
    let (slot, team) = in_path(organisation, call)?;
    require_team_admin(organisation, call, team)?;
    organisation.drop_team(slot);
    Ok(empty())
}
