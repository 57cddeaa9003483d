//! One dataset's page: who may open it, and its facts.

use super::{heading, retired};
use crate::{
    directory::{self, Snapshot},
    domain::{Actor, Capability, Dataset, DatasetId, DocumentRef, Grantee, MemberId},
    features::shared::{
        contest,
        document_access::{self, Document, Given},
        grantee,
    },
    ui::{
        avatar::Who,
        date, moment,
        outside::outside,
        panel::{self, Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let (dataset, snapshot) = heading::find(&cx, &DatasetId::new(id))?;
    let document = Document::from(directory::Document::Dataset(&dataset));
    let given = Given::of(&cx, &document, &snapshot).await;
    let (actor, again) = (cx.actor.clone(), cx.shown_again().await?);
    let page = PageParts::new(dataset.name.clone(), NavItem::Datasets);
    let notice = retired(&snapshot);
    let body = move || {
        let access = document_access::panel(&document, given, &actor, &again, &snapshot);
        view! {
            {heading::heading(&dataset, &paths::dataset(&dataset.id))}
            {notice}
            {contest::asked(&again)}
            <div class="cols">
                <div class="stack">{access}</div>
                <div class="stack">{about(&dataset, &actor, &snapshot)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn about(dataset: &Dataset, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
    let person = |id: &str| match snapshot.findable(&MemberId::new(id)) {
        Some(member) => {
            let href = Some(paths::member(&member.id));
            view! { <Who name=member.full_name() email=member.email.clone() href=href/> }.into_any()
        }
        None => grantee::name(&Grantee::Member(MemberId::new(id)), snapshot).into_any(),
    };
    let model = dataset.migration_to_data_model.as_ref().map(|to| {
        let when = view! { <time datetime=to.migrated_at.to_string()>{date(to.migrated_at)}</time> };
        let link = outside(&to.data_model_url, "Open the data model", "")
            .unwrap_or_else(|| panel::id(&to.data_model_id).into_any());
        view! { {fact("Replaced by", link)}{fact("Migrated", when)}{fact("Migrated by", person(&to.migrated_by))} }
    });
    let facts = view! {
        <dl class="facts">
            {(!dataset.description.is_empty()).then(|| fact("Description", dataset.description.clone()))}
            {model}
            {fact("Owner", person(&dataset.owner))}
            {fact("Used by", crate::ui::count(usize::try_from(dataset.reference_count).unwrap_or(usize::MAX), "document", "documents"))}
            {fact("Folder", dataset.path.clone())}
            {fact("Updated", view! { <time datetime=dataset.updated_at.to_string()>{moment(dataset.updated_at)}</time> })}
            {fact("Created", view! { <time datetime=dataset.created_at.to_string()>{date(dataset.created_at)}</time> })}
            {fact("Dataset id", panel::id(dataset.id.as_str()))}
        </dl>
    };
    let of = DocumentRef::Dataset(dataset.id.clone());
    let actions = document_access::change_owner(&of, paths::dataset(&dataset.id), actor, snapshot);
    view! { <Panel id="about" title="About" actions=actions.into_any()>{facts}</Panel> }
}
