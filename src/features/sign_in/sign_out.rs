//! Signing out by way of the provider, and hearing from it whom it has signed out.

use super::gate::Notice;
use crate::{
    auth::{self, Verdict, oidc::ErrorPanel},
    web::{self, AppError, AppState, OptionalUser, paths},
};
use axum::{
    Form, Json,
    extract::State,
    http::{HeaderValue, StatusCode, header, request::Parts},
    response::{IntoResponse, Redirect, Response},
};
use serde::Deserialize;
use serde_json::json;
use tokio::time::Instant;

/// Leads on to where the provider signs people out. A page in between, as a form is not followed to another site.
pub async fn signed_out(visitor: OptionalUser) -> Result<Response, AppError> {
    let oidc = visitor.app.auth.oidc().ok_or(AppError::NotFound)?;
    let then = auth::take_sign_out(&visitor.session).await.map_err(|error| {
        tracing::error!(%error, "Where the provider signs people out could not be read");
        AppError::Broken
    })?;
    let Some(then) = then else { return Ok(Redirect::to(paths::SIGN_IN).into_response()) };
    let refresh = HeaderValue::from_str(&format!("0; url={then}")).map_err(|_| AppError::Broken)?;
    let name = &oidc.config.name;
    let text = format!("You are signed out of the portal. The next page signs you out of {name} too.");
    let mut response = Notice::new(200, "signed out", "Signing out…", text)
        .action(then, format!("Sign out of {name}"))
        .page(&visitor.app);
    response.headers_mut().insert(header::REFRESH, refresh);
    Ok(response)
}

/// What a provider posts that has signed somebody out.
#[derive(Deserialize)]
pub struct Told {
    logout_token: String,
}

/// Ends the sessions of somebody whom the provider has signed out (OpenID Connect Back-Channel Logout). Comes from the
/// provider's machine, so it has neither cookie nor page; the token is all that counts.
///
/// Whoever sends what is no such token waits longer each time, as with other proofs that are wrong.
pub async fn back_channel(State(app): State<AppState>, parts: Parts, Form(told): Form<Told>) -> Response {
    let answer = match hear(&app, &told.logout_token).await {
        Ok(Ok(())) => StatusCode::OK.into_response(),
        Ok(Err(trouble)) => {
            tracing::warn!(%trouble, "A logout token was refused");
            let is_down = matches!(trouble, ErrorPanel::Down(_));
            if !is_down {
                let client = web::client_address(&parts.extensions).map(web::network);
                match app.attempts.wrong(client, Instant::now()) {
                    Verdict::Held(wait, _) => tokio::time::sleep(wait).await,
                    Verdict::Refused => return AppError::TooMany { seconds: 10 }.into_response(),
                }
            }
            let status = if is_down { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::BAD_REQUEST };
            let said = json!({ "error": "invalid_request", "error_description": trouble.to_string() });
            (status, Json(said)).into_response()
        }
        Err(error) => error.into_response(),
    };
    ([(header::CACHE_CONTROL, "no-store")], answer).into_response()
}

async fn hear(app: &AppState, token: &str) -> Result<Result<(), ErrorPanel>, AppError> {
    let Some(oidc) = app.auth.oidc() else { return Err(AppError::NotFound) };
    let out = match oidc.logged_out(token, app.store.clock().now()).await {
        Ok(out) => out,
        Err(trouble) => return Ok(Err(trouble)),
    };
    if !app.store.use_once("logout", &out.id, out.expires_at).await? {
        return Ok(Err(ErrorPanel::Replayed));
    }
    let ended =
        app.store.end_provider_sessions(&oidc.config.issuer, out.subject.as_deref(), out.sid.as_deref()).await?;
    tracing::info!(ended, "The identity provider has signed somebody out: {ended} sessions ended");
    Ok(Ok(()))
}
