//! The list of all documents, whatever their kind, and the same as CSV. Stale ones are found here, and given to another
//! owner together.

use super::actions::{KeepDocuments, StartOwnerChange};
use crate::{
    directory::{Document, Snapshot},
    domain::{Capability, DocumentRef, Grantee, Staleness},
    features::shared::{
        document_access::icon,
        grantee,
        list::{Bulk, Column, Filter, List, ListQuery, Listing, Nothing, Offer, Picks, SavedList, Search},
        picker::{CandidateSource, Listed, Resolved},
    },
    ui::{badge, head::Head, icon::Icon, number, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};
use std::{collections::BTreeSet, sync::Arc};

/// A document of the directory.
struct Row {
    snapshot: Arc<Snapshot>,
    /// Its place among all documents.
    at: u32,
}

impl Row {
    fn document(&self) -> Document<'_> {
        self.snapshot.document_at(self.at).expect("a row is one of its snapshot's documents")
    }

    fn owner(&self) -> String {
        grantee::name(&Grantee::Member(self.document().owner()), &self.snapshot)
    }
}

static LIST: List<Row> = List {
    path: paths::DOCUMENTS,
    one: "document",
    many: "documents",
    caption: "Documents",
    search: Search { form: "Filter documents", label: "Search documents", placeholder: "Name or folder" },
    filters: &[
        Filter::fixed("kind", "Kind", DocumentRef::KINDS),
        Filter::named("owner", "Owner"),
        Filter::fixed("stale", "Stale", Staleness::CHOICES),
    ],
    columns: &[
        Column::new("name", "Name", name, |row| row.document().name().to_owned()).lead().searched().sorts(),
        Column::text("kind", "Kind", |row: &Row| row.document().to_ref().label().to_owned()).sorts(),
        Column::text("path", "Folder", |row: &Row| row.document().path().to_owned()).searched().sorts(),
        Column::new("owner", "Owner", owner, Row::owner).sorts(),
        Column::new("state", "Owner’s account", state, |row| state_text(row).to_owned()).offered(),
        Column::day("updated", "Updated", |row: &Row| row.document().updated_at()).sorts(),
        Column::new("id", "Document id", id, |row| row.document().to_ref().inode_id().to_string()).offered(),
    ],
    // Kinds come one after the other, each by name.
    order: "",
    group: None,
    picks: Some(Picks {
        name: "document[]",
        value: |row| row.document().to_ref().key(),
        label: |row| row.document().name().to_owned(),
    }),
    nothing: Nothing {
        icon: lu::LuFiles,
        title: "No document is here yet",
        text: "Documents made in Sigma appear after the next sync.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let owner = who(&query, &snapshot);
    let found = find(&query, &owner, &snapshot);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let all = snapshot.documents().count();
    let bulk = cx.can(Capability::WriteDocuments).then(|| {
        let name =
            |key: &String| Some((key.clone(), snapshot.document(&DocumentRef::from_key(key)?)?.name().to_owned()));
        let buttons = view! { <button class="btn btn-sm">"Change owner"</button> };
        Bulk {
            action: StartOwnerChange::url(),
            keep: KeepDocuments::url(),
            buttons: buttons.into_any(),
            names: query.picks().iter().filter_map(name).collect(),
        }
    });
    let sub = format!(
        "{} in {}. “Unchanged” counts edits: Sigma’s API doesn’t tell when a document was last opened.",
        number(all),
        cx.app.organization_name
    );
    let audits = cx.can(Capability::ReadAudit);
    let page = PageParts::new("Documents", NavItem::Documents).islands();
    let body = move || {
        let listing = Listing::cut(&LIST, query, found).saved(saved).of(all).offer("owner", Offer::Named(owner));
        let listing = match bulk {
            Some(bulk) => listing.bulk(bulk),
            None => listing,
        };
        view! {
            <Head title="Documents" sub=sub.into_any()>
                {audits.then(|| view! {
                    <a class="btn" href=paths::SCHEDULED_EXPORTS>"Scheduled exports"</a>
                    <a class="btn" href=paths::EMBEDS>"Embeds"</a>
                })}
            </Head>
            {listing.view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// The documents that a list's query finds: what a form posts to say “all that match”.
pub fn matching(query: &str, snapshot: &Arc<Snapshot>) -> Vec<DocumentRef> {
    let query = ListQuery::read(&LIST, Some(query));
    let owner = who(&query, snapshot);
    find(&query, &owner, snapshot).iter().map(|row| row.document().to_ref()).collect()
}

/// Leads back to the list at this address with these documents picked.
pub async fn keep_picks(cx: &RequestContext, at: &str, keys: &[String]) {
    LIST.keep_picks(cx, at, keys).await;
}

/// Whose documents are asked for, among those that own any.
fn who(query: &ListQuery, snapshot: &Snapshot) -> Resolved {
    let typed = query.filter("owner").unwrap_or_default();
    let ids: BTreeSet<_> = match typed {
        "" => BTreeSet::new(),
        _ => snapshot.documents().map(Document::owner).collect(),
    };
    let owners: Vec<_> =
        ids.into_iter().map(|id| (grantee::name(&Grantee::Member(id.clone()), snapshot), id)).collect();
    Listed::new("member", owners.iter().map(|(name, id)| (id.as_str(), name.as_str()))).resolve(typed)
}

/// The documents that match; none while it is not clear who is meant.
fn find(query: &ListQuery, owner: &Resolved, snapshot: &Arc<Snapshot>) -> Vec<Row> {
    if !owner.is_settled() {
        return Vec::new();
    }
    let stale = query.filter("stale").and_then(Staleness::from_slug);
    let matches = |document: Document<'_>| {
        query.filter("kind").is_none_or(|kind| document.to_ref().slug() == kind)
            && owner.id().is_none_or(|id| document.owner().as_str() == id)
            && stale.is_none_or(|stale| snapshot.is_stale(document, stale))
    };
    let places = (0..).zip(snapshot.documents()).filter(|(_, document)| matches(*document));
    LIST.find(places.map(|(at, _)| Row { snapshot: snapshot.clone(), at }), query)
}

fn name(row: &Row) -> AnyView {
    let of = row.document().to_ref();
    let name = row.document().name().to_owned();
    view! { <div class="what"><Icon icon=icon(&of)/><a href=paths::document(&of)>{name}</a></div> }.into_any()
}

/// The owner, linked where they have a page; with what has become of them where they are gone.
fn owner(row: &Row) -> AnyView {
    let id = row.document().owner();
    let name = match row.snapshot.findable(&id) {
        Some(_) => view! { <a href=paths::member(&id)>{row.owner()}</a> }.into_any(),
        None => row.owner().into_any(),
    };
    let gone = row.snapshot.is_gone(&id).then(|| view! { " "{state(row)} });
    view! { {name}{gone} }.into_any()
}

fn state(row: &Row) -> AnyView {
    match row.snapshot.member(&row.document().owner()) {
        Some(owner) => badge::member_status(owner).into_any(),
        None => view! { <span class="status is-unknown">{state_text(row)}</span> }.into_any(),
    }
}

fn state_text(row: &Row) -> &'static str {
    let owner = row.snapshot.member(&row.document().owner());
    owner.map_or("Not in the directory", |owner| owner.status().label())
}

fn id(row: &Row) -> AnyView {
    panel::id(row.document().to_ref().inode_id().as_str()).into_any()
}
