//! Materializations: those that finished, starting one, and waiting for it.
//!
//! Sigma lists finished runs only and no call tells of a running one (BEHAVIOUR.md section 14). Who has started one
//! through the portal therefore waits for a run that finished later.

use super::{actions::MaterializeDataset, heading::find};
use crate::{
    domain::{
        Capability, ChangeKind, ChangeState, Dataset, DatasetId, Materialization, MaterializationStatus, Subject,
    },
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma,
    store::{ChangeFilter, PageRequest},
    ui::{empty::Empty, icon::Icon, moment, number, panel::Panel},
    web::{AppError, RequestContext, until},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use jiff::{SignedDuration, Timestamp};
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// How often Sigma is asked for a finished run.
const EVERY: Duration = Duration::from_secs(5);

/// How long a page follows a run before somebody has to load it again.
const MAX_FOLLOW: Duration = Duration::from_mins(30);

/// After this long a run that was started is no longer waited for: it failed without a trace, or was never one.
const MAX_RUN_AGE: SignedDuration = SignedDuration::from_hours(6);

/// Most runs shown.
const SHOWN: usize = 50;

/// A run that was started through the portal and has not finished yet.
#[derive(Clone, Debug)]
pub struct Watch {
    since: Timestamp,
    by: String,
}

impl Watch {
    /// The run to wait for, if there is one.
    pub async fn of(
        cx: &RequestContext,
        id: &DatasetId,
        finished: &[Materialization],
    ) -> Result<Option<Self>, AppError> {
        let filter = ChangeFilter {
            kind: Some(ChangeKind::Materialize),
            subject: Some(Subject::Dataset(id.clone())),
            state: Some(ChangeState::Done),
            ..ChangeFilter::default()
        };
        let last = cx.app.store.changes(&filter, PageRequest { number: 1, size: 1 }).await?.items.into_iter().next();
        let watch = last.map(|found| Self { since: found.change.created_at, by: found.change.actor.name });
        Ok(watch.filter(|watch| cx.now.duration_since(watch.since) < MAX_RUN_AGE && !watch.is_over(finished)))
    }

    fn is_over(&self, finished: &[Materialization]) -> bool {
        finished.iter().any(|run| run.finished_at > self.since)
    }
}

/// Says when the run that is waited for has finished.
pub async fn follow(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, _) = find(&cx, &DatasetId::new(id))?;
    let watch = Watch::of(&cx, &dataset.id, &[]).await?;
    cx.require_own_page()?;
    let client = cx.patient_sigma();
    Ok(until(EVERY, MAX_FOLLOW, move || {
        let (client, id, watch) = (client.clone(), dataset.id.clone(), watch.clone());
        async move {
            let Some(watch) = watch else { return true };
            client.datasets().materializations(&id).await.is_ok_and(|finished| watch.is_over(&finished))
        }
    }))
}

/// Finished runs, newest first, and the button that starts one.
pub fn panel(
    dataset: &Dataset,
    finished: Result<Vec<Materialization>, sigma::Error>,
    watch: Option<Watch>,
    may_start: bool,
) -> impl IntoView + use<> {
    let start = start_form(&dataset.id, may_start).into_any();
    let title = "Materializations";
    let mut finished = match finished {
        Ok(finished) => finished,
        Err(error) => {
            let body = sigma_error_panel(&error);
            return view! { <Panel id="materializations" title=title actions=start>{body}</Panel> }.into_any();
        }
    };
    let waiting = watch.map(waiting);
    if finished.is_empty() {
        let empty = view! {
            <Empty icon=lu::LuDatabase title="No run has finished" text="Sigma writes a dataset to the warehouse only on a schedule that is set there, and lists a run once it has finished."/>
        };
        return view! { <Panel id="materializations" title=title actions=start>{waiting}{empty}</Panel> }.into_any();
    }
    finished.sort_by_key(|run| std::cmp::Reverse(run.finished_at));
    let n = number(finished.len());
    let more = finished.len().saturating_sub(SHOWN);
    let rows = finished.iter().take(SHOWN).map(row).collect_view();
    let more =
        (more > 0).then(|| view! { <p class="panel-foot">{format!("{} older ones are not shown.", number(more))}</p> });
    view! {
        <Panel id="materializations" title=title count=n actions=start class="table-box">
            {waiting}
            <table class="table">
                <caption class="vh">"Finished materializations, newest first"</caption>
                <thead><tr>
                    <th scope="col">"Finished"</th><th scope="col">"Result"</th><th scope="col" class="num">"Took"</th>
                    <th scope="col" class="num">"Rows"</th><th scope="col" class="num">"Size"</th>
                </tr></thead>
                <tbody>{rows}</tbody>
            </table>
            {more}
        </Panel>
    }
    .into_any()
}

fn start_form(id: &DatasetId, may_start: bool) -> impl IntoView + use<> {
    let why = (!may_start).then_some("Only admins can start materializations.");
    view! {
        <form method="post" action=MaterializeDataset::url() title=why>
            <input type="hidden" name="dataset_id" value=id.to_string()/>
            <button class="btn btn-sm" disabled=!may_start><Icon icon=lu::LuPlay/>" Materialize now"</button>
            {why.map(|why| view! { <span class="vh">{why}</span> })}
        </form>
    }
}

fn waiting(watch: Watch) -> impl IntoView {
    view! {
        <div class="panel-body">
            <p role="status"><span class="status is-running">"A run is under way"</span></p>
            <p class="hint">
                {watch.by}" started it "<time datetime=watch.since.to_string()>{moment(watch.since)}</time>
                ". Sigma does not list running ones: this page shows it once a later run has finished."
            </p>
        </div>
    }
}

fn row(run: &Materialization) -> impl IntoView + use<> {
    let (class, label) = match &run.status {
        MaterializationStatus::Success => ("status is-done", "Succeeded"),
        MaterializationStatus::Failed => ("status is-failed", "Failed"),
        MaterializationStatus::Marked => ("status is-skipped", "Its table is marked for removal"),
        MaterializationStatus::Swept => ("status is-skipped", "Its table was removed"),
        MaterializationStatus::Other(word) => ("status is-unknown", word.as_str()),
    };
    let error = run.error.as_ref().map(|error| {
        let codes = [Some(error.code.as_str()), error.error_code.as_deref()];
        let codes: Vec<&str> = codes.into_iter().flatten().collect();
        let message = error.message.clone().unwrap_or_default();
        view! { <small class="muted">{message}" ("{codes.join(", ")}")"</small> }
    });
    let label = label.to_owned();
    view! {
        <tr>
            <th scope="row" class="lead nowrap"><time datetime=run.finished_at.to_string()>{moment(run.finished_at)}</time></th>
            <td><span class=class>{label}</span>" "{error}</td>
            <td data-label="Took" class="num">{run.runtime_secs.map(took)}</td>
            <td data-label="Rows" class="num">{run.num_rows.map(|rows| number(usize::try_from(rows).unwrap_or(usize::MAX)))}</td>
            <td data-label="Size" class="num">{run.num_bytes.map(size)}</td>
        </tr>
    }
}

/// “48 s”, “2 min 5 s”, “1 h 3 min”.
fn took(seconds: f64) -> String {
    let whole = Duration::try_from_secs_f64(seconds.round()).unwrap_or_default().as_secs();
    match whole {
        0..60 => format!("{whole} s"),
        60..3600 => format!("{} min {} s", whole / 60, whole % 60),
        _ => format!("{} h {} min", whole / 3600, whole % 3600 / 60),
    }
}

/// “812 B”, “3.4 MB”: decimal, as warehouses count.
fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["kB", "MB", "GB", "TB", "PB"];
    if bytes < 1000 {
        return format!("{bytes} B");
    }
    let mut tenths = u128::from(bytes) * 10;
    let mut unit = "";
    for next in UNITS {
        tenths /= 1000;
        unit = next;
        if tenths < 10_000 {
            break;
        }
    }
    format!("{}.{} {unit}", tenths / 10, tenths % 10)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_how_long_and_how_much() {
        for (seconds, words) in
            [(0.2, "0 s"), (48.4, "48 s"), (125.0, "2 min 5 s"), (3800.0, "1 h 3 min"), (-1.0, "0 s")]
        {
            assert_eq!(took(seconds), words);
        }
        for (bytes, words) in [(812, "812 B"), (1000, "1.0 kB"), (3_450_000, "3.4 MB"), (u64::MAX, "18446.7 PB")] {
            assert_eq!(size(bytes), words);
        }
    }
}
