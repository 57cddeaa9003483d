//! Asking for an export.

use super::{
    form::view,
    kept::Kept,
    wish::{Form, Wish},
};
use crate::{
    domain::{Capability, Invalid, Outcome, Subject, Workbook, WorkbookId},
    features::workbooks::{frame, outline::Outline},
    sigma,
    web::{self, Cx, Deed, Fault, PageParts, Place, paths},
};
use axum::{
    extract::{Path, Request},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use jiff::Timestamp;

/// The form.
pub async fn form(cx: Cx, Path(id): Path<String>) -> Result<Response, Fault> {
    cx.require(Capability::ReadDocuments)?;
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    let outline = outline(&cx, &workbook).await;
    let form = Form { scope: "workbook".into(), ..Form::default() };
    show(cx, StatusCode::OK, workbook, outline, form, Invalid::new()).await
}

/// Checks the form, asks Sigma for the export and leads to the page that follows it.
pub async fn start(cx: Cx, Path(id): Path<String>, request: Request) -> Result<Response, Fault> {
    cx.require(Capability::ReadDocuments)?;
    let form: Form = web::form(request).await?;
    let snapshot = cx.snapshot()?;
    let workbook = frame::find(&cx, &WorkbookId::new(id)).await?;
    let outline = outline(&cx, &workbook).await;
    let person = |email: &str| snapshot.member_by_email(email).map(|member| (member.id.clone(), member.full_name()));
    let wish = match form.wish(&workbook, outline.as_ref().ok(), person) {
        Ok(wish) => wish,
        Err(errors) => return show(cx, StatusCode::UNPROCESSABLE_ENTITY, workbook, outline, form, errors).await,
    };
    let asked = cx.sigma().workbooks().export(&workbook.id, &wish.export).await;
    let (outcome, request_id) = match &asked {
        Ok(answer) => (Outcome::Succeeded, answer.request_id.clone()),
        Err(error) if error.was_sent_maybe() => (Outcome::Unknown, error.request_id().map(str::to_owned)),
        Err(error) => (Outcome::Failed, error.request_id().map(str::to_owned)),
    };
    // Before anything of it can be fetched.
    cx.record(Deed {
        action: "export.started",
        summary: summary(&wish),
        subjects: vec![Subject::Workbook(workbook.id.clone())],
        outcome,
        sigma_request_id: request_id,
    })
    .await?;
    let ticket = match asked {
        Ok(answer) => answer.value,
        Err(error) => {
            let errors = Invalid::one("form", error.to_string());
            return show(cx, StatusCode::UNPROCESSABLE_ENTITY, workbook, outline, form, errors).await;
        }
    };
    let path = paths::export(&ticket.query_id);
    let kept = Kept {
        id: ticket.query_id,
        workbook_id: workbook.id,
        workbook: workbook.name,
        what: wish.what,
        format: wish.format,
        run_as: wish.run_as,
        file_name: wish.file_name,
        at: Timestamp::now(),
        owner: cx.actor.key(),
        form,
    };
    kept.keep(&cx).await?;
    Ok(Redirect::to(&path).into_response())
}

/// “Export of page Overview of Revenue as PDF, run as Leo Martins”.
fn summary(wish: &Wish) -> String {
    let run_as = wish.run_as.as_ref().map(|name| format!(", run as {name}")).unwrap_or_default();
    format!("Export of {} as {}{run_as}", wish.what, wish.format.label())
}

/// Pages and elements to choose from.
async fn outline(cx: &Cx, workbook: &Workbook) -> Result<Outline, sigma::Error> {
    cx.sigma().workbooks().schema(&workbook.id, false).await.map(|schema| Outline::of(&schema))
}

async fn show(
    cx: Cx,
    status: StatusCode,
    workbook: Workbook,
    outline: Result<Outline, sigma::Error>,
    form: Form,
    errors: Invalid,
) -> Result<Response, Fault> {
    let page = PageParts::new(format!("Export {}", workbook.name), Place::Workbooks).status(status);
    let (actor, earlier) = (cx.actor.clone(), Kept::all(&cx).await);
    Ok(cx.show(page, move || view(&workbook, &actor, &outline, &form, &errors, &earlier)).await)
}
