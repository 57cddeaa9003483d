//! The pages about a file: the form that takes it, and what was found.

use super::{
    super::file::{Column, check},
    kept::{self, Draft},
    mend, page, upload,
};
use crate::{
    domain::{Capability, Invalid, Page},
    features::shared::list::csv,
    web::{AppError, Pages, RequestContext, Severity, get, paths},
};
use axum::{
    extract::{DefaultBodyLimit, Multipart, Path, multipart::MultipartRejection},
    response::{IntoResponse, Redirect, Response},
};
use std::convert::Infallible;

pub fn routes() -> Pages {
    let limit = DefaultBodyLimit::max(upload::UPLOAD);
    Pages::new()
        .route(paths::ONBOARD_FILE, get(blank).post(take).layer(limit))
        .route(paths::ONBOARD_TEMPLATE, get(template))
        .route(paths::ONBOARD_SHEET, get(show))
        .route(&paths::csv(paths::ONBOARD_SHEET), get(problems))
}

async fn blank(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    upload::Form::fresh().show(cx, Invalid::new()).await
}

async fn take(cx: RequestContext, body: Result<Multipart, MultipartRejection>) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let mut form = upload::Form::default();
    let read = form.read(body.map_err(|_| AppError::Unreadable)?).await;
    let snapshot = cx.snapshot()?;
    match read.and_then(|()| form.sheet(&snapshot)) {
        Ok((mut draft, sheet)) => {
            draft.source = form.source.keep(&cx).await?;
            draft.recall(&cx, &sheet).await?;
            Ok(Redirect::to(&paths::onboard_sheet(&draft.keep(&cx).await?)).into_response())
        }
        Err(errors) => form.show(cx, errors).await,
    }
}

async fn template(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::WriteMembers)?;
    let nobody = |number, size| std::future::ready(Ok::<_, Infallible>(Page { items: vec![], total: 0, number, size }));
    let headings = Column::ALL.map(|column| column.heading().into()).into();
    let Ok(file) = csv("people", headings, cx.now, nobody, |row: &Vec<String>| row.clone()).await;
    Ok(file)
}

async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let (draft, source) = find(&cx, &id).await?;
    let (snapshot, packages) = (cx.snapshot()?, cx.app.requests.all_packages().await?);
    let sheet = match draft.read(&source, &snapshot) {
        Ok(sheet) => sheet,
        Err(why) => return Ok(cx.leave(paths::ONBOARD_FILE, Severity::Warning, why).await),
    };
    let known = (&*snapshot, packages.as_slice());
    let checked = check(&sheet, &draft.corrections, &draft.defaults, known, &cx.app.changes.rules());
    page::show(cx, &id, &source.name, draft, sheet, checked).await
}

/// The rows that need attention, with what is wrong: to be corrected by whoever wrote them.
async fn problems(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let (draft, source) = find(&cx, &id).await?;
    let (snapshot, packages) = (cx.snapshot()?, cx.app.requests.all_packages().await?);
    let sheet = match draft.read(&source, &snapshot) {
        Ok(sheet) => sheet,
        Err(why) => return Ok(cx.leave(paths::ONBOARD_FILE, Severity::Warning, why).await),
    };
    let known = (&*snapshot, packages.as_slice());
    let checked = check(&sheet, &draft.corrections, &draft.defaults, known, &cx.app.changes.rules());
    let rows = mend::as_cells(&sheet, checked);
    let headings =
        Column::ALL.map(Column::heading).into_iter().chain(["Line", "Needs fixing"]).map(Into::into).collect();
    let rows = move |number, size| std::future::ready(Ok::<_, Infallible>(Page::cut(rows.clone(), number, size)));
    let Ok(file) = csv("rows-to-fix", headings, cx.now, rows, Clone::clone).await;
    Ok(file)
}

async fn find(cx: &RequestContext, id: &str) -> Result<(Draft, kept::Source), AppError> {
    cx.require(Capability::WriteMembers)?;
    Draft::find(cx, id).await
}
