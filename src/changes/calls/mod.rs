//! The calls of steps: a look at Sigma, then what is sent. One file for each kind of thing.
//!
//! Nothing is sent before Sigma has been looked at, where looking is possible: what the plan saw may have changed, and
//! an earlier try of the step may have arrived. The look says what is to be sent, if anything; sending reads nothing.

mod access;
mod attributes;
mod documents;
mod finding;
mod members;
mod memo;
mod own;
mod teams;
mod workspaces;

pub use finding::{Ready, Reconciled};
pub use members::ExistingEmails;
pub use memo::Memo;

use super::{machine::Outcome, wording};
use crate::{
    directory::Snapshot,
    domain::{
        AccessCall, AttributeCall, Call, Change, ConnectionCall, DocumentCall, Grantee, LeftDocuments, MemberCall,
        MemberId, Permission, Step, StepError, Subject, TeamCall, WorkspaceCall,
    },
    sigma::{self, SigmaClient},
    store::Store,
};
use finding::given;
use jiff::Timestamp;
use std::time::Duration;

/// What a look needs beside the step.
pub struct Context<'a> {
    pub client: &'a SigmaClient,
    /// The journal, to learn what other changes have created.
    pub store: &'a Store,
    /// The change, without its steps.
    pub change: &'a Change,
    /// Whose the portal's credentials are: what it makes bears this member's id.
    pub owner: Option<&'a MemberId>,
    /// The directory, for the names in what is said.
    pub names: Option<&'a Snapshot>,
    /// Addresses of the whole organisation, where they were read at once.
    pub existing: Option<&'a ExistingEmails>,
    /// What this run has read and need not read again.
    pub memo: &'a Memo,
    /// How long a call whose answer was lost may still happen.
    pub settle: Duration,
}

impl Context<'_> {
    /// Who holds a grant, for a sentence; by id where the directory is not there.
    pub fn named(&self, who: &Grantee) -> String {
        self.names.map_or_else(|| Subject::from(who).key(), |names| wording::grantee(who, names))
    }
}

/// Whether an earlier try of the step may still be on its way to Sigma.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InDoubt {
    /// It may: it was sent, and neither an answer nor an end of it is known.
    Yes,
    /// It may not: nothing was sent, or Sigma has answered.
    No,
}

/// Why a look came to nothing.
#[derive(Debug, thiserror::Error)]
pub enum LookError {
    /// Sigma did not tell.
    #[error(transparent)]
    Sigma(#[from] sigma::Error),
    /// The journal could not be read.
    #[error(transparent)]
    Store(#[from] crate::store::Error),
}

/// Looks at Sigma: whether the step has happened, may be sent, or must not be. Its references are resolved as far as can
/// be.
///
/// # Errors
/// When Sigma or the journal cannot be read; nothing is known then.
pub async fn look(cx: &Context<'_>, step: &Step, doubt: InDoubt) -> Result<Reconciled, LookError> {
    match &step.call {
        Call::Member(MemberCall::Invite { person, teams }) => {
            members::look_for_invited(cx, step, person, teams, doubt).await
        }
        Call::Member(MemberCall::Update { member_id, patch, before }) => {
            members::look_at_fields(cx, step, member_id, patch, before).await
        }
        Call::Member(MemberCall::Deactivate { member, .. }) => match member.known() {
            Some(id) => members::look_at_leaver(cx, step, id).await,
            None => Ok(Reconciled::missing()),
        },
        Call::Member(MemberCall::Reactivate { member_id }) => members::look_at_returner(cx, step, member_id).await,
        Call::Member(MemberCall::Delete { member_id, .. }) => members::look_at_deleted(cx, step, member_id).await,
        // Ending tokens twice ends no more than once, and no call lists them.
        Call::Member(MemberCall::RevokeTokens { .. }) => Ok(Reconciled::send(&step.call)),
        Call::Team(TeamCall::Create { team }) => teams::look_for_made(cx, step, team, doubt).await,
        Call::Team(TeamCall::Update { team_id, patch, before }) => {
            teams::look_at_fields(cx, step, team_id, patch, before).await
        }
        Call::Team(TeamCall::Delete { team }) => match team.known() {
            Some(id) => Ok(Reconciled::gone_or_send(cx.client.teams().get(id).await.map(drop), step)?),
            None => Ok(Reconciled::missing()),
        },
        Call::Team(TeamCall::UpdateMembers { team_id, add, remove, keeps_admin }) => {
            teams::look_at_members(cx, step, team_id, add, remove, *keeps_admin).await
        }
        Call::Workspace(WorkspaceCall::Create { name }) => workspaces::look_for_made(cx, step, name, doubt).await,
        Call::Workspace(WorkspaceCall::Rename { workspace_id, name, before }) => {
            workspaces::look_at_name(cx, step, workspace_id, name, before.as_deref()).await
        }
        Call::Workspace(WorkspaceCall::Delete { workspace }) => match workspace.known() {
            Some(id) => Ok(Reconciled::gone_or_send(cx.client.workspaces().get(id).await.map(drop), step)?),
            None => Ok(Reconciled::missing()),
        },
        Call::Connection(ConnectionCall::Update { connection_id, patch, before }) => {
            let now = cx.client.connections().get(connection_id).await?;
            let own = own::edited(cx, step, &now.extra, now.updated_at);
            Ok(given(step, patch.is_met_by(&now), own, &patch.conflicts(before, &now)))
        }
        Call::Access(AccessCall::Grant { resource, grants, held }) => {
            access::look(cx, step, resource, grants, held.as_deref()).await
        }
        Call::Access(AccessCall::Lower { resource, grantee, from, to }) => {
            access::look_at_lowered(cx, step, resource, grantee, from, to).await
        }
        Call::Access(AccessCall::Revoke { resource, grantee, permission }) => match grantee.known() {
            Some(grantee) => access::look_at_revoked(cx, step, resource, &grantee, permission).await,
            None => Ok(Reconciled::missing()),
        },
        Call::Document(DocumentCall::Share { document, grantee, permission, held }) => {
            documents::look_at_shared(cx, step, document, grantee, permission, held.as_deref()).await
        }
        Call::Document(DocumentCall::Unshare { document, grantee, permission }) => {
            documents::look_at_unshared(cx, step, document, grantee, permission).await
        }
        Call::Document(DocumentCall::Update { document, patch, before }) => {
            documents::look_at_fields(cx, step, document, patch, before).await
        }
        Call::Attribute(AttributeCall::Set { attribute_id, values, held }) => {
            attributes::look_at_set(cx, step, attribute_id, values, held.as_deref()).await
        }
        Call::Attribute(AttributeCall::Unset { attribute_id, holders, held }) => {
            attributes::look_at_unset(cx, step, attribute_id, holders, held.as_deref()).await
        }
        Call::Document(DocumentCall::Materialize { dataset_id }) => {
            documents::look_for_run(cx, step, dataset_id, doubt).await
        }
    }
}

/// Makes the call that a look has found to be due.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, ready: &Ready) -> Result<Outcome, sigma::Error> {
    let outcome = match &ready.call {
        Call::Member(MemberCall::Invite { person, teams }) => members::invite(client, person, teams).await?,
        Call::Member(MemberCall::Update { member_id, patch, .. }) => {
            Outcome::done(client.members().update(member_id, patch).await?.request_id)
        }
        Call::Member(MemberCall::Deactivate { member, how, .. }) => match member.known() {
            Some(id) => Outcome::done(client.members().deactivate(id, how).await?.request_id),
            None => missing(),
        },
        Call::Member(MemberCall::Reactivate { member_id }) => {
            Outcome::done(client.members().reactivate(member_id).await?.request_id)
        }
        Call::Member(MemberCall::Delete { member_id, .. }) => {
            Outcome::done(client.members().delete(member_id).await?.request_id)
        }
        Call::Member(MemberCall::RevokeTokens { member_id }) => {
            Outcome::done(client.members().revoke_tokens(member_id).await?.request_id)
        }
        Call::Team(TeamCall::Create { team }) => teams::create(client, team).await?,
        Call::Team(TeamCall::Update { team_id, patch, .. }) => {
            Outcome::done(client.teams().update(team_id, patch).await?.request_id)
        }
        Call::Team(TeamCall::Delete { team }) => match team.known() {
            Some(id) => gone(client.teams().delete(id).await)?,
            None => missing(),
        },
        Call::Team(TeamCall::UpdateMembers { team_id, add, remove, .. }) => {
            Outcome::done(client.teams().update_members(team_id, add, remove).await?.request_id)
        }
        Call::Workspace(WorkspaceCall::Create { name }) => workspaces::create(client, name).await?,
        Call::Workspace(WorkspaceCall::Rename { workspace_id, name, .. }) => {
            Outcome::done(client.workspaces().rename(workspace_id, name, true).await?.request_id)
        }
        Call::Workspace(WorkspaceCall::Delete { workspace }) => match workspace.known() {
            Some(id) => gone(client.workspaces().delete(id).await)?,
            None => missing(),
        },
        Call::Connection(ConnectionCall::Update { connection_id, patch, .. }) => {
            Outcome::done(client.connections().update(connection_id, patch).await?.request_id)
        }
        Call::Access(AccessCall::Grant { resource, grants, .. }) => access::give(client, resource, grants).await?,
        Call::Access(AccessCall::Lower { resource, grantee, from, to }) => {
            access::lower(client, resource, grantee, (from, to), ready.grant.as_ref()).await?
        }
        Call::Access(AccessCall::Revoke { resource, .. }) => match &ready.grant {
            Some(grant) => gone(access::take(client, resource, grant).await)?,
            None => missing(),
        },
        Call::Document(DocumentCall::Share { document, grantee, permission, .. }) => {
            documents::share(client, document, grantee, permission, ready.lowered.as_ref()).await?
        }
        Call::Document(DocumentCall::Unshare { .. }) => match &ready.grant {
            Some(grant) => gone(client.grants().delete(grant).await)?,
            None => missing(),
        },
        Call::Document(DocumentCall::Update { document, patch, .. }) => {
            Outcome::done(client.files().update(&document.inode_id(), patch).await?.request_id)
        }
        Call::Attribute(AttributeCall::Set { attribute_id, values, .. }) => {
            attributes::set(client, attribute_id, values).await?
        }
        Call::Attribute(AttributeCall::Unset { attribute_id, holders, .. }) => {
            attributes::unset(client, attribute_id, holders).await?
        }
        Call::Document(DocumentCall::Materialize { dataset_id }) => {
            Outcome::done(client.datasets().materialize(dataset_id).await?.request_id)
        }
    };
    Ok(ready.completed(outcome))
}

/// Whoever takes over a leaver's documents can do so, by what Sigma says now; else why not.
///
/// # Errors
/// When Sigma does not tell.
pub async fn new_owner_problem(cx: &Context<'_>, call: &Call) -> Result<Option<String>, sigma::Error> {
    match call {
        Call::Member(MemberCall::Deactivate { how, .. }) => match &how.documents {
            LeftDocuments::HandTo(id) => members::new_owner_problem(cx, id).await,
            LeftDocuments::Archive => Ok(None),
        },
        Call::Document(DocumentCall::Update { patch, .. }) => match &patch.owner_id {
            Some(id) => members::new_owner_problem(cx, id).await,
            None => Ok(None),
        },
        Call::Member(
            MemberCall::Invite { .. }
            | MemberCall::Update { .. }
            | MemberCall::Reactivate { .. }
            | MemberCall::Delete { .. }
            | MemberCall::RevokeTokens { .. },
        )
        | Call::Team(_)
        | Call::Workspace(_)
        | Call::Connection(_)
        | Call::Access(_)
        | Call::Document(
            DocumentCall::Share { .. } | DocumentCall::Unshare { .. } | DocumentCall::Materialize { .. },
        )
        | Call::Attribute(_) => Ok(None),
    }
}

/// Until when a call that was lost, and of which nothing is to be seen, may still happen; `None` when it can be sent.
pub fn may_still_happen(cx: &Context<'_>, step: &Step, doubt: InDoubt) -> Option<Timestamp> {
    let sent = match doubt {
        InDoubt::No => return None,
        InDoubt::Yes => step.sent_at?,
    };
    let until = sent.checked_add(cx.settle).ok()?;
    cx.client.sigma_time().is_none_or(|now| now < until).then_some(until)
}

/// A deletion that found nothing is one that somebody else has made: that is what was wanted.
fn gone<T>(answer: Result<sigma::Answer<T>, sigma::Error>) -> Result<Outcome, sigma::Error> {
    match answer {
        Ok(answer) => Ok(Outcome::done(answer.request_id)),
        Err(error) if error.status() == Some(404) => Ok(Outcome::already()),
        Err(error) => Err(error),
    }
}

/// The step refers to something that an earlier step should have created.
fn missing() -> Outcome {
    Outcome::refused("What this step needs has not been created.")
}

/// A level could not be lowered. Says whether the old one, which had to be deleted first, is back.
fn not_lowered(error: &sigma::Error, old: &Permission, is_back: bool) -> Outcome {
    let failed = described(error);
    let rest = if is_back {
        "was put back: nothing has changed."
    } else {
        "could not be put back either: there is no access until this step is retried."
    };
    Outcome::Failed(StepError { message: format!("{} “{}” {rest}", failed.message, old.label()), ..failed })
}

/// What Sigma said, in the journal's words.
pub fn described(error: &sigma::Error) -> StepError {
    StepError {
        message: error.to_string(),
        status: error.status(),
        code: error.code().map(str::to_owned),
        request_id: error.request_id().map(str::to_owned),
    }
}
