//! The start page of people who read nothing of the directory: what they have, what ends, what they asked for.

use crate::{
    domain::{AccessRequest, RequestState, ResourceKind},
    features::shared::waiting,
    store::{PageRequest, RequestFilter},
    ui::{ago, count, date, empty::Empty, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

/// What is soon.
const SOON: Duration = Duration::from_hours(24 * 30);

/// Requests shown at most.
const SHOWN: u32 = 5;

/// How much somebody has, by kind.
#[derive(Clone, Copy, Default)]
struct Holdings {
    teams: usize,
    workspaces: usize,
    connections: usize,
}

pub async fn page(cx: RequestContext) -> Result<Response, AppError> {
    let filter = RequestFilter { concerns: cx.actor.keys(), ..RequestFilter::default() };
    let mine = cx.app.store.requests(&filter, PageRequest { number: 1, size: SHOWN }).await?.items;
    let soon = cx.app.requests.own_ending_soon(SOON, &cx.actor).await?.items;
    let open = cx.app.requests.inbox(&cx.actor).await.unwrap_or_default();
    let holdings = holdings(&cx)?;
    let first = cx.actor.name.split_whitespace().next().unwrap_or_default().to_owned();
    let now = cx.now;
    let page = PageParts::new("Start", NavItem::Overview);
    let body = move || {
        let sub = match open.len() {
            0 => "Your access to Sigma, and how to get more.".to_owned(),
            n => format!("{}.", waiting::sentence(n)),
        };
        view! {
            <Head title=format!("Hello, {first}") sub=sub.into_any()>
                <a class="btn btn-primary" href=paths::GET_ACCESS><Icon icon=lu::LuShoppingBag/>" Get access"</a>
            </Head>
            <div class="cols">
                <div class="stack">{waiting::panel(&open, now)}{ending(&soon, now)}{requests(&mine, now)}</div>
                <div class="stack">{access(holdings)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn holdings(cx: &RequestContext) -> Result<Holdings, AppError> {
    let Some(id) = &cx.actor.member_id else { return Ok(Holdings::default()) };
    let snapshot = cx.snapshot_about(id)?;
    let Some(member) = snapshot.member(id) else { return Ok(Holdings::default()) };
    let access = snapshot.access_of(member);
    let of = |kind| access.iter().filter(|access| access.resource.kind() == kind).count();
    Ok(Holdings {
        teams: snapshot.teams_of(id).count(),
        workspaces: of(ResourceKind::Workspace),
        connections: of(ResourceKind::Connection),
    })
}

fn access(holdings: Holdings) -> impl IntoView {
    let row = |icon: Drawing, words: String, at: &str| {
        let href = format!("{}#{at}", paths::ME);
        view! { <li><Icon icon=icon/><div class="row-text"><a href=href>{words}</a></div></li> }
    };
    view! {
        <Panel id="access" title="My access" actions=view! { <a class="btn btn-sm" href=paths::ME>"See all"</a> }.into_any()>
            <ul class="rows">
                {row(lu::LuUsersRound, count(holdings.teams, "team", "teams"), "teams")}
                {row(lu::LuFolder, count(holdings.workspaces, "workspace", "workspaces"), "workspaces")}
                {row(lu::LuPlug, count(holdings.connections, "connection", "connections"), "connections")}
            </ul>
        </Panel>
    }
}

/// Access of one's own that ends soon; nothing where none does.
fn ending(soon: &[AccessRequest], now: Timestamp) -> Option<impl IntoView + use<>> {
    if soon.is_empty() {
        return None;
    }
    let rows = soon.iter().map(|request| {
        let ends = request.ends_at.unwrap_or(now);
        view! {
            <li class="t-warn">
                <Icon icon=lu::LuCalendarClock/>
                <div class="row-text">
                    <a href=paths::request(&request.id)><bdi>{request.title.clone()}</bdi></a>
                    <small>"Ends "<time datetime=ends.to_string()>{date(ends)}</time></small>
                </div>
                <a class="btn btn-sm" href=paths::request(&request.id)>"Renew"</a>
            </li>
        }
    });
    let (n, rows) = (soon.len().to_string(), rows.collect_view());
    Some(view! { <Panel id="ends" title="Ends soon" count=n><ul class="rows">{rows}</ul></Panel> })
}

pub fn requests(mine: &[AccessRequest], now: Timestamp) -> impl IntoView + use<> {
    let body = if mine.is_empty() {
        view! {
            <Empty icon=lu::LuInbox title="No requests yet" text="Find a team, workspace or connection and ask for it. You can follow your request here.">
                <a class="btn" href=paths::GET_ACCESS>"Get access"</a>
            </Empty>
        }
        .into_any()
    } else {
        let rows = mine.iter().map(|request| {
            let (tone, icon) = match request.state {
                RequestState::Granted => ("t-ok", lu::LuCircleCheck),
                RequestState::Denied | RequestState::Attention => ("t-bad", lu::LuCircleX),
                RequestState::Pending | RequestState::Approved | RequestState::Applying | RequestState::Ending => {
                    ("t-info", lu::LuClock)
                }
                RequestState::Ended | RequestState::Cancelled | RequestState::Closed => ("is-skipped", lu::LuMinus),
            };
            let state = request.state.label();
            view! {
                <li class=tone>
                    <Icon icon=icon/>
                    <div class="row-text">
                        <a href=paths::request(&request.id)><bdi>{request.title.clone()}</bdi></a>
                        <small>{state}" · "{ago(request.asked_at, now)}</small>
                    </div>
                </li>
            }
        });
        let rows = rows.collect_view();
        view! { <ul class="rows">{rows}</ul> }.into_any()
    };
    view! { <Panel id="requests" title="My requests" actions=view! { <a class="btn btn-sm" href=paths::REQUESTS>"See all"</a> }.into_any()>{body}</Panel> }
}
