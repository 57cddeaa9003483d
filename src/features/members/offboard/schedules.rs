//! What somebody has sent to others again and again, asked of Sigma while the page waits: it ends or moves when they leave.

use super::files::Unknown;
use crate::{
    directory::Snapshot,
    domain::{MemberId, ScheduledExport},
    features::shared::sigma_error_panel::sigma_error_panel,
    sigma::SigmaClient,
    ui::{empty::Empty, error_panel::ErrorPanel, icon::Icon, number, panel::Panel},
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;
use std::time::Duration;

/// How long the page waits for Sigma.
const SIGMA_TIMEOUT: Duration = Duration::from_secs(3);

/// Exports shown by name.
const SHOWN: usize = 8;

/// Asks Sigma what a member has sent.
pub async fn sent(client: &SigmaClient, member: &MemberId) -> Result<Vec<ScheduledExport>, Unknown> {
    match tokio::time::timeout(SIGMA_TIMEOUT, client.members().schedules(member)).await {
        Ok(answer) => answer.map_err(Unknown::Failed),
        Err(_) => Err(Unknown::Late),
    }
}

/// The panel about them, or why they are not known.
pub fn panel(sent: Result<Vec<ScheduledExport>, Unknown>, retry: String, snapshot: &Snapshot) -> AnyView {
    let sent = match sent {
        Ok(sent) => sent,
        Err(Unknown::Failed(error)) => {
            let panel = sigma_error_panel(&error);
            return view! { <Panel id="scheduled-exports" title="Scheduled exports">{panel}</Panel> }.into_any();
        }
        Err(Unknown::Late) => {
            let text = "What is sent regularly is not known now. You can have it archived all the same.";
            return view! {
                <Panel id="scheduled-exports" title="Scheduled exports">
                    <ErrorPanel title="Sigma did not answer in time" text=text retry=retry reference=None/>
                </Panel>
            }
            .into_any();
        }
    };
    let n = number(sent.len());
    if sent.is_empty() {
        return view! {
            <Panel id="scheduled-exports" title="Scheduled exports" count=n>
                <Empty icon=lu::LuCalendarOff title="Sends nothing regularly" text="No scheduled export ends with this account."/>
            </Panel>
        }
        .into_any();
    }
    let more = sent.len().saturating_sub(SHOWN);
    let more = (more > 0).then(|| view! { <p class="panel-foot">{format!("{} more", number(more))}</p> });
    let rows: Vec<_> = sent.into_iter().take(SHOWN).map(|export| row(export, snapshot)).collect();
    view! {
        <Panel id="scheduled-exports" title="Scheduled exports" count=n>
            <p class="panel-foot hint">
                "Others get these. They go on under the new owner, unless you have them archived below."
            </p>
            <ul class="rows">{rows}</ul>
            {more}
        </Panel>
    }
    .into_any()
}

fn row(export: ScheduledExport, snapshot: &Snapshot) -> impl IntoView + use<> {
    let title = if export.message.title.is_empty() { "Untitled export".to_owned() } else { export.message.title };
    let of =
        export.workbook_id.as_ref().and_then(|id| Some((paths::workbook(id), snapshot.workbook(id)?.name.clone())));
    let of = of.map(|(href, name)| view! { " · "<a href=href>{name}</a> });
    let state = export.is_suspended.then(|| view! { <span class="status is-skipped">"Suspended"</span> });
    view! {
        <li>
            <Icon icon=lu::LuCalendarClock/>
            <div class="row-text"><b>{title}</b><small>{export.schedule.words()}{of}</small></div>
            {state}
        </li>
    }
}
