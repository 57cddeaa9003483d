//! Makes the calls of steps, and looks at Sigma where an answer was lost. One file for each kind of thing.

mod access;
mod attributes;
mod documents;
mod members;
mod teams;
mod workspaces;

pub use members::Taken;

use super::machine::Outcome;
use crate::{
    domain::{Call, Permission, Step, StepError},
    sigma::{self, SigmaClient},
};
use jiff::{SignedDuration, Timestamp};

/// What Sigma's state says about a step that may have happened.
#[derive(Debug)]
pub enum Finding {
    /// It happened.
    Happened(Outcome),
    /// It did not happen, or happening again does no harm: it is safe to send it.
    DidNot,
}

impl Finding {
    fn met(is: bool) -> Self {
        if is { Self::Happened(Outcome::met()) } else { Self::DidNot }
    }
}

/// Makes the call of a step, whose references are resolved as far as can be.
pub async fn perform(client: &SigmaClient, step: &Step, taken: Option<&Taken>) -> Outcome {
    match send(client, step, taken).await {
        Ok(outcome) => outcome,
        Err(error) if error.was_sent_maybe() => Outcome::Unknown(described(&error)),
        Err(error) => Outcome::Failed(described(&error)),
    }
}

/// Reads Sigma to learn whether a step happened whose answer was lost.
///
/// # Errors
/// `Outcome::Unknown` when Sigma cannot be read either: the step stays unknown and is not sent.
pub async fn reconcile(client: &SigmaClient, step: &Step) -> Result<Finding, Outcome> {
    look(client, step).await.map_err(|error| Outcome::Unknown(described(&error)))
}

async fn send(client: &SigmaClient, step: &Step, taken: Option<&Taken>) -> Result<Outcome, sigma::Error> {
    match &step.call {
        Call::InviteMember { .. }
        | Call::UpdateMember { .. }
        | Call::DeactivateMember { .. }
        | Call::ReactivateMember { .. }
        | Call::DeleteMember { .. }
        | Call::RevokeTokens { .. } => members::send(client, step, taken).await,
        Call::CreateTeam { .. }
        | Call::UpdateTeam { .. }
        | Call::DeleteTeam { .. }
        | Call::UpdateTeamMembers { .. } => teams::send(client, step).await,
        Call::CreateWorkspace { .. } | Call::RenameWorkspace { .. } | Call::DeleteWorkspace { .. } => {
            workspaces::send(client, step).await
        }
        Call::UpdateConnection { connection_id, patch } => {
            Ok(Outcome::done(client.connections().update(connection_id, patch).await?.request_id))
        }
        Call::Grant { .. } | Call::LowerGrant { .. } | Call::Revoke { .. } => access::send(client, step).await,
        Call::Share { .. } | Call::Unshare { .. } | Call::UpdateFile { .. } | Call::Materialize { .. } => {
            documents::send(client, step).await
        }
        Call::SetAttribute { attribute_id, values } => attributes::set(client, attribute_id, values).await,
        Call::UnsetAttribute { attribute_id, holders } => attributes::unset(client, attribute_id, holders).await,
    }
}

async fn look(client: &SigmaClient, step: &Step) -> Result<Finding, sigma::Error> {
    match &step.call {
        Call::InviteMember { .. }
        | Call::UpdateMember { .. }
        | Call::DeactivateMember { .. }
        | Call::ReactivateMember { .. }
        | Call::DeleteMember { .. }
        | Call::RevokeTokens { .. } => members::look(client, step).await,
        Call::CreateTeam { .. }
        | Call::UpdateTeam { .. }
        | Call::DeleteTeam { .. }
        | Call::UpdateTeamMembers { .. } => teams::look(client, step).await,
        Call::CreateWorkspace { .. } | Call::RenameWorkspace { .. } | Call::DeleteWorkspace { .. } => {
            workspaces::look(client, step).await
        }
        Call::UpdateConnection { connection_id, patch } => {
            let now = client.connections().get(connection_id).await?;
            Ok(Finding::met(patch.is_met_by(&now)))
        }
        Call::Grant { .. } | Call::LowerGrant { .. } | Call::Revoke { .. } => access::look(client, step).await,
        Call::Share { .. } | Call::Unshare { .. } | Call::UpdateFile { .. } | Call::Materialize { .. } => {
            documents::look(client, step).await
        }
        // Setting the same value twice, and taking it away twice, end the same.
        Call::SetAttribute { .. } | Call::UnsetAttribute { .. } => Ok(Finding::DidNot),
    }
}

/// Whether something made at this time can be the work of an earlier try of the step.
fn is_own(step: &Step, made: Timestamp) -> bool {
    /// Clocks of two machines may differ by this much.
    const SKEW: SignedDuration = SignedDuration::from_mins(2);
    step.started_at.is_some_and(|sent| made >= sent - SKEW)
}

/// A deletion that found nothing is one that somebody else has made: that is what was wanted.
fn gone<T>(answer: Result<sigma::Answer<T>, sigma::Error>) -> Result<Outcome, sigma::Error> {
    match answer {
        Ok(answer) => Ok(Outcome::done(answer.request_id)),
        Err(error) if error.status() == Some(404) => Ok(Outcome::met()),
        Err(error) => Err(error),
    }
}

/// Whether something no longer exists.
fn is_gone<T>(answer: Result<T, sigma::Error>) -> Result<Finding, sigma::Error> {
    match answer {
        Ok(_) => Ok(Finding::DidNot),
        Err(error) if error.status() == Some(404) => Ok(Finding::met(true)),
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
