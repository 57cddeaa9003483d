//! What each intent, call and order needs of whoever wants it. Nothing is left to a default: a new one does not compile
//! before somebody has decided what it needs.

use super::{
    access, attributes, connections, documents, guard::Refusal, members, organization, paths, teams, workspaces,
};
use crate::{
    directory::Snapshot,
    domain::{Actor, Adjustment, Call, Capability, Change, ConnectionId, Intent, ResourceRef, Role, TeamId},
};

/// What somebody must be allowed to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need<'a> {
    /// Something that the role decides alone.
    Role(Capability),
    /// To change this team: any for an admin, those that they manage for a team manager.
    Team(&'a TeamId),
    /// To change each team that these people join or leave.
    TeamsOf(&'a [Adjustment]),
    /// To grant on this resource: on any for an admin; for a team manager on workspaces that they can manage in Sigma too,
    /// and on workspaces and connections that they were given in the portal.
    Grants(&'a ResourceRef),
    /// The same on what a connection contains.
    Connection(&'a ConnectionId),
    /// What the change needed that is undone.
    Undone,
}

impl<'a> Need<'a> {
    /// What asking for this needs.
    pub fn of_intent(intent: &'a Intent) -> Self {
        match intent {
            Intent::AdjustMembers { people } if !people.is_empty() && people.iter().all(Adjustment::is_of_teams) => {
                Self::TeamsOf(people)
            }
            Intent::Onboard { .. }
            | Intent::EditMember { .. }
            | Intent::SetAccountType { .. }
            | Intent::Offboard { .. }
            | Intent::Reactivate { .. }
            | Intent::DeleteMember { .. }
            | Intent::AdjustMembers { .. }
            | Intent::CreateAttribute { .. }
            | Intent::SetAttributes { .. } => Self::Role(Capability::WriteMembers),
            Intent::CreateTeam { .. } => Self::Role(Capability::CreateTeams),
            Intent::EditTeam { team_id, .. }
            | Intent::DeleteTeam { team_id }
            | Intent::EditTeamMembers { team_id, .. } => Self::Team(team_id),
            Intent::CreateWorkspace { .. } | Intent::RenameWorkspace { .. } | Intent::DeleteWorkspace { .. } => {
                Self::Role(Capability::WriteWorkspaces)
            }
            Intent::SetAccess { resource, .. } => Self::Grants(resource),
            Intent::SetPathAccess { path, .. } => Self::Connection(&path.connection_id),
            Intent::EditConnection { .. } => Self::Role(Capability::WriteConnections),
            Intent::SetSwitch { .. } | Intent::RenewCredentials { .. } | Intent::DeleteLeftCredentials { .. } => {
                Self::Role(Capability::WriteOrganization)
            }
            Intent::EditDocument { .. }
            | Intent::ChangeOwner { .. }
            | Intent::ShareDocument { .. }
            | Intent::Materialize { .. } => Self::Role(Capability::WriteDocuments),
            Intent::Undo { .. } => Self::Undone,
        }
    }

    /// What making this call needs.
    pub fn of_call(call: &'a Call) -> Self {
        match call {
            Call::Member(call) => members::needs(call),
            Call::Team(call) => teams::needs(call),
            Call::Workspace(call) => workspaces::needs(call),
            Call::Connection(call) => connections::needs(call),
            Call::Access(call) => access::needs(call),
            Call::Document(call) => documents::needs(call),
            Call::Attribute(call) => attributes::needs(call),
            Call::Organization(call) => organization::needs(call),
            Call::Path(call) => paths::needs(call),
        }
    }

    /// Refuses unless the actor, in the role that they have now, may. `past` is what an undo undoes, and what that has
    /// undone in its turn.
    pub fn require(self, actor: &Actor, past: &[Change], snapshot: &Snapshot) -> Result<(), Refusal> {
        match self {
            Self::Role(capability) => may(actor, capability),
            Self::Team(team) => may_edit_team(actor, team, snapshot),
            Self::TeamsOf(people) => {
                let mut teams = people.iter().flat_map(|one| one.join.iter().chain(&one.leave));
                teams.try_for_each(|team| may_edit_team(actor, team, snapshot))
            }
            Self::Grants(resource) => may_grant(actor, resource, snapshot),
            Self::Connection(id) => may_grant(actor, &ResourceRef::Connection(id.clone()), snapshot),
            Self::Undone => may_undo(actor, past, snapshot),
        }
    }
}

/// An undo needs what the change needed that it undoes: as a whole, and call by call.
fn may_undo(actor: &Actor, past: &[Change], snapshot: &Snapshot) -> Result<(), Refusal> {
    let Some((undone, before)) = past.split_first() else {
        // What it needed is no longer known, so only somebody may who may everything.
        return match actor.role {
            Role::Admin => Ok(()),
            Role::TeamManager | Role::Auditor | Role::Member | Role::Visitor => Err(Refusal::Forbidden(
                "The change that this undoes is no longer kept, so only an admin can do this.".into(),
            )),
        };
    };
    Need::of_intent(&undone.intent).require(actor, before, snapshot)?;
    undone.steps.iter().try_for_each(|step| Need::of_call(&step.call).require(actor, before, snapshot))
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
    if snapshot.may_edit_team(actor, team) {
        return Ok(());
    }
    Err(Refusal::Forbidden("You can change only the teams that you manage.".into()))
}

/// The actor may grant on the resource: an admin on any, a team manager on what they manage.
fn may_grant(actor: &Actor, resource: &ResourceRef, snapshot: &Snapshot) -> Result<(), Refusal> {
    let manages = || match resource {
        ResourceRef::Workspace(id) => {
            actor.member_id.as_ref().is_some_and(|me| snapshot.managed_workspaces(me).contains(id))
        }
        ResourceRef::Connection(id) => {
            actor.member_id.as_ref().is_some_and(|me| snapshot.managed_connections(me).any(|one| one == id))
        }
    };
    if actor.role == Role::TeamManager && manages() {
        return Ok(());
    }
    may(actor, Capability::WriteGrants)
}
