//! Reviews at their own URLs, and accepting them.

use crate::{
    changes::{self, Refusal, Wish},
    components::review::{self, Again, Review},
    domain::{ChangeId, ChangeState, text},
    web::{self, Cx, Fault, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use std::time::Duration;

/// How long the admin waits for a small change before its page shows it running.
const PATIENCE: Duration = Duration::from_secs(3);

const STALE: &str =
    "The organisation has changed since you reviewed this plan. This is the plan for how things are now.";

const UNCONFIRMED: &str = "Nothing was sent. Type the words in bold to confirm that you mean it.";

const UNEXPLAINED: &str = "Nothing was sent. Enter a reason: your identity provider does this otherwise.";

#[derive(Deserialize)]
struct Form {
    id: String,
    fingerprint: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    confirmation: String,
}

/// Shows a review; one that was accepted leads to its change.
pub async fn review(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    let id = ChangeId::new(id);
    if cx.app.store.change(&id).await?.is_some() {
        return Ok(Redirect::to(&paths::change(&id)).into_response());
    }
    let review = Review::find(&cx, &id).await?.ok_or(Fault::NotFound)?;
    review.show(cx, id, Again::default()).await
}

/// Plans anew, and begins if the plan is still the one that was reviewed.
pub async fn accept(cx: Cx, request: Request) -> Result<Response, Fault> {
    let form: Form = web::form(request).await?;
    let id = ChangeId::new(form.id);
    let Some(review) = Review::find(&cx, &id).await? else {
        let text = "This plan is no longer under review. Nothing was sent to Sigma; start again from the form.";
        return Ok(cx.leave(paths::CHANGES, Tone::Warning, text).await);
    };
    let reason = match text::note(&form.reason, "reason") {
        Ok(reason) => reason,
        Err(why) => {
            let note = Some((StatusCode::UNPROCESSABLE_ENTITY, format!("Nothing was sent. {why}").into()));
            return review.show(cx, id, Again { note, reason: form.reason }).await;
        }
    };
    let wish = Wish {
        id: id.clone(),
        intent: review.intent.clone(),
        actor: cx.actor.clone(),
        reason: reason.clone(),
        fingerprint: form.fingerprint,
        confirmation: form.confirmation,
    };
    match cx.app.changes.accept(wish).await {
        Ok(id) => {
            let change = cx.app.changes.settled(&id, PATIENCE).await?;
            let (tone, text) = match change.map(|c| c.state) {
                Some(ChangeState::Done) => (Tone::Success, "Done. Sigma has made every step of this change."),
                Some(ChangeState::Failed) => {
                    (Tone::Error, "Not every step worked. The journal says what Sigma answered.")
                }
                _ => (Tone::Info, "The change is under way. This page follows it."),
            };
            Ok(cx.leave(&paths::change(&id), tone, text).await)
        }
        Err(changes::Error::Stale) => {
            review.show(cx, id, Again { note: Some((StatusCode::CONFLICT, STALE.into())), reason }).await
        }
        Err(changes::Error::Unconfirmed) => {
            let note = Some((StatusCode::UNPROCESSABLE_ENTITY, UNCONFIRMED.into()));
            review.show(cx, id, Again { note, reason }).await
        }
        Err(changes::Error::Unexplained) => {
            let note = Some((StatusCode::UNPROCESSABLE_ENTITY, UNEXPLAINED.into()));
            review.show(cx, id, Again { note, reason }).await
        }
        Err(changes::Error::Refused(Refusal::Forbidden(_))) => Err(Fault::Forbidden),
        Err(changes::Error::Refused(refusal)) => {
            let text = refused(refusal);
            Ok(cx.leave(paths::CHANGES, Tone::Warning, text).await)
        }
        Err(error) => Err(error.into()),
    }
}

/// A refusal in one sentence.
fn refused(refusal: Refusal) -> String {
    let why = match refusal {
        Refusal::Invalid(invalid) => review::brief(invalid),
        other => other.to_string(),
    };
    format!("Nothing was sent to Sigma. {why}")
}
