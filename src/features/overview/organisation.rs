//! How the organisation is made up, and how far the directory knows it.

use crate::{
    directory::{Collection, Snapshot, SyncState, SyncStatus},
    ui::{ago, chart, count, islands::LiveRegion, number, panel::Panel},
    web::paths,
};
use jiff::Timestamp;
use leptos::prelude::*;

/// How many there are of each kind.
pub fn stats(snapshot: &Snapshot) -> impl IntoView + use<> {
    let figures = snapshot.figures();
    let plain = |n: usize, what: &'static str, detail: String| {
        view! { <li class="stat"><div><b>{number(n)}</b>" "<span>{what}</span><small>{detail}</small></div></li> }
    };
    view! {
        <ul class="stats">
            <li class="stat"><a href=paths::MEMBERS><b>{number(figures.active)}</b>" "<span>"Active members"</span><small>{count(figures.guests, "guest", "guests")}</small></a></li>
            {plain(snapshot.teams().len(), "Teams", format!("{} without members", number(figures.empty_teams)))}
            {plain(snapshot.workspaces().len(), "Workspaces", count(figures.workspace_grants, "grant", "grants"))}
            {plain(snapshot.connections().len(), "Connections", count(figures.connection_grants, "grant", "grants"))}
        </ul>
    }
}

/// What the directory holds, and how far its reading has come.
pub fn sources(snapshot: &Snapshot, sync: &SyncStatus, now: Timestamp) -> impl IntoView + use<> {
    let progress = match &sync.state {
        SyncState::Running(progress) => Some(progress),
        SyncState::Idle | SyncState::Failed(_) => None,
    };
    let row = |what: &'static str, section, n: usize| {
        let failed = sync.section(section).is_some_and(|s| s.error.is_some());
        let state = match (failed, progress) {
            (true, _) => "status is-failed",
            (false, Some(_)) => "status is-running",
            (false, None) => "status is-done",
        };
        let at = snapshot.sections().as_of(section);
        let when = at.map_or_else(|| "not synced".to_owned(), |at| ago(at, now));
        let datetime = at.map(|at| at.to_string());
        view! { <li><span class=state>{what}</span><b>{number(n)}</b><time datetime=datetime>{when}</time></li> }
    };
    let rows = [
        row("Members", Collection::Members, snapshot.people_count()),
        row("Teams", Collection::Teams, snapshot.teams().len()),
        row("Workspaces", Collection::Workspaces, snapshot.workspaces().len()),
        row("Connections", Collection::Connections, snapshot.connections().len()),
        row("Workbooks", Collection::Workbooks, snapshot.workbooks().len()),
        row("Datasets", Collection::Datasets, snapshot.datasets().len()),
        row("Data models", Collection::DataModels, snapshot.data_models().len()),
        row("Reports", Collection::Reports, snapshot.reports().len()),
        row("User attributes", Collection::UserAttributes, snapshot.user_attributes().len()),
        row("Account types", Collection::AccountTypes, snapshot.account_types().len()),
    ];
    let following = progress.is_some().then(|| {
        view! { <LiveRegion region="sources".to_owned() events=paths::DIRECTORY_EVENTS.to_owned()/> }
    });
    let progress = progress.map(|p| {
        let so_far = p.total.map_or_else(|| number(p.done), |total| format!("{} of {}", number(p.done), number(total)));
        view! { <p class="panel-foot" role="status">{format!("Reading {}: {so_far}", p.stage)}</p> }
    });
    view! {
        <div id="sources">
            <Panel id="directory" title="Directory"><ul class="sources">{rows.collect_view()}</ul>{progress}</Panel>
        </div>
        {following}
    }
}

/// How many people hold which account type.
pub fn seats(snapshot: &Snapshot) -> impl IntoView + use<> {
    let seats = snapshot.seats().to_vec();
    let all: usize = seats.iter().map(|(_, n)| n).sum();
    let total = view! { <span class="n">{count(all, "active member", "active members")}</span> };
    let bars = chart::bars("seats-chart", "Active members by account type", ["Account type", "Active members"], &seats);
    view! { <Panel id="seats" title="Account types" actions=total.into_any()>{bars}</Panel> }
}
