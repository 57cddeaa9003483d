//! What can be ordered about a change from its page: pause, resume, cancel the rest, retry, undo.

use super::{
    actions::{CancelChange, PauseChange, RedoChange, ResumeChange, RetryChange, UndoChange},
    show::find,
};
use crate::{
    changes::ChangeOrder,
    domain::{AppError, Capability, Change, ChangeId, ChangeState, Intent, StepState, text},
    ui::{icon::Icon, term::addressed},
    web::{RequestContext, Severity, paths},
};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// How long an order waits for the change to settle before its page shows it running.
const START_WAIT: Duration = Duration::from_secs(3);

/// What somebody may order about a change.
pub struct Allowed {
    orders: Vec<ChangeOrder>,
    /// What undoing it would do in words, or why it cannot be undone now; `None` where it is no question.
    undo: Option<Result<String, String>>,
    /// Whether what was undone can be done again now.
    redo: bool,
    /// Whether they may onboard people, as a next step.
    pub onboards: bool,
}

impl Allowed {
    /// Whether they may have it tried again, or say that nobody needs to.
    pub fn may_retry(&self) -> bool {
        self.orders.contains(&ChangeOrder::Retry)
    }
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
    let undo = if orders.contains(&ChangeOrder::Undo) && is_undoable(change) {
        match cx.app.changes.preview(&undo, &cx.actor).await {
            Ok(plan) => Some(Ok(plan.title)),
            Err(_) => cx.app.changes.obstacle(&undo, &cx.actor).await.map(Err),
        }
    } else {
        None
    };
    let redo = change.undone_by.is_some() && cx.app.changes.preview(&change.intent, &cx.actor).await.is_ok();
    Ok(Allowed { orders, undo, redo, onboards: cx.can(Capability::WriteMembers) })
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

/// The change, if whoever asks may see it and it was undone: what can be done again.
///
/// # Errors
/// [`AppError::NotFound`], [`AppError::Refused`] and failures of the database.
pub async fn undone(cx: &RequestContext, id: &ChangeId) -> Result<Change, AppError> {
    let change = find(cx, id).await?;
    match change.undone_by {
        Some(_) => Ok(change),
        None => Err(AppError::Refused("This change hasn’t been undone. There’s nothing to redo.".to_owned())),
    }
}

/// Marks a failed change as handled and leads to it.
///
/// # Errors
/// As [`authorised`], and [`AppError::Invalid`] for a note that is missing or unfit.
pub async fn handle(cx: &RequestContext, id: &ChangeId, note: &str) -> Result<(), AppError> {
    let change = authorised(cx, id, ChangeOrder::Retry).await?;
    let note = text::note(note, "note").map_err(|why| AppError::field("note", why))?;
    if note.is_empty() {
        return Err(AppError::field("note", "Enter what was done about it."));
    }
    if cx.app.changes.mark_handled(&change, note, &cx.actor).await? {
        leptos_axum::redirect(&paths::change(id));
    } else {
        cx.lead_to(&paths::change(id), Severity::Info, "The change has moved on. Nothing was marked.").await;
    }
    Ok(())
}

/// Carries an order out and leads to the change.
///
/// # Errors
/// As [`authorised`].
pub async fn order(cx: &RequestContext, id: &ChangeId, order: ChangeOrder) -> Result<(), AppError> {
    let change = find(cx, id).await?;
    let path = paths::change(id);
    if !cx.app.changes.order(&change, order, &cx.actor).await? {
        cx.lead_to(&path, Severity::Info, "Nothing to do: the change has moved on.").await;
        return Ok(());
    }
    // How it went is said on the page.
    cx.app.changes.settled(id, START_WAIT).await?;
    leptos_axum::redirect(&path);
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
            if matches!(allowed.undo, Some(Ok(_))) {
                button(ChangeOrder::Undo, "Undo…", lu::LuUndo2, "btn");
            }
            if change.stopped.is_some() {
                button(ChangeOrder::Cancel, "Cancel the rest", lu::LuBan, "btn");
                button(ChangeOrder::Retry, "Take over and continue", lu::LuPlay, "btn btn-primary");
            } else if has(StepState::Failed) || has(StepState::Unknown) {
                button(ChangeOrder::Retry, "Retry failed steps", lu::LuRotateCcw, "btn btn-primary");
            }
        }
    }
    if allowed.redo {
        let id = change.id.to_string();
        let form = view! {
            <form method="post" action=RedoChange::url()>
                <input type="hidden" name="id" value=id/>
                <button class="btn"><Icon icon=lu::LuRedo2/>" Redo…"</button>
            </form>
        };
        shown.push(form.into_any());
    }
    let hint = allowed.undo.clone().map(|undo| match undo {
        Ok(what) => view! { <p class="hint">"Undo: "<bdi>{addressed(&what)}</bdi></p> }.into_any(),
        Err(why) => view! { <p class="hint">"Can’t be undone now: "<bdi>{why}</bdi></p> }.into_any(),
    });
    (!shown.is_empty() || hint.is_some()).then(|| view! { <div class="actions">{hint}{shown}</div> })
}
