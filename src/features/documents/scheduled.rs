//! Scheduled exports of everybody: what is sent to others again and again, by whom, and when; and the same as CSV.

use super::coverage;
use crate::{
    directory::Snapshot,
    domain::{Capability, DocumentRef, Grantee, MemberId, ScheduledExport},
    features::shared::{
        document_access::icon,
        grantee,
        list::{Column, Filter, List, ListQuery, Listing, Nothing, Offer, SavedList, Search},
        picker::{CandidateSource, Listed, Resolved},
    },
    ui::{head::Head, icon::Icon, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;
use std::{collections::BTreeMap, sync::Arc};

/// A scheduled export with its owner.
struct Row {
    snapshot: Arc<Snapshot>,
    owner: MemberId,
    export: ScheduledExport,
    /// When Sigma told of it.
    told_at: Timestamp,
}

impl Row {
    fn title(&self) -> String {
        self.export.title().to_owned()
    }

    fn owner_name(&self) -> String {
        grantee::name(&Grantee::Member(self.owner.clone()), &self.snapshot)
    }

    fn document(&self) -> Option<(DocumentRef, String)> {
        let of = self.export.document()?;
        let name = self.snapshot.document(&of)?.name().to_owned();
        Some((of, name))
    }

    fn document_name(&self) -> String {
        self.document().map_or_else(|| "not in the directory".to_owned(), |(_, name)| name)
    }

    fn state(&self) -> &'static str {
        if self.export.is_suspended { "Suspended" } else { "Active" }
    }
}

static LIST: List<Row> = List {
    path: paths::SCHEDULED_EXPORTS,
    one: "scheduled export",
    many: "scheduled exports",
    caption: "Scheduled exports",
    search: Search {
        form: "Filter scheduled exports",
        label: "Search scheduled exports",
        placeholder: "Title or document",
    },
    filters: &[
        Filter::named("owner", "Owner"),
        Filter::fixed("state", "State", &[("active", "Active"), ("suspended", "Suspended")]),
    ],
    columns: &[
        Column::text("title", "Title", Row::title).lead().searched().sorts(),
        Column::new("document", "Document", document, Row::document_name).searched().sorts(),
        Column::new("owner", "Owner", owner, Row::owner_name).sorts(),
        Column::text("when", "Sent", |row: &Row| row.export.schedule.words()),
        Column::new("state", "State", state, |row| row.state().to_owned()).sorts(),
        Column::day("told", "Synced", |row: &Row| row.told_at).sorts(),
        Column::new("id", "Export id", |row: &Row| panel::id(&row.export.id).into_any(), |row| row.export.id.clone())
            .offered(),
    ],
    order: "owner",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuCalendarOff,
        title: "No scheduled export is known",
        text: "Sigma is asked person by person what they have sent regularly; answers appear here as they come.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let owner = who(&query, &snapshot);
    let found = find(&query, &owner, &snapshot);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let all = snapshot.scheduled_exports().count();
    let sub = coverage::words(snapshot.scheduled_exports_coverage(), "active members", cx.now);
    let page = PageParts::new("Scheduled exports", NavItem::Documents).islands();
    let body = move || {
        let listing = Listing::cut(&LIST, query, found).saved(saved).of(all).offer("owner", Offer::Named(owner));
        view! {
            <Head title="Scheduled exports" crumbs=vec![("Documents", paths::DOCUMENTS)] sub=sub.into_any()/>
            {listing.view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// Whose exports are asked for, among those that own any.
fn who(query: &ListQuery, snapshot: &Snapshot) -> Resolved {
    let owners: BTreeMap<_, _> =
        snapshot.scheduled_exports().map(|(owner, ..)| (owner.id.as_str(), owner.full_name())).collect();
    let owners = owners.iter().map(|(id, name)| (*id, name.as_str()));
    Listed::new("member", owners).resolve(query.filter("owner").unwrap_or_default())
}

/// The exports that match; none while it is not clear who is meant.
fn find(query: &ListQuery, owner: &Resolved, snapshot: &Arc<Snapshot>) -> Vec<Row> {
    if !owner.is_settled() {
        return Vec::new();
    }
    let suspended = query.filter("state").map(|state| state == "suspended");
    let all = snapshot.scheduled_exports().filter(|(member, export, _)| {
        owner.id().is_none_or(|id| member.id.as_str() == id)
            && suspended.is_none_or(|suspended| export.is_suspended == suspended)
    });
    let rows = all.map(|(member, export, told_at)| Row {
        snapshot: snapshot.clone(),
        owner: member.id.clone(),
        export: export.clone(),
        told_at,
    });
    LIST.find(rows, query)
}

fn document(row: &Row) -> AnyView {
    match row.document() {
        Some((of, name)) => {
            view! { <div class="what"><Icon icon=icon(&of)/><a href=paths::document(&of)>{name}</a></div> }.into_any()
        }
        None => view! { <span class="muted">{row.document_name()}</span> }.into_any(),
    }
}

fn owner(row: &Row) -> AnyView {
    view! { <a href=paths::member(&row.owner)>{row.owner_name()}</a> }.into_any()
}

fn state(row: &Row) -> AnyView {
    let class = if row.export.is_suspended { "status is-skipped" } else { "status is-active" };
    view! { <span class=class>{row.state()}</span> }.into_any()
}
