//! The teams of a member, for Admins.

use super::in_path;
use crate::simulator::api::teams::wire;
use crate::simulator::call::{Answer, Call};
use crate::simulator::page::Window;
use crate::simulator::state::Organisation;

/// `GET /v2/members/{memberId}/teams`
pub fn teams(organisation: &Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let window = Window::of(&call.query)?;
    let slots = &organisation.members[in_path(organisation, call)?].teams;
    let teams = slots.iter().filter_map(|slot| organisation.teams.get(*slot));
    Ok(window.cut(teams, |team| wire(organisation, team)).counted())
}
