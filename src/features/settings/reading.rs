//! How fresh each section of the directory is, and having one read at once.

use super::actions::{AcceptShorterList, ReadSection};
use crate::{
    directory::{Collection, SectionStatus, SyncState, SyncStatus},
    domain::{AppError, Outcome},
    features::shared::sync_health::capital,
    ui::{age, count, icon::Icon, moment, number, panel::Panel},
    web::{AuditEntry, Kind, RequestContext, Severity, paths},
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// How long an answer waits for the reading to end before its page shows it running.
const READ_WAIT: Duration = Duration::from_secs(2);

/// Has a section read at once, by whichever process is free.
///
/// # Errors
/// [`AppError::TooMany`], [`AppError::Refused`] when no process reads it, and failures of the database.
pub async fn read(cx: &RequestContext, section: Collection) -> Result<(), AppError> {
    cx.take(Kind::Refresh, 1)?;
    let asked = cx.now;
    if !cx.app.store.run_task_soon(section.task()).await? {
        return Err(AppError::Refused("No process reads this at the moment.".to_owned()));
    }
    let mut status = cx.app.directory.watch();
    let read = status.wait_for(|status| status.section(section).and_then(|s| s.as_of).is_some_and(|at| at >= asked));
    let (severity, text) = match tokio::time::timeout(READ_WAIT, read).await {
        Ok(_) => (Severity::Success, format!("The {} were read from Sigma just now.", section.name())),
        Err(_) => (Severity::Info, format!("The {} are being read from Sigma.", section.name())),
    };
    cx.lead_to(paths::SETTINGS, severity, text).await;
    Ok(())
}

/// Takes a section's list as Sigma gives it now, though it is much shorter than before.
///
/// # Errors
/// [`AppError::Refused`] when Sigma did not give it, and failures of the database.
pub async fn accept(cx: &RequestContext, section: Collection) -> Result<(), AppError> {
    cx.audit(AuditEntry {
        action: "directory.shorter_list_accepted",
        summary: format!("Accepted a shorter list of {} from Sigma", section.name()),
        subjects: Vec::new(),
        outcome: Outcome::Succeeded,
        sigma_request_id: None,
    })
    .await?;
    let accepted = cx.app.directory.accept_shorter(section).await;
    accepted.map_err(|error| AppError::Refused(format!("The {} stay as they were: {error}", section.name())))?;
    let text = format!("The directory now has the {} that Sigma lists.", section.name());
    cx.lead_to(paths::SETTINGS, Severity::Success, text).await;
    Ok(())
}

/// What a reader may do about the sections.
#[derive(Clone, Copy)]
pub struct Allowed {
    /// Have one read at once.
    pub read: bool,
    /// Accept a list that is suddenly shorter.
    pub accept: bool,
}

/// Each section with its age, its next reading and what went wrong.
pub fn panel(status: &SyncStatus, allowed: Allowed, now: Timestamp) -> impl IntoView + use<> {
    let running = match &status.state {
        SyncState::Running(progress) if !progress.stage.is_empty() => {
            let of = progress.total.map(|total| format!(" of {}", number(total))).unwrap_or_default();
            let words = format!("Reading {}: {}{of}", progress.stage, number(progress.done));
            Some(
                view! { <p class="panel-body status-line" role="status"><span class="status is-running">{words}</span></p> },
            )
        }
        _ => None,
    };
    let rows = status.sections.iter().map(|section| row(section, allowed, now)).collect_view();
    view! {
        <Panel id="reading" title="Directory" class="table-box">
            {running}
            <table class="table">
                <caption class="vh">"Sections of the directory"</caption>
                <thead><tr>
                    <th scope="col">"Section"</th><th scope="col">"Synced"</th><th scope="col">"Next sync"</th>
                    <th scope="col">"State"</th><th scope="col" class="acts"><span class="vh">"Actions"</span></th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
        </Panel>
    }
}

fn row(section: &SectionStatus, allowed: Allowed, now: Timestamp) -> impl IntoView + use<> {
    let read = match section.as_of {
        Some(at) => {
            let words = match age(at, now) {
                age if age == "now" => "just now".to_owned(),
                age => format!("{age} ago"),
            };
            view! { <time datetime=at.to_string() title=moment(at)>{words}</time> }.into_any()
        }
        None => "never".into_any(),
    };
    let next = section.next_at.map(|at| view! { <time datetime=at.to_string()>{wait(now, at)}</time> });
    let state = match &section.error {
        Some(error) => {
            view! { <span class="status is-failed">"Failed"</span>" "<small class="muted">{error.clone()}</small> }
                .into_any()
        }
        None if section.withdrawn_at.is_some() => view! {
            <span class="status is-skipped">"No longer offered"</span>" "
            <small class="muted">"by Sigma, which is asked again once a day"</small>
        }
        .into_any(),
        None if section.as_of.is_none() => view! { <span class="status is-planned">"Not synced"</span> }.into_any(),
        None => view! { <span class="status is-done">"Synced"</span> }.into_any(),
    };
    let odd = (section.odd_rows > 0).then(|| {
        let words = format!("{} could not be read in full", count(section.odd_rows, "row", "rows"));
        view! { " "<small class="muted">{words}</small> }
    });
    let accept = section.shortfall.filter(|_| allowed.accept).map(|shortfall| {
        let words = format!("Accept {}", count(shortfall.read, "row", "rows"));
        view! {
            <form method="post" action=AcceptShorterList::url()>
                <button class="btn btn-sm" name="section" value=section.section.task()>{words}</button>
            </form>
        }
    });
    let label = format!("Sync the {} now", section.name);
    let button = allowed.read.then(|| {
        view! {
            <form method="post" action=ReadSection::url()>
                <button class="btn btn-quiet btn-icon btn-sm" name="section" value=section.section.task() aria-label=label>
                    <Icon icon=lu::LuRefreshCw/>
                </button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" class="lead">{capital(section.name)}</th>
            <td data-label="Read" class="nowrap">{read}</td>
            <td data-label="Next" class="nowrap muted">{next}</td>
            <td>{state}{odd}{accept}</td>
            <td class="acts">{button}</td>
        </tr>
    }
}

/// How long until then, in the largest unit: “now”, “in under a minute”, “in 4 min”.
pub(super) fn wait(now: Timestamp, at: Timestamp) -> String {
    match age(now, at) {
        _ if at <= now => "now".to_owned(),
        age if age == "now" => "in under a minute".to_owned(),
        age => format!("in {age}"),
    }
}
