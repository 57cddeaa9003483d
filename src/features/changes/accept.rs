//! Reviews at their own URLs, and accepting them.

use super::{
    actions::AcceptPlan,
    review::{Shown, view},
};
use crate::{
    changes::{self, AcceptChange, Refusal},
    domain::{AppError, ChangeId, text},
    features::shared::review::{self, Review},
    web::{PageParts, RequestContext, Severity, paths},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use std::time::Duration;

/// How long the admin waits for a small change before its page shows it running.
const START_WAIT: Duration = Duration::from_secs(3);

const EXPIRED: &str = "This review has expired. Nothing was changed. Start again from the form.";

/// Shows a review, with what was typed where it was not accepted; one that was accepted leads to its change. One that
/// cannot be planned any more leads back to its form.
pub async fn review(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let id = ChangeId::new(id);
    if cx.app.store.change(&id).await?.is_some() {
        return Ok(Redirect::to(&paths::change(&id)).into_response());
    }
    let Review { intent, back, place, .. } = Review::find(&cx, &id).await?.ok_or(AppError::NotFound)?;
    let (plan, told) = match cx.app.changes.review(&intent, &cx.actor).await {
        Ok(reviewed) => reviewed,
        Err(changes::Error::Refused(refusal)) => match refused(refusal) {
            AppError::Refused(why) => return Ok(cx.leave(&back, Severity::Warning, why).await),
            error => return Err(error),
        },
        Err(error) => return Err(error.into()),
    };
    let typed = cx.refilled::<AcceptPlan>().await?;
    let snapshot = cx.snapshot().ok();
    let told = told.within(|subject| snapshot.as_ref().is_some_and(|view| view.is_whole() || view.knows(subject)));
    let query = cx.parts.uri.query().map(str::to_owned);
    let shown = Shown { back, plan, told, id, actor: cx.actor.clone(), snapshot, query };
    let page = PageParts::new("Review change", place);
    Ok(cx.render_page(page, move || view(shown, typed)).await)
}

/// Whether it takes a fresh sign-in: what is confirmed by typing, as it deletes something or reaches many people, is not
/// begun from a browser that somebody has left open.
///
/// # Errors
/// [`AppError::NoDatabase`] and [`AppError::Broken`].
pub async fn wants_fresh_sign_in(cx: &RequestContext, id: &ChangeId) -> Result<bool, AppError> {
    if cx.has_signed_in_lately().await {
        return Ok(false);
    }
    let Some(review) = Review::find(cx, id).await? else { return Ok(false) };
    let plan = cx.app.changes.preview(&review.intent, &cx.actor).await;
    Ok(plan.is_ok_and(|plan| plan.confirm.is_some()))
}

/// Plans anew, begins if the plan is still the one that was reviewed, and leads to the change.
///
/// # Errors
/// [`AppError::Stale`] when it is not, [`AppError::Invalid`] for a missing confirmation or reason, and
/// [`AppError::Refused`] when it cannot be done any more or is no longer under review.
pub async fn accept(cx: &RequestContext, form: AcceptPlan) -> Result<ChangeId, AppError> {
    let AcceptPlan { id, fingerprint, reason, confirmation } = form;
    let review = Review::find(cx, &id).await?.ok_or_else(|| AppError::Refused(EXPIRED.to_owned()))?;
    let reason = text::note(&reason, "reason")
        .map_err(|why| AppError::field("reason", format!("Nothing was changed. {why}")))?;
    let gives_package = review.intent.gives_package();
    let wish = AcceptChange { id, intent: review.intent, actor: cx.actor.clone(), reason, fingerprint, confirmation };
    let id = match cx.app.changes.accept(wish).await {
        Ok(id) => id,
        Err(changes::Error::Refused(refusal)) => return Err(refused(refusal)),
        Err(error) => return Err(error.into()),
    };
    if gives_package && let Some(change) = cx.app.store.change(&id).await? {
        cx.app.requests.assign(&change).await?;
    }
    // How it went is said on its page, which follows it: a message of this moment would be wrong a moment later.
    cx.app.changes.settled(&id, START_WAIT).await?;
    leptos_axum::redirect(&paths::change(&id));
    Ok(id)
}

/// A refusal in one sentence, where it is one about the change itself.
fn refused(refusal: Refusal) -> AppError {
    match review::in_words(changes::Error::from(refusal).into()) {
        AppError::Refused(why) => AppError::Refused(format!("Nothing was changed. {why}")),
        other => other,
    }
}
