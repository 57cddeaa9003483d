//! What can be done with the thing that a search finds first, as links to where it is done.

use super::results::{Hit, hit};
use crate::{
    directory::Snapshot,
    domain::{Actor, Capability, Member, MemberStatus, ResourceRef, Team},
    web::paths,
};
use icondata_lu as lu;

/// What whoever asks may do with the thing whose page this is; nothing for what has no deeds.
pub fn of(href: &str, snapshot: &Snapshot, actor: &Actor) -> Vec<Hit> {
    let member = snapshot.people().find(|member| paths::member(&member.id) == href);
    let team = || snapshot.teams().iter().find(|team| paths::team(&team.id) == href);
    let resources = || {
        let workspaces = snapshot.workspaces().iter().map(|w| (&w.name, ResourceRef::Workspace(w.id.clone())));
        let connections = snapshot.connections().iter().map(|c| (&c.name, ResourceRef::Connection(c.id.clone())));
        workspaces.chain(connections).find(|(_, resource)| paths::resource(resource) == href)
    };
    if let Some(member) = member {
        return of_member(member, actor);
    }
    if let Some(team) = team() {
        return of_team(team, snapshot, actor);
    }
    resources().map(|(name, resource)| of_resource(name, &resource, actor)).unwrap_or_default()
}

fn of_member(member: &Member, actor: &Actor) -> Vec<Hit> {
    let (id, name) = (&member.id, member.full_name());
    let mut deeds = Vec::new();
    if actor.role.can(Capability::WriteMembers) {
        deeds.push(hit(format!("Edit {name}"), "", paths::member_edit(id), lu::LuPencil));
        if member.status() != MemberStatus::Archived {
            deeds.push(hit(format!("Offboard {name}"), "", paths::member_offboard(id), lu::LuUserMinus));
        }
    }
    deeds.push(hit(format!("Documents of {name}"), "", paths::member_documents(id), lu::LuBookOpen));
    if actor.role.can(Capability::ReadAudit) {
        let words = format!("What {name} did in the last 7 days");
        deeds.push(hit(words, "Audit log", paths::audit_by(id), lu::LuScrollText));
    }
    deeds
}

fn of_team(team: &Team, snapshot: &Snapshot, actor: &Actor) -> Vec<Hit> {
    let (id, name) = (&team.id, &team.name);
    let mut deeds = Vec::new();
    if snapshot.may_edit_team(actor, id) {
        deeds.push(hit(format!("Change members of {name}"), "", paths::team_members(id), lu::LuUserPlus));
        deeds.push(hit(format!("Edit {name}"), "", paths::team_edit(id), lu::LuPencil));
    }
    deeds.push(hit(format!("List members of {name}"), "", paths::members_of(id), lu::LuUsers));
    deeds
}

fn of_resource(name: &str, resource: &ResourceRef, actor: &Actor) -> Vec<Hit> {
    let mut deeds = Vec::new();
    if actor.role.can(Capability::WriteGrants) {
        deeds.push(hit(format!("Give access to {name}"), "", paths::resource_give(resource), lu::LuKeyRound));
    }
    deeds.push(hit(format!("Everyone with access to {name}"), "", paths::resource_people(resource), lu::LuUsers));
    deeds
}
