//! Steps whose answer was lost: reads Sigma to learn whether they happened.

use super::perform::{Outcome, described, resolve};
use crate::{
    domain::{Call, Grant, Grantee, MemberId, ResourceRef, Step},
    sigma::{self, SigmaClient},
};

/// What Sigma's state says about a step that may have happened.
#[derive(Debug)]
pub enum Finding {
    /// It happened.
    Happened(Outcome),
    /// It did not happen: it is safe to send it.
    DidNot,
}

/// Looks at Sigma.
///
/// # Errors
/// `Outcome::Unknown` when Sigma cannot be read either: the step stays unknown and is not sent.
pub async fn reconcile(client: &SigmaClient, step: &Step, steps: &[Step]) -> Result<Finding, Outcome> {
    look(client, step, steps).await.map_err(|error| Outcome::Unknown(described(&error)))
}

async fn look(client: &SigmaClient, step: &Step, steps: &[Step]) -> Result<Finding, sigma::Error> {
    let met = |is: bool| if is { Finding::Happened(Outcome::Met { invited: None }) } else { Finding::DidNot };
    Ok(match &step.call {
        Call::InviteMember { person, .. } => match client.members().find_by_email(&person.email).await? {
            Some(member) => Finding::Happened(Outcome::Met { invited: Some(member.id) }),
            None => Finding::DidNot,
        },
        Call::UpdateMember { member_id, patch } => met(patch.is_met_by(&client.members().get(member_id).await?)),
        Call::UpdateTeamMembers { team_id, add, remove } => {
            let now = client.teams().members(team_id).await?;
            let is_in = |id: &MemberId| now.iter().any(|m| m.member_id == *id);
            met(add.iter().all(is_in) && !remove.iter().any(is_in))
        }
        Call::Grant { resource, grantee, permission } => match resolve(grantee, steps) {
            None => Finding::DidNot,
            Some(grantee) => met(held(client, resource, &grantee).await?.is_some_and(|g| g.permission == *permission)),
        },
        Call::Revoke { resource, grantee, .. } => met(held(client, resource, grantee).await?.is_none()),
    })
}

/// The grant a grantee holds on a resource, as Sigma has it now.
async fn held(client: &SigmaClient, resource: &ResourceRef, grantee: &Grantee) -> Result<Option<Grant>, sigma::Error> {
    let grants = match resource {
        ResourceRef::Workspace(id) => client.workspaces().grants(id).await?,
        ResourceRef::Connection(id) => client.connections().grants(id).await?,
    };
    Ok(grants.into_iter().find(|grant| grant.grantee().as_ref() == Some(grantee)))
}
