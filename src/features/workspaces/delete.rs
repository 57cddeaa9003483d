//! Deleting a workspace: what it would do, then the plan, which wants the name typed.

use super::{
    actions::DeleteWorkspace,
    files::{Census, SIGMA_TIMEOUT, census},
};
use crate::{
    directory::Snapshot,
    domain::{Capability, Grantee, WorkspaceId},
    features::shared::{resource_access::Resource, sigma_error_panel::sigma_error_panel},
    sigma,
    ui::{
        count,
        head::Head,
        icon::Icon,
        number,
        panel::{Panel, fact},
    },
    web::{AppError, PageParts, RequestContext, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::{prelude::*, server_fn::ServerFn};

/// What would be lost.
pub async fn ask(cx: RequestContext, Path(id): Path<WorkspaceId>) -> Result<Response, AppError> {
    cx.require(Capability::WriteWorkspaces)?;
    let resource = Resource::of_request(&cx, id.clone())?;
    let snapshot = cx.snapshot()?;
    let holds = census(&cx.sigma_within(SIGMA_TIMEOUT), &id).await;
    let page = PageParts::new(format!("Delete {}", resource.name), resource.place());
    Ok(cx.render_page(page, move || view(&resource, &id, holds, &snapshot)).await)
}

fn view(
    resource: &Resource,
    id: &WorkspaceId,
    holds: Result<Census, sigma::Error>,
    snapshot: &Snapshot,
) -> impl IntoView + use<> {
    let title = format!("Delete {}", resource.name);
    let grants = snapshot.grants(&resource.of);
    let teams = grants.iter().filter(|grant| matches!(grant.grantee(), Some(Grantee::Team(_)))).count();
    let personal = grants.len() - teams;
    let reach = view! { <a href=paths::resource_people(&resource.of)>{count(snapshot.reach_count(&resource.of), "person", "people")}</a> };
    let facts = view! {
        <dl class="facts facts-wide">
            {fact("Lose access to it", reach)}
            {fact("Team grants", number(teams))}
            {fact("Personal grants", number(personal))}
        </dl>
    };
    let contents = match holds {
        Ok(holds) => census_view(holds, id),
        Err(error) => sigma_error_panel(&error).into_any(),
    };
    view! {
        <Head title=title crumbs=vec![resource.above()]
            sub="A deleted workspace can’t be restored. You review the change before anything is deleted.".into_any()/>
        <div class="stack">
            <Panel id="impact" title="Who is affected">{facts}</Panel>
            <Panel id="holds" title="What it contains">{contents}</Panel>
            <form class="form-end" method="post" action=DeleteWorkspace::url()>
                {resource.hidden_id()}
                <button class="btn btn-danger"><Icon icon=lu::LuTrash2/>" Review change"</button>
                <a class="btn btn-quiet" href=paths::workspace(id)>"Cancel"</a>
            </form>
        </div>
    }
}

fn census_view(holds: Census, id: &WorkspaceId) -> AnyView {
    let Census { kinds, more } = holds;
    if kinds.is_empty() {
        return view! { <p class="panel-body">"Nothing that the portal's own account can see in Sigma."</p> }
            .into_any();
    }
    let kinds: Vec<_> = kinds
        .into_iter()
        .map(|(kind, n)| view! { <div><dt>{super::contents::kind(&kind).1}</dt><dd>{number(n)}</dd></div> })
        .collect();
    let more = more.then_some("These are the first of more. ");
    view! {
        <dl class="facts facts-wide">{kinds}</dl>
        <footer class="panel-foot">
            {more}"What becomes of them Sigma does not say. "<a href=paths::workspace_files(id)>"See the contents"</a>
        </footer>
    }
    .into_any()
}
