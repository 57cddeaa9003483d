//! Setting grants to other levels and revoking them, as the forms of [`held`](super::held()) want it.

use super::{Resource, compared::compared};
use crate::{
    components::{contest::Contest, grant_rows::GrantRow, review},
    directory::Snapshot,
    domain::{AppError, Baseline, ChangeId, Grantee, Intent, Invalid, Permission, ResourceRef, Seen},
    web::{Refilled, RequestContext},
};
use leptos::server_fn::ServerFn;
use serde::de::DeserializeOwned;

/// Whose grant is to be which; `None` takes it away.
type Access = Vec<(Grantee, Option<Permission>)>;

/// Everybody's level as the form has it.
#[derive(Clone, Debug, Default)]
pub struct LevelsForm {
    /// Keys of grantees, and levels.
    pub rows: Vec<GrantRow>,
    /// The levels that were shown, by the keys of grantees.
    pub base: Baseline,
}

impl LevelsForm {
    /// A word that is no level of the resource cannot be chosen, only left as it was.
    fn access(&self, resource: &ResourceRef) -> Access {
        let row = |row: &GrantRow| Some((Grantee::from_key(&row.id)?, Some(resource.permission(&row.level)?)));
        self.rows.iter().filter_map(row).collect()
    }
}

/// A grant to be taken away.
#[derive(Clone, Debug, Default)]
pub struct RevokeForm {
    /// Key of the grantee.
    pub grantee: String,
    /// The levels that were shown, by the keys of grantees.
    pub base: Baseline,
}

impl RevokeForm {
    fn access(&self) -> Access {
        Grantee::from_key(&self.grantee).into_iter().map(|grantee| (grantee, None)).collect()
    }
}

/// Plans other levels and leads to the review; only those that were touched are set.
///
/// # Errors
/// As [`Resource::changeable`] and [`RequestContext::propose`]; [`AppError::Invalid`] where somebody else has set a level
/// meanwhile, which the page asks about.
pub async fn set_levels(
    cx: &RequestContext,
    of: impl Into<ResourceRef>,
    form: LevelsForm,
) -> Result<ChangeId, AppError> {
    let resource = Resource::changeable(cx, of)?;
    let access = form.access(&resource.of);
    propose(cx, resource, access, &form.base).await
}

/// Plans taking a grant away and leads to the review.
///
/// # Errors
/// As [`set_levels`].
pub async fn revoke(cx: &RequestContext, of: impl Into<ResourceRef>, form: RevokeForm) -> Result<ChangeId, AppError> {
    let resource = Resource::changeable(cx, of)?;
    propose(cx, resource, form.access(), &form.base).await
}

async fn propose(
    cx: &RequestContext,
    resource: Resource,
    mut access: Access,
    base: &Baseline,
) -> Result<ChangeId, AppError> {
    let snapshot = cx.snapshot()?;
    let compared = compared(cx, &resource.of, &access, base, &snapshot).await?;
    if !compared.contests.is_empty() {
        return Err(compared.unanswered().into());
    }
    access.retain(|(grantee, _)| compared.writes(&grantee.key()));
    if access.is_empty() {
        return Err(AppError::Refused("Every level is as it was. Choose another one first.".to_owned()));
    }
    let (place, before) = (resource.place(), seen(&resource.of, &access, &snapshot));
    let intent = Intent::SetAccess { resource: resource.of, access, before };
    cx.propose(intent, place).await.map_err(review::in_words)
}

/// What is held now by those whose access is to change.
pub fn seen(resource: &ResourceRef, access: &[(Grantee, Option<Permission>)], snapshot: &Snapshot) -> Seen {
    let held = |grantee: &Grantee| snapshot.grant_of(resource, grantee).map(|grant| grant.permission.slug().to_owned());
    access.iter().map(|(grantee, _)| (grantee.key(), held(grantee))).collect()
}

/// What the page of a resource needs to have levels changed: the functions, and the forms that led back to it.
pub struct Changing {
    /// URL of the function that sets levels.
    pub set: &'static str,
    /// URL of the function that revokes a grant.
    pub revoke: &'static str,
    /// The levels as they were filled in.
    pub levels: Returned<LevelsForm>,
    /// The grant to be revoked, where somebody else has set it meanwhile.
    pub revoked: Returned<RevokeForm>,
}

/// A form that was filled in and led back to its page; empty when the page is opened.
#[derive(Default)]
pub struct Returned<F> {
    /// What was filled in.
    pub form: F,
    /// What is wrong with it.
    pub errors: Invalid,
    /// Levels that somebody else has set meanwhile.
    pub contests: Vec<Contest>,
}

impl Changing {
    /// The functions `S` and `R` for a resource, if whoever asks may change who has access to it.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`].
    pub async fn of<S, R>(cx: &RequestContext, resource: &Resource) -> Result<Option<Self>, AppError>
    where
        S: ServerFn + DeserializeOwned + Into<LevelsForm>,
        R: ServerFn + DeserializeOwned + Into<RevokeForm>,
    {
        if !resource.may_change(cx) {
            return Ok(None);
        }
        let levels = returned(cx, resource, cx.refilled::<S>().await?, |form: &LevelsForm| {
            (form.access(&resource.of), form.base.clone())
        });
        let levels = levels.await?;
        let revoked = returned(cx, resource, cx.refilled::<R>().await?, |form: &RevokeForm| {
            (form.access(), form.base.clone())
        });
        Ok(Some(Self { set: S::url(), revoke: R::url(), levels, revoked: revoked.await? }))
    }
}

async fn returned<A: Into<F>, F: Default>(
    cx: &RequestContext,
    resource: &Resource,
    refilled: Option<Refilled<A>>,
    wanted: impl Fn(&F) -> (Access, Baseline),
) -> Result<Returned<F>, AppError> {
    let Some(Refilled { form, errors, .. }) = refilled else { return Ok(Returned::default()) };
    let form = form.into();
    let (access, base) = wanted(&form);
    let contests = compared(cx, &resource.of, &access, &base, &*cx.snapshot()?).await?.contests;
    Ok(Returned { form, errors, contests })
}
