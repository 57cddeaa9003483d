//! What can be ordered about a change from its page: pause, resume, cancel the rest, retry, undo.

use super::{
    actions::{CancelChange, PauseChange, ResumeChange, RetryChange, UndoChange},
    show::find,
};
use crate::{
    changes::ChangeOrder,
    domain::{AppError, Change, ChangeId, ChangeState, Intent, StepState},
    ui::icon::Icon,
    web::{RequestContext, Severity, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// How long an order waits for the change to settle before its page shows it running.
const PATIENCE: Duration = Duration::from_secs(3);

/// What somebody may order about a change.
pub struct Allowed {
    orders: Vec<ChangeOrder>,
    /// Why it cannot be undone now, in a sentence, where they could otherwise.
    undo_obstacle: Option<String>,
}

/// The orders that the actor may give about the change.
///
/// # Errors
/// Failures of the database.
pub async fn allowed(cx: &RequestContext, change: &Change) -> Result<Allowed, AppError> {
    let mut orders = Vec::new();
    for order in ChangeOrder::ALL {
        if cx.app.changes.may_order(change, order, &cx.actor).await? {
            orders.push(order);
        }
    }
    let undo = Intent::Undo { change_id: change.id.clone() };
    let undo_obstacle = if orders.contains(&ChangeOrder::Undo) && is_undoable(change) {
        cx.app.changes.obstacle(&undo, &cx.actor).await
    } else {
        None
    };
    Ok(Allowed { orders, undo_obstacle })
}

/// Whether a step of the change was made that calls can undo.
fn is_undoable(change: &Change) -> bool {
    change.state.is_settled()
        && change.steps.iter().any(|step| step.state == StepState::Done && !step.inverse.is_empty())
}

/// The change, if whoever asks may see it and give this order about it.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Forbidden`] and failures of the database.
pub async fn authorised(cx: &RequestContext, id: &ChangeId, order: ChangeOrder) -> Result<Change, AppError> {
    let change = find(cx, id).await?;
    if cx.app.changes.may_order(&change, order, &cx.actor).await? { Ok(change) } else { Err(AppError::Forbidden) }
}

/// Carries an order out and leads to the change.
///
/// # Errors
/// As [`authorised`].
pub async fn order(cx: &RequestContext, id: &ChangeId, order: ChangeOrder) -> Result<(), AppError> {
    let change = find(cx, id).await?;
    let path = paths::change(id);
    if !cx.app.changes.order(&change, order, &cx.actor).await? {
        cx.lead_to(&path, Severity::Info, "Nothing to do: the change has moved on meanwhile.").await;
        return Ok(());
    }
    let settled = cx.app.changes.settled(id, PATIENCE).await?;
    let (severity, text) = match settled.map(|change| change.state) {
        Some(ChangeState::Done) => (Severity::Success, "Done. Every step of this change is made."),
        Some(ChangeState::Failed) => (Severity::Error, "Not every step worked. The journal says what Sigma answered."),
        Some(ChangeState::Paused) => (Severity::Info, "Paused. Nothing more is sent until you resume."),
        Some(ChangeState::Cancelled) => (Severity::Info, "Cancelled. What had not been sent never will be."),
        Some(ChangeState::Queued | ChangeState::Running) | None => {
            (Severity::Info, "The change is under way. This page follows it.")
        }
    };
    cx.lead_to(&path, severity, text).await;
    Ok(())
}

/// Path of the function that gives an order.
fn function(order: ChangeOrder) -> &'static str {
    match order {
        ChangeOrder::Pause => PauseChange::url(),
        ChangeOrder::Resume => ResumeChange::url(),
        ChangeOrder::Cancel => CancelChange::url(),
        ChangeOrder::Retry => RetryChange::url(),
        ChangeOrder::Undo => UndoChange::url(),
    }
}

/// The buttons for what can be ordered now, of what may be.
pub fn buttons(change: &Change, allowed: &Allowed) -> impl IntoView + use<> {
    let has = |state: StepState| change.steps.iter().any(|s| s.state == state);
    let mut shown = Vec::new();
    let mut button = |order: ChangeOrder, label: &'static str, icon, class: &'static str| {
        if allowed.orders.contains(&order) {
            let id = change.id.to_string();
            let form = view! {
                <form method="post" action=function(order)>
                    <input type="hidden" name="id" value=id/>
                    <button class=class><Icon icon=icon/>" "{label}</button>
                </form>
            };
            shown.push(form.into_any());
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
            if is_undoable(change) && allowed.undo_obstacle.is_none() {
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
    let obstacle = allowed.undo_obstacle.clone().map(|why| {
        view! { <p class="hint">"Can’t be undone now: "<bdi>{why}</bdi></p> }
    });
    (!shown.is_empty() || obstacle.is_some()).then(|| view! { <div class="actions">{obstacle}{shown}</div> })
}
