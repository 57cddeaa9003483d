//! One workspace's page: who has been given access, and its facts.

use super::actions::{RevokeWorkspaceAccess, SetWorkspaceLevels};
use crate::{
    domain::{Workspace, WorkspaceId},
    features::shared::resource_access::{Changing, Resource, ResourceTab, held},
    ui::{
        date,
        panel::{self, Panel, fact},
    },
    web::{AppError, PageParts, RequestContext},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<WorkspaceId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    let snapshot = cx.snapshot()?;
    let workspace = snapshot.workspace(&id).cloned().ok_or(AppError::NotFound)?;
    let changing = Changing::of::<SetWorkspaceLevels, RevokeWorkspaceAccess>(&cx, &resource).await?;
    let (role, offers) = (cx.actor.role, resource.offers(&cx));
    let page = PageParts::new(workspace.name.clone(), resource.place());
    let body = move || {
        let grants = held(&resource, &snapshot, changing, role);
        view! {
            {resource.head(ResourceTab::Access, &snapshot, offers)}
            <div class="cols">
                <div class="stack">{grants}</div>
                <div class="stack">{facts(&workspace)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn facts(workspace: &Workspace) -> impl IntoView + use<> {
    let facts = view! {
        <dl class="facts">
            {fact("Created", view! { <time datetime=workspace.created_at.to_string()>{date(workspace.created_at)}</time> })}
            {fact("Updated", view! { <time datetime=workspace.updated_at.to_string()>{date(workspace.updated_at)}</time> })}
            {fact("Workspace id", panel::id(workspace.id.as_str()))}
            {fact("Id in URLs and grants", panel::id(&workspace.url_id))}
        </dl>
    };
    view! { <Panel id="about" title="About">{facts}</Panel> }
}
