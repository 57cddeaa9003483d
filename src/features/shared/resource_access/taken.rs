//! Taking one grantee's direct access away, as a button on a page about a person, a team, or why somebody has access.

use super::{super::contest, OneAccess, propose_one};
use crate::{
    directory::Snapshot,
    domain::{AppError, Baseline, Capability, ChangeId, Grantee, Permission, ResourceRef},
    web::{NavItem, RequestContext},
};
use leptos::{prelude::*, server_fn::ServerFn};

/// Plans to take the direct access of a person or team to a workspace or connection away, and leads to the review.
/// `place` is where in the navigation it was pressed.
#[server(endpoint = "access/revoke")]
pub async fn revoke_grant(
    #[server(default)] grantee: String,
    #[server(default)] resource: String,
    #[server(default)] place: NavItem,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteTeams)?;
    let snapshot = cx.snapshot()?;
    let grantee = Grantee::from_key(&grantee).ok_or(AppError::Unreadable)?;
    let resource = ResourceRef::from_key(&resource).ok_or(AppError::Unreadable)?;
    let is_known = match &grantee {
        Grantee::Member(id) => snapshot.findable(id).is_some_and(|member| !member.is_system()),
        Grantee::Team(id) => snapshot.team(id).is_some(),
    };
    if !is_known {
        return Err(AppError::NotFound);
    }
    propose_one(&cx, OneAccess { resource, grantee, wanted: None }, &base, place).await
}

/// The form around the button that takes what is held away.
pub fn revoke_form(
    grantee: &Grantee,
    resource: &ResourceRef,
    place: NavItem,
    snapshot: &Snapshot,
    button: impl IntoView + 'static,
) -> AnyView {
    let held = snapshot.grant_of(resource, grantee).map(|grant| &grant.permission);
    let base = Baseline::of([(resource.key(), held.map(Permission::slug).unwrap_or_default())]);
    view! {
        <form method="post" action=RevokeGrant::url()>
            <input type="hidden" name="grantee" value=grantee.key()/>
            <input type="hidden" name="resource" value=resource.key()/>
            <input type="hidden" name="place" value=format!("{place:?}")/>
            {contest::shown(&base)}
            {button}
        </form>
    }
    .into_any()
}
