//! Granting, lowering and revoking on workspaces and connections.

use super::{Finding, gone, missing, not_lowered};
use crate::{
    changes::machine::Outcome,
    domain::{
        Call, ConnectionPermission, Grant, GrantId, Grantee, GranteeRef, Permission, ResourceRef, Step, StepError,
        WorkspacePermission,
    },
    sigma::{self, Answer, SigmaClient},
};

pub async fn send(client: &SigmaClient, step: &Step) -> Result<Outcome, sigma::Error> {
    match &step.call {
        Call::Grant { resource, grants } => batch(client, resource, grants).await,
        Call::LowerGrant { resource, grantee, to, .. } => lower(client, resource, grantee, to).await,
        Call::Revoke { resource, grantee, .. } => {
            let Some(grantee) = grantee.known() else { return Ok(missing()) };
            match held(client, resource, &grantee).await? {
                Some(grant) => gone(take(client, resource, &grant.id).await),
                // Somebody else took it away meanwhile: that is what was wanted.
                None => Ok(Outcome::met()),
            }
        }
        _ => Ok(missing()),
    }
}

pub async fn look(client: &SigmaClient, step: &Step) -> Result<Finding, sigma::Error> {
    Ok(match &step.call {
        Call::Grant { resource, grants } => {
            let now = all(client, resource).await?;
            let is_held = |(grantee, permission): &(GranteeRef, Permission)| {
                let grantee = grantee.known();
                grantee.is_some() && now.iter().any(|g| g.grantee() == grantee && g.permission == *permission)
            };
            Finding::met(grants.iter().all(is_held))
        }
        Call::LowerGrant { resource, grantee, to, .. } => {
            Finding::met(held(client, resource, grantee).await?.is_some_and(|g| g.permission == *to))
        }
        Call::Revoke { resource, grantee, .. } => match grantee.known() {
            Some(grantee) => Finding::met(held(client, resource, &grantee).await?.is_none()),
            None => Finding::DidNot,
        },
        _ => Finding::DidNot,
    })
}

/// Grants to everybody who exists. Sent again for those who were missing: the call creates or updates, so that
/// repeating it for the others changes nothing (BEHAVIOUR.md section 10).
async fn batch(
    client: &SigmaClient,
    resource: &ResourceRef,
    grants: &[(GranteeRef, Permission)],
) -> Result<Outcome, sigma::Error> {
    let known: Vec<_> = grants.iter().filter_map(|(who, level)| Some((who.known()?, level.clone()))).collect();
    if known.is_empty() {
        return Ok(missing());
    }
    let Some(answer) = grant(client, resource, &known).await? else {
        return Ok(Outcome::refused("This level does not belong to this kind of resource."));
    };
    Ok(match grants.len() - known.len() {
        0 => Outcome::done(answer.request_id),
        left => Outcome::Failed(StepError {
            request_id: answer.request_id,
            ..StepError::own(format!(
                "Granted to {} of {}: {left} have not been invited. Retry when they are.",
                known.len(),
                grants.len()
            ))
        }),
    })
}

/// Deletes the grant and makes the lower one; puts the old level back when that fails. Starts from what is held now,
/// so that it can go on where an earlier try was cut off.
async fn lower(
    client: &SigmaClient,
    resource: &ResourceRef,
    grantee: &Grantee,
    to: &Permission,
) -> Result<Outcome, sigma::Error> {
    let now = held(client, resource, grantee).await?;
    if now.as_ref().is_some_and(|grant| grant.permission == *to) {
        return Ok(Outcome::met());
    }
    if let Some(held) = &now {
        gone(take(client, resource, &held.id).await)?;
    }
    let error = match grant(client, resource, &[(grantee.clone(), to.clone())]).await {
        Ok(Some(answer)) => return Ok(Outcome::done(answer.request_id)),
        Ok(None) => return Ok(Outcome::refused("This level does not belong to this kind of resource.")),
        Err(error) => error,
    };
    let Some(old) = now.map(|grant| grant.permission) else { return Err(error) };
    let is_back = grant(client, resource, &[(grantee.clone(), old.clone())]).await.is_ok();
    Ok(not_lowered(&error, &old, is_back))
}

/// `None` for a level that this kind of resource does not have.
async fn grant(
    client: &SigmaClient,
    resource: &ResourceRef,
    grants: &[(Grantee, Permission)],
) -> Result<Option<Answer<()>>, sigma::Error> {
    match resource {
        ResourceRef::Workspace(id) => {
            let levels = |(who, level): &(Grantee, Permission)| match level {
                Permission::Workspace(level) => Some((who.clone(), *level)),
                _ => None,
            };
            match grants.iter().map(levels).collect::<Option<Vec<(Grantee, WorkspacePermission)>>>() {
                Some(grants) => client.workspaces().grant(id, &grants).await.map(Some),
                None => Ok(None),
            }
        }
        ResourceRef::Connection(id) => {
            let levels = |(who, level): &(Grantee, Permission)| match level {
                Permission::Connection(level) => Some((who.clone(), *level)),
                _ => None,
            };
            match grants.iter().map(levels).collect::<Option<Vec<(Grantee, ConnectionPermission)>>>() {
                Some(grants) => client.connections().grant(id, &grants).await.map(Some),
                None => Ok(None),
            }
        }
    }
}

async fn take(client: &SigmaClient, resource: &ResourceRef, grant: &GrantId) -> Result<Answer<()>, sigma::Error> {
    match resource {
        ResourceRef::Workspace(id) => client.workspaces().revoke(id, grant).await,
        ResourceRef::Connection(id) => client.connections().revoke(id, grant).await,
    }
}

async fn all(client: &SigmaClient, resource: &ResourceRef) -> Result<Vec<Grant>, sigma::Error> {
    match resource {
        ResourceRef::Workspace(id) => client.workspaces().grants(id).await,
        ResourceRef::Connection(id) => client.connections().grants(id).await,
    }
}

/// The grant a grantee holds on a resource, as Sigma has it now.
async fn held(client: &SigmaClient, resource: &ResourceRef, grantee: &Grantee) -> Result<Option<Grant>, sigma::Error> {
    Ok(all(client, resource).await?.into_iter().find(|grant| grant.grantee().as_ref() == Some(grantee)))
}
