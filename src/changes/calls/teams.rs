//! Making, editing and deleting teams, and who is in them.

use super::{Finding, gone, is_gone, is_own, missing};
use crate::{
    changes::machine::Outcome,
    domain::{Call, MemberId, Step, Subject},
    sigma::{self, ListTeams, SigmaClient},
};

pub async fn send(client: &SigmaClient, step: &Step) -> Result<Outcome, sigma::Error> {
    let teams = client.teams();
    let request_id = match &step.call {
        Call::CreateTeam { team } => {
            let answer = teams.create(team).await?;
            let created = Some(Subject::Team(answer.value.team.team.id));
            return Ok(Outcome::Done { created, request_id: answer.request_id });
        }
        Call::UpdateTeam { team_id, patch } => teams.update(team_id, patch).await?.request_id,
        Call::UpdateTeamMembers { team_id, add, remove } => {
            teams.update_members(team_id, add, remove).await?.request_id
        }
        Call::DeleteTeam { team } => {
            let Some(id) = team.known() else { return Ok(missing()) };
            return gone(teams.delete(id).await);
        }
        _ => return Ok(missing()),
    };
    Ok(Outcome::done(request_id))
}

pub async fn look(client: &SigmaClient, step: &Step) -> Result<Finding, sigma::Error> {
    let teams = client.teams();
    Ok(match &step.call {
        // Names need not be unique: it is ours when it has our name and was made since the call was sent.
        Call::CreateTeam { team } => {
            let named = ListTeams { name: Some(team.name.clone()), ..ListTeams::default() };
            let found = teams.matching(&named).await?;
            match found.into_iter().find(|t| t.name == team.name && is_own(step, t.created_at)) {
                Some(found) => Finding::Happened(Outcome::Met { created: Some(Subject::Team(found.id)) }),
                None => Finding::DidNot,
            }
        }
        Call::UpdateTeam { team_id, patch } => Finding::met(patch.is_met_by(&teams.get(team_id).await?.team)),
        Call::UpdateTeamMembers { team_id, add, remove } => {
            let now = teams.members(team_id).await?;
            let is_in = |id: &MemberId| now.iter().any(|m| m.member_id == *id);
            Finding::met(add.iter().all(is_in) && !remove.iter().any(is_in))
        }
        Call::DeleteTeam { team } => match team.known() {
            Some(id) => is_gone(teams.get(id).await)?,
            None => Finding::DidNot,
        },
        _ => Finding::DidNot,
    })
}
