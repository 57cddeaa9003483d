//! Setting grants to other levels and revoking them, as the form of [`held`](super::held()) wants it.

use super::Resource;
use crate::{
    components::{grants::Row, review},
    directory::Snapshot,
    domain::{Grantee, Intent, Permission, ResourceRef, Seen},
    web::{self, Cx, Fault, Tone, paths},
};
use axum::{
    extract::{Path, Request},
    response::Response,
};
use serde::Deserialize;

/// What the form posts.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Form {
    /// `set`, or `revoke:` with the key of a grantee.
    #[serde(rename = "do")]
    what: String,
    /// Everybody's level as the form shows it.
    rows: Vec<Row>,
}

impl Form {
    /// The levels to set: only those that are not so already.
    fn access(&self, resource: &ResourceRef, snapshot: &Snapshot) -> Vec<(Grantee, Option<Permission>)> {
        if let Some(key) = self.what.strip_prefix("revoke:") {
            return Grantee::from_key(key).into_iter().map(|grantee| (grantee, None)).collect();
        }
        let wanted = self.rows.iter().filter_map(|row| {
            let grantee = Grantee::from_key(&row.id)?;
            let level = resource.permission(&row.level)?;
            let held = snapshot.grant_of(resource, &grantee).map(|grant| &grant.permission);
            (held != Some(&level)).then_some((grantee, Some(level)))
        });
        wanted.collect()
    }
}

/// Shows the plan for other levels, or for a grant less.
///
/// # Errors
/// [`Fault::Forbidden`] for those who may not, and the usual ones.
pub async fn change<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>, request: Request) -> Result<Response, Fault> {
    let resource = Resource::of_request(&cx, id)?;
    if !resource.may_change(&cx) {
        return Err(Fault::Forbidden);
    }
    let form: Form = web::form(request).await?;
    let access = form.access(&resource.of, &*cx.snapshot()?);
    let back = paths::resource(&resource.of);
    if access.is_empty() {
        return Ok(cx.leave(&back, Tone::Warning, "Every level is as it was. Choose another one first.").await);
    }
    let place = resource.place();
    review::propose_or_leave(
        cx,
        Intent::SetAccess { resource: resource.of, access, before: Seen::default() },
        &back,
        place,
    )
    .await
}
