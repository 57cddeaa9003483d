//! Documents: sharing, renaming, moving, handing over; starting a materialization.

use super::super::{
    access::call as access,
    calls::{
        Context, InDoubt, LookError, Ready, Reconciled, finding::given, gone, may_still_happen, missing,
        new_owner_problem, not_lowered, own,
    },
    machine::Outcome,
};
use crate::{
    domain::{
        DatasetId, DocumentCall, DocumentRef, FilePatch, GrantId, Grantee, GrantsOf, InodeGrant, NewInodeGrant,
        Permission, Step,
    },
    sigma::{self, Answer, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &DocumentCall, doubt: InDoubt) -> Result<Reconciled, LookError> {
    match call {
        DocumentCall::Share { document, grantee, permission, held } => {
            look_at_shared(cx, step, document, grantee, permission, held.as_deref()).await
        }
        DocumentCall::Unshare { document, grantee, permission } => {
            look_at_unshared(cx, step, document, grantee, permission).await
        }
        DocumentCall::Update { document, patch, before } => look_at_fields(cx, step, document, patch, before).await,
        DocumentCall::Materialize { dataset_id } => look_for_run(cx, step, dataset_id, doubt).await,
    }
}

/// Makes the call that a look has found to be due.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &DocumentCall, ready: &Ready) -> Result<Outcome, sigma::Error> {
    match call {
        DocumentCall::Share { document, grantee, permission, .. } => {
            share(client, document, grantee, permission, ready.lowered.as_ref()).await
        }
        DocumentCall::Unshare { .. } => match &ready.grant {
            Some(grant) => gone(client.grants().delete(grant).await),
            None => Ok(missing()),
        },
        DocumentCall::Update { document, patch, .. } => {
            Ok(Outcome::done(client.files().update(&document.inode_id(), patch).await?.request_id))
        }
        DocumentCall::Materialize { dataset_id } => {
            Ok(Outcome::done(client.datasets().materialize(dataset_id).await?.request_id))
        }
    }
}

/// Whether a document's fields are as wanted, as the plan saw them, or neither.
async fn look_at_fields(
    cx: &Context<'_>,
    step: &Step,
    document: &DocumentRef,
    patch: &FilePatch,
    before: &FilePatch,
) -> Result<Reconciled, LookError> {
    if patch.is_empty() {
        return Ok(Reconciled::Changed("There is nothing in this step that could be sent.".to_owned()));
    }
    let now = cx.client.files().get(&document.inode_id()).await?;
    // What has been handed over already is not asked about again.
    if !patch.is_met_by(&now)
        && let Some(problem) = new_owner_problem(cx, &step.call).await?
    {
        return Ok(Reconciled::Changed(problem));
    }
    let own = own::edited(cx, step, &now.extra, now.updated_at)
        && cx.owner.is_none_or(|owner| now.updated_by == owner.as_str());
    Ok(given(step, patch.is_met_by(&now), own, &patch.conflicts(before, &now)))
}

/// Whether a grant on a document is as wanted, as the plan saw it, or neither.
async fn look_at_shared(
    cx: &Context<'_>,
    step: &Step,
    document: &DocumentRef,
    grantee: &Grantee,
    permission: &Permission,
    held: Option<&[(Grantee, Permission)]>,
) -> Result<Reconciled, LookError> {
    let now = held_on(cx.client, document, grantee).await?;
    let seen = held.map(|held| held.iter().find(|(who, _)| who == grantee).map(|(_, level)| level));
    let level = now.as_ref().map(|now| &now.grant.permission);
    if let Some(now) = now.as_ref().filter(|now| now.grant.permission == *permission) {
        return Ok(Reconciled::met(own::edited_if_told(cx, step, &now.grant.extra)));
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
    let lowered = now.filter(|now| now.grant.permission > *permission).map(|now| (now.grant.id, now.grant.permission));
    Ok(Reconciled::Send(Box::new(Ready { lowered, ..Ready::new(step.call.clone()) })))
}

/// Whether a grant on a document is still there, at the level that the plan saw.
async fn look_at_unshared(
    cx: &Context<'_>,
    step: &Step,
    document: &DocumentRef,
    grantee: &Grantee,
    permission: &Permission,
) -> Result<Reconciled, LookError> {
    let held = match held_on(cx.client, document, grantee).await? {
        // A list that ended early must not make a grant look gone.
        None => held_on(cx.client, document, grantee).await?,
        held => held,
    };
    Ok(match held {
        None => Reconciled::met(step.may_have_arrived()),
        Some(now) if now.grant.permission == *permission => {
            Reconciled::Send(Box::new(Ready { grant: Some(now.grant.id), ..Ready::new(step.call.clone()) }))
        }
        Some(now) => {
            Reconciled::Changed(access::changed(&cx.named(grantee), Some(&now.grant.permission), Some(permission)))
        }
    })
}

/// Whether a run of the dataset has ended since one was started here. Runs under way are not listed (BEHAVIOUR.md
/// section 14), so a lost one stays in doubt for a while.
async fn look_for_run(
    cx: &Context<'_>,
    step: &Step,
    dataset: &DatasetId,
    doubt: InDoubt,
) -> Result<Reconciled, LookError> {
    match (doubt, step.sent_at) {
        (InDoubt::No, _) | (InDoubt::Yes, None) => return Ok(Reconciled::send(&step.call)),
        (InDoubt::Yes, Some(_)) => {}
    }
    let runs = cx.client.datasets().materializations(dataset).await?;
    if runs.iter().any(|run| own::is_recent_try(cx, step, run.finished_at)) {
        return Ok(Reconciled::Done { created: None });
    }
    Ok(may_still_happen(cx, step, doubt).map_or_else(|| Reconciled::send(&step.call), Reconciled::NotYet))
}

/// Shares at this level. Sigma only raises a grant (BEHAVIOUR.md section 10): to lower one it is deleted first, and put
/// back when the second call fails.
async fn share(
    client: &SigmaClient,
    document: &DocumentRef,
    grantee: &Grantee,
    permission: &Permission,
    lowered: Option<&(GrantId, Permission)>,
) -> Result<Outcome, sigma::Error> {
    if let Some((held, _)) = lowered {
        gone(client.grants().delete(held).await)?;
    }
    let error = match grant(client, document, grantee, permission).await {
        Ok(answer) => return Ok(Outcome::done(answer.request_id)),
        Err(error) => error,
    };
    let Some((_, old)) = lowered else { return Err(error) };
    let is_back = grant(client, document, grantee, old).await.is_ok();
    // Whether the lower level may still come is for the look to find out.
    if error.was_sent_maybe() { Err(error) } else { Ok(not_lowered(&error, old, is_back)) }
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
async fn held_on(
    client: &SigmaClient,
    document: &DocumentRef,
    grantee: &Grantee,
) -> Result<Option<InodeGrant>, sigma::Error> {
    let grants = client.grants().of(&GrantsOf::Inode(document.inode_id()), true).await?;
    Ok(grants.into_iter().find(|held| held.grant.grantee().as_ref() == Some(grantee)))
}
