//! One connection's page: who has been given access, and its facts.

use super::{
    actions::{RevokeConnectionAccess, SetConnectionLevels},
    check::Query,
};
use crate::{
    domain::{Connection, ConnectionId},
    features::shared::resource_access::{Changing, Resource, ResourceTab, held},
    ui::{
        date, moment,
        panel::{self, Panel, fact},
    },
    web::{AppError, PageParts, RequestContext, decode, paths},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use leptos::prelude::*;

pub async fn show(cx: RequestContext, Path(id): Path<ConnectionId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    // Links to a test or a path led here before checks had a page of their own.
    if let Some(query) = cx.parts.uri.query().filter(|query| decode::<Query>(Some(query)).asks()) {
        return Ok(Redirect::to(&format!("{}?{query}", paths::connection_check(&id))).into_response());
    }
    let snapshot = cx.snapshot()?;
    let connection = snapshot.connection(&id).cloned().ok_or(AppError::NotFound)?;
    let changing = Changing::of::<SetConnectionLevels, RevokeConnectionAccess>(&cx, &resource).await?;
    let (role, offers) = (cx.actor.role, resource.offers(&cx));
    let page = PageParts::new(connection.name.clone(), resource.place());
    let body = move || {
        let grants = held(&resource, &snapshot, changing, role);
        view! {
            {resource.head(ResourceTab::Access, &snapshot, offers)}
            <div class="cols">
                <div class="stack">{grants}</div>
                <div class="stack">{facts(&connection)}</div>
            </div>
        }
    };
    Ok(cx.render_page(page, body).await)
}

fn facts(connection: &Connection) -> impl IntoView + use<> {
    let day = |at: jiff::Timestamp| view! { <time datetime=at.to_string()>{date(at)}</time> };
    let kind = match (connection.is_sample, connection.is_audit_log) {
        (true, _) => Some(fact("Kind", "Sigma's sample data")),
        (_, true) => Some(fact("Kind", "Sigma's audit log")),
        _ => None,
    };
    let sign_in = if connection.use_oauth { "Each person’s own account (OAuth)" } else { "Shared service account" };
    let last = match connection.last_active_at {
        Some(at) => view! { <time datetime=at.to_string()>{moment(at)}</time> }.into_any(),
        None => "never".into_any(),
    };
    let facts = view! {
        <dl class="facts">
            {fact("Warehouse", connection.warehouse_label().to_owned())}
            {fact("Authentication", sign_in)}
            {kind}
            {fact("Last query", last)}
            {fact("Created", day(connection.created_at))}
            {fact("Updated", day(connection.updated_at))}
            {fact("Connection id", panel::id(connection.id.as_str()))}
        </dl>
    };
    view! { <Panel id="about" title="About">{facts}</Panel> }
}
