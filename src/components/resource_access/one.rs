//! One grantee's access to one resource, as a button on a page about either wants it.

use super::{change::seen, compared::compared_of};
use crate::{
    components::{
        contest::{self, Asking},
        review,
    },
    directory::Snapshot,
    domain::{Baseline, Grantee, Intent, Permission, ResourceRef},
    web::{Cx, Fault, Tone},
};
use axum::response::Response;

/// Whose access to what is to be which; `None` takes the grant away.
pub struct OneAccess {
    /// On what.
    pub resource: ResourceRef,
    /// Whose.
    pub grantee: Grantee,
    /// The level.
    pub wanted: Option<Permission>,
}

/// What a page about somebody shows of their grants, by the keys of resources.
pub fn shown_of(grantee: &Grantee, snapshot: &Snapshot) -> Baseline {
    let held = snapshot.granted_to(grantee).iter();
    Baseline::of_all(held.map(|(resource, level)| (resource.key(), level.slug().to_owned())))
}

/// Plans it and leads to the review; asks first where somebody else has set the level since the page was shown. The
/// form's `fields` are posted once more with the answer.
///
/// # Errors
/// As [`review::propose`].
pub async fn propose_one(
    cx: Cx,
    wish: OneAccess,
    base: &Baseline,
    fields: Vec<(String, String)>,
    asking: Asking,
) -> Result<Response, Fault> {
    let OneAccess { resource, grantee, wanted } = wish;
    let snapshot = cx.snapshot()?;
    let compared = compared_of(&cx, &resource, &grantee, wanted.as_ref(), base, &snapshot).await?;
    if !compared.contests.is_empty() {
        return Ok(contest::ask(cx, asking, fields, compared).await);
    }
    // Wanted is what was shown, or somebody else's was chosen: what they have set since stays.
    let held = snapshot.grant_of(&resource, &grantee).map(|grant| &grant.permission);
    if !compared.writes(&resource.key()) && held != wanted.as_ref() {
        let text = "Nothing was changed: what somebody else has set stays.";
        return Ok(cx.leave(&asking.back, Tone::Info, text).await);
    }
    let access = vec![(grantee, wanted)];
    let before = seen(&resource, &access, &snapshot);
    let intent = Intent::SetAccess { resource, access, before };
    review::propose_or_leave(cx, intent, &asking.back, asking.place).await
}
