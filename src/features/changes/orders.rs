//! What can be ordered about a change from its page: pause, resume, cancel the rest, retry, undo.

use super::show::find;
use crate::{
    changes::ChangeOrder,
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
    /// [`ChangeOrder::slug`].
    #[serde(rename = "do")]
    what: String,
}

/// The orders that the actor may give about the change.
///
/// # Errors
/// Failures of the database.
pub async fn allowed(cx: &Cx, change: &Change) -> Result<Vec<ChangeOrder>, Fault> {
    let mut allowed = Vec::new();
    for order in ChangeOrder::ALL {
        if cx.app.changes.may_order(change, order, &cx.actor).await? {
            allowed.push(order);
        }
    }
    Ok(allowed)
}

/// Carries an order out, or shows the plan of the undoing.
pub async fn order(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    let form: Form = web::form(request).await?;
    let change = find(&cx, &id).await?;
    let order = ChangeOrder::from_slug(&form.what).ok_or(Fault::Unreadable)?;
    let path = paths::change(&change.id);
    let changes = cx.app.changes.clone();
    let had = changes.order(&change, order, &cx.actor).await?;
    if order == ChangeOrder::Undo {
        let intent = Intent::Undo { change_id: change.id };
        return review::propose_or_leave(cx, intent, &path, Place::Changes).await;
    }
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

/// The buttons for what can be ordered now, of what may be.
pub fn buttons(change: &Change, allowed: &[ChangeOrder]) -> impl IntoView + use<> {
    let has = |state: StepState| change.steps.iter().any(|s| s.state == state);
    let undoable = change.steps.iter().any(|s| s.state == StepState::Done && !s.inverse.is_empty());
    let mut shown = Vec::new();
    let mut button = |order: ChangeOrder, label: &'static str, icon, class: &'static str| {
        if allowed.contains(&order) {
            let what = order.slug();
            shown.push(
                view! { <button class=class name="do" value=what><Icon icon=icon/>" "{label}</button> }.into_any(),
            );
        }
    };
    match change.state {
        ChangeState::Queued | ChangeState::Running => {
            button(ChangeOrder::Cancel, "Cancel the rest", lu::LuBan, "btn");
            button(ChangeOrder::Pause, "Pause", lu::LuPause, "btn");
        }
        ChangeState::Paused => {
            button(ChangeOrder::Cancel, "Cancel the rest", lu::LuBan, "btn");
            button(ChangeOrder::Resume, "Resume", lu::LuPlay, "btn btn-primary");
        }
        ChangeState::Failed | ChangeState::Done | ChangeState::Cancelled => {
            if undoable {
                button(ChangeOrder::Undo, "Undo…", lu::LuUndo2, "btn");
            }
            if change.stopped.is_some() {
                button(ChangeOrder::Cancel, "Cancel the rest", lu::LuBan, "btn");
                button(ChangeOrder::Retry, "Take over and continue", lu::LuPlay, "btn btn-primary");
            } else if has(StepState::Failed) || has(StepState::Unknown) {
                button(ChangeOrder::Retry, "Retry what failed", lu::LuRotateCcw, "btn btn-primary");
            }
        }
    }
    (!shown.is_empty()).then(|| {
        view! { <form class="actions" method="post" action=paths::change_orders(&change.id)>{shown}</form> }
    })
}
