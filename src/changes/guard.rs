//! The rules a change must pass before it is planned: who may ask, and what must never happen.

use crate::{
    directory::Snapshot,
    domain::{Actor, Capability, Intent, Invalid, Member, MemberId, MemberStatus, Role, TeamId},
};

/// Why a change may not or cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The actor's role does not reach that far.
    #[error("{0}")]
    Forbidden(String),
    /// The input needs attention, field by field.
    #[error(transparent)]
    Invalid(#[from] Invalid),
    /// A rule of the organisation or of Sigma stands against it.
    #[error("{0}")]
    Blocked(String),
    /// Nothing would change.
    #[error("{0}")]
    Nothing(String),
    /// The directory has not been read yet.
    #[error("The directory is still being read from Sigma. Try again in a moment.")]
    NotReady,
}

/// The actor may ask for this at all: the first decision of every change.
pub fn authorise(intent: &Intent, actor: &Actor, snapshot: &Snapshot) -> Result<(), Refusal> {
    match intent {
        Intent::OnboardPerson { .. } | Intent::EditMember { .. } => may(actor, Capability::WriteMembers),
        Intent::EditTeamMembers { team_id, .. } => may_edit_team(actor, team_id, snapshot),
        Intent::Grant { .. } | Intent::Revoke { .. } => may(actor, Capability::WriteGrants),
    }
}

/// The actor's role has this capability.
fn may(actor: &Actor, capability: Capability) -> Result<(), Refusal> {
    if actor.role.can(capability) {
        return Ok(());
    }
    let what = match capability {
        Capability::WriteMembers => "invite and edit people",
        Capability::WriteTeams => "edit teams",
        Capability::WriteGrants => "change access",
        _ => "do this",
    };
    Err(Refusal::Forbidden(format!("The role “{}” does not allow you to {what}.", actor.role.label())))
}

/// The actor may change the team's members: any team for an admin, their own for a team manager.
fn may_edit_team(actor: &Actor, team: &TeamId, snapshot: &Snapshot) -> Result<(), Refusal> {
    may(actor, Capability::WriteTeams)?;
    let own = || actor.member_id.as_ref().is_some_and(|me| snapshot.is_team_admin(me, team));
    if actor.role == Role::Admin || own() {
        return Ok(());
    }
    Err(Refusal::Forbidden("You can change only the teams that you administer in Sigma.".into()))
}

/// The member may lose the admin account type.
pub fn may_lose_admin(actor: &Actor, member: &Member, snapshot: &Snapshot) -> Result<(), Refusal> {
    if member.id == *snapshot.token_owner() {
        return Err(Refusal::Blocked(format!(
            "{} owns the API credentials that the portal uses. With another account type the portal could no longer work.",
            member.full_name()
        )));
    }
    if actor.member_id.as_ref() == Some(&member.id) {
        return Err(Refusal::Blocked(
            "You cannot take the Admin account type from yourself. Ask another admin.".into(),
        ));
    }
    let others = snapshot.people().any(|m| {
        m.id != member.id
            && m.id != *snapshot.token_owner()
            && m.has_account_type("admin")
            && m.status() == MemberStatus::Active
    });
    if !others {
        return Err(Refusal::Blocked(format!(
            "{} is the organisation's last admin. Make somebody else an admin first.",
            member.full_name()
        )));
    }
    Ok(())
}

/// The member exists and is active: inactive ones can be neither added to teams nor removed (BEHAVIOUR.md section 8).
pub fn active<'a>(id: &MemberId, field: &str, snapshot: &'a Snapshot) -> Result<&'a Member, Refusal> {
    let member =
        snapshot.member(id).ok_or_else(|| Invalid::one(field, "This person is no longer in the directory."))?;
    if member.status() != MemberStatus::Active {
        let message = format!(
            "{} is {}; Sigma changes teams only for active members.",
            member.full_name(),
            member.status().label().to_lowercase()
        );
        return Err(Invalid::one(field, message).into());
    }
    Ok(member)
}
