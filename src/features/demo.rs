//! The demo's own: its clock can be moved on, so that terms end, reminders come and digests are sent. There is nothing of it in
//! service.

use crate::{
    auth,
    domain::AppError,
    ui::date,
    web::{RequestContext, Severity, end_due, fulfil_all},
};
use leptos::server;
use std::time::Duration;

const DAY: Duration = Duration::from_hours(24);

/// Moves the demo's clock on by a day, and has done at once what that brings.
#[server(endpoint = "demo/next-day")]
pub async fn next_day() -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    if !cx.app.moves_clock() {
        return Err(AppError::NotFound);
    }
    let (app, clock) = (&cx.app, cx.app.store.clock());
    clock.advance(DAY);
    let now = clock.now();
    // A session lasts a day: that of who pressed the button begins anew, those of others have ended.
    cx.session.cycle_id().await.map_err(|error| {
        tracing::warn!(%error, "A session could not go on into the next day");
        AppError::Broken
    })?;
    auth::touch(&cx.session, app.sessions, now).await;
    app.directory.sync().await;
    app.requests.remind(now).await?;
    end_due(&app.requests, &app.changes).await?;
    fulfil_all(&app.requests, &app.changes).await?;
    app.requests.close_lapsed(now).await?;
    app.notify.work_off().await?;
    let text = format!("It is {} now. Terms have ended, and reminders are on their way.", date(now));
    cx.lead_to(cx.back(), Severity::Info, text).await;
    Ok(())
}
