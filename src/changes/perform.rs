//! Makes the call of one step and says what is known afterwards.

use crate::{
    domain::{Call, Grantee, GranteeRef, Member, MemberId, MemberRef, Permission, ResourceRef, Step, StepError},
    sigma::{self, SigmaClient},
};
use jiff::SignedDuration;

/// What is known of a call after it was made.
#[derive(Debug)]
pub enum Outcome {
    /// Sigma did it.
    Done {
        /// The member it invited.
        invited: Option<MemberId>,
        /// Sigma's request id.
        request_id: Option<String>,
    },
    /// Sigma already was as the step wants it; nothing was sent.
    Met {
        /// The member who was there already, invited by an earlier try of this step.
        invited: Option<MemberId>,
    },
    /// It did not happen.
    Failed(StepError),
    /// It may have happened: the answer was lost.
    Unknown(StepError),
}

/// Makes the call. `steps` is the whole plan, where the ids of invited members are found.
pub async fn perform(client: &SigmaClient, step: &Step, steps: &[Step]) -> Outcome {
    match send(client, step, steps).await {
        Ok(outcome) => outcome,
        Err(error) if error.was_sent_maybe() => Outcome::Unknown(described(&error)),
        Err(error) => Outcome::Failed(described(&error)),
    }
}

async fn send(client: &SigmaClient, step: &Step, steps: &[Step]) -> Result<Outcome, sigma::Error> {
    let done = |request_id| Ok(Outcome::Done { invited: None, request_id });
    match &step.call {
        Call::InviteMember { person, teams } => {
            // The directory may be minutes old, and an invitation cannot be recalled: look again at the last moment.
            let found = match client.members().find_by_email(&person.email).await {
                Ok(found) => found,
                // Whatever became of this read: the invitation itself was not sent.
                Err(error) => return Ok(Outcome::Failed(not_sent(&error))),
            };
            if let Some(found) = found {
                if is_own_invitation(step, &found) {
                    return Ok(Outcome::Met { invited: Some(found.id) });
                }
                return Ok(Outcome::Failed(own(format!(
                    "{} is already a member of the organisation ({}); nobody was invited.",
                    person.email,
                    found.status().label().to_lowercase()
                ))));
            }
            let answer = client.members().create(person, teams).await?;
            Ok(Outcome::Done { invited: Some(answer.value.id), request_id: answer.request_id })
        }
        Call::UpdateMember { member_id, patch } => done(client.members().update(member_id, patch).await?.request_id),
        Call::UpdateTeamMembers { team_id, add, remove } => {
            done(client.teams().update_members(team_id, add, remove).await?.request_id)
        }
        Call::Grant { resource, grantee, permission } => {
            let Some(grantee) = resolve(grantee, steps) else {
                return Ok(Outcome::Failed(own("The person this grant is for has not been invited.".into())));
            };
            match (resource, permission) {
                (ResourceRef::Workspace(id), Permission::Workspace(level)) => {
                    done(client.workspaces().grant(id, &[(grantee, *level)]).await?.request_id)
                }
                (ResourceRef::Connection(id), Permission::Connection(level)) => {
                    done(client.connections().grant(id, &[(grantee, *level)]).await?.request_id)
                }
                _ => Ok(Outcome::Failed(own("This level does not belong to this kind of resource.".into()))),
            }
        }
        Call::Revoke { resource, grant_id, .. } => {
            let answer = match resource {
                ResourceRef::Workspace(id) => client.workspaces().revoke(id, grant_id).await,
                ResourceRef::Connection(id) => client.connections().revoke(id, grant_id).await,
            };
            match answer {
                Ok(answer) => done(answer.request_id),
                // Somebody else took it away meanwhile: that is what was wanted.
                Err(error) if error.status() == Some(404) => Ok(Outcome::Met { invited: None }),
                Err(error) => Err(error),
            }
        }
    }
}

/// Whether this member was made by an earlier try of this very step, whose answer came too late to be seen.
fn is_own_invitation(step: &Step, found: &Member) -> bool {
    /// Clocks of two machines may differ by this much.
    const SKEW: SignedDuration = SignedDuration::from_mins(2);
    step.attempts > 1 && step.started_at.is_some_and(|sent| found.created_at >= sent - SKEW)
}

/// The grantee with a real id, once an earlier step has provided it.
pub fn resolve(grantee: &GranteeRef, steps: &[Step]) -> Option<Grantee> {
    match grantee {
        GranteeRef::Team(id) => Some(Grantee::Team(id.clone())),
        GranteeRef::Member(MemberRef::Known(id)) => Some(Grantee::Member(id.clone())),
        GranteeRef::Member(MemberRef::InvitedBy(index)) => {
            steps.iter().find(|s| s.index == *index)?.invited.clone().map(Grantee::Member)
        }
    }
}

/// A refusal of the portal's own.
pub fn own(message: String) -> StepError {
    StepError { message, status: None, code: None, request_id: None }
}

/// The look-up before a call failed, so the call was not made.
fn not_sent(error: &sigma::Error) -> StepError {
    let step = described(error);
    StepError { message: format!("Nothing was sent, because Sigma could not be asked first: {}", step.message), ..step }
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
