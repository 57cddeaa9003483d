//! What a team holds, and the forms that give it more or take something away.

use super::{
    super::shared::{
        access::resource_link,
        adder::{self, Filled, InlineAddForm},
        contest,
        resource_access::shown_of,
        things::{Resources, levels_of},
    },
    actions::{GiveAccess, RevokeAccess},
};
use crate::{
    directory::{Snapshot, effect_of},
    domain::{Baseline, Effect, Grantee, MemberStatus, Permission, ResourceKind, ResourceRef, TeamId},
    ui::{badge, count, icon::Icon},
    web::ShownAgain,
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use std::collections::BTreeMap;

/// The name of the hidden field that says which team the page is about.
const TEAM: &str = "team_id";

/// What the form takes that gives the team access, or sets it to another level.
pub const GIVE: InlineAddForm = InlineAddForm {
    name: "resource",
    of: "resources",
    what: "workspace or connection",
    label: "Workspace or connection to give access to",
    placeholder: "Give access to",
};

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
        <form method="post" action=RevokeAccess::url()>
            <input type="hidden" name=TEAM value=team.to_string()/>
            <input type="hidden" name="resource" value=resource.key()/>
            {contest::shown(&base)}
            <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
        </form>
    }
}

fn levels(chosen: &str) -> AnyView {
    let kinds = [("For a workspace", ResourceKind::Workspace), ("For a connection", ResourceKind::Connection)];
    adder::levels(&kinds.map(|(label, kind)| (label, levels_of(kind))), chosen)
}

/// Giving the team access to a workspace or connection, or setting it to another level.
pub fn grant_form(team: &TeamId, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let (filled, level, base) = match again.of::<GiveAccess>() {
        Some(again) => {
            let GiveAccess { resource, resource_pick, level, base, .. } = again.form;
            let all = Resources { snapshot, kind: None };
            (GIVE.filled(&resource, &resource_pick, &again.errors, &all), level, base)
        }
        None => (Filled::default(), String::new(), shown_of(&Grantee::Team(team.clone()), snapshot)),
    };
    let also = view! { {contest::shown(&base)}{levels(&level)} };
    GIVE.view(GiveAccess::url(), (TEAM, team.to_string()), filled, also)
}

/// What to choose instead, where a level is not one of the resource's kind.
pub fn other_level(kind: ResourceKind) -> &'static str {
    match kind {
        ResourceKind::Workspace => "Choose a level for a workspace.",
        ResourceKind::Connection => "Choose a level for a connection: “Can use” or “Can use and annotate”.",
    }
}
