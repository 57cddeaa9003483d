//! Who is in a team. The admin flag can be read here and is set only when a member is created (BEHAVIOUR.md section 8).

use serde::Serialize;

use super::{in_path, require_team_admin};
use crate::simulator::api::members::find;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, empty};
use crate::simulator::failure::Failure;
use crate::simulator::ids::MemberId;
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;
use crate::simulator::state::member::Member;
use crate::simulator::state::team::Membership;
use crate::simulator::table::Slot;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    user_id: MemberId,
    is_team_admin: bool,
    added_by: MemberId,
}

/// `GET /v2/teams/{teamId}/members`
pub fn members(organisation: &Organisation, call: &Call) -> Answer {
    let window = Window::of(&call.query)?;
    let (_, team) = in_path(organisation, call)?;
    let page = window.cut(team.members.iter(), |membership| Wire {
        user_id: organisation.members.id(membership.member),
        is_team_admin: membership.is_team_admin,
        added_by: organisation.members.id(membership.added_by),
    });
    Ok(page.counted())
}

/// `PATCH /v2/teams/{teamId}/members`
pub fn update_members(organisation: &mut Organisation, call: &Call) -> Answer {
    let body = call.body()?;
    let fields = Fields::plain(&body)?;
    let (add, remove) = (fields.texts_opt("add")?, fields.texts_opt("remove")?);
    let (slot, team) = in_path(organisation, call)?;
    require_team_admin(organisation, call, team)?;
    let (add, remove) = (active(organisation, &add)?, active(organisation, &remove)?);

    for member in add {
        organisation.join(slot, Membership { member, is_team_admin: false, added_by: call.caller });
    }
    for member in remove {
        organisation.leave(slot, member);
    }
    if let Some(team) = organisation.teams.get_mut(slot) {
        team.audit.touch(call.caller, call.now);
    }
    Ok(empty())
}

/// The members with these ids, none of whom may be deactivated: such members can be neither added nor removed.
pub fn active(organisation: &Organisation, ids: &[&str]) -> Result<Vec<Slot<Member>>, Failure> {
    let one = |id: &&str| {
        let slot = find(organisation, id)?;
        if organisation.members[slot].is_active() {
            Ok(slot)
        } else {
            Err(Failure::invalid(format!("Member {id} is inactive")))
        }
    };
    ids.iter().map(one).collect()
}
