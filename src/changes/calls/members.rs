//! Inviting, editing, deactivating members.

use super::{Finding, described, is_own, missing};
use crate::{
    changes::machine::Outcome,
    domain::{Call, EmailAddress, Member, MemberStatus, NewPerson, Step, StepError, Subject, TeamChoice},
    sigma::{self, ListMembers, SigmaClient},
};
use std::collections::HashMap;

/// Every address of the organisation, read once before a change that invites many: cheaper than a look before each
/// invitation. Whoever joins after it was read is found by Sigma's own refusal (409, BEHAVIOUR.md section 7).
#[derive(Debug)]
pub struct Taken(HashMap<String, Member>);

impl Taken {
    /// Reads everybody, archived and inactive members too.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn read(client: &SigmaClient) -> Result<Self, sigma::Error> {
        let everybody = ListMembers { include_archived: true, include_inactive: true };
        let members = client.members().all(&everybody).await?;
        Ok(Self(members.into_iter().map(|m| (m.email.to_lowercase(), m)).collect()))
    }

    fn find(&self, email: &EmailAddress) -> Option<&Member> {
        self.0.get(&email.as_str().to_lowercase())
    }
}

pub async fn send(client: &SigmaClient, step: &Step, taken: Option<&Taken>) -> Result<Outcome, sigma::Error> {
    let members = client.members();
    let request_id = match &step.call {
        Call::InviteMember { person, teams } => return invite(client, step, person, teams, taken).await,
        Call::UpdateMember { member_id, patch } => members.update(member_id, patch).await?.request_id,
        Call::DeactivateMember { member, how } => {
            let Some(id) = member.known() else { return Ok(missing()) };
            members.deactivate(id, how).await?.request_id
        }
        Call::ReactivateMember { member_id } => members.reactivate(member_id).await?.request_id,
        Call::DeleteMember { member_id } => members.delete(member_id).await?.request_id,
        Call::RevokeTokens { member_id } => members.revoke_tokens(member_id).await?.request_id,
        _ => return Ok(missing()),
    };
    Ok(Outcome::done(request_id))
}

async fn invite(
    client: &SigmaClient,
    step: &Step,
    person: &NewPerson,
    teams: &[TeamChoice],
    taken: Option<&Taken>,
) -> Result<Outcome, sigma::Error> {
    // The directory may be minutes old, and an invitation cannot be recalled: look again at the last moment.
    let found = match taken.filter(|_| step.attempts <= 1) {
        Some(taken) => taken.find(&person.email).cloned(),
        None => match client.members().find_by_email(&person.email).await {
            Ok(found) => found,
            // Whatever became of this read: the invitation itself was not sent.
            Err(error) => return Ok(Outcome::Failed(not_sent(&error))),
        },
    };
    if let Some(found) = found {
        if step.attempts > 1 && is_own(step, found.created_at) {
            return Ok(Outcome::Met { created: Some(Subject::Member(found.id)) });
        }
        return Ok(Outcome::refused(format!(
            "{} is already a member of the organisation ({}); nobody was invited.",
            person.email,
            found.status().label().to_lowercase()
        )));
    }
    let answer = client.members().create(person, teams).await?;
    Ok(Outcome::Done { created: Some(Subject::Member(answer.value.id)), request_id: answer.request_id })
}

pub async fn look(client: &SigmaClient, step: &Step) -> Result<Finding, sigma::Error> {
    let members = client.members();
    Ok(match &step.call {
        Call::InviteMember { person, .. } => match members.find_by_email(&person.email).await? {
            Some(member) => Finding::Happened(Outcome::Met { created: Some(Subject::Member(member.id)) }),
            None => Finding::DidNot,
        },
        Call::UpdateMember { member_id, patch } => Finding::met(patch.is_met_by(&members.get(member_id).await?)),
        Call::DeactivateMember { member, .. } => match member.known() {
            Some(id) => Finding::met(members.get(id).await?.status() == MemberStatus::Archived),
            None => Finding::DidNot,
        },
        Call::DeleteMember { member_id } => {
            Finding::met(members.get(member_id).await?.status() == MemberStatus::Archived)
        }
        Call::ReactivateMember { member_id } => {
            Finding::met(members.get(member_id).await?.status() != MemberStatus::Archived)
        }
        // Ending tokens twice ends no more than once.
        _ => Finding::DidNot,
    })
}

/// The look-up before a call failed, so the call was not made.
fn not_sent(error: &sigma::Error) -> StepError {
    let step = described(error);
    StepError { message: format!("Nothing was sent, because Sigma could not be asked first: {}", step.message), ..step }
}
