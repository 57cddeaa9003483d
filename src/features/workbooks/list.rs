//! The workbooks list, and the same as CSV. Archived workbooks are not in the directory: they are asked for.

use crate::{
    directory::{Document, Snapshot, fold},
    domain::{Capability, Grantee, MemberId, Staleness, Workbook},
    features::shared::{
        grantee,
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, SavedList, Search},
        picker::{CandidateSource, Listed, Resolved},
        sigma_error_panel::sigma_error_panel,
    },
    sigma::{self, ListWorkbooks},
    ui::{
        head::Head,
        number,
        panel::{self, Panel},
    },
    web::{AppError, NavItem, PageParts, RequestContext, Severity, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::prelude::*;
use std::{collections::BTreeSet, sync::Arc};

/// Where the workbooks come from.
#[derive(Clone)]
struct Source {
    snapshot: Arc<Snapshot>,
    /// Those that Sigma was asked for, instead of the directory's.
    archived: Option<Arc<[Workbook]>>,
}

impl Source {
    /// All its workbooks, by name.
    fn workbooks(&self) -> &[Workbook] {
        self.archived.as_deref().unwrap_or_else(|| self.snapshot.workbooks())
    }
}

/// A workbook of a source.
struct Row {
    source: Source,
    /// Its place among those of the source.
    at: usize,
}

impl Row {
    fn workbook(&self) -> &Workbook {
        &self.source.workbooks()[self.at]
    }

    fn owner(&self) -> String {
        name_of(&self.workbook().owner_id, &self.source.snapshot)
    }
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
        Filter::fixed("stale", "Stale", Staleness::CHOICES),
    ],
    columns: &[
        Column::new("name", "Name", name, |row| row.workbook().name.clone()).lead().searched().sorts(),
        Column::text("path", "Folder", |row: &Row| row.workbook().path.clone()).searched().sorts(),
        Column::new("owner", "Owner", owner, Row::owner).sorts(),
        Column::text("version", "Version", |row: &Row| row.workbook().latest_version.to_string()).class("num lo"),
        Column::new("tags", "Tags", tags, |row| tag_names(row.workbook()).join("; ")),
        Column::day("updated", "Updated", |row: &Row| row.workbook().updated_at).sorts(),
        Column::day("created", "Created", |row: &Row| row.workbook().created_at).offered(),
        Column::text("about", "Description", |row: &Row| row.workbook().description.clone().unwrap_or_default())
            .offered(),
        Column::new("id", "Workbook id", id, |row| row.workbook().id.to_string()).offered(),
    ],
    order: "name",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuBookOpen,
        title: "No workbook is here yet",
        text: "Workbooks made in Sigma appear after the next sync; explorations are left out.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let archived = archived(&cx, &query).await;
    let page = PageParts::new("Workbooks", NavItem::Workbooks).islands();
    let sub = format!("{} in use in {}", number(snapshot.workbooks().len()), cx.app.organization_name);
    let head = move || view! { <Head title="Workbooks" sub=sub.into_any()/> };
    let archived = match archived {
        Ok(archived) => archived,
        Err(error) if query.is_csv() => return Ok(cx.leave(&query.url(), Severity::Error, error.sentence()).await),
        Err(error) => {
            let body = move || {
                let panel = sigma_error_panel(&error);
                let back = view! { <a class="btn btn-sm" href=paths::WORKBOOKS>"Those in use"</a> }.into_any();
                view! { {head()}<Panel id="archived" title="Archived workbooks" actions=back>{panel}</Panel> }
            };
            return Ok(cx.render_page(page, body).await);
        }
    };
    let source = Source { snapshot, archived };
    let owner = who(&query, source.workbooks(), &source.snapshot);
    let found = find(&query, &source, &owner);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let of = source.workbooks().len();
    let tags = offered_tags(source.workbooks());
    let body = move || {
        let listing = Listing::cut(&LIST, query, found)
            .saved(saved)
            .of(of)
            .offer("owner", Offer::Named(owner))
            .offer("tag", Offer::Choices(tags));
        view! { {head()}{listing.view()} }
    };
    Ok(cx.render_page(page, body).await)
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
fn who(query: &ListQuery, source: &[Workbook], snapshot: &Snapshot) -> Resolved {
    let typed = query.filter("owner").unwrap_or_default();
    let ids: BTreeSet<&MemberId> = match typed {
        "" => BTreeSet::new(),
        _ => source.iter().map(|workbook| &workbook.owner_id).collect(),
    };
    let owners: Vec<_> = ids.into_iter().map(|id| (id.as_str(), name_of(id, snapshot))).collect();
    Listed::new("member", owners.iter().map(|(id, name)| (*id, name.as_str()))).resolve(typed)
}

fn name_of(id: &MemberId, snapshot: &Snapshot) -> String {
    grantee::name(&Grantee::Member(id.clone()), snapshot)
}

fn offered_tags(source: &[Workbook]) -> Vec<(String, String)> {
    let names: BTreeSet<&str> = source.iter().flat_map(tag_names).collect();
    names.into_iter().map(|name| (name.to_owned(), name.to_owned())).collect()
}

/// The workbooks that match; none while it is not clear who is meant.
fn find(query: &ListQuery, source: &Source, owner: &Resolved) -> Vec<Row> {
    let stale = query.filter("stale").and_then(Staleness::from_slug);
    let matches = |row: &Row| {
        owner.id().is_none_or(|id| row.workbook().owner_id.as_str() == id)
            && query.filter("tag").is_none_or(|tag| tag_names(row.workbook()).contains(&tag))
            && stale.is_none_or(|stale| source.snapshot.is_stale(Document::Workbook(row.workbook()), stale))
    };
    let all = if owner.is_settled() { source.workbooks().len() } else { 0 };
    LIST.find((0..all).map(|at| Row { source: source.clone(), at }).filter(matches), query)
}

fn tag_names(workbook: &Workbook) -> Vec<&str> {
    workbook.tags.iter().map(|tag| tag.name.as_str()).collect()
}

fn name(row: &Row) -> AnyView {
    view! { <a href=paths::workbook(&row.workbook().id)>{row.workbook().name.clone()}</a> }.into_any()
}

/// The owner; linked where they have a page.
fn owner(row: &Row) -> AnyView {
    let id = &row.workbook().owner_id;
    if row.source.snapshot.findable(id).is_some() {
        view! { <a href=paths::member(id)>{row.owner()}</a> }.into_any()
    } else {
        row.owner().into_any()
    }
}

fn tags(row: &Row) -> AnyView {
    let tags = row.workbook().tags.iter().map(|tag| view! { <span class="tag t-accent">{tag.name.clone()}</span>" " });
    tags.collect_view().into_any()
}

fn id(row: &Row) -> AnyView {
    panel::id(row.workbook().id.as_str()).into_any()
}
