//! The page that follows an export from being asked for to its file.

use super::{super::actions::ExportWorkbook, kept::Kept};
use crate::{
    domain::{Capability, QueryId},
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma::{self, Download, SigmaClient},
    ui::{
        empty::Empty,
        head::Head,
        icon::Icon,
        islands::LiveRegion,
        moment,
        panel::{self, Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths, until},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// How often the page reloads itself without script while the export runs, in seconds.
const RELOAD: u32 = 2;

/// How often Sigma is asked meanwhile; it allows 400 downloads a minute (BEHAVIOUR.md section 6).
const EVERY: Duration = Duration::from_secs(2);

/// How long a page follows one export before somebody has to load it again.
const MAX_FOLLOW: Duration = Duration::from_mins(30);

/// How an export stands.
enum State {
    Running,
    Ready,
    /// Sigma does not have it any more: results live for an hour (BEHAVIOUR.md section 13).
    Expired,
    Unknown(sigma::Error),
}

impl State {
    /// Asks Sigma. A result that is ready begins to arrive; it is cut off unread, there is no other way to ask.
    async fn of(client: &SigmaClient, id: &QueryId) -> Self {
        match client.download(id).await {
            Ok(Download::Pending) => Self::Running,
            Ok(Download::Ready(_)) => Self::Ready,
            Err(error) if error.status() == Some(404) => Self::Expired,
            Err(error) => Self::Unknown(error),
        }
    }
}

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDocuments)?;
    let kept = Kept::find(&cx, &id).await?;
    let state = State::of(&cx.sigma(), &kept.id).await;
    let runs = matches!(state, State::Running);
    let page = PageParts::new(format!("Export of {}", kept.workbook), NavItem::Workbooks);
    let page = page.reload_after(runs.then_some(RELOAD));
    let page = if runs { page.islands() } else { page };
    Ok(cx.render_page(page, move || view(&kept, state)).await)
}

/// Says when the export has moved on.
pub async fn follow(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDocuments)?;
    let kept = Kept::find(&cx, &id).await?;
    cx.require_own_page()?;
    let client = cx.patient_sigma();
    Ok(until(EVERY, MAX_FOLLOW, move || {
        let (client, id) = (client.clone(), kept.id.clone());
        async move { !matches!(State::of(&client, &id).await, State::Running) }
    }))
}

fn view(kept: &Kept, state: State) -> impl IntoView + use<> {
    let runs = matches!(state, State::Running);
    let follow = runs.then(|| view! { <LiveRegion region="export".to_owned() events=paths::export_events(&kept.id)/> });
    let (badge, body) = match state {
        State::Running => (
            view! { <span class="status is-running" role="status">"Running"</span> }.into_any(),
            stations(kept, false).into_any(),
        ),
        State::Ready => {
            (view! { <span class="status is-done" role="status">"Ready"</span> }.into_any(), ready(kept).into_any())
        }
        State::Expired => {
            (view! { <span class="status is-archived">"Expired"</span> }.into_any(), expired(kept).into_any())
        }
        State::Unknown(error) => (
            view! { <span class="status is-unknown">"Unknown"</span> }.into_any(),
            sigma_error_panel(&error).into_any(),
        ),
    };
    let sub = view! { {badge}<span>{sentence(&kept.what)}</span> };
    let facts = view! {
        <dl class="facts">
            {fact("Workbook", view! { <a href=paths::workbook(&kept.workbook_id)>{kept.workbook.clone()}</a> })}
            {fact("What", sentence(&kept.what))}
            {fact("Format", kept.format.label())}
            {fact("Rows of", kept.run_as.clone().unwrap_or_else(|| "the portal’s own account".to_owned()))}
            {fact("Asked for", view! { <time datetime=kept.at.to_string()>{moment(kept.at)}</time> })}
            {fact("Query id", panel::id(kept.id.as_str()))}
        </dl>
    };
    view! {
        <div id="export">
            <Head title=format!("Export of {}", kept.workbook) crumbs=vec![("Workbooks", paths::WORKBOOKS)] sub=sub.into_any()/>
            <div class="cols">
                <div class="stack"><Panel id="progress-panel" title="Progress">{body}</Panel></div>
                <div class="stack"><Panel id="about" title="About this export">{facts}</Panel></div>
            </div>
        </div>
        {follow}
    }
}

/// The way from the request to the file.
fn stations(kept: &Kept, is_ready: bool) -> impl IntoView + use<> {
    let station = |state: &'static str, number: u8, words: AnyView| {
        let mark = if state == "is-done" { view! { <Icon icon=lu::LuCheck/> }.into_any() } else { number.into_any() };
        view! { <li class=state><span class="station" aria-hidden="true">{mark}</span>{words}</li> }
    };
    let (making, there) = if is_ready { ("is-done", "is-done") } else { ("is-running", "is-planned") };
    let asked = view! {
        <p>"Asked for"</p>
        <p class="when"><time datetime=kept.at.to_string()>{moment(kept.at)}</time></p>
    };
    let made = if is_ready {
        view! { <p>"Sigma has made the file"</p> }.into_any()
    } else {
        view! {
            <p><b>"Sigma runs the queries and makes the file"</b></p>
            <p class="when">"Sigma doesn’t report progress. You can leave this page and come back."</p>
        }
        .into_any()
    };
    let file = if is_ready {
        view! { <p>"Ready to download"</p> }.into_any()
    } else {
        view! { <p class="muted">"Ready to download"</p> }.into_any()
    };
    view! {
        <ol class="line line-sm timeline">
            {station("is-done", 1, asked.into_any())}
            {station(making, 2, made)}
            {station(there, 3, file)}
        </ol>
    }
}

fn ready(kept: &Kept) -> impl IntoView + use<> {
    let until = kept.at.checked_add(LIFETIME).map(moment).unwrap_or_default();
    view! {
        {stations(kept, true)}
        <div class="panel-foot ready">
            <div class="row-text">
                <b>{kept.file_name.clone()}</b>
                <small>"Sigma keeps it until about "{until}". It comes straight from there and is not kept by the portal."</small>
            </div>
            <a class="btn btn-primary" href=paths::export_file(&kept.id) download=""><Icon icon=lu::LuDownload/>" Download"</a>
        </div>
    }
}

/// How long Sigma keeps a result when nothing else is asked for.
const LIFETIME: jiff::SignedDuration = jiff::SignedDuration::from_hours(1);

fn expired(kept: &Kept) -> impl IntoView + use<> {
    let fields = kept.form.fields().map(|(name, value)| {
        view! { <input type="hidden" name=name value=value.to_owned()/> }
    });
    let fields = fields.collect_view();
    let (again, workbook_id) = (paths::workbook_export(&kept.workbook_id), kept.workbook_id.to_string());
    view! {
        <Empty icon=lu::LuTimerOff title="This result has expired"
            text="Sigma keeps the result of an export for an hour and then deletes it. Exporting again runs the queries anew, so the numbers may differ.">
            <form method="post" action=ExportWorkbook::url()>
                <input type="hidden" name="workbook_id" value=workbook_id/>
                {fields}
                <button class="btn btn-primary"><Icon icon=lu::LuRotateCw/>" Export again"</button>
            </form>
            <a class="btn" href=again>"Change the options"</a>
        </Empty>
    }
}

/// With a capital at its beginning.
fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
