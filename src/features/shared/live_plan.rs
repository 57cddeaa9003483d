//! What a form would change, beside it while it is filled in: the same sentences as on the review.

use super::{plan, review};
use crate::{
    domain::Intent,
    ui::islands::{LiveAnswer, LiveForm, Parts, Question, SAID, TOLD},
    web::{self, AppError, RequestContext},
};
use leptos::prelude::*;

/// What is said where no preview can be had.
const UNAVAILABLE: &str = "No preview right now. The review shows what changes.";

/// The form with the panel beside it, which `question` is asked for.
pub fn beside(question: Question, form: impl IntoView + 'static) -> impl IntoView {
    view! {
        <LiveForm question=question class=Some("cols".to_owned()) unavailable=UNAVAILABLE.to_owned()>{form}{panel()}</LiveForm>
    }
}

fn panel() -> impl IntoView {
    view! {
        <section class="panel aside live" aria-labelledby="live-plan">
            <header class="panel-head"><h2 id="live-plan">"What changes"</h2></header>
            <div class="live-status"><p role="status" id=SAID>"You review who gains and loses what before anything is applied."</p></div>
            <div id=TOLD></div>
        </section>
    }
}

/// What the panel says about what the form wants, or about what stands against it.
///
/// # Errors
/// [`AppError::Forbidden`], [`AppError::NotFound`], [`AppError::SignedOut`], [`AppError::NotReady`] and failures of the
/// database.
pub async fn answer(cx: &RequestContext, wanted: Result<Intent, AppError>) -> Result<LiveAnswer, AppError> {
    let foreseen = match wanted {
        Ok(intent) => cx.foresee(&intent).await,
        Err(error) => Err(error),
    };
    let (said, told) = match foreseen.map_err(review::in_words) {
        Ok((planned, told)) => (planned.title.clone(), Some(plan::brief(&told, &planned.warnings))),
        Err(AppError::Refused(why)) => (why, None),
        Err(error) => return Err(error),
    };
    let html = web::rendered(move || view! { <p id=SAID>{said}</p><div id=TOLD>{told}</div> });
    Ok(LiveAnswer { parts: Parts::new(html), ..LiveAnswer::default() })
}
