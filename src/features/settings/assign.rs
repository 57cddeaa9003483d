//! Giving roles to members and taking them away.

use crate::{
    directory::Snapshot,
    domain::{
        Actor, Alteration, AppError, AssignedRole, AuditDetails, AuditEvent, Invalid, Managed, Member, MemberId,
        Outcome, ResourceRef, RoleAssignment, Subject,
        text::{self, isolated},
    },
    features::shared::picker::{CandidateSource, Manageable, People, Resolved},
    web::{RequestContext, Severity, paths},
};
use serde::{Deserialize, Serialize};

/// The form as it was filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AssignForm {
    /// Who gets the role: a name or an address.
    pub who: String,
    /// Which of several was meant: their key.
    pub who_pick: String,
    /// `manager`, `auditor` or `admin`.
    pub role: String,
    /// What a manager manages: the name of a team, workspace or connection.
    pub of: String,
    /// Which of several was meant: its key.
    pub of_pick: String,
    pub reason: String,
}

/// The form with typed names resolved.
pub struct Settled {
    pub who: Resolved,
    pub of: Resolved,
}

impl AssignForm {
    /// What was typed stands for.
    pub fn settled(&self, actor: &Actor, snapshot: &Snapshot) -> Settled {
        let picked = |pick: &str, typed: &str, from: &dyn CandidateSource| match from.get(pick) {
            Some(chosen) => from.resolve(&chosen.key),
            None => from.resolve(typed),
        };
        Settled {
            who: picked(&self.who_pick, &self.who, &People { snapshot }),
            of: picked(&self.of_pick, &self.of, &Manageable { snapshot, actor }),
        }
    }
}

impl Settled {
    /// To whom which role is given.
    fn checked(&self, form: &AssignForm) -> Result<(MemberId, AssignedRole, String), Invalid> {
        let mut errors = Invalid::new();
        if let Some(why) = self.who.problem("person") {
            errors.add("who", why);
        }
        let role = match form.role.as_str() {
            "auditor" => Some(AssignedRole::Auditor),
            "admin" => Some(AssignedRole::Admin),
            "manager" => {
                if let Some(why) = self.of.problem("team or workspace or connection") {
                    errors.add("of", why);
                }
                self.of.one().and_then(|one| Managed::from_key(&one.key)).map(AssignedRole::Manager)
            }
            _ => {
                errors.add("role", "Choose a role.");
                None
            }
        };
        let reason = errors.keep("reason", text::note(&form.reason, "reason")).unwrap_or_default();
        if reason.trim().is_empty() && errors.of("reason").is_none() {
            errors.add("reason", "Say why, for the audit log.");
        }
        match (self.who.id(), role) {
            (Some(who), Some(role)) if errors.is_empty() => Ok((MemberId::new(who), role, reason)),
            (Some(_) | None, Some(_) | None) => Err(errors),
        }
    }
}

/// A role in words that follow a name: “manager of the team Finance”.
pub fn in_words(role: &AssignedRole, snapshot: &Snapshot) -> String {
    let named = |kind: &str, name: Option<&str>| match name {
        Some(name) => format!("manager of the {kind} {}", isolated(name)),
        None => format!("manager of a {kind} that is no longer there"),
    };
    match role {
        AssignedRole::Admin => "admin".to_owned(),
        AssignedRole::Auditor => "auditor".to_owned(),
        AssignedRole::Manager(Managed::Team(id)) => named("team", snapshot.team_name(id)),
        AssignedRole::Manager(Managed::Workspace(id)) => {
            named("workspace", snapshot.resource_name(&ResourceRef::Workspace(id.clone())))
        }
        AssignedRole::Manager(Managed::Connection(id)) => {
            named("connection", snapshot.resource_name(&ResourceRef::Connection(id.clone())))
        }
    }
}

/// Why the actor must leave this member's role alone.
fn obstacle(cx: &RequestContext, member: &MemberId, role: &AssignedRole) -> Option<AppError> {
    match () {
        () if !role.may_be_given_by(cx.actor.role) => Some(AppError::Forbidden),
        // Nobody keeps for themselves what Sigma or the configuration will take away.
        () if cx.is_me(member) => {
            Some(AppError::Refused("You can’t change your own roles. Ask another admin.".to_owned()))
        }
        () => None,
    }
}

/// Gives the role.
///
/// # Errors
/// [`AppError::Invalid`] for what is not clear, [`AppError::Refused`] for oneself, failures of the database.
pub async fn assign(cx: &RequestContext, form: &AssignForm) -> Result<(), AppError> {
    let snapshot = cx.snapshot()?;
    let (member, role, reason) = form.settled(&cx.actor, &snapshot).checked(form)?;
    if let Some(error) = obstacle(cx, &member, &role) {
        return Err(error);
    }
    let known = cx.app.store.role_assignments().await?;
    let name = snapshot.member(&member).ok_or(AppError::NotFound)?.full_name();
    if known.iter().any(|one| one.member == member && one.role == role && one.counts) {
        return Err(AppError::field("who", format!("{} is {} already.", isolated(&name), in_words(&role, &snapshot))));
    }
    if !cx.has_signed_in_lately().await {
        leptos_axum::redirect(&paths::sign_in_again(&cx.keep_posted().await?));
        return Ok(());
    }
    let words = in_words(&role, &snapshot);
    let summary = format!("Made {} {words}. Reason: {reason}", isolated(&name));
    let details = AuditDetails::of([Alteration::new("role", None, Some(role.to_string()))]).because(&reason);
    let event = event(cx, ("role.assigned", summary), &member, &role, details);
    let new = RoleAssignment { member, role, given_by: cx.actor.clone(), given_at: cx.now, reason, counts: true };
    cx.app.store.assign_role(&new, &event).await?;
    cx.app.directory.refresh_roles().await?;
    cx.lead_to(paths::ROLES, Severity::Success, format!("{} is now {words}.", isolated(&name))).await;
    Ok(())
}

/// Takes the role away.
///
/// # Errors
/// [`AppError::NotFound`] where it was not given, [`AppError::Refused`] for oneself, failures of the database.
pub async fn remove(cx: &RequestContext, member: &MemberId, role: &AssignedRole) -> Result<(), AppError> {
    if let Some(error) = obstacle(cx, member, role) {
        return Err(error);
    }
    let snapshot = cx.snapshot()?;
    let name = snapshot.member(member).map_or_else(|| "a former member".to_owned(), Member::full_name);
    let words = in_words(role, &snapshot);
    let details = AuditDetails::of([Alteration::new("role", Some(role.to_string()), None)]);
    let summary = format!("{} is no longer {words}", isolated(&name));
    let event = event(cx, ("role.removed", summary), member, role, details);
    if !cx.app.store.remove_role(member, role, &event).await? {
        return Err(AppError::NotFound);
    }
    cx.app.directory.refresh_roles().await?;
    cx.lead_to(paths::ROLES, Severity::Success, format!("{} is no longer {words}.", isolated(&name))).await;
    Ok(())
}

fn event(
    cx: &RequestContext,
    (action, summary): (&str, String),
    member: &MemberId,
    role: &AssignedRole,
    details: AuditDetails,
) -> AuditEvent {
    let managed = match role {
        AssignedRole::Manager(managed) => Some(Subject::from(managed)),
        AssignedRole::Admin | AssignedRole::Auditor => None,
    };
    AuditEvent {
        id: uuid::Uuid::now_v7().to_string(),
        at: cx.now,
        actor: cx.actor.clone(),
        action: action.to_owned(),
        summary,
        subjects: std::iter::once(Subject::Member(member.clone())).chain(managed).collect(),
        outcome: Outcome::Succeeded,
        change_id: None,
        sigma_request_id: None,
        details,
    }
}
