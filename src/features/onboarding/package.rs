//! Onboarding with an access package: the form begins with what it gives, and whoever is onboarded holds it.

use crate::{
    domain::{AccessPackage, AppError, Intent, PackageId},
    ui::icon::Icon,
    web::{RequestContext, paths},
};
use icondata_lu as lu;
use leptos::prelude::*;

/// The wish with the package that it came from. What the package gives is in the form already, and may have been changed there.
///
/// # Errors
/// [`AppError::Refused`] where the package is gone, and failures of the database.
pub async fn given(cx: &RequestContext, intent: Intent, package: &PackageId) -> Result<Intent, AppError> {
    let Intent::Onboard { mut people } = intent else { return Ok(intent) };
    if package.is_empty() {
        return Ok(Intent::Onboard { people });
    }
    let packages = cx.app.requests.all_packages().await?;
    let package = packages.iter().find(|one| one.id == *package).ok_or_else(|| {
        AppError::Refused("This access package has been deleted. Choose another one, or none.".to_owned())
    })?;
    for joiner in &mut people {
        joiner.package = Some(package.into());
    }
    Ok(Intent::Onboard { people })
}

/// Says in the form which package it is.
pub fn chosen(package: Option<&AccessPackage>) -> Option<AnyView> {
    let package = package?;
    Some(
        view! {
            <input type="hidden" name="package" value=package.id.to_string()/>
            <p class="note t-info">
                <Icon icon=lu::LuPackage/>" "
                <span>"With the access package "<a href=paths::package(&package.id)><bdi>{package.name.clone()}</bdi></a>". The person holds it from then on, for as long as its policy says."</span>
            </p>
        }
        .into_any(),
    )
}
