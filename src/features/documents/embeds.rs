//! Embeds of all workbooks, for access reviews: a public one is seen by anybody who has its link. And the same as CSV.

use super::coverage;
use crate::{
    directory::Snapshot,
    domain::{Capability, Embed, Grantee, WorkbookId},
    features::shared::{
        grantee,
        list::{Column, Filter, List, ListQuery, Listing, Nothing, SavedList, Search},
    },
    ui::{head::Head, panel},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use icondata_lu as lu;
use jiff::Timestamp;
use leptos::prelude::*;
use std::sync::Arc;

/// An embed with its workbook.
struct Row {
    snapshot: Arc<Snapshot>,
    workbook: WorkbookId,
    embed: Embed,
    /// When Sigma told of it.
    told_at: Timestamp,
}

impl Row {
    fn workbook_name(&self) -> String {
        self.snapshot.workbook(&self.workbook).map(|workbook| workbook.name.clone()).unwrap_or_default()
    }

    fn owner(&self) -> String {
        let workbook = self.snapshot.workbook(&self.workbook);
        workbook.map(|w| grantee::name(&Grantee::Member(w.owner_id.clone()), &self.snapshot)).unwrap_or_default()
    }

    fn audience(&self) -> &'static str {
        if self.embed.is_public { "Anyone with the link" } else { "People who sign in" }
    }
}

static LIST: List<Row> = List {
    path: paths::EMBEDS,
    one: "embed",
    many: "embeds",
    caption: "Embeds",
    search: Search { form: "Filter embeds", label: "Search embeds", placeholder: "Workbook or part" },
    filters: &[Filter::fixed(
        "audience",
        "Seen by",
        &[("public", "Anyone with the link"), ("secure", "People who sign in")],
    )],
    columns: &[
        Column::new("workbook", "Workbook", workbook, Row::workbook_name).lead().searched().sorts(),
        Column::text("part", "Part", |row: &Row| row.embed.part()).searched().sorts(),
        Column::new("audience", "Seen by", audience, |row| row.audience().to_owned()).sorts(),
        Column::text("owner", "Owner", Row::owner).sorts(),
        Column::day("told", "Synced", |row: &Row| row.told_at).sorts(),
        Column::new(
            "id",
            "Embed id",
            |row: &Row| panel::id(&row.embed.embed_id).into_any(),
            |row| row.embed.embed_id.clone(),
        )
        .offered(),
    ],
    order: "workbook",
    group: None,
    picks: None,
    nothing: Nothing {
        icon: lu::LuLock,
        title: "No embed is known",
        text: "Sigma is asked workbook by workbook where it is embedded; answers appear here as they come.",
    },
};

pub async fn list(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let (saved, query) = SavedList::asked(&cx, &LIST).await;
    let snapshot = cx.snapshot()?;
    let found = find(&query, &snapshot);
    if query.is_csv() {
        return Ok(LIST.csv(&query, cx.now, found).await);
    }
    let all = snapshot.embeds().count();
    let sub = coverage::words(snapshot.embeds_coverage(), "workbooks", cx.now);
    let page = PageParts::new("Embeds", NavItem::Documents).islands();
    let body = move || {
        let listing = Listing::cut(&LIST, query, found).saved(saved).of(all);
        view! {
            <Head title="Embeds" crumbs=vec![("Documents", paths::DOCUMENTS)] sub=sub.into_any()/>
            {listing.view()}
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn find(query: &ListQuery, snapshot: &Arc<Snapshot>) -> Vec<Row> {
    let public = query.filter("audience").map(|audience| audience == "public");
    let all = snapshot.embeds().filter(|(_, embed, _)| public.is_none_or(|public| embed.is_public == public));
    let rows = all.map(|(workbook, embed, told_at)| Row {
        snapshot: snapshot.clone(),
        workbook: workbook.id.clone(),
        embed: embed.clone(),
        told_at,
    });
    LIST.find(rows, query)
}

fn workbook(row: &Row) -> AnyView {
    view! { <a href=paths::workbook_contents(&row.workbook)>{row.workbook_name()}</a> }.into_any()
}

fn audience(row: &Row) -> AnyView {
    let class = if row.embed.is_public { "tag t-warn" } else { "tag" };
    view! { <span class=class>{row.audience()}</span> }.into_any()
}
