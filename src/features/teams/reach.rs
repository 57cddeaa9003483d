//! What a team has access to, and its values of user attributes.

use super::{
    access::{self, grant_form},
    attributes,
    tabs::{TeamPage, TeamTab},
};
use crate::{
    directory::Snapshot,
    domain::{Capability, Team},
    features::shared::contest,
    ui::{empty::Empty, panel::Panel},
    web::{AppError, RequestContext, ShownAgain},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let page = TeamPage::of_request(&cx, id)?;
    let (grants, sets) = (cx.can(Capability::WriteGrants), cx.can(Capability::WriteMembers));
    let again = cx.shown_again().await?;
    let parts = page.page(Some("Access"));
    let view = move || {
        view! {
            {page.head(TeamTab::Access)}
            {contest::asked(&again)}
            <div class="stack">
                {reach(&page.team, grants, &again, &page.snapshot)}
                {attributes::panel(&page.team.id, sets, &again, &page.snapshot)}
            </div>
        }
    };
    Ok(cx.render_page(parts, view).await)
}

fn reach(team: &Team, grants: bool, again: &ShownAgain, snapshot: &Snapshot) -> impl IntoView + use<> {
    let held = access::held(&team.id, snapshot);
    let n = held.len().to_string();
    let rows: Vec<_> = held.into_iter().map(|held| access::row(held, &team.id, grants, snapshot)).collect();
    let body = if rows.is_empty() {
        view! {
            <Empty icon=lu::LuFolder title="No access yet" text="Everyone in the team can use what you grant to it."/>
        }
        .into_any()
    } else {
        view! { <ul class="reach">{rows}</ul> }.into_any()
    };
    let give = grants.then(|| grant_form(&team.id, again, snapshot));
    view! { <Panel id="reach" title="Access" count=n>{body}{give}</Panel> }
}
