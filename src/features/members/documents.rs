//! The workbooks and datasets that somebody can open, and why.

use super::subject;
use crate::{
    directory::{self, AccessibleDocument, Document, Snapshot, fold},
    domain::{Capability, DocumentRef, Effect, Member, MemberId, Page, Permission},
    features::shared::{
        access::{self, AccessPathText, ways, ways_of},
        list::{Column, Filter, List, ListQuery, Listing, Nothing, PAGE_SIZE, Search},
    },
    ui::{count, head::Head, icon::Icon, panel::Panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;
use std::sync::Arc;

/// A document with the reasons for which somebody can open it.
struct Row {
    of: DocumentRef,
    name: String,
    path: String,
    permission: Permission,
    effect: Effect,
    ways: Vec<AccessPathText>,
    /// Where it is explained, and can be taken away.
    explained: String,
    /// Whether whoever reads this has a page of it.
    linked: bool,
}

static LIST: List<Row> = List {
    // Where the list really is depends on the person, see `read`.
    path: "",
    one: "document",
    many: "documents",
    caption: "Documents that can be opened",
    search: Search { form: "Filter documents", label: "Search documents", placeholder: "Name" },
    filters: &[Filter::fixed("kind", "Kind", &[("workbook", "Workbooks"), ("dataset", "Datasets")])],
    columns: &[
        Column::new("name", "Name", name, |row| row.name.clone()).lead(),
        Column::text("kind", "Kind", |row: &Row| row.of.kind().to_owned()),
        Column::text("path", "Folder", |row: &Row| row.path.clone()),
        Column::new("level", "Level", level, |row| row.permission.label().to_owned()),
        Column::new("why", "Why", why, |row| row.ways.iter().map(AccessPathText::words).collect::<Vec<_>>().join("; ")),
    ],
    order: "",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuFileX2,
        title: "Opens no document",
        text: "Neither owns one nor was given one, and no workspace brings any.",
    },
};

/// The list, for those who read the directory; one's own for everybody.
pub async fn list(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let (member, snapshot, own) = of_request(&cx, id)?;
    let query = read(&cx, &member);
    let linked = cx.snapshot()?;
    if query.is_csv() {
        let asked = query.clone();
        let rows = move |number, size| {
            let opened = snapshot.documents_of(&member);
            std::future::ready(Ok(find(opened, &asked, &member, &snapshot, &linked, number, size)))
        };
        return LIST.csv_by_pages(&query, cx.now, rows).await;
    }
    let reads = cx.can(Capability::ReadDirectory);
    let opened = snapshot.documents_of(&member);
    let all = opened.len();
    let rows = find(opened, &query, &member, &snapshot, &linked, query.page(), PAGE_SIZE);
    let place = if own { NavItem::Me } else { NavItem::Members };
    let page = PageParts::new(format!("Documents of {}", member.full_name()), place).islands();
    let body = move || {
        let crumbs = if reads { vec![("Members", paths::MEMBERS)] } else { vec![] };
        let many = count(all, "document", "documents");
        let sub = view! { <a href=paths::member(&member.id)>{member.full_name()}</a>{format!(" can open {many}")} };
        let listing = Listing::new(&LIST, query, rows).of(all).view();
        view! { <Head title="Documents" crumbs=crumbs sub=sub.into_any()/>{listing} }
    };
    Ok(cx.render_page(page, body).await)
}

/// How many documents somebody can open, and the way to them.
pub fn panel(member: &Member, snapshot: &Snapshot) -> impl IntoView + use<> {
    let (workbooks, datasets) = snapshot.document_counts(member);
    let href = paths::member_documents(&member.id);
    let words = format!("{} and {}", count(workbooks, "workbook", "workbooks"), count(datasets, "dataset", "datasets"));
    let n = (workbooks + datasets).to_string();
    view! {
        <Panel id="documents" title="Documents" count=n>
            <p class="panel-body">{words}", by the workspaces above, by shares, or as their owner. "<a href=href>"See which, and why"</a></p>
        </Panel>
    }
}

fn of_request(cx: &RequestContext, id: String) -> Result<(Member, Arc<Snapshot>, bool), AppError> {
    let id = MemberId::new(id);
    let own = cx.is_me(&id);
    if !own {
        cx.require(Capability::ReadDirectory)?;
    }
    let (member, snapshot) = subject(cx, &id)?;
    Ok((member, snapshot, own))
}

fn read(cx: &RequestContext, member: &Member) -> ListQuery {
    ListQuery::of(&LIST, &cx.parts.uri).at(paths::member_documents(&member.id))
}

/// A page of rows of what can be opened; the reasons are worked out for these only.
fn find(
    mut opened: Vec<AccessibleDocument<'_>>,
    query: &ListQuery,
    member: &Member,
    snapshot: &Snapshot,
    linked: &Snapshot,
    number: u32,
    size: u32,
) -> Page<Row> {
    let words = directory::words(query.q());
    if !words.is_empty() {
        opened.retain(|opened| {
            let name = fold(opened.document.name());
            words.iter().all(|word| name.contains(word))
        });
    }
    if let Some(kind) = query.filter("kind") {
        opened.retain(|opened| opened.document.to_ref().kind() == kind);
    }
    let Page { items, total, number, size } = Page::cut(opened, number, size);
    let row = |document: Document<'_>| {
        let of = document.to_ref();
        let access = snapshot.access_to(&of, member)?;
        let ways = ways_of(&access, snapshot, linked);
        let linked = match &of {
            DocumentRef::Workbook(id) => linked.workbook(id).is_some(),
            DocumentRef::Dataset(id) => linked.dataset(id).is_some(),
        };
        let (name, path) = (document.name().to_owned(), document.path().to_owned());
        let explained = paths::why(&member.id, &of.key());
        Some(Row { of, explained, name, path, permission: access.permission, effect: access.effect, ways, linked })
    };
    Page { items: items.into_iter().filter_map(|opened| row(opened.document)).collect(), total, number, size }
}

fn name(row: &Row) -> AnyView {
    let icon = match row.of {
        DocumentRef::Workbook(_) => lu::LuBookOpen,
        DocumentRef::Dataset(_) => lu::LuTable2,
    };
    let name = row.name.clone();
    let name =
        if row.linked { view! { <a href=paths::document(&row.of)>{name}</a> }.into_any() } else { name.into_any() };
    view! { <div class="what"><Icon icon=icon/>{name}</div> }.into_any()
}

fn level(row: &Row) -> AnyView {
    access::level(&row.permission, &row.effect).into_any()
}

fn why(row: &Row) -> AnyView {
    let (href, name) = (row.explained.clone(), row.name.clone());
    view! {
        {ways(&row.ways, &row.effect)}
        <a class="why" href=href>"Details"<span class="vh">" of access to "{name}</span></a>
    }
    .into_any()
}
