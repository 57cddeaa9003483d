//! The workbooks list, and the same as CSV. Archived workbooks are not in the directory: they are asked for.

use crate::{
    components::{
        grantee,
        head::Head,
        list::{Column, Filter, List, ListQuery, Listing, Named, Nothing, Offer, PAGE_SIZE, Search},
        number,
        panel::{self, Panel},
        unanswered::unanswered,
    },
    directory::{self, Snapshot, fold},
    domain::{Capability, Grantee, MemberId, Page, Workbook},
    sigma::{self, ListWorkbooks},
    web::{AppError, NavItem, PageParts, RequestContext, Severity, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// A workbook with what the list shows of others.
struct Row {
    workbook: Workbook,
    owner: String,
    /// Whether the owner has a page.
    has_page: bool,
}

static LIST: List<Row> = List {
    path: paths::WORKBOOKS,
    one: "workbook",
    many: "workbooks",
    caption: "Workbooks",
    search: Search { form: "Filter workbooks", label: "Search workbooks", placeholder: "Name or folder" },
    filters: &[
        Filter::named("owner", "Owner"),
        Filter::open("tag", "Tag"),
        Filter::fixed("state", "State", &[("archived", "Archived")]).unset("In use"),
    ],
    columns: &[
        Column::new("name", "Name", name, |row| row.workbook.name.clone()).lead().sorts(),
        Column::text("path", "Folder", |row: &Row| row.workbook.path.clone()).sorts(),
        Column::new("owner", "Owner", owner, |row| row.owner.clone()).sorts(),
        Column::text("version", "Version", |row: &Row| row.workbook.latest_version.to_string()).class("num lo"),
        Column::new("tags", "Tags", tags, |row| tag_names(&row.workbook).join("; ")),
        Column::day("updated", "Updated", |row: &Row| row.workbook.updated_at).sorts(),
        Column::day("created", "Created", |row: &Row| row.workbook.created_at).offered(),
        Column::text("about", "Description", |row: &Row| row.workbook.description.clone().unwrap_or_default())
            .offered(),
        Column::new(
            "id",
            "Workbook id",
            |row: &Row| panel::id(row.workbook.id.as_str()).into_any(),
            |row| row.workbook.id.to_string(),
        )
        .offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuBookOpen,
        title: "No workbook is here yet",
        text: "Workbooks made in Sigma appear with the next reading of the directory; explorations are left out.",
    },
};

/// The list.
pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let archived = archived(&cx, &query).await;
    let page = PageParts::new("Workbooks", NavItem::Workbooks).islands();
    let sub = format!("{} in use in {}", number(snapshot.workbooks().len()), cx.app.organization_name);
    let head = move || view! { <Head title="Workbooks" sub=sub.into_any()/> };
    let archived = match archived {
        Ok(archived) => archived,
        Err(error) => {
            let body = move || {
                let panel = unanswered(&error);
                let back = view! { <a class="btn btn-sm" href=paths::WORKBOOKS>"Those in use"</a> }.into_any();
                view! { {head()}<Panel id="archived" title="Archived workbooks" actions=back>{panel}</Panel> }
            };
            return Ok(cx.show(page, body).await);
        }
    };
    let source = archived.as_deref().unwrap_or_else(|| snapshot.workbooks());
    let of = source.len();
    let owner = who(&query, source, &snapshot);
    let tags = offered_tags(source);
    let rows = find(&query, source, &owner, &snapshot, query.page(), PAGE_SIZE);
    let body = move || {
        let listing = Listing::new(&LIST, query, rows)
            .of(of)
            .offer("owner", Offer::Named(owner))
            .offer("tag", Offer::Choices(tags));
        view! { {head()}{listing.view()} }
    };
    Ok(cx.show(page, body).await)
}

/// The list as CSV.
pub async fn csv(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let query = ListQuery::read(&LIST, cx.parts.uri.query());
    let snapshot = cx.snapshot()?;
    let archived = match archived(&cx, &query).await {
        Ok(archived) => archived,
        Err(error) => return Ok(cx.leave(&query.url(), Severity::Error, error.to_string()).await),
    };
    let owner = who(&query, archived.as_deref().unwrap_or_else(|| snapshot.workbooks()), &snapshot);
    let asked = query.clone();
    let rows = move |number, size| {
        let source = archived.as_deref().unwrap_or_else(|| snapshot.workbooks());
        std::future::ready(Ok::<_, AppError>(find(&asked, source, &owner, &snapshot, number, size)))
    };
    LIST.csv(&query, cx.now, rows).await
}

/// The archived workbooks, if they are what is asked for.
async fn archived(cx: &RequestContext, query: &ListQuery) -> Result<Option<Arc<[Workbook]>>, sigma::Error> {
    if query.filter("state") != Some("archived") {
        return Ok(None);
    }
    // Which workspace an archived one lies in is not known: only who sees all of them sees these.
    if !cx.snapshot().is_ok_and(|snapshot| snapshot.is_whole()) {
        return Ok(Some(Arc::default()));
    }
    let which = ListWorkbooks {
        skip_permission_check: true,
        exclude_explorations: true,
        archived: true,
        ..ListWorkbooks::default()
    };
    let mut all = cx.sigma().workbooks().all(&which).await?;
    all.sort_by_cached_key(|workbook| fold(&workbook.name));
    Ok(Some(all.into()))
}

/// Whose workbooks are asked for, among those that own any.
fn who(query: &ListQuery, source: &[Workbook], snapshot: &Snapshot) -> Named {
    let typed = query.filter("owner").unwrap_or_default();
    let ids: BTreeSet<&MemberId> = match typed {
        "" => BTreeSet::new(),
        _ => source.iter().map(|workbook| &workbook.owner_id).collect(),
    };
    let owners: Vec<_> = ids.into_iter().map(|id| (id.as_str(), name_of(id, snapshot))).collect();
    Named::resolve(typed, owners.iter().map(|(id, name)| (*id, name.as_str())))
}

fn name_of(id: &MemberId, snapshot: &Snapshot) -> String {
    grantee::name(&Grantee::Member(id.clone()), snapshot)
}

fn offered_tags(source: &[Workbook]) -> Vec<(String, String)> {
    let names: BTreeSet<&str> = source.iter().flat_map(tag_names).collect();
    names.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect()
}

/// A page of rows, out of all in the order of their names; none while it is not clear who is meant.
fn find(
    query: &ListQuery,
    source: &[Workbook],
    owner: &Named,
    snapshot: &Snapshot,
    number: u32,
    size: u32,
) -> Page<Row> {
    if !owner.is_settled() {
        return Page::empty(size);
    }
    let words = directory::words(query.q());
    let has_words = |workbook: &Workbook| {
        words.is_empty() || {
            let text = fold(&format!("{} {}", workbook.name, workbook.path));
            words.iter().all(|word| text.contains(word))
        }
    };
    let matches = |workbook: &&Workbook| {
        owner.id().is_none_or(|id| workbook.owner_id.as_str() == id)
            && query.filter("tag").is_none_or(|tag| tag_names(workbook).contains(&tag))
            && has_words(workbook)
    };
    let mut found: Vec<&Workbook> = source.iter().filter(matches).collect();
    match query.order().column {
        "path" => found.sort_by_cached_key(|workbook| fold(&workbook.path)),
        "owner" => found.sort_by_cached_key(|workbook| fold(&name_of(&workbook.owner_id, snapshot))),
        "updated" => found.sort_by_key(|workbook| workbook.updated_at),
        _ => {}
    }
    if query.order().descending {
        found.reverse();
    }
    Page::cut(found, number, size).map(|workbook| Row {
        owner: name_of(&workbook.owner_id, snapshot),
        has_page: snapshot.findable(&workbook.owner_id).is_some(),
        workbook: workbook.clone(),
    })
}

fn tag_names(workbook: &Workbook) -> Vec<&str> {
    workbook.tags.iter().map(|tag| tag.name.as_str()).collect()
}

fn name(row: &Row) -> AnyView {
    view! { <a href=paths::workbook(&row.workbook.id)>{row.workbook.name.clone()}</a> }.into_any()
}

fn owner(row: &Row) -> AnyView {
    if row.has_page {
        view! { <a href=paths::member(&row.workbook.owner_id)>{row.owner.clone()}</a> }.into_any()
    } else {
        row.owner.clone().into_any()
    }
}

fn tags(row: &Row) -> AnyView {
    let tags = row.workbook.tags.iter().map(|tag| view! { <span class="tag t-accent">{tag.name.clone()}</span>" " });
    tags.collect_view().into_any()
}
