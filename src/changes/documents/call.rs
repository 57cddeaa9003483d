//! Documents: sharing, renaming, moving, handing over; starting a materialization.

use super::super::{
    calls::{
        Context, InDoubt, LookError, Ready, Reconciled,
        finding::given,
        level::{self, Place},
        may_still_happen, new_owner_problem, own,
    },
    machine::Outcome,
};
use crate::{
    domain::{DatasetId, DocumentCall, DocumentRef, FilePatch, Step},
    sigma::{self, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &DocumentCall, doubt: InDoubt) -> Result<Reconciled, LookError> {
    match call {
        DocumentCall::Share { document, grantee, permission, held } => {
            level::look_at(cx, step, Place::Document(document), grantee, permission, held.as_deref()).await
        }
        DocumentCall::Unshare { document, grantee, permission } => {
            level::look_at_none(cx, step, Place::Document(document), grantee, permission).await
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
            level::set(client, Place::Document(document), grantee, permission, ready.lowered.as_ref()).await
        }
        DocumentCall::Unshare { document, .. } => {
            level::revoke(client, Place::Document(document), ready.grant.as_ref()).await
        }
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
