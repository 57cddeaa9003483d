//! One grantee's access to one resource, as a button on a page about either wants it.

use super::{
    super::{contest, review},
    compared::compared_of,
    levels::seen,
};
use crate::{
    directory::Snapshot,
    domain::{AppError, Baseline, ChangeId, Grantee, Intent, Invalid, Permission, ResourceRef},
    web::{NavItem, RequestContext},
};

/// Whose access to what is to be which; `None` takes the grant away.
pub struct OneAccess {
    pub resource: ResourceRef,
    pub grantee: Grantee,
    pub wanted: Option<Permission>,
}

/// What a page about somebody shows of their grants, by the keys of resources.
pub fn shown_of(grantee: &Grantee, snapshot: &Snapshot) -> Baseline {
    let held = snapshot.granted_to(grantee).iter();
    Baseline::of_all(held.map(|(resource, level)| (resource.key(), level.slug().to_owned())))
}

/// Plans it and leads to the review.
///
/// # Errors
/// As [`RequestContext::propose`], in words; [`AppError::Invalid`] with a contest where somebody else has set the level
/// since the page was shown.
pub async fn propose_one(
    cx: &RequestContext,
    wish: OneAccess,
    base: &Baseline,
    place: NavItem,
) -> Result<ChangeId, AppError> {
    let OneAccess { resource, grantee, wanted } = wish;
    let snapshot = cx.snapshot()?;
    let compared = compared_of(cx, &resource, &grantee, wanted.as_ref(), base, &snapshot).await?;
    if !compared.contests.is_empty() {
        return Err(Invalid::from(compared).into());
    }
    // Wanted is what was shown, or somebody else's was chosen: what they have set since stays.
    let held = snapshot.grant_of(&resource, &grantee).map(|grant| &grant.permission);
    if !compared.writes(&resource.key()) && held != wanted.as_ref() {
        return Err(AppError::Refused(contest::STAYS.to_owned()));
    }
    let access = vec![(grantee, wanted)];
    let before = seen(&resource, &access, &snapshot);
    cx.propose(Intent::SetAccess { resource, access, before }, place).await.map_err(review::in_words)
}
