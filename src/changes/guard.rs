//! The rules a change must pass: who may ask for it, and what must never happen.
//!
//! The actor's reach is checked for the wish as a whole before it is planned. Everything is checked for each call,
//! when it is planned and again right before it is sent: between the two lie seconds or, after a crash, days.

use super::{Rules, wording};
use crate::{
    directory::Snapshot,
    domain::{
        Actor, Call, Capability, ChangeKind, Effect, Grantee, Intent, Invalid, Member, MemberId, MemberStatus,
        Permission, ResourceRef, Role, TeamId, UserKind, WorkspacePermission,
    },
};
use std::collections::HashSet;

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
        Intent::EditTeam { team_id, .. } | Intent::DeleteTeam { team_id } | Intent::EditTeamMembers { team_id, .. } => {
            may_edit_team(actor, team_id, snapshot)
        }
        Intent::SetAccess { resource, .. } => may_grant(actor, resource, snapshot),
        // Each call of it is checked by itself.
        Intent::Undo { .. } => Ok(()),
        other => may(actor, needed(other.kind())),
    }
}

/// What an intent that looks at no single team or resource needs.
fn needed(kind: ChangeKind) -> Capability {
    match kind {
        ChangeKind::CreateTeam => Capability::CreateTeams,
        ChangeKind::CreateWorkspace | ChangeKind::RenameWorkspace | ChangeKind::DeleteWorkspace => {
            Capability::WriteWorkspaces
        }
        ChangeKind::EditConnection => Capability::WriteConnections,
        ChangeKind::EditDocument | ChangeKind::ShareDocument | ChangeKind::Materialize => Capability::WriteDocuments,
        _ => Capability::WriteMembers,
    }
}

/// Checks one call: that the actor may, and that it is none of the things that must never happen. `leaving` are the
/// members that other calls of the same change take the Admin account type or their account from.
pub fn check(
    call: &Call,
    actor: &Actor,
    snapshot: &Snapshot,
    rules: &Rules,
    leaving: &HashSet<MemberId>,
) -> Result<(), Refusal> {
    still_there(actor, snapshot)?;
    reach(call, actor, snapshot)?;
    if rules.scim_members {
        not_provisioned(call, snapshot)?;
    }
    if rules.scim_teams
        && matches!(call, Call::UpdateTeam { .. } | Call::DeleteTeam { .. } | Call::UpdateTeamMembers { .. })
    {
        return Err(Refusal::Blocked(
            "Your identity provider manages teams (SCIM), and Sigma refuses to change them. Change the group there."
                .into(),
        ));
    }
    match leaves(call) {
        Some(id) => may_leave(id, actor, snapshot, leaving),
        None => Ok(()),
    }
}

/// The member whose account or account type the call takes away.
pub fn leaves(call: &Call) -> Option<&MemberId> {
    match call {
        Call::UpdateMember { member_id, patch } => {
            patch.account_type.as_ref().filter(|name| !name.eq_ignore_ascii_case("admin")).map(|_| member_id)
        }
        Call::DeactivateMember { member, .. } => member.known(),
        Call::DeleteMember { member_id } => Some(member_id),
        _ => None,
    }
}

/// The actor's reach, call by call.
fn reach(call: &Call, actor: &Actor, snapshot: &Snapshot) -> Result<(), Refusal> {
    match call {
        Call::UpdateTeamMembers { team_id, .. } | Call::UpdateTeam { team_id, .. } => {
            may_edit_team(actor, team_id, snapshot)
        }
        Call::DeleteTeam { team } => match team.known() {
            Some(id) => may_edit_team(actor, id, snapshot),
            None => may(actor, Capability::CreateTeams),
        },
        Call::CreateTeam { .. } => may(actor, Capability::CreateTeams),
        Call::Grant { resource, .. } | Call::LowerGrant { resource, .. } | Call::Revoke { resource, .. } => {
            may_grant(actor, resource, snapshot)
        }
        Call::CreateWorkspace { .. } | Call::RenameWorkspace { .. } | Call::DeleteWorkspace { .. } => {
            may(actor, Capability::WriteWorkspaces)
        }
        Call::UpdateConnection { .. } => may(actor, Capability::WriteConnections),
        Call::Share { .. } | Call::Unshare { .. } | Call::UpdateFile { .. } | Call::Materialize { .. } => {
            may(actor, Capability::WriteDocuments)
        }
        _ => may(actor, Capability::WriteMembers),
    }
}

/// Whoever asked has not been deactivated since.
fn still_there(actor: &Actor, snapshot: &Snapshot) -> Result<(), Refusal> {
    let member = actor.member_id.as_ref().and_then(|id| snapshot.member(id));
    match member {
        Some(member) if member.status() != MemberStatus::Active => Err(Refusal::Forbidden(format!(
            "{}, who asked for this, is no longer an active member.",
            wording::person(member)
        ))),
        _ => Ok(()),
    }
}

/// The actor's role has this capability.
fn may(actor: &Actor, capability: Capability) -> Result<(), Refusal> {
    if actor.role.can(capability) {
        return Ok(());
    }
    Err(Refusal::Forbidden(format!("The role “{}” does not allow you to {}.", actor.role.label(), capability.deed())))
}

/// The actor may change the team: any team for an admin, their own for a team manager.
fn may_edit_team(actor: &Actor, team: &TeamId, snapshot: &Snapshot) -> Result<(), Refusal> {
    may(actor, Capability::WriteTeams)?;
    let own = || actor.member_id.as_ref().is_some_and(|me| snapshot.is_team_admin(me, team));
    if actor.role == Role::Admin || own() {
        return Ok(());
    }
    Err(Refusal::Forbidden("You can change only the teams that you administer in Sigma.".into()))
}

/// The actor may grant on the resource: an admin on any, a team manager on workspaces they can manage in Sigma too.
fn may_grant(actor: &Actor, resource: &ResourceRef, snapshot: &Snapshot) -> Result<(), Refusal> {
    let manages = || {
        let me = actor.member_id.as_ref().and_then(|id| snapshot.member(id));
        me.is_some_and(|me| {
            snapshot.access_of(me).iter().any(|access| {
                access.resource == *resource
                    && access.permission == Permission::Workspace(WorkspacePermission::Edit)
                    && access.effect == Effect::Full
            })
        })
    };
    if actor.role == Role::TeamManager && manages() {
        return Ok(());
    }
    may(actor, Capability::WriteGrants)
}

/// The member may lose their account or the Admin account type.
fn may_leave(id: &MemberId, actor: &Actor, snapshot: &Snapshot, leaving: &HashSet<MemberId>) -> Result<(), Refusal> {
    let Some(member) = snapshot.member(id) else { return Ok(()) };
    let name = wording::person(member);
    if member.id == *snapshot.token_owner() {
        return Err(Refusal::Blocked(format!(
            "{name} owns the API credentials that the portal uses. Without this account the portal could no longer work."
        )));
    }
    if actor.member_id.as_ref() == Some(&member.id) {
        return Err(Refusal::Blocked(
            "You cannot take your own account or account type from yourself. Ask another admin.".into(),
        ));
    }
    let is_admin = |m: &Member| m.has_account_type("admin") && m.status() == MemberStatus::Active;
    let stays = |m: &&Member| m.id != *id && m.id != *snapshot.token_owner() && !leaving.contains(&m.id);
    if is_admin(member) && !snapshot.people().filter(stays).any(is_admin) {
        return Err(Refusal::Blocked(format!(
            "{name} is the organisation's last admin. Make somebody else an admin first."
        )));
    }
    Ok(())
}

/// None of the members whose accounts an identity provider manages is touched. Guests are not provisioned by it.
fn not_provisioned(call: &Call, snapshot: &Snapshot) -> Result<(), Refusal> {
    let id = match call {
        Call::InviteMember { person, .. } if person.user_kind == UserKind::Internal => None,
        Call::UpdateMember { member_id, .. }
        | Call::ReactivateMember { member_id }
        | Call::DeleteMember { member_id } => Some(member_id),
        Call::DeactivateMember { member, .. } => member.known(),
        _ => return Ok(()),
    };
    let internal = |id: &MemberId| snapshot.member(id).is_none_or(|m| m.user_kind == UserKind::Internal);
    if id.is_none_or(internal) {
        return Err(Refusal::Blocked(
            "Your identity provider manages members (SCIM), and Sigma refuses to change them. Make the change there."
                .into(),
        ));
    }
    Ok(())
}

/// The member exists and is active: inactive ones can be neither added to teams nor removed (BEHAVIOUR.md section 8).
pub fn active<'a>(id: &MemberId, field: &str, snapshot: &'a Snapshot) -> Result<&'a Member, Refusal> {
    let member =
        snapshot.member(id).ok_or_else(|| Invalid::one(field, "This person is no longer in the directory."))?;
    if member.status() != MemberStatus::Active {
        let message = format!(
            "{} is {}; Sigma changes teams and access only for active members.",
            wording::person(member),
            member.status().label().to_lowercase()
        );
        return Err(Invalid::one(field, message).into());
    }
    Ok(member)
}

/// The grantee exists and can be granted access.
pub fn grantable(grantee: &Grantee, field: &str, snapshot: &Snapshot) -> Result<(), Refusal> {
    match grantee {
        Grantee::Member(id) => active(id, field, snapshot).map(drop),
        Grantee::Team(id) if snapshot.team(id).is_none() => {
            Err(Invalid::one(field, "This team is no longer in the directory.").into())
        }
        Grantee::Team(_) => Ok(()),
    }
}
