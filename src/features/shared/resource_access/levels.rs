//! Setting grants to other levels and revoking them, as the forms of [`held`](super::held()) want it.

use super::{
    super::{grant_editor::GrantRow, review},
    Resource,
    compared::compared,
};
use crate::{
    directory::Snapshot,
    domain::{AppError, Baseline, ChangeId, Grantee, Intent, Invalid, Permission, ResourceRef, Seen},
    web::{RequestContext, ShownAgain},
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
        return Err(Invalid::from(compared).into());
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

/// What the page of a resource needs to have levels changed: the functions, and the form that led back to it.
pub struct Changing {
    /// URL of the function that sets levels.
    pub set: &'static str,
    /// URL of the function that revokes a grant.
    pub revoke: &'static str,
    /// The levels as they were filled in; none when the page is opened.
    pub levels: LevelsForm,
    /// The form that the page shows again.
    pub again: ShownAgain,
}

impl Changing {
    /// The functions `S` and `R` for a resource, if whoever asks may change who has access to it.
    ///
    /// # Errors
    /// [`AppError::NoDatabase`].
    pub async fn of<S, R>(cx: &RequestContext, resource: &Resource) -> Result<Option<Self>, AppError>
    where
        S: ServerFn + DeserializeOwned + Into<LevelsForm>,
        R: ServerFn,
    {
        if !resource.may_change(cx) {
            return Ok(None);
        }
        let again = cx.shown_again().await?;
        let levels = again.of::<S>().map(|refilled| refilled.form.into()).unwrap_or_default();
        Ok(Some(Self { set: S::url(), revoke: R::url(), levels, again }))
    }
}
