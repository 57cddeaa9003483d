//! One workspace's page: who has been given access, and its facts.

use super::actions::{RevokeWorkspaceAccess, SetWorkspaceLevels};
use crate::{
    domain::{Capability, Subject, Workspace, WorkspaceId},
    features::shared::{
        history,
        resource_access::{Changing, Resource, Tab, held},
    },
    ui::{
        date,
        icon::Icon,
        panel::{self, Panel, fact},
    },
    web::{AppError, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<WorkspaceId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    let snapshot = cx.snapshot()?;
    let workspace = snapshot.workspace(&id).cloned().ok_or(AppError::NotFound)?;
    let lately = history::lately(&cx, &Subject::Workspace(workspace.id.clone())).await;
    let changing = Changing::of::<SetWorkspaceLevels, RevokeWorkspaceAccess>(&cx, &resource).await?;
    let role = cx.actor.role;
    let writes = cx.can(Capability::WriteWorkspaces);
    let page = PageParts::new(workspace.name.clone(), resource.place());
    let body = move || {
        let actions = writes.then(|| {
            view! {
                <a class="btn" href=paths::workspace_edit(&workspace.id)><Icon icon=lu::LuPencil/>" Rename"</a>
                <a class="btn btn-danger" href=paths::workspace_delete(&workspace.id)><Icon icon=lu::LuTrash2/>" Delete"</a>
            }
        });
        let grants = held(&resource, &snapshot, changing, role);
        view! {
            {resource.head(Tab::Access, &snapshot, actions.map(IntoAny::into_any))}
            <div class="cols">
                <div class="stack">{grants}</div>
                <div class="stack">{facts(&workspace)}{history::history(lately, "this workspace")}</div>
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
