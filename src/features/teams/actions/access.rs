//! Giving a team access, from its page.

use super::super::{access, find};
use crate::{
    domain::{AppError, Baseline, Capability, ChangeId, Grantee, ResourceRef, TeamId},
    features::shared::{
        picker::Resources,
        resource_access::{OneAccess, propose_one},
    },
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans access of a team to the workspace or connection that was typed or chosen, or another level of it, and leads to
/// the review.
#[server(endpoint = "teams/give-access")]
pub async fn give_access(
    #[server(default)] team_id: TeamId,
    #[server(default)] resource: String,
    #[server(default)] resource_pick: String,
    #[server(default)] level: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteGrants)?;
    let snapshot = cx.snapshot()?;
    let grantee = Grantee::Team(find(&team_id, &snapshot)?.id.clone());
    let thing = access::GIVE.meant(&resource, &resource_pick, &Resources { snapshot: &snapshot, kind: None })?;
    let resource = ResourceRef::from_key(&thing.key).ok_or(AppError::Broken)?;
    let wanted = resource.permission(&level);
    let wanted = wanted.ok_or_else(|| AppError::field("level", access::other_level(resource.kind())))?;
    propose_one(&cx, OneAccess { resource, grantee, wanted: Some(wanted) }, &base, NavItem::Teams).await
}
