//! One grantee's level on one thing, by a grant of its own: what a look finds, and how it is set and taken away.

use super::{Context, LookError, Ready, Reconciled, gone, missing, not_lowered, own};
use crate::{
    changes::{access::call as access, machine::Outcome},
    domain::{ConnectionPath, DocumentRef, Grant, GrantId, Grantee, GrantsOf, NewInodeGrant, Permission, Step},
    sigma::{self, SigmaClient},
};

/// What the level is on.
#[derive(Clone, Copy, Debug)]
pub enum Place<'a> {
    Document(&'a DocumentRef),
    /// A database, schema or table.
    Path(&'a ConnectionPath),
}

impl Place<'_> {
    /// The grant somebody holds on the thing itself, as Sigma has it now.
    async fn held(self, client: &SigmaClient, grantee: &Grantee) -> Result<Option<Grant>, sigma::Error> {
        let is_theirs = |grant: &Grant| grant.grantee().as_ref() == Some(grantee);
        match self {
            Self::Document(document) => {
                let grants = client.grants().of(&GrantsOf::Inode(document.inode_id()), true).await?;
                Ok(grants.into_iter().map(|held| held.grant).find(is_theirs))
            }
            Self::Path(path) => Ok(client.connections().path_grants(&path.inode_id).await?.into_iter().find(is_theirs)),
        }
    }

    /// Makes a grant, or sets the one there is; says under which id of a request.
    async fn grant(
        self,
        client: &SigmaClient,
        grantee: &Grantee,
        permission: &Permission,
    ) -> Result<Option<String>, sigma::Error> {
        match self {
            Self::Document(document) => {
                let new = NewInodeGrant {
                    grantee: grantee.clone(),
                    permission: permission.clone(),
                    inode_id: document.inode_id(),
                    tag_id: None,
                };
                Ok(client.grants().create(&new).await?.request_id)
            }
            Self::Path(path) => {
                let grants = [(grantee.clone(), permission)];
                Ok(client.connections().grant_on_path(&path.inode_id, &grants).await?.request_id)
            }
        }
    }

    /// Takes a grant away.
    async fn take(self, client: &SigmaClient, grant: &GrantId) -> Result<Outcome, sigma::Error> {
        match self {
            Self::Document(_) => gone(client.grants().delete(grant).await),
            Self::Path(path) => gone(client.connections().revoke_on_path(&path.inode_id, grant).await),
        }
    }
}

/// Whether somebody's level is as wanted, as the plan saw it, or neither; `held` is what it saw them hold, where that was
/// written down.
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look_at(
    cx: &Context<'_>,
    step: &Step,
    place: Place<'_>,
    grantee: &Grantee,
    permission: &Permission,
    held: Option<&[(Grantee, Permission)]>,
) -> Result<Reconciled, LookError> {
    let now = place.held(cx.client, grantee).await?;
    let seen = held.map(|held| held.iter().find(|(who, _)| who == grantee).map(|(_, level)| level));
    let level = now.as_ref().map(|now| &now.permission);
    if let Some(now) = now.as_ref().filter(|now| now.permission == *permission) {
        return Ok(Reconciled::met(own::edited_if_told(cx, step, &now.extra)));
    }
    let is_as_seen = match seen {
        Some(seen) => level == seen,
        None => level.is_none_or(|level| level < permission),
    };
    // A lowering whose first call arrived and whose second did not.
    let is_cut_off = step.attempts > 0 && level.is_none();
    if !is_as_seen && !is_cut_off {
        return Ok(Reconciled::Changed(access::changed(&cx.named(grantee), level, seen.flatten())));
    }
    let lowered = now.filter(|now| now.permission > *permission).map(|now| (now.id, now.permission));
    Ok(Reconciled::Send(Box::new(Ready { lowered, ..Ready::new(step.call.clone()) })))
}

/// Whether somebody's grant is still there, at the level that the plan saw.
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look_at_none(
    cx: &Context<'_>,
    step: &Step,
    place: Place<'_>,
    grantee: &Grantee,
    permission: &Permission,
) -> Result<Reconciled, LookError> {
    let held = match place.held(cx.client, grantee).await? {
        // A list that ended early must not make a grant look gone.
        None => place.held(cx.client, grantee).await?,
        held => held,
    };
    Ok(match held {
        None => Reconciled::met(step.may_have_arrived()),
        Some(now) if now.permission == *permission => {
            Reconciled::Send(Box::new(Ready { grant: Some(now.id), ..Ready::new(step.call.clone()) }))
        }
        Some(now) => Reconciled::Changed(access::changed(&cx.named(grantee), Some(&now.permission), Some(permission))),
    })
}

/// Sets a level. That Sigma lowers a grant is not documented (BEHAVIOUR.md section 10): to lower one it is deleted first,
/// and put back when the second call fails.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn set(
    client: &SigmaClient,
    place: Place<'_>,
    grantee: &Grantee,
    permission: &Permission,
    lowered: Option<&(GrantId, Permission)>,
) -> Result<Outcome, sigma::Error> {
    if let Some((held, _)) = lowered {
        place.take(client, held).await?;
    }
    let error = match place.grant(client, grantee, permission).await {
        Ok(request_id) => return Ok(Outcome::done(request_id)),
        Err(error) => error,
    };
    let Some((_, old)) = lowered else { return Err(error) };
    let is_back = place.grant(client, grantee, old).await.is_ok();
    // Whether the lower level may still come is for the look to find out.
    if error.was_sent_maybe() { Err(error) } else { Ok(not_lowered(&error, old, is_back)) }
}

/// Takes the grant away that a look has found.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn revoke(client: &SigmaClient, place: Place<'_>, found: Option<&GrantId>) -> Result<Outcome, sigma::Error> {
    match found {
        Some(grant) => place.take(client, grant).await,
        None => Ok(missing()),
    }
}
