//! Granting, lowering and revoking on workspaces and connections.

use super::super::{
    calls::{Context, LookError, Ready, Reconciled, gone, missing, not_lowered, own},
    machine::Outcome,
};
use crate::{
    domain::{
        AccessCall, Call, ConnectionPermission, Grant, GrantId, Grantee, GranteeRef, Permission, ResourceRef, Step,
        StepError, Subject, WorkspacePermission,
    },
    sigma::{self, Answer, SigmaClient},
};

/// Looks at what the call is about: see [`look`](super::super::calls::look).
///
/// # Errors
/// When Sigma cannot be read.
pub async fn look(cx: &Context<'_>, step: &Step, call: &AccessCall) -> Result<Reconciled, LookError> {
    match call {
        AccessCall::Grant { resource, grants, held } => {
            look_at_grants(cx, step, resource, grants, held.as_deref()).await
        }
        AccessCall::GrantOnNew { .. } => Ok(Reconciled::Changed("The workspace was not created.".to_owned())),
        AccessCall::Lower { resource, grantee, from, to } => {
            look_at_lowered(cx, step, resource, grantee, from, to).await
        }
        AccessCall::Revoke { resource, grantee, permission } => match grantee.known() {
            Some(grantee) => look_at_revoked(cx, step, resource, &grantee, permission).await,
            None => Ok(Reconciled::missing()),
        },
    }
}

/// Makes the call; `found` is the grant that it takes away.
///
/// # Errors
/// What Sigma answered, or that no answer came.
pub async fn send(client: &SigmaClient, call: &AccessCall, found: Option<&GrantId>) -> Result<Outcome, sigma::Error> {
    match call {
        AccessCall::Grant { resource, grants, .. } => give(client, resource, grants).await,
        AccessCall::GrantOnNew { .. } => Ok(missing()),
        AccessCall::Lower { resource, grantee, from, to } => lower(client, resource, grantee, (from, to), found).await,
        AccessCall::Revoke { resource, .. } => match found {
            Some(grant) => gone(take(client, resource, grant).await),
            None => Ok(missing()),
        },
    }
}

/// Who is still to be granted something. Nobody is lowered: whoever has as much or more by somebody else's doing is left
/// alone, and where another level is found than the plan saw, nothing is sent for that grantee.
async fn look_at_grants(
    cx: &Context<'_>,
    step: &Step,
    resource: &ResourceRef,
    grants: &[(GranteeRef, Permission)],
    held: Option<&[(Grantee, Permission)]>,
) -> Result<Reconciled, LookError> {
    // Those who have not been created cannot hold anything, and are said to be missing when the rest is sent.
    let known: Vec<Grantee> = grants.iter().filter_map(|(who, _)| who.known()).collect();
    if known.is_empty() {
        return Ok(Reconciled::missing());
    }
    let now = cx.memo.grants(cx.client, resource).await?;
    let (mut left, mut spared, mut problems, mut own) = (Vec::new(), Vec::new(), Vec::new(), 0);
    for (who, level) in grants {
        let Some(grantee) = who.known() else {
            left.push((who.clone(), level.clone()));
            continue;
        };
        let present = now.iter().find(|grant| grant.grantee().as_ref() == Some(&grantee));
        let saw = held.into_iter().flatten().find(|(who, _)| *who == grantee).map(|(_, level)| level);
        match against(present, level, saw, held.is_some()) {
            Against::Send => left.push((who.clone(), level.clone())),
            Against::Met(grant) => {
                let subject = Subject::from(&grantee);
                if !step.spared.contains(&subject) && own::edited_if_told(cx, step, &grant.extra) {
                    own += 1;
                } else {
                    spared.push(subject);
                }
            }
            Against::More(grant) => {
                spared.push(Subject::from(&grantee));
                problems.push(more(&cx.named(&grantee), level, &grant.permission));
            }
            Against::Other(found) => {
                spared.push(Subject::from(&grantee));
                problems.push(changed(&cx.named(&grantee), found.map(|grant| &grant.permission), saw));
            }
        }
    }
    if left.iter().any(|(who, _)| who.known().is_some()) {
        let call = Call::Access(AccessCall::Grant { resource: resource.clone(), grants: left, held: None });
        return Ok(Reconciled::Send(Box::new(Ready { spared, problems, ..Ready::new(call) })));
    }
    Ok(match (problems.is_empty(), left.is_empty()) {
        (false, _) => Reconciled::Changed(problems.join(" ")),
        (true, false) => Reconciled::Changed(not_invited(known.len(), grants.len())),
        (true, true) => Reconciled::met(own > 0),
    })
}

/// What a grantee holds now, against what is wanted.
enum Against<'a> {
    /// As the plan saw it.
    Send,
    /// A grant at exactly the level that is wanted.
    Met(&'a Grant),
    /// More than is wanted, which the plan did not see.
    More(&'a Grant),
    /// Anything else: another level, or no grant where the plan saw one.
    Other(Option<&'a Grant>),
}

/// `saw` is the level that the plan saw; where `is_told` is false, that was not written down.
fn against<'a>(
    present: Option<&'a Grant>,
    wanted: &Permission,
    saw: Option<&Permission>,
    is_told: bool,
) -> Against<'a> {
    let level = present.map(|grant| &grant.permission);
    match present {
        Some(grant) if grant.permission == *wanted => Against::Met(grant),
        Some(grant) if grant.permission > *wanted && saw != level => Against::More(grant),
        Some(_) | None if is_told && level != saw => Against::Other(present),
        Some(_) | None => Against::Send,
    }
}

fn more(who: &str, wanted: &Permission, now: &Permission) -> String {
    format!(
        "By now {} has “{}”, which is more than “{}”: someone else has given it, and it was left.",
        who,
        now.label(),
        wanted.label()
    )
}

/// Another level than the plan saw, in a sentence with both.
pub fn changed(who: &str, now: Option<&Permission>, saw: Option<&Permission>) -> String {
    let level = |level: Option<&Permission>| match level {
        Some(level) => format!("“{}”", level.label()),
        None => "no grant of their own".to_owned(),
    };
    format!(
        "Someone has changed this meanwhile: {} has {} now, and the plan saw {}. It was left as it is.",
        who,
        level(now),
        level(saw)
    )
}

fn not_invited(known: usize, all: usize) -> String {
    format!("Granted to {known} of {all}: {} have not been invited. Retry when they are.", all - known)
}

/// Whether a level is still to be lowered. Goes on where an earlier try was cut off: between its two calls there is no
/// grant.
async fn look_at_lowered(
    cx: &Context<'_>,
    step: &Step,
    resource: &ResourceRef,
    grantee: &Grantee,
    from: &Permission,
    to: &Permission,
) -> Result<Reconciled, LookError> {
    let now = held(cx.client, resource, grantee).await?;
    Ok(match &now {
        Some(grant) if grant.permission == *to => Reconciled::met(own::edited_if_told(cx, step, &grant.extra)),
        Some(grant) if grant.permission == *from => {
            Reconciled::Send(Box::new(Ready { grant: Some(grant.id.clone()), ..Ready::new(step.call.clone()) }))
        }
        None if step.attempts > 0 => Reconciled::send(&step.call),
        Some(_) | None => {
            Reconciled::Changed(changed(&cx.named(grantee), now.as_ref().map(|grant| &grant.permission), Some(from)))
        }
    })
}

/// Whether a grant is still there, at the level that the plan saw.
async fn look_at_revoked(
    cx: &Context<'_>,
    step: &Step,
    resource: &ResourceRef,
    grantee: &Grantee,
    permission: &Permission,
) -> Result<Reconciled, LookError> {
    Ok(match held(cx.client, resource, grantee).await? {
        None => Reconciled::met(step.may_have_arrived()),
        Some(grant) if grant.permission == *permission => {
            Reconciled::Send(Box::new(Ready { grant: Some(grant.id), ..Ready::new(step.call.clone()) }))
        }
        Some(grant) => Reconciled::Changed(changed(&cx.named(grantee), Some(&grant.permission), Some(permission))),
    })
}

/// Grants to everybody who exists. Sent again for those who were missing.
async fn give(
    client: &SigmaClient,
    resource: &ResourceRef,
    grants: &[(GranteeRef, Permission)],
) -> Result<Outcome, sigma::Error> {
    let known: Vec<_> = grants.iter().filter_map(|(who, level)| Some((who.known()?, level.clone()))).collect();
    if known.is_empty() {
        return Ok(missing());
    }
    let Some(answer) = grant(client, resource, &known).await? else {
        return Ok(Outcome::refused("This level does not belong to this kind of resource."));
    };
    if known.len() == grants.len() {
        return Ok(Outcome::done(answer.request_id));
    }
    let error =
        StepError { request_id: answer.request_id.clone(), ..StepError::own(not_invited(known.len(), grants.len())) };
    Ok(Outcome::Partly { error, request_id: answer.request_id })
}

/// Deletes the grant, if there is one, and makes the lower one; puts the old level back when that fails.
async fn lower(
    client: &SigmaClient,
    resource: &ResourceRef,
    grantee: &Grantee,
    (from, to): (&Permission, &Permission),
    held: Option<&GrantId>,
) -> Result<Outcome, sigma::Error> {
    if let Some(held) = held {
        gone(take(client, resource, held).await)?;
    }
    let error = match grant(client, resource, &[(grantee.clone(), to.clone())]).await {
        Ok(Some(answer)) => return Ok(Outcome::done(answer.request_id)),
        Ok(None) => return Ok(Outcome::refused("This level does not belong to this kind of resource.")),
        Err(error) => error,
    };
    if held.is_none() {
        return Err(error);
    }
    let is_back = grant(client, resource, &[(grantee.clone(), from.clone())]).await.is_ok();
    // Whether the lower level may still come is for the look to find out.
    if error.was_sent_maybe() { Err(error) } else { Ok(not_lowered(&error, from, is_back)) }
}

/// `None` for a level that this kind of resource does not have.
async fn grant(
    client: &SigmaClient,
    resource: &ResourceRef,
    grants: &[(Grantee, Permission)],
) -> Result<Option<Answer<()>>, sigma::Error> {
    match resource {
        ResourceRef::Workspace(id) => {
            let levels = |(who, level): &(Grantee, Permission)| match level {
                Permission::Workspace(level) => Some((who.clone(), *level)),
                Permission::Connection(_) | Permission::Other(_) => None,
            };
            match grants.iter().map(levels).collect::<Option<Vec<(Grantee, WorkspacePermission)>>>() {
                Some(grants) => client.workspaces().grant(id, &grants).await.map(Some),
                None => Ok(None),
            }
        }
        ResourceRef::Connection(id) => {
            let levels = |(who, level): &(Grantee, Permission)| match level {
                Permission::Connection(level) => Some((who.clone(), *level)),
                Permission::Workspace(_) | Permission::Other(_) => None,
            };
            match grants.iter().map(levels).collect::<Option<Vec<(Grantee, ConnectionPermission)>>>() {
                Some(grants) => client.connections().grant(id, &grants).await.map(Some),
                None => Ok(None),
            }
        }
    }
}

/// Takes a grant away.
async fn take(client: &SigmaClient, resource: &ResourceRef, grant: &GrantId) -> Result<Answer<()>, sigma::Error> {
    match resource {
        ResourceRef::Workspace(id) => client.workspaces().revoke(id, grant).await,
        ResourceRef::Connection(id) => client.connections().revoke(id, grant).await,
    }
}

/// Every grant on a resource, as Sigma has them now.
pub async fn all(client: &SigmaClient, resource: &ResourceRef) -> Result<Vec<Grant>, sigma::Error> {
    match resource {
        ResourceRef::Workspace(id) => client.workspaces().grants(id).await,
        ResourceRef::Connection(id) => client.connections().grants(id).await,
    }
}

/// The grant a grantee holds on a resource, as Sigma has it now. That there is none is asked twice: a list that ended
/// early must not make a grant look gone.
async fn held(client: &SigmaClient, resource: &ResourceRef, grantee: &Grantee) -> Result<Option<Grant>, sigma::Error> {
    let is_theirs = |grant: &Grant| grant.grantee().as_ref() == Some(grantee);
    match all(client, resource).await?.into_iter().find(is_theirs) {
        Some(grant) => Ok(Some(grant)),
        None => Ok(all(client, resource).await?.into_iter().find(is_theirs)),
    }
}
