//! What the pages about one workbook share: finding it, its head and its tabs.

use crate::{
    components::{document_access::Document, head::Head, icon::Icon, outside::outside, tabs::tabs},
    domain::{Actor, Capability, DocumentRef, Workbook, WorkbookId},
    web::{Cx, Fault, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The workbook: from the directory, or from Sigma itself when it is archived or new.
pub async fn find(cx: &Cx, id: &WorkbookId) -> Result<Workbook, Fault> {
    let snapshot = cx.snapshot()?;
    if let Some(workbook) = snapshot.workbook(id) {
        return Ok(workbook.clone());
    }
    // Sigma would answer with the portal's rights. Which workspace such a workbook lies in is not known.
    if !snapshot.is_whole() {
        return Err(Fault::NotFound);
    }
    cx.require_own_page()?;
    cx.sigma().workbooks().get(id).await.map_err(|error| {
        if error.status().is_none_or(|status| status >= 500) {
            tracing::warn!(%error, "A workbook that the directory does not hold could not be asked for");
        }
        Fault::NotFound
    })
}

/// The workbook as something that people have access to.
pub fn document(workbook: &Workbook) -> Document {
    Document {
        of: DocumentRef::Workbook(workbook.id.clone()),
        name: workbook.name.clone(),
        is_archived: workbook.is_archived,
    }
}

/// Head and tabs of the page at `here`.
pub fn frame(workbook: &Workbook, actor: &Actor, here: &str) -> impl IntoView + use<> {
    let can = |capability| actor.role.can(capability);
    let archived = workbook.is_archived.then(|| view! { <span class="status is-archived">"Archived"</span> });
    let tags = workbook.tags.iter().map(|tag| view! { <span class="tag t-accent">{tag.name.clone()}</span> });
    let sub = view! { <span>{workbook.path.clone()}</span>{tags.collect_view()}{archived} };
    let edit = can(Capability::WriteDocuments)
        .then(|| view! { <a class="btn" href=paths::workbook_edit(&workbook.id)><Icon icon=lu::LuPencil/>" Edit"</a> });
    let open = outside(&workbook.url, "Open in Sigma", "btn");
    let mut pages = vec![("Overview", paths::workbook(&workbook.id))];
    if can(Capability::ReadDirectory) && !workbook.is_archived {
        let of = DocumentRef::Workbook(workbook.id.clone());
        pages.push(("Everyone", paths::document_people(&of)));
    }
    if can(Capability::ReadAudit) {
        pages.push(("Contents", paths::workbook_contents(&workbook.id)));
    }
    if can(Capability::ReadDocuments) {
        pages.push(("Export", paths::workbook_export(&workbook.id)));
    }
    let several = (pages.len() > 1).then(|| tabs(&workbook.name, pages, here));
    view! {
        <Head title=workbook.name.clone() crumbs=vec![("Workbooks", paths::WORKBOOKS)] sub=sub.into_any()>{open}{edit}</Head>
        {several}
    }
}
