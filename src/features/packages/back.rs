//! Bringing holders back to their package, or to its new version: one change for all of them.

use crate::{
    domain::{Adjustment, AppError, Intent, PackageId},
    requests::{ALL_HOLDERS, Holder},
    web::{NavItem, RequestContext},
};

/// Plans it and leads to the review; of one holder, by the id of their request, or of all.
///
/// # Errors
/// [`AppError::Refused`] where nobody differs, and as [`RequestContext::propose`].
pub async fn propose(cx: &RequestContext, id: &PackageId, holder: &str) -> Result<(), AppError> {
    let held = cx.app.requests.package(id, &cx.actor, ALL_HOLDERS).await?;
    let is_meant = |one: &&Holder| holder.is_empty() || one.request.id.as_str() == holder;
    let people: Vec<Adjustment> =
        held.holders.items.iter().filter(is_meant).filter_map(|one| one.drift.back.clone()).collect();
    if people.is_empty() {
        let why = "Nothing to change: the holders have what the package gives.";
        return Err(AppError::Refused(why.to_owned()));
    }
    let change = cx.propose(Intent::AdjustMembers { people }, NavItem::Packages).await?;
    Ok(cx.app.requests.offered(id, holder, &change, &cx.actor).await?)
}
