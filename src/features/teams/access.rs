//! What a team holds, and giving it more or taking something away.

use super::find;
use crate::{
    components::{badge, count, icon::Icon, review},
    directory::{Snapshot, effect_of},
    domain::{
        Capability, ConnectionPermission, Effect, Grantee, Intent, MemberStatus, Permission, ResourceKind, ResourceRef,
        Subject, TeamId, WorkspacePermission,
    },
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;
use std::collections::BTreeMap;

/// One grant of a team.
pub struct Held {
    resource: ResourceRef,
    permission: Permission,
    /// Active members whose account type leaves less of it, or nothing.
    capped: usize,
}

/// What the team holds: workspaces before connections, by name.
pub fn held(id: &TeamId, snapshot: &Snapshot) -> Vec<Held> {
    // A team has many members and few account types among them.
    let mut types: BTreeMap<&str, usize> = BTreeMap::new();
    let members = snapshot.team_members(id).iter().filter_map(|m| snapshot.member(&m.member_id));
    for member in members.filter(|m| m.status() == MemberStatus::Active) {
        *types.entry(&member.account_type).or_default() += 1;
    }
    let capped = |permission: &Permission| {
        let caps = |name: &str| effect_of(name, permission) != Effect::Full;
        types.iter().filter(|(name, _)| caps(name)).map(|(_, n)| n).sum()
    };
    let granted = snapshot.granted_to(&Grantee::Team(id.clone())).iter();
    granted
        .map(|(resource, permission)| Held {
            resource: resource.clone(),
            permission: permission.clone(),
            capped: capped(permission),
        })
        .collect()
}

/// One grant as a row: the level, for whom it is less, and what can be done about it.
pub fn row(held: Held, team: &TeamId, revokes: bool, snapshot: &Snapshot) -> impl IntoView + use<> {
    let Held { resource, permission, capped } = held;
    let name = snapshot.resource_name(&resource).unwrap_or_else(|| resource.id()).to_owned();
    let (icon, kind, href) = match &resource {
        ResourceRef::Workspace(id) => (lu::LuFolder, "Workspace", paths::workspace(id)),
        ResourceRef::Connection(id) => (lu::LuPlug, "Connection", paths::connection(id)),
    };
    let less = (capped > 0).then(|| {
        let who = count(capped, "member", "members");
        view! { <li class="way way-also"><span>{format!("less for {who}: their account type caps it")}</span></li> }
    });
    let revoke = revokes.then(|| revoke_form(team, &resource, &name));
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div><a href=href>{name}</a><small>{kind}</small></div></div>
            {badge::level(&permission, false)}
            <ul class="ways">{less}</ul>
            <div class="acts">{revoke}</div>
        </li>
    }
}

fn revoke_form(team: &TeamId, resource: &ResourceRef, name: &str) -> impl IntoView + use<> {
    let label = format!("Take {name} from the team");
    view! {
        <form method="post" action=paths::team_access(team)>
            <input type="hidden" name="resource" value=key(resource)/>
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="revoke" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}

/// Giving the team access to a workspace or connection, or setting it to another level.
pub fn grant_form(team: &TeamId, snapshot: &Snapshot) -> impl IntoView + use<> {
    let option = |(value, name): (String, String)| view! { <option value=value>{name}</option> };
    let workspaces: Vec<_> = snapshot
        .workspaces()
        .iter()
        .map(|w| option((key(&ResourceRef::Workspace(w.id.clone())), w.name.clone())))
        .collect();
    let connections: Vec<_> = snapshot
        .connections()
        .iter()
        .filter(|c| !c.is_archived)
        .map(|c| option((key(&ResourceRef::Connection(c.id.clone())), c.name.clone())))
        .collect();
    let level = |slug: &'static str, label: &'static str| view! { <option value=slug>{label}</option> };
    let of_workspace: Vec<_> = WorkspacePermission::ALL.iter().map(|l| level(l.slug(), l.label())).collect();
    let of_connection: Vec<_> = ConnectionPermission::ALL.iter().map(|l| level(l.slug(), l.label())).collect();
    view! {
        <form class="panel-foot adder" method="post" action=paths::team_access(team)>
            <select class="input" name="resource" aria-label="Workspace or connection to give access to" required>
                <option value="">"Give access to"</option>
                <optgroup label="Workspaces">{workspaces}</optgroup>
                <optgroup label="Connections">{connections}</optgroup>
            </select>
            <select class="input" name="level" aria-label="Level">
                <optgroup label="For a workspace">{of_workspace}</optgroup>
                <optgroup label="For a connection">{of_connection}</optgroup>
            </select>
            <button class="btn" name="do" value="grant">"Plan"</button>
        </form>
    }
}

/// What stands for a resource in the forms of this file.
fn key(resource: &ResourceRef) -> String {
    Subject::from(resource).key()
}

fn resource(key: &str) -> Option<ResourceRef> {
    match key.split_once(':')? {
        ("workspace", id) => Some(ResourceRef::Workspace(id.into())),
        ("connection", id) => Some(ResourceRef::Connection(id.into())),
        _ => None,
    }
}

/// What the forms of this file post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `grant` or `revoke`.
    #[serde(rename = "do")]
    what: String,
    resource: String,
    level: String,
}

impl Form {
    /// What is wanted; a sentence for whoever chose something that does not go together.
    fn intent(&self, team: &TeamId) -> Result<Intent, &'static str> {
        let grantee = Grantee::Team(team.clone());
        let resource = resource(&self.resource).ok_or("Choose a workspace or connection first.")?;
        if self.what == "revoke" {
            return Ok(Intent::revoke(resource, grantee));
        }
        let permission = resource.permission(&self.level).ok_or(match resource.kind() {
            ResourceKind::Workspace => "Choose a level for a workspace.",
            ResourceKind::Connection => "Choose a level for a connection: “Can use” or “Can use and annotate”.",
        })?;
        Ok(Intent::grant(resource, grantee, permission))
    }
}

/// Shows the plan for what was asked.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let id = TeamId::new(id);
    find(&id, &*cx.snapshot()?)?;
    let form: Form = web::form(request).await?;
    let path = paths::team(&id);
    match form.intent(&id) {
        Ok(intent) => review::propose_or_leave(cx, intent, &path, Place::Teams).await,
        Err(why) => Ok(cx.leave(&path, Tone::Warning, why).await),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(what: &str, resource: &str, level: &str) -> Form {
        Form { what: what.into(), resource: resource.into(), level: level.into() }
    }

    #[test]
    fn a_level_belongs_to_its_kind_of_resource() {
        let team = TeamId::new("t");
        assert!(form("grant", "workspace:w", "explore").intent(&team).is_ok());
        assert!(form("grant", "workspace:w", "usage").intent(&team).is_err());
        assert!(form("grant", "connection:c", "explore").intent(&team).is_err());
        assert!(form("grant", "", "view").intent(&team).is_err());
        assert!(form("revoke", "connection:c", "").intent(&team).is_ok());
    }
}
