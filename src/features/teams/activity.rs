//! What was done to a team lately.

use super::tabs::{TeamPage, TeamTab};
use crate::{
    domain::Subject,
    features::shared::history,
    web::{AppError, RequestContext},
};
use axum::{extract::Path, response::Response};
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<String>) -> Result<Response, AppError> {
    let page = TeamPage::of_request(&cx, id)?;
    let lately = history::lately(&cx, &Subject::Team(page.team.id.clone())).await;
    let parts = page.page(Some("Activity"));
    let view = move || view! { {page.head(TeamTab::Activity)}{history::history(lately, "this team")} };
    Ok(cx.render_page(parts, view).await)
}
