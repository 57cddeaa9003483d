//! The start page: what needs somebody, what happened, how the organisation is made up.

use crate::{
    components::{
        avatar::Who, badge, chart, count, empty::Empty, head::Head, icon::Icon, islands::LiveRegion, number,
        panel::Panel,
    },
    directory::{Section, Snapshot, SyncState, SyncStatus},
    domain::{Capability, ChangeState},
    store::{ChangeFilter, ChangeSummary, PageRequest},
    web::{App, Cx, Fault, PageParts, Place, age, paths},
};
use axum::{
    Router,
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use icondata_lu as lu;
use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;
use std::sync::Arc;

/// How often the page reloads itself without script while the directory is being read, in seconds.
const RELOAD: u32 = 5;

/// Changes shown in each of the two lists.
const SHOWN: u32 = 6;

/// Days of activity shown.
const DAYS: u32 = 30;

pub fn routes() -> Router<App> {
    Router::new().route(paths::HOME, get(overview))
}

async fn overview(cx: Cx) -> Result<Response, Fault> {
    if !cx.can(Capability::ReadDirectory) {
        return Ok(Redirect::to(paths::ME).into_response());
    }
    let snapshot = cx.snapshot()?;
    let own = (!cx.can(Capability::ReadAudit)).then(|| cx.actor.email.clone());
    let list = async |state| {
        let filter = ChangeFilter { state, actor_email: own.clone(), ..ChangeFilter::default() };
        cx.app.store.changes(&filter, PageRequest { number: 1, size: SHOWN }).await.map(|page| page.items)
    };
    let (needs, recent) = (list(Some(ChangeState::Failed)).await?, list(None).await?);
    let asked = ChangeFilter { actor_email: own, ..ChangeFilter::default() };
    let days = cx.app.store.changes_per_day(&asked, Timestamp::now(), DAYS).await?;
    let sync = cx.app.directory.status();
    let first_name = cx.actor.name.split_whitespace().next().unwrap_or_default().to_owned();
    let onboards = cx.can(Capability::WriteMembers);
    let reading = matches!(sync.state, SyncState::Running(_));
    let page = PageParts::new("Overview", Place::Overview).reload_after(reading.then_some(RELOAD));
    let page = if reading { page.islands() } else { page };
    Ok(cx.show(page, move || view(&first_name, onboards, &snapshot, &sync, needs, recent, days)).await)
}

fn view(
    first_name: &str,
    onboards: bool,
    snapshot: &Arc<Snapshot>,
    sync: &SyncStatus,
    needs: Vec<ChangeSummary>,
    recent: Vec<ChangeSummary>,
    days: Vec<(Date, u64)>,
) -> impl IntoView + use<> {
    let sub = match needs.len() {
        0 => "Nothing waits for you.".to_owned(),
        1 => "One change needs a look.".to_owned(),
        n => format!("{n} changes need a look."),
    };
    view! {
        <Head title=format!("Hello, {first_name}") sub=sub.into_any()>
            {onboards.then(|| view! { <a class="btn btn-primary" href=paths::ONBOARD><Icon icon=lu::LuUserPlus/>" Onboard a person"</a> })}
        </Head>
        <div class="stack">
            {stats(snapshot)}
            <div class="cols">
                <div class="stack">{needs_you(needs)}{recent_changes(recent)}</div>
                <div class="stack">{sources(snapshot, sync)}{seats(snapshot)}{activity(&days)}</div>
            </div>
        </div>
    }
}

fn stats(snapshot: &Snapshot) -> impl IntoView + use<> {
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

fn needs_you(needs: Vec<ChangeSummary>) -> impl IntoView {
    if needs.is_empty() {
        return ().into_any();
    }
    let n = number(needs.len());
    let rows = needs.into_iter().map(|s| {
        let href = paths::change(&s.change.id);
        let open = s.steps_total - s.steps_met;
        let detail = format!(
            "{open} of {} steps are not done · {} ago",
            s.steps_total,
            age(s.change.created_at, Timestamp::now())
        );
        view! {
            <li class="t-bad">
                <Icon icon=lu::LuCircleX/>
                <div class="row-text"><a href=href.clone()>{s.change.title}</a><small>{detail}</small></div>
                <a class="btn btn-sm" href=href>"Look"</a>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! { <Panel id="needs" title="Needs you" count=n><ul class="rows needs">{rows}</ul></Panel> }.into_any()
}

fn recent_changes(recent: Vec<ChangeSummary>) -> impl IntoView {
    let all = view! { <a class="btn btn-quiet btn-sm" href=paths::CHANGES>"All changes"</a> };
    if recent.is_empty() {
        return view! {
            <Panel id="recent" title="Recent changes">
                <Empty icon=lu::LuListChecks title="No changes yet" text="Whatever is changed in Sigma through the portal appears here, step by step."/>
            </Panel>
        }
        .into_any();
    }
    let rows = recent.into_iter().map(|s| {
        view! {
            <tr>
                <th scope="row" class="lead"><a class="plain" href=paths::change(&s.change.id)>{s.change.title}</a></th>
                <td data-label="By"><Who name=s.change.actor.name email=s.change.actor.email href=None short=true/></td>
                <td data-label="Steps" class="num">{s.steps_met}" of "{s.steps_total}</td>
                <td>{badge::change_status(s.change.state)}</td>
                <td data-label="When" class="num muted">
                    <time datetime=s.change.created_at.to_string()>{age(s.change.created_at, Timestamp::now())}</time>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    view! {
        <Panel id="recent" title="Recent changes" class="table-box" actions=all.into_any()>
            <table class="table">
                <caption class="vh">"Recent changes"</caption>
                <thead><tr><th scope="col">"Change"</th><th scope="col">"By"</th><th scope="col" class="num">"Steps"</th><th scope="col">"State"</th><th scope="col" class="num">"When"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
    .into_any()
}

/// What the directory holds, and how far its reading has come.
fn sources(snapshot: &Snapshot, sync: &SyncStatus) -> impl IntoView + use<> {
    let (state, progress) = match &sync.state {
        SyncState::Idle => ("status is-done", None),
        SyncState::Running(progress) => ("status is-running", Some(progress)),
        SyncState::Failed(_) => ("status is-failed", None),
    };
    let row = |what: &'static str, section, n: usize| {
        let at = snapshot.sections().as_of(section);
        let when = at.map_or_else(|| "not read".to_owned(), |at| age(at, Timestamp::now()));
        let datetime = at.map(|at| at.to_string());
        view! { <li><span class=state>{what}</span><b>{number(n)}</b><time datetime=datetime>{when}</time></li> }
    };
    let rows = [
        row("Members", Section::Members, snapshot.people_count()),
        row("Teams", Section::Teams, snapshot.teams().len()),
        row("Workspaces", Section::Workspaces, snapshot.workspaces().len()),
        row("Connections", Section::Connections, snapshot.connections().len()),
        row("Account types", Section::AccountTypes, snapshot.account_types().len()),
    ];
    let events = progress.is_some().then_some(paths::DIRECTORY_EVENTS);
    let following = progress.is_some().then(|| view! { <LiveRegion/> });
    let progress = progress.map(|p| {
        let so_far = p.total.map_or_else(|| number(p.done), |total| format!("{} of {}", number(p.done), number(total)));
        view! { <p class="panel-foot" role="status">{format!("Reading {}: {so_far}", p.stage)}</p> }
    });
    view! {
        <div id="sources" data-events=events>
            <Panel id="directory" title="Directory"><ul class="sources">{rows.collect_view()}</ul>{progress}</Panel>
        </div>
        {following}
    }
}

fn seats(snapshot: &Snapshot) -> impl IntoView + use<> {
    let seats = snapshot.seats().to_vec();
    let all: usize = seats.iter().map(|(_, n)| n).sum();
    let total = view! { <span class="n">{count(all, "active member", "active members")}</span> };
    let bars = chart::bars("seats-chart", "Active members by account type", ["Account type", "Active members"], &seats);
    view! { <Panel id="seats" title="Account types" actions=total.into_any()>{bars}</Panel> }
}

fn activity(days: &[(Date, u64)]) -> impl IntoView + use<> {
    let columns = chart::columns("activity-chart", "Changes per day", "changes", days);
    let span = format!("last {} days", days.len());
    view! { <Panel id="activity" title="Activity" count=span>{columns}</Panel> }
}
