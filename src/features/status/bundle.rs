//! What the status page knows, as a file for whoever helps: without secrets, and without people.

use super::health::{Check, Health};
use crate::{
    auth::Auth,
    domain::Capability,
    web::{self, AppError, COMMIT, Mode, RequestContext, recent_trouble},
};
use axum::{body::Body, http::HeaderValue, response::Response};
use serde_json::{Value, json};

/// The file. What is told of a trouble is its constant words: causes may name people.
pub async fn download(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let health = Health::of(&cx).await;
    let app = &cx.app;
    let bundle = json!({
        "made_at": cx.now.to_string(),
        "version": env!("CARGO_PKG_VERSION"),
        "commit": COMMIT,
        "started_at": app.started_at.to_string(),
        "mode": match app.mode { Mode::Demo => "demo", Mode::Serve => "serve" },
        "database": app.store.kind(),
        "sign_in": match &app.auth {
            Auth::Demo => "personas",
            Auth::Proxy(_) => "proxy header",
            Auth::Assertion(_) => "proxy assertion",
            Auth::Oidc(_) => "openid connect",
        },
        "checks": health.checks.iter().map(check).collect::<Vec<_>>(),
        "directory": directory(&cx),
        "sigma": sigma(&cx),
        "backlog": health.backlog.as_ref().map(|backlog| json!({
            "changes": backlog.changes.iter().map(|(state, count, oldest)| json!({
                "state": state.label(), "count": count, "oldest": oldest.map(|at| at.to_string()),
            })).collect::<Vec<_>>(),
            "requests": backlog.requests,
            "overdue": backlog.overdue,
            "outbox": backlog.outbox.iter().map(|(channel, counts)| json!({
                "channel": channel.slug(), "waiting": counts.waiting, "dead": counts.dead,
            })).collect::<Vec<_>>(),
        })),
        "jobs": health.tasks.iter().map(|task| json!({
            "name": task.name,
            "last_ended_at": task.last_ended_at.map(|at| at.to_string()),
            "failed": task.last_error.is_some(),
        })).collect::<Vec<_>>(),
        "trouble": recent_trouble().into_iter().map(|trouble| json!({
            "at": trouble.at.to_string(),
            "level": if trouble.is_error { "error" } else { "warning" },
            "where": trouble.target,
            "message": trouble.message,
            "times": trouble.times,
        })).collect::<Vec<_>>(),
    });
    let text = serde_json::to_string_pretty(&bundle).map_err(|_| AppError::Broken)?;
    let name = format!("sigma-portal-support-{}.json", cx.now.strftime("%Y-%m-%d-%H%M"));
    Ok(web::attachment(&name, HeaderValue::from_static("application/json"), Body::from(text)))
}

/// What a check found: its sentence may have a reason of somebody's database, so the state alone.
fn check(check: &Check) -> Value {
    json!({ "name": check.name, "state": check.state.label() })
}

fn directory(cx: &RequestContext) -> Value {
    let status = cx.app.directory.status();
    let sections = status.sections.iter().map(|section| {
        json!({
            "name": section.name,
            "read_at": section.as_of.map(|at| at.to_string()),
            "failed": section.error.is_some(),
            "short": section.shortfall.is_some(),
            "odd_rows": section.odd_rows,
        })
    });
    let members = cx.snapshot().ok().map(|snapshot| snapshot.seats().iter().map(|(_, n)| n).sum::<usize>());
    json!({ "sections": sections.collect::<Vec<_>>(), "active_members": members })
}

fn sigma(cx: &RequestContext) -> Value {
    let (limiter, token) = (cx.app.client.limiter_status(), cx.app.client.token_status());
    json!({
        "in_flight": limiter.in_flight,
        "waiting": limiter.people_waiting + limiter.changes_waiting + limiter.sync_waiting,
        "per_second": limiter.per_second,
        "pause_seconds": limiter.pause.map(|pause| pause.as_secs()),
        "tokens_issued": token.issued_count,
    })
}
