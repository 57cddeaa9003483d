//! The calls of steps: a look at Sigma, then what is sent. One file for each kind of thing.
//!
//! Nothing is sent before Sigma has been looked at, where looking is possible: what the plan saw may have changed, and
//! an earlier try of the step may have arrived. The look says what is to be sent, if anything; sending reads nothing.

pub mod finding;
pub mod level;
mod memo;
pub mod own;

pub use super::members::call::ExistingEmails;
pub use finding::{Ready, Reconciled};
pub use memo::Memo;

use super::{
    access, attributes, connections, documents, labels, machine::Outcome, members, organization, paths, teams,
    workspaces,
};
use crate::{
    directory::Snapshot,
    domain::{
        Call, Change, DocumentCall, Grantee, LeftDocuments, MemberCall, MemberId, Permission, Step, StepError, Subject,
    },
    sigma::{self, SigmaClient},
    store::Store,
};
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
    /// Addresses of the whole organization, where they were read at once.
    pub existing: Option<&'a ExistingEmails>,
    /// What this run has read and need not read again.
    pub memo: &'a Memo,
    /// How long a call whose answer was lost may still happen.
    pub settle: Duration,
}

impl Context<'_> {
    /// Who holds a grant, for a sentence; by id where the directory is not there.
    pub fn named(&self, who: &Grantee) -> String {
        self.names.map_or_else(|| Subject::from(who).key(), |names| labels::grantee(who, names))
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
        Call::Member(call) => members::call::look(cx, step, call, doubt).await,
        Call::Team(call) => teams::call::look(cx, step, call, doubt).await,
        Call::Workspace(call) => workspaces::call::look(cx, step, call, doubt).await,
        Call::Connection(call) => connections::call::look(cx, step, call).await,
        Call::Access(call) => access::call::look(cx, step, call).await,
        Call::Document(call) => documents::call::look(cx, step, call, doubt).await,
        Call::Attribute(call) => attributes::call::look(cx, step, call, doubt).await,
        Call::Organization(call) => organization::call::look(cx, step, call).await,
        Call::Path(call) => paths::call::look(cx, step, call).await,
    }
}

/// Makes the call that a look has found to be due.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(cx: &Context<'_>, ready: &Ready) -> Result<Outcome, sigma::Error> {
    let client = cx.client;
    let outcome = match &ready.call {
        Call::Member(call) => members::call::send(client, call).await?,
        Call::Team(call) => teams::call::send(client, call).await?,
        Call::Workspace(call) => workspaces::call::send(client, call).await?,
        Call::Connection(call) => connections::call::send(client, call).await?,
        Call::Access(call) => access::call::send(client, call, ready.grant.as_ref()).await?,
        Call::Document(call) => documents::call::send(client, call, ready).await?,
        Call::Attribute(call) => attributes::call::send(client, call).await?,
        Call::Organization(call) => organization::call::send(cx, call).await?,
        Call::Path(call) => paths::call::send(client, call, ready).await?,
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
            LeftDocuments::HandTo(id) => members::call::new_owner_problem(cx, id).await,
            LeftDocuments::Archive => Ok(None),
        },
        Call::Document(DocumentCall::Update { patch, .. }) => match &patch.owner_id {
            Some(id) => members::call::new_owner_problem(cx, id).await,
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
        | Call::Attribute(_)
        | Call::Organization(_)
        | Call::Path(_) => Ok(None),
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
pub fn gone<T>(answer: Result<sigma::Answer<T>, sigma::Error>) -> Result<Outcome, sigma::Error> {
    match answer {
        Ok(answer) => Ok(Outcome::done(answer.request_id)),
        Err(error) if error.is_gone() => Ok(Outcome::already()),
        Err(error) => Err(error),
    }
}

/// The step refers to something that an earlier step should have created.
pub fn missing() -> Outcome {
    Outcome::refused("What this step needs has not been created.")
}

/// A level could not be lowered. Says whether the old one, which had to be deleted first, is back.
pub fn not_lowered(error: &sigma::Error, old: &Permission, is_back: bool) -> Outcome {
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
