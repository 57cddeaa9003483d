//! The settings page.

use super::{audit_log::AuditLog, notifications::Notifications, panels, posture, reading, readings::Readings, sigma};
use crate::{
    directory::SyncState,
    domain::Capability,
    ui::{head::Head, islands::LiveRegion},
    web::{AppError, NavItem, PageParts, RequestContext, paths},
};
use axum::response::Response;
use leptos::prelude::*;

/// How often the page reloads itself without script while the directory is being read, in seconds.
const RELOAD: u32 = 3;

pub async fn show(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let asked = cx.sigma();
    let store = &cx.app.store;
    let now = cx.now;
    let (whoami, tasks, readings, posture) =
        tokio::join!(asked.whoami(), store.tasks(), Readings::of(store, now), posture::of(&asked));
    let (tasks, readings) = (tasks?, readings?);
    let used = cx.app.client.client_id();
    let (renewed, left) = (store.credentials_named(&used).await?, store.credentials_left(&used).await?);
    let notifications = Notifications::of(&cx).await?;
    let audit_log = AuditLog::of(&cx).await?;
    let app = cx.app.clone();
    let status = app.directory.status();
    let snapshot = cx.snapshot().ok();
    let reads = matches!(status.state, SyncState::Running(_));
    let allowed =
        reading::Allowed { read: cx.can(Capability::RefreshDirectory), accept: cx.can(Capability::AcceptShorterLists) };
    let tokens = cx.can(Capability::ManageTokens);
    let writes = cx.can(Capability::WriteOrganization);
    let in_use = sigma::InUse { renewed, left, may_renew: writes };
    let page = PageParts::new("Settings", NavItem::Settings);
    let page = if reads { page.islands().reload_after(Some(RELOAD)) } else { page };
    let body = move || {
        let follow = reads.then(|| {
            view! { <LiveRegion region="reading-region".to_owned() events=paths::DIRECTORY_EVENTS.to_owned()/> }
        });
        view! {
            <Head title="Settings" sub="Configuration and health of this portal. Settings come from environment variables; see the documentation.".into_any()>
                {tokens.then(|| view! { <a class="btn" href=paths::API_TOKENS>"API tokens"</a> })}
            </Head>
            <div class="cols">
                <div class="stack">
                    <div class="stack" id="reading-region">{reading::panel(&status, allowed, now)}</div>
                    {readings.panel()}
                    {panels::account_types(snapshot.as_deref())}
                    {notifications.panel()}
                    {audit_log.panel()}
                    {panels::tasks(&tasks, now)}
                </div>
                <div class="stack">
                    {sigma::access(&app, whoami, &in_use, snapshot.as_deref())}
                    {posture.panel(writes, snapshot.as_deref())}
                    {sigma::calls(&app.client)}
                    {panels::people(&app, snapshot.as_deref())}
                    {panels::guards(&app, snapshot.as_deref())}
                    {panels::retention(&app)}
                    {panels::versions(&app)}
                </div>
            </div>
            {follow}
        }
    };
    Ok(cx.render_page(page, body).await)
}
