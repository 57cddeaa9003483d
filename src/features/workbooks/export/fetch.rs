//! Passing an export's file on from Sigma to the browser, piece by piece.

use super::kept::Kept;
use crate::{
    domain::{Capability, Outcome, Subject},
    sigma::Download,
    web::{AppError, AuditEntry, RequestContext, Severity, attachment, paths},
};
use axum::{
    body::Body,
    extract::Path,
    http::{HeaderValue, header},
    response::{IntoResponse, Redirect, Response},
};

/// The file. However large it is, the portal holds one piece of it at a time; when Sigma breaks off, so does the
/// download, and no browser takes a part for the whole.
pub async fn file(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDocuments)?;
    let kept = Kept::find(&cx, &id).await?;
    let page = paths::export(&kept.id);
    // Not the client that gives up soon: its deadline would be that of the whole file.
    let body = match cx.patient_sigma().download(&kept.id).await {
        Ok(Download::Ready(body)) => body,
        // The page says how it stands, expired included.
        Ok(Download::Pending) => return Ok(Redirect::to(&page).into_response()),
        Err(error) if error.status() == Some(404) => return Ok(Redirect::to(&page).into_response()),
        Err(error) => return Ok(cx.leave(&page, Severity::Error, error.sentence()).await),
    };
    cx.audit(AuditEntry {
        action: "export.downloaded",
        summary: format!("Downloaded {} as {}", kept.what, kept.format.label()),
        subjects: vec![Subject::Workbook(kept.workbook_id)],
        outcome: Outcome::Succeeded,
        sigma_request_id: None,
    })
    .await?;
    let kind = body.content_type().and_then(|kind| HeaderValue::from_str(kind).ok());
    let kind = kind.unwrap_or_else(|| HeaderValue::from_static(kept.format.content_type()));
    let length = body.length();
    let mut response = attachment(&kept.file_name, kind, Body::from_stream(body.into_stream()));
    let headers = response.headers_mut();
    if let Some(length) = length {
        headers.insert(header::CONTENT_LENGTH, length.into());
    }
    // Compressing would hold pieces back until enough of them are there.
    headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("identity"));
    Ok(response)
}
