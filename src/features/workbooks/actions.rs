//! What can be done to workbooks: server functions, whose arguments are the forms.

use super::{
    edit,
    export::{self, ExportFields},
    heading,
};
use crate::{
    domain::{AppError, Baseline, Capability, ChangeId, QueryId, WorkbookId},
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans new values for a workbook and leads to the review. Only the fields that were touched are written.
#[server(endpoint = "workbooks/edit")]
pub async fn edit_workbook(
    #[server(default)] workbook_id: WorkbookId,
    #[server(flatten)] fields: edit::Fields,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteDocuments)?;
    let workbook = heading::find(&cx, &workbook_id).await?;
    let file = edit::file(&cx, &workbook).await.map_err(|error| AppError::Refused(error.sentence()))?;
    let intent = edit::intent(&workbook, &file, &fields, &base, &*cx.snapshot()?)?;
    cx.propose(intent, NavItem::Workbooks).await
}

/// Asks Sigma for an export of a workbook and leads to the page that follows it.
#[server(endpoint = "workbooks/export")]
pub async fn export_workbook(
    #[server(default)] workbook_id: WorkbookId,
    #[server(flatten)] fields: ExportFields,
) -> Result<QueryId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ReadDocuments)?;
    let workbook = heading::find(&cx, &workbook_id).await?;
    export::start(&cx, workbook, fields).await
}
