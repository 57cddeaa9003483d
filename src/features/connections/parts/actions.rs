//! Granting and revoking access to one path: server functions, whose arguments are the forms.

use super::{access::GRANT, read};
use crate::{
    domain::{
        AppError, Baseline, Call, ChangeId, ConnectionId, ConnectionPermission, Grantee, Intent, PathCall, Permission,
        Subject,
    },
    features::shared::{
        one_grant::{OneGrant, undisputed},
        picker::Grantees,
        resource_access::Resource,
        review,
    },
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans access to a database, schema or table for the person or team that was typed or chosen, and leads to the review.
#[server(endpoint = "connections/grant-on-path")]
pub async fn grant_on_path(
    #[server(default)] connection_id: ConnectionId,
    #[server(default)] part: Vec<String>,
    #[server(default)] who: String,
    #[server(default)] who_pick: String,
    #[server(default)] level: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    Resource::changeable(&cx, connection_id.clone())?;
    let level = ConnectionPermission::from_slug(&level).ok_or(AppError::Unreadable)?;
    let snapshot = cx.snapshot()?;
    let who = GRANT.meant(&who, &who_pick, &Grantees { snapshot: &snapshot, levels: Vec::new() })?;
    let grantee = Grantee::from_key(&who.key).ok_or(AppError::Broken)?;
    propose(&cx, (connection_id, part), grantee, Some(level), &base).await
}

/// Plans taking a grant on a database, schema or table away, and leads to the review.
#[server(endpoint = "connections/revoke-on-path")]
pub async fn revoke_on_path(
    #[server(default)] connection_id: ConnectionId,
    #[server(default)] part: Vec<String>,
    #[server(default)] grantee: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    Resource::changeable(&cx, connection_id.clone())?;
    let grantee = Grantee::from_key(&grantee).ok_or(AppError::Unreadable)?;
    propose(&cx, (connection_id, part), grantee, None, &base).await
}

/// Plans a level of somebody on a path; `None` takes it away.
async fn propose(
    cx: &RequestContext,
    (connection, parts): (ConnectionId, Vec<String>),
    grantee: Grantee,
    permission: Option<ConnectionPermission>,
    base: &Baseline,
) -> Result<ChangeId, AppError> {
    let client = cx.sigma();
    let path = read::path(&client, &connection, parts).await?;
    let before = read::held(&client, &path, &grantee).await;
    let before = before.map_err(|error| AppError::Refused(error.sentence()))?;
    let (wanted, held) = (permission.map(Permission::Connection), before.map(Permission::Connection));
    let wish = OneGrant { grantee: &grantee, wanted: wanted.as_ref(), held: held.as_ref() };
    let level_by = |call: &Call| {
        let Call::Path(call) = call else { return None };
        if call.about() != (&path, &grantee) {
            return None;
        }
        Some(match call {
            PathCall::Grant { permission, .. } => permission.slug().to_owned(),
            PathCall::Revoke { .. } => String::new(),
        })
    };
    undisputed(cx, &Subject::Connection(connection), &wish, base, level_by).await?;
    let intent = Intent::SetPathAccess { path, grantee, before, permission };
    cx.propose(intent, NavItem::Connections).await.map_err(review::in_words)
}
