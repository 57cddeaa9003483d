//! One change: its journal, and following it while it runs.

use super::{
    actions::HandleChange,
    orders::{self, Allowed},
    outcome,
};
use crate::{
    directory::Snapshot,
    domain::{Call, Capability, Change, ChangeId, ChangeState, Consequences, MemberCall, Step, Subject},
    features::shared::{
        plan::{self, Leaf},
        review::Review,
        subject::subject_link,
    },
    ui::{
        avatar::Who,
        badge,
        head::Head,
        icon::Icon,
        islands::LiveRegion,
        moment, number,
        panel::{self, Panel, fact},
    },
    web::{AppError, NavItem, PageParts, ProgressEvent, Refilled, RequestContext, events, paths},
};
use axum::{extract::Path, response::Response};
use futures::stream;
use icondata_lu as lu;
use leptos::prelude::*;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};
use tokio::sync::broadcast::error::RecvError;

/// How often the page reloads itself without script while the change runs, in seconds.
const RELOAD: u32 = 2;

/// How often the journal is looked at for what another process has written into it.
const CROSS_PROCESS_POLL: Duration = Duration::from_secs(2);

/// The change, if the actor may see it: their own, or anybody's for those who read the audit log.
pub(super) async fn find(cx: &RequestContext, id: &ChangeId) -> Result<Change, AppError> {
    let change = cx.app.store.change(id).await?.ok_or(AppError::NotFound)?;
    let own = change.actor.key() == cx.actor.key();
    if own || cx.can(Capability::ReadAudit) { Ok(change) } else { Err(AppError::NotFound) }
}

/// The change's page.
pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let change = find(&cx, &ChangeId::new(id)).await?;
    let snapshot = cx.snapshot().ok();
    let open = !change.state.is_settled();
    let told = cx.app.store.consequences(&change.id).await?;
    let told = told.within(|subject| snapshot.as_ref().is_some_and(|view| view.is_whole() || view.knows(subject)));
    let allowed = orders::allowed(&cx, &change).await?;
    let waiting = Review::find(&cx, &change.id).await?.and_then(|review| review.next);
    let typed = cx.refilled::<HandleChange>().await?;
    let query = cx.parts.uri.query().map(str::to_owned);
    let page = PageParts::new(change.title.clone(), NavItem::Changes).reload_after(open.then_some(RELOAD));
    let page = if open { page.islands() } else { page };
    let shown = Shown { change, told, allowed, waiting, snapshot, query };
    Ok(cx.render_page(page, move || view(&shown, typed)).await)
}

/// Says when the journal has moved on.
pub async fn follow(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let moves = cx.app.changes.watch();
    let change = find(&cx, &ChangeId::new(id)).await?;
    let start = if change.state.is_settled() { ProgressEvent::Finished } else { ProgressEvent::Updated };
    let store = cx.app.store.clone();
    let id = change.id;
    let first = stream::iter([start]);
    let rest = stream::unfold((moves, store, id), |(mut moves, store, id)| async move {
        loop {
            match tokio::time::timeout(CROSS_PROCESS_POLL, moves.recv()).await {
                Ok(Ok(other)) if other != id => {}
                Ok(Err(RecvError::Closed)) => return None,
                Ok(Ok(_) | Err(RecvError::Lagged(_))) | Err(_) => {
                    let settled = store.change(&id).await.ok().flatten().is_none_or(|c| c.state.is_settled());
                    return Some((
                        if settled { ProgressEvent::Finished } else { ProgressEvent::Updated },
                        (moves, store, id),
                    ));
                }
            }
        }
    });
    Ok(events(futures::StreamExt::chain(first, rest)))
}

/// What the page shows.
struct Shown {
    change: Change,
    told: Consequences,
    allowed: Allowed,
    /// Path and query of the page that waits for what the change makes.
    waiting: Option<String>,
    snapshot: Option<Arc<Snapshot>>,
    /// The page's own query.
    query: Option<String>,
}

fn view(shown: &Shown, typed: Option<Refilled<HandleChange>>) -> impl IntoView + use<> {
    let Shown { change, told, allowed, waiting, snapshot, query } = shown;
    let path = paths::change(&change.id);
    let leaf = Leaf::of(&path, query.as_deref());
    let open = !change.state.is_settled();
    let met = change.steps.iter().filter(|s| s.state.is_met()).count();
    let total = change.steps.len();
    let sub = view! {
        {badge::change_status(change.standing())}" "<time datetime=change.created_at.to_string()>{moment(change.created_at)}</time>
        " by "{change.actor.name.clone()}
    };
    let buttons = orders::buttons(change, allowed);
    let follow = open.then(|| {
        view! { <LiveRegion region="change".to_owned() events=paths::change_events(&change.id)/> }
    });
    let counted = format!("{} of {} done", number(met), number(total));
    let is_well = matches!(change.state, ChangeState::Done | ChangeState::Cancelled);
    let journal = plan::journal(&change.steps, !is_well, counted.clone(), &leaf);
    let title = if change.state == ChangeState::Done { "What changed" } else { "What changes" };
    // Of a change that an earlier version accepted nothing is told.
    let is_told = !(told.is_empty() && change.warnings.is_empty());
    let told = is_told.then(|| plan::consequences(title, told, &change.warnings, snapshot.as_deref(), &leaf));
    let outcome = outcome::view(change, allowed, waiting.as_deref(), snapshot.as_deref(), typed);
    let waiting = change.waiting.as_ref().filter(|_| open).map(|waiting| {
        let until = waiting.until.strftime("%H:%M:%S UTC").to_string();
        view! {
            <p class="note t-warn" role="status"><Icon icon=lu::LuHourglass/>" "<span>
                "Waiting for Sigma until "<time datetime=waiting.until.to_string()>{until}</time>". "
                {waiting.why.clone()}" Nothing is lost: the change continues by itself."
            </span></p>
        }
    });
    let progress = open.then(|| view! {
        <section class="panel" aria-label="Progress">
            <div class="panel-body"><div class="progress is-running">
                <label for="progress">"Applying"</label>" "<span class="progress-n" role="status">{counted.clone()}</span>
                <progress id="progress" value=met max=total>{counted.clone()}</progress>
            </div>{waiting}</div>
        </section>
    });
    view! {
        <div id="change">
            <Head title=change.title.clone() crumbs=vec![("Changes", paths::CHANGES)] sub=sub.into_any()>{buttons}</Head>
            <div class="stack">
                {progress}{outcome}
                <div class="cols">
                    <div class="stack">{told}{journal}</div>
                    <div class="stack">{about(change, snapshot.as_deref())}</div>
                </div>
            </div>
        </div>
        {follow}
    }
}

fn about(change: &Change, snapshot: Option<&Snapshot>) -> impl IntoView + use<> {
    let why = if change.reason.is_empty() { "No reason was given.".to_owned() } else { change.reason.clone() };
    let subjects: Vec<_> = affected(change).iter().map(|s| view! { <li>{subject_link(s, snapshot)}</li> }).collect();
    let affects =
        (!subjects.is_empty()).then(|| fact("Affects", view! { <ul class="bare-list affects">{subjects}</ul> }));
    let taken_over = change
        .ordered_by
        .as_ref()
        .filter(|by| by.key() != change.actor.key())
        .map(|by| fact("Continued by", view! { <Who name=by.name.clone() email=by.email.clone() href=None/> }));
    let facts = view! {
            <dl class="facts">
                {fact("Requested by", view! { <Who name=change.actor.name.clone() email=change.actor.email.clone() href=None/> })}
                {taken_over}
                {fact("Reason", why)}
                {fact("Accepted", view! { <time datetime=change.created_at.to_string()>{moment(change.created_at)}</time> })}
                {change.ended_at.map(|at| fact("Finished", view! { <time datetime=at.to_string()>{moment(at)}</time> }))}
                {affects}
                {fact("Change id", panel::id(change.id.as_str()))}
            </dl>
    };
    view! { <Panel id="about" title="About this change">{facts}</Panel> }
}

/// What the change is about. Somebody whom it has invited is the member that was made, and not whoever has their address
/// now.
fn affected(change: &Change) -> Vec<Subject> {
    let made = |step: &Step| {
        let Call::Member(MemberCall::Invite { person, .. }) = &step.call else { return None };
        Some((Subject::Address(person.email.clone()).key(), step.created.clone()?))
    };
    let made: HashMap<String, Subject> = change.steps.iter().filter_map(made).collect();
    let mut seen = HashSet::new();
    let affected = change.subjects.iter().map(|subject| made.get(&subject.key()).unwrap_or(subject));
    affected.filter(|subject| seen.insert(*subject)).cloned().collect()
}
