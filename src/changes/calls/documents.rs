//! Documents: sharing, renaming, moving, handing over; starting a materialization.

use super::{Finding, gone, missing, not_lowered};
use crate::{
    changes::machine::Outcome,
    domain::{Call, DocumentRef, Grantee, GrantsOf, InodeGrant, NewInodeGrant, Permission, Step},
    sigma::{self, Answer, SigmaClient},
};

pub async fn send(client: &SigmaClient, step: &Step) -> Result<Outcome, sigma::Error> {
    match &step.call {
        Call::Share { document, grantee, permission } => share(client, document, grantee, permission).await,
        Call::Unshare { document, grantee, .. } => match held(client, document, grantee).await? {
            Some(held) => gone(client.grants().delete(&held.grant.id).await),
            None => Ok(Outcome::met()),
        },
        Call::UpdateFile { document, patch } => {
            Ok(Outcome::done(client.files().update(&document.inode_id(), patch).await?.request_id))
        }
        Call::Materialize { dataset_id } => {
            Ok(Outcome::done(client.datasets().materialize(dataset_id).await?.request_id))
        }
        _ => Ok(missing()),
    }
}

pub async fn look(client: &SigmaClient, step: &Step) -> Result<Finding, sigma::Error> {
    Ok(match &step.call {
        Call::Share { document, grantee, permission } => {
            Finding::met(held(client, document, grantee).await?.is_some_and(|g| g.grant.permission == *permission))
        }
        Call::Unshare { document, grantee, .. } => Finding::met(held(client, document, grantee).await?.is_none()),
        Call::UpdateFile { document, patch } => {
            Finding::met(patch.is_met_by(&client.files().get(&document.inode_id()).await?))
        }
        // No call tells whether a run was started (BEHAVIOUR.md section 14); a second one writes the same table again.
        _ => Finding::DidNot,
    })
}

/// Shares at this level. Sigma only raises a grant (BEHAVIOUR.md section 10): to lower one it is deleted first, and put
/// back when the second call fails.
async fn share(
    client: &SigmaClient,
    document: &DocumentRef,
    grantee: &Grantee,
    permission: &Permission,
) -> Result<Outcome, sigma::Error> {
    let now = held(client, document, grantee).await?;
    let lowered = now.filter(|held| held.grant.permission > *permission);
    if let Some(held) = &lowered {
        gone(client.grants().delete(&held.grant.id).await)?;
    }
    let error = match grant(client, document, grantee, permission).await {
        Ok(answer) => return Ok(Outcome::done(answer.request_id)),
        Err(error) => error,
    };
    let Some(old) = lowered.map(|held| held.grant.permission) else { return Err(error) };
    let is_back = grant(client, document, grantee, &old).await.is_ok();
    Ok(not_lowered(&error, &old, is_back))
}

async fn grant(
    client: &SigmaClient,
    document: &DocumentRef,
    grantee: &Grantee,
    permission: &Permission,
) -> Result<Answer<InodeGrant>, sigma::Error> {
    let new = NewInodeGrant {
        grantee: grantee.clone(),
        permission: permission.clone(),
        inode_id: document.inode_id(),
        tag_id: None,
    };
    client.grants().create(&new).await
}

/// The grant somebody holds on the document itself, as Sigma has it now.
async fn held(
    client: &SigmaClient,
    document: &DocumentRef,
    grantee: &Grantee,
) -> Result<Option<InodeGrant>, sigma::Error> {
    let grants = client.grants().of(&GrantsOf::Inode(document.inode_id()), true).await?;
    Ok(grants.into_iter().find(|held| held.grant.grantee().as_ref() == Some(grantee)))
}
