//! What can be done to connections: server functions, whose arguments are the forms.

use super::edit;
use crate::{
    domain::{AppError, Baseline, ChangeId, ConnectionId},
    features::shared::{
        grant_editor::{GrantRow, GrantRows},
        resource_access::{self, GiveForm, LevelsForm, RevokeForm},
    },
    web::{NavItem, RequestContext},
};
use leptos::server;

/// Plans new values for a connection and leads to the review. Only the fields that were touched are written. `oauth` is
/// not empty where the box is ticked.
#[server(endpoint = "connections/edit")]
pub async fn edit_connection(
    #[server(default)] connection_id: ConnectionId,
    #[server(default)] name: String,
    #[server(default)] oauth: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    let connection = edit::editable(&cx, &connection_id)?;
    cx.propose(edit::intent(&connection, &edit::Fields { name, oauth }, &base)?, NavItem::Connections).await
}

/// Plans giving many people and teams access to a connection at once and leads to the review.
#[server(endpoint = "connections/give-access")]
pub async fn give_connection_access(
    #[server(default)] connection_id: ConnectionId,
    #[server(default)] grants: GrantRows,
    #[server(default)] addresses: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    resource_access::give(&cx, connection_id, GiveForm { grants, addresses, base }).await
}

/// Plans other levels for those who hold grants on a connection and leads to the review.
#[server(endpoint = "connections/set-levels")]
pub async fn set_connection_levels(
    #[server(default)] connection_id: ConnectionId,
    #[server(default)] rows: Vec<GrantRow>,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    resource_access::set_levels(&cx, connection_id, LevelsForm { rows, base }).await
}

/// Plans taking a grant on a connection away and leads to the review.
#[server(endpoint = "connections/revoke-access")]
pub async fn revoke_connection_access(
    #[server(default)] connection_id: ConnectionId,
    #[server(default)] grantee: String,
    #[server(default)] base: Baseline,
) -> Result<ChangeId, AppError> {
    let cx = RequestContext::current().await?;
    resource_access::revoke(&cx, connection_id, RevokeForm { grantee, base }).await
}

impl From<GiveConnectionAccess> for GiveForm {
    fn from(GiveConnectionAccess { grants, addresses, base, .. }: GiveConnectionAccess) -> Self {
        Self { grants, addresses, base }
    }
}

impl From<SetConnectionLevels> for LevelsForm {
    fn from(SetConnectionLevels { rows, base, .. }: SetConnectionLevels) -> Self {
        Self { rows, base }
    }
}

impl From<RevokeConnectionAccess> for RevokeForm {
    fn from(RevokeConnectionAccess { grantee, base, .. }: RevokeConnectionAccess) -> Self {
        Self { grantee, base }
    }
}
