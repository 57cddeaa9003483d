//! What can be done about packages: server functions, whose arguments are the forms.

use super::{
    back,
    form::{PackageFields, PackageForm},
};
use crate::{
    domain::{AppError, Capability, PackageId},
    features::shared::grant_editor::GrantRows,
    web::{RequestContext, Severity, paths},
};
use leptos::server;

/// Makes a package, or changes the one of this id as it was seen at this write.
#[server(endpoint = "packages/save")]
pub async fn save_package(
    #[server(default)] id: PackageId,
    #[server(default)] written: i64,
    #[server(flatten)] fields: PackageFields,
    #[server(default)] teams: GrantRows,
    #[server(default)] workspaces: GrantRows,
    #[server(default)] connections: GrantRows,
) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let draft = PackageForm { fields, teams, workspaces, connections }.settled(&cx)?.draft(&*cx.snapshot()?)?;
    let (package, text) = if id.is_empty() {
        let package = cx.app.requests.make_package(draft, &cx.actor).await?;
        (package, "The package is made. People can request it now.")
    } else {
        let package = cx.app.requests.edit_package(&id, written, draft, &cx.actor).await?;
        (package, "Saved. Who holds the package keeps what they have until you bring them to this version.")
    };
    cx.lead_to(&paths::package(&package.id), Severity::Success, text).await;
    Ok(())
}

/// Deletes a package; whoever holds it keeps what they have.
#[server(endpoint = "packages/delete")]
pub async fn delete_package(#[server(default)] id: PackageId) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    let package = cx.app.requests.delete_package(&id, &cx.actor).await?;
    let text = format!("{} is deleted. Who held it keeps what they have.", package.name);
    cx.lead_to(paths::PACKAGES, Severity::Success, text).await;
    Ok(())
}

/// Plans to bring holders to what the package gives now, and leads to the review. `holder` is one request; all without.
#[server(endpoint = "packages/bring-back")]
pub async fn bring_back(#[server(default)] id: PackageId, #[server(default)] holder: String) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteMembers)?;
    back::propose(&cx, &id, &holder).await
}
