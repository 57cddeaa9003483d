//! Asking for an export.

use super::{
    form::view,
    kept::Kept,
    wish::{ExportFields, ExportRequest},
};
use crate::{
    domain::{AppError, Capability, Invalid, Outcome, QueryId, Subject, Workbook, WorkbookId},
    features::workbooks::{actions::ExportWorkbook, heading, outline::Outline},
    sigma,
    web::{AuditEntry, NavItem, PageParts, Refilled, RequestContext, paths},
};
use axum::{extract::Path, response::Response};

/// The form, or the form as it was filled in.
pub async fn form(cx: RequestContext, Path(id): Path<WorkbookId>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDocuments)?;
    let workbook = heading::find(&cx, &id).await?;
    let snapshot = cx.snapshot()?;
    if let Some(owner) = heading::own_folder(&workbook, &snapshot).cloned() {
        return Ok(heading::own_folder_page(cx, workbook, owner, paths::workbook_export).await);
    }
    let outline = outline(&cx, &workbook).await;
    let (fields, errors) = match cx.refilled::<ExportWorkbook>().await? {
        Some(Refilled { form, errors, .. }) => (form.fields, errors),
        None => (ExportFields { scope: "workbook".into(), ..ExportFields::default() }, Invalid::new()),
    };
    let page = PageParts::new(format!("Export {}", workbook.name), NavItem::Workbooks);
    let (actor, earlier) = (cx.actor.clone(), Kept::all(&cx).await);
    Ok(cx.render_page(page, move || view(&workbook, (&actor, &snapshot), &outline, &fields, &errors, &earlier)).await)
}

/// Checks the form, asks Sigma for the export and leads to the page that follows it.
///
/// # Errors
/// [`AppError::Invalid`] with what is wrong field by field, or with Sigma's refusal; failures of database and session.
pub async fn start(cx: &RequestContext, workbook: Workbook, fields: ExportFields) -> Result<QueryId, AppError> {
    let snapshot = cx.snapshot()?;
    let outline = outline(cx, &workbook).await;
    let person = |email: &str| snapshot.member_by_email(email).map(|member| (member.id.clone(), member.full_name()));
    let wish = fields.wish(&workbook, outline.as_ref().ok(), person)?;
    let asked = cx.sigma().workbooks().export(&workbook.id, &wish.export).await;
    let (outcome, request_id) = match &asked {
        Ok(answer) => (Outcome::Succeeded, answer.request_id.clone()),
        Err(error) if error.was_sent_maybe() => (Outcome::Unknown, error.request_id().map(str::to_owned)),
        Err(error) => (Outcome::Failed, error.request_id().map(str::to_owned)),
    };
    // Before anything of it can be fetched.
    cx.audit(AuditEntry {
        action: "export.started",
        summary: summary(&wish),
        subjects: vec![Subject::Workbook(workbook.id.clone())],
        outcome,
        sigma_request_id: request_id,
    })
    .await?;
    let query_id = asked.map_err(|error| AppError::field("form", error.sentence()))?.value.query_id;
    let kept = Kept {
        id: query_id.clone(),
        workbook_id: workbook.id,
        workbook: workbook.name,
        what: wish.what,
        format: wish.format,
        run_as: wish.run_as,
        file_name: wish.file_name,
        at: cx.app.store.clock().now(),
        owner: cx.actor.key(),
        form: fields,
    };
    kept.keep(cx).await?;
    leptos_axum::redirect(&paths::export(&query_id));
    Ok(query_id)
}

/// “Export of page Overview of Revenue as PDF, run as Leo Martins”.
fn summary(wish: &ExportRequest) -> String {
    let run_as = wish.run_as.as_ref().map(|name| format!(", run as {name}")).unwrap_or_default();
    format!("Export of {} as {}{run_as}", wish.what, wish.format.label())
}

/// Pages and elements to choose from.
async fn outline(cx: &RequestContext, workbook: &Workbook) -> Result<Outline, sigma::Error> {
    cx.sigma().workbooks().schema(&workbook.id, false).await.map(|schema| Outline::of(&schema))
}
