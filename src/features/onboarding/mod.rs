//! Onboarding one person: the form, its checks, and the plan it leads to.

mod form;
mod page;

use crate::{
    changes::Refusal,
    components::review::{Back, Review, review},
    domain::{Capability, Intent, Invalid},
    web::{self, App, Cx, Fault, PageParts, Place, paths},
};
use axum::{Router, extract::Request, http::StatusCode, response::Response, routing::get};
use form::Form;

pub fn routes() -> Router<App> {
    Router::new().route(paths::ONBOARD, get(blank).post(submit))
}

async fn blank(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let mut form: Form = web::decode(cx.parts.uri.query());
    "on".clone_into(&mut form.invite);
    page::show(cx, StatusCode::OK, form, Invalid::new()).await
}

async fn submit(cx: Cx, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let mut form: Form = web::form(request).await?;
    if let Some(kept) = form.kept.take() {
        let form = serde_json::from_str(&kept.json).map_err(|_| Fault::Unreadable)?;
        return page::show(cx, StatusCode::OK, form, Invalid::new()).await;
    }
    if form.press() {
        return page::show(cx, StatusCode::OK, form, Invalid::new()).await;
    }
    let intent = match form.intent() {
        Ok(intent) => intent,
        Err(errors) => return page::show(cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    plan(cx, intent, form).await
}

async fn plan(cx: Cx, intent: Intent, form: Form) -> Result<Response, Fault> {
    match cx.app.changes.preview(&intent, &cx.actor) {
        Ok(plan) => {
            let kept = serde_json::to_string(&form).unwrap_or_default();
            let back = Back { path: paths::ONBOARD.to_owned(), fields: vec![("json".to_owned(), kept)] };
            let actor = cx.actor.clone();
            let page = PageParts::new("Review the plan", Place::Onboard);
            let reason = String::new();
            Ok(cx.show(page, move || review(Review { intent, plan, actor, back, reason, note: None })).await)
        }
        Err(Refusal::Invalid(errors)) => page::show(cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
        Err(Refusal::Forbidden(_)) => Err(Fault::Forbidden),
        Err(Refusal::NotReady) => Err(Fault::NotReady),
        Err(Refusal::Blocked(why) | Refusal::Nothing(why)) => {
            page::show(cx, StatusCode::CONFLICT, form, Invalid::one("form", why)).await
        }
    }
}
