//! What is logged, and logging more for a while to find out what is wrong.

use super::actions::{LogAsConfigured, LogMore};
use crate::{
    domain::{AppError, Outcome},
    ui::{
        moment,
        panel::{Panel, fact},
    },
    web::{AuditEntry, Detail, Logged, More, RequestContext, Severity, log_as_configured, log_more, logged, paths},
};
use leptos::{prelude::*, server_fn::ServerFn};
use std::time::Duration;

/// For how many minutes more can be logged.
const MINUTES: [u64; 3] = [5, 15, 60];

/// Logs more for some minutes, and writes it into the audit log.
///
/// # Errors
/// [`AppError::Unreadable`] for words that no page sends, [`AppError::Refused`] where what is logged cannot be changed, and
/// failures of the database.
pub async fn more(cx: &RequestContext, detail: &str, minutes: &str) -> Result<(), AppError> {
    let detail = Detail::from_slug(detail).ok_or(AppError::Unreadable)?;
    let minutes = MINUTES.into_iter().find(|known| known.to_string() == minutes).ok_or(AppError::Unreadable)?;
    if logged().is_none() {
        return Err(AppError::Refused("What this process logs can’t be changed while it runs.".to_owned()));
    }
    audit(cx, format!("Set the log level to {} for {minutes} minutes", detail.slug())).await?;
    log_more(detail, Duration::from_mins(minutes), cx.now);
    let text = format!("The log has more detail for {minutes} minutes.");
    cx.lead_to(paths::STATUS, Severity::Success, text).await;
    Ok(())
}

/// Logs what the settings say.
///
/// # Errors
/// Failures of the database.
pub async fn as_configured(cx: &RequestContext) -> Result<(), AppError> {
    audit(cx, "Set the log level back to the configured one".to_owned()).await?;
    log_as_configured();
    cx.lead_to(paths::STATUS, Severity::Success, "The log level is the configured one again.").await;
    Ok(())
}

async fn audit(cx: &RequestContext, summary: String) -> Result<(), AppError> {
    cx.audit(AuditEntry {
        action: "log.level_changed",
        summary,
        subjects: Vec::new(),
        outcome: Outcome::Succeeded,
        sigma_request_id: None,
    })
    .await
}

/// What is logged; with `may_change`, the way to more and back. Nothing where it cannot be changed.
pub fn panel(may_change: bool) -> Option<AnyView> {
    let Logged { configured, more } = logged()?;
    let now = match more {
        Some(More { detail, until }) => view! {
            <span class="status is-running">{detail.label()}</span>" until "<time datetime=until.to_string()>{moment(until)}</time>
        }
        .into_any(),
        None => "As configured".into_any(),
    };
    let change = may_change.then(|| match more {
        Some(_) => view! {
            <form class="panel-foot" method="post" action=LogAsConfigured::url()><button class="btn">"Back to the configured level"</button></form>
        }
        .into_any(),
        None => form().into_any(),
    });
    Some(
        view! {
            <Panel id="logs" title="Logs">
                <dl class="facts">
                    {fact("Level", now)}
                    {fact("Configured", view! { <code>{configured}</code> })}
                </dl>
                {change}
            </Panel>
        }
        .into_any(),
    )
}

fn form() -> impl IntoView {
    let details = Detail::ALL.map(|detail| view! { <option value=detail.slug()>{detail.label()}</option> });
    let minutes =
        MINUTES.map(|minutes| view! { <option value=minutes.to_string()>{format!("{minutes} minutes")}</option> });
    view! {
        <form class="panel-foot adder" method="post" action=LogMore::url()>
            <select class="input" name="detail" aria-label="Level">{details.collect_view()}</select>
            <select class="input" name="minutes" aria-label="For how long">{minutes.collect_view()}</select>
            <button class="btn">"Log more"</button>
            <p class="hint">"Only the portal’s own messages, and only of the process that serves this page."</p>
        </form>
    }
}
