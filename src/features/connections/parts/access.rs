//! Who has access to one database, schema or table by itself: the grants on it, to be made and revoked.

use super::{
    actions::{GrantOnPath, RevokeOnPath},
    read::{self, Missed},
};
use crate::{
    directory::Snapshot,
    domain::{Baseline, ConnectionId, ConnectionPath, Grant, Grantee, ResourceKind, ResourceRef},
    features::shared::{
        adder::{self, Filled, InlineAddForm},
        contest, grantee,
        picker::Grantees,
        resource_access::{Resource, ResourceTab},
        sigma_error_panel::sigma_error_panel,
    },
    sigma,
    ui::{badge, count, empty::Empty, icon::Icon, number, panel::Panel},
    web::{AppError, PageParts, RequestContext, ShownAgain, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// What the form takes that grants access to a path.
pub const GRANT: InlineAddForm = InlineAddForm::of_grantees("Person or team to give access to");

pub async fn page(
    cx: RequestContext,
    id: ConnectionId,
    resource: Resource,
    parts: Vec<String>,
) -> Result<Response, AppError> {
    let (snapshot, offers, may_change) = (cx.snapshot()?, resource.offers(&cx), resource.may_change(&cx));
    let name = parts.join(".");
    let found = match read::path(&cx.sigma(), &id, parts.clone()).await {
        Ok(path) => {
            let grants = cx.sigma().connections().path_grants(&path.inode_id).await;
            grants.map(|grants| (path, shown(grants, may_change, &snapshot)))
        }
        Err(Missed::Nothing) => return Err(AppError::NotFound),
        Err(Missed::Sigma(error)) => Err(error),
    };
    let again = cx.shown_again().await?;
    let page = PageParts::new(format!("{name} of {}", resource.name), resource.place()).islands();
    let body = move || {
        let panel = panel(&name, trail(&id, &parts).into_any(), found, may_change, &again, &snapshot);
        view! {
            {resource.head(ResourceTab::Paths, &snapshot, offers)}
            {contest::asked(&again)}
            {panel}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// The grants that whoever looks is shown: all on what they may change or see whole, else those of their own teams, as
/// with the grants on the connection itself.
fn shown(grants: Vec<Grant>, may_change: bool, snapshot: &Snapshot) -> Vec<Grant> {
    let is_theirs = |grant: &Grant| grant.team_id.as_ref().is_some_and(|team| snapshot.team(team).is_some());
    grants.into_iter().filter(|grant| may_change || snapshot.is_whole() || is_theirs(grant)).collect()
}

/// The way back up to the list, through what contains the path.
fn trail(id: &ConnectionId, parts: &[String]) -> impl IntoView + use<> {
    let last = parts.len().saturating_sub(1);
    let steps: Vec<_> = (0..parts.len())
        .map(|at| {
            let name = parts[at].clone();
            if at == last {
                return view! { <li aria-current="page">{name}</li> }.into_any();
            }
            view! { <li><a href=paths::connection_path(id, &parts[..=at])>{name}</a></li> }.into_any()
        })
        .collect();
    let all = paths::connection_paths(id);
    view! {
        <nav class="crumbs panel-crumbs" aria-label="Path"><ol><li><a href=all>"Schemas and tables"</a></li>{steps}</ol></nav>
    }
}

fn panel(
    name: &str,
    trail: AnyView,
    found: Result<(ConnectionPath, Vec<Grant>), sigma::Error>,
    may_change: bool,
    again: &ShownAgain,
    snapshot: &Snapshot,
) -> AnyView {
    let title = format!("Access to {name}");
    let (path, grants) = match found {
        Ok(found) => found,
        Err(error) => {
            return view! { <Panel id="access" title=title>{trail}{sigma_error_panel(&error)}</Panel> }.into_any();
        }
    };
    let n = number(grants.len());
    let held = grants.iter().filter_map(|grant| Some((grant.grantee()?.key(), grant.permission.slug().to_owned())));
    let form = may_change.then(|| grant_form(&path, Baseline::of_all(held), again, snapshot));
    let rows: Vec<_> = grants.iter().map(|grant| row(grant, &path, may_change, snapshot)).collect();
    let body = if rows.is_empty() {
        let text = "Only people with access to the connection, or to what contains this, can use it.";
        view! { <Empty icon=lu::LuLock title="No access of its own" text=text/> }.into_any()
    } else {
        view! { <ul class="reach">{rows}</ul> }.into_any()
    };
    let holders = snapshot.reach_count(&ResourceRef::Connection(path.connection_id.clone()));
    let (href, people) = (paths::connection_people(&path.connection_id), count(holders, "person", "people"));
    view! {
        <Panel id="access" title=title count=n>
            {trail}{body}
            <p class="panel-foot"><a href=href>{people}</a>" can reach the whole connection, this included."</p>
            {form}
        </Panel>
    }
    .into_any()
}

/// Giving access to the path, or setting somebody's to another level; `held` are the levels on the page.
fn grant_form(path: &ConnectionPath, held: Baseline, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let (filled, level, base) = match again.of::<GrantOnPath>() {
        Some(again) => {
            let GrantOnPath { who, who_pick, level, base, .. } = again.form;
            let all = Grantees { snapshot, levels: Vec::new() };
            (GRANT.filled(&who, &who_pick, &again.errors, &all), level, base)
        }
        None => (Filled::default(), String::new(), held),
    };
    let levels = adder::levels(&[("", ResourceKind::Connection.levels())], &level);
    let also = view! { {hidden_parts(path)}{contest::shown(&base)}{levels} };
    GRANT.view(GrantOnPath::url(), ("connection_id", path.connection_id.to_string()), filled, also)
}

/// The path as the functions about it take it, beside its connection.
fn hidden_parts(path: &ConnectionPath) -> impl IntoView + use<> {
    path.parts.iter().map(|part| view! { <input type="hidden" name="part[]" value=part.clone()/> }).collect_view()
}

fn row(grant: &Grant, path: &ConnectionPath, may_change: bool, snapshot: &Snapshot) -> impl IntoView + use<> {
    let holder = grant.grantee();
    let (icon, kind) = match &holder {
        Some(Grantee::Member(_)) => (lu::LuUser, "Person"),
        Some(Grantee::Team(_)) => (lu::LuUsers, "Team"),
        None => (lu::LuCircleHelp, "Neither a person nor a team"),
    };
    let name = holder.as_ref().map_or_else(|| "Unknown".to_owned(), |holder| grantee::name(holder, snapshot));
    let shown = match holder.as_ref().and_then(|holder| grantee::page(holder, snapshot)) {
        Some(href) => view! { <a href=href>{name.clone()}</a> }.into_any(),
        None => name.clone().into_any(),
    };
    let revoke = holder.filter(|_| may_change).map(|holder| {
        let label = format!("Revoke access of {name}");
        let base = Baseline::of([(holder.key(), grant.permission.slug())]);
        view! {
            <form method="post" action=RevokeOnPath::url()>
                <input type="hidden" name="connection_id" value=path.connection_id.to_string()/>
                {hidden_parts(path)}
                <input type="hidden" name="grantee" value=holder.key()/>
                {contest::shown(&base)}
                <button class="btn btn-quiet btn-icon btn-sm" aria-label=label><Icon icon=lu::LuX/></button>
            </form>
        }
    });
    view! {
        <li>
            <div class="reach-what"><Icon icon=icon/><div>{shown}<small>{kind}</small></div></div>
            {badge::level(&grant.permission, false)}
            <div class="acts">{revoke}</div>
        </li>
    }
}
