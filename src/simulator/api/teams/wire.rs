//! A team as answers carry it.

use serde::Serialize;

use crate::simulator::ids::{Id, MemberId};
use crate::simulator::state::team::{Team, Visibility};
use crate::simulator::state::{AuditWire, Organisation};

/// `Team` of the contract.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Wire<'a> {
    team_id: Id,
    name: &'a str,
    description: Option<&'a str>,
    visibility: Option<Visibility>,
    #[serde(flatten)]
    audit: AuditWire,
}

/// `TeamWithMembers` of the contract: only single-team reads carry members.
#[derive(Serialize)]
pub struct WithMembers<'a> {
    #[serde(flatten)]
    team: Wire<'a>,
    members: Vec<MemberId>,
}

/// `CreatedTeam` of the contract.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Created<'a> {
    #[serde(flatten)]
    team: WithMembers<'a>,
    workspace_id: Option<Id>,
}

/// A team in lists and after a change.
pub fn wire<'a>(organisation: &Organisation, team: &'a Team) -> Wire<'a> {
    Wire {
        team_id: team.id,
        name: &team.name,
        description: team.description.as_deref(),
        visibility: team.visibility,
        audit: organisation.audit(&team.audit),
    }
}

/// A team read by itself.
pub fn with_members<'a>(organisation: &Organisation, team: &'a Team) -> WithMembers<'a> {
    let members = team.members.iter().map(|membership| organisation.members.id(membership.member)).collect();
    WithMembers { team: wire(organisation, team), members }
}

/// A team just made.
pub fn created<'a>(organisation: &Organisation, team: &'a Team, workspace_id: Option<Id>) -> Created<'a> {
    Created { team: with_members(organisation, team), workspace_id }
}
