//! Teams, and who is in them.

pub mod call;
pub mod plan;

use super::{
    needs::Need,
    provisioning::{Provisioning, TeamDeed},
    quorum::Takes,
    rules::Rules,
};
use crate::domain::{Capability, TeamCall};

/// What making the call needs.
pub fn needs(call: &TeamCall) -> Need<'_> {
    match call {
        TeamCall::Create { .. } => Need::Role(Capability::CreateTeams),
        TeamCall::Update { team_id, .. } | TeamCall::UpdateMembers { team_id, .. } => Need::Team(team_id),
        // A team that this very change creates.
        TeamCall::Delete { team } => team.known().map_or(Need::Role(Capability::CreateTeams), Need::Team),
    }
}

/// What the call takes that a rule over the whole organization is about.
pub fn takes(call: &TeamCall) -> Takes<'_> {
    match call {
        TeamCall::Create { .. } => Takes::Name,
        TeamCall::UpdateMembers { team_id, remove, keeps_admin: true, .. } => Takes::TeamAdmins(team_id, remove),
        TeamCall::UpdateMembers { keeps_admin: false, .. } | TeamCall::Update { .. } | TeamCall::Delete { .. } => {
            Takes::Nothing
        }
    }
}

/// Whether the call is left to an identity provider.
pub fn provisioning(call: &TeamCall, rules: &Rules) -> Provisioning {
    match call {
        TeamCall::Create { .. } => rules.team(TeamDeed::Create),
        TeamCall::Update { .. } => rules.team(TeamDeed::Edit),
        TeamCall::Delete { .. } => rules.team(TeamDeed::Delete),
        TeamCall::UpdateMembers { add, remove, .. } => {
            let joins = if add.is_empty() { Provisioning::Free } else { rules.team(TeamDeed::Join) };
            let leaves = if remove.is_empty() { Provisioning::Free } else { rules.team(TeamDeed::Leave) };
            joins.and(leaves)
        }
    }
}
