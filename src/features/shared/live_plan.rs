//! What a form would change, beside it while it is filled in: the same sentences as on the review.
//!
//! The form's own function is asked, as [`FunctionPaths`](crate::web::FunctionPaths) lists it: what it plans is what is said.

use crate::{
    domain::{AppError, ChangeId},
    ui::islands::{LiveForm, Question, SAID, TOLD},
    web::UNFILLED,
};
use leptos::{prelude::*, server_fn::ServerFn};

/// What is said where no preview can be had.
const UNAVAILABLE: &str = "No preview right now. The review shows what changes.";

/// The form of the function `F`, with the panel beside it and `also` below the panel.
pub fn beside<F>(form: impl IntoView + 'static, also: Option<AnyView>) -> impl IntoView
where
    F: ServerFn<Output = ChangeId, Error = AppError>,
{
    let question = Question::preview::<F>();
    // What stays in view while one scrolls is not longer than the window.
    let class = if also.is_some() { "stack" } else { "stack aside" };
    view! {
        <LiveForm question=question class=Some("cols".to_owned()) unavailable=UNAVAILABLE.to_owned()>
            {form}<div class=class>{panel()}{also}</div>
        </LiveForm>
    }
}

/// The form of the function `F` in the foot of a panel, with what it changes below it.
pub fn below<F>(form: impl IntoView + 'static) -> impl IntoView
where
    F: ServerFn<Output = ChangeId, Error = AppError>,
{
    let question = Question::preview::<F>();
    view! {
        <LiveForm question=question class=None unavailable=UNAVAILABLE.to_owned()>
            {form}<div class="live"><p role="status" class="live-status" id=SAID></p><div id=TOLD></div></div>
        </LiveForm>
    }
}

fn panel() -> impl IntoView {
    view! {
        <section class="panel live" aria-labelledby="live-plan">
            <header class="panel-head"><h2 id="live-plan">"What changes"</h2></header>
            <div class="live-status"><p role="status" id=SAID>{UNFILLED}</p></div>
            <div id=TOLD></div>
        </section>
    }
}
