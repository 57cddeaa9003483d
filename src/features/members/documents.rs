//! The documents that somebody can open, and why.

use super::tabs::{MemberTab, Person};
use crate::{
    directory::{self, AccessibleDocument, Document, Snapshot, fold},
    domain::{DocumentRef, Effect, Member, Page, Permission},
    features::shared::{
        access::{self, AccessPathText, ways, ways_of},
        document_access::icon,
        list::{Column, Filter, List, ListQuery, Listing, Nothing, PAGE_SIZE, Search},
    },
    ui::{icon::Icon, outside::outside},
    web::{AppError, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// A document with the reasons for which somebody can open it.
struct Row {
    of: DocumentRef,
    name: String,
    path: String,
    /// Its page in Sigma.
    url: String,
    permission: Permission,
    effect: Effect,
    /// That of whoever opens it, which is what limits it.
    account_type: String,
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
    filters: &[Filter::fixed("kind", "Kind", DocumentRef::KINDS)],
    columns: &[
        Column::new("name", "Name", name, |row| row.name.clone()).lead(),
        Column::text("kind", "Kind", |row: &Row| row.of.label().to_owned()),
        Column::text("path", "Folder", |row: &Row| row.path.clone()),
        Column::new("level", "Level", level, |row| row.permission.label().to_owned()),
        Column::new("why", "Why", why, |row| row.ways.iter().map(AccessPathText::words).collect::<Vec<_>>().join("; ")),
    ],
    order: "",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuFileX2,
        title: "No documents",
        text: "No documents owned, shared or in a workspace with access.",
    },
};

/// The list, for those who read the directory; one's own for everybody.
pub async fn list(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let person = Person::of_request(&cx, id).await?;
    let (member, snapshot) = (person.member.clone(), person.snapshot.clone());
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
    let opened = snapshot.documents_of(&member);
    let all = opened.len();
    let rows = find(opened, &query, &member, &snapshot, &linked, query.page(), PAGE_SIZE);
    let page = person.page(Some("Documents")).islands();
    let body = move || {
        let listing = Listing::new(&LIST, query, rows).of(all).view();
        view! { {person.head(MemberTab::Documents)}{listing} }
    };
    Ok(cx.render_page(page, body).await)
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
        opened.retain(|opened| opened.document.to_ref().slug() == kind);
    }
    let Page { items, total, number, size } = Page::cut(opened, number, size);
    let row = |document: Document<'_>| {
        let of = document.to_ref();
        let access = snapshot.access_to(&of, member)?;
        let ways = ways_of(&access, snapshot, linked);
        let linked = linked.document(&of).is_some();
        let (name, path) = (document.name().to_owned(), document.path().to_owned());
        let url = document.url().to_owned();
        let account_type = snapshot.account_type_name(member).to_owned();
        let explained = paths::why(&member.id, &of.key());
        let (permission, effect) = (access.permission, access.effect);
        Some(Row { of, name, path, url, permission, effect, account_type, ways, explained, linked })
    };
    Page { items: items.into_iter().filter_map(|opened| row(opened.document)).collect(), total, number, size }
}

fn name(row: &Row) -> AnyView {
    let name = row.name.clone();
    let name = if row.linked {
        view! { <a href=paths::document(&row.of)>{name}</a> }.into_any()
    } else {
        // Whoever has no page of it here opens it where it is.
        outside(&row.url, name.clone(), "").unwrap_or_else(|| name.into_any())
    };
    view! { <div class="what"><Icon icon=icon(&row.of)/>{name}</div> }.into_any()
}

fn level(row: &Row) -> AnyView {
    access::level(&row.permission, &row.effect, &row.account_type)
}

fn why(row: &Row) -> AnyView {
    let (href, name) = (row.explained.clone(), row.name.clone());
    view! {
        {ways(&row.ways)}
        <a class="why" href=href>"Details"<span class="vh">" of access to "{name}</span></a>
    }
    .into_any()
}
