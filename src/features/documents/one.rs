//! The pages of a data model and of a report: who may open it, its facts, what was done to it. Both kinds share them;
//! workbooks and datasets have pages of their own.

use crate::{
    directory::{self, Snapshot},
    domain::{Actor, Capability, DataModelId, DocumentRef, Grantee, ReportId, Subject},
    features::shared::{
        contest,
        document_access::{self, Document, Given},
        grantee,
        history::{history, lately},
    },
    ui::{
        avatar::Who,
        date,
        head::Head,
        moment,
        outside::outside,
        panel::{self, Panel, fact},
        tabs::{Tab, tabs},
    },
    web::{AppError, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use jiff::Timestamp;
use leptos::prelude::*;
use std::sync::Arc;

impl From<DataModelId> for DocumentRef {
    fn from(id: DataModelId) -> Self {
        Self::DataModel(id)
    }
}

impl From<ReportId> for DocumentRef {
    fn from(id: ReportId) -> Self {
        Self::Report(id)
    }
}

/// One data model or report with what its pages say of it.
struct One {
    document: Document,
    path: String,
    /// Where it opens in Sigma.
    url: String,
    description: Option<String>,
    version: u64,
    created_at: Timestamp,
}

/// The data model or report of a request, for those who may read the directory.
fn find(cx: &RequestContext, of: &DocumentRef) -> Result<(One, Arc<Snapshot>), AppError> {
    cx.require(Capability::ReadDirectory)?;
    let snapshot = cx.snapshot()?;
    let found = snapshot.document(of).ok_or(AppError::NotFound)?;
    let (document, path) = (Document::from(found), found.path().to_owned());
    let one = match found {
        directory::Document::DataModel(model) => One {
            document,
            path,
            url: model.url.clone(),
            description: model.description.clone(),
            version: model.latest_version,
            created_at: model.created_at,
        },
        directory::Document::Report(report) => One {
            document,
            path,
            url: report.url.clone(),
            description: report.description.clone(),
            version: report.latest_version,
            created_at: report.created_at,
        },
        directory::Document::Workbook(_) | directory::Document::Dataset(_) => return Err(AppError::NotFound),
    };
    Ok((one, snapshot))
}

impl One {
    /// Head and tabs of the page at `here`.
    fn heading(&self, here: &str) -> impl IntoView + use<> {
        let of = &self.document.of;
        let tab = |label, href: String| {
            let is_here = href == here;
            Tab::new(label, href, is_here)
        };
        let pages = vec![
            tab("Overview", paths::document(of)),
            tab("Everyone", paths::document_people(of)),
            tab("Activity", paths::document_activity(of)).part("history"),
        ];
        let sub = format!("{} in {}", of.label(), self.path);
        let open = outside(&self.url, "Open in Sigma", "btn");
        view! {
            <Head title=self.document.name.clone() crumbs=vec![("Documents", paths::DOCUMENTS)] sub=sub.into_any()>{open}</Head>
            {tabs(&self.document.name, pages)}
        }
    }

    fn about(&self, actor: &Actor, snapshot: &Snapshot) -> Option<impl IntoView + use<>> {
        let of = &self.document.of;
        let document = snapshot.document(of)?;
        let (id, updated) = (document.owner(), document.updated_at());
        let owner = match snapshot.findable(&id) {
            Some(owner) => {
                let href = Some(paths::member(&owner.id));
                view! { <Who name=owner.full_name() email=owner.email.clone() href=href/> }.into_any()
            }
            None => grantee::name(&Grantee::Member(id), snapshot).into_any(),
        };
        let facts = view! {
            <dl class="facts">
                {self.description.clone().filter(|text| !text.is_empty()).map(|text| fact("Description", text))}
                {fact("Owner", owner)}
                {fact("Folder", self.path.clone())}
                {fact("Latest version", self.version.to_string())}
                {fact("Updated", view! { <time datetime=updated.to_string()>{moment(updated)}</time> })}
                {fact("Created", view! { <time datetime=self.created_at.to_string()>{date(self.created_at)}</time> })}
                {fact("Document id", panel::id(of.inode_id().as_str()))}
            </dl>
        };
        let actions = document_access::change_owner(of, paths::document(of), actor, snapshot);
        Some(view! { <Panel id="about" title="About" actions=actions.into_any()>{facts}</Panel> })
    }
}

/// Who may open it, and its facts.
pub async fn show<Id: Into<DocumentRef>>(cx: RequestContext, Path(id): Path<Id>) -> Result<Response, AppError> {
    let (one, snapshot) = find(&cx, &id.into())?;
    let given = Given::of(&cx, &one.document, &snapshot).await;
    let (actor, again) = (cx.actor.clone(), cx.shown_again().await?);
    let page = PageParts::new(one.document.name.clone(), one.document.place());
    let body = move || {
        let access = document_access::panel(&one.document, given, &actor, &again, &snapshot);
        view! {
            {one.heading(&paths::document(&one.document.of))}
            {contest::asked(&again)}
            <div class="cols">
                <div class="stack">{access}</div>
                <div class="stack">{one.about(&actor, &snapshot)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

/// Everybody who can open it, and why; as a page or as CSV.
pub async fn people<Id: Into<DocumentRef>>(cx: RequestContext, Path(id): Path<Id>) -> Result<Response, AppError> {
    let (one, _) = find(&cx, &id.into())?;
    let reached = one.document.reached();
    let here = reached.path.clone();
    reached.page(cx, move |_| one.heading(&here).into_any()).await
}

/// What was done to it lately.
pub async fn activity<Id: Into<DocumentRef>>(cx: RequestContext, Path(id): Path<Id>) -> Result<Response, AppError> {
    let (one, _) = find(&cx, &id.into())?;
    let past = lately(&cx, &Subject::from(&one.document.of)).await;
    let page = PageParts::new(format!("Activity of {}", one.document.name), one.document.place());
    let body = move || {
        let heading = one.heading(&paths::document_activity(&one.document.of));
        view! { {heading}{history(past, &format!("this {}", one.document.of.kind()))} }
    };
    Ok(cx.render_page(page, body).await)
}
