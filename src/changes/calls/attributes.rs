//! Values of user attributes.

use super::missing;
use crate::{
    changes::machine::Outcome,
    domain::{AttributeValue, Grantee, MemberId, UserAttributeId},
    sigma::{self, SigmaClient},
};

/// Sets values of members, or of teams; a call is of one kind.
pub async fn set(
    client: &SigmaClient,
    id: &UserAttributeId,
    values: &[(Grantee, AttributeValue)],
) -> Result<Outcome, sigma::Error> {
    let mut members = Vec::new();
    let mut teams = Vec::new();
    for (holder, value) in values {
        match holder {
            Grantee::Member(member) => members.push((member.clone(), value.clone())),
            Grantee::Team(team) => teams.push((team.clone(), value.clone())),
        }
    }
    let answer = match (members.as_slice(), teams.as_slice()) {
        ([], []) => return Ok(missing()),
        (_, []) => client.user_attributes().set_for_members(id, &members).await?,
        ([], [(team, value)]) => client.teams().set_attributes(team, &[(id.clone(), value.clone())]).await?,
        (_, _) => client.user_attributes().set_for_teams(id, &teams).await?,
    };
    Ok(Outcome::done(answer.request_id))
}

/// Takes values away: of one member, of several, or of one team.
pub async fn unset(client: &SigmaClient, id: &UserAttributeId, holders: &[Grantee]) -> Result<Outcome, sigma::Error> {
    let attributes = client.user_attributes();
    let members: Vec<MemberId> = holders
        .iter()
        .filter_map(|holder| match holder {
            Grantee::Member(member) => Some(member.clone()),
            Grantee::Team(_) => None,
        })
        .collect();
    let answer = match (holders, members.as_slice()) {
        ([Grantee::Team(team)], _) => attributes.unset_for_team(id, team).await,
        (_, [one]) => attributes.unset_for_member(id, one).await,
        (_, []) => return Ok(missing()),
        (_, several) => attributes.unset_for_members(id, several).await,
    };
    super::gone(answer)
}
