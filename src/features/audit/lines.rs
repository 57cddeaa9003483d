//! The audit log as JSON Lines, whole or from a place in its chain on: for other systems, and as proof.

use crate::{
    domain::Capability,
    store::{self, Store},
    web::{AppError, RequestContext, attachment, batch, decode},
};
use axum::{
    body::{Body, Bytes},
    http::HeaderValue,
    response::Response,
};
use futures::stream;
use serde::Deserialize;

/// Events read at once.
const BATCH: u64 = 1_000;

#[derive(Default, Deserialize)]
#[serde(default)]
struct Query {
    /// The place in the chain after which it begins.
    after: i64,
}

/// Answers with a line for each event, in the order of the chain. When a later batch fails the download breaks off.
pub(super) async fn export(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let Query { after } = decode(cx.parts.uri.query());
    let store = cx.app.store.clone();
    while store.link_audit().await? > 0 {}
    let chunks = stream::try_unfold((store, after), |(store, after)| async move {
        let (lines, last) = read(store.clone(), after).await?;
        Ok::<_, store::Error>(last.map(|last| (lines, (store, last))))
    });
    let name = format!("audit-log-{}.jsonl", cx.now.strftime("%Y-%m-%d"));
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(attachment(&name, kind, Body::from_stream(chunks)))
}

/// The lines of a batch, and the place of its last event.
async fn read(store: Store, after: i64) -> Result<(Bytes, Option<i64>), store::Error> {
    batch(move || async move {
        let events = store.linked_audit(after, BATCH).await?;
        let mut lines = Vec::new();
        for event in &events {
            let line = serde_json::to_vec(event);
            lines.extend(line.map_err(|error| store::Error::Unreadable("an audit event", error.into()))?);
            lines.push(b'\n');
        }
        Ok((Bytes::from(lines), events.last().map(|event| event.number)))
    })
    .await
}
