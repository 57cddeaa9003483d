//! Making and revoking tokens: server functions, whose arguments are the forms.

use super::tokens::{self, TokenFields};
use crate::{
    domain::{ApiTokenId, AppError, Capability},
    web::RequestContext,
};
use leptos::server;

/// Makes a token and leads to the page that shows its secret.
#[server(endpoint = "api-tokens/make")]
pub async fn make_token(#[server(flatten)] fields: TokenFields) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageTokens)?;
    tokens::make(&cx, fields).await
}

/// Revokes a token: nobody is let in by it from now on.
#[server(endpoint = "api-tokens/revoke")]
pub async fn revoke_token(#[server(default)] id: ApiTokenId) -> Result<(), AppError> {
    let cx = RequestContext::current().await?;
    cx.require(Capability::ManageTokens)?;
    tokens::revoke(&cx, &id).await
}
