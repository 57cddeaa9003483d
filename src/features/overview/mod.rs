//! The start page: what needs somebody, what happened, how the organisation is made up.

mod activity;
mod logged;
mod member;
mod needs;
mod organisation;
mod owned;
mod trends;
mod visitor;

use crate::{
    changes::Rules,
    directory::{Snapshot, SyncState, SyncStatus},
    domain::{Actor, AuditEvent, Capability, ChangeState, DirectoryEvent, Role},
    features::shared::{onboard, waiting},
    requests::Inbox,
    store::{self, AuditFilter, ChangeFilter, ChangeSummary, HistoryFilter, PageRequest, Store},
    ui::{count, head::Head},
    web::{AppError, NavItem, PageParts, Pages, RequestContext, get, paths},
};
use axum::response::Response;
use jiff::{Timestamp, civil::Date};
use leptos::prelude::*;
use std::sync::Arc;
use trends::Trends;

/// How often the page reloads itself without script while the directory is being read, in seconds.
const RELOAD: u32 = 5;

/// Entries shown in each of the lists.
const SHOWN: u32 = 6;

/// Of those who are shown a part of the organisation: how many events are looked through for what is about it.
const CONSIDERED: u32 = 100;

/// Days of activity shown.
const DAYS: u32 = 30;

pub fn routes() -> Pages {
    Pages::new().route(paths::HOME, get(overview))
}

async fn overview(cx: RequestContext) -> Result<Response, AppError> {
    if !cx.can(Capability::ReadDirectory) {
        // Whoever has no active account in Sigma has a page of their own.
        return if cx.actor.role == Role::Visitor { visitor::page(cx).await } else { member::page(cx).await };
    }
    let snapshot = cx.snapshot()?;
    let lately = Lately::read(&cx, &snapshot).await;
    let lately =
        lately.inspect_err(|error| tracing::warn!(%error, "The overview is shown without changes and history")).ok();
    let sync = cx.app.directory.status();
    let reading = matches!(sync.state, SyncState::Running(_));
    let page = PageParts::new("Overview", NavItem::Overview).reload_after(reading.then_some(RELOAD));
    let page = if reading { page.islands() } else { page };
    let shown = Shown {
        actor: cx.actor.clone(),
        open: cx.app.requests.inbox(&cx.actor).await.unwrap_or_default(),
        onboards: cx.can(Capability::WriteMembers).then(|| cx.app.changes.rules()),
        refreshes: cx.can(Capability::RefreshDirectory),
        snapshot,
        sync,
        lately,
        now: cx.now,
    };
    Ok(cx.render_page(page, move || view(shown)).await)
}

/// The latest of what changed outside the portal, as far as it is about what is shown. Of the newest only: the list looks
/// through all.
async fn outside(store: &Store, snapshot: &Snapshot) -> Result<Vec<DirectoryEvent>, store::Error> {
    let size = if snapshot.is_whole() { SHOWN } else { CONSIDERED };
    let newest = store.history(&HistoryFilter::default(), PageRequest { number: 1, size }).await?.items;
    Ok(newest.into_iter().filter(|event| snapshot.sees_event(event)).take(SHOWN as usize).collect())
}

/// What the page shows.
struct Shown {
    actor: Actor,
    /// Requests that wait for their decision.
    open: Inbox,
    /// For those who onboard people: what is left to do here.
    onboards: Option<Rules>,
    refreshes: bool,
    snapshot: Arc<Snapshot>,
    sync: SyncStatus,
    /// `None` where the database does not say.
    lately: Option<Lately>,
    now: Timestamp,
}

/// What the database knows: what was done, and what changed.
struct Lately {
    /// Changes that failed or are paused.
    waiting: Vec<ChangeSummary>,
    recent: Vec<ChangeSummary>,
    outside: Vec<DirectoryEvent>,
    /// The latest of the audit log, for auditors.
    logged: Vec<AuditEvent>,
    /// Changes on each of the last days, where that is all that is shown of the past.
    days: Vec<(Date, u64)>,
    /// The organisation's last months, for those who see all of it.
    trends: Option<Trends>,
}

impl Lately {
    async fn read(cx: &RequestContext, snapshot: &Snapshot) -> Result<Self, store::Error> {
        let own = (!cx.can(Capability::ReadAudit)).then(|| cx.actor.key());
        let first = PageRequest { number: 1, size: SHOWN };
        let list = async |state| {
            let handled = (state == Some(ChangeState::Failed)).then_some(false);
            let filter = ChangeFilter { state, handled, actor: own.clone(), ..ChangeFilter::default() };
            cx.app.store.changes(&filter, first).await.map(|page| page.items)
        };
        let (mut waiting, recent) = (list(Some(ChangeState::Failed)).await?, list(None).await?);
        waiting.extend(list(Some(ChangeState::Paused)).await?);
        let outside = outside(&cx.app.store, snapshot).await?;
        let asked = ChangeFilter { actor: own, ..ChangeFilter::default() };
        let trends = Trends::read(cx).await?;
        let days = match trends {
            Some(_) => Vec::new(),
            None => cx.app.store.changes_per_day(&asked, cx.now, DAYS).await?,
        };
        let logged = if cx.actor.role == Role::Auditor {
            cx.app.store.audit(&AuditFilter::default(), first).await?.items
        } else {
            Vec::new()
        };
        Ok(Self { waiting, recent, outside, logged, days, trends })
    }
}

fn view(shown: Shown) -> impl IntoView {
    let Shown { actor, open, onboards, refreshes, snapshot, sync, lately, now } = shown;
    let first_name = actor.name.split_whitespace().next().unwrap_or_default();
    let needs = lately.as_ref().map(|lately| needs::count(&lately.waiting, &sync));
    let sub = match (open.len(), needs) {
        (_, None) => "The portal’s database isn’t available: changes and history can’t be shown right now.".to_owned(),
        (0, Some(0)) => "You’re all caught up.".to_owned(),
        (0, Some(1)) => "1 item needs attention.".to_owned(),
        (0, Some(n)) => format!("{n} items need attention."),
        (waits, Some(0)) => format!("{}.", waiting::sentence(waits)),
        (waits, Some(n)) => {
            format!("{}; {} attention.", waiting::sentence(waits), count(n, "item needs", "items need"))
        }
    };
    let is_manager = actor.role == Role::TeamManager;
    let owned = is_manager.then(|| view! { {owned::teams(&snapshot, &actor)}{owned::workspaces(&snapshot, &actor)}{owned::connections(&snapshot, &actor)} });
    let (left, right, trends) = match lately {
        Some(Lately { waiting, recent, outside, logged, days, trends }) => {
            let left = view! {
                {needs::panel(waiting, &sync, refreshes, now)}
                {waiting::panel(&open, now)}
                {owned}
                {logged::panel(&logged, now)}
                {activity::recent(recent, now)}
                {activity::outside(outside, now)}
            };
            let right = match &trends {
                Some(trends) => trends.syncs().into_any(),
                None => activity::per_day(&days).into_any(),
            };
            (left.into_any(), Some(right), trends.as_ref().map(Trends::view))
        }
        None => (owned.into_any(), None, None),
    };
    view! {
        <Head title=format!("Hello, {first_name}") sub=sub.into_any()>
            {onboards.map(|rules| onboard::link(&rules))}
        </Head>
        <div class="stack">
            {(!is_manager).then(|| organisation::stats(&snapshot))}
            <div class="cols">
                <div class="stack">{left}</div>
                <div class="stack">
                    {organisation::sources(&snapshot, &sync, now)}
                    {organisation::seats(&snapshot)}
                    {right}
                </div>
            </div>
            {trends}
        </div>
    }
}
