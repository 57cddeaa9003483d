//! The status page.

use super::{
    health::{Check, Health, State},
    logs,
};
use crate::{
    domain::Capability,
    ui::{
        count,
        empty::Empty,
        head::Head,
        icon::Icon,
        moment,
        panel::{Panel, fact},
    },
    web::{AppError, COMMIT, NavItem, PageParts, RequestContext, Trouble, paths, recent_trouble},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

/// Shows what works and what does not.
pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let health = Health::of(&cx).await;
    let (kind, started) = (cx.app.store.kind(), cx.app.started_at);
    let trouble = recent_trouble();
    let logs = logs::panel(cx.can(Capability::ManageLogs));
    let page = PageParts::new("Status", NavItem::Status);
    let body = move || {
        let sub = headline(&health);
        let checks = health.checks.into_iter().map(row).collect_view();
        let facts = view! {
            <dl class="facts">
                {fact("Version", env!("CARGO_PKG_VERSION"))}
                {(COMMIT != "unknown").then(|| fact("Commit", COMMIT))}
                {fact("Running since", view! { <time datetime=started.to_string()>{moment(started)}</time> })}
                {fact("Database", kind)}
            </dl>
        };
        view! {
            <Head title="Status" sub=sub.into_any()>
                <a class="btn" href=paths::STATUS_BUNDLE download><Icon icon=lu::LuDownload/>" Support bundle"</a>
                <a class="btn" href=paths::SETTINGS><Icon icon=lu::LuSettings/>" Settings"</a>
            </Head>
            <div class="cols">
                <div class="stack">
                    <Panel id="checks" title="Checks" class="table-box">
                        <table class="table">
                            <caption class="vh">"Checks"</caption>
                            <thead><tr><th scope="col">"What"</th><th scope="col">"State"</th><th scope="col">"Details"</th></tr></thead>
                            <tbody>{checks}</tbody>
                        </table>
                    </Panel>
                    {errors(trouble)}
                </div>
                <div class="stack">
                    <Panel id="program" title="This portal">{facts}</Panel>
                    {logs}
                    <Panel id="bundle" title="Support">
                        <p class="panel-body">"The support bundle is a file with the checks, the sync, the jobs and the latest warnings. It has no secrets, and no names or addresses of people."</p>
                    </Panel>
                </div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn headline(health: &Health) -> impl IntoView + use<> {
    let state = health.state();
    let open = health.checks.iter().filter(|check| check.state != State::Works).count();
    let words = match state {
        State::Works => "Everything works.".to_owned(),
        State::NeedsAttention | State::Broken => {
            format!("{} of {}.", count(open, "check needs attention", "checks need attention"), health.checks.len())
        }
    };
    view! { <span class=state.class()>{state.label()}</span>" "<span>{words}</span> }
}

fn row(Check { name, state, says, href }: Check) -> impl IntoView {
    let name = match href {
        Some(href) => view! { <a href=href>{name}</a> }.into_any(),
        None => name.into_any(),
    };
    view! {
        <tr>
            <th scope="row" class="lead">{name}</th>
            <td><span class=state.class()>{state.label()}</span></td>
            <td data-label="Details">{says}</td>
        </tr>
    }
}

/// Warnings and errors since the start, the newest first.
fn errors(trouble: Vec<Trouble>) -> impl IntoView {
    if trouble.is_empty() {
        return view! {
            <Panel id="errors" title="Recent warnings and errors">
                <Empty icon=lu::LuCircleCheck title="None since the start" text="Warnings and errors of the log show up here."/>
            </Panel>
        }
        .into_any();
    }
    let n = trouble.len().to_string();
    let row = |Trouble { at, is_error, message, cause, times, .. }: Trouble| {
        let mark = if is_error { ("status is-failed", "Error") } else { ("status is-running", "Warning") };
        let times = (times > 1).then(|| format!(" ({times} times)"));
        view! {
            <tr>
                <td data-label="Last" class="nowrap muted"><time datetime=at.to_string()>{moment(at)}</time></td>
                <td><span class=mark.0>{mark.1}</span></td>
                <th scope="row" class="lead">{message}{times}<br/><small class="muted">{cause}</small></th>
            </tr>
        }
    };
    let rows = trouble.into_iter().map(row).collect_view();
    view! {
        <Panel id="errors" title="Recent warnings and errors" count=n class="table-box">
            <table class="table">
                <caption class="vh">"Recent warnings and errors"</caption>
                <thead><tr><th scope="col">"Last"</th><th scope="col">"Level"</th><th scope="col">"What happened"</th></tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
    .into_any()
}
