//! Programs of others that call the API: who they are is said by a token, which is looked up for every call. No cookie and no
//! session is read, so there is nothing that a page of others could make a browser send.

use super::{AppError, AppState, Kind, client_address, identify::Identified, network};
use crate::{
    directory::{Identity, Snapshot},
    domain::{Actor, ApiToken, Denied},
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::{HeaderMap, header, request::Parts},
    middleware::Next,
    response::{IntoResponse, Response},
};
use std::{net::IpAddr, sync::Arc};

/// A program that calls with a valid token, in the role that who made the token has now.
pub struct Caller {
    pub app: AppState,
    pub token: ApiToken,
    /// Who made the token, under its name.
    pub actor: Actor,
    snapshot: Arc<Snapshot>,
}

/// What a call proves; in the extensions of every request that passed [`let_programs_in`].
#[derive(Clone, Debug)]
struct Proved(ApiToken);

/// Middleware: lets in who has a valid token, as often as one may call. Whoever has none is counted by address.
pub async fn let_programs_in(State(app): State<AppState>, mut request: Request, next: Next) -> Response {
    let address = client_address(request.extensions());
    match proved(&app, request.headers(), address).await {
        Ok(token) => {
            // Turns and writes are counted by the token, and not by the address, which may be a proxy's.
            let who = Identity { email: format!("API token {}", token.id), ..Identity::default() };
            request.extensions_mut().insert(Identified(Some(who)));
            request.extensions_mut().insert(Proved(token));
            next.run(request).await
        }
        Err(error) => error.into_response(),
    }
}

/// The token that a call shows.
///
/// # Errors
/// [`AppError::SignedOut`] for none, or one that opens nothing; [`AppError::TooMany`] and failures of the database.
async fn proved(app: &AppState, headers: &HeaderMap, address: Option<IpAddr>) -> Result<ApiToken, AppError> {
    let now = app.store.clock().now();
    let secret = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    let secret = secret.and_then(|value| value.split_once(' '));
    let token = match secret.filter(|(scheme, _)| scheme.eq_ignore_ascii_case("bearer")) {
        Some((_, secret)) => app.store.api_token_of(secret.trim()).await?,
        None => None,
    };
    let Some(token) = token.filter(|token| token.is_valid(now)) else {
        let from = address.map_or_else(String::new, |address| network(address).to_string());
        app.limits.take(Kind::Api, &format!("unknown caller at {from}"), 1)?;
        return Err(AppError::SignedOut);
    };
    app.limits.take(Kind::Api, token.id.as_str(), 1)?;
    if let Err(error) = app.store.note_api_use(&token, now).await {
        tracing::warn!(%error, "That an API token is used could not be written down");
    }
    Ok(token)
}

impl FromRequestParts<AppState> for Caller {
    type Rejection = AppError;

    async fn from_request_parts(parts: &mut Parts, app: &AppState) -> Result<Self, AppError> {
        let Proved(token) = parts.extensions.get::<Proved>().cloned().ok_or(AppError::SignedOut)?;
        let snapshot = app.directory.snapshot().ok_or(AppError::NotReady)?;
        let actor = token.actor(client_address(&parts.extensions).map(|address| address.to_string()));
        let actor = app.authority.now(&actor, &snapshot).map_err(|denied| match denied {
            Denied::NotReadYet => AppError::NotReady,
            Denied::NoAccount
            | Denied::NotInvited
            | Denied::Deactivated
            | Denied::SystemAccount
            | Denied::Embed
            | Denied::Guest
            | Denied::UnknownKind => AppError::Forbidden,
        })?;
        Ok(Self { app: app.clone(), token, actor, snapshot })
    }
}

impl Caller {
    /// The organisation: a token is an admin's, who sees all of it.
    pub fn snapshot(&self) -> &Arc<Snapshot> {
        &self.snapshot
    }
}
