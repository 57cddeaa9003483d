//! What a team holds, and giving it more or taking something away.

use super::find;
use crate::{
    components::{
        access::resource_link,
        adder::{self, Adder, Asking, Unclear},
        badge, contest, count,
        icon::Icon,
        resource_access::{OneAccess, propose_one, shown_of},
        things::{Resources, levels_of},
    },
    directory::{Snapshot, effect_of},
    domain::{Baseline, Capability, Effect, Grantee, MemberStatus, Permission, ResourceKind, ResourceRef, TeamId},
    web::{self, Cx, Fault, Place, paths},
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
    let (icon, kind) = match &resource {
        ResourceRef::Workspace(_) => (lu::LuFolder, "Workspace"),
        ResourceRef::Connection(_) => (lu::LuPlug, "Connection"),
    };
    let title = resource_link(&resource, snapshot);
    let less = (capped > 0).then(|| {
        let who = count(capped, "member", "members");
        view! { <li class="way way-also"><span>{format!("less for {who}: their account type caps it")}</span></li> }
    });
    let revoke = revokes.then(|| revoke_form(team, &resource, &name, &permission));
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div>{title}<small>{kind}</small></div></div>
            {badge::level(&permission, false)}
            <ul class="ways">{less}</ul>
            <div class="acts">{revoke}</div>
        </li>
    }
}

fn revoke_form(team: &TeamId, resource: &ResourceRef, name: &str, held: &Permission) -> impl IntoView + use<> {
    let label = format!("Take {name} from the team");
    let base = Baseline::of([(resource.key(), held.slug())]);
    view! {
        <form method="post" action=paths::team_access(team)>
            <input type="hidden" name="resource" value=resource.key()/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" name="do" value="revoke" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}

fn giving(team: &TeamId) -> Adder {
    Adder {
        action: paths::team_access(team),
        name: "resource",
        of: "resources",
        what: "workspace or connection",
        label: "Workspace or connection to give access to",
        placeholder: "Give access to",
    }
}

fn levels(chosen: &str) -> AnyView {
    let kinds = [("For a workspace", ResourceKind::Workspace), ("For a connection", ResourceKind::Connection)];
    adder::levels(&kinds.map(|(label, kind)| (label, levels_of(kind))), chosen)
}

/// Giving the team access to a workspace or connection, or setting it to another level.
pub fn grant_form(team: &TeamId, snapshot: &Snapshot) -> impl IntoView + use<> {
    let base = shown_of(&Grantee::Team(team.clone()), snapshot);
    giving(team).view(view! { {contest::shown(&base)}{levels("")} })
}

/// What the forms of this file post.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `revoke`, or a button of the adder.
    #[serde(rename = "do")]
    what: String,
    /// A key where access is taken away; as typed where it is given.
    resource: String,
    level: String,
    /// The levels that the page showed, by the keys of resources.
    base: Baseline,
}

/// What to choose instead, where a level is not one of the resource's kind.
fn other_level(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Workspace => "Choose a level for a workspace.",
        ResourceKind::Connection => "Choose a level for a connection: “Can use” or “Can use and annotate”.",
    }
}

/// Shows the plan for what was asked, or asks what is meant.
pub async fn plan(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::ReadDirectory)?;
    let id = TeamId::new(id);
    let snapshot = cx.snapshot()?;
    let name = find(&id, &snapshot)?.name.clone();
    let (form, fields): (Form, _) = web::form_with_fields(request).await?;
    let path = paths::team(&id);
    if form.what == "revoke" {
        let resource = ResourceRef::from_key(&form.resource).ok_or(Fault::Unreadable)?;
        let asking = contest::Asking { title: format!("Revoke access of {name}"), place: Place::Teams, back: path };
        let wish = OneAccess { resource, grantee: Grantee::Team(id), wanted: None };
        return propose_one(cx, wish, &form.base, fields, asking).await;
    }
    cx.require(Capability::WriteGrants)?;
    let giving = giving(&id);
    let meant = giving.meant(&form.what, &form.resource, &Resources { snapshot: &snapshot, kind: None });
    let wanted = meant.and_then(|thing| {
        let granted = ResourceRef::from_key(&thing.key).and_then(|r| Some((r.permission(&form.level)?, r)));
        granted.ok_or_else(|| {
            let is_connection = thing.key.starts_with("connection:");
            let kind = if is_connection { ResourceKind::Connection } else { ResourceKind::Workspace };
            Unclear::unfit(thing, other_level(kind))
        })
    });
    match wanted {
        Ok((permission, resource)) => {
            let asking = contest::Asking { title: format!("Give {name} access"), place: Place::Teams, back: path };
            let wish = OneAccess { resource, grantee: Grantee::Team(id), wanted: Some(permission) };
            propose_one(cx, wish, &form.base, fields, asking).await
        }
        Err(unclear) => {
            let asking = Asking { title: format!("Give {name} access"), place: Place::Teams, back: path };
            let also = view! { {contest::shown(&form.base)}{levels(&form.level)} }.into_any();
            Ok(unclear.ask(giving, cx, asking, also).await)
        }
    }
}
