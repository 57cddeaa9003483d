//! What a manager answers for: their teams and workspaces, and who is in them.

use crate::{
    directory::{Snapshot, fold},
    domain::{Actor, ResourceRef, Team},
    ui::{count, icon::Icon, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The teams that they administer.
pub fn teams(snapshot: &Snapshot, actor: &Actor) -> impl IntoView + use<> {
    let mut teams: Vec<&Team> = snapshot.editable_teams(actor).collect();
    teams.sort_by_cached_key(|team| fold(&team.name));
    let rows = teams.iter().map(|team| {
        let members = count(snapshot.team_members(&team.id).len(), "member", "members");
        let label = format!("Edit members of {}", team.name);
        view! {
            <li>
                <Icon icon=lu::LuUsersRound/>
                <div class="row-text"><a href=paths::team(&team.id)><bdi>{team.name.clone()}</bdi></a><small>{members}</small></div>
                <a class="btn btn-sm" href=paths::team_members(&team.id) aria-label=label>"Edit members"</a>
            </li>
        }
    });
    let (n, rows) = (teams.len().to_string(), rows.collect_view());
    view! { <Panel id="teams" title="Your teams" count=n><ul class="rows">{rows}</ul></Panel> }
}

/// The connections that they were given to manage; nothing where there are none.
pub fn connections(snapshot: &Snapshot, actor: &Actor) -> Option<impl IntoView + use<>> {
    let managed: Vec<_> = snapshot.managed_connections(actor.member_id.as_ref()?).cloned().collect();
    if managed.is_empty() {
        return None;
    }
    let rows = managed.iter().map(|id| {
        let name = snapshot.resource_name(&ResourceRef::Connection(id.clone())).unwrap_or_default().to_owned();
        let label = format!("Give access to {name}");
        view! {
            <li>
                <Icon icon=lu::LuPlug/>
                <div class="row-text"><a href=paths::connection(id)><bdi>{name}</bdi></a></div>
                <a class="btn btn-sm" href=paths::connection_access(id) aria-label=label>"Give access"</a>
            </li>
        }
    });
    let (n, rows) = (managed.len().to_string(), rows.collect_view());
    Some(
        view! { <Panel id="managed-connections" title="Connections you manage" count=n><ul class="rows">{rows}</ul></Panel> },
    )
}

/// The workspaces that they manage; nothing where they manage none.
pub fn workspaces(snapshot: &Snapshot, actor: &Actor) -> Option<impl IntoView + use<>> {
    let managed = snapshot.managed_workspaces(actor.member_id.as_ref()?);
    if managed.is_empty() {
        return None;
    }
    // By name, as the list of all is.
    let rows = snapshot.workspaces().iter().filter(|workspace| managed.contains(&workspace.id)).map(|workspace| {
        let (id, name) = (&workspace.id, workspace.name.clone());
        let label = format!("Give access to {name}");
        view! {
            <li>
                <Icon icon=lu::LuFolder/>
                <div class="row-text"><a href=paths::workspace(id)><bdi>{name}</bdi></a></div>
                <a class="btn btn-sm" href=paths::workspace_access(id) aria-label=label>"Give access"</a>
            </li>
        }
    });
    let (n, rows) = (managed.len().to_string(), rows.collect_view());
    Some(view! { <Panel id="managed" title="Workspaces you manage" count=n><ul class="rows">{rows}</ul></Panel> })
}
