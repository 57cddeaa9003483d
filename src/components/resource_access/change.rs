//! Setting grants to other levels and revoking them, as the form of [`held`](super::held()) wants it.

use super::{Resource, compared::compared};
use crate::{
    components::{
        contest::{self, Asking},
        grants::Row,
        review,
    },
    directory::Snapshot,
    domain::{Baseline, Grantee, Intent, Permission, ResourceRef, Seen},
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
    /// The levels that the form showed, by the keys of grantees.
    base: Baseline,
}

impl Form {
    /// Whose grant is to be what: one to be revoked, or the levels of all rows. A word that is no level of the resource
    /// cannot be chosen, only left as it was.
    fn wanted(&self, resource: &ResourceRef) -> Vec<(Grantee, Option<Permission>)> {
        if let Some(key) = self.what.strip_prefix("revoke:") {
            return Grantee::from_key(key).into_iter().map(|grantee| (grantee, None)).collect();
        }
        let row = |row: &Row| Some((Grantee::from_key(&row.id)?, Some(resource.permission(&row.level)?)));
        self.rows.iter().filter_map(row).collect()
    }
}

/// Shows the plan for other levels, or for a grant less; asks where somebody else has set a level meanwhile.
///
/// # Errors
/// [`Fault::Forbidden`] for those who may not, and the usual ones.
pub async fn change<Id: Into<ResourceRef>>(cx: Cx, Path(id): Path<Id>, request: Request) -> Result<Response, Fault> {
    let resource = Resource::of_request(&cx, id)?;
    if !resource.may_change(&cx) {
        return Err(Fault::Forbidden);
    }
    let (form, fields): (Form, _) = web::form_with_fields(request).await?;
    let snapshot = cx.snapshot()?;
    let mut access = form.wanted(&resource.of);
    let compared = compared(&cx, &resource.of, &access, &form.base, &snapshot).await?;
    let back = paths::resource(&resource.of);
    if !compared.contests.is_empty() {
        let title = format!("Change access to {}", resource.name);
        let asking = Asking { title, place: resource.place(), back };
        return Ok(contest::ask(cx, asking, fields, compared).await);
    }
    access.retain(|(grantee, _)| compared.writes(&grantee.key()));
    if access.is_empty() {
        let text = "Every level is as it was. Choose another one first.";
        return Ok(cx.leave(&back, Tone::Warning, text).await);
    }
    let (place, before) = (resource.place(), seen(&resource.of, &access, &snapshot));
    let intent = Intent::SetAccess { resource: resource.of, access, before };
    review::propose_or_leave(cx, intent, &back, place).await
}

/// What is held now by those whose access is to change.
pub fn seen(resource: &ResourceRef, access: &[(Grantee, Option<Permission>)], snapshot: &Snapshot) -> Seen {
    let held = |grantee: &Grantee| snapshot.grant_of(resource, grantee).map(|grant| grant.permission.slug().to_owned());
    access.iter().map(|(grantee, _)| (grantee.key(), held(grantee))).collect()
}
