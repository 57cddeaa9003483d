//! A workbook's overview: facts, who may open it, named versions.

use super::heading;
use crate::{
    directory::Snapshot,
    domain::{Actor, Capability, DocumentRef, Grantee, Workbook, WorkbookId},
    features::shared::{
        contest,
        document_access::{self, Document, Given},
        grantee,
    },
    ui::{
        avatar::Who,
        date, moment,
        panel::{self, Panel, fact},
    },
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    cx.require(Capability::ReadDirectory)?;
    let snapshot = cx.snapshot()?;
    let workbook = heading::find(&cx, &WorkbookId::new(id)).await?;
    let document = Document::from(&workbook);
    let given = Given::of(&cx, &document, &snapshot).await;
    let (actor, again) = (cx.actor.clone(), cx.shown_again().await?);
    let page = PageParts::new(workbook.name.clone(), NavItem::Workbooks);
    let body = move || {
        let held = document_access::panel(&document, given, &actor, &again, &snapshot);
        view! {
            {heading::heading(&workbook, &actor, &snapshot, &paths::workbook(&workbook.id))}
            {heading::own_folder(&workbook, &snapshot).map(heading::own_folder_note)}
            {contest::asked(&again)}
            <div class="cols">
                <div class="stack">{held}{versions(&workbook)}</div>
                <div class="stack">{about(&workbook, &actor, &snapshot)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn about(workbook: &Workbook, actor: &Actor, snapshot: &Snapshot) -> impl IntoView + use<> {
    let owner = match snapshot.findable(&workbook.owner_id) {
        Some(member) => {
            let href = actor.role.can(Capability::ReadDirectory).then(|| paths::member(&member.id));
            view! { <Who name=member.full_name() email=member.email.clone() href=href/> }.into_any()
        }
        None => grantee::name(&Grantee::Member(workbook.owner_id.clone()), snapshot).into_any(),
    };
    let facts = view! {
        <dl class="facts">
            {workbook.description.clone().filter(|text| !text.is_empty()).map(|text| fact("Description", text))}
            {fact("Owner", owner)}
            {fact("Folder", workbook.path.clone())}
            {fact("Latest version", workbook.latest_version.to_string())}
            {fact("Updated", view! { <time datetime=workbook.updated_at.to_string()>{moment(workbook.updated_at)}</time> })}
            {fact("Created", view! { <time datetime=workbook.created_at.to_string()>{date(workbook.created_at)}</time> })}
            {fact("Workbook id", panel::id(workbook.id.as_str()))}
        </dl>
    };
    let of = DocumentRef::Workbook(workbook.id.clone());
    let actions = document_access::change_owner(&of, paths::workbook(&workbook.id), actor, snapshot);
    view! { <Panel id="about" title="About" actions=actions.into_any()>{facts}</Panel> }
}

/// Versions with a name; nothing where there is none, as is usual.
fn versions(workbook: &Workbook) -> Option<impl IntoView + use<>> {
    if workbook.tags.is_empty() {
        return None;
    }
    let rows = workbook.tags.iter().map(|tag| {
        let behind = workbook.latest_version.saturating_sub(tag.source_workbook_version);
        let state = match behind {
            0 => "the latest version".to_owned(),
            1 => "one version behind".to_owned(),
            n => format!("{n} versions behind"),
        };
        view! {
            <tr>
                <th scope="row" class="lead"><span class="tag t-accent">{tag.name.clone()}</span></th>
                <td data-label="Version" class="num">{tag.source_workbook_version}</td>
                <td>{state}</td>
                <td data-label="Tagged" class="muted nowrap">
                    <time datetime=tag.workbook_tagged_at.to_string()>{date(tag.workbook_tagged_at)}</time>
                </td>
            </tr>
        }
    });
    let rows = rows.collect_view();
    let table = view! {
        <table class="table">
            <caption class="vh">"Versions with a name"</caption>
            <thead><tr>
                <th scope="col">"Tag"</th><th scope="col" class="num">"Version"</th>
                <th scope="col">"State"</th><th scope="col">"Tagged"</th>
            </tr></thead>
            <tbody>{rows}</tbody>
        </table>
    };
    let n = workbook.tags.len().to_string();
    Some(view! { <Panel id="versions" title="Named versions" count=n class="table-box">{table}</Panel> })
}
