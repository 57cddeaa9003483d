//! How a change has ended, said at the top of its page as long as it is true.

use super::{actions::HandleChange, next, orders::Allowed};
use crate::{
    directory::Snapshot,
    domain::{Change, ChangeState, Invalid, Standing, StepState},
    ui::{count, field, icon::Icon, moment},
    web::{self, Refilled, paths},
};
use icondata_core::Icon as Drawing;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// The sentence with what can be done about it; nothing while the change runs. `waiting` is the page that waits for what it
/// makes.
pub fn view(
    change: &Change,
    allowed: &Allowed,
    waiting: Option<&str>,
    snapshot: Option<&Snapshot>,
    typed: Option<Refilled<HandleChange>>,
) -> Option<impl IntoView + use<>> {
    let (tone, icon, text): (_, Drawing, _) = match change.standing() {
        Standing::Waiting | Standing::In(ChangeState::Queued | ChangeState::Running | ChangeState::Paused) => {
            return None;
        }
        Standing::In(ChangeState::Done) => ("t-ok", lu::LuCheck, done(change)),
        Standing::In(ChangeState::Failed) => ("t-bad", lu::LuX, failed(change)),
        Standing::In(ChangeState::Cancelled) => ("t-info", lu::LuBan, cancelled(change)),
        Standing::Handled => ("t-info", lu::LuCheck, "Marked as handled.".to_owned()),
        Standing::Undone => ("t-info", lu::LuUndo2, "Undone by another change.".to_owned()),
        Standing::PartlyUndone => ("t-info", lu::LuUndo2, "Partly undone by another change.".to_owned()),
    };
    let stopped = change.stopped.as_ref().filter(|_| change.state == ChangeState::Failed).map(|why| {
        view! { <p><bdi>{why.clone()}</bdi>" Anyone with the rights can take the change over and continue."</p> }
    });
    let undone_by = change.undone_by.as_ref().map(|by| view! { <a href=paths::change(by)>"View the undo"</a> });
    let handled = change.handled.as_ref().filter(|_| change.state == ChangeState::Failed).map(|handled| {
        let note = (!handled.note.is_empty()).then(|| view! { ": "<bdi>{handled.note.clone()}</bdi> });
        view! {
            <p class="muted">{handled.by.name.clone()}", "<time datetime=handled.at.to_string()>{moment(handled.at)}</time>{note}</p>
        }
    });
    let open = change.state == ChangeState::Failed && change.handled.is_none() && allowed.may_retry();
    let mark = open.then(|| mark(change, typed));
    let role = if tone == "t-bad" { "alert" } else { "status" };
    let next = next::steps(change, waiting, snapshot, allowed.onboards);
    Some(view! {
        <section class=format!("flash outcome {tone}") aria-label="Result">
            <Icon icon=icon/>
            <div class="outcome-text"><p role=role><b>{text}</b></p>{stopped}{handled}</div>
            {undone_by}{next}
            {mark}
        </section>
    })
}

fn counted(change: &Change, state: StepState) -> usize {
    change.steps.iter().filter(|step| step.state == state).count()
}

fn done(change: &Change) -> String {
    let skipped = counted(change, StepState::Skipped);
    let already = match skipped {
        0 => String::new(),
        n if n == change.steps.len() => return "Done. Everything was already as wanted.".to_owned(),
        1 => " 1 step wasn’t needed.".to_owned(),
        n => format!(" {n} steps weren’t needed."),
    };
    format!("Done.{already}")
}

fn failed(change: &Change) -> String {
    let total = change.steps.len();
    let (failed, unknown, left) =
        (counted(change, StepState::Failed), counted(change, StepState::Unknown), counted(change, StepState::Planned));
    if change.stopped.is_some() {
        return format!("Stopped. {left} of {} weren’t sent.", count(total, "step", "steps"));
    }
    let mut said = Vec::new();
    said.extend((failed > 0).then(|| format!("{failed} of {} failed.", count(total, "step", "steps"))));
    said.extend((unknown > 0).then(|| format!("The result of {} isn’t known.", count(unknown, "step", "steps"))));
    said.extend((left > 0).then(|| format!("{} didn’t run because of that.", count(left, "step", "steps"))));
    said.join(" ")
}

fn cancelled(change: &Change) -> String {
    let unsent = counted(change, StepState::Cancelled);
    format!("Cancelled. {unsent} of {} weren’t sent.", count(change.steps.len(), "step", "steps"))
}

/// The form that says how a failed change was taken care of.
fn mark(change: &Change, typed: Option<Refilled<HandleChange>>) -> impl IntoView + use<> {
    let (note, errors, is_open) = match typed {
        Some(Refilled { form, errors, .. }) => (form.note, errors, true),
        None => (String::new(), Invalid::new(), false),
    };
    let wrong = errors.of("note").map(|why| field::field_error("note", why.to_owned()));
    let described = wrong.is_some().then_some("note-error");
    let invalid = wrong.is_some().then_some("true");
    view! {
        <div class="outcome-acts">
            <details class="outcome-mark" open=is_open>
                <summary class="btn btn-sm">"Mark as handled…"</summary>
                <form class="stack-sm" method="post" action=HandleChange::url()>
                    <input type="hidden" name="id" value=change.id.to_string()/>
                    <div class="field">
                        <label for="note">"What was done about it? "<small>"kept in the audit log"</small></label>
                        <textarea class="input" id="note" name="note" rows="2" maxlength="1000" required
                            aria-describedby=described aria-invalid=invalid inner_html=web::escaped(&note)></textarea>
                        {wrong}
                    </div>
                    <button class="btn">"Mark as handled"</button>
                </form>
            </details>
        </div>
    }
}
