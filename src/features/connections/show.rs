//! One connection's page: who has been given access, whether it works, what a path in it is, and its facts.

use super::{
    actions::{RevokeConnectionAccess, SetConnectionLevels},
    check::{self, Query},
};
use crate::{
    domain::{Capability, Connection, ConnectionId, Subject},
    features::shared::{
        history,
        resource_access::{Changing, Resource, Tab, held},
    },
    ui::{
        date,
        icon::Icon,
        moment,
        panel::{self, Panel, fact},
    },
    web::{AppError, PageParts, RequestContext, decode, paths},
};
use axum::{extract::Path, response::Response};
use icondata_lu as lu;
use leptos::prelude::*;

/// The page. It waits for Sigma only when its URL asks for a test or a path.
pub async fn show(cx: RequestContext, Path(id): Path<ConnectionId>) -> Result<Response, AppError> {
    let resource = Resource::of_request(&cx, id.clone())?;
    let snapshot = cx.snapshot()?;
    let connection = snapshot.connection(&id).cloned().ok_or(AppError::NotFound)?;
    let query: Query = decode(cx.parts.uri.query());
    let checked = check::ask(query, &cx, &connection.id).await;
    let lately = history::lately(&cx, &Subject::Connection(connection.id.clone())).await;
    let changing = Changing::of::<SetConnectionLevels, RevokeConnectionAccess>(&cx, &resource).await?;
    let role = cx.actor.role;
    let edits = cx.can(Capability::WriteConnections);
    let page = PageParts::new(connection.name.clone(), resource.place());
    let body = move || {
        let edit = edits.then(|| {
            view! { <a class="btn" href=paths::connection_edit(&connection.id)><Icon icon=lu::LuPencil/>" Edit"</a> }
                .into_any()
        });
        let grants = held(&resource, &snapshot, changing, role);
        view! {
            {resource.head(Tab::Access, &snapshot, edit)}
            <div class="cols">
                <div class="stack">{grants}</div>
                <div class="stack">
                    {checked.test(&connection.id)}
                    {facts(&connection)}
                    {checked.lookup(&connection.id)}
                    {history::history(lately, "this connection")}
                </div>
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
    let last = connection.last_active_at.map_or_else(|| "never".to_owned(), moment);
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
