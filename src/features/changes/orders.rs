//! What can be ordered about a change from its page: pause, resume, cancel the rest, retry, undo.

use super::show::find;
use crate::{
    components::{icon::Icon, review},
    domain::{Change, ChangeState, Intent, StepState},
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use icondata_lu as lu;
use leptos::prelude::*;
use serde::Deserialize;
use std::time::Duration;

/// How long an order waits for the change to settle before its page shows it running.
const PATIENCE: Duration = Duration::from_secs(3);

#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `pause`, `resume`, `cancel`, `retry` or `undo`.
    #[serde(rename = "do")]
    what: String,
}

/// Ordering something needs what asking for the change needed.
pub fn may(cx: &Cx, change: &Change) -> bool {
    cx.app.changes.may(&change.intent, &cx.actor)
}

/// Carries an order out, or shows the plan of the undoing.
pub async fn order(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let form: Form = web::form(request).await?;
    let change = find(&cx, &id).await?;
    if !may(&cx, &change) {
        return Err(Fault::Forbidden);
    }
    let path = paths::change(&change.id);
    let changes = cx.app.changes.clone();
    let had = match form.what.as_str() {
        "pause" => changes.pause(&change, &cx.actor).await?,
        "resume" => changes.resume(&change, &cx.actor).await?,
        "cancel" => changes.cancel(&change, &cx.actor).await?,
        "retry" => changes.retry(&change, &cx.actor).await?,
        "undo" => {
            let intent = Intent::Undo { change_id: change.id };
            return review::propose_or_leave(cx, intent, &path, Place::Changes).await;
        }
        _ => return Err(Fault::Unreadable),
    };
    if !had {
        return Ok(cx.leave(&path, Tone::Info, "Nothing to do: the change has moved on meanwhile.").await);
    }
    let settled = changes.settled(&change.id, PATIENCE).await?;
    let (tone, text) = match settled.map(|c| c.state) {
        Some(ChangeState::Done) => (Tone::Success, "Done. Every step of this change is made."),
        Some(ChangeState::Failed) => (Tone::Error, "Not every step worked. The journal says what Sigma answered."),
        Some(ChangeState::Paused) => (Tone::Info, "Paused. Nothing more is sent until you resume."),
        Some(ChangeState::Cancelled) => (Tone::Info, "Cancelled. What had not been sent never will be."),
        _ => (Tone::Info, "The change is under way. This page follows it."),
    };
    Ok(cx.leave(&path, tone, text).await)
}

/// The buttons for what can be ordered now.
pub fn buttons(change: &Change) -> impl IntoView + use<> {
    let has = |state: StepState| change.steps.iter().any(|s| s.state == state);
    let undoable = change.steps.iter().any(|s| s.state == StepState::Done && !s.inverse.is_empty());
    let button = |what: &'static str, label: &'static str, icon, class: &'static str| {
        view! { <button class=class name="do" value=what><Icon icon=icon/>" "{label}</button> }.into_any()
    };
    let mut shown = Vec::new();
    match change.state {
        ChangeState::Queued | ChangeState::Running => {
            shown.push(button("cancel", "Cancel the rest", lu::LuBan, "btn"));
            shown.push(button("pause", "Pause", lu::LuPause, "btn"));
        }
        ChangeState::Paused => {
            shown.push(button("cancel", "Cancel the rest", lu::LuBan, "btn"));
            shown.push(button("resume", "Resume", lu::LuPlay, "btn btn-primary"));
        }
        ChangeState::Failed | ChangeState::Done | ChangeState::Cancelled => {
            if undoable {
                shown.push(button("undo", "Undo…", lu::LuUndo2, "btn"));
            }
            if has(StepState::Failed) || has(StepState::Unknown) {
                shown.push(button("retry", "Retry what failed", lu::LuRotateCcw, "btn btn-primary"));
            }
        }
    }
    (!shown.is_empty()).then(|| {
        view! { <form class="actions" method="post" action=paths::change_orders(&change.id)>{shown}</form> }
    })
}
