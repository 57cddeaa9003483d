//! What somebody has sent to others again and again, asked of Sigma while the page waits: it ends or moves when they leave.

use super::files::Unknown;
use crate::{
    directory::{Known, Snapshot},
    domain::{Member, MemberId, ScheduledExport},
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma::SigmaClient,
    ui::{ago, empty::Empty, error_panel::ErrorPanel, icon::Icon, more, number, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;
use std::time::Duration;

/// How long the page waits for Sigma.
const SIGMA_TIMEOUT: Duration = Duration::from_secs(3);

/// Exports in view before one asks for the others.
const SHOWN: usize = 8;

/// Asks Sigma what a member has sent.
pub async fn sent(client: &SigmaClient, member: &MemberId) -> Result<Vec<ScheduledExport>, Unknown> {
    match tokio::time::timeout(SIGMA_TIMEOUT, client.members().schedules(member)).await {
        Ok(answer) => answer.map_err(Unknown::Failed),
        Err(_) => Err(Unknown::Late),
    }
}

/// The panel about them. Where Sigma does not tell at this moment, what the directory knows of them, and since when.
pub fn panel(
    sent: Result<Vec<ScheduledExport>, Unknown>,
    retry: String,
    (member, now): (&Member, Timestamp),
    snapshot: &Snapshot,
) -> AnyView {
    let error = match sent {
        Ok(sent) => return known(&sent, None, snapshot),
        Err(Unknown::Failed(error)) => sigma_error_panel(&error),
        Err(Unknown::Late) => {
            let text = "What is sent regularly is not known now. You can have it archived all the same.";
            view! { <ErrorPanel title="Sigma did not answer in time" text=text retry=retry reference=None/> }.into_any()
        }
    };
    match snapshot.scheduled_exports_of(&member.id) {
        Known::Something(sent, at) => known(sent, Some((error, ago(at, now))), snapshot),
        Known::Nothing(at) => known(&[], Some((error, ago(at, now))), snapshot),
        Known::Unknown => view! { <Panel id="scheduled-exports" title="Scheduled exports">{error}</Panel> }.into_any(),
    }
}

/// The exports; `old` where they are not of this moment: why, and how old they are.
fn known(sent: &[ScheduledExport], old: Option<(AnyView, String)>, snapshot: &Snapshot) -> AnyView {
    let n = number(sent.len());
    let old = old.map(|(error, age)| {
        view! { {error}<p class="panel-foot hint">{format!("As of {age}:")}</p> }
    });
    if sent.is_empty() {
        return view! {
            <Panel id="scheduled-exports" title="Scheduled exports" count=n>
                {old}
                <Empty icon=lu::LuCalendarOff title="Sends nothing regularly" text="No scheduled export ends with this account."/>
            </Panel>
        }
        .into_any();
    }
    let rows: Vec<_> = sent.iter().map(|export| row(export, snapshot).into_any()).collect();
    view! {
        <Panel id="scheduled-exports" title="Scheduled exports" count=n>
            {old}
            <p class="panel-foot hint">
                "Others get these. They go on under the new owner, unless you have them archived below."
            </p>
            {more::rows("rows", rows, SHOWN)}
        </Panel>
    }
    .into_any()
}

fn row(export: &ScheduledExport, snapshot: &Snapshot) -> impl IntoView + use<> {
    let of = export.document().and_then(|of| Some((paths::document(&of), snapshot.document(&of)?.name().to_owned())));
    let of = of.map(|(href, name)| view! { " · "<a href=href>{name}</a> });
    let state = export.is_suspended.then(|| view! { <span class="status is-skipped">"Suspended"</span> });
    view! {
        <li>
            <Icon icon=lu::LuCalendarClock/>
            <div class="row-text"><b>{export.title().to_owned()}</b><small>{export.schedule.words()}{of}</small></div>
            {state}
        </li>
    }
}
