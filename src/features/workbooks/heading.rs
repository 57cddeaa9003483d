//! What the pages about one workbook share: its head and its tabs.

use crate::{
    directory::Snapshot,
    domain::{Actor, Capability, DocumentRef, Member, Workbook, WorkbookId},
    ui::{
        head::{Actions, Head},
        icon::Icon,
        outside::outside,
        tabs::{Tab, tabs},
    },
    web::{NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;

pub use crate::features::shared::document_access::workbook as find;

/// Whose own folder the workbook lies in, where nobody else can change it.
pub fn own_folder<'s>(workbook: &Workbook, snapshot: &'s Snapshot) -> Option<&'s Member> {
    let of = DocumentRef::Workbook(workbook.id.clone());
    snapshot.kept_to_themselves(&of, &workbook.path, &workbook.owner_id)
}

/// That a workbook lies in its owner's own folder, and what can be done about it.
pub fn own_folder_note(owner: &Member) -> impl IntoView + use<> {
    let name = owner.full_name();
    let words = format!(
        "In {name}’s My Documents. Only the owner can look inside, rename or move it in Sigma. To open it to others, the \
         owner shares it or moves it to a workspace. It is handed over when the owner is offboarded."
    );
    view! { <div class="flash t-info" role="note"><Icon icon=lu::LuInfo/><p>{words}</p></div> }
}

/// The page at `here` of a workbook in its owner's own folder: what Sigma would refuse is explained in its place.
pub async fn own_folder_page(
    cx: RequestContext,
    workbook: Workbook,
    owner: Member,
    here: fn(&WorkbookId) -> String,
) -> Response {
    let (actor, snapshot) = (cx.actor.clone(), cx.snapshot());
    let page = PageParts::new(workbook.name.clone(), NavItem::Workbooks);
    let body = move || {
        let head = snapshot.ok().map(|snapshot| heading(&workbook, &actor, &snapshot, &here(&workbook.id)));
        view! { {head}{own_folder_note(&owner)} }
    };
    cx.render_page(page, body).await
}

/// Head and tabs of the page at `here`.
pub fn heading(workbook: &Workbook, actor: &Actor, snapshot: &Snapshot, here: &str) -> impl IntoView + use<> {
    let can = |capability| actor.role.can(capability);
    let archived = workbook.is_archived.then(|| view! { <span class="status is-archived">"Archived"</span> });
    let tags = workbook.tags.iter().map(|tag| view! { <span class="tag t-accent">{tag.name.clone()}</span> });
    let sub = view! { <span>{workbook.path.clone()}</span>{tags.collect_view()}{archived} };
    // Of what lies in somebody's own folder Sigma shows nothing but that it is there, and where it is embedded.
    let is_open = own_folder(workbook, snapshot).is_none();
    let edit = (can(Capability::WriteDocuments) && is_open)
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
    if can(Capability::ReadDocuments) && is_open {
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
