//! What the pages about one workbook share: its head and its tabs.

use crate::{
    domain::{Actor, Capability, Workbook},
    ui::{
        head::{Actions, Head},
        icon::Icon,
        outside::outside,
        tabs::{Tab, tabs},
    },
    web::paths,
};
use icondata_lu as lu;
use leptos::prelude::*;

pub use crate::features::shared::document_access::workbook as find;

/// Head and tabs of the page at `here`.
pub fn heading(workbook: &Workbook, actor: &Actor, here: &str) -> impl IntoView + use<> {
    let can = |capability| actor.role.can(capability);
    let archived = workbook.is_archived.then(|| view! { <span class="status is-archived">"Archived"</span> });
    let tags = workbook.tags.iter().map(|tag| view! { <span class="tag t-accent">{tag.name.clone()}</span> });
    let sub = view! { <span>{workbook.path.clone()}</span>{tags.collect_view()}{archived} };
    let edit = can(Capability::WriteDocuments)
        .then(|| view! { <a class="btn" href=paths::workbook_edit(&workbook.id)><Icon icon=lu::LuPencil/>" Edit"</a> });
    let open = outside(&workbook.url, "Open in Sigma", "btn");
    let tab = |label, href: String| {
        let is_here = href == here;
        Tab::new(label, href, is_here)
    };
    let id = &workbook.id;
    let mut pages = vec![tab("Overview", paths::workbook(id))];
    if can(Capability::ReadDirectory) && !workbook.is_archived {
        pages.push(tab("Everyone", paths::workbook_people(id)));
    }
    if can(Capability::ReadAudit) {
        pages.push(tab("Contents", paths::workbook_contents(id)));
    }
    if can(Capability::ReadDocuments) {
        pages.push(tab("Export", paths::workbook_export(id)));
    }
    if can(Capability::ReadDirectory) {
        pages.push(tab("Activity", paths::workbook_activity(id)).part("history"));
    }
    let several = (pages.len() > 1).then(|| tabs(&workbook.name, pages));
    let actions = edit.into_iter().fold(Actions::default().main(open), Actions::also);
    view! {
        <Head title=workbook.name.clone() crumbs=vec![("Workbooks", paths::WORKBOOKS)] sub=sub.into_any()>{actions.view()}</Head>
        {several}
    }
}
