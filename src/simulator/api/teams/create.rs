//! Creating a team, with a workspace of its own on request. Names need not be unique: a repeat makes a second team
//! (BEHAVIOUR.md section 15).

use super::members::active;
use super::{missing, wire};
use crate::simulator::api::workspaces;
use crate::simulator::body::Fields;
use crate::simulator::call::{Answer, Call, json};
use crate::simulator::state::grant::{Again, Grantee, Inode, Kind, Permission};
use crate::simulator::state::team::{Membership, Team, VISIBILITIES, Visibility};
use crate::simulator::state::{Audit, Organisation};

/// `POST /v2/teams`
pub fn create(organisation: &mut Organisation, call: &Call) -> Answer {
    call.require_admin(organisation)?;
    let body = call.body()?;
    let fields = Fields::mixed(&body)?;
    let name = fields.text("name")?;
    let description = fields.text_opt("description")?;
    let members = fields.texts_opt("members")?;
    let has_workspace = fields.flag_opt("createTeamFolder")?.unwrap_or(false);
    let visibility = fields.choice_opt("visibility", &VISIBILITIES)?.unwrap_or(Visibility::Private);
    let members = active(organisation, &members)?;

    let team = Team {
        id: organisation.mint.id(),
        name: name.into(),
        description: description.map(Into::into),
        visibility: Some(visibility),
        members: Vec::new(),
        audit: Audit::new(call.caller, call.now),
    };
    let slot = organisation.teams.insert(team);
    for member in members {
        organisation.join(slot, Membership { member, is_team_admin: false, added_by: call.caller });
    }
    let workspace = has_workspace.then(|| {
        let id = workspaces::add(organisation, call, name);
        // The team gets Can contribute (openapi.yaml, CreateTeamRequest).
        let grant = (Inode { id, kind: Kind::Workspace }, Grantee::Team(slot), Permission::Organize);
        organisation.grants.give(grant, Again::Replaces, (call.caller, call.now), &mut organisation.mint);
        id
    });
    let team = organisation.teams.get(slot).ok_or_else(missing)?;
    Ok(json(&wire::created(organisation, team, workspace)))
}
