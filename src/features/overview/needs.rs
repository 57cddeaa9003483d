//! What waits for somebody: changes that failed or are paused, and parts of the directory that could not be read.

use crate::{
    directory::{SectionStatus, SyncStatus},
    domain::ChangeState,
    store::ChangeSummary,
    ui::{ago, icon::Icon, number, panel::Panel, term::addressed},
    web::paths,
};
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;

/// How many things wait.
pub fn count(changes: &[ChangeSummary], sync: &SyncStatus) -> usize {
    changes.len() + unread(sync).count()
}

/// The panel; nothing when nothing waits.
pub fn panel(
    changes: Vec<ChangeSummary>,
    sync: &SyncStatus,
    refreshes: bool,
    now: Timestamp,
) -> Option<impl IntoView + use<>> {
    let waiting = count(&changes, sync);
    if waiting == 0 {
        return None;
    }
    let sections: Vec<_> = unread(sync).map(|section| section_row(section, refreshes, now)).collect();
    let changes: Vec<_> = changes.into_iter().map(|summary| change_row(summary, now)).collect();
    let n = number(waiting);
    Some(
        view! { <Panel id="needs" title="Needs attention" count=n><ul class="rows needs">{sections}{changes}</ul></Panel> },
    )
}

/// The sections whose last reading failed.
fn unread(sync: &SyncStatus) -> impl Iterator<Item = &SectionStatus> {
    sync.sections.iter().filter(|section| section.error.is_some())
}

fn section_row(section: &SectionStatus, refreshes: bool, now: Timestamp) -> AnyView {
    let title = format!("The directory's {} could not be read", section.name);
    let error = section.error.clone().unwrap_or_default();
    let shown = match section.as_of {
        Some(at) => format!("Pages show the last sync, {}.", ago(at, now)),
        None => "Pages do without them.".to_owned(),
    };
    let again = refreshes.then(|| {
        view! { <form method="post" action=paths::REFRESH><button class="btn btn-sm">"Sync again"</button></form> }
    });
    view! {
        <li class="t-warn">
            <Icon icon=lu::LuCloudOff/>
            <div class="row-text"><b>{title}</b><small>{error}" "{shown}</small></div>
            {again}
        </li>
    }
    .into_any()
}

fn change_row(summary: ChangeSummary, now: Timestamp) -> AnyView {
    let href = paths::change(&summary.change.id);
    let open = summary.steps_total - summary.steps_met;
    let when = ago(summary.change.created_at, now);
    let (tone, icon, word) = match summary.change.state {
        ChangeState::Paused => ("t-info", lu::LuPause, "Paused · "),
        _ => ("t-bad", lu::LuCircleX, ""),
    };
    let title = summary.change.title;
    let detail = format!("{word}{open} of {} steps are not done · {when}", summary.steps_total);
    view! {
        <li class=tone>
            <Icon icon=icon/>
            <div class="row-text"><a href=href.clone()>{addressed(&title)}</a><small>{detail}</small></div>
            <a class="btn btn-sm" href=href>"Review"<span class="vh">" "{title}</span></a>
        </li>
    }
    .into_any()
}
