//! Levels of access compared with those that a page showed.

use super::super::{
    contest::{self, Compared, Contest, Field},
    grantee,
};
use crate::{
    directory::Snapshot,
    domain::{AccessCall, Baseline, Call, Grantee, Permission, ResourceRef, Subject},
    web::{AppError, RequestContext},
};

/// A level in words, by Sigma's word for it.
pub fn level(slug: &str) -> String {
    match slug {
        "" => "no access of their own".to_owned(),
        slug => format!("“{}”", Permission::from(slug.to_owned()).label()),
    }
}

/// Compares the levels wanted on one resource with those that a page showed by the keys of grantees, and says who has
/// set the contested ones.
///
/// # Errors
/// Failures of the database.
pub async fn compared(
    cx: &RequestContext,
    resource: &ResourceRef,
    access: &[(Grantee, Option<Permission>)],
    base: &Baseline,
    snapshot: &Snapshot,
) -> Result<Compared, AppError> {
    let slug = |permission: Option<&Permission>| permission.map(|level| level.slug().to_owned()).unwrap_or_default();
    let fields = access.iter().map(|(who, wanted)| Field {
        name: who.key(),
        label: grantee::name(who, snapshot),
        typed: slug(wanted.as_ref()),
        now: slug(snapshot.grant_of(resource, who).map(|grant| &grant.permission)),
    });
    named(cx, resource, Compared::new(base, fields, level), |contest| contest.name().to_owned()).await
}

/// The same for the access of one grantee, as a page about them shows it by the keys of resources.
///
/// # Errors
/// Failures of the database.
pub async fn compared_of(
    cx: &RequestContext,
    resource: &ResourceRef,
    who: &Grantee,
    wanted: Option<&Permission>,
    base: &Baseline,
    snapshot: &Snapshot,
) -> Result<Compared, AppError> {
    let slug = |permission: Option<&Permission>| permission.map(|level| level.slug().to_owned()).unwrap_or_default();
    let field = Field {
        name: resource.key(),
        label: snapshot.resource_name(resource).unwrap_or_else(|| resource.id()).to_owned(),
        typed: slug(wanted),
        now: slug(snapshot.grant_of(resource, who).map(|grant| &grant.permission)),
    };
    named(cx, resource, Compared::new(base, [field], level), |_| who.key()).await
}

/// Names who set the levels; `key` tells whose grant a contest is about.
async fn named(
    cx: &RequestContext,
    resource: &ResourceRef,
    mut compared: Compared,
    key: impl Fn(&Contest) -> String,
) -> Result<Compared, AppError> {
    let sets = |call: &Call, contest: &Contest| {
        let (is_theirs, now) = (|who: Option<Grantee>| who.is_some_and(|who| who.key() == key(contest)), contest.now());
        match call {
            Call::Access(AccessCall::Grant { resource: of, grants, .. }) => {
                let is = |who: Option<Grantee>, level: &Permission| level.slug() == now && is_theirs(who);
                of == resource && grants.iter().any(|(who, level)| is(who.known(), level))
            }
            Call::Access(AccessCall::Lower { resource: of, grantee, to, .. }) => {
                of == resource && to.slug() == now && is_theirs(Some(grantee.clone()))
            }
            Call::Access(AccessCall::Revoke { resource: of, grantee, .. }) => {
                of == resource && now.is_empty() && is_theirs(grantee.known())
            }
            _ => false,
        }
    };
    compared.contests = contest::named(&cx.app.store, &Subject::from(resource), compared.contests, sets).await?;
    Ok(compared)
}
