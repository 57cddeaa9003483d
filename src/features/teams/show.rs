//! One team's page: who is in it, and what it is.

use super::{
    may_edit, people,
    tabs::{TeamPage, TeamTab},
    ticks::Ticks,
};
use crate::{
    domain::Team,
    features::shared::contest,
    ui::{
        date,
        panel::{self, Panel, fact},
    },
    web::{AppError, RequestContext},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

/// A team's page.
pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let page = TeamPage::of_request(&cx, id)?;
    let again = cx.shown_again().await?;
    let parts = page.page(None);
    let ticks = Ticks::of(&cx, may_edit(&cx, &page.team.id));
    let view = move || {
        let people = people::panel(&page.team, page.removes, ticks, &page.snapshot);
        view! {
            {page.head(TeamTab::Members)}
            {contest::asked(&again)}
            <div class="cols">
                <div class="stack">{people}</div>
                <div class="stack">{about(&page.team)}</div>
            </div>
        }
    };
    Ok(cx.render_page(parts, view).await)
}

fn about(team: &Team) -> impl IntoView + use<> {
    let day = |at: jiff::Timestamp| view! { <time datetime=at.to_string()>{date(at)}</time> };
    let facts = view! {
        <dl class="facts">
            {fact("Visibility", view! { {team.visibility().label().to_owned()}<p class="hint">{team.visibility().meaning()}</p> })}
            {fact("Created", day(team.created_at))}
            {fact("Last changed", day(team.updated_at))}
            {fact("Team id", panel::id(team.id.as_str()))}
        </dl>
    };
    view! { <Panel id="about" title="About">{facts}</Panel> }
}
