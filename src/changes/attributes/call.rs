//! Making user attributes, and their values.

use super::super::{
    calls::{Context, InDoubt, LookError, Ready, Reconciled, gone, may_still_happen, missing, own},
    machine::Outcome,
};
use crate::{
    domain::{
        AttributeCall, AttributeValue, Call, Grantee, NewUserAttribute, Step, Subject, UserAttribute, UserAttributeId,
        text::isolated,
    },
    sigma::{self, SigmaClient},
};
use std::collections::HashMap;

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma or the journal cannot be read.
pub async fn look(
    cx: &Context<'_>,
    step: &Step,
    call: &AttributeCall,
    doubt: InDoubt,
) -> Result<Reconciled, LookError> {
    match call {
        AttributeCall::Create { attribute } => look_for_made(cx, step, attribute, doubt).await,
        AttributeCall::Set { attribute_id, values, held } => {
            look_at_set(cx, step, attribute_id, values, held.as_deref()).await
        }
        // The step that invites them was not done, so this one is not sent.
        AttributeCall::SetForNew { .. } => Ok(Reconciled::Changed("The person was not invited.".to_owned())),
        AttributeCall::Unset { attribute_id, holders, held } => {
            look_at_unset(cx, step, attribute_id, holders, held.as_deref()).await
        }
    }
}

/// Makes the call.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &AttributeCall) -> Result<Outcome, sigma::Error> {
    match call {
        AttributeCall::Create { attribute } => {
            let answer = client.user_attributes().create(attribute).await?;
            Ok(Outcome::created(Subject::UserAttribute(answer.value.id), answer.request_id))
        }
        AttributeCall::Set { attribute_id, values, .. } => set(client, attribute_id, values).await,
        AttributeCall::SetForNew { .. } => Ok(missing()),
        AttributeCall::Unset { attribute_id, holders, .. } => unset(client, attribute_id, holders).await,
    }
}

/// Whether an attribute has the name: made by this step, or somebody else's. All are read: how Sigma's filter matches is
/// unknown (openapi.yaml, `listUserAttributes`), and there are few.
async fn look_for_made(
    cx: &Context<'_>,
    step: &Step,
    attribute: &NewUserAttribute,
    doubt: InDoubt,
) -> Result<Reconciled, LookError> {
    let is_it = |found: &UserAttribute| found.name.eq_ignore_ascii_case(&attribute.name);
    let Some(found) = cx.client.user_attributes().all(None).await?.into_iter().find(is_it) else {
        return Ok(may_still_happen(cx, step, doubt).map_or_else(|| Reconciled::send(&step.call), Reconciled::NotYet));
    };
    let subject = Subject::UserAttribute(found.id);
    if own::is_made(cx, step, &subject, Some(&found.created_by), found.created_at).await? {
        return Ok(Reconciled::Done { created: Some(subject) });
    }
    let name = isolated(&found.name);
    Ok(Reconciled::Changed(format!("A user attribute named “{name}” exists already; none was made.")))
}

/// Who holds which value now, of members or of teams.
async fn present<'a>(
    cx: &Context<'_>,
    id: &UserAttributeId,
    holders: impl Iterator<Item = &'a Grantee>,
) -> Result<HashMap<Grantee, AttributeValue>, sigma::Error> {
    let (mut members, mut teams) = (false, false);
    for holder in holders {
        match holder {
            Grantee::Member(_) => members = true,
            Grantee::Team(_) => teams = true,
        }
    }
    let mut present = HashMap::new();
    if members {
        let held = cx.client.user_attributes().of_members(id).await?;
        present.extend(held.into_iter().map(|held| (Grantee::Member(held.member_id), held.value)));
    }
    if teams {
        let held = cx.client.user_attributes().of_teams(id).await?;
        present.extend(held.into_iter().map(|held| (Grantee::Team(held.team_id), held.value)));
    }
    Ok(present)
}

/// The values that a step wants, against those that are there and those that the plan saw.
struct Compared {
    /// Still to be set or taken away.
    left: Vec<Grantee>,
    /// So already, by somebody else's doing.
    spared: Vec<Subject>,
    /// So already by this step.
    own: usize,
    problems: Vec<String>,
}

fn compared<'a>(
    cx: &Context<'_>,
    step: &Step,
    wanted: impl Iterator<Item = (&'a Grantee, Option<&'a AttributeValue>)>,
    now: &HashMap<Grantee, AttributeValue>,
    held: Option<&[(Grantee, AttributeValue)]>,
) -> Compared {
    let mut found = Compared { left: Vec::new(), spared: Vec::new(), own: 0, problems: Vec::new() };
    for (holder, wanted) in wanted {
        let (present, subject) = (now.get(holder), Subject::from(holder));
        let seen = held.map(|held| held.iter().find(|(who, _)| who == holder).map(|(_, value)| value));
        let text = |value: Option<&AttributeValue>| value.map(|value| value.value.clone());
        if text(present) == text(wanted) {
            // Sigma says who set a value, but not which of two equal settings it was.
            if step.may_have_arrived() && !step.spared.contains(&subject) {
                found.own += 1;
            } else {
                found.spared.push(subject);
            }
        } else if seen.is_some_and(|seen| text(seen) != text(present)) {
            found.spared.push(subject);
            let say = |value: Option<&AttributeValue>| {
                value.map_or_else(|| "no value".to_owned(), |value| format!("“{}”", isolated(&value.value)))
            };
            found.problems.push(format!(
                "Someone has changed this meanwhile: {} has {} now, and the plan saw {}. It was left as it is.",
                cx.named(holder),
                say(present),
                say(seen.flatten())
            ));
        } else {
            found.left.push(holder.clone());
        }
    }
    found
}

impl Compared {
    fn finding(self, call: impl FnOnce(&[Grantee]) -> Call) -> Reconciled {
        if !self.left.is_empty() {
            let call = call(&self.left);
            return Reconciled::Send(Box::new(Ready {
                spared: self.spared,
                problems: self.problems,
                ..Ready::new(call)
            }));
        }
        if self.problems.is_empty() {
            Reconciled::met(self.own > 0)
        } else {
            Reconciled::Changed(self.problems.join(" "))
        }
    }
}

/// Which values are still to be set.
async fn look_at_set(
    cx: &Context<'_>,
    step: &Step,
    id: &UserAttributeId,
    values: &[(Grantee, AttributeValue)],
    held: Option<&[(Grantee, AttributeValue)]>,
) -> Result<Reconciled, LookError> {
    let now = present(cx, id, values.iter().map(|(who, _)| who)).await?;
    let found = compared(cx, step, values.iter().map(|(who, value)| (who, Some(value))), &now, held);
    Ok(found.finding(|left| {
        Call::Attribute(AttributeCall::Set {
            attribute_id: id.clone(),
            values: values.iter().filter(|(who, _)| left.contains(who)).cloned().collect(),
            held: None,
        })
    }))
}

/// Which values are still to be taken away.
async fn look_at_unset(
    cx: &Context<'_>,
    step: &Step,
    id: &UserAttributeId,
    holders: &[Grantee],
    held: Option<&[(Grantee, AttributeValue)]>,
) -> Result<Reconciled, LookError> {
    let now = present(cx, id, holders.iter()).await?;
    let found = compared(cx, step, holders.iter().map(|who| (who, None)), &now, held);
    Ok(found.finding(|left| {
        Call::Attribute(AttributeCall::Unset { attribute_id: id.clone(), holders: left.to_vec(), held: None })
    }))
}

/// Sets values of members, or of teams; a call is of one kind.
async fn set(
    client: &SigmaClient,
    id: &UserAttributeId,
    values: &[(Grantee, AttributeValue)],
) -> Result<Outcome, sigma::Error> {
    let mut members = Vec::new();
    let mut teams = Vec::new();
    for (holder, value) in values {
        match holder {
            Grantee::Member(member) => members.push((member.clone(), value.clone())),
            Grantee::Team(team) => teams.push((team.clone(), value.clone())),
        }
    }
    let answer = match (members.as_slice(), teams.as_slice()) {
        ([], []) => return Ok(missing()),
        ([_, ..], [_, ..]) => return Ok(Outcome::refused("This step has values of members and of teams.")),
        ([_, ..], []) => client.user_attributes().set_for_members(id, &members).await?,
        ([], [(team, value)]) => client.teams().set_attributes(team, &[(id.clone(), value.clone())]).await?,
        ([], [_, _, ..]) => client.user_attributes().set_for_teams(id, &teams).await?,
    };
    Ok(Outcome::done(answer.request_id))
}

/// Takes values away: of one member, of several, or of one team.
async fn unset(client: &SigmaClient, id: &UserAttributeId, holders: &[Grantee]) -> Result<Outcome, sigma::Error> {
    let attributes = client.user_attributes();
    let (mut members, mut teams) = (Vec::new(), Vec::new());
    for holder in holders {
        match holder {
            Grantee::Member(member) => members.push(member.clone()),
            Grantee::Team(team) => teams.push(team.clone()),
        }
    }
    let answer = match (members.as_slice(), teams.as_slice()) {
        ([], []) => return Ok(missing()),
        ([one], []) => attributes.unset_for_member(id, one).await,
        ([_, _, ..], []) => attributes.unset_for_members(id, &members).await,
        ([], [team]) => attributes.unset_for_team(id, team).await,
        ([_, ..], [_, ..]) | ([], [_, _, ..]) => {
            return Ok(Outcome::refused("This step has values of several teams, or of members and of teams."));
        }
    };
    gone(answer)
}
