//! Onboarding: one person by a form, many from a file; both lead to a plan.

mod form;
mod page;
mod sheet;

use crate::{
    components::review::{self, Back, Proposed},
    domain::{Capability, Intent, Invalid},
    web::{self, App, Cx, Fault, Place, paths},
};
use axum::{Router, extract::Request, http::StatusCode, response::Response, routing::get};
use form::Form;

pub fn routes() -> Router<App> {
    Router::new().route(paths::ONBOARD, get(blank).post(submit)).merge(sheet::routes())
}

async fn blank(cx: Cx) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    if let Some(form) = cx.kept_form().await? {
        return page::show(cx, StatusCode::OK, form, Invalid::new()).await;
    }
    let mut form: Form = web::decode(cx.parts.uri.query());
    "on".clone_into(&mut form.invite);
    page::show(cx, StatusCode::OK, form, Invalid::new()).await
}

async fn submit(cx: Cx, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::WriteMembers)?;
    let mut form: Form = web::form(request).await?;
    if let Some(kept) = form.kept.take() {
        let form = kept.form(&cx).await?;
        return page::show(cx, StatusCode::OK, form, Invalid::new()).await;
    }
    if form.press(&cx.actor, &*cx.snapshot()?) {
        return page::show(cx, StatusCode::OK, form, Invalid::new()).await;
    }
    let intent = match form.intent() {
        Ok(intent) => intent,
        Err(errors) => return page::show(cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    };
    plan(cx, intent, form).await
}

async fn plan(cx: Cx, intent: Intent, form: Form) -> Result<Response, Fault> {
    let back = Back::to_form(paths::ONBOARD, &form);
    match review::propose(cx, intent, back, Place::Onboard).await? {
        Proposed::Shown(response) => Ok(response),
        Proposed::Refused(cx, errors) => page::show(*cx, StatusCode::UNPROCESSABLE_ENTITY, form, errors).await,
    }
}
