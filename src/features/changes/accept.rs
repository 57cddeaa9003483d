//! Accepting a reviewed plan.

use crate::{
    changes::{self, Refusal, Wish},
    components::review::{Back, Review},
    domain::{ChangeId, ChangeState, Intent},
    web::{self, Cx, Fault, Place, Tone, paths},
};
use axum::{extract::Request, http::StatusCode, response::Response};
use serde::Deserialize;
use std::time::Duration;

/// How long the admin waits for a small change before its page shows it running.
const PATIENCE: Duration = Duration::from_secs(3);

const STALE: &str =
    "The organisation has changed since you reviewed this plan. This is the plan for how things are now.";

const UNCONFIRMED: &str = "Nothing was sent. Type the words in bold to confirm that you mean it.";

/// Longest reason, in characters.
const REASON: usize = 1000;

#[derive(Deserialize)]
struct Form {
    id: String,
    intent: String,
    fingerprint: String,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    confirmation: String,
}

/// Plans anew, and begins if the plan is still the one that was reviewed.
pub async fn accept(cx: Cx, request: Request) -> Result<Response, Fault> {
    let form: Form = web::form(request).await?;
    let intent: Intent = serde_json::from_str(&form.intent).map_err(|_| Fault::Unreadable)?;
    let id = uuid::Uuid::parse_str(&form.id).map_err(|_| Fault::Unreadable)?;
    let reason: String = form.reason.trim().chars().take(REASON).collect();
    let wish = Wish {
        id: ChangeId::new(id.to_string()),
        intent: intent.clone(),
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
        Err(changes::Error::Stale) => again(cx, intent, reason, (StatusCode::CONFLICT, STALE)).await,
        Err(changes::Error::Unconfirmed) => {
            again(cx, intent, reason, (StatusCode::UNPROCESSABLE_ENTITY, UNCONFIRMED)).await
        }
        Err(changes::Error::Refused(Refusal::Forbidden(_))) => Err(Fault::Forbidden),
        Err(changes::Error::Refused(refusal)) => {
            let text = refused(&refusal);
            Ok(cx.leave(paths::CHANGES, Tone::Warning, text).await)
        }
        Err(error) => Err(error.into()),
    }
}

/// Shows the plan as it is now, and why it was not applied.
async fn again(cx: Cx, intent: Intent, reason: String, note: (StatusCode, &'static str)) -> Result<Response, Fault> {
    let plan = cx.app.changes.preview(&intent, &cx.actor).await?;
    let review = Review { intent, plan, back: Back::to(paths::HOME), reason, note: Some(note) };
    Ok(review.show(cx, Place::Changes).await)
}

/// A refusal in one sentence.
fn refused(refusal: &Refusal) -> String {
    match refusal {
        Refusal::Invalid(invalid) => {
            let why: Vec<&str> = invalid.fields.iter().map(|e| e.message.as_str()).collect();
            format!("Nothing was sent to Sigma. {}", why.join(" "))
        }
        other => format!("Nothing was sent to Sigma. {other}"),
    }
}
