//! All policies as a file: for those who review them elsewhere, or keep them beside other configuration.

use crate::{
    directory::Snapshot,
    domain::{Capability, MemberId, Policy, PolicyEntry, Requestable, RequestableKind},
    requests::PolicySource,
    web::{self, AppError, RequestContext},
};
use axum::{body::Body, http::HeaderValue, response::Response};
use serde_json::{Value, json};

/// The file: what holds for each kind, and what is set for single things. People by their addresses.
pub async fn download(cx: RequestContext) -> Result<Response, AppError> {
    cx.require(Capability::ReadAudit)?;
    let (kinds, own) = (cx.app.requests.kind_policies().await?, cx.app.requests.own_policies().await?);
    let snapshot = cx.snapshot()?;
    let policies = json!({
        "organization": cx.app.organization_name,
        "exported_at": cx.now.to_string(),
        "defaults": kinds.iter().map(of_kind).collect::<Result<Vec<_>, _>>()?,
        "exceptions": own.iter().map(|one| of_thing(one, &snapshot)).collect::<Result<Vec<_>, _>>()?,
    });
    let text = serde_json::to_string_pretty(&policies).map_err(|_| AppError::Broken)?;
    let name = format!("sigma-portal-policies-{}.json", cx.now.strftime("%Y-%m-%d"));
    Ok(web::attachment(&name, HeaderValue::from_static("application/json"), Body::from(text)))
}

fn of_kind((kind, policy, source): &(RequestableKind, Policy, PolicySource)) -> Result<Value, AppError> {
    let is_built_in = *source == PolicySource::BuiltIn;
    Ok(json!({ "kind": kind.slug(), "built_in": is_built_in, "policy": value(policy)? }))
}

fn of_thing((thing, name, entry): &(Requestable, String, PolicyEntry), snapshot: &Snapshot) -> Result<Value, AppError> {
    let address = |id: &MemberId| snapshot.member(id).map_or_else(|| id.to_string(), |member| member.email.clone());
    let policy = entry.policy.as_ref().map(value).transpose()?;
    Ok(json!({
        "thing": thing.key(),
        "name": name,
        "policy": policy,
        "owners": entry.owners.iter().map(address).collect::<Vec<_>>(),
        "set_at": entry.set_at.map(|at| at.to_string()),
    }))
}

fn value(policy: &Policy) -> Result<Value, AppError> {
    serde_json::to_value(policy).map_err(|_| AppError::Broken)
}
