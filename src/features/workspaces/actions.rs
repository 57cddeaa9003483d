//! What can be done to workspaces: server functions, whose arguments are the forms.

use super::{first::FirstAccess, name};
use crate::{
    domain::{AppError, Baseline, Capability, ChangeId, Intent, WorkspaceId},
    features::shared::{
        grant_editor::{GrantRow, GrantRows},
        resource_access::{self, GiveForm, LevelsForm, Resource, RevokeForm},
        review,
    },
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans a new workspace with its first grants and leads to the review.
#[server(endpoint = "workspaces/create")]
pub async fn create_workspace(
    #[server(default)] name: String,
    #[server(default)] grants: GrantRows,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteWorkspaces)?;
    let access = FirstAccess::settled(grants, &cx.actor, &*cx.snapshot()?).access();
    let name = name::typed(&name)?;
    cx.propose(Intent::CreateWorkspace { name, access: access? }, NavItem::Workspaces).await
}

/// Plans another name for a workspace and leads to the review.
#[server(endpoint = "workspaces/rename")]
pub async fn rename_workspace(
    #[server(default)] workspace_id: WorkspaceId,
    #[server(default)] name: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteWorkspaces)?;
    let snapshot = cx.snapshot()?;
    let workspace = snapshot.workspace(&workspace_id).ok_or(AppError::NotFound)?;
    cx.propose(name::renaming(workspace, &name, &base)?, NavItem::Workspaces).await
}

/// Plans deleting a workspace and leads to the review, which wants its name typed.
#[server(endpoint = "workspaces/delete")]
pub async fn delete_workspace(#[server(default)] workspace_id: WorkspaceId) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::WriteWorkspaces)?;
    let resource = Resource::of_request(&cx, workspace_id.clone())?;
    cx.propose(Intent::DeleteWorkspace { workspace_id }, resource.place()).await.map_err(review::in_words)
}

/// Plans giving many people and teams access to a workspace at once and leads to the review.
#[server(endpoint = "workspaces/give-access")]
pub async fn give_workspace_access(
    #[server(default)] workspace_id: WorkspaceId,
    #[server(default)] grants: GrantRows,
    #[server(default)] addresses: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    resource_access::give(&cx, workspace_id, GiveForm { grants, addresses, base }).await
}

/// Plans other levels for those who hold grants on a workspace and leads to the review.
#[server(endpoint = "workspaces/set-levels")]
pub async fn set_workspace_levels(
    #[server(default)] workspace_id: WorkspaceId,
    #[server(default)] rows: Vec<GrantRow>,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    resource_access::set_levels(&cx, workspace_id, LevelsForm { rows, base }).await
}

/// Plans taking a grant on a workspace away and leads to the review.
#[server(endpoint = "workspaces/revoke-access")]
pub async fn revoke_workspace_access(
    #[server(default)] workspace_id: WorkspaceId,
    #[server(default)] grantee: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    resource_access::revoke(&cx, workspace_id, RevokeForm { grantee, base }).await
}

impl From<GiveWorkspaceAccess> for GiveForm {
    fn from(GiveWorkspaceAccess { grants, addresses, base, .. }: GiveWorkspaceAccess) -> Self {
        Self { grants, addresses, base }
    }
}

impl From<SetWorkspaceLevels> for LevelsForm {
    fn from(SetWorkspaceLevels { rows, base, .. }: SetWorkspaceLevels) -> Self {
        Self { rows, base }
    }
}

impl From<RevokeWorkspaceAccess> for RevokeForm {
    fn from(RevokeWorkspaceAccess { grantee, base, .. }: RevokeWorkspaceAccess) -> Self {
        Self { grantee, base }
    }
}
