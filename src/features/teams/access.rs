//! What a team holds, and the forms that give it more or take something away.

use super::actions::GiveAccess;
use crate::{
    directory::{Snapshot, caveats},
    domain::{Grantee, Permission, ResourceKind, ResourceRef, TeamId},
    features::shared::{
        access::resource_link,
        adder::{self, Filled, InlineAddForm},
        contest,
        picker::{PickFrom, Resources},
        resource_access::{self, shown_of},
    },
    ui::{badge, icon::Icon},
    web::{NavItem, ShownAgain},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The name of the hidden field that says which team the page is about.
const TEAM: &str = "team_id";

/// What the form takes that gives the team access, or sets it to another level.
pub const GIVE: InlineAddForm = InlineAddForm {
    name: "resource",
    from: PickFrom::Resources,
    what: "workspace or connection",
    label: "Workspace or connection to give access to",
    placeholder: "Give access to",
    button: "Give access",
};

/// One grant of a team.
pub struct Held {
    resource: ResourceRef,
    permission: Permission,
    /// For whom the account type leaves less of it.
    caveat: Option<String>,
}

/// What the team holds: workspaces before connections, by name.
pub fn held(id: &TeamId, snapshot: &Snapshot) -> Vec<Held> {
    let granted = snapshot.granted_to(&Grantee::Team(id.clone())).iter();
    granted
        .map(|(resource, permission)| Held {
            resource: resource.clone(),
            permission: permission.clone(),
            caveat: caveats::of_team(id, permission, snapshot),
        })
        .collect()
}

/// One grant as a row: the level, for whom it is less, and what can be done about it.
pub fn row(held: Held, team: &TeamId, revokes: bool, snapshot: &Snapshot) -> impl IntoView + use<> {
    let Held { resource, permission, caveat } = held;
    let name = snapshot.resource_name(&resource).unwrap_or_else(|| resource.id()).to_owned();
    let (icon, kind) = match &resource {
        ResourceRef::Workspace(_) => (lu::LuFolder, "Workspace"),
        ResourceRef::Connection(_) => (lu::LuPlug, "Connection"),
    };
    let title = resource_link(&resource, snapshot);
    let less = caveat.map(|caveat| view! { <li class="way way-also"><span>{caveat}</span></li> });
    let revoke = revokes.then(|| revoke_form(team, &resource, &name, snapshot));
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div>{title}<small>{kind}</small></div></div>
            {badge::level(&permission, false)}
            <ul class="ways">{less}</ul>
            <div class="acts">{revoke}</div>
        </li>
    }
}

fn revoke_form(team: &TeamId, resource: &ResourceRef, name: &str, snapshot: &Snapshot) -> AnyView {
    let label = format!("Remove {name} from the team");
    let button = view! { <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button> };
    resource_access::revoke_form(&Grantee::Team(team.clone()), resource, NavItem::Teams, snapshot, button)
}

fn levels(chosen: &str) -> AnyView {
    let kinds = [("For a workspace", ResourceKind::Workspace), ("For a connection", ResourceKind::Connection)];
    adder::levels(&kinds.map(|(label, kind)| (label, kind.levels())), chosen)
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
