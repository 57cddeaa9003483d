//! Inviting, editing, deactivating members.

use super::super::{
    calls::{self, Context, InDoubt, LookError, Reconciled, finding::given, may_still_happen, missing, own},
    labels,
    machine::Outcome,
};
use crate::{
    domain::{
        EmailAddress, Member, MemberCall, MemberId, MemberPatch, MemberStatus, NewPerson, Step, Subject, TeamChoice,
    },
    sigma::{self, ListMembers, SigmaClient},
};
use std::collections::HashMap;

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma or the journal cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &MemberCall, doubt: InDoubt) -> Result<Reconciled, LookError> {
    match call {
        MemberCall::Invite { person, teams } => look_for_invited(cx, step, person, teams, doubt).await,
        MemberCall::Update { member_id, patch, before } => look_at_fields(cx, step, member_id, patch, before).await,
        MemberCall::Deactivate { member, .. } => match member.known() {
            Some(id) => look_at_leaver(cx, step, id).await,
            None => Ok(Reconciled::missing()),
        },
        MemberCall::Reactivate { member_id } => look_at_returner(cx, step, member_id).await,
        MemberCall::Delete { member_id, .. } => look_at_deleted(cx, step, member_id).await,
        // Ending tokens twice ends no more than once, and no call lists them.
        MemberCall::RevokeTokens { .. } => Ok(Reconciled::send(&step.call)),
    }
}

/// Makes the call.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &MemberCall) -> Result<Outcome, sigma::Error> {
    let members = client.members();
    let answer = match call {
        MemberCall::Invite { person, teams } => {
            let answer = members.create(person, teams).await?;
            return Ok(Outcome::created(Subject::Member(answer.value.id), answer.request_id));
        }
        MemberCall::Update { member_id, patch, .. } => members.update(member_id, patch).await?.request_id,
        MemberCall::Deactivate { member, how, .. } => match member.known() {
            Some(id) => members.deactivate(id, how).await?.request_id,
            None => return Ok(missing()),
        },
        MemberCall::Reactivate { member_id } => members.reactivate(member_id).await?.request_id,
        MemberCall::Delete { member_id, .. } => members.delete(member_id).await?.request_id,
        MemberCall::RevokeTokens { member_id } => members.revoke_tokens(member_id).await?.request_id,
    };
    Ok(Outcome::done(answer))
}

/// Every address of the organisation, read once before a change that invites many: cheaper than a look before each
/// invitation. Whoever joins after it was read is found by Sigma's own refusal (409, BEHAVIOUR.md section 7).
#[derive(Debug)]
pub struct ExistingEmails(HashMap<String, Member>);

impl ExistingEmails {
    /// Reads everybody, archived and inactive members too.
    ///
    /// # Errors
    /// When a page cannot be had.
    pub async fn read(client: &SigmaClient) -> Result<Self, sigma::Error> {
        let members = client.members().all(&ListMembers::EVERYBODY).await?;
        Ok(Self(members.into_iter().map(|m| (m.email.to_lowercase(), m)).collect()))
    }

    fn find(&self, email: &EmailAddress) -> Option<&Member> {
        self.0.get(&email.as_str().to_lowercase())
    }
}

/// Whether somebody has the address: invited by this step, or by somebody else.
async fn look_for_invited(
    cx: &Context<'_>,
    step: &Step,
    person: &NewPerson,
    teams: &[TeamChoice],
    doubt: InDoubt,
) -> Result<Reconciled, LookError> {
    let found = match cx.existing.filter(|_| step.attempts == 0) {
        Some(existing) => existing.find(&person.email).cloned(),
        // The directory may be minutes old, and an invitation cannot be recalled: look at the last moment.
        None => cx.client.members().find_by_email(&person.email).await?,
    };
    let Some(found) = found else {
        return Ok(may_still_happen(cx, step, doubt).map_or_else(|| Reconciled::send(&step.call), Reconciled::NotYet));
    };
    if is_invited_by(cx, step, &found, person, teams).await? {
        return Ok(Reconciled::Done { created: Some(Subject::Member(found.id)) });
    }
    let status = found.status().label().to_lowercase();
    let by = if own::is_recent(cx, step, found.created_at) { ", invited meanwhile by someone else" } else { "" };
    Ok(Reconciled::Changed(format!(
        "{} is already a member of the organization ({status}{by}); nobody was invited.",
        person.email
    )))
}

/// Whether the member is the work of this step: new, made with the portal's credentials, and what was asked for.
async fn is_invited_by(
    cx: &Context<'_>,
    step: &Step,
    found: &Member,
    person: &NewPerson,
    teams: &[TeamChoice],
) -> Result<bool, LookError> {
    let is_same = found.first_name == person.first_name
        && found.last_name == person.last_name
        && person.account_type.as_ref().is_none_or(|kind| found.has_account_type(kind))
        && found.user_kind == person.user_kind;
    let subject = Subject::Member(found.id.clone());
    if !is_same || !own::is_made(cx, step, &subject, own::maker(&found.extra), found.created_at).await? {
        return Ok(false);
    }
    if teams.is_empty() {
        return Ok(true);
    }
    let joined = cx.client.members().teams(&found.id).await?;
    Ok(teams.iter().all(|choice| joined.iter().any(|team| team.id == choice.team_id)))
}

/// Whether a member's fields are as wanted, as the plan saw them, or neither.
async fn look_at_fields(
    cx: &Context<'_>,
    step: &Step,
    id: &MemberId,
    patch: &MemberPatch,
    before: &MemberPatch,
) -> Result<Reconciled, LookError> {
    if patch.is_empty() {
        return Ok(Reconciled::Changed("There is nothing in this step that could be sent.".to_owned()));
    }
    let now = cx.memo.read_member(cx.client, id).await?;
    let own = own::edited(cx, step, &now.extra, now.updated_at);
    Ok(given(step, patch.is_met_by(&now), own, &patch.conflicts(before, &now)))
}

/// Whether a leaver is still there, and whoever takes over the documents.
async fn look_at_leaver(cx: &Context<'_>, step: &Step, id: &MemberId) -> Result<Reconciled, LookError> {
    let now = cx.memo.read_member(cx.client, id).await?;
    if now.status() == MemberStatus::Archived {
        return Ok(Reconciled::met(own::edited(cx, step, &now.extra, now.updated_at)));
    }
    Ok(match calls::new_owner_problem(cx, &step.call).await? {
        Some(problem) => Reconciled::Changed(problem),
        None => Reconciled::send(&step.call),
    })
}

/// Whether somebody is still deactivated.
async fn look_at_returner(cx: &Context<'_>, step: &Step, id: &MemberId) -> Result<Reconciled, LookError> {
    let now = cx.memo.read_member(cx.client, id).await?;
    Ok(match now.status() {
        MemberStatus::Archived => Reconciled::send(&step.call),
        MemberStatus::Active | MemberStatus::Inactive => {
            Reconciled::met(own::edited(cx, step, &now.extra, now.updated_at))
        }
    })
}

/// Whether somebody is still to be deleted, which in Sigma means deactivated.
async fn look_at_deleted(cx: &Context<'_>, step: &Step, id: &MemberId) -> Result<Reconciled, LookError> {
    let now = cx.memo.read_member(cx.client, id).await?;
    Ok(match now.status() {
        MemberStatus::Archived => Reconciled::met(own::edited(cx, step, &now.extra, now.updated_at)),
        MemberStatus::Active | MemberStatus::Inactive => Reconciled::send(&step.call),
    })
}

/// Why whoever is to take over documents cannot.
pub async fn new_owner_problem(cx: &Context<'_>, id: &MemberId) -> Result<Option<String>, sigma::Error> {
    let problem = match cx.memo.member(cx.client, id).await {
        Ok(member) => match member.status() {
            MemberStatus::Active => return Ok(None),
            MemberStatus::Inactive | MemberStatus::Archived => {
                format!("{} is {} in Sigma", labels::person(&member), member.status().label().to_lowercase())
            }
        },
        Err(error) if error.status() == Some(404) => format!("member {id} no longer exists in Sigma"),
        Err(error) => return Err(error),
    };
    Ok(Some(format!("Who was to take over the documents cannot: {problem}. Choose someone else.")))
}
